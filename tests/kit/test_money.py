import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.kit import money


@given(st.integers(0, money.MOST_PENCE))
def test_an_amount_in_words_reads_back_as_itself(pence):
    assert money.from_text(money.in_words(pence)) == pence


@pytest.mark.parametrize("text", ["", "-5", "3.5", "1e3", "£", "12,00", "100000.01", "350 pounds", "9" * 40])
def test_what_is_not_an_amount_is_refused(text):
    with pytest.raises(money.NotAnAmount):
        money.from_text(text)


def test_the_digits_of_another_script_are_the_same_amount():
    assert money.from_text("٣٥٠") == 350_00
