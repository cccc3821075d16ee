"""Who logs, claims, approves and pays. Nobody approves their own; nobody sees what is not theirs."""

from datetime import date, timedelta

import pytest

from lantern.access.public import Hidden, Refused, Role
from lantern.accounts.models import Membership
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.register.models import Expert
from lantern.remuneration import rules, selectors, services
from lantern.remuneration.domain.work import Kind
from lantern.remuneration.models import Claim, Payee, Payment
from tests.cast import person
from tests.remuneration.paid import (
    RATES,
    again,
    approved,
    card,
    claimed,
    engaged,
    events,
    fresh,
    logged,
    mark,
    second_coordinator,
)

EVERYONE = (
    "coordinator", "commissioner", "commissioner_elsewhere", "chair", "expert", "agency_lead", "mentor", "mentee",
    "facilitator", "editor", "researcher", "roleless",
)  # fmt: skip


def those(cast, can) -> set[str]:
    return {who for who in EVERYONE if can(cast.user(who))}


def test_who_may_do_what_with_a_claim(cast):
    card(cast)
    claim = claimed(cast)
    payer = rules.lead_payer(claim)
    assert those(cast, lambda user: rules.can_record(user, claim.engagement)) == {
        "coordinator",
        "expert",
        "agency_lead",
    }
    assert those(cast, lambda user: rules.can_claim(user, claim)) == {"coordinator", "expert", "agency_lead"}
    assert those(cast, lambda user: rules.can_decide(user, claim)) == {"commissioner"}
    assert those(cast, lambda user: rules.can_settle(user, payer, "")) == {"coordinator", "commissioner"}
    assert those(cast, lambda user: rules.can_set_payee(user, claim.payee)) == {"coordinator", "agency_lead"}


def found(selector, user, ref) -> bool:
    try:
        selector(user, ref)
    except Hidden:
        return False
    return True


def test_who_sees_what(cast):
    card(cast)
    claim = claimed(cast)
    engagement = claim.engagement
    assert those(cast, lambda user: found(selectors.engagement_for, user, engagement.ref)) == {
        "coordinator",
        "expert",
        "agency_lead",
    }
    assert those(cast, lambda user: found(selectors.claim_for, user, claim.ref)) == {
        "coordinator",
        "commissioner",
        "expert",
        "agency_lead",
    }
    payer = rules.lead_payer(claim)
    assert those(cast, lambda user: found(selectors.payer_for, user, payer.ref)) == {"coordinator", "commissioner"}
    assert those(cast, lambda user: found(selectors.payee_for, user, claim.payee.ref)) == {"coordinator", "agency_lead"}


def test_a_draft_is_hers_until_she_sends_it(cast):
    card(cast)
    engagement = engaged(cast)
    logged(cast, engagement)
    claim = services.draft_claim(engagement=engagement, by=cast.expert_user)
    assert not found(selectors.claim_for, cast.commissioner, claim.ref)
    services.withdraw_claim(claim=claim, version=claim.version, by=cast.expert_user)
    assert not found(selectors.claim_for, cast.commissioner, claim.ref)
    claim = services.draft_claim(engagement=engagement, by=cast.expert_user)
    services.submit_claim(claim=claim, version=claim.version, by=cast.expert_user)
    assert found(selectors.claim_for, cast.commissioner, claim.ref)
    assert not found(selectors.claim_for, cast.commissioner_elsewhere, claim.ref)


def test_reading_a_claim_is_recorded_and_a_wrong_one_looks_absent(cast):
    card(cast)
    claim = claimed(cast)
    before = mark()
    selectors.claim_for(cast.commissioner, claim.ref)
    assert events(before) == ["remuneration.claim_read"]
    with pytest.raises(Hidden):
        selectors.claim_for(cast.commissioner_elsewhere, claim.ref)


def both_ways(cast, user) -> None:
    """Gives someone the payer's role beside what they are."""
    Membership.objects.create(user=user, role=Role.COMMISSIONER, scope=cast.partnership.ref)


def test_nobody_approves_a_claim_they_made_or_are_paid_by(cast):
    card(cast)
    claim = claimed(cast)
    colleague = person("Colleague", Role.COMMISSIONER, cast.partnership.ref)
    Expert.objects.create(name="Colleague", user=colleague, agency=cast.agency)
    both_ways(cast, cast.expert_user)
    both_ways(cast, cast.agency_lead)
    for user, code in ((cast.expert_user, "own_claim"), (cast.agency_lead, "own_agency"), (colleague, "own_agency")):
        with pytest.raises(Refused) as refusal:
            services.approve_claim(claim=again(claim), version=claim.version, by=user)
        assert refusal.value.code == code
        with pytest.raises(Refused):
            services.query_claim(claim=again(claim), version=claim.version, words="?", by=user)
    assert again(claim).state == "submitted"


