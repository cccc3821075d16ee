"""From approval to the finance team and back: who may, once each, and nothing paid twice."""

from datetime import timedelta

import pytest
import time_machine
from django.db.models import ProtectedError

from lantern.access.public import Hidden, Refused
from lantern.kit import clock, spreadsheets
from lantern.kit.spreadsheets import Unreadable
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.remuneration import selectors, services
from lantern.remuneration.domain.remittance import Layout, Outcome
from lantern.remuneration.domain.work import CostKind, Kind
from lantern.remuneration.models import BatchLine, Claim, Payee, Payment, PendingRemittance, Remittance
from tests.cast import Cast
from tests.remuneration import paid
from tests.remuneration.paid import events, mark

HEAD = ["Invoice", "Amount paid", "Date paid"]
BANK = "Rowan House\n00-00-00\n00000000"


def sent(cast: Cast, *, source: str = "") -> Payment:
    """A payment sent for two hours of reading: £90."""
    claim = paid.approved(cast, paid.claimed(cast, paid.engaged(cast, source=source)))
    return services.send_for_payment(claim=claim, version=claim.version, by=cast.coordinator)[0]


def file_of(*rows: list[str]) -> bytes:
    return spreadsheets.to_csv([HEAD, *rows])


def paying(payment: Payment, *, amount: str = "90.00") -> list[str]:
    return [payment.share.invoice_name, amount, clock.today().isoformat()]


@pytest.fixture
def world(cast: Cast) -> Cast:
    paid.card(cast)
    return cast


# The invoice


def test_an_invoice_says_what_the_claim_says(world):
    engagement = paid.engaged(world)
    services.set_payee(
        payee=engagement.payee, version=engagement.payee.version, by=world.coordinator, name="Rowan House",
        address="14 Example Lane\n\n Ashmere ", bank=BANK, vat_number="GB 000", vat_basis_points=2000,
    )  # fmt: skip
    engagement = paid.fresh(engagement)
    paid.logged(world, engagement, minutes=90)
    paid.logged(world, engagement, kind=Kind.PANEL_MEETING, minutes=150, ago=3)
    paid.logged(world, engagement, donated=True, ago=4)
    services.record_cost(
        engagement=engagement, kind=CostKind.INTERPRETER, spent_on=clock.today(), pence=60_50, by=world.expert_user
    )
    claim = paid.approved(world, services.claim_now(engagement=engagement, by=world.expert_user))
    (payment,) = services.send_for_payment(claim=claim, version=claim.version, by=world.coordinator)
    mine = selectors.share_for(world.expert_user, payment.share.ref)
    since = mark()
    found = services.take_invoice(share=mine, by=world.expert_user)
    assert events(since) == ["remuneration.invoice_taken"]
    assert [(one.kind, one.quantity, one.rate, one.pence) for one in found.work] == [
        ("Panel meeting", "2 h 30 min", "£175.00 half a day", 175_00),
        ("Reading papers", "1 h 30 min", "£45.00 an hour", 67_50),
    ]
    assert [(one.kind, one.pence) for one in found.costs] == [("Interpreter", 60_50)]
    assert (found.net_pence, found.vat_pence, found.total_pence) == (303_00, 60_60, 363_60)
    assert (found.payee.name, found.payee.address, found.payer.name) == (
        "Rowan House", ("14 Example Lane", "Ashmere"), "Ashmere Community Safety Partnership",
    )  # fmt: skip
    assert (found.bank, found.vat_number, found.due_on) == (tuple(BANK.split("\n")), "GB 000", claim.due_on)


def test_a_promised_day_rate_that_pays_more_is_the_rate_on_the_invoice(world):
    engagement = paid.engaged(world, day_rate_pence=700_00)
    claim = paid.approved(world, paid.claimed(world, engagement))
    (payment,) = services.send_for_payment(claim=claim, version=claim.version, by=world.coordinator)
    found = selectors.finance.invoice_of(selectors.share_for(world.coordinator, payment.share.ref))
    assert [(one.rate, one.pence) for one in found.work] == [("£700.00 a day of 7 h", 200_00)]


