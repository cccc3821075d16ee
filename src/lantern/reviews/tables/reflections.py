"""A reflection, to her and to the coordinator."""

from typing import Any

from lantern.kit import clock
from lantern.kit.vocabulary import Known
from lantern.register.public import ENGAGEMENT_BARRIERS
from lantern.reviews.domain.reflections import QUESTIONS, Reply, can_change
from lantern.reviews.models import Reflection, Seat
from lantern.reviews.tables.words import day, row

ASKED = {"paid": "Paid", "heard": "Heard", "safe": "Safe"}


def reflection_initial(kept: Reflection | None) -> dict[str, Any]:
    if kept is None:
        return {"version": 0}
    replies = {name: getattr(kept, name) for name in QUESTIONS}
    return {
        **{name: reply if reply != Reply.UNKNOWN else "" for name, reply in replies.items()},
        "barriers_known": kept.barriers_known if kept.barriers_known != Known.UNKNOWN else "",
        "barriers": kept.barriers,
        "words": kept.words,
        "may_quote": kept.may_quote,
        "version": kept.version,
    }


def reflection_page(seat: Seat, kept: Reflection | None) -> dict[str, Any]:
    ended = seat.review.ended_at
    closes = can_change(ended.astimezone(clock.LONDON).date() if ended else None, clock.today())
    return {"review": None, "area": seat.review.partnership.name, "kept": kept, "can_change": kept is None or closes}


def reflection_card(kept: Reflection) -> dict[str, Any]:
    """For a coordinator's eyes alone."""
    agency = kept.seat.expert.agency
    rows = [row(label, *said(getattr(kept, name))) for name, label in ASKED.items()]
    if kept.barriers_known == Known.STATED:
        rows.append({"key": "In the way", "values_list": [ENGAGEMENT_BARRIERS.label(code) for code in kept.barriers]})
    else:
        words = {Known.NONE: "Nothing stood in the way", Known.DECLINED: "She would rather not say"}
        rows.append(row("In the way", "", words.get(Known(kept.barriers_known), "Not answered")))
    return {
        "name": kept.seat.expert.name,
        "agency": agency.name if agency else "",
        "on": day(kept.reflected_at),
        "rows": rows,
        "words": kept.words,
        "may_quote": kept.may_quote,
    }


def said(reply: str) -> tuple[str, str]:
    """The value and, where there is none, what to say in its place."""
    if reply == Reply.UNKNOWN:
        return "", "Not answered"
    return ("", "She would rather not say") if reply == Reply.DECLINED else (Reply(reply).label, "")
