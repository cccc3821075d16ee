"""The ledger: hours worked against hours paid, what was given unpaid, how long payment took, offers below her rate.

Outside the programme a figure is shown only where five people or more stand behind it, and no adding or subtracting
gives a withheld one back. What is counted for that are people and what became of their hours: someone with hours paid
and hours given stands in both, so the counts add up along every row and column as the hours do.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median, quantiles

from lantern.insight.domain.suppression import SMALLEST_SHOWN, Key, Shown, Sum, Withheld, is_small, protect

ALL = "all"
UNNAMED = ""  # work paid for by nobody's area, or of nobody's agency


class Part(StrEnum):
    """What became of an hour. Each hour is in exactly one; what is not known yet comes first."""

    UNCLAIMED = "unclaimed"
    WAITING = "waiting"
    PAID = "paid"
    DONATED = "donated"

    @property
    def label(self) -> str:
        return {
            Part.UNCLAIMED: "Not claimed yet",
            Part.WAITING: "Claimed, not paid yet",
            Part.PAID: "Paid",
            Part.DONATED: "Given unpaid",
        }[self]


PARTS: tuple[str, ...] = (*Part, ALL)


class By(StrEnum):
    """What the ledger is split by."""

    AREA = "area"
    AGENCY = "agency"
    KIND = "kind"
    MONTH = "month"

    @property
    def label(self) -> str:
        return {By.AREA: "Partnership", By.AGENCY: "Agency", By.KIND: "Kind of work", By.MONTH: "Month"}[self]


@dataclass(frozen=True, slots=True)
class Work:
    """One entry of somebody's log. `worth_pence` is what it is or would be paid, None where no rate was agreed."""

    expert: str
    area: str
    agency: str
    kind: str
    month: str
    minutes: int
    part: Part
    worth_pence: int | None
    claim: str = ""

    def group(self, by: By) -> str:
        return str(getattr(self, by.value))


@dataclass(frozen=True, slots=True)
class Claimed:
    """One claim: the days from sending it in until it was paid, or None while it is open."""

    area: str
    days: int | None


@dataclass(frozen=True, slots=True)
class Offered:
    """One offer that was sent; `below` is None where she has stated no rate to hold it against."""

    area: str
    agency: str
    below: bool | None


@dataclass(frozen=True, slots=True)
class Cell:
    """Hours and money of one group and one part. `unpriced` minutes have no agreed rate and are not in the money."""

    minutes: int = 0
    pence: int = 0
    unpriced: int = 0
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """Days to pay of the paid claims, and how many are still open. Quartiles from five claims on."""

    paid: int
    open: int
    median: float | None
    quartiles: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """What one reader may see. A cell is found by split, group (or ALL) and part (or ALL)."""

    groups: Mapping[By, tuple[str, ...]]
    cells: Mapping[tuple[By, str, str], Cell]
    days: Mapping[str, Days | None]
    offers: Mapping[Key, Shown]
    exact: bool

    def cell(self, by: By, group: str, part: Part | str) -> Cell:
        return self.cells.get((by, group, part), Cell())

    def total(self, part: Part | str = ALL) -> Cell:
        return self.cell(By.KIND, ALL, part)

    @property
    def empty(self) -> bool:
        return not any(self.groups.values())


def count(
    work: Sequence[Work],
    claims: Sequence[Claimed],
    offered: Sequence[Offered],
    *,
    exact: bool,
    offers_exact: bool | None = None,
) -> Ledger:
    """The ledger, exact for a reader who may see every row behind it, or else with small counts withheld.

    `offers_exact` where it is another answer for offers: what a rate is held against may be hers alone to know.
    """
    groups = {by: tuple(sorted({one.group(by) for one in work})) for by in By}
    cells = _cells(work)
    if not exact:
        _withhold(work, groups, cells)
    return Ledger(
        groups, cells, _days(claims, exact), _offers(offered, exact if offers_exact is None else offers_exact), exact
    )


def behind(work: Iterable[Work], by: By, group: str, part: str) -> list[Work]:
    """The rows behind one figure, by split, group (or ALL) and part (or ALL)."""
    return [one for one in work if group in (ALL, one.group(by)) and part in (ALL, one.part)]


