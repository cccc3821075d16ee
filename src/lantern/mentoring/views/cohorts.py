"""Cohorts for the programme, and applications for their readers."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lantern.accounts.public import actor, needs_fresh_sign_in
from lantern.audit import public as audit
from lantern.mentoring import rules
from lantern.mentoring.domain import framework
from lantern.mentoring.domain.applications import CohortState
from lantern.mentoring.domain.calls import as_lines
from lantern.mentoring.forms.cohorts import CohortForm, DecisionForm, JoinForm, ReadersForm, ReadingForm
from lantern.mentoring.models import Application, Cohort
from lantern.mentoring.selectors import cohorts as selectors
from lantern.mentoring.services import cohorts as services
from lantern.mentoring.services import joining, readings
from lantern.mentoring.tables import cohorts as tables
from lantern.pages.acting import answered, pressed

FORM = "form.html"


def cohorts(request: HttpRequest) -> HttpResponse:
    user = actor(request)
    found = list(selectors.cohorts_visible_to(user))
    context = {
        "rows": tables.cohort_rows(found, selectors.sent_in(found)),
        "programme": rules.is_programme(user),
    }
    return render(request, "mentoring/cohorts.html", context)


def cohort_add(request: HttpRequest) -> HttpResponse:
    form = CohortForm(request.POST or None, initial={"version": 0, "most_words": 250, "places": 2})

    def act() -> HttpResponse:
        said = {key: value for key, value in form.cleaned_data.items() if key != "version"}
        made = services.add_cohort(**said, edition=framework.LATEST, by=actor(request))
        return redirect("mentoring:cohort", ref=made.ref)

    context = {
        "heading": "Add a cohort",
        "lead": "It stays a draft until you open its call.",
        "back": reverse("mentoring:cohorts"),
        "button": "Keep the draft",
    }
    return answered(request, form, act, FORM, context)


def cohort(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.cohort_for(user, ref)
    context = tables.cohort_page(found, selectors.applications_of(found), user)
    return render(request, "mentoring/cohort.html", context)


def cohort_edit(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.cohort_for(actor(request), ref)
    asked = found.asked
    initial = {
        "version": found.version,
        "name": found.name,
        "call": found.call,
        "questions": as_lines(asked),
        "most_words": asked[0].most_words if asked else 250,
        "opens_on": found.opens_on,
        "closes_on": found.closes_on,
        "places": found.places,
    }
    form = CohortForm(request.POST or None, initial=initial)

    def act() -> HttpResponse:
        services.change_cohort(cohort=found, by=actor(request), **form.cleaned_data)
        return redirect("mentoring:cohort", ref=ref)

    back = reverse("mentoring:cohort", args=[ref])
    return answered(request, form, act, FORM, {"heading": "Change the cohort", "back": back}, lambda: _version(found))


def cohort_move(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.cohort_for(actor(request), ref)
    to = request.POST.get("to", "")
    back = reverse("mentoring:cohort", args=[ref])
    if to not in set(CohortState):
        return redirect(back)

    def act(version: int) -> None:
        services.move_cohort(cohort=found, version=version, to=CohortState(to), by=actor(request))

    return pressed(request, act, f"The cohort is now “{CohortState(to).label.lower()}”.", back)


def cohort_readers(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.cohort_for(actor(request), ref)
    form = ReadersForm(request.POST or None, cohort=found, initial={"version": found.version})

    def act() -> HttpResponse:
        services.name_readers(cohort=found, by=actor(request), **form.cleaned_data)
        messages.success(request, "The readers are named. Neither sees the other’s scores until both are in.")
        return redirect("mentoring:cohort", ref=ref)

    back = reverse("mentoring:cohort", args=[ref])
    return answered(request, form, act, FORM, {"heading": "Readers", "back": back}, lambda: _version(found))


def application(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.application_for(user, ref)
    page = tables.readings_page(found, user)
    if not page["excused"]:
        with transaction.atomic():
            audit.record("mentoring.application_read", found.ref, user)
    context = {
        "application": found,
        "cohort": found.cohort,
        "answers": [] if page["excused"] else tables.answers(found, found.cohort.asked),
        "programme": rules.is_programme(user),
        **page,
    }
    return render(request, "mentoring/application.html", context)


def application_read(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.application_to_read(user, ref)
    own = selectors.own_reading(user, found)
    excused = own is not None and own.conflict
    initial = {"version": own.version if own else 0, "words": own.words if own else ""}
    initial |= {f"score_{code}": score for code, score in own.scores.items()} if own else {}
    form = ReadingForm(request.POST or None, cohort=found.cohort, initial=initial)

    def act() -> HttpResponse:
        readings.read_application(application=found, by=user, **form.cleaned_data)
        if form.cleaned_data["conflict"]:
            messages.success(request, "Thank you for saying so. Someone else reads it.")
            return redirect("mentoring:cohort", ref=found.cohort.ref)
        messages.success(request, "Your reading is in. You see the other one once both are.")
        return redirect("mentoring:application", ref=ref)

    if not excused:
        with transaction.atomic():
            audit.record("mentoring.application_read", found.ref, user)
    context = {
        "application": found,
        "cohort": found.cohort,
        "excused": excused,
        "answers": [] if excused else tables.answers(found, found.cohort.asked),
        "back": reverse("mentoring:application", args=[ref]),
    }
    return answered(request, form, act, "mentoring/application_read.html", context, lambda: own.version if own else 0)


def application_decide(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.application_for(actor(request), ref)
    form = DecisionForm(request.POST or None, initial={"version": found.version})

    def act() -> HttpResponse:
        readings.decide(application=found, by=actor(request), **form.cleaned_data)
        messages.success(request, "It is decided, and she is told by her own link.")
        return redirect("mentoring:application", ref=ref)

    context = {
        "heading": "Decide",
        "caption": f"Application {ref}",
        "back": reverse("mentoring:application", args=[ref]),
        "button": "Decide and tell her",
    }
    return answered(request, form, act, FORM, context, lambda: _application_version(found))


@needs_fresh_sign_in
def application_join(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.application_for(actor(request), ref)
    form = JoinForm(request.POST or None, initial={"version": found.version})

    def act() -> HttpResponse:
        made = joining.join_applicant(application=found, by=actor(request), **form.cleaned_data)
        messages.success(request, "She has joined. If she had no account, an invitation is on its way to her.")
        return redirect("mentoring:path", ref=made.ref)

    context = {
        "heading": "She joins the cohort",
        "caption": f"Application {ref}",
        "lead": "Do this once she has said yes. She gets a record in the register, so that she can be paid.",
        "back": reverse("mentoring:application", args=[ref]),
        "button": "Begin her path",
    }
    return answered(request, form, act, FORM, context, lambda: _application_version(found))


def _version(cohort: Cohort) -> int:
    return Cohort.objects.values_list("version", flat=True).get(pk=cohort.pk)


def _application_version(application: Application) -> int:
    return Application.objects.values_list("version", flat=True).get(pk=application.pk)
