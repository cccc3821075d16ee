"""Evidence: adding it, reading it, countersigning it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lantern.accounts.public import actor
from lantern.kit import clock
from lantern.mentoring import rules
from lantern.mentoring.domain.words import EvidenceKind
from lantern.mentoring.forms.evidence import AskForm, CountersignForm, EvidenceForm
from lantern.mentoring.models import Evidence
from lantern.mentoring.selectors import path as selectors
from lantern.mentoring.services import evidence as services
from lantern.mentoring.tables import path as tables
from lantern.pages.acting import answered, pressed


def at(evidence: Evidence) -> str:
    return reverse("mentoring:evidence", args=[evidence.ref])


def evidence_add(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.mentee_for(user, ref)
    rules.check_is_she(user, found)
    form = EvidenceForm(found, found.placements.all(), selectors.chairs_to_ask(found), request.POST or None)

    def act() -> HttpResponse:
        made = services.add_evidence(mentee=found, by=user, **form.values)
        messages.success(request, "Kept. The chair you chose will find it when she signs in.")
        return redirect(at(made))

    context = {
        "heading": "Add evidence",
        "lead": "Something you did that shows what you can do. It counts once a chair has countersigned it.",
        "back": reverse("mentoring:path", args=[found.ref]),
    }
    return answered(request, form, act, "form.html", context)


@require_POST
def attendance_take(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.mentee_for(user, ref)
    new = services.take_attendance(mentee=found, by=user)
    words = {0: "No new workshop was found.", 1: "One workshop was added."}.get(new, f"{new} workshops were added.")
    messages.success(request, words)
    return redirect("mentoring:path", ref=found.ref)


def evidence(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.evidence_for(user, ref)
    return render(request, "mentoring/evidence.html", tables.evidence_page(found, clock.today(), user))


def evidence_ask(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.evidence_for(user, ref)
    rules.check_is_she(user, found.mentee)
    form = AskForm(selectors.chairs_to_ask(found.mentee), request.POST or None, initial={"version": found.version})

    def act() -> HttpResponse:
        data = form.cleaned_data
        services.ask_another(evidence=found, asked=data["asked"], version=data["version"], by=user)
        messages.success(request, "Asked. The chair asked before no longer sees it.")
        return redirect(at(found))

    context = {"heading": "Ask another chair", "button": "Ask", "back": at(found)}
    return answered(request, form, act, "form.html", context, lambda: Evidence.objects.get(pk=found.pk).version)


@require_POST
def evidence_withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.evidence_for(user, ref)
    return pressed(
        request,
        lambda version: services.withdraw_evidence(evidence=found, version=version, by=user),
        "Taken back. It counts no longer, nor do levels that rest on it.",
        reverse("mentoring:path", args=[found.mentee.ref]),
    )


def countersigning(request: HttpRequest) -> HttpResponse:
    """What a chair was asked to countersign, and for whom she may say that she is ready."""
    user = actor(request)
    context = {
        "waiting": [
            {"evidence": one, "who": one.mentee.expert.name, "kind": EvidenceKind(one.kind).label}
            for one in selectors.asked_of(user)
        ],
        "ready": selectors.countersigned_by(user),
    }
    return render(request, "mentoring/countersigning.html", context)


def evidence_countersign(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.evidence_for(user, ref)
    rules.check_can_countersign(user, found)
    form = CountersignForm(found, request.POST or None, initial={"version": found.version})

    def act() -> HttpResponse:
        services.countersign(evidence=found, levels=form.levels, version=form.cleaned_data["version"], by=user)
        messages.success(request, "Countersigned. Thank you.")
        return redirect(at(found))

    context = {
        "evidence": found,
        "who": found.mentee.expert.name,
        "rows": tables.evidence_page(found, clock.today(), user)["rows"],
        "back": at(found),
    }
    return answered(
        request, form, act, "mentoring/countersign.html", context, lambda: Evidence.objects.get(pk=found.pk).version
    )
