"""What is written and the event that says so happen together or not at all (security.md row 44)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from lantern.audit.models import Event, Head
from lantern.kit import clock
from lantern.kit.vocabulary import Known
from lantern.remuneration.models import Entry
from lantern.reviews import services
from lantern.reviews.domain.meetings import MeetingKind, PaperKind, Presence, Way
from lantern.reviews.domain.reflections import Reply
from lantern.reviews.domain.terms import FeeAnswer
from lantern.reviews.models import Attendance, Meeting, Offer, Papers, Reflection, Seat
from tests.cast import Cast
from tests.reviews.panels import TERMS, draft, seated, someone


def full(cast: Cast) -> dict[str, Any]:
    """A seat, a meeting that was held, and a draft."""
    seat = seated(cast, cast.expert)
    Seat.objects.filter(pk=seat.pk).update(seated_at=clock.now() - timedelta(days=9))
    starts = clock.now() - timedelta(hours=3)
    meeting = services.add_meeting(
        review=cast.review, kind=MeetingKind.PANEL, way=Way.ONLINE, starts=starts, minutes=60, by=cast.chair
    )
    return {"seat": seat, "meeting": meeting, "draft": draft(cast, someone("Drafted"), **TERMS)}


def reflect(cast: Cast, there: dict[str, Any]) -> None:
    services.reflect(
        seat=there["seat"],
        version=0,
        paid=Reply.NO,
        heard=Reply.NO,
        safe=Reply.NO,
        barriers_known=Known.NONE,
        barriers=[],
        words="Said",
        may_quote=False,
        by=cast.expert_user,
    )


ACTS: dict[str, Callable[[Cast, dict[str, Any]], object]] = {
    "reflect": reflect,
    "fee": lambda cast, there: services.answer_fee(
        offer=there["draft"], version=1, answer=FeeAnswer.AGREED, by=cast.commissioner
    ),
    "confirm": lambda cast, there: services.confirm_seat(seat=there["seat"], by=cast.commissioner),
    "meeting": lambda cast, _there: services.add_meeting(
        review=cast.review, kind=MeetingKind.DEBRIEF, way=Way.BOTH, starts=clock.now(), minutes=60, by=cast.chair
    ),
    "cancel": lambda cast, there: services.cancel_meeting(meeting=there["meeting"], version=1, by=cast.chair),
    "attendance": lambda cast, there: services.mark_attendance(
        meeting=there["meeting"], version=1, marks={there["seat"].ref: (Presence.ATTENDED, None)}, by=cast.chair
    ),
    "papers": lambda cast, _there: services.send_papers(
        review=cast.review, kind=PaperKind.IMR, sent_on=clock.today(), reading_hours=2, by=cast.chair
    ),
}


def rows() -> list[Any]:
    """Everything that these acts could have written."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Offer, Seat, Reflection, Meeting, Attendance, Papers, Entry)
    ]


@pytest.mark.parametrize("name", ACTS)
def test_an_event_that_cannot_be_written_leaves_nothing_written(cast: Cast, name: str):
    there = full(cast)
    before = rows()
    # The place of the next event is taken, as by a fault: the chain refuses it.
    taken = Event.objects.create(seq=Head.objects.get().seq + 1, at=clock.now(), name="x.y", subject="", mark="z")
    with pytest.raises(IntegrityError):
        ACTS[name](cast, there)
    assert rows() == before
    Event.objects.filter(pk=taken.pk).delete()
    for fresh in there.values():
        fresh.refresh_from_db()
    ACTS[name](cast, there)
    assert rows() != before
