"""What the two of a pair write for each other, and their sessions."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lantern.access.public import Hidden
from lantern.accounts.public import actor
from lantern.mentoring.domain.debrief import helps
from lantern.mentoring.domain.pairs import SessionState
from lantern.mentoring.forms.pairs import ActionForm, GoalForm, HeldForm, NoteForm, SessionForm
from lantern.mentoring.models import MentoringSession, Pair
from lantern.mentoring.selectors import pairs as selectors
from lantern.mentoring.services import sessions, shared
from lantern.pages.acting import answered, pressed
from lantern.pages.calendars import Meeting, calendar_file


def _added(
    request: HttpRequest, pair: Pair, form: forms.Form, add: Callable[..., object], heading: str, done: str, **more: Any
) -> HttpResponse:
    """One thing more on the page of a pair, from its form."""

    def act() -> HttpResponse:
        add(pair=pair, by=actor(request), **form.cleaned_data)
        messages.success(request, done)
        return redirect("mentoring:pair", ref=pair.ref)

    context = {"heading": heading, "back": reverse("mentoring:pair", args=[pair.ref]), **more}
    return answered(request, form, act, "form.html", context)


def goal_add(request: HttpRequest, ref: str) -> HttpResponse:
    pair = selectors.own_pair(actor(request), ref)
    form = GoalForm(pair.mentee.cohort.edition, request.POST if request.method == "POST" else None)
    return _added(request, pair, form, shared.set_goal, "Add a goal", "The goal is on your page.")


def action_add(request: HttpRequest, ref: str) -> HttpResponse:
    pair = selectors.own_pair(actor(request), ref)
    form = ActionForm(request.POST if request.method == "POST" else None)
    return _added(request, pair, form, shared.set_action, "Add something to do", "It is on your page.")


def note_add(request: HttpRequest, ref: str) -> HttpResponse:
    pair = selectors.own_pair(actor(request), ref)
    form = NoteForm(request.POST if request.method == "POST" else None)
    return _added(request, pair, form, shared.write_note, "Write a note", "The note is on your page.")


def session_add(request: HttpRequest, ref: str) -> HttpResponse:
    pair = selectors.own_pair(actor(request), ref)
    form = SessionForm(request.POST) if request.method == "POST" else SessionForm(initial=SessionForm.first())
    return _added(request, pair, form, sessions.plan_session, "Plan a session", "The session is planned.")


@require_POST
def goal_reached(request: HttpRequest, ref: str, goal: str) -> HttpResponse:
    found = selectors.goal_for(actor(request), ref, goal)

    def act(version: int) -> None:
        shared.reach_goal(goal=found, version=version, by=actor(request))

    return pressed(request, act, "Well done.", reverse("mentoring:pair", args=[ref]))


@require_POST
def action_done(request: HttpRequest, ref: str, action: str) -> HttpResponse:
    found = selectors.action_for(actor(request), ref, action)

    def act(version: int) -> None:
        shared.do_action(action=found, version=version, by=actor(request))

    return pressed(request, act, "Done.", reverse("mentoring:pair", args=[ref]))


@require_POST
def session_cancel(request: HttpRequest, ref: str, session: str) -> HttpResponse:
    found = selectors.session_for(actor(request), ref, session)

    def act(version: int) -> None:
        sessions.cancel_session(session=found, version=version, by=actor(request))

    return pressed(request, act, "The session is called off.", reverse("mentoring:pair", args=[ref]))


def session_held(request: HttpRequest, ref: str, session: str) -> HttpResponse:
    user = actor(request)
    found = selectors.session_for(user, ref, session)
    first = {"version": found.version, "minutes": found.minutes}
    form = HeldForm(request.POST) if request.method == "POST" else HeldForm(initial=first)

    def act() -> HttpResponse:
        sessions.hold_session(session=found, by=user, **form.cleaned_data)
        messages.success(request, "The time stands in your hours, and in the other’s. Each of you claims her own.")
        if form.cleaned_data["hard_material"]:
            return redirect("mentoring:debrief")
        return redirect("mentoring:pair", ref=ref)

    def version_now() -> int:
        return MentoringSession.objects.get(pk=found.pk).version

    context = {"heading": "The session was held", "back": reverse("mentoring:pair", args=[ref])}
    return answered(request, form, act, "form.html", context, version_now)


def session_calendar(request: HttpRequest, ref: str, session: str) -> HttpResponse:
    found = selectors.session_for(actor(request), ref, session)
    if found.state == SessionState.HELD.value:
        raise Hidden(session[:40])
    ends = found.starts + timedelta(minutes=found.minutes)
    cancelled = found.state == SessionState.CANCELLED.value
    return calendar_file([Meeting(found.ref, found.starts, ends, found.planned_at, cancelled)])


def debrief(request: HttpRequest) -> HttpResponse:
    return render(request, "mentoring/debrief.html", {"helps": helps()})
