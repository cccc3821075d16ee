"""No way in without the second step, for every role that needs one."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import reverse

from lantern.access.public import ROLES, pages
from lantern.accounts.models import Membership
from lantern.audit import public as audit
from lantern.audit.models import Event
from tests.cast import PASSWORD, sign_in

SECRET = "JBSWY3DPEHPK3PXP"


def code_now(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def browser() -> Client:
    client = Client()
    client.defaults["wsgi.url_scheme"] = "https"
    return client


def by_password(user, client: Client | None = None):
    client = client or browser()
    return client, client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def usable(client: Client) -> bool:
    """Whether this browser opens a page that is there for everyone, but not before the second step."""
    return client.get(reverse("mfa_list_webauthn")).status_code == 200


def test_a_password_alone_opens_nothing_but_the_way_to_set_up_a_second_step(cast):
    client, answer = by_password(cast.coordinator)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    opened = {}
    for name in pages():
        try:
            address = reverse(name)
        except Exception:  # noqa: BLE001 - an address with parts, tried below
            continue
        if not pages()[name].open:
            opened[name] = client.get(address).status_code == 200
    assert {name for name, yes in opened.items() if yes} == {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
    }
    answer = client.get(reverse("accounts:people"))
    assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_index"))


@pytest.mark.parametrize("role", [role.value for role in ROLES])
def test_every_role_is_asked_as_its_description_says(cast, role):
    client, _ = by_password(cast.user(role))
    assert usable(client) is not ROLES[role].second_factor
    assert usable(cast.client(role))


def test_a_password_posted_to_every_address_yields_no_usable_session(cast):
    TOTP.activate(cast.coordinator, SECRET)
    said = {
        "login": cast.coordinator.email,
        "email": cast.coordinator.email,
        "username": cast.coordinator.email,
        "password": PASSWORD,
    }
    tried = 0
    for name in pages():
        for parts in ({}, {"ref": cast.coordinator.ref}, {"token": "x"}, {"uidb36": "1", "key": "x"}, {"pk": 1}):
            try:
                address = reverse(name, kwargs=parts)
            except Exception:  # noqa: BLE001 - this address has other parts
                continue
            client = browser()
            client.post(address, said)
            client.post(address, {**said, "next": "/"})
            assert not usable(client), name
            tried += 1
    assert tried > 25
    for path in ("/admin/login/", "/cms/login/", "/accounts/login/", "/account/signup/"):
        assert browser().post(path, said).status_code == 404


def test_the_probe_would_see_a_usable_session(cast, settings, monkeypatch):
    """The planted fault: the middleware that believes every session."""
    monkeypatch.setattr("lantern.config.sign_in.session_has_factor", lambda request: True)
    client, _ = by_password(cast.coordinator)
    assert usable(client)


def test_password_then_code_opens_the_work(cast):
    TOTP.activate(cast.coordinator, SECRET)
    client, answer = by_password(cast.coordinator)
    assert answer["Location"] == reverse("mfa_authenticate")
    assert not usable(client)
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert (wrong.status_code, usable(client)) == (200, False)
    right = client.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert (right.status_code, usable(client)) == (302, True)


def test_a_session_from_before_the_factor_is_sent_to_sign_in_again(cast):
    client = cast.client("coordinator", second_factor=False)
    TOTP.activate(cast.coordinator, SECRET)
    answer = client.get(reverse("accounts:people"))
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/people/")
    assert "_auth_user_id" not in client.session


def test_the_factor_of_someone_else_in_the_same_browser_does_not_count(cast):
    client = cast.client("chair")
    session = client.session
    kept = session["account_authentication_methods"]
    sign_in(client, cast.coordinator, second_factor=False)
    session = client.session
    session["account_authentication_methods"] = kept
    session["account_authentication_methods_user"] = str(cast.chair.pk)
    session.save()
    assert not usable(client)


def test_demo_people_pass_in_the_demonstration_alone(cast, settings):
    cast.coordinator.email = "coordinator@demo.lantern.example"
    cast.coordinator.save()
    client, _ = by_password(cast.coordinator)
    assert not usable(client)
    settings.DEMO = True
    assert usable(client)
    other, _ = by_password(cast.chair)
    assert not usable(other)


def test_someone_without_a_role_sees_the_start_page_alone(cast):
    client, _ = by_password(cast.roleless)
    opened = set()
    for name, page in pages().items():
        try:
            address = reverse(name)
        except Exception:  # noqa: BLE001 - an address with parts
            continue
        if not page.open and not name.startswith(("account_", "mfa_")) and client.get(address).status_code != 404:
            opened.add(name)
    assert opened == set()
    assert client.get(reverse("home")).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_app_proves_it_and_ends_other_sessions(cast, mailoutbox):
    client, _ = by_password(cast.coordinator)
    elsewhere = cast.client("coordinator")
    assert usable(elsewhere)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert (wrong.status_code, usable(client), usable(elsewhere)) == (200, False, True)
    right = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    assert (right.status_code, usable(client), usable(elsewhere)) == (302, True, False)
    assert [(m.subject, m.to) for m in mailoutbox] == [("Your account", [cast.coordinator.email])]
    assert Event.objects.filter(name="accounts.sessions_ended", subject=cast.coordinator.ref).count() == 1
    assert client.get(right["Location"]).status_code == 200
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in stored


@pytest.mark.django_db(transaction=True)
def test_removing_the_last_factor_takes_it_from_the_session(cast):
    TOTP.activate(cast.coordinator, SECRET)
    client, _ = by_password(cast.coordinator)
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    elsewhere = cast.client("coordinator")
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert (usable(client), usable(elsewhere)) == (False, False)
    assert client.get(reverse("mfa_index")).status_code == 200


def test_a_new_password_ends_every_session(cast):
    client, elsewhere = cast.client("coordinator"), cast.client("coordinator")
    new = "another lantern entirely"
    answer = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert (answer.status_code, usable(elsewhere), usable(client)) == (302, False, False)


def test_a_reset_yields_no_session_and_keeps_the_second_step(cast, mailoutbox):
    TOTP.activate(cast.coordinator, SECRET)
    elsewhere = cast.client("coordinator")
    client = browser()
    client.post(reverse("account_reset_password"), {"email": cast.coordinator.email})
    [letter] = mailoutbox
    address = re.search(r"https?://[^/]+(/\S+)", letter.body)[1]
    assert address.startswith(f"/account/password/reset/key/{cast.coordinator.ref}-")
    page = client.get(address, follow=True)
    new = "another lantern entirely"
    answer = client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert answer.status_code == 302
    assert "_auth_user_id" not in client.session
    assert (usable(client), usable(elsewhere)) == (False, False)
    assert client.get(address, follow=True).context["token_fail"] is True
    answer = client.post(reverse("account_login"), {"login": cast.coordinator.email, "password": new})
    assert (answer["Location"], usable(client)) == (reverse("mfa_authenticate"), False)
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert usable(client)


def test_a_closed_account_neither_signs_in_nor_resets(cast, mailoutbox):
    browser().post(reverse("account_reset_password"), {"email": cast.researcher.email})
    address = re.search(r"https?://[^/]+(/\S+)", mailoutbox[0].body)[1]
    signed_in = cast.client("researcher")
    cast.researcher.is_active = False
    cast.researcher.save()
    assert not usable(signed_in)
    assert browser().get(address, follow=True).context["token_fail"] is True
    client, answer = by_password(cast.researcher)
    assert (answer.status_code, answer["Location"], usable(client)) == (302, reverse("account_login"), False)
    assert "This account is closed" in client.get(answer["Location"]).content.decode()


def test_refusals_at_the_door_and_in_a_view_are_recorded_without_content(cast):
    client = cast.client("chair")
    assert client.get(reverse("accounts:people"), {"q": "Secret-canary"}).status_code == 404
    [event] = Event.objects.filter(name="access.refused")
    assert (event.actor, event.subject, event.detail) == (
        cast.chair.ref,
        "accounts:people",
        {"code": "hidden", "page": "accounts:people"},
    )
    coordinator = cast.client("coordinator")
    address = reverse("accounts:grant", kwargs={"ref": cast.coordinator.ref})
    assert coordinator.post(address, {"role": "chair", "name": "Secret-canary"}).status_code == 403
    event = Event.objects.filter(name="access.refused").last()
    assert (event.actor, event.subject, event.detail) == (
        cast.coordinator.ref,
        cast.coordinator.ref,
        {"code": "own_role", "page": "accounts:grant"},
    )
    assert not Membership.objects.filter(user=cast.coordinator, role="chair").exists()
    assert audit.verify().broken_at is None


def test_secrets_of_a_factor_are_new_each_time():
    assert generate_totp_secret() != generate_totp_secret()
