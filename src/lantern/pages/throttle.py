"""Slowing down one address that asks too often, without shutting out an office that shares one."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

RATES = {
    "sign_up": "10/m/ip",
    "check_in": "30/m/ip",
    "evaluation": "30/m/ip",
    "link": "60/m/ip",
    "apply": "10/m/ip",
}


def too_many(request: HttpRequest, what: str) -> bool:
    """Whether this address has done this too often in the last minute; counts this time too."""
    return ratelimit.consume(request, app="lantern", action=what, config=RATES) is None
