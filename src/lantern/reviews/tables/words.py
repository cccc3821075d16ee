"""Words that several pages share."""

from datetime import date, datetime

from lantern.kit import clock, money
from lantern.reviews.domain.lifecycle import OfferState, Stage
from lantern.reviews.domain.terms import FeeAnswer

OFFER_TAGS = {
    OfferState.DRAFTED: "attention",
    OfferState.RESERVE: "",
    OfferState.SENT: "waiting",
    OfferState.ASKED: "attention",
    OfferState.ACCEPTED: "done",
    OfferState.DECLINED: "",
    OfferState.SILENT: "problem",
    OfferState.WITHDRAWN: "",
}
FEE_TAGS = {FeeAnswer.NOT_ASKED: "waiting", FeeAnswer.AGREED: "done", FeeAnswer.NOT_AGREED: "attention"}
STAGE_TAGS = {
    Stage.SCOPING: "waiting",
    Stage.PANEL: "attention",
    Stage.UNDER_WAY: "",
    Stage.FINISHED: "done",
    Stage.WITHDRAWN: "",
}


def day(when: date | datetime | None) -> str:
    """A date in words, in the time of England and Wales; empty where there is none."""
    if when is None:
        return ""
    if isinstance(when, datetime):
        when = when.astimezone(clock.LONDON).date()
    return f"{when:%-d %B %Y}"


def pounds(pence: int | None) -> str:
    return "" if pence is None else money.in_words(pence)


def row(key: str, value: object, unknown: str = "Not known yet") -> dict[str, object]:
    """A row of a summary list; what is not known says so."""
    return {"key": key, "value": str(value)} if value not in {None, ""} else {"key": key, "no_value": unknown}
