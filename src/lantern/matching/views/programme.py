"""The whole programme: asking for a plan, looking at it, confirming it, undoing it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from lantern.accounts.public import actor
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.matching import selectors, services
from lantern.matching.domain.programme import scoring
from lantern.matching.forms.programme import AskForm, ConfirmForm
from lantern.matching.selectors import Planned
from lantern.matching.tables import compared, plans, sheet

A_PAGE = 20


def programme(request: HttpRequest) -> HttpResponse:
    user = actor(request)
    form = AskForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                asked = services.ask_allocation(by=user, seconds=form.cleaned_data["seconds"])
                return redirect("matching:plan", ref=asked.ref)
            except IllegalMove as problem:
                form.add_error(None, str(problem))
                status = 409
    inputs = selectors.programme_for(user)
    page = Paginator(selectors.allocations_for(user), A_PAGE).get_page(request.GET.get("page"))
    context = plans.overview(inputs) | {
        "form": form,
        "live": selectors.live_run(user),
        "page": page if page.paginator.num_pages > 1 else None,
        "plans": plans.listed(page),
    }
    return render(request, "matching/programme/index.html", context, status=status)


def plan(request: HttpRequest, ref: str) -> HttpResponse:
    return answer(request, selectors.planned_for(actor(request), ref))


def answer(request: HttpRequest, planned: Planned, form: ConfirmForm | None = None, status: int = 200) -> HttpResponse:
    context = plans.page(planned, unmet_only=request.GET.get("show") == "unmet") | {
        "form": form,
        "move_price": scoring.MOVE_PRICE,
        "compared": compared.beside(planned),
        "confirmations": plans.confirmations(selectors.confirmations_of(planned.allocation)),
        "ticked": form.ticked if form else context_ticks(planned),
    }
    return render(request, "matching/programme/plan.html", context, status=status)


def context_ticks(planned: Planned) -> list[str]:
    """At first everything that can be confirmed is ticked: the plan as it stands."""
    return list(planned.open_to_confirm)


def plan_progress(request: HttpRequest, ref: str) -> HttpResponse:
    """The moving part of a plan's page. Once it has come to an end the browser is told to load the whole page."""
    allocation = selectors.progress_for(actor(request), ref)
    context: dict[str, Any] = plans.progress(allocation)
    response = render(request, "matching/programme/progress.html", context)
    if not plans.is_running(allocation):
        response["HX-Refresh"] = "true"
    return response


def plan_load(request: HttpRequest, ref: str) -> HttpResponse:
    planned = selectors.planned_for(actor(request), ref)
    if planned.plan is None:
        return redirect("matching:plan", ref=ref)
    return render(
        request, "matching/programme/load.html", {"allocation": planned.allocation, **sheet.load(planned, planned.plan)}
    )


@require_POST
def plan_cancel(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    return acted(
        request, ref, lambda: services.cancel_allocation(allocation=selectors.progress_for(user, ref), by=user)
    )


@require_POST
def plan_again(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    return acted(request, ref, lambda: services.start_again(allocation=selectors.progress_for(user, ref), by=user))


def acted(request: HttpRequest, ref: str, act: Any) -> HttpResponse:
    """A button with nothing to fill in: where it came too late, say so on the page it leads to."""
    try:
        act()
    except (IllegalMove, OutOfDate) as problem:
        messages.warning(request, str(problem))
    return redirect("matching:plan", ref=ref)


@require_POST
def plan_confirm(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    planned = selectors.planned_for(user, ref)
    open_now = list(planned.open_to_confirm)
    form = ConfirmForm(request.POST, open_to_confirm=open_now)
    if not form.is_valid():
        return answer(request, planned, form, 422)
    try:
        services.confirm(allocation=planned.allocation, reviews=form.cleaned_data["picked"], by=user)
    except (IllegalMove, OutOfDate) as problem:
        form.add_error(None, str(problem))
        return answer(request, selectors.planned_for(user, ref), form, 409)
    messages.success(request, "Confirmed. Nobody has been asked yet: the terms of each offer come first.")
    return redirect("matching:plan", ref=ref)


@require_POST
def confirmation_undo(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    confirmation = selectors.confirmation_for(user, ref)

    def act() -> None:
        services.undo(confirmation=confirmation, by=user)
        messages.success(request, "Undone. The drafts are withdrawn, and nobody was asked.")

    return acted(request, confirmation.allocation.ref, act)
