"""The page behind the link: anyone who holds it answers once; nobody else learns that it was ever there."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from lantern.kit import clock
from lantern.kit.links import hash_of
from lantern.remuneration.models import ApprovalLink
from tests.remuneration.paid import again, card, claimed

TOKEN = "held-by-the-payer"


@pytest.fixture
def claim(cast):
    card(cast)
    made = claimed(cast)
    ApprovalLink.objects.create(
        claim=made,
        payer=made.shares.get().payer,
        token_hash=hash_of(TOKEN),
        expires_at=clock.now() + timedelta(days=14),
    )
    return made


def page(token: str = TOKEN) -> str:
    return reverse("remuneration:link", kwargs={"token": token})


def test_whoever_holds_the_link_reads_the_claim_and_agrees_once(cast, claim):
    client = cast.client("nobody")
    for _ in range(2):
        shown = client.get(page(), secure=True)
        assert shown.status_code == 200
        text = shown.content.decode()
        for told in (cast.agency.name, "£90", "Reading papers"):
            assert told in text
        assert cast.expert.name not in text
    answered = client.post(page(), {"answer": "approve"}, secure=True)
    assert (answered.status_code, again(claim).state) == (200, "approved")
    closed, absent = (client.get(page(token), secure=True) for token in (TOKEN, "another"))
    assert closed.status_code == absent.status_code == 404
    assert without_nonce(closed) == without_nonce(absent)
    assert client.post(page(), {"answer": "query", "words": "?"}, secure=True).status_code == 404


def without_nonce(response) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value="|token" content=")[^"]*', "", response.content.decode())


@pytest.mark.parametrize("typed", [{}, {"answer": "no"}, {"answer": "query"}, {"answer": "query", "words": "x" * 301}])
def test_a_form_that_is_not_right_comes_back_and_uses_nothing_up(cast, claim, typed):
    client = cast.client("nobody")
    assert client.post(page(), typed, secure=True).status_code == 422
    assert again(claim).state == "submitted"
    client.post(page(), {"answer": "query", "words": "Which day?"}, secure=True)
    assert again(claim).state == "queried"
    assert again(claim).steps.last().words == "Which day?"


def test_a_link_that_is_too_old_is_closed(cast, claim):
    with time_machine.travel(clock.now() + timedelta(days=14, minutes=1)):
        assert cast.client("nobody").get(page(), secure=True).status_code == 404
