"""Her path: where she is, what the next stage asks, agreements, moves, leaving, and the two signatures."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lantern.accounts.public import actor, needs_fresh_sign_in
from lantern.kit import clock
from lantern.mentoring import rules
from lantern.mentoring.domain import stages
from lantern.mentoring.domain.words import Stage
from lantern.mentoring.forms.path import AgreementForm, LeaveForm, MoveForm
from lantern.mentoring.models import Mentee
from lantern.mentoring.selectors import path as selectors
from lantern.mentoring.services import path as services
from lantern.mentoring.services import signing
from lantern.mentoring.tables import path as tables
from lantern.pages.acting import answered, pressed


def back_to(mentee: Mentee) -> str:
    return reverse("mentoring:path", args=[mentee.ref])


def mine(request: HttpRequest) -> HttpResponse:
    found = selectors.own_mentee(actor(request))
    return render(request, "mentoring/no_path.html") if found is None else redirect(back_to(found))


def path(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.mentee_for(user, ref)
    return render(request, "mentoring/path.html", tables.path_page(found, selectors.facts_of(found), user))


def agreement(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.mentee_for(user, ref)
    rules.check_can_steer(user, found)
    form = AgreementForm(request.POST or None)

    def act() -> HttpResponse:
        services.sign_agreement(mentee=found, by=user, **form.cleaned_data)
        messages.success(request, "The agreement is recorded.")
        return redirect(back_to(found))

    context = {"heading": "Record a confidentiality agreement", "caption": found.expert.name, "back": back_to(found)}
    return answered(request, form, act, "form.html", context)


@require_POST
def stage_move(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.mentee_for(user, ref)
    rules.check_can_steer(user, found)
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose one of the stages.")
        return redirect(back_to(found))
    to = Stage(form.cleaned_data["to"])
    return pressed(
        request,
        lambda version: services.move_stage(mentee=found, to=to, version=version, by=user),
        f"The stage is now “{to.label}”.",
        back_to(found),
    )


def leave(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.mentee_for(user, ref)
    rules.check_can_leave(user, found)
    form = LeaveForm(request.POST or None, initial={"version": found.version})

    def act() -> HttpResponse:
        data = form.cleaned_data
        services.leave(mentee=found, version=data["version"], why=data["why"], by=user)
        messages.success(request, "It is recorded. The way back stays open.")
        return redirect(back_to(found))

    context = {
        "heading": "Leave the programme",
        "caption": "" if rules.is_she(user, found) else found.expert.name,
        "lead": "A seat to learn in and the work with a mentor end with it. What was done stays.",
        "button": "Leave the programme",
        "kind": "grave",
        "back": back_to(found),
    }
    return answered(request, form, act, "form.html", context, lambda: Mentee.objects.get(pk=found.pk).version)


@require_POST
def come_back(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.mentee_for(user, ref)
    return pressed(
        request,
        lambda version: services.come_back(mentee=found, version=version, by=user),
        "Welcome back. The path goes on where it was left.",
        back_to(found),
    )


@needs_fresh_sign_in
def sign_off(request: HttpRequest, ref: str) -> HttpResponse:
    """Whoever has a part in it sees what is there and what is missing, and signs."""
    user = actor(request)
    found = selectors.mentee_to_sign(user, ref)
    here = reverse("mentoring:sign_off", args=[found.ref])
    if request.method == "POST":
        return pressed(
            request,
            lambda version: signing.sign_off(mentee=found, version=version, by=user),
            "Your signature is kept.",
            here,
        )
    facts = selectors.facts_of(found)
    demands = stages.demanded(Stage.INDEPENDENT, facts)
    context = {
        "mentee": found,
        "done": found.stage == Stage.INDEPENDENT,
        "demands": tables.demand_rows(demands),
        "missing": sum(not one.met and not one.code.startswith("sign:") for one in demands),
        "early": found.stage not in {Stage.FIRST_REVIEW, Stage.INDEPENDENT},
        "may_sign": rules.can_sign(user, found),
        "signed": found.sign_offs.select_related("signed_by"),
        "today": clock.today(),
        "back": _back_from_signing(user, found),
    }
    return render(request, "mentoring/sign_off.html", context)


def _back_from_signing(user: object, found: Mentee) -> str:
    sees = selectors.mentees_visible_to(user).filter(pk=found.pk).exists()
    return back_to(found) if sees else reverse("mentoring:countersigning")
