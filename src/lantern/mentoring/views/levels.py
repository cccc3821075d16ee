"""How far along she is: her audit, the gap to the next stage, her mentor's view."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lantern.accounts.public import actor
from lantern.kit import charts, clock
from lantern.mentoring import rules
from lantern.mentoring.domain import framework, gaps, stages
from lantern.mentoring.domain.words import Stage
from lantern.mentoring.forms.path import AuditForm, LevelForm
from lantern.mentoring.selectors import path as selectors
from lantern.mentoring.services import levels as services
from lantern.mentoring.tables import path as tables
from lantern.pages.acting import answered


def levels(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.mentee_for(user, ref)
    now = Stage(found.stage)
    rows = gaps.gaps(now, selectors.facts_of(found))
    context = {
        "mentee": found,
        "who": "" if rules.is_she(user, found) else found.expert.name,
        "finding": gaps.finding(now, rows),
        "to": stages.NEXT.get(now),
        "rows": tables.gap_rows(rows, found, states=rules.can_state(user, found)),
        "owns": rules.owns(user, found),
        "states": rules.can_state(user, found),
        "bases": framework.BASES,
        "competencies": framework.framework(found.cohort.edition).values(),
        "edition": found.cohort.edition,
        "today": clock.today(),
    }
    return render(request, "mentoring/levels.html", context)


def levels_chart(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.mentee_for(actor(request), ref)
    rows = gaps.gaps(Stage(found.stage), selectors.facts_of(found))
    width = "narrow" if request.GET.get("width") == "narrow" else "wide"
    return HttpResponse(charts.svg(gaps.panels(rows), width, gaps.COLOURS), content_type="image/svg+xml")


def audit(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.mentee_for(user, ref)
    rules.check_is_she(user, found)
    held = framework.own_view(selectors.stated_of(found))
    form = AuditForm(found.cohort.edition, held, request.POST if request.method == "POST" else None)

    def act() -> HttpResponse:
        services.audit_skills(mentee=found, levels=form.levels, by=user)
        messages.success(request, "Your answers are kept. You can change them at any time.")
        return redirect("mentoring:levels", ref=found.ref)

    context = {
        "heading": "Your skills audit",
        "lead": "Where are you now, in your own view? There is no wrong answer, and you can save and go on later. "
        "Only you, your mentor and the programme see it.",
        "button": "Save your answers",
        "back": reverse("mentoring:path", args=[found.ref]),
    }
    return answered(request, form, act, "form.html", context)


def level_state(request: HttpRequest, ref: str, competency: str) -> HttpResponse:
    user = actor(request)
    found = selectors.mentee_for(user, ref)
    one = framework.framework(found.cohort.edition).get(competency)
    if one is None:
        raise Http404(competency)
    rules.check_can_state(user, found)
    form = LevelForm(one, request.POST or None)

    def act() -> HttpResponse:
        services.state_level(mentee=found, competency=one.code, level=int(form.cleaned_data["level"]), by=user)
        messages.success(request, "Your view is kept. The latest word counts.")
        return redirect("mentoring:levels", ref=found.ref)

    context = {
        "heading": "Say which level she has reached",
        "caption": found.expert.name,
        "back": reverse("mentoring:levels", args=[found.ref]),
    }
    return answered(request, form, act, "form.html", context)
