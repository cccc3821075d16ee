"""Applying without an account: the call, then one's own link, a question a page, saved as one goes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lantern.access.public import Hidden
from lantern.kit import clock
from lantern.mentoring.domain.applications import State
from lantern.mentoring.domain.calls import NAME, unanswered
from lantern.mentoring.forms.applying import BeginForm, form_for
from lantern.mentoring.models import Application
from lantern.mentoring.selectors.cohorts import application_by_link, is_open, open_call
from lantern.mentoring.services import applications as services
from lantern.mentoring.tables import cohorts as tables
from lantern.pages.acting import answered, posted_version, pressed
from lantern.pages.throttle import too_many


def call(request: HttpRequest, ref: str) -> HttpResponse:
    cohort = open_call(ref)
    form = BeginForm(request.POST or None)
    if request.method == "POST" and too_many(request, "apply"):
        return render(request, "429.html", status=429)

    def act() -> HttpResponse:
        services.begin(cohort=cohort, email=form.cleaned_data["email"])
        return render(request, "mentoring/call_sent.html", {"cohort": cohort})

    context = {"cohort": cohort, "open": is_open(cohort), "ended": clock.today() > cohort.closes_on}
    return answered(request, form, act, "mentoring/call.html", context)


def apply(request: HttpRequest, token: str) -> HttpResponse:
    try:
        found = application_by_link(token)
    except Hidden:
        return closed(request)
    missing = unanswered(found.cohort.asked, found.name, found.said)
    context = {
        "application": found,
        "cohort": found.cohort,
        "token": token,
        "draft": found.state == State.DRAFT.value,
        "sent": found.state == State.SENT.value,
        "offered": found.state == State.OFFERED.value,
        "decided": found.decided_at is not None,
        "joined": found.state == State.JOINED.value,
        "open": is_open(found.cohort),
        "tasks": tables.tasks(found, token),
        "missing": len(missing),
        "may_withdraw": found.state in {State.DRAFT.value, State.SENT.value, State.OFFERED.value},
    }
    return render(request, "mentoring/apply.html", context)


def apply_answer(request: HttpRequest, token: str, code: str) -> HttpResponse:
    try:
        found = application_by_link(token)
    except Hidden:
        return closed(request)
    made = form_for(code, found.cohort.asked)
    if made is None:
        raise Hidden("application")
    kept = found.name if code == NAME else found.said.get(code, "")
    form = made(request.POST or None, initial={"version": found.version, "text": kept})

    def act() -> HttpResponse:
        services.save_answer(application=found, code=code, **form.cleaned_data)
        found.refresh_from_db()
        left = unanswered(found.cohort.asked, found.name, found.said)
        codes = [NAME, *(one.code for one in found.cohort.asked)]
        after = [one for one in codes[codes.index(code) + 1 :] if one in left]
        if after:
            return redirect("mentoring:apply_answer", token=token, code=after[0])
        return redirect("mentoring:apply", token=token)

    codes = [NAME, *(one.code for one in found.cohort.asked)]
    context = {
        "cohort": found.cohort,
        "back": reverse("mentoring:apply", kwargs={"token": token}),
        "place": codes.index(code) + 1,
        "of": len(codes),
    }
    return answered(request, form, act, "mentoring/apply_answer.html", context, lambda: _version(found))


def apply_send(request: HttpRequest, token: str) -> HttpResponse:
    try:
        found = application_by_link(token)
    except Hidden:
        return closed(request)
    back = reverse("mentoring:apply", kwargs={"token": token})
    if request.method == "POST":
        done = "Your application is sent. We have mailed you the link again, where you can look how it stands."
        return pressed(request, lambda version: services.send(application=found, version=version), done, back)
    if found.state != State.DRAFT.value:
        return redirect(back)
    rows = tables.answers(found, found.cohort.asked)
    for row, code in zip(rows, [NAME, *(one.code for one in found.cohort.asked)], strict=True):
        row["href"] = reverse("mentoring:apply_answer", kwargs={"token": token, "code": code})
    missing = unanswered(found.cohort.asked, found.name, found.said)
    context = {"application": found, "cohort": found.cohort, "rows": rows, "back": back, "missing": len(missing)}
    return render(request, "mentoring/apply_send.html", context)


def apply_withdraw(request: HttpRequest, token: str) -> HttpResponse:
    try:
        found = application_by_link(token)
    except Hidden:
        return closed(request)
    back = reverse("mentoring:apply", kwargs={"token": token})
    if request.method == "POST":
        home = reverse("mentoring:call", kwargs={"ref": found.cohort.ref})

        def act(version: int) -> None:
            services.withdraw(application=found, version=version)

        before = found.version
        ok = posted_version(request) == before and found.state in {"draft", "sent", "offered"}
        done = "You have taken your application back, and everything you wrote is gone."
        return pressed(request, act, done, home if ok else back)
    return render(
        request, "mentoring/apply_withdraw.html", {"application": found, "cohort": found.cohort, "back": back}
    )


def closed(request: HttpRequest) -> HttpResponse:
    return render(request, "mentoring/apply_closed.html", status=404)


def _version(application: Application) -> int:
    return Application.objects.values_list("version", flat=True).get(pk=application.pk)
