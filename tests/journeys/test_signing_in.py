"""Signing in, setting up each second step, and inviting someone, in a browser with a key of its own."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from lantern.config.demo import people

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def give_key(traveller) -> None:
    """A key of the browser's own, which answers as if its owner had touched it."""
    devtools = traveller.page.context.new_cdp_session(traveller.page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def shut_out(email: str) -> None:
    """Guesses at someone's password from their own address, until the address may guess no more."""
    attacker = Client(headers={"host": "localhost"})
    attacker.defaults["wsgi.url_scheme"] = "https"
    answers = [attacker.post("/account/login/", {"login": email, "password": "wrong"}).status_code for _ in range(8)]
    assert answers == [200] * 5 + [429] * 3


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_a_passkey_is_added_and_then_signs_in_by_itself(traveller, settings):
    someone = traveller()
    give_key(someone)
    settings.DEMO = False  # so that the second step is demanded
    someone.sign_in("coordinator")
    someone.page.wait_for_url("**/account/2fa/")
    someone.look("second-step")
    someone.follow("Add a passkey")
    someone.look("passkey-add")
    someone.page.get_by_label("A name for it").fill("My phone")
    assert someone.page.get_by_label("Let this passkey").is_checked()
    someone.press("Add the passkey")
    someone.page.wait_for_url("**/recovery-codes/")
    someone.look("recovery-codes")
    assert Authenticator.objects.filter(type="webauthn").count() == 1
    someone.go("/account/2fa/webauthn/")
    someone.look("passkeys")
    someone.go("/people/")
    assert someone.page.locator("h1").inner_text() == "People"
    someone.press("Sign out")
    someone.page.wait_for_url("**/account/login/**")
    someone.page.go_back()
    assert someone.page.locator("h1").inner_text() == "Sign in"  # Back shows nothing of what was there
    someone.go("/people/")
    someone.look("sign-in")
    shut_out(people.SIGN_INS[0].email)
    someone.press("Sign in with a passkey")
    someone.page.wait_for_url(re.compile(r"localhost:\d+/people/$"))
    assert someone.page.locator("h1").inner_text() == "People"
    someone.look("people")


def test_an_app_is_set_up_and_asked_for(traveller, settings):
    settings.DEMO = False
    someone = traveller("chair")
    someone.page.wait_for_url("**/account/2fa/")
    someone.follow("Set up the app")
    someone.look("app-set-up")
    secret = someone.page.locator("code").first.inner_text()
    someone.page.get_by_label("code").fill("000000")
    someone.press("Turn it on")
    someone.look("app-wrong-code")
    someone.page.get_by_label("code").fill(code_of(secret))
    someone.press("Turn it on")
    someone.page.wait_for_url("**/recovery-codes/")
    first = someone.page.locator("code").first.inner_text()
    someone.press("Sign out")
    someone.page.wait_for_url("**/account/login/**")
    someone.sign_in("chair")
    someone.look("second-step-asked")
    someone.page.get_by_label("code").fill(first)
    someone.press("Sign in")
    someone.page.wait_for_url(re.compile(r"localhost:\d+/$"))


def test_someone_is_invited_and_joins(traveller, mailoutbox, time_machine):
    coordinator = traveller("coordinator")
    coordinator.go("/people/invite/")
    coordinator.look("invite")
    coordinator.press("Send the invitation")
    coordinator.look("invite-errors")
    coordinator.page.get_by_label("Their name").fill("Sorrel Wren")
    coordinator.page.get_by_label("E-mail address").fill("sorrel@example.org")
    coordinator.page.get_by_label("Role").select_option("Commissioner")
    coordinator.page.get_by_label("Over which").select_option(label=people.PARTNERSHIPS[0][0])
    coordinator.press("Send the invitation")
    coordinator.page.wait_for_url("**/people/")
    coordinator.look("people-invited")
    address = re.search(r"https?://[^/]+(/\S+)", mailoutbox[-1].body)[1]
    guest = traveller()
    guest.go(address)
    guest.look("join")
    guest.page.get_by_label("Choose a password").fill("seven quiet rivers at dusk")
    guest.press("Make my account")
    guest.look("joined")
    guest.page.get_by_label("E-mail").fill("sorrel@example.org")
    guest.page.get_by_label(re.compile("^Password")).fill("seven quiet rivers at dusk")
    guest.press("Sign in")
    guest.page.wait_for_url("**/account/2fa/")
    coordinator.follow("Give a role to Pearl Lavender")
    coordinator.look("give-a-role")
    coordinator.go("/account/reauthenticate/?next=/people/")
    coordinator.look("confirm")
    coordinator.go("/account/password/change/")
    coordinator.look("password-change")
    guest.go("/account/password/reset/")


def test_a_demonstration_person_signs_in_with_one_button(traveller):
    someone = traveller()
    someone.go("/account/login/")
    someone.look("sign-in-demonstration")
    someone.page.get_by_role("button", name="Commissioner").click()
    someone.page.wait_for_url(re.compile(r"localhost:\d+/$"))
    someone.go("/account/password/reset/")
    someone.look("password-reset")
    someone.go("/people/")
    someone.look("wrong-address")
