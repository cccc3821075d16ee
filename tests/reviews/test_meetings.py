"""Meetings, who came, and papers: who keeps them, what moments allow, and what reaches her log."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lantern.access.public import Refused
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.remuneration.models import Engagement, Entry
from lantern.reviews import services
from lantern.reviews.domain.lifecycle import Stage
from lantern.reviews.domain.meetings import MeetingKind, PaperKind, Presence, Way, minutes_worked
from lantern.reviews.models import Attendance, Meeting, Offer, Papers, Seat
from tests.cast import Cast
from tests.reviews.panels import events, mark, seated, someone


def met(cast: Cast, by: Any = None, *, hours_ago: float = 3, minutes: int = 120) -> Meeting:
    return services.add_meeting(
        review=cast.review,
        kind=MeetingKind.PANEL,
        way=Way.ONLINE,
        starts=clock.now() - timedelta(hours=hours_ago),
        minutes=minutes,
        by=by or cast.chair,
    )


def long_seated(cast: Cast, name: str = "") -> Seat:
    seat = seated(cast, someone(name) if name else cast.expert)
    Seat.objects.filter(pk=seat.pk).update(seated_at=clock.now() - timedelta(days=9))
    return seat


def marked(meeting: Meeting, by: Any, **marks: tuple[Presence, int | None]) -> Meeting:
    return services.mark_attendance(meeting=meeting, version=meeting.version, marks=marks, by=by)


@pytest.mark.parametrize(
    ("presence", "part", "worked"), [("attended", None, 120), ("part", 45, 45), ("absent", None, 0), ("excused", 9, 0)]
)
def test_minutes_that_reach_her_log(presence, part, worked):
    assert minutes_worked(presence, 120, part) == worked


def test_the_chair_and_the_programme_keep_meetings_and_nobody_else(cast: Cast):
    before = mark()
    met(cast, cast.chair)
    met(cast, cast.coordinator, hours_ago=30)
    for by in (cast.commissioner, cast.chair_elsewhere, cast.expert_user, cast.agency_lead):
        with pytest.raises(Refused):
            met(cast, by, hours_ago=60)
    assert events(before) == ["review.meeting_added"] * 2


def test_a_meeting_stands_once_and_not_after_the_end(cast: Cast):
    first = met(cast)
    with pytest.raises(IllegalMove, match="already"):
        services.add_meeting(
            review=cast.review, kind=MeetingKind.PANEL, way=Way.BOTH, starts=first.starts, minutes=60, by=cast.chair
        )
    services.move_review(review=cast.review, version=1, to=Stage.WITHDRAWN, by=cast.coordinator)
    with pytest.raises(IllegalMove, match="ended"):
        met(cast, hours_ago=50)


def test_who_came_is_kept_a_seat_at_a_time(cast: Cast):
    here, other = long_seated(cast), long_seated(cast, "Other One")
    meeting, before = met(cast), mark()
    marked(meeting, cast.chair, **{here.ref: (Presence.PART, 45)})
    marked(meeting, cast.chair, **{here.ref: (Presence.ATTENDED, 45), other.ref: (Presence.EXCUSED, None)})
    assert list(Attendance.objects.order_by("pk").values_list("seat", "presence", "minutes")) == [
        (here.pk, "attended", None),
        (other.pk, "excused", None),
    ]
    assert events(before) == ["review.attendance_marked"] * 2


@pytest.mark.parametrize("part", [None, 0, 120, 500])
def test_a_part_is_less_than_the_whole(cast: Cast, part: int | None):
    seat, meeting = long_seated(cast), met(cast)
    with pytest.raises(IllegalMove, match="minutes"):
        marked(meeting, cast.chair, **{seat.ref: (Presence.PART, part)})


def test_nobody_comes_to_a_meeting_before_it_begins_or_without_a_seat(cast: Cast):
    seat = long_seated(cast)
    with pytest.raises(IllegalMove, match="not begun"):
        marked(met(cast, hours_ago=-1), cast.chair, **{seat.ref: (Presence.ATTENDED, None)})
    earlier = met(cast, hours_ago=24 * 20)
    with pytest.raises(IllegalMove, match="did not sit"):
        marked(earlier, cast.chair, **{seat.ref: (Presence.ATTENDED, None)})
    assert Attendance.objects.count() == 0


def test_a_meeting_that_was_held_is_not_taken_off(cast: Cast):
    seat, meeting = long_seated(cast), met(cast)
    stale = Meeting.objects.select_related("review__partnership").get()
    marked(meeting, cast.chair, **{seat.ref: (Presence.ATTENDED, None)})
    with pytest.raises(IllegalMove, match="held"):
        services.cancel_meeting(meeting=meeting, version=meeting.version, by=cast.chair)
    marked(meeting, cast.chair, **{seat.ref: (Presence.ABSENT, None)})
    with pytest.raises(OutOfDate):
        services.cancel_meeting(meeting=stale, version=1, by=cast.chair)
    services.cancel_meeting(meeting=meeting, version=meeting.version, by=cast.chair)
    assert Meeting.objects.filter(cancelled_at=None).count() == 0
    with pytest.raises(OutOfDate):
        marked(meeting, cast.chair, **{seat.ref: (Presence.ATTENDED, None)})


def test_papers_go_to_those_who_sat(cast: Cast):
    sent = {"kind": PaperKind.IMR, "reading_hours": 6, "by": cast.chair, "review": cast.review}
    with pytest.raises(IllegalMove, match="Nobody sat"):
        services.send_papers(sent_on=clock.today(), **sent)
    long_seated(cast)
    with pytest.raises(IllegalMove, match="not come yet"):
        services.send_papers(sent_on=clock.today() + timedelta(1), **sent)
    before = mark()
    services.send_papers(sent_on=clock.today(), **sent)
    assert list(Papers.objects.values_list("kind", "reading_hours")) == [("agency_reports", 6)]
    assert events(before)[-1] == "review.papers_sent"
    with pytest.raises(IllegalMove, match="already"):
        services.send_papers(sent_on=clock.today(), **sent)
    assert Papers.objects.count() == 1


def test_the_pages_take_a_meeting_from_its_adding_to_who_came(cast: Cast):
    seat = long_seated(cast)
    client = cast.client("chair")
    listed = reverse("reviews:meetings", args=[cast.review.ref])
    begins = (clock.now() - timedelta(hours=4)).astimezone(clock.LONDON)
    data = {"kind": "panel", "way": "online", "starts": f"{begins:%Y-%m-%dT%H:%M}", "minutes": "120"}
    add = reverse("reviews:meeting_add", args=[cast.review.ref])
    assert client.post(add, data | {"minutes": "5"}, secure=True).status_code == 422
    assert client.post(add, data, secure=True).status_code == 302
    assert client.post(add, data, secure=True).status_code == 409
    meeting = Meeting.objects.get()
    attendance = reverse("reviews:meeting_attendance", args=[meeting.ref])
    assert "Say who came" in client.get(listed, secure=True).content.decode()
    part = {"version": 1, seat.ref: "part", f"{seat.ref}_minutes": ""}
    assert client.post(attendance, part, secure=True).status_code == 422
    assert client.post(attendance, part | {f"{seat.ref}_minutes": "50"}, secure=True).status_code == 302
    assert "1 attended in part" in client.get(listed, secure=True).content.decode()
    papers = reverse("reviews:papers_add", args=[cast.review.ref])
    sent = {"kind": "draft_report", "sent_on": f"{clock.today():%Y-%m-%d}", "reading_hours": "3"}
    assert client.post(papers, sent, secure=True).status_code == 302
    assert "Draft of the report" in cast.client("commissioner").get(listed, secure=True).content.decode()


def test_members_without_a_shared_name_are_told_apart_by_their_seats(cast: Cast):
    cast.expert.name_audience = "programme"
    cast.expert.save()
    seat, meeting = long_seated(cast), met(cast)
    address = reverse("reviews:meeting_attendance", args=[meeting.ref])
    chairs = cast.client("chair").get(address, secure=True).content.decode()
    assert (seat.ref in chairs, cast.expert.name in chairs) == (True, False)
    assert cast.expert.name in cast.client("coordinator").get(address, secure=True).content.decode()


def test_she_sees_the_meetings_of_her_panel(cast: Cast):
    seat = long_seated(cast)
    address = reverse("reviews:invitation", args=[seat.offer.ref])
    assert "Panel meeting," not in cast.client("expert").get(address, secure=True).content.decode()
    met(cast, hours_ago=-24)
    assert "Panel meeting," in cast.client("expert").get(address, secure=True).content.decode()


@pytest.mark.usefixtures("still_clock")
def test_the_list_of_meetings_costs_the_same_for_one_and_for_three(cast: Cast):
    seat = long_seated(cast)
    client, address = cast.client("chair"), reverse("reviews:meetings", args=[cast.review.ref])

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(address, secure=True)
        return len(queries)

    marked(met(cast), cast.chair, **{seat.ref: (Presence.ATTENDED, None)})
    cost()
    once = cost()
    for hours in (30, 60):
        marked(met(cast, hours_ago=hours), cast.chair, **{seat.ref: (Presence.ATTENDED, None)})
    assert cost() == once


def logged(seat: Seat) -> list[tuple[str, int, str]]:
    entries = Entry.objects.filter(engagement__source_ref=seat.ref).order_by("pk")
    return list(entries.values_list("kind", "minutes", "origin"))


def test_a_yes_opens_what_she_can_claim_for_and_giving_up_closes_it(cast: Cast):
    seat = seated(cast, cast.expert)
    opened = Engagement.objects.get(source_ref=seat.ref)
    assert (opened.expert, opened.agency, opened.day_rate_pence, opened.closed_on) == (
        cast.expert,
        cast.agency,
        400_00,
        None,
    )
    assert [share.payer.partnership for share in opened.payer_shares.all()] == [cast.partnership]
    services.give_up_seat(seat=seat, by=cast.expert_user)
    opened.refresh_from_db()
    assert opened.closed_on == clock.today()


def test_the_end_of_a_review_closes_it_too(cast: Cast):
    seat = seated(cast, cast.expert)
    cast.review.refresh_from_db()
    services.move_review(review=cast.review, version=cast.review.version, to=Stage.WITHDRAWN, by=cast.coordinator)
    assert Engagement.objects.get(source_ref=seat.ref).closed_on == clock.today()


def test_what_she_attended_and_was_sent_stands_in_her_log_once(cast: Cast):
    here, other = long_seated(cast), long_seated(cast, "Other One")
    meeting = met(cast)
    marked(meeting, cast.chair, **{here.ref: (Presence.PART, 45), other.ref: (Presence.ABSENT, None)})
    marked(meeting, cast.chair, **{here.ref: (Presence.ATTENDED, None)})
    services.send_papers(
        review=cast.review, kind=PaperKind.IMR, sent_on=clock.today(), reading_hours=6, by=cast.coordinator
    )
    assert logged(here) == [("panel_meeting", 45, "prefilled"), ("reading", 360, "prefilled")]
    assert logged(other) == [("reading", 360, "prefilled")]


def test_a_seat_of_before_hours_were_logged_gets_its_log(cast: Cast):
    seat = long_seated(cast)
    Engagement.objects.all().delete()
    marked(met(cast), cast.chair, **{seat.ref: (Presence.ATTENDED, None)})
    assert logged(seat) == [("panel_meeting", 120, "prefilled")]


def test_her_calendar_holds_each_meeting_and_not_what_it_is_about(cast: Cast):
    seat = long_seated(cast)
    met(cast, hours_ago=-24)
    off = met(cast, hours_ago=-90)
    services.cancel_meeting(meeting=off, version=1, by=cast.chair)
    first = clock.now() + timedelta(days=30)
    Offer.objects.filter(pk=seat.offer_id).update(first_meeting_at=first)
    address = reverse("reviews:invitation_calendar", args=[seat.offer.ref])
    text = cast.client("expert").get(address, secure=True).content.decode()
    assert (text.count("BEGIN:VEVENT"), text.count("SUMMARY:Meeting")) == (2, 2)
    assert [word for word in ("Panel", "Review", cast.review.ref, "Ashmere") if word in text] == []


def test_who_came_is_in_her_log_though_it_is_said_after_her_seat_has_ended(cast: Cast):
    seat = long_seated(cast)
    yesterday = met(cast, hours_ago=24)
    services.give_up_seat(seat=seat, by=cast.expert_user)
    marked(yesterday, cast.chair, **{seat.ref: (Presence.ATTENDED, None)})
    assert logged(seat) == [("panel_meeting", 120, "prefilled")]
