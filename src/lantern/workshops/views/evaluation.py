"""Saying how sure one feels, by the one link; and, for those who run a session, what came of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lantern.access.public import Hidden
from lantern.accounts.public import actor
from lantern.kit.charts import WIDTHS
from lantern.kit.states import IllegalMove
from lantern.pages.acting import answered, pressed, typed
from lantern.pages.files import sheet
from lantern.pages.throttle import slowed, too_many
from lantern.workshops import selectors, services
from lantern.workshops.domain import confidence, drawing
from lantern.workshops.domain.sessions import TOPICS, Moment
from lantern.workshops.forms.evaluation import EvaluationForm, ThemesForm
from lantern.workshops.models import Evaluation, Session
from lantern.workshops.selectors import Results
from lantern.workshops.tables import evaluation as tables
from lantern.workshops.tables.sessions import when


def evaluate(request: HttpRequest, token: str) -> HttpResponse:
    found = evaluation_by(request, token)
    if isinstance(found, HttpResponse):
        return found
    context = {"session": found.session, "when": when(found.session), "token": token, "closed": found.closed_at}
    return render(request, "workshops/evaluate.html", context)


def evaluation_by(request: HttpRequest, token: str) -> Evaluation | HttpResponse:
    if too_many(request, "link"):
        return render(request, "429.html", status=429)
    try:
        return selectors.evaluation_by_link(token)
    except Hidden:
        return render(request, "workshops/link_closed.html", status=404)


def evaluate_before(request: HttpRequest, token: str) -> HttpResponse:
    return said(request, token, Moment.BEFORE)


def evaluate_after(request: HttpRequest, token: str) -> HttpResponse:
    return said(request, token, Moment.AFTER)


def said(request: HttpRequest, token: str, moment: Moment) -> HttpResponse:
    """One form. It writes no message and no session, so that nothing of whoever is signed in is touched."""
    found = evaluation_by(request, token)
    if isinstance(found, HttpResponse):
        return found
    form = EvaluationForm(typed(request), topics=list(found.session.topics), moment=moment)
    context = {"session": found.session, "form": form, "moment": moment, "token": token, "closed": found.closed_at}
    status = 200
    if request.method == "POST":
        status = 422
        if too_many(request, "evaluation"):
            status = slowed(form)
        elif form.is_valid():
            data = form.cleaned_data
            try:
                known = services.give_answer(
                    evaluation=found,
                    moment=moment,
                    code=data["code"],
                    scores=form.scores(),
                    words=data.get("words", ""),
                    may_quote=data.get("may_quote", False),
                )
            except IllegalMove as problem:
                form.add_error(None, str(problem))
                status = 409
            else:
                new = moment is Moment.AFTER and not known
                return render(request, "workshops/evaluated.html", {**context, "form": None, "new": new})
    return render(request, "workshops/evaluate_form.html", context, status=status)


def results(request: HttpRequest, ref: str) -> HttpResponse:
    session = selectors.session_for(actor(request), ref)
    evaluation = Evaluation.objects.filter(session=session).first()
    context: dict[str, Any] = {"session": session, "when": when(session), "evaluation": evaluation}
    if evaluation is not None:
        evaluation.session = session
        found, whole = selectors.results_of(evaluation), selectors.results_of_series(session.series)
        comments = selectors.comments_of(evaluation)
        link = reverse("workshops:evaluate", kwargs={"token": evaluation.token})
        context |= {
            "link": request.build_absolute_uri(link),
            "found": shown(found),
            "whole": shown(whole),
            "method": confidence.METHOD,
            "comments": tables.comments(comments) if comments is not None else None,
        }
    return render(request, "workshops/evaluation.html", context)


def shown(found: Results | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "counts": tables.counts(found),
        "rows": tables.rows(found),
        "finding": tables.finding(found),
        "drawn": found.shown,
    }


def closed_results(request: HttpRequest, ref: str) -> tuple[Session, Results]:
    evaluation = selectors.evaluation_for(actor(request), ref)
    found = selectors.results_of(evaluation)
    if found is None:
        raise Hidden(ref[:40])
    return evaluation.session, found


def results_chart(request: HttpRequest, ref: str) -> HttpResponse:
    _session, found = closed_results(request, ref)
    rows = [(TOPICS.label(topic), one) for topic, one in found.changes if one is not None]
    width = WIDTHS["narrow" if request.GET.get("width") == "narrow" else "wide"]
    return HttpResponse(drawing.svg(rows, width), content_type="image/svg+xml")


def results_csv(request: HttpRequest, ref: str) -> HttpResponse:
    session, found = closed_results(request, ref)
    about = [
        ["Session", session.ref, when(session)],
        ["Method", confidence.METHOD],
        ["Shown", f"Only where at least {confidence.SMALLEST} answered both times"],
    ]
    return sheet(tables.sheet(found, about), "before-and-after", as_csv=True)


def opened(request: HttpRequest, ref: str) -> HttpResponse:
    session = selectors.session_for(actor(request), ref)
    back = reverse("workshops:evaluation", kwargs={"ref": ref})
    done = "Open. Everyone with a place is told that there is something on her page."
    return pressed(request, lambda _version: services.open_evaluation(session=session, by=actor(request)), done, back)


def closed(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.evaluation_for(actor(request), ref)
    back = reverse("workshops:evaluation", kwargs={"ref": ref})

    def act(version: int) -> object:
        return services.close_evaluation(evaluation=found, version=version, by=actor(request))

    return pressed(request, act, "Closed. What can be shown is below.", back)


def comment(request: HttpRequest, ref: str, comment: UUID) -> HttpResponse:
    found = selectors.comment_for(actor(request), ref, comment)
    form = ThemesForm(typed(request), initial={"themes": found.themes})
    back = reverse("workshops:evaluation", kwargs={"ref": ref})

    def act() -> HttpResponse:
        services.code_themes(comment=found, themes=form.cleaned_data["themes"], by=actor(request))
        messages.success(request, "Kept.")
        return redirect(back)

    context = {"session": found.evaluation.session, "words": found.words, "back": back, "may_quote": found.may_quote}
    return answered(request, form, act, "workshops/comment.html", context)
