"""Two people at the same moment, in two threads with a connection each: one act counts, the other is told."""

from datetime import timedelta

import pytest

from lantern.access.public import Role
from lantern.audit import public as audit
from lantern.audit.models import Event
from lantern.kit import clock
from lantern.kit.links import hash_of
from lantern.kit.spreadsheets import to_csv
from lantern.remuneration import services
from lantern.remuneration.domain.rates import CardState
from lantern.remuneration.domain.work import Kind
from lantern.remuneration.models import (
    ApprovalLink,
    Batch,
    Claim,
    ClaimShare,
    ClaimStep,
    Entry,
    Payment,
    RateCard,
    Remittance,
)
from lantern.remuneration.services.payments import Reported
from tests.cast import person
from tests.racing import at_once
from tests.remuneration.paid import RATES, again, approved, card, claimed, engaged, fresh, logged, second_coordinator

pytestmark = pytest.mark.django_db(transaction=True)


def count(name: str) -> int:
    return Event.objects.filter(name=f"remuneration.{name}").count()


def test_two_approvers_at_once_and_one_counts(cast):
    card(cast)
    claim = claimed(cast)
    other = person("Casey Missioner", Role.COMMISSIONER, cast.partnership.ref)
    copies = [again(claim), again(claim)]
    went = at_once(
        lambda: services.approve_claim(claim=copies[0], version=claim.version, by=cast.commissioner),
        lambda: services.approve_claim(claim=copies[1], version=claim.version, by=other),
    )
    assert went == ["OutOfDate", "done"]
    assert ClaimStep.objects.filter(action="approve").count() == count("claim_approved") == 1
    assert audit.verify().broken_at is None


def test_approved_and_questioned_at_once_is_one_of_the_two(cast):
    card(cast)
    claim = claimed(cast)
    copies = [again(claim), again(claim)]
    went = at_once(
        lambda: services.approve_claim(claim=copies[0], version=claim.version, by=cast.commissioner),
        lambda: services.query_claim(claim=copies[1], version=claim.version, words="Which day?", by=cast.commissioner),
    )
    assert went == ["OutOfDate", "done"]
    assert count("claim_approved") + count("claim_queried") == 1


def test_one_press_twice_claims_once(cast):
    card(cast)
    engagement = engaged(cast)
    logged(cast, engagement)
    copies = [fresh(engagement), fresh(engagement)]
    went = at_once(*(lambda copy=copy: services.claim_now(engagement=copy, by=cast.expert_user) for copy in copies))
    assert went == ["IllegalMove", "done"]
    assert Claim.objects.count() == count("claim_submitted") == 1


def test_sent_for_payment_twice_at_once_is_one_payment_with_one_number(cast):
    card(cast)
    claim = approved(cast)
    copies = [again(claim), again(claim)]
    went = at_once(
        *(
            lambda copy=copy: services.send_for_payment(claim=copy, version=claim.version, by=cast.coordinator)
            for copy in copies
        )
    )
    assert went == ["OutOfDate", "done"]
    assert Payment.objects.count() == count("claim_sent") == 1


def test_two_claims_sent_at_once_take_two_numbers(cast):
    card(cast)
    first = approved(cast)
    engagement = engaged(cast)
    logged(cast, engagement, ago=5)
    second = approved(cast, services.claim_now(engagement=engagement, by=cast.expert_user))
    went = at_once(
        *(
            lambda claim=claim: services.send_for_payment(claim=claim, version=claim.version, by=cast.coordinator)
            for claim in (again(first), again(second))
        )
    )
    assert went == ["done", "done"]
    assert sorted(ClaimShare.objects.values_list("invoice_number", flat=True)) == [1, 2]


def test_a_payment_marked_by_two_people_at_once_is_paid_once(cast):
    card(cast)
    claim = approved(cast)
    (payment,) = services.send_for_payment(claim=claim, version=claim.version, by=cast.coordinator)
    copies = [Payment.objects.get(pk=payment.pk) for _ in range(2)]
    line = Reported(payment.ref, payment.share.total_pence, clock.today())
    went = at_once(
        lambda: services.record_paid(payment=copies[0], on=clock.today(), by=cast.commissioner),
        lambda: services.record_paid(payment=copies[1], on=clock.today(), by=cast.coordinator),
    )
    assert went == ["OutOfDate", "done"]
    assert services.settle(reported=[line], by=cast.coordinator).already == (payment.ref,)
    assert count("claim_paid") == 1
    assert again(claim).state == "paid"


def test_a_remittance_read_twice_at_once_marks_once(cast):
    card(cast)
    claim = approved(cast)
    (payment,) = services.send_for_payment(claim=claim, version=claim.version, by=cast.coordinator)
    line = Reported(payment.ref, payment.share.total_pence, clock.today())
    found = []
    went = at_once(*(lambda: found.append(services.settle(reported=[line], by=cast.coordinator)) for _ in range(2)))
    assert went == ["done", "done"]
    assert sorted(len(one.marked) for one in found) == [0, 1]
    assert count("claim_paid") == 1


