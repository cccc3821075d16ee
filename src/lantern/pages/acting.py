"""Doing one act from a page: a form that is not right, or comes at the wrong moment, comes back with what was typed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from lantern.kit.states import IllegalMove, OutOfDate
from lantern.pages.forms import VersionedForm


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


def typed(request: HttpRequest) -> QueryDict | None:
    """What was posted, even where it is nothing at all."""
    return request.POST if request.method == "POST" else None


def posted_version(request: HttpRequest) -> int:
    """The version a button's form carries; one that cannot be read is of no version, so nothing is overwritten."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def pressed(request: HttpRequest, act: Callable[[int], object], done: str, back: str) -> HttpResponse:
    """One press of a button on the version that was shown, and a sentence about how it went."""
    try:
        act(posted_version(request))
        messages.success(request, done)
    except (IllegalMove, OutOfDate) as problem:
        messages.error(request, str(problem))
    return redirect(back)