def test_two_payers_each_have_their_own_invoice_and_see_no_other(world):
    engagement = paid.engaged(world)
    other = services.engagements.payer_of_partnership(world.partnership_elsewhere)
    lead = engagement.lead_payer
    services.set_shares(
        engagement=engagement,
        version=engagement.version,
        shares=[(lead, 2, None), (other, 1, None)],
        by=world.coordinator,
    )
    claim = paid.approved(world, paid.claimed(world, paid.fresh(engagement)))
    first, second = services.send_for_payment(claim=claim, version=claim.version, by=world.coordinator)
    assert selectors.share_for(world.commissioner, first.share.ref) == first.share
    with pytest.raises(Hidden):
        selectors.share_for(world.commissioner, second.share.ref)
    assert set(selectors.shares_visible_to(world.expert_user)) == {first.share, second.share}
    both = [selectors.finance.invoice_of(payment.share) for payment in (first, second)]
    assert [(one.net_pence, one.whole_net_pence, one.is_shared) for one in both] == [
        (60_00, 90_00, True),
        (30_00, 90_00, True),
    ]


def test_an_invoice_is_nobodys_elses(world):
    share = sent(world).share
    for who in (world.expert_user_elsewhere, world.commissioner_elsewhere, world.chair, world.researcher, world.editor):
        with pytest.raises(Hidden):
            selectors.share_for(who, share.ref)
    for who in (world.expert_user, world.agency_lead, world.commissioner, world.coordinator):
        assert selectors.share_for(who, share.ref) == share


def test_invoice_numbers_follow_each_other_and_a_second_attempt_keeps_its_own(world):
    first, second, third = sent(world), sent(world), sent(world)
    services.record_failed(payment=second, reason="Account closed", by=world.coordinator)
    claim = Claim.objects.get(shares=second.share)
    (retried,) = services.send_for_payment(claim=claim, version=claim.version, by=world.coordinator)
    assert [payment.share.invoice_name for payment in (first, second, third, retried)] == [
        "LN-000001",
        "LN-000002",
        "LN-000003",
        "LN-000002",
    ]
    assert retried.ref != second.ref


# Batches


def test_a_payment_goes_out_in_one_batch_only(world):
    payment = sent(world)
    since = mark()
    made = services.make_batch(payer=payment.share.payer, by=world.commissioner)
    assert (made.number, [line.payment for line in made.lines.all()]) == (1, [payment])
    with pytest.raises(IllegalMove):
        services.make_batch(payer=payment.share.payer, by=world.coordinator)
    rows = services.take_batch(batch=made, by=world.commissioner)
    assert [row[0] for row in rows[1:]] == [payment.ref]
    assert events(since) == ["remuneration.batch_made", "remuneration.batch_taken"]


def test_a_batch_holds_no_bank_details(world):
    payee = Payee.objects.get_or_create(agency=world.agency)[0]
    services.set_payee(payee=payee, version=payee.version, by=world.coordinator, bank=BANK)
    made = services.make_batch(payer=sent(world).share.payer, by=world.coordinator)
    text = spreadsheets.to_csv(services.take_batch(batch=made, by=world.coordinator)).decode()
    assert ("00-00-00" in text, "00000000" in text) == (False, False)


def test_only_who_pays_and_the_programme_make_and_see_a_batch(world):
    payer = sent(world).share.payer
    for who in (world.expert_user, world.agency_lead, world.commissioner_elsewhere, world.chair):
        with pytest.raises(Refused):
            services.make_batch(payer=payer, by=who)
    made = services.make_batch(payer=payer, by=world.commissioner)
    for who in (world.expert_user, world.agency_lead, world.commissioner_elsewhere, world.chair):
        with pytest.raises(Hidden):
            selectors.batch_for(who, made.ref)
    assert selectors.batch_for(world.coordinator, made.ref) == made


def test_what_went_out_cannot_be_deleted(world):
    made = services.make_batch(payer=sent(world).share.payer, by=world.coordinator)
    with pytest.raises(ProtectedError):
        made.delete()
    assert BatchLine.objects.count() == 1


# Remittances


def taken(world: Cast, content: bytes, *, by=None) -> int:
    by = by or world.coordinator
    pending = services.read_remittance(content=content, by=by)
    preview = selectors.pending_remittance(by, pending.ref)
    return services.confirm_remittance(ref=pending.ref, expected=len(preview.matched), by=by)


def test_what_was_paid_is_marked_once_and_the_file_again_changes_nothing(world):
    payment = sent(world)
    content = file_of(paying(payment))
    since = mark()
    assert taken(world, content) == 1
    claim = Claim.objects.get()
    assert (claim.state, claim.paid_on) == ("paid", clock.today())
    assert events(since) == [
        "remuneration.remittance_uploaded",
        "remuneration.claim_paid",
        "remuneration.remittance_read",
    ]
    before = (Payment.objects.get(), Claim.objects.get().version)
    assert taken(world, content) == 0
    assert (Payment.objects.get(), Claim.objects.get().version) == before
    pending = services.read_remittance(content=content, by=world.coordinator)
    preview = selectors.pending_remittance(world.coordinator, pending.ref)
    assert [line.outcome for line in preview.lines] == [Outcome.MARKED_ALREADY]
    assert preview.taken_before == Remittance.objects.get()


