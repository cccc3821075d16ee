"""The door: the access table, the second factor, the session's limits, guesses, and the record of refusals."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.stagekit import unstash_login
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render

from lantern.access.public import Hidden, Reach, Refused, page_of
from lantern.accounts.public import needs_second_factor, roles_of
from lantern.audit import public as audit
from lantern.config import sign_in
from lantern.kit import clock
from lantern.publishing.public import let_in

GetResponse = Callable[[HttpRequest], HttpResponse]


class Middleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


def page_name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def record_refusal(request: HttpRequest, problem: Refused | Hidden) -> None:
    """Writes a refusal to the chain: codes and references, never what was sent."""
    code = problem.code if isinstance(problem, Refused) else "hidden"
    page = page_name(request)
    actor: Any = request.user
    with transaction.atomic():
        audit.record("access.refused", (problem.subject or page)[:40], actor, code=code, page=page)


class RefusalMiddleware(Middleware):
    """Records the refusals of views. It stands outside the refused act's transaction, which has been rolled back."""

    def process_exception(self, request: HttpRequest, problem: Exception) -> None:
        if isinstance(problem, Refused | Hidden) and request.user.is_authenticated:
            record_refusal(request, problem)


class SessionLimitsMiddleware(Middleware):
    """Ends a session that has been idle, or has lasted, too long. Static files never come here."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(clock.now().timestamp())
            if sentence := self.over(request, now):
                logout(request)
                messages.info(request, sentence)
                return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
            if request.session[sign_in.SEEN_AT] != now:
                request.session[sign_in.SEEN_AT] = now
        return self.get_response(request)

    def over(self, request: HttpRequest, now: int) -> str:
        """The sentence for someone whose session is over, or nothing. A session without a beginning is over."""
        began, seen = request.session.get(sign_in.SIGNED_IN_AT, 0), request.session.get(sign_in.SEEN_AT, 0)
        if now - began >= settings.SESSION_LONGEST_SECONDS:
            return (
                "You have been signed in for a long time, so we signed you out to keep the work safe. Sign in to go on."
            )
        if now - seen >= settings.SESSION_IDLE_SECONDS:
            return "Nothing had happened for a while, so we signed you out to keep the work safe. Sign in to go on."
        return ""


class AccessTableMiddleware(Middleware):
    """Opens only what the access table opens. An address without a row is a wrong address for everyone."""

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        name = page_name(request)
        page = page_of(name)
        if page is None:
            raise Http404(name)
        if not page.open and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not page.open and page.reach_for(roles_of(request.user)) is Reach.NO:
            problem = Hidden(name[:40])
            record_refusal(request, problem)  # process_exception hears nothing of what process_view raises
            raise problem
        method = "GET" if request.method == "HEAD" else request.method
        if method not in page.methods:
            if name == "wagtail_serve":
                raise Http404(name)  # whatever is no address of ours ends there
            return HttpResponseNotAllowed(page.methods)
        return None


class SecondFactorMiddleware(Middleware):
    """Demands a second factor in the session of every role that sees reviews or experts.

    It asks the session, not the page someone came through, so a new way of signing in cannot pass it by.
    """

    ALWAYS = frozenset({"account_logout"})
    TO_SET_UP = frozenset({"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"})

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        name, user = page_name(request), request.user
        if not user.is_authenticated or name in self.ALWAYS:
            return None
        if not needs_second_factor(user) or sign_in.is_demo_person(user) or sign_in.session_has_factor(request):
            return None
        if not sign_in.has_factor(user):
            if name in self.TO_SET_UP:
                return None
            messages.info(
                request, "Your role needs a second step when you sign in. Set it up now; it takes two minutes."
            )
            return redirect("mfa_index")
        logout(request)
        messages.info(request, "Your role needs your second step. Sign in again with it.")
        return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")


class EditorsDeskMiddleware(Middleware):
    """Lets those whom the table lets through into Wagtail's pages, and loosens the policy there as far as they need.

    Its editor places what it draws with style attributes, and shows a draft in a frame of the same site; scripts stay
    ours alone.
    """

    PUBLIC = frozenset({"wagtail_serve", "wagtailimages_serve", "wagtailcore_login", "wagtailadmin_login"})
    POLICY = {"style-src": ["'unsafe-inline'"], "img-src": ["blob:"], "frame-src": ["'self'"]}
    DRAFT = frozenset({"preview_on_add", "preview_on_edit", "view_draft", "revisions_view", "workflow_preview"})

    def writing(self, request: HttpRequest) -> bool:
        name = page_name(request)
        return name.startswith(("wagtail", "simple_translation:")) and name not in self.PUBLIC

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if self.writing(request):
            let_in(request.user)
        return None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if self.writing(request) and request.user.is_authenticated:
            if page_name(request).partition(":")[2] in self.DRAFT:
                response._csp_replace = {"frame-ancestors": ["'self'"]}  # type: ignore[attr-defined]
                response["X-Frame-Options"] = "SAMEORIGIN"
                # Wagtail has the page itself answer inside, and that answer carries the public page's headers.
                del response["Content-Security-Policy"], response["X-Robots-Tag"]
            response._csp_update = self.POLICY  # type: ignore[attr-defined]
        return response


class GuessesMiddleware(Middleware):
    """Refuses the sixth wrong guess in five minutes at one account from one address, the same at every credential form.

    By account alone, anyone could lock an account's owner out; by address alone, one office shares one limit. Passkeys
    are not guessed and are not counted.
    """

    RATE = "5/5m/key"
    LOGIN, RESET, SECOND = "account_login", "account_reset_password", "mfa_authenticate"
    OWN = frozenset({"account_reauthenticate", "account_change_password", "mfa_reauthenticate", "mfa_activate_totp"})

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        name = page_name(request)
        account = self.account(request, name) if request.method == "POST" else ""
        if not account:
            return None
        key = f"{account}:{ratelimit.get_ip(request)}"
        usage = ratelimit.consume(request, app="lantern", action=name, config={name: self.RATE}, key=key)
        if usage is None:
            return render(request, "429.html", status=429)
        request.guess = None if name == self.RESET else usage  # type: ignore[attr-defined]
        return None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        usage = getattr(request, "guess", None)
        if usage is not None and response.status_code == 302:
            usage.rollback()  # a right answer is no guess
        return response

    def account(self, request: HttpRequest, name: str) -> str:
        if name == self.LOGIN:
            return request.POST.get("login", "").strip().lower()
        if name == self.RESET:
            return request.POST.get("email", "").strip().lower()
        if name == self.SECOND and "code" in request.POST:
            login = unstash_login(request, peek=True)
            return f"user {login.user.pk}" if login and login.user else ""
        if name in self.OWN and request.user.is_authenticated:
            return f"user {request.user.pk}"
        return ""
