"""Meetings and papers of a review, with names only as each allows."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from lantern.accounts.public import User
from lantern.kit import clock
from lantern.register.public import NAME_WITHHELD, name_for
from lantern.reviews import rules, selectors
from lantern.reviews.domain.lifecycle import Stage
from lantern.reviews.domain.meetings import MeetingKind, PaperKind, Presence, Way
from lantern.reviews.models import Meeting, Offer, Review
from lantern.reviews.tables.words import day

# An offer says when the first meeting begins and not how long it is.
FIRST_MINUTES = 120


def how_long(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    words = [f"{hours} hour{'' if hours == 1 else 's'}"] if hours else []
    return " ".join([*words, f"{rest} minutes"] if rest else words)


def meeting_words(meeting: Meeting) -> str:
    """When, of what kind, how long and how, in one sentence."""
    begins = meeting.starts.astimezone(clock.LONDON)
    kind, way = MeetingKind(meeting.kind).label, Way(meeting.way).label.lower()
    return f"{kind}, {begins:%-d %B %Y, %H:%M}, {how_long(meeting.minutes)}, {way}."


def meetings_page(review: Review, user: User) -> dict[str, Any]:
    keeps, is_open = rules.keeps_meetings(user, review), Stage(review.stage).open
    found = selectors.meetings_of(review)
    came: dict[int, list[str]] = {}
    for meeting, presence in review.meetings.values_list("pk", "attendance__presence"):
        came.setdefault(meeting, []).extend([presence] if presence else [])
    now = clock.now()
    return {
        "review": review,
        "keeps": keeps,
        "can_add": keeps and is_open,
        "meetings": [
            {
                "words": meeting_words(meeting),
                "came": attendance_words(came.get(meeting.pk, []), meeting.starts <= now),
                "attendance": reverse("reviews:meeting_attendance", args=[meeting.ref])
                if keeps and meeting.starts <= now
                else "",
                "cancel": reverse("reviews:meeting_cancel", args=[meeting.ref])
                if keeps and not {Presence.ATTENDED, Presence.PART} & set(came.get(meeting.pk, []))
                else "",
                "version": meeting.version,
            }
            for meeting in found
        ],
        "papers": [
            [
                {"heading": "Papers", "text": PaperKind(papers.kind).label},
                {"heading": "Sent on", "text": day(papers.sent_on)},
                {"heading": "Reading for each", "text": how_long(papers.reading_hours * 60)},
            ]
            for papers in review.papers.all()
        ],
    }


def meeting_times(offer: Offer) -> list[tuple[str, datetime, int]]:
    """Reference, start and minutes of each meeting of her panel; the first one as her offer named it."""
    found = [(one.ref, one.starts, one.minutes) for one in selectors.meetings_of(offer.review)]
    if offer.first_meeting_at and offer.first_meeting_at not in {starts for _ref, starts, _minutes in found}:
        found.insert(0, (offer.ref, offer.first_meeting_at, FIRST_MINUTES))
    return found


def attendance_words(presences: list[str], held: bool) -> str:
    if not held:
        return "Still to come."
    if not presences:
        return "Nobody has said yet who came."
    counts = [(one.label.lower(), presences.count(one)) for one in Presence]
    return ", ".join(f"{count} {label}" for label, count in counts if count).capitalize() + "."


def seats_at(meeting: Meeting, user: User) -> list[tuple[str, str]]:
    """Reference and name of each seat held on the day. Seats without a name are told apart by reference."""
    programme = rules.is_programme(user, meeting.review.ref)
    found = []
    for seat in selectors.seats_on(meeting.review, meeting.starts.astimezone(clock.LONDON).date()):
        name = name_for(seat.expert, viewer_is_programme=programme, proposed=True, seated=seat.given_up_at is None)
        found.append(
            (seat.ref, f"A member whose name is not shared, seat {seat.ref}" if name == NAME_WITHHELD else name)
        )
    for learner in selectors.learners_on(meeting.review, meeting.starts.astimezone(clock.LONDON).date()):
        name = name_for(learner.mentee.expert, viewer_is_programme=programme, proposed=True, seated=True)
        named = "Somebody whose name is not shared" if name == NAME_WITHHELD else name
        found.append((learner.ref, f"{named}, who learns here"))
    return found


def marks_of(meeting: Meeting) -> dict[str, Any]:
    marks: dict[str, Any] = {}
    rows = ("seat__ref", "presence", "minutes")
    for ref, presence, minutes in [*meeting.attendance.values_list(*rows), *meeting.learners.values_list(*rows)]:
        marks |= {ref: presence, f"{ref}_minutes": minutes}
    return marks