def test_who_claimed_for_her_does_not_approve_it_either(cast):
    """The programme claims for someone without an account; where the programme pays, another coordinator approves."""
    card(cast)
    payer = services.add_payer(name="The programme", by=cast.coordinator, programme=True)
    cast.expert.user = None
    cast.expert.save()
    engagement = engaged(cast)
    services.set_shares(
        engagement=engagement, version=engagement.version, shares=[(payer, 1, None)], by=cast.coordinator
    )
    services.record_entry(
        engagement=fresh(engagement),
        kind=Kind.READING,
        done_on=clock.today(),
        minutes=60,
        by=cast.coordinator,
    )
    claim = services.claim_now(engagement=fresh(engagement), by=cast.coordinator)
    with pytest.raises(Refused):
        services.approve_claim(claim=claim, version=claim.version, by=cast.coordinator)
    services.approve_claim(claim=claim, version=claim.version, by=second_coordinator())
    assert claim.state == "approved"


def test_a_rate_changes_by_two_people_and_in_a_new_version_only(cast):
    first = card(cast)
    day = clock.today() + timedelta(days=30)
    made = services.propose_card(name="New", valid_from=day, rates=RATES, by=cast.coordinator)
    assert (made.number, made.previous) == (2, first)
    with pytest.raises(Refused, match="another coordinator"):
        services.approve_card(card=made, version=made.version, by=cast.coordinator)
    other = second_coordinator()
    made = services.change_proposed(
        card=made, version=made.version, name="Newer", valid_from=day, rates=RATES, by=other
    )
    with pytest.raises(Refused, match="another coordinator"):  # who changed it proposed it
        services.approve_card(card=made, version=made.version, by=other)
    for who in ("commissioner", "expert", "agency_lead", "researcher"):
        with pytest.raises(Refused):
            services.approve_card(card=made, version=made.version, by=cast.user(who))
    with pytest.raises(OutOfDate):
        services.approve_card(card=made, version=made.version - 1, by=cast.coordinator)
    services.approve_card(card=made, version=made.version, by=cast.coordinator)
    first.refresh_from_db()
    assert (first.valid_until, made.valid_until) == (day, None)
    assert selectors.card_on(day - timedelta(days=1), None, None) == first
    assert selectors.card_on(day, None, None) == made
    assert selectors.card_on(date(2025, 12, 31), None, None) is None
    for old in (first, made):
        with pytest.raises(IllegalMove, match="new version"):
            services.change_proposed(
                card=old, version=old.version, name="x", valid_from=day, rates=RATES, by=cast.coordinator
            )
    late = services.propose_card(name="Too early", valid_from=day, rates=RATES, by=other)
    with pytest.raises(IllegalMove, match="later day"):
        services.approve_card(card=late, version=late.version, by=cast.coordinator)
    services.refuse_card(card=late, version=late.version, by=other)
    assert selectors.card_on(day, None, None) == made


def test_the_nearest_card_is_taken(cast):
    everyone = card(cast)
    made = []
    for where in (
        {"agency": cast.agency},
        {"partnership": cast.partnership},
        {"agency": cast.agency, "partnership": cast.partnership},
    ):
        one = services.propose_card(name="Near", valid_from=date(2026, 1, 1), rates=RATES, by=cast.coordinator, **where)
        made.append(services.approve_card(card=one, version=one.version, by=second_coordinator()))
    day, here, hers = clock.today(), cast.partnership, cast.agency
    assert selectors.card_on(day, here, hers) == made[2]
    assert selectors.card_on(day, here, cast.agency_elsewhere) == made[1]
    assert selectors.card_on(day, cast.partnership_elsewhere, hers) == made[0]
    assert selectors.card_on(day, cast.partnership_elsewhere, cast.agency_elsewhere) == everyone
    assert {one.ref for one in selectors.cards_visible_to(cast.commissioner_elsewhere)} == {everyone.ref}
    assert {one.ref for one in selectors.cards_visible_to(cast.commissioner)} == {everyone.ref, made[1].ref}
    assert selectors.cards_visible_to(cast.agency_lead).count() == 4
    assert selectors.cards_visible_to(cast.expert_user_elsewhere).count() == 2
    assert selectors.cards_visible_to(cast.researcher).count() == 0


