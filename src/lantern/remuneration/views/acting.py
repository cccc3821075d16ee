"""One act on what is worked, claimed or paid, from a form that most of them share."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lantern.pages import acting


def answered(
    request: HttpRequest,
    form: Any,
    act: Callable[[], str],
    context: dict[str, Any],
    *,
    template: str = "remuneration/form.html",
    record: Any = None,
) -> HttpResponse:
    """Runs `act` on a sound form and goes where it says; `record` is what the form's version is of."""

    def version_now() -> int:
        found: int = type(record).objects.values_list("version", flat=True).get(pk=record.pk)
        return found

    return acting.answered(
        request, form, lambda: redirect(act()), template, context, None if record is None else version_now
    )
