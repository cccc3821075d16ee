"""Doing one act from a page: a form that is not right, or comes at the wrong moment, comes back with what was typed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lantern.kit.states import IllegalMove, OutOfDate
from lantern.remuneration.forms.versions import SeenForm


def answered(
    request: HttpRequest,
    form: Any,
    act: Callable[[], str],
    context: dict[str, Any],
    *,
    template: str = "remuneration/form.html",
    record: Any = None,
) -> HttpResponse:
    """Runs `act` on a sound form and goes where it says; else the form again: 422, or 409 for a wrong moment."""
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                return redirect(act())
            except (IllegalMove, OutOfDate) as problem:
                status = 409
                if isinstance(form, SeenForm):
                    form.refuse(problem, type(record).objects.values_list("version", flat=True).get(pk=record.pk))
                else:
                    form.add_error(None, str(problem))
    return render(request, template, {**context, "form": form}, status=status)


def pressed(request: HttpRequest, act: Callable[[int], object], done: str, back: str) -> HttpResponse:
    """One press of a button on the version that was shown, and a sentence about how it went."""
    text = request.POST.get("version", "")
    # A version that cannot be read is of no version, so nothing is overwritten.
    version = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    try:
        act(version)
        messages.success(request, done)
    except (IllegalMove, OutOfDate) as problem:
        messages.error(request, str(problem))
    return redirect(back)
