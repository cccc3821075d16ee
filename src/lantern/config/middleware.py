"""The door: the access table, the second factor, the session's limits, and the record of refusals."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed

from lantern.access.public import Hidden, Reach, Refused, pages
from lantern.accounts.public import roles_of
from lantern.audit import public as audit

GetResponse = Callable[[HttpRequest], HttpResponse]


class Middleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


class AccessTableMiddleware(Middleware):
    """Opens only what the access table opens. An address without a row is a wrong address for everyone."""

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        page = pages().get(name)
        if page is None:
            raise Http404(name)
        if not page.open and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not page.open and page.reach_for(roles_of(request.user)) is Reach.NO:
            raise Hidden(name[:40])
        method = "GET" if request.method == "HEAD" else request.method
        if method not in page.methods:
            return HttpResponseNotAllowed(page.methods)
        return None


class RefusalMiddleware(Middleware):
    """Writes refusals to the chain. It stands outside the refused act's transaction, which has been rolled back."""

    def process_exception(self, request: HttpRequest, problem: Exception) -> None:
        if isinstance(problem, Refused | Hidden) and request.user.is_authenticated:
            code = problem.code if isinstance(problem, Refused) else "hidden"
            page = request.resolver_match.view_name if request.resolver_match else ""
            with transaction.atomic():
                audit.record("access.refused", problem.subject or page, request.user, code=code, page=page)


class SessionLimitsMiddleware(Middleware):
    """Ends a session that has been idle, or has lasted, too long."""


class SecondFactorMiddleware(Middleware):
    """Demands a second factor in the session of every role that sees reviews or experts."""
