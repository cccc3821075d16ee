"""Stating what a review needs: one question a page, the nine characteristics, and the panel's rules."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lantern.accounts.public import actor
from lantern.kit.states import OutOfDate
from lantern.pages.acting import answered, posted_version
from lantern.register.public import Agency
from lantern.reviews import rules, selectors, services, tables
from lantern.reviews.domain import questions
from lantern.reviews.domain.questions import Answer
from lantern.reviews.domain.terms import Weight
from lantern.reviews.forms import CharacteristicsForm, NeedForm, QuestionForm, RulesForm
from lantern.reviews.models import Review
from lantern.reviews.views.reviews import version_of


def editable(request: HttpRequest, ref: str) -> Review:
    """A review whose needs this person may state."""
    review = selectors.review_for(actor(request), ref)
    rules.check_can_edit(actor(request), review)
    return review


def needs(request: HttpRequest, ref: str) -> HttpResponse:
    review = editable(request, ref)
    return render(request, "reviews/needs.html", tables.needs_page(review))


def question(request: HttpRequest, ref: str, place: int) -> HttpResponse:
    """One question, by its place: a code in the address would tell a shared computer's history what was asked."""
    review = editable(request, ref)
    listed = list(questions.questions().values())
    if not 1 <= place <= len(listed):
        raise Http404
    asked = listed[place - 1]
    initial = {**tables.question_initial(review, asked), "version": review.version}
    form = QuestionForm(request.POST or None, question=asked, initial=initial)

    def act() -> HttpResponse:
        data = form.cleaned_data
        services.answer_question_on_needs(
            review=review,
            version=data["version"],
            question=asked.code,
            answer=data["answer"],
            values=data["chosen"],
            weight=Weight(data["weight"]) if data["answer"] is Answer.YES else asked.weight,
            lived=data["lived"],
            reason=data["reason"],
            by=actor(request),
        )
        if "later" in request.POST or place == len(listed):
            return redirect("reviews:needs", ref=ref)
        return redirect("reviews:question", ref=ref, place=place + 1)

    context = {
        "review": review,
        "back": reverse("reviews:needs", args=[ref]),
        "asked": asked,
        "place": place,
        "total": len(listed),
    }
    return answered(request, form, act, "reviews/question.html", context, lambda: version_of(review))


def need_add(request: HttpRequest, ref: str) -> HttpResponse:
    review = editable(request, ref)
    form = NeedForm(request.POST or None, initial={"version": review.version, "weight": Weight.SHOULD.value})

    def act() -> HttpResponse:
        data = form.cleaned_data
        services.state_needs(
            review=review,
            version=data["version"],
            values=data["chosen"],
            weight=Weight(data["weight"]),
            lived=data["lived"],
            reason=data["reason"],
            by=actor(request),
        )
        messages.success(request, "The need is stated.")
        return redirect("reviews:needs", ref=ref)

    context = {"heading": "Add a need", "review": review, "back": reverse("reviews:needs", args=[ref])}
    return answered(request, form, act, "reviews/form.html", context, lambda: version_of(review))


def need_remove(request: HttpRequest, ref: str) -> HttpResponse:
    review = editable(request, ref)
    # Compared here and not in the database: what is posted may hold a NUL, which PostgreSQL cannot compare.
    named = request.POST.get("need", "")
    need = next((one for one in review.needs.all() if f"{one.facet}:{one.code}:{one.own_words}" == named), None)
    if need is not None:
        try:
            services.remove_need(review=review, version=posted_version(request), need=need, by=actor(request))
            messages.success(request, "The need is taken away.")
        except OutOfDate as problem:
            messages.error(request, str(problem))
    return redirect("reviews:needs", ref=ref)


def characteristics(request: HttpRequest, ref: str) -> HttpResponse:
    review = editable(request, ref)
    initial: dict[str, Any] = {"version": review.version}
    for one in review.characteristics.all():
        initial |= {one.characteristic: one.relevance, f"{one.characteristic}_reason": one.reason}
    form = CharacteristicsForm(request.POST or None, initial=initial)

    def act() -> HttpResponse:
        services.answer_characteristics(
            review=review, version=form.cleaned_data["version"], answers=form.answers(), by=actor(request)
        )
        messages.success(request, "All nine are answered.")
        return redirect("reviews:needs", ref=ref)

    context = {
        "heading": "The nine protected characteristics",
        "lead": "Each is asked by itself. “Not relevant” needs a reason; “not known yet” is an honest answer.",
        "review": review,
        "back": reverse("reviews:needs", args=[ref]),
    }
    return answered(request, form, act, "reviews/form.html", context, lambda: version_of(review))


def panel_rules(request: HttpRequest, ref: str) -> HttpResponse:
    review = editable(request, ref)
    initial = {**RulesForm.initial_of(list(review.composition_rules.all())), "version": review.version}
    agencies = list(Agency.objects.filter(experts__isnull=False).distinct())
    form = RulesForm(request.POST or None, agencies=agencies, initial=initial)

    def act() -> HttpResponse:
        services.set_rules(
            review=review, version=form.cleaned_data["version"], panel_rules=form.panel_rules(), by=actor(request)
        )
        messages.success(request, "The rules are set.")
        return redirect("reviews:detail", ref=ref)

    context = {
        "heading": "Rules on who the panel is made of",
        "lead": "A rule that is never broken can leave seats empty; the proposal then says which rule did.",
        "review": review,
        "back": reverse("reviews:detail", args=[ref]),
    }
    return answered(request, form, act, "reviews/form.html", context, lambda: version_of(review))
