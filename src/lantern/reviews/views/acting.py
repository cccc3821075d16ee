"""Doing one act from a page: a form that is not right, or comes at the wrong moment, comes back with what was typed."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lantern.kit.states import IllegalMove, OutOfDate
from lantern.reviews.forms import VersionedForm


def answered(
    request: HttpRequest,
    form: Any,
    act: Callable[[], HttpResponse],
    template: str,
    context: dict[str, Any],
    version_now: Callable[[], int] | None = None,
) -> HttpResponse:
    """Runs `act` on a sound form and answers what it answers; else the form again: 422, or 409 for a wrong moment."""
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                return act()
            except (IllegalMove, OutOfDate) as problem:
                status = 409
                if isinstance(form, VersionedForm) and version_now is not None:
                    form.refuse(problem, version_now())
                else:
                    form.add_error(None, str(problem))
    return render(request, template, {**context, "form": form}, status=status)


def posted_version(request: HttpRequest) -> int:
    """The version a button's form carries; one that cannot be read is of no version, so nothing is overwritten."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
