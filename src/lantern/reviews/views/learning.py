"""Seats to learn in: agreed by the partnership and the panel, begun and ended by those who keep the meetings."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lantern.accounts.public import actor
from lantern.pages.acting import answered, pressed
from lantern.reviews import rules, selectors, services
from lantern.reviews.domain.learning import Voice
from lantern.reviews.forms.learning import EndForm, FamilyForm, LearningForm
from lantern.reviews.models import LearningSeat
from lantern.reviews.tables import learning as tables


def learning(request: HttpRequest, ref: str) -> HttpResponse:
    review = selectors.review_for(actor(request), ref)
    return render(request, "reviews/learning.html", tables.learning_page(review, actor(request)))


def learning_propose(request: HttpRequest, ref: str) -> HttpResponse:
    review = selectors.review_for(actor(request), ref)
    rules.check_is_programme(actor(request), review.ref)
    mentees = selectors.mentees_to_place()
    form = LearningForm(request.POST or None, mentees=mentees)

    def act() -> HttpResponse:
        services.propose_learning_seat(review=review, by=actor(request), **form.cleaned_data)
        messages.success(request, "Proposed. The partnership and the chair can now agree.")
        return redirect("reviews:learning", ref=ref)

    lead = "She learns and does not decide. The partnership and the panel agree first, and the family knows."
    if not mentees:
        lead = "Nobody on the way to chairing is without a seat to learn in at present."
    back = reverse("reviews:learning", args=[ref])
    context = {"heading": "A seat to learn in", "lead": lead, "review": review, "back": back, "button": "Propose"}
    return answered(request, form, act, "reviews/form.html", context)


def back_to(seat: LearningSeat) -> str:
    return reverse("reviews:learning", args=[seat.review.ref])


def learning_agree(request: HttpRequest, ref: str) -> HttpResponse:
    return voiced(request, ref, services.agree_learning_seat, "Your agreement is kept.")


def learning_take_back(request: HttpRequest, ref: str) -> HttpResponse:
    return voiced(request, ref, services.take_back_consent, "It has ended. Nobody will ask you why.")


def voiced(request: HttpRequest, ref: str, act: Callable[..., LearningSeat], done: str) -> HttpResponse:
    """The partnership's or the panel's own word; which of the two is theirs to say, the rules know."""
    seat = selectors.learning_seat_for(actor(request), ref)
    partnership = rules.speaks_for_partnership(actor(request), seat.review)
    said = partial(act, seat=seat, voice=Voice.PARTNERSHIP if partnership else Voice.PANEL, by=actor(request))
    return pressed(request, lambda version: said(version=version), done, back_to(seat))


def learning_begin(request: HttpRequest, ref: str) -> HttpResponse:
    seat = selectors.learning_seat_for(actor(request), ref)
    begin = partial(services.begin_learning_seat, seat=seat, by=actor(request))
    done = "It has begun. She sees when the panel meets, and nothing else."
    return pressed(request, lambda version: begin(version=version), done, back_to(seat))


def learning_family(request: HttpRequest, ref: str) -> HttpResponse:
    seat = selectors.learning_seat_for(actor(request), ref)
    rules.check_keeps_meetings(actor(request), seat.review)
    form = FamilyForm(request.POST or None, initial={"version": seat.version, "family": seat.family})

    def act() -> HttpResponse:
        services.say_family_told(seat=seat, by=actor(request), **form.cleaned_data)
        messages.success(request, "Kept.")
        return redirect(back_to(seat))

    context = {"heading": "The family", "review": seat.review, "back": back_to(seat)}
    return answered(request, form, act, "reviews/form.html", context, lambda: version_of(seat))


def learning_end(request: HttpRequest, ref: str) -> HttpResponse:
    seat = selectors.learning_seat_for(actor(request), ref)
    rules.check_keeps_meetings(actor(request), seat.review)
    form = EndForm(request.POST or None, initial={"version": seat.version})

    def act() -> HttpResponse:
        services.end_learning_seat(seat=seat, by=actor(request), **form.cleaned_data)
        messages.success(request, "Ended.")
        return redirect(back_to(seat))

    context = {"heading": "End the seat", "review": seat.review, "back": back_to(seat), "button": "End it"}
    return answered(request, form, act, "reviews/form.html", context, lambda: version_of(seat))


def learning_mine(request: HttpRequest) -> HttpResponse:
    seats = [tables.own(seat) for seat in selectors.own_learning_seats(actor(request))]
    return render(request, "reviews/learning_mine.html", {"seats": seats})


def learning_leave(request: HttpRequest, ref: str) -> HttpResponse:
    seat = selectors.own_learning_seat(actor(request), ref)
    leave = partial(services.leave_learning_seat, seat=seat, by=actor(request))
    done = "It has ended. Nobody will ask you why."
    return pressed(request, lambda version: leave(version=version), done, reverse("reviews:learning_mine"))


def version_of(seat: LearningSeat) -> int:
    return LearningSeat.objects.values_list("version", flat=True).get(pk=seat.pk)