def test_looking_marks_nothing(world):
    payment = sent(world)
    services.read_remittance(content=file_of(paying(payment)), by=world.coordinator)
    payment.refresh_from_db()
    assert (payment.state, Remittance.objects.count()) == ("sent", 0)


def test_what_does_not_match_is_reported_and_left(world):
    payment = sent(world)
    rows = [["LN-000999", "90.00", "2026-11-01"], paying(payment, amount="45.00"), ["", "x", ""]]
    pending = services.read_remittance(content=file_of(*rows), by=world.coordinator)
    preview = selectors.pending_remittance(world.coordinator, pending.ref)
    assert [(line.row, line.outcome) for line in preview.unmatched] == [
        (2, Outcome.UNKNOWN),
        (3, Outcome.TOO_LITTLE),
        (4, Outcome.UNKNOWN),
    ]
    assert services.confirm_remittance(ref=pending.ref, expected=0, by=world.coordinator) == 0
    assert (Payment.objects.get().state, Remittance.objects.get().unmatched) == ("sent", 3)


def test_a_commissioner_marks_her_own_payments_and_learns_of_no_other(world):
    payment = sent(world)
    pending = services.read_remittance(content=file_of(paying(payment)), by=world.commissioner_elsewhere)
    preview = selectors.pending_remittance(world.commissioner_elsewhere, pending.ref)
    assert [line.outcome for line in preview.lines] == [Outcome.UNKNOWN]
    assert taken(world, file_of(paying(payment)), by=world.commissioner) == 1


def test_a_payment_marked_meanwhile_stops_the_file(world):
    payment = sent(world)
    pending = services.read_remittance(content=file_of(paying(payment)), by=world.coordinator)
    services.record_paid(payment=payment, on=clock.today(), by=world.commissioner)
    with pytest.raises(OutOfDate):
        services.confirm_remittance(ref=pending.ref, expected=1, by=world.coordinator)
    assert (Remittance.objects.count(), PendingRemittance.objects.count()) == (0, 1)


def test_a_file_confirmed_twice_is_taken_once(world):
    payment = sent(world)
    pending = services.read_remittance(content=file_of(paying(payment)), by=world.coordinator)
    services.confirm_remittance(ref=pending.ref, expected=1, by=world.coordinator)
    with pytest.raises(Hidden):
        services.confirm_remittance(ref=pending.ref, expected=1, by=world.coordinator)


def test_a_file_with_strange_headings_waits_for_its_columns(world):
    payment = sent(world)
    content = spreadsheets.to_csv([["A", "B", "C"], [clock.today().isoformat(), "90.00", "x"]])
    content = content.replace(b"x", payment.ref.encode())
    pending = services.read_remittance(content=content, by=world.coordinator)
    preview = selectors.pending_remittance(world.coordinator, pending.ref)
    assert (preview.lines, preview.layout) == (None, None)
    with pytest.raises(OutOfDate):
        services.confirm_remittance(ref=pending.ref, expected=0, by=world.coordinator)
    services.set_remittance_layout(
        ref=pending.ref, layout=Layout(0, reference=2, amount=1, paid_on=0), by=world.coordinator
    )
    assert services.confirm_remittance(ref=pending.ref, expected=1, by=world.coordinator) == 1


def test_a_waiting_file_is_its_owners_and_not_for_long(world):
    pending = services.read_remittance(content=file_of(["x", "1.00", "2026-11-01"]), by=world.coordinator)
    assert "Invoice" not in pending.content_sealed
    with pytest.raises(Hidden):
        selectors.pending_remittance(world.commissioner, pending.ref)
    with pytest.raises(Hidden):
        services.put_remittance_away(ref=pending.ref, by=world.commissioner)
    with time_machine.travel(clock.now() + timedelta(minutes=31), tick=False), pytest.raises(Hidden):
        selectors.pending_remittance(world.coordinator, pending.ref)
    services.put_remittance_away(ref=pending.ref, by=world.coordinator)
    assert PendingRemittance.objects.count() == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        "Invoice,Amount\nLN-000001,£90".encode("latin-1"),
        b"PK\x03\x04broken",
        b"Invoice\x00,Amount\nx,1",
    ],
)
def test_a_broken_file_is_refused_in_a_sentence(world, content):
    with pytest.raises(Unreadable):
        services.read_remittance(content=content, by=world.coordinator)
    assert PendingRemittance.objects.count() == 0
