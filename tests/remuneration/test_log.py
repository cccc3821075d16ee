"""The log and what becomes of it in a claim: prefilled, corrected, struck out, given unpaid, refused."""

from datetime import date, time, timedelta

import pytest

from lantern.access.public import Refused
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.remuneration import public, selectors, services
from lantern.remuneration.domain.rates import PayeeKind, Rate, Unit
from lantern.remuneration.domain.work import CostKind, Kind, SourceKind
from lantern.remuneration.models import Claim, Engagement, Entry, Payee
from tests.remuneration.paid import RATES, again, card, claimed, engaged, events, fresh, logged, mark

YESTERDAY = timedelta(days=1)


def test_work_handed_down_prefills_the_log_once_and_her_correction_stands(cast):
    engagement = engaged(cast, source="SEAT")
    said = {"source_ref": "SEAT", "kind": Kind.PANEL_MEETING, "done_on": clock.today() - YESTERDAY, "work_ref": "MEET"}
    before = mark()
    entry = public.record_work(**said, minutes=180, by=cast.coordinator)
    assert (entry.origin, entry.recorded_by) == ("prefilled", cast.coordinator)
    services.correct_entry(entry=entry, version=1, minutes=200, by=cast.expert_user)
    assert public.record_work(**said, minutes=180, by=None).minutes == 200
    entry.refresh_from_db()
    services.strike_entry(entry=entry, version=entry.version, by=cast.expert_user)
    assert public.record_work(**said, minutes=180, by=None).struck_at is not None
    assert events(before) == [
        "remuneration.work_recorded", "remuneration.entry_corrected", "remuneration.entry_struck",
    ]  # fmt: skip
    assert public.record_work(**said | {"source_ref": "NONE"}, minutes=1, by=None) is None
    with pytest.raises(ValueError):
        public.record_work(**said, minutes=0, by=None)
    assert Entry.objects.get().engagement == engagement


def test_an_engagement_opens_once_and_closes_once(cast):
    before = mark()
    first, second = engaged(cast, source="SEAT"), engaged(cast, source="SEAT")
    assert first == second
    public.close_engagement(source_ref="SEAT", by=cast.coordinator)
    public.close_engagement(source_ref="SEAT", by=cast.coordinator)
    assert public.close_engagement(source_ref="NONE", by=None) is None
    assert events(before) == ["remuneration.engagement_opened", "remuneration.engagement_closed"]
    assert Engagement.objects.get().closed_on == clock.today()
    later = clock.today() + timedelta(days=1)
    said = {"source_ref": "SEAT", "kind": Kind.READING, "done_on": later, "minutes": 5, "work_ref": "M"}
    assert public.record_work(**said, by=None) is None
    card(cast)
    logged(cast, fresh(first))
    assert services.claim_now(engagement=fresh(first), by=cast.expert_user).net_pence == 90_00


def test_who_is_paid_is_her_agency_or_she(cast):
    assert engaged(cast).payee == Payee.objects.get(agency=cast.agency)
    said = {"source_kind": SourceKind.WORKSHOP, "expert": cast.expert, "partnership": cast.partnership, "by": None}
    herself = services.open_engagement(source_ref="A", payee_kind=PayeeKind.PERSON, **said)
    assert herself.payee == Payee.objects.get(expert=cast.expert)
    cast.expert.agency = None
    cast.expert.save()
    assert services.open_engagement(source_ref="B", **said).payee == herself.payee
    with pytest.raises(IllegalMove, match="no agency"):
        services.open_engagement(source_ref="C", payee_kind=PayeeKind.AGENCY, **said)
    with pytest.raises(IllegalMove, match="who pays"):
        services.open_engagement(source_ref="D", **said | {"partnership": None})


def test_a_seat_not_held_is_not_claimed_for(cast):
    engagement = engaged(cast)
    for who in (cast.expert_user_elsewhere, cast.commissioner, cast.chair, cast.researcher):
        for verb, given in (
            (services.record_entry, {"kind": Kind.READING, "done_on": clock.today(), "minutes": 60}),
            (services.record_cost, {"kind": CostKind.CARER, "spent_on": clock.today(), "pence": 100}),
            (services.claim_now, {}),
        ):
            with pytest.raises(Refused, match="Only she, her agency's lead and the programme"):
                verb(engagement=engagement, by=who, **given)
    assert Entry.objects.count() == 0


