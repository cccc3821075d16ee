"""Hours to money: an expert claims on her phone, the partnership asks and approves, the programme sends and settles."""

import re

import pytest

from lantern.remuneration.models import Claim

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_an_expert_claims_and_answers_a_question(traveller):
    her = traveller("expert")
    her.look("home-expert-pay")
    her.follow("Hours and pay")
    her.look("pay-hours")
    her.page.locator(".card", has_text="To claim").get_by_role("link").first.click()
    her.look("pay-log")
    her.follow("Add time")
    her.page.get_by_label("Hours", exact=True).fill("0")
    her.press("Save")
    her.look("pay-time-wrong")
    assert "Enter how long it took" in her.page.content()
    her.page.get_by_label("Hours", exact=True).fill("1")
    her.page.get_by_label("Minutes", exact=True).fill("30")
    her.press("Save")
    her.follow("Add an access cost")
    her.page.get_by_label("What did it cost?").fill("12.50")
    her.look("pay-cost")
    her.press("Save")
    her.follow("Check and claim")
    her.look("pay-check")
    her.press("Send the claim")
    her.look("pay-claim-sent")
    assert "Your claim for" in her.page.content()

    her.follow("Claims")
    her.look("pay-claims")
    asked = Claim.objects.get(state="queried", engagement__expert__name="Dilan Alder")
    her.go(f"/pay/claims/{asked.ref}/")
    her.look("pay-claim-asked")
    her.follow("Answer")
    her.page.get_by_label("Your answer").fill("Yes, for both meetings.")
    her.press("Send")
    assert "Your answer is sent" in her.page.content()


def test_a_partnership_asks_and_approves(traveller):
    her = traveller("commissioner")
    her.look("home-commissioner-pay")
    her.follow("Claims")
    her.look("pay-claims-commissioner")
    waiting = Claim.objects.get(state="submitted", engagement__expert__name="Dilan Alder")
    her.go(f"/pay/claims/{waiting.ref}/")
    assert "Dilan" not in her.page.locator("main").inner_text()
    her.look("pay-claim-to-approve")
    her.follow("Ask a question first")
    her.page.get_by_label("What do you need to know?").fill("Was the travel both ways?")
    her.look("pay-claim-ask")
    her.follow("Cancel")
    her.press("Approve the claim")
    assert "The claim is approved" in her.page.content()


def test_the_programme_sends_settles_and_decides_on_rates(traveller):
    her = traveller("coordinator")
    her.look("home-coordinator-pay")
    ready = Claim.objects.get(state="approved")
    her.go(f"/pay/claims/{ready.ref}/")
    her.press("Send for payment")
    her.look("pay-claim-on-its-way")
    her.follow("It was paid")
    her.look("pay-paid")
    her.press("It was paid")
    assert Claim.objects.get(pk=ready.pk).state == "paid"
    her.go("/pay/rates/")
    her.look("pay-rates")
    her.page.locator("table").first.get_by_role("link", name=re.compile("Panel rates")).click()
    her.look("pay-card")
    her.press("Approve these rates")
    assert "Approved." in her.page.content()
    her.follow("Propose a new version from these")
    her.look("pay-propose")
    her.go("/pay/payers/")
    her.look("pay-payers")
    her.follow("Ashmere Community Safety Partnership")
    her.look("pay-payer")


def test_an_agency_lead_sees_her_own_agency(traveller):
    her = traveller("agency_lead")
    her.follow("Hours and pay")
    her.look("pay-hours-agency")
    her.follow("Claims")
    her.look("pay-claims-agency")
