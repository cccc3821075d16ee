"""The life of a seat to learn in: one table of moves, and who has to agree before it begins."""

from enum import StrEnum

from lantern.kit.states import IllegalMove


class LearningState(StrEnum):
    PROPOSED = "proposed"
    BEGUN = "begun"
    FINISHED = "finished"
    BROKEN_OFF = "broken_off"

    @property
    def label(self) -> str:
        return {
            LearningState.PROPOSED: "Proposed",
            LearningState.BEGUN: "Under way",
            LearningState.FINISHED: "Finished",
            LearningState.BROKEN_OFF: "Ended early",
        }[self]

    @property
    def live(self) -> bool:
        return self in {LearningState.PROPOSED, LearningState.BEGUN}


NEXT_LEARNING: dict[LearningState, frozenset[LearningState]] = {
    LearningState.PROPOSED: frozenset({LearningState.BEGUN, LearningState.BROKEN_OFF}),
    LearningState.BEGUN: frozenset({LearningState.FINISHED, LearningState.BROKEN_OFF}),
    LearningState.FINISHED: frozenset(),
    LearningState.BROKEN_OFF: frozenset(),
}


class FamilyTold(StrEnum):
    """Whether the family knows that somebody learns here. Not known is not the same as no family in touch."""

    UNKNOWN = "unknown"
    TOLD = "told"
    NOT_IN_TOUCH = "not_in_touch"

    @property
    def label(self) -> str:
        return {
            FamilyTold.UNKNOWN: "Not known yet",
            FamilyTold.TOLD: "The family was told",
            FamilyTold.NOT_IN_TOUCH: "No family is in touch with the review",
        }[self]


class Voice(StrEnum):
    """Who has a say of their own."""

    PARTNERSHIP = "partnership"
    PANEL = "panel"


def check_move(now: LearningState, to: LearningState) -> None:
    """Raises IllegalMove unless the table allows it."""
    if to not in NEXT_LEARNING[now]:
        raise IllegalMove(f"This seat is “{now.label.lower()}”, so it cannot become “{to.label.lower()}”.")
