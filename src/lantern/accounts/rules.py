"""Who may look after people and their roles, and how fresh a sign-in must be for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lantern.access.public import Refused, Role, permitted
from lantern.accounts.models import Membership, User
from lantern.kit import clock

View = Callable[..., HttpResponse]


def confirmed_recently(request: HttpRequest) -> bool:
    """Whether this session proved who it is within the last five minutes, by signing in or by confirming."""
    records = get_authentication_records(request, request.user) if request.user.is_authenticated else []
    latest = max((record["at"] for record in records), default=0.0)
    return clock.now().timestamp() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def needs_fresh_sign_in(view: View) -> View:
    """Sends someone whose sign-in is stale to confirm that it is they, and back to this page.

    allauth's own decorator keeps a posted form in the session and replays it afterwards past the middleware, where a
    role that ended meanwhile would still act. Here the form is not kept: the person comes back to the page.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if confirmed_recently(request):
            return view(request, *args, **kwargs)
        ways = get_adapter(request).get_reauthentication_methods(request.user)
        if request.method == "POST":
            messages.info(
                request, "It had been a while, so nothing was done yet. Confirm that it is you, then do it again."
            )
        return redirect(f"{ways[0]['url']}?{urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})}")

    return wrapper


def check_can_manage_people(actor: Any) -> None:
    if not Membership.objects.current().filter(user=actor, role=Role.COORDINATOR, user__is_active=True).exists():
        raise Refused("not_coordinator", "Only a coordinator can invite people and change roles.")


def check_can_grant(actor: Any, user: User) -> None:
    check_can_manage_people(actor)
    if actor == user:
        raise Refused("own_role", "Nobody gives themselves a role. Ask another coordinator.", user.ref)


def check_can_end(actor: Any, membership: Membership) -> None:
    check_can_manage_people(actor)
    held = Membership.objects.current().filter(user=actor, role=Role.COORDINATOR)
    if membership.user == actor and membership.role == Role.COORDINATOR and held.count() <= 1:
        raise Refused(
            "own_last_role",
            "You cannot end your own place as coordinator. Ask another coordinator.",
            membership.user.ref,
        )


can_grant = permitted(check_can_grant)
can_end = permitted(check_can_end)