def test_a_link_used_twice_at_once_answers_once(cast):
    card(cast)
    engagement = engaged(cast)
    logged(cast, engagement)
    claim = services.claim_now(engagement=engagement, by=cast.expert_user)
    ApprovalLink.objects.create(
        claim=claim,
        payer=engagement.lead_payer,
        token_hash=hash_of("token"),
        expires_at=clock.now() + timedelta(days=1),
    )
    went = at_once(
        lambda: services.approve_by_link(token="token"), lambda: services.query_by_link(token="token", words="Why?")
    )
    assert went in (["Hidden", "done"], ["OutOfDate", "done"])
    assert count("claim_approved") + count("claim_queried") == 1


def test_two_corrections_of_one_entry_at_once_keep_one(cast):
    card(cast)
    entry = logged(cast, engaged(cast))
    copies = [Entry.objects.select_related("engagement__expert__user").get(pk=entry.pk) for _ in range(2)]
    went = at_once(
        *(
            lambda copy=copy, minutes=minutes: services.correct_entry(
                entry=copy, version=entry.version, minutes=minutes, by=cast.expert_user
            )
            for copy, minutes in zip(copies, (30, 40), strict=True)
        )
    )
    assert went == ["OutOfDate", "done"]


def test_a_correction_and_a_claim_at_once_agree_on_the_amount(cast):
    card(cast)
    engagement = engaged(cast)
    entry = logged(cast, engagement)
    copy = Entry.objects.select_related("engagement__expert__user").get(pk=entry.pk)
    went = at_once(
        lambda: services.correct_entry(entry=copy, version=entry.version, minutes=60, by=cast.expert_user),
        lambda: services.claim_now(engagement=engagement, by=cast.expert_user),
    )
    entry.refresh_from_db()
    assert Claim.objects.get().net_pence == entry.minutes * 75
    assert went in (["IllegalMove", "done"], ["done", "done"])


def test_overlapping_hours_logged_at_once_are_logged_once(cast):
    engagement = engaged(cast)
    at = clock.now().time().replace(hour=10, minute=0, second=0, microsecond=0)
    went = at_once(
        *(
            lambda copy=copy: logged(cast, copy, kind=Kind.PANEL_MEETING, starts=at)
            for copy in (fresh(engagement), fresh(engagement))
        )
    )
    assert went == ["IllegalMove", "done"]
    assert Entry.objects.count() == 1


def test_two_new_cards_for_one_day_approved_at_once_leave_one(cast):
    day = clock.today() + timedelta(days=10)
    made = [services.propose_card(name="Rates", valid_from=day, rates=RATES, by=cast.coordinator) for _ in range(2)]
    second_coordinator()
    went = at_once(
        *(lambda one=one: services.approve_card(card=one, version=one.version, by=second_coordinator()) for one in made)
    )
    assert went == ["IllegalMove", "done"]
    assert RateCard.objects.filter(state=CardState.IN_FORCE).count() == 1


def test_work_handed_down_twice_at_once_is_there_once(cast):
    said = {"source_ref": "SEAT", "kind": Kind.READING, "done_on": clock.today(), "minutes": 30, "work_ref": "PAPER"}
    went = at_once(*(lambda: engaged(cast, source="SEAT") for _ in range(2)))
    went += at_once(*(lambda: services.record_work(**said, by=None) for _ in range(2)))
    assert went == ["done"] * 4
    assert Entry.objects.count() == count("engagement_opened") == count("work_recorded") == 1


def sent(cast) -> Payment:
    claim = approved(cast)
    return services.send_for_payment(claim=claim, version=claim.version, by=cast.coordinator)[0]


def test_a_batch_made_twice_at_once_holds_each_payment_once(cast):
    card(cast)
    payer = [sent(cast), sent(cast)][0].share.payer
    went = at_once(
        lambda: services.make_batch(payer=payer, by=cast.coordinator),
        lambda: services.make_batch(payer=payer, by=cast.commissioner),
    )
    assert went in (["IllegalMove", "done"], ["OutOfDate", "done"])
    assert [(batch.number, batch.lines.count()) for batch in Batch.objects.all()] == [(1, 2)]
    assert (count("batch_made"), audit.verify().broken_at) == (1, None)


def test_the_same_file_taken_by_two_at_once_marks_a_payment_once(cast):
    card(cast)
    payment = sent(cast)
    sheet = [["Invoice", "Amount paid", "Date paid"], [payment.share.invoice_name, "90.00", clock.today().isoformat()]]
    waiting = [
        (who, services.read_remittance(content=to_csv(sheet), by=who)) for who in (cast.coordinator, cast.commissioner)
    ]
    went = at_once(
        *(
            lambda who=who, ref=pending.ref: services.confirm_remittance(ref=ref, expected=1, by=who)
            for who, pending in waiting
        )
    )
    assert went == ["OutOfDate", "done"]
    assert (Payment.objects.get().state, count("claim_paid"), Remittance.objects.count()) == ("paid", 1, 1)
    assert audit.verify().broken_at is None
