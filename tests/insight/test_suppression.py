"""Suppression against a reader who subtracts: brute force on small tables, exact algebra on the real page."""

from fractions import Fraction
from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lantern.insight import selectors
from lantern.insight.domain import demand, figures, needs
from lantern.insight.domain.partners import Holding
from lantern.insight.domain.suppression import Key, Shown, Sum, Withheld, is_small, protect
from lantern.library.domain import dhrd
from lantern.register.public import REGIONS


def possible_values(shown: dict[Key, Shown], sums: list[Sum], top: int) -> dict[Key, set[int]]:
    """Every value each withheld cell can have, by trying every table up to `top` that fits what is shown."""
    free = [key for key, value in shown.items() if isinstance(value, Withheld)]
    found: dict[Key, set[int]] = {key: set() for key in free}
    wholes = {rule.whole: rule for rule in sums}
    loose = [key for key in free if key not in wholes]  # the rest follow from these
    ranges = [range(1, 5) if shown[key] is Withheld.SMALL else range(top + 1) for key in loose]
    for guess in product(*ranges):
        table = {key: value for key, value in shown.items() if not isinstance(value, Withheld)}
        table |= dict(zip(loose, guess, strict=True))
        if fits(table, shown, sums):
            for key in free:
                found[key].add(table[key])
    return found


def fits(table: dict[Key, int], shown: dict[Key, Shown], sums: list[Sum]) -> bool:
    """Fills in the wholes from their parts (sums are given parts first) and says whether all agree."""
    for rule in sums:
        whole = sum(table[part] for part in rule.parts)
        if table.setdefault(rule.whole, whole) != whole:
            return False
        if shown[rule.whole] is Withheld.SMALL and not is_small(whole):
            return False
    return True


def grid(rows: list[list[int]]) -> tuple[dict[Key, int], list[Sum]]:
    """A table with its row totals, column totals and grand total."""
    cells = {(str(r), str(c)): value for r, row in enumerate(rows) for c, value in enumerate(row)}
    width = range(len(rows[0]))
    sums = []
    for r in range(len(rows)):
        sums.append(Sum((str(r), "all"), tuple((str(r), str(c)) for c in width)))
    for c in width:
        sums.append(Sum(("all", str(c)), tuple((str(r), str(c)) for r in range(len(rows)))))
    sums.append(Sum(("all", "all"), tuple((str(r), "all") for r in range(len(rows)))))
    sums.append(Sum(("all", "all"), tuple(("all", str(c)) for c in width)))
    for rule in sums:
        cells[rule.whole] = sum(cells[part] for part in rule.parts)
    return cells, sums


GRIDS = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 9), min_size=width, max_size=width), min_size=1, max_size=2)
)


@settings(max_examples=200)
@given(GRIDS)
def test_no_small_count_can_be_worked_out(rows):
    cells, sums = grid(rows)
    shown = protect(cells, sums)
    assert all(value == cells[key] for key, value in shown.items() if not isinstance(value, Withheld))
    assert all(isinstance(shown[key], Withheld) for key, value in cells.items() if is_small(value))
    possible = possible_values(shown, sums, top=11)
    assert {key for key, value in cells.items() if is_small(value) and len(possible[key]) < 2} == set()


def test_attacker_finds_what_hiding_small_counts_alone_gives_away():
    cells, sums = grid([[3, 9], [8, 7]])
    naive: dict[Key, Shown] = {key: Withheld.SMALL if is_small(value) else value for key, value in cells.items()}
    assert possible_values(naive, sums, top=11) == {("0", "0"): {3}}
    assert protect(cells, sums) != naive


def test_four_ones_under_a_four_lose_the_label_that_gives_them_away():
    cells = {("whole",): 4} | {(str(n),): 1 for n in range(4)}
    shown = protect(cells, [Sum(("whole",), tuple((str(n),) for n in range(4)))])
    assert set(shown.values()) == {Withheld.OTHER}


def test_nothing_is_withheld_where_nothing_is_small():
    cells, sums = grid([[0, 9], [8, 5]])
    assert protect(cells, sums) == cells


def test_a_known_total_is_always_shown():
    cells = {("all",): 619, ("a",): 3, ("b",): 616}
    shown = protect(cells, [Sum(("all",), (("a",), ("b",)))], fixed=[("all",)])
    assert shown == {("all",): 619, ("a",): Withheld.SMALL, ("b",): Withheld.OTHER}


