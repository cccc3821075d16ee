"""Slowing down one address that asks too often, without shutting out an office that shares one."""

from allauth.core.internal import ratelimit
from django import forms
from django.http import HttpRequest

BUSY = (
    "Many people are asking from where you are. Please wait a minute, then press the button again. "
    "What you wrote is still here."
)
RATES = {
    "sign_up": "10/m/ip",
    # A whole room shares one address when it checks in and answers.
    "check_in": "60/m/ip",
    "evaluation": "60/m/ip",
    "link": "240/m/ip",
    "mail_again": "4/h/key",
    "apply": "10/m/ip",
}


def too_many(request: HttpRequest, what: str, key: str | None = None) -> bool:
    """Whether this address, or whatever `key` stands for, has done this too often; counts this time too."""
    return ratelimit.consume(request, app="lantern", action=what, config=RATES, key=key) is None


def slowed(form: forms.Form) -> int:
    """Has the form say so, with all that was typed; answers the status to give it with."""
    form.is_valid()
    form.add_error(None, BUSY)
    return 429