def in_order(by: By, groups: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """Groups as people look for them: months in time, everything else by name."""
    return sorted(groups, key=lambda group: group if by is By.MONTH else names.get(group, group))


def finding(found: Ledger) -> str:
    """The page's title: what the hours came to, unknown first."""
    if found.empty:
        return "No hours have been logged yet"
    whole, paid, given = (found.total(part) for part in (ALL, Part.PAID, Part.DONATED))
    if whole.withheld and not (paid.withheld or given.withheld):
        return f"{hours(paid.minutes)} hours paid, {hours(given.minutes)} given unpaid so far"
    if whole.withheld or paid.withheld or given.withheld:
        return "Too few people stand behind some of these hours to show them all"
    return (
        f"{hours(whole.minutes)} hours worked: {hours(paid.minutes)} paid, {hours(given.minutes)} given unpaid so far"
    )


def _cells(work: Iterable[Work]) -> dict[tuple[By, str, str], Cell]:
    """Every cell that has hours, in one pass, since a year's log is long."""
    sums: dict[tuple[By, str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in work:
        unpriced = one.minutes if one.worth_pence is None else 0
        for by in By:
            for group in (ALL, one.group(by)):
                for part in (ALL, one.part.value):
                    cell = sums[by, group, part]
                    cell[0] += one.minutes
                    cell[1] += one.worth_pence or 0
                    cell[2] += unpriced
    return {key: Cell(minutes, pence, unpriced) for key, (minutes, pence, unpriced) in sums.items()}


def _withhold(
    work: Sequence[Work], groups: Mapping[By, tuple[str, ...]], cells: dict[tuple[By, str, str], Cell]
) -> None:
    """Withholds cells in place: first of the sums of all, which every split shares, then of each split's groups."""
    hidden = {str(part) for part in Part if is_small(len({one.expert for one in work if one.part is part}))}
    if hidden:
        hidden.add(ALL)  # or subtracting the rest would give it back
    for by in By:
        withheld = {(group, part) for group in (ALL, *groups[by]) for part in hidden}
        for group, part in withheld | _withheld_groups(work, by, groups[by], hidden):
            cells[by, group, part] = Cell(withheld=True)


def _withheld_groups(work: Sequence[Work], by: By, groups: Sequence[str], hidden: set[str]) -> set[tuple[str, str]]:
    """Which cells of one split are withheld beside the `hidden` parts. The sums of all that are shown stay known."""
    shown_parts = [str(part) for part in Part if part not in hidden]
    behind_each: dict[Key, set[str]] = defaultdict(set)
    for one in work:
        behind_each[one.group(by), one.part.value].add(one.expert)
    people: dict[Key, int] = {}
    sums: list[Sum] = []
    for group in groups:
        for part in shown_parts:
            people[group, part] = len(behind_each[group, part])
        if not hidden:
            people[group, ALL] = sum(people[group, part] for part in shown_parts)
            sums.append(Sum((group, ALL), tuple((group, part) for part in shown_parts)))
    known = [(ALL, part) for part in (shown_parts if hidden else PARTS)]
    for whole in known:
        parts = tuple((group, whole[1]) for group in groups)
        people[whole] = sum(people[part] for part in parts)
        sums.append(Sum(whole, parts))
    try:
        shown: Mapping[Key, Shown] = protect(people, sums, fixed=known)
    except ValueError:  # so few that one could be worked out whatever else is withheld
        shown = {key: Withheld.OTHER for key in people if key not in known}
    return {(group, part) for (group, part), value in shown.items() if isinstance(value, Withheld)}


def _days(claims: Sequence[Claimed], exact: bool) -> dict[str, Days | None]:
    """Days to pay by area and of all; None where it is withheld."""
    areas = sorted({one.area for one in claims})
    there = {area: [one for one in claims if area in (ALL, one.area)] for area in (ALL, *areas)}
    cells: dict[Key, int] = {}
    for area, found in there.items():
        paid = sum(one.days is not None for one in found)
        cells[area, "paid"], cells[area, "open"] = paid, len(found) - paid
    sums = [Sum((ALL, state), tuple((area, state) for area in areas)) for state in ("paid", "open")]
    shown = _protected(cells, sums, exact)
    withheld = {area for (area, _state), value in shown.items() if isinstance(value, Withheld)}
    return {area: None if area in withheld else _spread(found) for area, found in there.items()}


def _spread(claims: Sequence[Claimed]) -> Days:
    paid = sorted(one.days for one in claims if one.days is not None)
    many = len(paid) >= SMALLEST_SHOWN
    lower, _middle, upper = quantiles(paid, n=4, method="inclusive") if many else (0.0, 0.0, 0.0)
    middle = float(median(paid)) if paid else None
    return Days(len(paid), len(claims) - len(paid), middle, (lower, upper) if many else None)


def _protected(cells: Mapping[Key, int], sums: Sequence[Sum], exact: bool) -> Mapping[Key, Shown]:
    """The cells, or what may be shown of them; nothing of any where so few are counted that one could be worked out."""
    if exact:
        return dict(cells)
    try:
        return protect(cells, sums)
    except ValueError:
        return dict.fromkeys(cells, Withheld.OTHER)


OFFER_PARTS = ("unknown", "below", "not_below")


def _offers(offered: Sequence[Offered], exact: bool) -> Mapping[Key, Shown]:
    """Offers by area and by agency: how many had no rate to hold them against, were below it, and were not."""
    cells: dict[Key, int] = {}
    sums: list[Sum] = []
    for by in (By.AREA, By.AGENCY):
        groups = sorted({str(getattr(one, by.value)) for one in offered})
        for group in (ALL, *groups):
            there = [one for one in offered if group in (ALL, getattr(one, by.value))]
            for answer, wanted in zip(OFFER_PARTS, (None, True, False), strict=True):
                cells[by, group, answer] = sum(1 for one in there if one.below is wanted)
            cells[by, group, ALL] = len(there)
            sums.append(Sum((by, group, ALL), tuple((by, group, answer) for answer in OFFER_PARTS)))
        for part in (*OFFER_PARTS, ALL):
            sums.append(Sum((by, ALL, part), tuple((by, group, part) for group in groups)))
    # Both splits are of the same offers.
    sums += [Sum((By.AREA, ALL, part), ((By.AGENCY, ALL, part),)) for part in (*OFFER_PARTS, ALL)]
    return _protected(cells, sums, exact)


def hours(minutes: int) -> str:
    """Hours to one place, whole where they are: 90 minutes is 1.5, and what is more than nothing is never 0."""
    tenths = (minutes * 10 + 30) // 60
    if minutes and not tenths:
        return "less than 0.1"
    whole, rest = divmod(tenths, 10)
    return f"{whole:,}" if not rest else f"{whole:,}.{rest}"
