"""A pair's life, and its sessions'. A no and an end carry no reason and, for the other, no name."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lantern.kit.states import IllegalMove


class PairState(StrEnum):
    PROPOSED = "proposed"
    STANDING = "standing"
    DECLINED = "declined"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return {
            PairState.PROPOSED: "Proposed",
            PairState.STANDING: "Working together",
            PairState.DECLINED: "Did not come about",
            PairState.ENDED: "Ended",
        }[self]

    @property
    def live(self) -> bool:
        return self in {PairState.PROPOSED, PairState.STANDING}


class Chosen(StrEnum):
    """How two people came to be proposed as a pair."""

    COORDINATOR = "coordinator"
    MENTEE = "mentee"
    PROPOSAL = "proposal"

    @property
    def label(self) -> str:
        return {
            Chosen.COORDINATOR: "Chosen by the programme",
            Chosen.MENTEE: "Chosen by the mentee",
            Chosen.PROPOSAL: "From a proposal",
        }[self]


NEXT: dict[PairState, frozenset[PairState]] = {
    PairState.PROPOSED: frozenset({PairState.STANDING, PairState.DECLINED}),
    PairState.STANDING: frozenset({PairState.ENDED}),
    PairState.DECLINED: frozenset(),
    PairState.ENDED: frozenset(),
}


class SessionState(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return {
            SessionState.PLANNED: "Planned",
            SessionState.HELD: "Held",
            SessionState.CANCELLED: "Cancelled",
        }[self]


class SessionWay(StrEnum):
    IN_PERSON = "in_person"
    ONLINE = "online"
    PHONE = "phone"

    @property
    def label(self) -> str:
        return {
            SessionWay.IN_PERSON: "In person",
            SessionWay.ONLINE: "Online",
            SessionWay.PHONE: "By telephone",
        }[self]


def check_move(now: PairState, to: PairState) -> None:
    """Raises IllegalMove unless the table allows it."""
    if to not in NEXT[now]:
        raise IllegalMove(f"This pair is “{now.label.lower()}”, so it cannot become “{to.label.lower()}”.")


class Barrier(StrEnum):
    """What keeps two people from being a pair. That a pair did not come about is never told apart by who said no."""

    SAME_PERSON = "same_person"
    SAME_AGENCY = "same_agency"
    BEFORE = "before"
    LEFT = "left"
    NOT_ACCEPTING = "not_accepting"
    FULL = "full"
    TAKEN = "taken"

    @property
    def sentence(self) -> str:
        return {
            Barrier.SAME_PERSON: "Nobody mentors herself.",
            Barrier.SAME_AGENCY: "They work for the same agency. A mentor comes from outside it.",
            Barrier.BEFORE: "These two were asked, or worked together, before. Neither is asked again.",
            Barrier.LEFT: "This mentee has left the programme.",
            Barrier.NOT_ACCEPTING: "This mentor takes nobody on at present.",
            Barrier.FULL: "This mentor has as many mentees as she can take.",
            Barrier.TAKEN: "This mentee has a mentor, or is being asked about one. End that first.",
        }[self]


@dataclass(frozen=True, slots=True)
class Learner:
    """A mentee as pairing sees her. `before` are the mentors with whom a pair did not come about or has ended."""

    expert: str
    agency: str = ""
    left: bool = False
    taken: bool = False
    before: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Guide:
    """A mentor as pairing sees her. `with_her` counts the mentees she has or is being asked about."""

    ref: str
    expert: str
    agency: str = ""
    accepting: bool = True
    most: int = 1
    with_her: int = 0


def barrier(learner: Learner, guide: Guide) -> Barrier | None:
    """The first thing that keeps the two apart, or None."""
    found = (
        (Barrier.SAME_PERSON, learner.expert == guide.expert),
        (Barrier.LEFT, learner.left),
        (Barrier.TAKEN, learner.taken),
        (Barrier.BEFORE, guide.ref in learner.before),
        (Barrier.SAME_AGENCY, bool(learner.agency) and learner.agency == guide.agency),
        (Barrier.NOT_ACCEPTING, not guide.accepting),
        (Barrier.FULL, guide.with_her >= guide.most),
    )
    return next((one for one, holds in found if holds), None)


MOST_SESSION_MINUTES = 8 * 60
ENDED = "This pair is not working together now, so nothing can be added. What you typed is kept below."


def check_can_hold(state: SessionState, starts: datetime, now: datetime) -> None:
    """Raises IllegalMove: only a planned session is held, and not before it began."""
    if state is not SessionState.PLANNED:
        raise IllegalMove(f"This session is “{state.label.lower()}” already.")
    if starts > now:
        raise IllegalMove("This session has not begun yet. Say that it was held once it was.")


def check_can_cancel(state: SessionState) -> None:
    if state is not SessionState.PLANNED:
        raise IllegalMove(f"This session is “{state.label.lower()}” already.")
