"""A review's meetings, who came, and papers: for its chair and the programme; to read, for the partnership too."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lantern.accounts.public import actor
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.pages.acting import answered, posted_version
from lantern.pages.attendance import AttendanceForm
from lantern.reviews import rules, selectors, services, tables
from lantern.reviews.domain.meetings import Presence
from lantern.reviews.forms import MeetingForm, PapersForm
from lantern.reviews.models import Meeting, Review


def meetings(request: HttpRequest, ref: str) -> HttpResponse:
    review = selectors.review_for(actor(request), ref)
    return render(request, "reviews/meetings.html", tables.meetings_page(review, actor(request)))


def kept_by(request: HttpRequest, ref: str) -> Review:
    """A review whose meetings this person keeps."""
    review = selectors.review_for(actor(request), ref)
    rules.check_keeps_meetings(actor(request), review)
    return review


def meeting_add(request: HttpRequest, ref: str) -> HttpResponse:
    review = kept_by(request, ref)
    way = "both" if review.remote_ok else "in_person"
    form = MeetingForm(request.POST or None, initial={"kind": "panel", "way": way, "minutes": 120})

    def act() -> HttpResponse:
        services.add_meeting(review=review, by=actor(request), **form.cleaned_data)
        messages.success(request, "The meeting is in. Those who sit see it beside their invitation.")
        return redirect("reviews:meetings", ref=ref)

    context = {
        "heading": "Add a meeting",
        "lead": "When, how long and of what kind. What it is about has no place here.",
        "review": review,
        "back": reverse("reviews:meetings", args=[ref]),
    }
    return answered(request, form, act, "reviews/form.html", context)


def papers_add(request: HttpRequest, ref: str) -> HttpResponse:
    review = kept_by(request, ref)
    form = PapersForm(request.POST or None, initial={"sent_on": clock.today()})

    def act() -> HttpResponse:
        services.send_papers(review=review, by=actor(request), **form.cleaned_data)
        messages.success(request, "Kept. The reading stands in each member’s log, for her to correct.")
        return redirect("reviews:meetings", ref=ref)

    context = {
        "heading": "Papers that were sent",
        "lead": "Lantern holds no papers. It holds that they were sent, so that the reading is paid.",
        "review": review,
        "back": reverse("reviews:meetings", args=[ref]),
    }
    return answered(request, form, act, "reviews/form.html", context)


def attendance(request: HttpRequest, ref: str) -> HttpResponse:
    meeting = selectors.meeting_for(actor(request), ref)
    rules.check_keeps_meetings(actor(request), meeting.review)
    seats = tables.seats_at(meeting, actor(request))
    form = AttendanceForm(
        request.POST or None,
        people=seats,
        presences=[(one.value, one.label) for one in Presence],
        part=Presence.PART,
        longest=meeting.minutes,
        initial={**tables.marks_of(meeting), "version": meeting.version},
    )

    def act() -> HttpResponse:
        marks = {who: (Presence(how), minutes) for who, (how, minutes) in form.marks().items()}
        version = form.cleaned_data["version"]
        services.mark_attendance(meeting=meeting, version=version, marks=marks, by=actor(request))
        messages.success(request, "Kept. Who came has the time in her log, for her to correct.")
        return redirect("reviews:meetings", ref=meeting.review.ref)

    context = {
        "heading": "Who came",
        "lead": tables.meeting_words(meeting),
        "review": meeting.review,
        "back": reverse("reviews:meetings", args=[meeting.review.ref]),
        "nobody": not seats,
    }
    return answered(request, form, act, "reviews/form.html", context, lambda: version_of(meeting))


def cancel(request: HttpRequest, ref: str) -> HttpResponse:
    meeting = selectors.meeting_for(actor(request), ref)
    rules.check_keeps_meetings(actor(request), meeting.review)
    try:
        services.cancel_meeting(meeting=meeting, version=posted_version(request), by=actor(request))
        messages.success(request, "The meeting is taken off.")
    except (IllegalMove, OutOfDate) as problem:
        messages.error(request, str(problem))
    return redirect("reviews:meetings", ref=meeting.review.ref)


def version_of(meeting: Meeting) -> int:
    return Meeting.objects.values_list("version", flat=True).get(pk=meeting.pk)