def test_sums_that_do_not_add_up_are_refused():
    with pytest.raises(ValueError, match="not the sum"):
        protect({("all",): 5, ("a",): 4}, [Sum(("all",), (("a",),))])


def test_count_that_cannot_be_made_safe_is_refused():
    with pytest.raises(ValueError, match="can be worked out"):
        protect({("all",): 3, ("a",): 3}, [Sum(("all",), (("a",),))], fixed=[("all",)])


@pytest.fixture(scope="module")
def found() -> demand.Demand:
    said = selectors.partner_words()
    record = dhrd.parse(dhrd.read_folder(dhrd.FOLDER))
    return demand.count(
        selectors.published_from(record), needs.derivation(), said.holdings, said.umbrella, frozenset(), REGIONS
    )


def determined(shown: dict[Key, Shown], sums: list[Sum]) -> set[Key]:
    """The withheld cells that some adding and subtracting of sums gives exactly: Gauss over fractions."""
    free = [key for key, value in shown.items() if isinstance(value, Withheld)]
    rows = []
    for rule in sums:
        weights = rule.weights()
        row = [Fraction(weights.get(key, 0)) for key in free]
        if any(row):
            rows.append(row)
    rank = 0
    for column in range(len(free)):
        pivot = next((r for r in range(rank, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        rows[rank] = [value / rows[rank][column] for value in rows[rank]]
        for r in range(len(rows)):
            if r != rank and rows[r][column]:
                factor = rows[r][column]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[rank], strict=True)]
        rank += 1
    return {
        free[next(i for i, value in enumerate(row) if value)]
        for row in rows[:rank]
        if sum(1 for value in row if value) == 1
    }


def test_page_gives_no_small_count_back_by_subtraction(found):
    cells, sums = figures.cells_and_sums(found, selectors.columns_of())
    shown = dict(figures.figures(found, selectors.columns_of(), exact=False).shown)
    small = {key for key, value in cells.items() if is_small(value)}
    assert len(small) > 30
    assert {key for key in small if not isinstance(shown[key], Withheld)} == set()
    assert determined(shown, sums) & small == set()
    naive = {key: Withheld.SMALL if key in small else value for key, value in cells.items()}
    assert determined(naive, sums) & small != set()


REGISTERS = st.frozensets(
    st.builds(
        Holding,
        facet=st.sampled_from(["community", "faith", "practice", "issue"]),
        code=st.sampled_from(["african", "muslim", "hindu", "hba", "suicide", "lgbt", "gypsy", "chinese", "caribbean"]),
        regions=st.frozensets(st.sampled_from(sorted(REGIONS))),
    ),
    max_size=12,
)


@settings(max_examples=40)
@given(register=REGISTERS, held=REGISTERS)
def test_page_gives_no_small_count_back_whoever_is_registered(register, held):
    record = published()
    found = demand.count(record, needs.derivation(), held, frozenset({"london"}), register, REGIONS)
    cells, sums = figures.cells_and_sums(found, selectors.columns_of())
    shown = dict(figures.figures(found, selectors.columns_of(), exact=False).shown)
    small = {key for key, value in cells.items() if is_small(value)}
    assert {key for key in small if not isinstance(shown[key], Withheld)} == set()
    assert determined(shown, sums) & small == set()


@cache
def published() -> tuple[demand.Published, ...]:
    return selectors.published_from(dhrd.parse(dhrd.read_folder(dhrd.FOLDER)))


def test_page_keeps_its_main_figures(found):
    shown = figures.figures(found, selectors.columns_of(), exact=False)
    assert (shown.unknown("ethnicity"), shown.unknown("religion")) == (164, 516)
    assert [shown.region("all", part) for part in figures.REGION_PARTS] == [647, 31, 188, 428, 164, 28]


def test_coordinator_sees_every_count(found):
    exact = figures.figures(found, selectors.columns_of(), exact=True)
    assert [value for value in exact.shown.values() if isinstance(value, Withheld)] == []


def test_order_of_recruiting_tells_nothing_of_withheld_counts(found):
    shown = figures.figures(found, selectors.columns_of(), exact=False)
    values = [shown.need(count, "unmet") for count in shown.to_recruit()]
    numbers = [value for value in values if isinstance(value, int)]
    assert values[: len(numbers)] == sorted(numbers, reverse=True)
    labels = [count.need.label for count in shown.to_recruit()][len(numbers) :]
    assert labels == sorted(labels)
    assert len(labels) > 1
