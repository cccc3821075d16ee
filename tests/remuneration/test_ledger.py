"""The rows of the ledger: what each is worth, who sees which of them, and at what cost."""

import pytest

from lantern.kit import clock
from lantern.remuneration import selectors, services
from lantern.remuneration.domain.work import Kind
from tests.remuneration.paid import approved, card, engaged, logged


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
    worth = [(row.paid, row.worth_pence) for row in selectors.ledger_rows(cast.coordinator)]
    assert worth == [(False, 15_00), (False, 22_50), (True, 45_00)]
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