def test_overlapping_and_absurd_hours_are_refused_across_all_her_engagements(cast):
    one, two = engaged(cast), engaged(cast)
    entry = logged(cast, one, starts=time(10), minutes=120)
    before = mark()
    with pytest.raises(IllegalMove, match="overlap"):
        logged(cast, two, starts=time(11, 59), minutes=60)
    with pytest.raises(IllegalMove, match="16 hours"):
        logged(cast, two, minutes=841)
    for minutes in (0, -60, 961):
        with pytest.raises(IllegalMove):
            logged(cast, two, minutes=minutes)
    other = logged(cast, two, starts=time(12), minutes=60)
    with pytest.raises(IllegalMove, match="overlap"):
        services.correct_entry(entry=other, version=1, starts=time(11), by=cast.expert_user)
    services.correct_entry(entry=entry, version=1, starts=time(9, 30), by=cast.expert_user)
    with pytest.raises(OutOfDate):
        services.correct_entry(entry=entry, version=1, minutes=30, by=cast.expert_user)
    with pytest.raises(TypeError):
        services.correct_entry(entry=entry, version=2, origin="prefilled", by=cast.expert_user)
    assert events(before) == ["remuneration.entry_recorded", "remuneration.entry_corrected"]


def test_late_and_odd_hours_are_taken_and_say_so(cast):
    late = logged(cast, engaged(cast), ago=200, minutes=660)
    assert late.flags == (
        "Logged late: more than 90 days after the day itself.",
        "A long day: more than 10 hours.",
        "Before the engagement began.",
    )


def test_unpaid_time_by_her_choice_is_in_the_claim_and_not_in_its_sum(cast):
    card(cast)
    engagement = engaged(cast)
    given = logged(cast, engagement, ago=1, minutes=60, donated=True)
    with pytest.raises(IllegalMove, match="counts without a claim"):
        services.claim_now(engagement=engagement, by=cast.expert_user)
    logged(cast, engagement, ago=2, minutes=60)
    claim = services.claim_now(engagement=engagement, by=cast.expert_user)
    assert (claim.net_pence, claim.lines.get(entry=given).pence, claim.lines.count()) == (45_00, 45_00, 2)


def test_a_claim_with_costs_vat_and_three_payers_sums_to_the_penny(cast):
    card(cast)
    engagement = engaged(cast)
    payee = engagement.payee
    services.set_payee(payee=payee, version=1, vat_number="GB 123", vat_basis_points=2000, by=cast.agency_lead)
    health, police = (services.add_payer(name=name, by=cast.coordinator) for name in ("Health", "Police"))
    lead = engagement.lead_payer
    shares = [(lead, 1, None), (health, 1, None), (police, 0, 10_00)]
    services.set_shares(engagement=engagement, version=1, shares=shares, by=cast.coordinator)
    engagement = fresh(engagement)
    logged(cast, engagement, minutes=61)
    services.record_cost(
        engagement=engagement, kind=CostKind.INTERPRETER, spent_on=clock.today(), pence=33_33, by=cast.expert_user
    )
    claim = services.claim_now(engagement=engagement, by=cast.expert_user)
    assert (claim.net_pence, claim.vat_pence) == (45_75 + 33_33, 15_82)
    parts = [(share.payer, share.net_pence, share.vat_pence) for share in claim.shares.all()]
    assert parts == [(lead, 34_54, 6_91), (health, 34_54, 6_91), (police, 10_00, 2_00)]
    with pytest.raises(IllegalMove, match="being decided"):
        services.set_shares(
            engagement=engagement, version=engagement.version, shares=[(lead, 1, None)], by=cast.coordinator
        )
    services.approve_claim(claim=claim, version=claim.version, by=cast.commissioner)
    payments = services.send_for_payment(claim=claim, version=claim.version, by=cast.coordinator)
    assert [payment.share.invoice_name for payment in payments] == ["LN-000001", "LN-000002", "LN-000003"]
    assert len({payment.ref for payment in payments}) == 3


def test_shares_that_do_not_cover_everything_are_refused(cast):
    engagement = engaged(cast)
    payer = engagement.lead_payer
    for shares, sentence in (
        ([], "Somebody"),
        ([(payer, 0, 10_00)], "share of the rest"),
        ([(payer, 1, None), (payer, 1, None)], "twice"),
    ):
        with pytest.raises(IllegalMove, match=sentence):
            services.set_shares(engagement=engagement, version=1, shares=shares, by=cast.coordinator)
    with pytest.raises(Refused):
        services.set_shares(engagement=engagement, version=1, shares=[(payer, 1, None)], by=cast.commissioner)


def test_a_card_or_vat_changed_under_an_open_claim_changes_nothing(cast):
    old = card(cast)
    engagement = engaged(cast)
    entry = logged(cast, engagement)
    claim = services.claim_now(engagement=engagement, by=cast.expert_user)
    new = card(cast, valid_from=clock.today(), rates={Kind.READING: Rate(Unit.HOUR, 1_00)})
    services.set_payee(payee=engagement.payee, version=1, vat_number="GB 1", vat_basis_points=2000, by=cast.agency_lead)
    claim = again(claim)
    assert (claim.net_pence, claim.vat_pence, claim.terms["card_ref"]) == (90_00, 0, old.ref)
    services.query_claim(claim=claim, version=claim.version, words="?", by=cast.commissioner)
    services.correct_entry(entry=Entry.objects.get(pk=entry.pk), version=1, minutes=60, by=cast.expert_user)
    claim = again(claim)
    assert (claim.net_pence, claim.vat_pence) == (45_00, 0)
    assert claim.shares.get().total_pence == 45_00
    services.answer_query(claim=claim, version=claim.version, words="An hour", by=cast.expert_user)
    later = engaged(cast)  # engaged sixty days ago, so by the card of that day
    assert later.card == old
    made = services.open_engagement(
        source_ref="NOW",
        source_kind=SourceKind.SEAT,
        expert=cast.expert,
        partnership=cast.partnership,
        by=cast.coordinator,
    )
    assert made.card == new
    offered = services.open_engagement(
        source_ref="OFFERED",
        source_kind=SourceKind.SEAT,
        expert=cast.expert,
        partnership=cast.partnership,
        offered_on=clock.today() - YESTERDAY,
        by=cast.coordinator,
    )
    assert offered.card == old


