"""The sixth guess is refused at every form, and nobody is locked out of their own account by another's guessing."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from lantern.kit import clock
from tests.cast import PASSWORD
from tests.config.test_second_factor import SECRET, browser, by_password, code_now, usable

REFUSED, GUESSES = 429, 8
RESET = "/account/password/reset/"


def from_address(client: Client, address: str) -> Client:
    client.defaults["REMOTE_ADDR"] = address
    return client


def forms(cast):
    """Each credential form: a browser at it, its address, a wrong answer."""
    TOTP.activate(cast.chair, SECRET)
    at_second_step, _ = by_password(cast.chair)
    signed_in = cast.client("chair")
    setting_up = cast.client("coordinator")
    return {
        "login": (browser(), "/account/login/", {"login": cast.chair.email, "password": "wrong"}),
        "login of nobody": (browser(), "/account/login/", {"login": "no.one@example.org", "password": "wrong"}),
        "second step": (at_second_step, reverse("mfa_authenticate"), {"code": "000000"}),
        "confirm by password": (signed_in, reverse("account_reauthenticate"), {"password": "wrong"}),
        "confirm by code": (signed_in, reverse("mfa_reauthenticate"), {"code": "000000"}),
        "change of password": (
            signed_in,
            reverse("account_change_password"),
            {"oldpassword": "wrong", "password1": "x"},
        ),
        "set up": (setting_up, reverse("mfa_activate_totp"), {"code": "000000"}),
        "reset": (browser(), RESET, {"email": cast.chair.email}),
        "reset of nobody": (browser(), RESET, {"email": "no.one@example.org"}),
    }


def test_every_credential_form_refuses_from_the_sixth_guess(cast):
    answers = {}
    for name, (client, address, said) in forms(cast).items():
        # A new claim about where it comes from each time: without proxies of ours the header is nobody's word.
        answers[name] = [
            client.post(address, said, headers={"x-forwarded-for": f"203.0.113.{guess}"}).status_code == REFUSED
            for guess in range(GUESSES)
        ]
    assert answers == dict.fromkeys(answers, [False] * 5 + [True] * (GUESSES - 5))


def test_fifty_guesses_open_nothing_even_when_the_last_is_right(cast):
    client = browser()
    for _ in range(50):
        client.post("/account/login/", {"login": cast.researcher.email, "password": "wrong"})
    answer = client.post("/account/login/", {"login": cast.researcher.email.upper(), "password": PASSWORD})
    assert (answer.status_code, usable(client)) == (REFUSED, False)


def test_the_probe_would_see_a_form_without_a_limit(cast, monkeypatch):
    monkeypatch.setattr("lantern.config.middleware.GuessesMiddleware.RATE", "500/5m/key")
    client, address, said = forms(cast)["login"]
    assert REFUSED not in [client.post(address, said).status_code for _ in range(GUESSES)]


def test_attacking_an_account_leaves_its_owner_a_way_in(cast):
    TOTP.activate(cast.chair, SECRET)
    attacker = from_address(browser(), "198.51.100.7")
    for _ in range(30):
        attacker.post("/account/login/", {"login": cast.chair.email, "password": "wrong"})
        attacker.post(RESET, {"email": cast.chair.email})
    knows_the_password = from_address(browser(), "198.51.100.8")
    by_password(cast.chair, knows_the_password)
    for _ in range(30):
        knows_the_password.post(reverse("mfa_authenticate"), {"code": "000000"})
    owner = from_address(browser(), "192.0.2.20")
    assert owner.post(RESET, {"email": cast.chair.email}).status_code == 302
    by_password(cast.chair, owner)
    owner.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert usable(owner)


def test_right_answers_are_no_guesses(cast):
    for _ in range(GUESSES):
        client, answer = by_password(cast.researcher)
        assert (answer.status_code, usable(client)) == (302, True)


def test_guesses_are_forgotten_after_five_minutes(cast, time_machine):
    time_machine.move_to(clock.now(), tick=False)
    client, address, said = forms(cast)["login"]
    for _ in range(GUESSES):
        last = client.post(address, said)
    assert last.status_code == REFUSED
    time_machine.shift(5 * 60 + 1)
    assert client.post(address, said).status_code == 200


def plain(body: bytes, email: str) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", body).replace(email.encode(), b"ADDRESS")


@pytest.mark.parametrize(
    ("address", "field", "more"), [("/account/login/", "login", {"password": "wrong"}), (RESET, "email", {})]
)
def test_known_and_unknown_addresses_read_the_same(cast, still_clock, address, field, more):
    answers = []
    for email in (cast.chair.email, "no.one@example.org"):
        client = browser()
        posted = client.post(address, {field: email, **more})
        then = client.get(posted["Location"]) if posted.status_code == 302 else posted
        headers = {k: v for k, v in posted.items() if k not in ("Content-Security-Policy", "Content-Length")}
        cookies = {name: {**morsel, "expires": ""} for name, morsel in client.cookies.items()}
        answers.append((posted.status_code, plain(then.content, email), headers, cookies))
    assert answers[0] == answers[1]


def test_the_letters_after_a_reset_say_nothing(cast, mailoutbox):
    for email in (cast.chair.email, "no.one@example.org"):
        browser().post(RESET, {"email": email})
    assert [m.to for m in mailoutbox] == [[cast.chair.email], ["no.one@example.org"]]
    assert {m.subject for m in mailoutbox} == {"Choose a new password"}
    assert [
        word for m in mailoutbox for word in ("review", "coordinates", "expert", "homicide", "chairs") if word in m.body
    ] == []
