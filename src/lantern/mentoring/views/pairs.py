"""Pairs: who might work together, their answers, their end; and mentors' own words."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lantern.accounts.public import actor
from lantern.mentoring import rules
from lantern.mentoring.domain.pairs import Chosen, barrier
from lantern.mentoring.forms.pairs import MentorAddForm, MentorForm, PairForm
from lantern.mentoring.models import Mentor, Pair
from lantern.mentoring.selectors import pairs as selectors
from lantern.mentoring.services import pairs as services
from lantern.mentoring.tables import pairs as tables
from lantern.pages.acting import answered, pressed
from lantern.register.public import Expert


def pairs(request: HttpRequest) -> HttpResponse:
    user = actor(request)
    programme = rules.is_programme(user)
    waiting = selectors.waiting_for(user)
    context = {
        "pairs": tables.rows(selectors.pairs_visible_to(user), user, programme=programme),
        "programme": programme,
        "mentors": tables.mentor_rows(selectors.mentors()) if programme else [],
        "can_choose": bool(waiting),
        "own_mentor": selectors.own_mentor(user),
        "waiting": len(waiting) if programme else 0,
    }
    return render(request, "mentoring/pairs.html", context)


def pair_add(request: HttpRequest) -> HttpResponse:
    """A mentee chooses her mentor, or the programme proposes two people to each other."""
    user = actor(request)
    waiting = selectors.waiting_for(user)
    if not waiting:
        messages.info(request, "Nobody is waiting for a mentor.")
        return redirect("mentoring:pairs")
    programme = rules.is_programme(user)
    mentors = [one for one in selectors.mentors() if any(_can(one, mentee) for mentee in waiting)]
    choices = [(one.ref, one.expert.name) for one in mentors] if programme else tables.offered(mentors)
    form = PairForm(waiting, choices, request.POST if request.method == "POST" else None)

    def act() -> HttpResponse:
        made = services.propose_pair(
            mentee=form.mentee_chosen,
            mentor=next(one for one in mentors if one.ref == form.cleaned_data["mentor"]),
            chosen=Chosen.COORDINATOR if programme else Chosen.MENTEE,
            by=user,
        )
        messages.success(request, "Both are asked." if programme else "She is asked. You will hear from us.")
        return redirect("mentoring:pair", ref=made.ref)

    context = {
        "heading": "Propose a pair" if programme else "Choose a mentor",
        "button": "Ask both" if programme else "Ask her",
        "back": reverse("mentoring:pairs"),
        "lead": "Each may say no without a reason, and nobody is told who did."
        if mentors
        else "No mentor can take anyone on at present. The programme is looking for more.",
    }
    return answered(request, form, act, "form.html", context)


def _can(mentor: Mentor, mentee: Any) -> bool:
    return barrier(selectors.learner_of(mentee), selectors.guide_of(mentor)) is None


def pair(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    return render(request, "mentoring/pair.html", tables.page(selectors.pair_for(user, ref), user))


@require_POST
def pair_agree(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.own_pair(actor(request), ref)

    def act(version: int) -> Pair:
        return services.agree_to_pair(pair=found, version=version, by=actor(request))

    return pressed(request, act, "You said yes.", reverse("mentoring:pair", args=[ref]))


@require_POST
def pair_decline(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.pair_for(actor(request), ref)

    def act(version: int) -> None:
        services.decline_pair(pair=found, version=version, by=actor(request))

    return pressed(
        request, act, "It will not come about. Nobody is told whose answer it was.", reverse("mentoring:pairs")
    )


@require_POST
def pair_end(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.pair_for(actor(request), ref)

    def act(version: int) -> None:
        services.end_pair(pair=found, version=version, by=actor(request))

    return pressed(request, act, "The pair has ended. Nobody is asked for a reason.", reverse("mentoring:pairs"))


def mentor_add(request: HttpRequest) -> HttpResponse:
    user = actor(request)
    experts = {one.ref: one for one in Expert.objects.filter(mentor=None, mentee=None, user__isnull=False)}
    form = MentorAddForm(experts.values(), request.POST if request.method == "POST" else None)

    def act() -> HttpResponse:
        given = form.cleaned_data
        services.add_mentor(
            expert=experts[given["expert"]],
            most_mentees=given["most_mentees"],
            strengths=given["strengths"],
            by=user,
        )
        messages.success(request, "She is a mentor now.")
        return redirect("mentoring:pairs")

    context = {"heading": "Add a mentor", "button": "Add her", "back": reverse("mentoring:pairs")}
    return answered(request, form, act, "form.html", context)


def mentor(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.mentor_for(user, ref)
    form = MentorForm(request.POST) if request.method == "POST" else MentorForm(initial=MentorForm.initial_of(found))

    def act() -> HttpResponse:
        services.edit_mentor(mentor=found, by=user, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("mentoring:pairs")

    def version_now() -> int:
        return selectors.mentor_for(user, ref).version

    context = {
        "heading": "What you can help with" if found.expert.user_id == user.pk else "What this mentor can help with",
        "back": reverse("mentoring:pairs"),
        "lead": "A mentee who chooses sees what is ticked here.",
    }
    return answered(request, form, act, "form.html", context, version_now)