def test_what_was_sent_in_stays_until_the_claim_is_hers_again(cast):
    card(cast)
    claim = claimed(cast)
    entry = Entry.objects.get()
    for verb, given in ((services.correct_entry, {"minutes": 1}), (services.strike_entry, {})):
        with pytest.raises(IllegalMove, match="Withdraw the claim"):
            verb(entry=entry, version=1, by=cast.expert_user, **given)
    services.query_claim(claim=claim, version=claim.version, words="?", by=cast.commissioner)
    with pytest.raises(IllegalMove, match="nothing to be paid"):
        services.strike_entry(entry=entry, version=1, by=cast.expert_user)
    claim = again(claim)
    services.withdraw_claim(claim=claim, version=claim.version, by=cast.expert_user)
    entry.refresh_from_db()
    services.correct_entry(entry=entry, version=entry.version, minutes=60, by=cast.expert_user)
    assert services.claim_now(engagement=claim.engagement, by=cast.expert_user).net_pence == 45_00
    assert [one.state for one in Claim.objects.order_by("pk")] == ["withdrawn", "submitted"]


def test_part_of_the_log_can_be_claimed_and_the_rest_later(cast):
    card(cast)
    engagement = engaged(cast)
    first, second = logged(cast, engagement, ago=1), logged(cast, engagement, ago=2, minutes=60)
    cost = services.record_cost(
        engagement=engagement, kind=CostKind.TRAVEL, spent_on=clock.today(), pence=12_34, by=cast.expert_user
    )
    services.correct_cost(cost=cost, version=1, pence=12_35, by=cast.expert_user)
    claim = services.draft_claim(engagement=engagement, entries=[first], by=cast.expert_user)
    assert claim.net_pence == 90_00
    left = selectors.unclaimed(engagement)
    assert (left.entries, left.costs, left.price.net_pence) == ((second,), (cost,), 45_00 + 12_35)
    with pytest.raises(OutOfDate):
        services.draft_claim(engagement=engagement, entries=[first], by=cast.expert_user)
    rest = services.claim_now(engagement=engagement, by=cast.expert_user)
    assert rest.net_pence == 57_35
    with pytest.raises(IllegalMove, match="nothing to claim"):
        services.claim_now(engagement=engagement, by=cast.expert_user)
    with pytest.raises(IllegalMove):
        services.strike_cost(cost=cost, version=cost.version, by=cast.expert_user)


def test_work_without_a_rate_is_said_before_anything_is_claimed(cast):
    card(cast)
    engagement = engaged(cast)
    logged(cast, engagement, kind=Kind.SUPERVISION)
    assert selectors.unclaimed(engagement).price is None
    before = mark()
    with pytest.raises(IllegalMove, match="no agreed rate for supervision"):
        services.claim_now(engagement=engagement, by=cast.expert_user)
    assert (events(before), Claim.objects.count()) == ([], 0)


def test_her_offers_day_rate_raises_the_card(cast):
    card(cast)
    engagement = engaged(cast, day_rate_pence=420_00)
    logged(cast, engagement, minutes=60)
    assert services.claim_now(engagement=engagement, by=cast.expert_user).net_pence == 60_00
    assert RATES[Kind.READING].pence == 45_00


def test_a_payment_is_for_the_day_the_bank_gives_and_not_a_later_one(cast):
    card(cast)
    claim = claimed(cast)
    services.approve_claim(claim=claim, version=claim.version, by=cast.commissioner)
    (payment,) = services.send_for_payment(claim=claim, version=claim.version, by=cast.coordinator)
    with pytest.raises(IllegalMove, match="not come yet"):
        services.record_paid(payment=payment, on=clock.today() + YESTERDAY, by=cast.coordinator)
    services.record_paid(payment=payment, on=clock.today() - YESTERDAY, by=cast.coordinator)
    with pytest.raises(IllegalMove, match="already"):
        services.record_paid(payment=payment, on=clock.today(), by=cast.coordinator)
    assert again(claim).paid_on == clock.today() - YESTERDAY
    assert date(2026, 1, 1) < again(claim).paid_on
