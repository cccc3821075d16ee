"""Living figures: nothing small is told, not all is never called all, and each says what it is of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.insight.domain.living import NOTHING, TOO_FEW, middle, share
from lantern.insight.selectors import living_figures
from lantern.library.domain import dhrd
from lantern.library.services import import_dhrd
from lantern.publishing.domain.living import TITLES


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_neither_a_small_part_nor_a_small_rest_is_told(part, more):
    whole = part + more
    said = share(part, whole, "things")
    if not whole:
        assert said.why == NOTHING
    elif whole < 5 or 0 < part < 5 or 0 < more < 5:
        assert (said.value, said.count, said.why) == ("", "", TOO_FEW)
    else:
        assert said.count == f"{part:,} of {whole:,} things."
        assert (said.value == "100%") is (more == 0)
        assert (said.value == "0%") is (part == 0)


@pytest.mark.parametrize(
    ("days", "still_open", "value", "count"),
    [
        ([10, 20, 30, 40, 50], 0, "30 days", "The middle of 5 claims; 0 more are open."),
        ([10, 20, 30, 40, 50], 3, "30 days", "The middle of 5 claims; Fewer than 5 more are open."),
        ([10, 20, 30, 40], 9, "", ""),
        ([], 9, "", ""),
    ],
)
def test_the_middle_is_told_from_five_on(days, still_open, value, count):
    said = middle(days, still_open, "claims")
    assert (said.value, said.count) == (value, count)
    assert bool(said.why) is not bool(value)


@pytest.mark.django_db
def test_the_published_record_proves_the_point_that_is_in_the_text(cast):
    import_dhrd(record=dhrd.parse(dhrd.read_folder(dhrd.FOLDER)), by=None)
    found = {one.key: one for one in living_figures()}
    assert set(found) == set(TITLES)
    religion = found["religion_unknown"]
    assert (religion.value, religion.count) == ("83%", "516 of 619 people who died, in reviews of one death.")
    assert found["needs_unmet"].value
    assert found["seats_paid"].why == NOTHING
    assert found["days_to_pay"].why == NOTHING
    assert all(one.definition and one.source and one.address for one in found.values())


@pytest.mark.django_db
def test_before_the_record_is_imported_its_figures_say_so(cast):
    assert {one.key: one.why for one in living_figures()} == dict.fromkeys(TITLES, NOTHING)
