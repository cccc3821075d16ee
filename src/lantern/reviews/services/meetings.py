"""Meetings, who came, and papers: kept once here, and handed down so that each expert's log begins filled in."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.remuneration.public import Kind
from lantern.reviews import rules
from lantern.reviews.domain.lifecycle import Stage
from lantern.reviews.domain.meetings import MeetingKind, PaperKind, Presence, Way, minutes_worked
from lantern.reviews.models import Attendance, LearningAttendance, Meeting, Papers, Review
from lantern.reviews.selectors import learners_on, seats_on
from lantern.reviews.services.work import log_work


@transaction.atomic
def add_meeting(*, review: Review, kind: MeetingKind, way: Way, starts: datetime, minutes: int, by: User) -> Meeting:
    """Keeps when the panel meets. Raises Refused, IllegalMove."""
    rules.check_keeps_meetings(by, review)
    if not Stage(review.stage).open:
        raise IllegalMove("This review has ended, so it has no more meetings.")
    Review.objects.select_for_update().get(pk=review.pk)  # so that a second press of the button stands in a line
    if Meeting.objects.filter(review=review, starts=starts, cancelled_at=None).exists():
        raise IllegalMove("A meeting at that time is there already.")
    meeting = Meeting.objects.create(
        review=review, kind=kind.value, way=way.value, starts=starts, minutes=minutes, added_by=by
    )
    audit.record("review.meeting_added", meeting.ref, by, review=review.ref, kind=kind.value, minutes=minutes)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, version: int, by: User) -> Meeting:
    """Takes a meeting off. One that somebody attended has been held. Raises Refused, IllegalMove, OutOfDate."""
    rules.check_keeps_meetings(by, meeting.review)
    here = (Presence.ATTENDED, Presence.PART)
    if any(came.filter(presence__in=here).exists() for came in (meeting.attendance, meeting.learners)):
        raise IllegalMove("Someone is marked as having come, so the meeting was held.")
    seen = Meeting.objects.filter(pk=meeting.pk, version=version, cancelled_at=None)
    if not seen.update(version=version + 1, cancelled_at=clock.now(), cancelled_by=by):
        raise OutOfDate("This meeting")
    meeting.refresh_from_db()
    audit.record("review.meeting_cancelled", meeting.ref, by, review=meeting.review.ref)
    return meeting


@transaction.atomic
def mark_attendance(
    *, meeting: Meeting, version: int, marks: Mapping[str, tuple[Presence, int | None]], by: User
) -> Meeting:
    """Keeps who came, by the seat's reference with the minutes of a part. A seat left out stays not known.

    A seat to learn in is marked the same way; nothing of it is handed down to be paid.
    Who came has it in her log, once, to correct herself: a later mark does not change what stands there. Raises
    Refused, IllegalMove, OutOfDate.
    """
    rules.check_keeps_meetings(by, meeting.review)
    if meeting.starts > clock.now():
        raise IllegalMove("The meeting has not begun, so nobody can have come to it yet.")
    seen = Meeting.objects.filter(pk=meeting.pk, version=version, cancelled_at=None)
    if not seen.update(version=version + 1):
        raise OutOfDate("This meeting")
    meeting.refresh_from_db()
    begins = meeting.starts.astimezone(clock.LONDON)
    seats = {seat.ref: seat for seat in seats_on(meeting.review, begins.date())}
    learners = {seat.ref: seat for seat in learners_on(meeting.review, begins.date())}
    if unknown := marks.keys() - seats.keys() - learners.keys():
        raise IllegalMove(f"{len(unknown)} of those marked did not sit on this panel on that day.")
    for ref, (presence, part) in marks.items():
        minutes = part if presence is Presence.PART else None
        if presence is Presence.PART and not 0 < (minutes or 0) < meeting.minutes:
            raise IllegalMove("Say how many minutes she was there for: fewer than the whole meeting.")
        said = {"presence": presence.value, "minutes": minutes, "marked_at": clock.now(), "marked_by": by}
        if ref in learners:
            LearningAttendance.objects.update_or_create(meeting=meeting, seat=learners[ref], defaults=said)
            continue
        mark, _made = Attendance.objects.update_or_create(meeting=meeting, seat=seats[ref], defaults=said)
        if worked := minutes_worked(presence, meeting.minutes, minutes):
            log_work(seats[ref], Kind.PANEL_MEETING, begins.date(), worked, mark.ref, by, begins.time())
    counts = {one.value: sum(presence is one for presence, _part in marks.values()) for one in Presence}
    audit.record("review.attendance_marked", meeting.ref, by, review=meeting.review.ref, **counts)
    return meeting


@transaction.atomic
def send_papers(*, review: Review, kind: PaperKind, sent_on: date, reading_hours: int, by: User) -> Papers:
    """Keeps that papers went to everyone who sat on that day, and puts the reading into their logs.

    Raises Refused, IllegalMove.
    """
    rules.check_keeps_meetings(by, review)
    if sent_on > clock.today():
        raise IllegalMove("That day has not come yet. Enter papers once they are sent.")
    Review.objects.select_for_update().get(pk=review.pk)
    same = Papers.objects.filter(review=review, kind=kind.value, sent_on=sent_on, reading_hours=reading_hours)
    if same.exists():
        raise IllegalMove("These papers are here already. If more of this kind went on that day, enter other hours.")
    seats = seats_on(review, sent_on)
    if not seats:
        raise IllegalMove("Nobody sat on this panel on that day.")
    papers = Papers.objects.create(
        review=review, kind=kind.value, sent_on=sent_on, reading_hours=reading_hours, added_by=by
    )
    for seat in seats:
        log_work(seat, Kind.READING, sent_on, reading_hours * 60, f"{papers.ref}:{seat.ref}", by)
    audit.record(
        "review.papers_sent", papers.ref, by, review=review.ref, kind=kind.value, hours=reading_hours, seats=len(seats)
    )
    return papers