def test_only_the_programme_says_where_links_go(cast):
    payer = services.payer_of_partnership(cast.partnership)
    said = {"name": payer.name, "term_days": 14, "purchase_order": "PO 7"}
    services.set_payer(payer=payer, version=1, email="", by=cast.commissioner, **said)
    with pytest.raises(Refused):
        services.set_payer(payer=payer, version=payer.version, email="me@example.org", by=cast.commissioner, **said)
    with pytest.raises(Refused):
        services.set_payer(payer=payer, version=payer.version, email="", by=cast.commissioner_elsewhere, **said)
    services.set_payer(payer=payer, version=payer.version, email="pay@example.org", by=cast.coordinator, **said)
    with pytest.raises(OutOfDate):
        services.set_payer(payer=payer, version=1, email="", by=cast.coordinator, **said)
    assert (payer.term_days, payer.purchase_order, payer.email) == (14, "PO 7", "pay@example.org")


def test_bank_details_are_sealed_and_hers_to_change(cast):
    engagement = engaged(cast)
    payee = engagement.payee
    with pytest.raises(Refused):
        services.set_payee(payee=payee, version=1, by=cast.commissioner, bank="x")
    with pytest.raises(IllegalMove, match="VAT number"):
        services.set_payee(payee=payee, version=1, by=cast.agency_lead, vat_basis_points=2000)
    services.set_payee(payee=payee, version=1, by=cast.agency_lead, bank="Rowan House\n00-00-00\n12345678")
    kept = Payee.objects.get(pk=payee.pk)
    assert kept.bank == "Rowan House\n00-00-00\n12345678"
    assert "12345678" not in kept.bank_sealed
    services.read_notice(payee=kept, by=cast.agency_lead)
    assert kept.notice_read_by == cast.agency_lead


@pytest.mark.parametrize("who", ["commissioner_elsewhere", "expert", "agency_lead", "chair"])
def test_a_payment_is_marked_by_who_pays_or_the_programme(cast, who):
    card(cast)
    claim = approved(cast)
    (payment,) = services.send_for_payment(claim=claim, version=claim.version, by=cast.coordinator)
    with pytest.raises(Refused):
        services.record_paid(payment=payment, on=clock.today(), by=cast.user(who))
    line = services.payments.Reported(payment.ref, payment.share.total_pence, clock.today())
    assert services.settle(reported=[line], by=cast.user(who)).unmatched == (
        (payment.ref, "No payment has this reference."),
    )
    assert Payment.objects.get().state == "sent"


def test_each_finds_the_claims_that_wait_for_them(cast):
    card(cast)
    claim = claimed(cast)

    def waiting() -> dict[str, list[Claim]]:
        people = ("coordinator", "commissioner", "commissioner_elsewhere", "expert", "agency_lead", "researcher")
        return {who: found for who in people if (found := selectors.waiting_on(cast.user(who)))}

    assert waiting() == {"commissioner": [claim]}
    services.query_claim(claim=claim, version=claim.version, words="Which day?", by=cast.commissioner)
    assert waiting() == {"expert": [claim], "agency_lead": [claim]}
    services.answer_query(claim=claim, version=claim.version, words="Monday", by=cast.expert_user)
    services.approve_claim(claim=claim, version=claim.version, by=cast.commissioner)
    assert waiting() == {"coordinator": [claim]}
    (payment,) = services.send_for_payment(claim=claim, version=claim.version, by=cast.coordinator)
    assert waiting() == {"commissioner": [claim]}
    services.record_paid(payment=payment, on=clock.today(), by=cast.commissioner)
    assert waiting() == {}


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize("who", ["coordinator", "commissioner", "expert", "agency_lead"])
def test_what_waits_costs_the_same_queries_however_long_it_is(cast, many, who, django_assert_num_queries):
    card(cast)
    for number in range(many):
        engagement = engaged(cast)
        logged(cast, engagement, ago=number + 1)
        approved(cast, services.claim_now(engagement=engagement, by=cast.expert_user))
        logged(cast, engagement, ago=number + 11)
        services.claim_now(engagement=engagement, by=cast.expert_user)
        logged(cast, engagement, ago=number + 21)
        services.draft_claim(engagement=engagement, by=cast.expert_user)
    user = cast.user(who)
    with django_assert_num_queries(7 if who == "coordinator" else 9):
        assert len(selectors.waiting_on(user)) == many


def test_a_question_waits_for_whoever_claimed_for_someone_without_an_account(cast):
    card(cast)
    cast.expert.user = None
    cast.expert.save()
    engagement = engaged(cast)
    services.record_entry(
        engagement=engagement, kind=Kind.READING, done_on=clock.today(), minutes=60, by=cast.coordinator
    )
    claim = services.claim_now(engagement=engagement, by=cast.coordinator)
    services.query_claim(claim=claim, version=claim.version, words="?", by=cast.commissioner)
    assert selectors.waiting_on(cast.coordinator) == [claim]
    assert selectors.waiting_on(second_coordinator()) == []
