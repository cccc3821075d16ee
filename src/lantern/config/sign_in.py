"""django-allauth by invitation: what of it we keep, what a changed factor does, and who the demonstration offers."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.account.forms import LoginForm, ResetPasswordForm, UserTokenForm
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import url_str_to_user_pk
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa import signals as mfa_signals
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_logged_in
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string

from lantern.access.public import ROLES, Role
from lantern.accounts.public import User, confirmed_recently, end_sessions, plug_scopes
from lantern.config.demo import people
from lantern.kit import clock
from lantern.register.public import Agency, Partnership

SIGNED_IN_AT, SEEN_AT = "signed_in_at", "seen_at"
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves; guesses are counted by account and address; mail says nothing."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right. Check both and try again.",
        "incorrect_password": "That is not your password. Try again.",
        "too_many_login_attempts": "There have been many tries. Wait a few minutes, then try again.",
    }

    def is_open_for_signup(self, request: object) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """A sign-in of a moment ago counts: setting up the second step straight after it asks for nothing twice."""
        return not confirmed_recently(self.request)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        messages.error(
            request, "This account is closed. If you think that is a mistake, ask the programme coordinator."
        )
        return redirect("account_login")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # allauth's own key is the account alone, by which anyone who knows an address can lock its owner out.
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{get_ip(request)}"

    def get_reset_password_from_key_url(self, key: str) -> str:
        # allauth's key begins with the person's row number; ours with their reference, which ResetTokenForm reads.
        number, _, token = key.partition("-")
        return super().get_reset_password_from_key_url(f"{User.objects.get(pk=url_str_to_user_pk(number)).ref}-{token}")

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Ours is sent by `factors_changed` and `password_changed`: allauth's tells the address and the browser."""


class MfaAdapter(DefaultMFAAdapter):
    """Seals the secrets of second factors with the field keys."""

    PLACE = "mfa_authenticator.data.secret"

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right, or has run out. Enter the one that the app shows now.",
    }

    def encrypt(self, text: str) -> str:
        return settings.LANTERN_FIELD_KEYS.seal(text, self.PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        return settings.LANTERN_FIELD_KEYS.open(encrypted_text, self.PLACE)

    def _get_site_name(self) -> str:
        return "Lantern"

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {count + 1}"


class SignInForm(LoginForm):
    """The one sign-in form. In the demonstration the page also offers a button a person."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mail address"
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    @property
    def demo_people(self) -> list[dict[str, str]]:
        if not settings.DEMO:
            return []
        return [
            {
                "email": row.email,
                "password": people.PASSWORD,
                "name": row.name,
                "role": ROLES[Role(row.role)].label,
                "sees": ROLES[Role(row.role)].sees,
            }
            for row in people.SIGN_INS
        ]


class ResetForm(ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "E-mail address"

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Takes whole steps of time, so that how long it took does not tell a known address from an unknown one."""
        began = time.monotonic()
        email: str = super().save(request, **kwargs)
        if step := settings.RESET_STEP_SECONDS:
            time.sleep(step - (time.monotonic() - began) % step)
        return email


class ResetTokenForm(UserTokenForm):
    """Finds the person of a reset link by reference. Someone whose account is closed has no link that works."""

    def _get_user(self, uidb36: str) -> User | None:
        return User.objects.filter(ref=uidb36, is_active=True).first()


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey signs in by itself unless its owner says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        alone = self.fields["passwordless"]
        alone.label = "Let this passkey sign me in without a password"
        alone.help_text = (
            "It then asks for your fingerprint, face or PIN each time. A simple security key may not be able to."
        )
        alone.initial = True
        self.fields["name"].label = "A name for it"
        self.fields["name"].help_text = "So that you know which to remove if you lose it."


def is_demo_person(user: Any) -> bool:
    """Whether this is a person of the demonstration, in the demonstration."""
    return bool(settings.DEMO) and user.email.endswith(f"@{people.DOMAIN}")


def has_factor(user: Any) -> bool:
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def session_has_factor(request: HttpRequest) -> bool:
    """Whether this session proved a second factor, whichever page it came through."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def note_sign_in(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = int(clock.now().timestamp())


def factor_added(sender: Any, request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    """Adding one has just proved it (the code of an app, the answer of a key), so this session has its factor."""
    if authenticator.type in FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
        factors_changed(request, user, f"{authenticator.type}_added")


def factor_removed(sender: Any, request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type not in FACTORS:
        return
    if not has_factor(user):
        records = get_authentication_records(request, user)
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [r for r in records if r.get("method") != "mfa"]
    factors_changed(request, user, f"{authenticator.type}_removed")


def codes_made(sender: Any, request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    factors_changed(request, user, "recovery_codes_made")


def factors_changed(request: HttpRequest, user: Any, what: str) -> None:
    """Ends every other session of theirs, and tells them in case it was not they."""
    person = User.objects.get(pk=user.pk)
    end_sessions(user=person, because=what)
    request.user = person
    update_session_auth_hash(request, person)
    tell(person)


def password_changed(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    tell(user)


def tell(user: Any) -> None:
    send_mail("Your account", render_to_string("account/email/changed.txt", {"user": user}), None, [user.email])


def partnerships() -> list[tuple[str, str]]:
    return list(Partnership.objects.values_list("ref", "name"))


def agencies() -> list[tuple[str, str]]:
    return list(Agency.objects.order_by("name").values_list("ref", "name"))


def plug() -> None:
    """Connects what lower contexts and allauth leave open. Called once, when the site starts."""
    from allauth.account import signals as account_signals  # its apps must be loaded first

    user_logged_in.connect(note_sign_in, dispatch_uid="note_sign_in")
    mfa_signals.authenticator_added.connect(factor_added, dispatch_uid="factor_added")
    mfa_signals.authenticator_removed.connect(factor_removed, dispatch_uid="factor_removed")
    mfa_signals.authenticator_reset.connect(codes_made, dispatch_uid="codes_made")
    account_signals.password_changed.connect(password_changed, dispatch_uid="password_changed")
    account_signals.password_reset.connect(password_changed, dispatch_uid="password_reset")
    plug_scopes("partnership", partnerships)
    plug_scopes("agency", agencies)
