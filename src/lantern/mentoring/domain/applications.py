"""The states of a cohort and of an application, each as one table of moves."""

from enum import StrEnum

from lantern.kit.states import IllegalMove


class CohortState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"  # applications come in
    READING = "reading"
    RUNNING = "running"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return {
            CohortState.DRAFT: "Draft",
            CohortState.OPEN: "Open for applications",
            CohortState.READING: "Being read",
            CohortState.RUNNING: "Under way",
            CohortState.ENDED: "Ended",
        }[self]


NEXT_COHORT: dict[CohortState, frozenset[CohortState]] = {
    CohortState.DRAFT: frozenset({CohortState.OPEN, CohortState.ENDED}),
    CohortState.OPEN: frozenset({CohortState.READING, CohortState.ENDED}),
    CohortState.READING: frozenset({CohortState.RUNNING, CohortState.ENDED}),
    CohortState.RUNNING: frozenset({CohortState.ENDED}),
    CohortState.ENDED: frozenset(),
}


class State(StrEnum):
    DRAFT = "draft"  # saved as she goes; nobody reads it
    SENT = "sent"
    WITHDRAWN = "withdrawn"
    OFFERED = "offered"
    NOT_NOW = "not_now"
    JOINED = "joined"

    @property
    def label(self) -> str:
        return {
            State.DRAFT: "Being written",
            State.SENT: "Sent",
            State.WITHDRAWN: "Withdrawn",
            State.OFFERED: "Offered a place",
            State.NOT_NOW: "Not this time",
            State.JOINED: "Joined",
        }[self]

    @property
    def live(self) -> bool:
        return self is not State.WITHDRAWN


NEXT: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.SENT, State.WITHDRAWN}),
    State.SENT: frozenset({State.OFFERED, State.NOT_NOW, State.WITHDRAWN}),
    State.OFFERED: frozenset({State.JOINED, State.WITHDRAWN}),
    State.NOT_NOW: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.JOINED: frozenset(),
}


def check_cohort_move(now: CohortState, to: CohortState) -> None:
    """Raises IllegalMove unless the table allows it."""
    if to not in NEXT_COHORT[now]:
        raise IllegalMove(f"A cohort that is “{now.label.lower()}” cannot become “{to.label.lower()}”.")


def check_move(now: State, to: State) -> None:
    """Raises IllegalMove unless the table allows it."""
    if to not in NEXT[now]:
        raise IllegalMove(f"This application is “{now.label.lower()}”, so it cannot become “{to.label.lower()}”.")
