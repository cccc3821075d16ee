"""An offer, as the programme prepares and follows it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lantern.accounts.public import actor
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.pages.acting import answered, posted_version
from lantern.reviews import rules, selectors, services, tables
from lantern.reviews.domain.terms import QUESTIONS, FeeAnswer
from lantern.reviews.forms import FeeForm, ReplyForm, SettleForm, TermsForm
from lantern.reviews.models import Offer

TERMS = (*QUESTIONS, "answer_days", "first_meeting_at", "below_rate_reason")


def programmes(request: HttpRequest, ref: str) -> Offer:
    """An offer that this person may act on for the programme."""
    offer = selectors.offer_for(actor(request), ref)
    rules.check_is_programme(actor(request), ref)
    return offer


def offer(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.offer_for(actor(request), ref)
    return render(request, "reviews/offer.html", tables.offer_page(found, actor(request)))


def offer_terms(request: HttpRequest, ref: str) -> HttpResponse:
    found = programmes(request, ref)
    initial = {name: getattr(found, name) for name in TERMS} | {"version": found.version}
    if found.day_rate_pence is None:
        # What was stated for others on this panel is offered again, but the fee: that is hers.
        before = found.review.offers.exclude(support="").order_by("-pk").first()
        initial |= {name: getattr(before, name) for name in TERMS} if before else {}
        initial |= {"day_rate_pence": found.expert.day_rate_pence, "below_rate_reason": ""}
    initial["payer"] = initial["payer"] or found.review.partnership.name
    form = TermsForm(request.POST or None, initial=initial, least=found.expert.day_rate_pence)

    def act() -> HttpResponse:
        services.complete_terms(offer=found, by=actor(request), **form.cleaned_data)
        messages.success(request, "The terms are stated.")
        return redirect("reviews:offer", ref=ref)

    context = {
        "heading": "Terms of the offer",
        "lead": "All of it is stated before anyone is asked. Nothing here reaches anyone until you send it.",
        "review": found.review,
        "back": reverse("reviews:offer", args=[ref]),
    }
    return answered(request, form, act, "reviews/form.html", context, lambda: version_of(found))


def offer_reply(request: HttpRequest, ref: str) -> HttpResponse:
    found = programmes(request, ref)
    form = ReplyForm(request.POST or None, initial={"version": found.version})

    def act() -> HttpResponse:
        services.answer_question(offer=found, by=actor(request), **form.cleaned_data)
        messages.success(request, "Your answer is with her.")
        return redirect("reviews:offer", ref=ref)

    context = {
        "heading": "Answer her question",
        "thread": found.messages.select_related("written_by"),
        "review": found.review,
        "back": reverse("reviews:offer", args=[ref]),
    }
    return answered(request, form, act, "reviews/form.html", context, lambda: version_of(found))


def offer_conflict(request: HttpRequest, ref: str) -> HttpResponse:
    found = programmes(request, ref)
    grade = selectors.grades_for(found.review).get(found.expert.ref)
    form = SettleForm(request.POST or None, initial={"version": found.version, "grade": grade.value if grade else None})

    def act() -> HttpResponse:
        services.settle_conflict(offer=found, by=actor(request), **form.cleaned_data)
        messages.success(request, "Settled.")
        return redirect("reviews:offer", ref=ref)

    context = {
        "heading": "Settle a conflict",
        "lead": "For what you know before anyone is approached, and for what comes up later.",
        "review": found.review,
        "back": reverse("reviews:offer", args=[ref]),
    }
    return answered(request, form, act, "reviews/form.html", context, lambda: version_of(found))


def offer_fee(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.offer_for(actor(request), ref)
    rules.check_speaks_for_partnership(actor(request), found.review)
    initial = {"version": found.version, "words": found.fee_words}
    if found.fee_answer != FeeAnswer.NOT_ASKED:
        initial["answer"] = found.fee_answer
    form = FeeForm(request.POST or None, initial=initial)

    def act() -> HttpResponse:
        services.answer_fee(offer=found, by=actor(request), **form.cleaned_data)
        messages.success(request, "Your answer is with the programme.")
        return redirect("reviews:offer", ref=ref)

    context = {
        "heading": "The fee",
        "lead": tables.fee_sentence(found),
        "review": found.review,
        "back": reverse("reviews:offer", args=[ref]),
        "button": "Send the answer",
    }
    return answered(request, form, act, "reviews/form.html", context, lambda: version_of(found))


def offer_confirm(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.offer_for(actor(request), ref)
    rules.check_speaks_for_partnership(actor(request), found.review)
    seat = getattr(found, "seat", None)
    try:
        if seat is None or posted_version(request) != found.version:
            raise OutOfDate("This seat")
        services.confirm_seat(seat=seat, by=actor(request))
        messages.success(request, "The seat is confirmed in your partnership’s name.")
    except (IllegalMove, OutOfDate) as problem:
        messages.error(request, str(problem))
    return redirect("reviews:offer", ref=ref)


def pressed(request: HttpRequest, ref: str, act: Callable[..., object], done: str) -> HttpResponse:
    """One press of a button: the act on the version that was shown, and a sentence about how it went."""
    found = programmes(request, ref)
    try:
        act(offer=found, version=posted_version(request), by=actor(request))
        messages.success(request, done)
    except (IllegalMove, OutOfDate) as problem:
        messages.error(request, str(problem))
    return redirect("reviews:offer", ref=ref)


def offer_send(request: HttpRequest, ref: str) -> HttpResponse:
    return pressed(request, ref, services.send_offer, "The offer is with her.")


def offer_withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    return pressed(request, ref, services.withdraw_offer, "The offer is withdrawn.")


def offer_silence(request: HttpRequest, ref: str) -> HttpResponse:
    return pressed(request, ref, services.record_silence, "Recorded: no answer by the date.")


def offer_give_up(request: HttpRequest, ref: str) -> HttpResponse:
    found = programmes(request, ref)
    seat = getattr(found, "seat", None)
    try:
        if seat is None:
            raise IllegalMove("There is no seat to give up.")
        services.give_up_seat(seat=seat, by=actor(request))
        messages.success(request, "The seat is given up.")
    except (IllegalMove, OutOfDate) as problem:
        messages.error(request, str(problem))
    return redirect("reviews:offer", ref=ref)


def version_of(offer: Offer) -> int:
    return Offer.objects.values_list("version", flat=True).get(pk=offer.pk)
