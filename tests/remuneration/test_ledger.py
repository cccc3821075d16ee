"""Hours worked are hours paid, given and waiting; who sees which of them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.kit import clock
from lantern.remuneration import selectors, services
from lantern.remuneration.domain import ledger
from lantern.remuneration.domain.ledger import PaidClaim, Row
from lantern.remuneration.domain.work import Kind
from tests.remuneration.paid import approved, card, engaged, logged

rows = st.lists(
    st.builds(
        Row,
        entry_ref=st.just("e"),
        engagement_ref=st.just("g"),
        expert_ref=st.sampled_from("abcdefg"),
        agency_ref=st.sampled_from("xy"),
        partnership_ref=st.sampled_from("pq"),
        kind=st.sampled_from(["reading", "travel"]),
        month=st.sampled_from(["2026-10", "2026-11"]),
        minutes=st.integers(1, 960),
        donated=st.booleans(),
        worth_pence=st.none() | st.integers(0, 1000_00),
        state=st.sampled_from(["", "submitted", "paid", "withdrawn"]),
    ),
    max_size=20,
)


@given(rows)
def test_every_minute_is_paid_given_or_waiting_and_the_groups_sum_to_the_whole(found):
    whole = ledger.figure(found)
    assert whole.minutes == whole.paid_minutes + whole.donated_minutes + whole.waiting_minutes
    for key in (lambda row: row.kind, lambda row: row.month, lambda row: row.agency_ref):
        groups = ledger.by(found, key).values()
        for name in (
            "entries",
            "minutes",
            "paid_minutes",
            "donated_minutes",
            "paid_pence",
            "donated_pence",
            "unpriced",
        ):
            assert sum(getattr(group, name) for group in groups) == getattr(whole, name)


def test_days_to_pay_counts_those_still_waiting_apart():
    def claim(days: int | None) -> PaidClaim:
        day = date(2026, 10, 1)
        return PaidClaim("c", "a", "p", day, None if days is None else day + timedelta(days=days), "2026-10")

    assert ledger.days_to_pay([claim(10), claim(20), claim(40), claim(None)]) == ledger.Wait(3, 1, 20.0, 40)
    assert ledger.days_to_pay([claim(None)]) == ledger.Wait(0, 1, None, None)


def seen(user) -> list[tuple[str, int, bool, str]]:
    return [(row.kind, row.minutes, row.donated, row.state) for row in selectors.ledger_rows(user)]


def test_each_sees_the_hours_that_are_theirs(cast, django_assert_num_queries):
    card(cast)
    engagement = engaged(cast)
    logged(cast, engagement, ago=1, minutes=60)
    logged(cast, engagement, ago=2, minutes=30, donated=True)
    claim = approved(cast, services.claim_now(engagement=engagement, by=cast.expert_user))
    (payment,) = services.send_for_payment(claim=claim, version=claim.version, by=cast.coordinator)
    services.record_paid(payment=payment, on=clock.today(), by=cast.commissioner)
    logged(cast, engagement, ago=3, minutes=45, kind=Kind.TRAVEL)
    all_of_it = [("travel", 45, False, ""), ("reading", 30, True, "paid"), ("reading", 60, False, "paid")]
    for who in ("coordinator", "commissioner", "agency_lead", "expert_user"):
        assert seen(getattr(cast, who)) == all_of_it, who
    for who in ("commissioner_elsewhere", "expert_user_elsewhere", "chair", "researcher", "roleless"):
        assert seen(getattr(cast, who)) == [], who
    whole = ledger.figure(selectors.ledger_rows(cast.coordinator))
    assert (whole.paid_minutes, whole.donated_minutes, whole.waiting_minutes) == (60, 30, 45)
    assert (whole.paid_pence, whole.donated_pence) == (45_00, 22_50)
    assert [claim.paid_on for claim in selectors.ledger_claims(cast.expert_user)] == [clock.today()]


@pytest.mark.parametrize("more", [1, 3])
def test_the_ledger_costs_the_same_queries_however_long_it_is(cast, more, django_assert_num_queries):
    for number in range(more):  # opened before there was a card
        logged(cast, engaged(cast), ago=number + 10)
    card(cast)
    for number in range(more):
        engagement = engaged(cast)
        logged(cast, engagement, ago=number + 1)
        services.claim_now(engagement=engagement, by=cast.expert_user)
    with django_assert_num_queries(10):
        rows = selectors.ledger_rows(cast.coordinator)
    assert [row.worth_pence for row in rows] == [90_00] * 2 * more
