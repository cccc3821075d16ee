from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.kit import money
from lantern.kit.money import Money, Rounding


@given(st.integers(0, money.MOST_PENCE))
def test_an_amount_in_words_reads_back_as_itself(pence):
    assert money.from_text(money.in_words(pence)) == pence


@pytest.mark.parametrize("text", ["", "-5", "3.5", "1e3", "£", "12,00", "100000.01", "350 pounds", "9" * 40])
def test_what_is_not_an_amount_is_refused(text):
    with pytest.raises(money.NotAnAmount):
        money.from_text(text)


def test_the_digits_of_another_script_are_the_same_amount():
    assert money.from_text("٣٥٠") == 350_00


amounts = st.integers(-money.MOST_PENCE, money.MOST_PENCE)
weights = st.lists(st.integers(0, 10_000), min_size=1, max_size=8).filter(any)
factors = st.fractions(min_value=-50, max_value=50, max_denominator=1000)


@given(amounts, weights)
def test_shares_sum_to_the_whole_and_each_is_within_a_penny_of_its_part(pence, weights):
    shares = Money(pence).split(weights)
    assert money.total(shares) == Money(pence)
    assert all(
        abs(share.pence - Fraction(pence * weight, sum(weights))) < 1
        for share, weight in zip(shares, weights, strict=True)
    )
    assert all(not share for share, weight in zip(shares, weights, strict=True) if not weight)


def test_the_pence_left_over_go_to_the_largest_remainders_the_earlier_first():
    assert Money(100).split([1, 1, 1]) == (Money(34), Money(33), Money(33))
    assert Money(100).split([1, 2, 3]) == (Money(17), Money(33), Money(50))
    assert Money(-100).split([1, 1, 1]) == (Money(-34), Money(-33), Money(-33))


@given(amounts, factors)
def test_rounding_goes_where_it_is_told(pence, factor):
    exact = pence * factor
    up, down, half = (Money(pence).times(factor, how).pence for how in (Rounding.UP, Rounding.DOWN, Rounding.HALF_UP))
    assert abs(down) <= abs(exact) <= abs(up) <= abs(down) + 1
    assert half in {up, down}
    assert abs(half - exact) <= Fraction(1, 2)
    assert abs(half) >= abs(exact) or abs(half - exact) < Fraction(1, 2)


@given(amounts, amounts, amounts)
def test_adding_is_exact_in_any_order(a, b, c):
    assert Money(a) + Money(b) + Money(c) == money.total([Money(c), Money(a), Money(b)]) == Money(a + b + c)
    assert Money(a) - Money(b) + Money(b) == Money(a)
    assert -Money(a) == Money(0) - Money(a)


@pytest.mark.parametrize("bad", [1.0, True, "1", None, Fraction(1)])
def test_money_is_whole_pence(bad):
    with pytest.raises(TypeError):
        Money(bad)


@pytest.mark.parametrize("bad", [0.5, True, "2"])
def test_money_is_not_multiplied_by_a_float(bad):
    with pytest.raises(TypeError):
        Money(1).times(bad)


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [2, -1]])
def test_what_are_no_shares_is_refused(weights):
    with pytest.raises(ValueError):
        Money(100).split(weights)


def test_two_currencies_never_meet():
    with pytest.raises(ValueError, match="EUR"):
        Money(1) + Money(1, "EUR")


def test_what_is_owed_back_has_its_sign_before_the_pound():
    assert str(Money(-50)) == "-£0.50"
    assert str(Money(1_200_50)) == "£1,200.50"
