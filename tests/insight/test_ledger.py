"""The ledger's figures: every hour once, and nobody's hours outside the programme."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lantern.insight.domain.ledger import ALL, By, Cell, Claimed, Days, Offered, Part, Work, count, hours
from lantern.insight.domain.suppression import Withheld

HOUR = Work("E1", "A1", "G1", "reading", "2026-10", 60, Part.PAID, 50_00, "C1")


def ledger(*work: Work, claims: tuple[Claimed, ...] = (), offered: tuple[Offered, ...] = (), exact: bool = True):
    return count(work, claims, offered, exact=exact)


def test_each_hour_is_in_one_part_and_the_parts_add_up():
    found = ledger(
        HOUR,
        replace(HOUR, minutes=90, worth_pence=75_00, part=Part.WAITING),
        replace(HOUR, minutes=30, worth_pence=None, part=Part.UNCLAIMED),
        replace(HOUR, minutes=45, worth_pence=37_50, part=Part.DONATED, kind="travel"),
    )
    assert {part: found.total(part) for part in (*Part, ALL)} == {
        Part.UNCLAIMED: Cell(30, 0, 30),
        Part.WAITING: Cell(90, 75_00),
        Part.PAID: Cell(60, 50_00),
        Part.DONATED: Cell(45, 37_50),
        ALL: Cell(225, 162_50, 30),
    }
    assert (found.cell(By.KIND, "travel", Part.DONATED), found.cell(By.KIND, "reading", Part.DONATED)) == (
        Cell(45, 37_50),
        Cell(),
    )


def test_days_to_pay_say_how_many_are_still_open_and_how_many_were_counted():
    claims = (*tuple(Claimed("A1", days) for days in (10, 20, 30, 40, 90, None)), Claimed("A2", 5))
    found = ledger(HOUR, claims=claims)
    assert found.days["A1"] == Days(paid=5, open=1, median=30.0, quartiles=(20.0, 40.0))
    assert found.days["A2"] == Days(paid=1, open=0, median=5.0, quartiles=None)
    assert found.days[ALL] == Days(paid=6, open=1, median=25.0, quartiles=(12.5, 37.5))
    outside = ledger(HOUR, claims=claims, exact=False)
    assert (outside.days["A1"], outside.days["A2"]) == (None, None)  # the sum less the one would be the other
    more = (*claims, *(Claimed("A3", 8) for _ in range(9)), *(Claimed("A4", 8) for _ in range(6)))
    days = ledger(HOUR, claims=more, exact=False).days
    assert (days["A1"], days["A2"], days["A3"]) == (None, None, Days(9, 0, 8.0, (8.0, 8.0)))


def test_no_claim_yet_is_no_median_and_not_nought():
    assert ledger(HOUR, claims=(Claimed("A1", None),)).days["A1"] == Days(0, 1, None, None)


def test_offers_without_a_stated_rate_are_unknown_and_not_above_it():
    found = ledger(offered=(Offered("A1", "G1", None), Offered("A1", "G2", True), Offered("A2", "G2", False)))
    assert {key: value for key, value in found.offers.items() if key[0] is By.AREA and key[1] == "A1"} == {
        (By.AREA, "A1", "unknown"): 1,
        (By.AREA, "A1", "below"): 1,
        (By.AREA, "A1", "not_below"): 0,
        (By.AREA, "A1", ALL): 2,
    }
    assert found.offers[By.AGENCY, ALL, "below"] == 1


def test_outside_the_programme_few_people_are_withheld_and_many_are_not():
    many = [replace(HOUR, expert=f"E{n}", agency=f"G{n % 2}") for n in range(16)]
    one = replace(HOUR, expert="E99", area="A2", agency="G0", minutes=600)
    found = ledger(*many, one, exact=False)
    assert found.cell(By.AREA, "A2", Part.PAID) == Cell(withheld=True)
    assert found.cell(By.AREA, "A1", Part.PAID).withheld  # else the sum gives the other back
    assert not found.cell(By.AGENCY, "G1", Part.PAID).withheld
    assert found.cell(By.AREA, "A2", Part.DONATED) == Cell()
    assert not ledger(*many, one).cell(By.AREA, "A2", Part.PAID).withheld


def test_a_programme_of_four_people_shows_nothing_outside():
    found = ledger(*(replace(HOUR, expert=f"E{n}") for n in range(4)), exact=False)
    assert [cell for cell in found.cells.values() if not cell.withheld] == []


works = st.builds(
    Work,
    expert=st.sampled_from([f"E{n}" for n in range(9)]),
    area=st.sampled_from(["A1", "A2", "A3"]),
    agency=st.sampled_from(["", "G1", "G2"]),
    kind=st.sampled_from(["reading", "travel"]),
    month=st.sampled_from(["2026-09", "2026-10"]),
    minutes=st.integers(1, 600),
    part=st.sampled_from(list(Part)),
    worth_pence=st.one_of(st.none(), st.integers(0, 500_00)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(works, max_size=60))
def test_figures_add_up_along_every_row_and_column(rows):
    found = count(rows, [], [], exact=True)
    for by in By:
        for group in (ALL, *found.groups[by]):
            assert sum(found.cell(by, group, part).minutes for part in Part) == found.cell(by, group, ALL).minutes
        for part in (*Part, ALL):
            cells = [found.cell(by, group, part) for group in found.groups[by]]
            assert sum(cell.pence for cell in cells) == found.cell(by, ALL, part).pence
        assert found.cell(by, ALL, ALL).minutes == sum(one.minutes for one in rows)


@settings(max_examples=60, deadline=None)
@given(st.lists(works, max_size=60))
def test_outside_no_row_or_column_lacks_one_figure_only(rows):
    """A sum with one figure withheld gives it back; and what is shown has nobody or five people and more behind it."""
    found = count(rows, [], [], exact=False)
    for by in By:
        lines = [[(by, g, p) for p in (*Part, ALL)] for g in found.groups[by]]
        lines += [[(by, g, p) for g in (*found.groups[by], ALL)] for p in (*Part, ALL)] if found.groups[by] else []
        for line in lines:
            withheld = [key for key in line if found.cell(*key).withheld]
            assert len(withheld) != 1
        for group in found.groups[by]:
            for part in Part:
                cell = found.cell(by, group, part)
                people = {one.expert for one in rows if one.group(by) == group and one.part is part}
                assert cell.withheld or len(people) == 0 or len(people) >= 5


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            Offered, st.sampled_from(["A1", "A2"]), st.sampled_from(["G1", ""]), st.sampled_from([None, True, False])
        ),
        max_size=40,
    )
)
def test_outside_offers_never_show_a_small_count(offered):
    found = count([], [], offered, exact=False)
    assert [value for value in found.offers.values() if not isinstance(value, Withheld) and 0 < value < 5] == []


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0"), (1, "less than 0.1"), (30, "0.5"), (90, "1.5"), (60, "1"), (75, "1.3"), (90_000, "1,500")],
)
def test_hours_read_as_people_write_them(minutes, words):
    assert hours(minutes) == words
