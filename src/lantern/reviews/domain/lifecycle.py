"""The stages of a review and the states of an offer, each as one table of moves."""

from enum import StrEnum

from lantern.kit.states import IllegalMove


class Label(StrEnum):
    DHR = "dhr"
    DARDR = "dardr"

    @property
    def label(self) -> str:
        return {
            Label.DHR: "Domestic Homicide Review (DHR)",
            Label.DARDR: "Domestic abuse related death review (DARDR)",
        }[self]

    @property
    def short(self) -> str:
        return self.value.upper()


class Stage(StrEnum):
    """Coarse on purpose: where the panel stands. The review's full course has its own table."""

    SCOPING = "scoping"
    PANEL = "panel"
    UNDER_WAY = "under_way"
    FINISHED = "finished"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return {
            Stage.SCOPING: "Scoping",
            Stage.PANEL: "Forming the panel",
            Stage.UNDER_WAY: "Panel meeting",
            Stage.FINISHED: "Finished",
            Stage.WITHDRAWN: "Withdrawn",
        }[self]

    @property
    def open(self) -> bool:
        return self not in {Stage.FINISHED, Stage.WITHDRAWN}


NEXT_STAGE: dict[Stage, frozenset[Stage]] = {
    Stage.SCOPING: frozenset({Stage.PANEL, Stage.WITHDRAWN}),
    Stage.PANEL: frozenset({Stage.SCOPING, Stage.UNDER_WAY, Stage.WITHDRAWN}),
    Stage.UNDER_WAY: frozenset({Stage.PANEL, Stage.FINISHED, Stage.WITHDRAWN}),
    Stage.FINISHED: frozenset(),
    Stage.WITHDRAWN: frozenset(),
}


class OfferState(StrEnum):
    DRAFTED = "drafted"  # terms not complete, or not confirmed
    RESERVE = "reserve"  # confirmed as a reserve: offered when a place falls free
    SENT = "sent"
    ASKED = "asked"  # the expert asked a question and waits for the answer
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SILENT = "silent"  # the answer date passed without one
    WITHDRAWN = "withdrawn"  # taken back by the programme, or by an expert who gave up an accepted seat

    @property
    def label(self) -> str:
        return {
            OfferState.DRAFTED: "Draft",
            OfferState.RESERVE: "Reserve",
            OfferState.SENT: "Waiting for an answer",
            OfferState.ASKED: "Question asked",
            OfferState.ACCEPTED: "Accepted",
            OfferState.DECLINED: "Declined",
            OfferState.SILENT: "No answer by the date",
            OfferState.WITHDRAWN: "Withdrawn",
        }[self]

    @property
    def waiting(self) -> bool:
        return self in {OfferState.SENT, OfferState.ASKED}

    @property
    def live(self) -> bool:
        """Whether it may still end in a seat."""
        return self in {OfferState.DRAFTED, OfferState.RESERVE, OfferState.SENT, OfferState.ASKED, OfferState.ACCEPTED}


NEXT_OFFER_STATE: dict[OfferState, frozenset[OfferState]] = {
    OfferState.DRAFTED: frozenset({OfferState.SENT, OfferState.RESERVE, OfferState.WITHDRAWN}),
    OfferState.RESERVE: frozenset({OfferState.SENT, OfferState.DRAFTED, OfferState.WITHDRAWN}),
    OfferState.SENT: frozenset(
        {OfferState.ASKED, OfferState.ACCEPTED, OfferState.DECLINED, OfferState.SILENT, OfferState.WITHDRAWN}
    ),
    # Never silent: while her question waits, the silence is the programme's, not hers.
    OfferState.ASKED: frozenset({OfferState.SENT, OfferState.ACCEPTED, OfferState.DECLINED, OfferState.WITHDRAWN}),
    OfferState.ACCEPTED: frozenset({OfferState.WITHDRAWN}),
    OfferState.DECLINED: frozenset(),
    OfferState.SILENT: frozenset({OfferState.ACCEPTED}),  # a late yes is welcome while the seat is free
    OfferState.WITHDRAWN: frozenset(),
}


def check_stage_move(now: Stage, to: Stage) -> None:
    """Raises IllegalMove unless the table allows it."""
    if to not in NEXT_STAGE[now]:
        raise IllegalMove(f"A review at “{now.label}” cannot go to “{to.label}”.")


def check_offer_move(now: OfferState, to: OfferState) -> None:
    """Raises IllegalMove unless the table allows it."""
    if to not in NEXT_OFFER_STATE[now]:
        raise IllegalMove(f"This offer is “{now.label.lower()}”, so it cannot become “{to.label.lower()}”.")
