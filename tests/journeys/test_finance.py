"""Out to a finance team and back, and the ledger that results: for the programme, a commissioner and an agency."""

import re
from datetime import timedelta

import pytest

from lantern.accounts.models import User
from lantern.config.demo import people
from lantern.kit import clock, spreadsheets
from lantern.register.models import Expert, Partnership
from lantern.remuneration import services
from lantern.remuneration.domain.rates import Rate, Unit
from lantern.remuneration.domain.work import Kind, SourceKind
from lantern.remuneration.models import Engagement, Payment

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
BANK = "An invented agency\n00-00-00\n00000000"


def demo_user(role: str) -> User:
    return User.objects.get(email=next(row.email for row in people.SIGN_INS if row.role == role))


def sent_for_payment() -> list[Payment]:
    """Three experts' hours for one partnership: claimed, approved and sent, one with an hour given unpaid."""
    programme, commissioner = demo_user("coordinator"), demo_user("commissioner")
    partnership = Partnership.objects.get(ref=commissioner.memberships.get(role="commissioner").scope)
    second = User.objects.create_user("second@example.org", people.PASSWORD, name="Second Coordinator")
    second.memberships.create(role="coordinator")
    rates = {kind: Rate(Unit.HOUR, 45_00) for kind in Kind}
    card = services.propose_card(name="Rates", valid_from=clock.today() - timedelta(days=90), rates=rates, by=programme)
    services.approve_card(card=card, version=card.version, by=second)
    payments = []
    for number, expert in enumerate(Expert.objects.exclude(agency=None).order_by("pk")[:3]):
        made = services.open_engagement(
            source_ref=f"journey-{number}", source_kind=SourceKind.SEAT, expert=expert, partnership=partnership,
            on=clock.today() - timedelta(days=60), by=programme,
        )  # fmt: skip
        engagement = Engagement.objects.get(pk=made.pk)
        payee = engagement.payee
        services.set_payee(payee=payee, version=payee.version, by=programme, bank=BANK)
        for ago, minutes, donated in ((40, 150, False), (20, 240, False), (10, 60, True)):
            services.record_entry(
                engagement=engagement, kind=Kind.READING, done_on=clock.today() - timedelta(days=ago), minutes=minutes,
                donated=donated, by=programme,
            )  # fmt: skip
        claim = services.claim_now(engagement=engagement, by=programme)
        claim = services.approve_claim(claim=claim, version=claim.version, by=commissioner)
        payments += services.send_for_payment(claim=claim, version=claim.version, by=programme)
        services.record_entry(engagement=engagement, kind=Kind.TRAVEL, done_on=clock.today(), minutes=45, by=programme)
    return payments


def test_payments_go_out_in_a_batch_and_come_back_paid(traveller):
    payments = sent_for_payment()
    her = traveller("commissioner")
    her.follow("Claims")
    her.follow("Payments to finance")
    her.look("finance-waiting")
    her.page.get_by_role("button", name="Make a batch").click()
    her.look("finance-batch")
    with her.page.expect_download() as taken:
        her.follow("Download for finance (CSV)")
    rows = spreadsheets.read(taken.value.path().read_bytes())
    waiting = Payment.objects.filter(state="sent", share__payer=payments[0].share.payer).order_by("pk")
    assert sorted(row[0] for row in rows[1:]) == sorted(
        payment.ref for payment in waiting
    )  # the demonstration has one too
    with her.page.expect_download() as taken:
        her.page.get_by_role("link", name=payments[0].share.invoice_name).click()
    assert taken.value.suggested_filename == f"invoice-{payments[0].share.invoice_name}.pdf"
    assert taken.value.path().read_bytes().startswith(b"%PDF-1.7")

    day = clock.today().isoformat()
    sheet = [["Details", "Paid", "When"]]
    sheet += [[f"BACS {payments[0].share.invoice_name}", "292.50", day], [payments[1].ref, "100.00", day]]
    sheet += [["LN-000999", "5.00", day]]
    her.go("/pay/finance/paid/")
    her.look("finance-upload")
    her.page.get_by_label("What finance sent").set_input_files(
        {"name": "sheet.csv", "mimeType": "text/csv", "buffer": spreadsheets.to_csv(sheet)}
    )
    her.press("Read the file")
    her.look("finance-columns")
    her.page.get_by_label("Date paid").select_option("2")
    her.press("Read these columns")
    her.look("finance-preview")
    her.press("Mark these as paid")
    her.look("finance-marked")
    assert [Payment.objects.get(pk=payment.pk).state for payment in payments] == ["paid", "sent", "sent"]


def test_the_ledger_says_what_became_of_every_hour(traveller):
    payments = sent_for_payment()
    programme = demo_user("coordinator")
    services.record_paid(payment=payments[0], on=clock.today(), by=programme)
    for role in ("coordinator", "commissioner", "agency_lead", "researcher"):
        her = traveller(role)
        her.go("/insight/ledger/")
        her.look(f"ledger-{role}")
        if role == "coordinator":
            her.page.locator("main table").get_by_role("link", name=re.compile(r"^\d")).first.click()
            her.look("ledger-rows")
