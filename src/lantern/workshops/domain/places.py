"""A sign-up's life as one table of moves, and how many places there are to give."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from lantern.kit.states import IllegalMove


class Way(StrEnum):
    IN_PERSON = "in_person"
    ONLINE = "online"

    @property
    def label(self) -> str:
        return {Way.IN_PERSON: "In person", Way.ONLINE: "Online"}[self]


class State(StrEnum):
    PLACED = "placed"
    WAITING = "waiting"
    OFFERED = "offered"  # a place fell free and is kept for her until a moment
    LAPSED = "lapsed"  # the offer ran out; she may ask again
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return {
            State.PLACED: "Has a place",
            State.WAITING: "On the waiting list",
            State.OFFERED: "A place is kept for her",
            State.LAPSED: "The offer ran out",
            State.CANCELLED: "Cancelled",
        }[self]

    @property
    def live(self) -> bool:
        """Whether it still asks for a place, so that the same address cannot ask twice."""
        return self in {State.PLACED, State.WAITING, State.OFFERED}

    @property
    def takes_a_place(self) -> bool:
        return self in {State.PLACED, State.OFFERED}


class Act(StrEnum):
    OFFER = "offer"
    TAKE = "take"
    LAPSE = "lapse"
    CANCEL = "cancel"
    ASK_AGAIN = "ask_again"


NEXT: Mapping[tuple[State, Act], State] = {
    (State.WAITING, Act.OFFER): State.OFFERED,
    (State.OFFERED, Act.TAKE): State.PLACED,
    (State.OFFERED, Act.LAPSE): State.LAPSED,
    (State.LAPSED, Act.ASK_AGAIN): State.WAITING,
    (State.PLACED, Act.CANCEL): State.CANCELLED,
    (State.WAITING, Act.CANCEL): State.CANCELLED,
    (State.OFFERED, Act.CANCEL): State.CANCELLED,
    (State.LAPSED, Act.CANCEL): State.CANCELLED,
}


def after(state: State, act: Act) -> State:
    """The state that an act leads to. Raises IllegalMove, in a sentence."""
    found = NEXT.get((state, act))
    if found is None:
        raise IllegalMove(
            {
                Act.TAKE: "This offer of a place has ended. If you still wish to come, ask for a place again.",
                Act.CANCEL: "This place is cancelled already. There is nothing more to do.",
                Act.ASK_AGAIN: "You have a place, or wait for one, already.",
            }.get(act, "This cannot be done now.")
        )
    return found


@dataclass(frozen=True, slots=True)
class Room:
    """Places by way, and how many of each are given or kept for somebody."""

    places: Mapping[Way, int]
    given: Mapping[Way, int]

    def free(self, way: Way) -> int:
        return max(0, self.places.get(way, 0) - self.given.get(way, 0))

    def check_places(self, places: Mapping[Way, int]) -> None:
        """Raises IllegalMove where there would be fewer places than are given."""
        for way in Way:
            given = self.given.get(way, 0)
            if places.get(way, 0) < given:
                raise IllegalMove(
                    f"{given} {'place is' if given == 1 else 'places are'} given or kept already "
                    f"({way.label.lower()}). There cannot be fewer than that."
                )


def first_state(room: Room, way: Way, waiting: int) -> State:
    """A place while one is free and nobody waits before her; else the waiting list."""
    return State.PLACED if room.free(way) and not waiting else State.WAITING


def offer_until(now: datetime, hours: int, starts: datetime) -> datetime:
    """How long a place is kept for someone: so many hours, but never past the start."""
    return min(now + timedelta(hours=hours), starts)


def next_in_line(waiting: Iterable[tuple[int, Way]], room: Room) -> list[int]:
    """Which of those who wait, in order of arrival, can be offered a place now. Each is (key, way)."""
    left = {way: room.free(way) for way in Way}
    chosen = []
    for key, way in waiting:
        if left[way]:
            left[way] -= 1
            chosen.append(key)
    return chosen
