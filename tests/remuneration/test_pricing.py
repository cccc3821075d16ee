"""What hours come to, to the penny."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.kit.states import IllegalMove
from lantern.remuneration.domain import pricing, rates
from lantern.remuneration.domain.pricing import Part, Work
from lantern.remuneration.domain.rates import Rate, Terms, Unit
from lantern.remuneration.domain.work import Kind

DAY = date(2026, 11, 2)
CARD = {
    Kind.PANEL_MEETING: Rate(Unit.HALF_DAY, 175_00),
    Kind.READING: Rate(Unit.HOUR, 45_00),
    Kind.WORKSHOP: Rate(Unit.DAY, 350_00),
}


@pytest.mark.parametrize(
    ("kind", "minutes", "pence"),
    [
        (Kind.READING, 60, 45_00),
        (Kind.READING, 1, 75),
        (Kind.READING, 125, 93_75),
        (Kind.PANEL_MEETING, 1, 175_00),
        (Kind.PANEL_MEETING, 210, 175_00),
        (Kind.PANEL_MEETING, 211, 350_00),
        (Kind.WORKSHOP, 30, 350_00),
        (Kind.WORKSHOP, 421, 700_00),
    ],
)
def test_an_hour_is_paid_by_the_minute_and_a_begun_half_day_whole(kind, minutes, pence):
    assert pricing.worth(kind, minutes, Terms(CARD)) == pence


@given(st.sampled_from(list(CARD)), st.integers(1, 960), st.integers(0, 900_00))
def test_a_day_rate_in_the_offer_raises_the_card_and_never_lowers_it(kind, minutes, day_rate):
    card = pricing.worth(kind, minutes, Terms(CARD))
    offered = pricing.worth(kind, minutes, Terms(CARD, day_rate))
    assert offered >= card
    assert offered == max(card, int(Fraction(day_rate * minutes, 420) + Fraction(1, 2)))


def test_work_without_a_rate_is_said_and_not_guessed():
    with pytest.raises(IllegalMove, match="no agreed rate for mentoring"):
        pricing.worth(Kind.MENTORING, 60, Terms(CARD))
    assert pricing.worth(Kind.MENTORING, 60, Terms(CARD, 420_00)) == 60_00


logs = st.lists(
    st.builds(
        lambda kind, day, minutes, given: (kind, DAY + timedelta(days=day), minutes, given),
        st.sampled_from(list(CARD)),
        st.integers(0, 2),
        st.integers(1, 400),
        st.booleans(),
    ),
    max_size=8,
)


@given(logs, st.lists(st.integers(1, 500_00), max_size=3), st.sampled_from([0, 500, 2000]), st.integers(0, 600_00))
def test_lines_sum_to_the_claim_and_do_not_depend_on_how_a_day_is_cut(log, costs, vat, day_rate):
    terms = Terms(CARD, day_rate or None, vat_basis_points=vat)
    work = [Work(f"e{number}", *entry) for number, entry in enumerate(log)]
    spent = {f"c{number}": pence for number, pence in enumerate(costs)}
    found = pricing.price(work, spent, terms)
    given_away = sum(found.lines[one.key] for one in work if one.donated)
    assert found.net_pence == sum(found.lines.values()) - given_away
    assert found.donated_pence == given_away
    assert found.vat_pence == int(Fraction(found.net_pence * vat, 10_000) + Fraction(1, 2))
    days = {(one.kind, one.done_on, one.donated) for one in work}
    whole = [
        Work(
            str(key),
            key[0],
            key[1],
            sum(one.minutes for one in work if (one.kind, one.done_on, one.donated) == key),
            key[2],
        )
        for key in days
    ]
    assert pricing.price(whole, spent, terms).net_pence == found.net_pence
    assert Terms.from_data(terms.as_data()) == terms


parts = st.lists(
    st.builds(
        lambda weight, fixed: Part(0 if fixed else weight, fixed),
        st.integers(1, 100),
        st.none() | st.integers(1, 500_00),
    ),
    min_size=1,
    max_size=5,
)


@given(st.integers(1, 10_000_00), parts)
def test_the_payers_pay_the_whole_and_not_a_penny_more(amount, shared):
    fixed = sum(part.fixed_pence or 0 for part in shared)
    if all(part.fixed_pence is not None for part in shared):
        with pytest.raises(IllegalMove):
            pricing.check_parts(shared)
        if fixed < amount:
            with pytest.raises(IllegalMove, match="do not cover"):
                pricing.shares(amount, shared)
            return
    else:
        pricing.check_parts(shared)
    found = pricing.shares(amount, shared)
    assert sum(found) == amount
    assert min(found) >= 0
    assert all(share <= part.fixed_pence for share, part in zip(found, shared, strict=True) if part.fixed_pence)
    if fixed <= amount:
        assert all(share == part.fixed_pence for share, part in zip(found, shared, strict=True) if part.fixed_pence)


@pytest.mark.parametrize("shared", [[], [Part(0)], [Part(-1), Part(2)], [Part(0, 0), Part(1)], [Part(1), Part(0)]])
def test_parts_that_leave_something_unpaid_are_refused(shared):
    with pytest.raises(IllegalMove):
        pricing.check_parts(shared)


@pytest.mark.parametrize(
    ("table", "day_minutes"),
    [
        ({}, 420),
        ({Kind.READING: Rate(Unit.HOUR, 0)}, 420),
        ({Kind.READING: Rate(Unit.HOUR, -1)}, 420),
        ({Kind.READING: Rate(Unit.HOUR, 500_01)}, 420),
        ({Kind.READING: Rate(Unit.DAY, 2_000_01)}, 420),
        (CARD, 239),
        (CARD, 721),
        (CARD, 421),
    ],
)
def test_a_card_that_cannot_be_right_is_refused(table, day_minutes):
    with pytest.raises(IllegalMove):
        rates.check_rates(table, day_minutes)
