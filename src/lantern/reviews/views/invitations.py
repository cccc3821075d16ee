"""An invitation, as the expert reads and answers it: on a phone, one question a page."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lantern.accounts.public import actor
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.pages.acting import answered, posted_version
from lantern.pages.calendars import Meeting, calendar_file
from lantern.pages.forms import VersionedForm
from lantern.reviews import selectors, services, tables
from lantern.reviews.domain.lifecycle import OfferState
from lantern.reviews.forms import AskForm, DeclareForm, DeclineForm
from lantern.reviews.views.offers import version_of


def invitations(request: HttpRequest) -> HttpResponse:
    found = list(selectors.invitations_of(actor(request)))
    return render(request, "reviews/invitations.html", {"rows": tables.invitation_rows(found)})


def invitation(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.invitation_for(actor(request), ref)
    return render(request, "reviews/invitation.html", tables.invitation_page(found))


def declare(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.invitation_for(actor(request), ref)
    form = DeclareForm(request.POST or None, initial={"version": found.version})

    def act() -> HttpResponse:
        services.declare_conflict(offer=found, by=actor(request), **form.cleaned_data)
        if form.cleaned_data["grade"].bars:
            messages.info(
                request,
                "Thank you for saying so. Someone directly involved does not sit on the panel, "
                "so please say no to this one. Nobody is told why.",
            )
            return redirect("reviews:invitation_decline", ref=ref)
        if OfferState(found.state) is OfferState.ACCEPTED:
            messages.success(request, "Your answer is changed.")
            return redirect("reviews:invitation", ref=ref)
        return redirect("reviews:invitation_accept", ref=ref)

    return answered(request, form, act, "reviews/declare.html", back_to(ref), lambda: version_of(found))


def accept(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.invitation_for(actor(request), ref)
    if OfferState(found.state) is OfferState.ACCEPTED:
        return redirect("reviews:invitation", ref=ref)  # a second press of the same button
    if services.declared_grade(found) is None:
        return redirect("reviews:invitation_declare", ref=ref)
    form = VersionedForm(request.POST or None, initial={"version": found.version})

    def act() -> HttpResponse:
        services.accept_offer(offer=found, by=actor(request), **form.cleaned_data)
        messages.success(request, "Thank you. The seat is yours.")
        return redirect("reviews:invitation", ref=ref)

    context = {**tables.invitation_page(found), **back_to(ref)}
    return answered(request, form, act, "reviews/accept.html", context, lambda: version_of(found))


def decline(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.invitation_for(actor(request), ref)
    form = DeclineForm(request.POST or None, initial={"version": found.version})

    def act() -> HttpResponse:
        services.decline_offer(offer=found, by=actor(request), **form.cleaned_data)
        messages.success(
            request, "Thank you for answering. Your no is recorded, and nobody will ask you to explain it."
        )
        return redirect("reviews:invitations")

    context = {
        "heading": "Say no",
        "lead": "A no is a full answer. Reasons are counted together, never shown beside a name.",
        "button": "Send my answer",
        **back_to(ref),
    }
    return answered(request, form, act, "reviews/form.html", context, lambda: version_of(found))


def ask(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.invitation_for(actor(request), ref)
    form = AskForm(request.POST or None, initial={"version": found.version})

    def act() -> HttpResponse:
        services.ask_question(offer=found, by=actor(request), **form.cleaned_data)
        messages.success(request, "Your question is with the coordinator. The answer date waits for it.")
        return redirect("reviews:invitation", ref=ref)

    context = {"heading": "Ask a question", "button": "Send the question", **back_to(ref)}
    return answered(request, form, act, "reviews/form.html", context, lambda: version_of(found))


def give_up(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.invitation_for(actor(request), ref)
    seat = getattr(found, "seat", None)
    try:
        if seat is None or posted_version(request) != found.version:
            raise OutOfDate("This seat")
        services.give_up_seat(seat=seat, by=actor(request))
        messages.success(request, "You have given up the seat. Nobody will ask you why.")
    except (IllegalMove, OutOfDate) as problem:
        messages.error(request, str(problem))
    return redirect("reviews:invitation", ref=ref)


def calendar(request: HttpRequest, ref: str) -> HttpResponse:
    """Her meetings for her calendar."""
    found = selectors.invitation_for(actor(request), ref)
    times = tables.meeting_times(found)
    if OfferState(found.state) is not OfferState.ACCEPTED or not times:
        raise Http404
    return calendar_file(
        Meeting(mark, starts, starts + timedelta(minutes=minutes), clock.now()) for mark, starts, minutes in times
    )


def back_to(ref: str) -> dict[str, str]:
    return {"back": reverse("reviews:invitation", args=[ref])}
