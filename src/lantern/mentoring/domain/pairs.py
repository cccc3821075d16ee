"""A pair's life, and its sessions'. A no and an end carry no reason and, for the other, no name."""

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
