"""The demand page's figures as one set: cells and the sums between them, so that what is withheld is decided once."""

from collections.abc import Mapping
from dataclasses import dataclass

from lantern.insight.domain.demand import UNKNOWN_COLUMNS, Demand, NeedCount, RegionCount
from lantern.insight.domain.needs import Group, Outcome
from lantern.insight.domain.suppression import Key, Shown, Sum, protect

ALL = "all"
NEED_PARTS = ("reviews", "met", "unmet", "umbrella_only", "met_by_register")
REGION_PARTS = ("reviews", "all_met", "some_unmet", "no_need", "ethnicity_unknown", "no_victim_row")
REVIEWS, VICTIMS, NO_ROW = ("reviews",), ("victims",), ("region", ALL, "no_victim_row")


@dataclass(frozen=True, slots=True)
class Figures:
    """What one reader may see: every figure of the page, its chart and its download."""

    demand: Demand
    shown: Mapping[Key, Shown]
    exact: bool

    def need(self, count: NeedCount, part: str) -> Shown:
        return self.shown["need", count.need.key, part]

    def region(self, region: str, part: str) -> Shown:
        return self.shown["region", region, part]

    def unknown(self, name: str) -> Shown:
        return self.shown["victims", name, Outcome.UNKNOWN.value]

    def victims(self, name: str, outcome: Outcome) -> Shown:
        return self.shown["victims", name, outcome.value]

    def to_recruit(self) -> list[NeedCount]:
        """Unmet named needs, most first; withheld ones last by name, since an order would tell their size."""
        found = self.demand.to_recruit()
        shown = [count for count in found if isinstance(self.need(count, "unmet"), int)]
        withheld = [count for count in found if count not in shown]
        return shown + sorted(withheld, key=lambda count: count.need.label)


def figures(demand: Demand, columns_of: Mapping[str, frozenset[str]], *, exact: bool) -> Figures:
    """The figures, all of them for a reader who may see small counts, or with small ones withheld.

    `columns_of` gives, for a need's key, the columns it is derived from.
    """
    cells, sums = cells_and_sums(demand, columns_of)
    shown: dict[Key, Shown] = dict(cells) if exact else protect(cells, sums, fixed=(REVIEWS, VICTIMS))
    return Figures(demand, shown, exact)


def cells_and_sums(demand: Demand, columns_of: Mapping[str, frozenset[str]]) -> tuple[dict[Key, int], list[Sum]]:
    """Every figure that the page shows or that subtracting would give, and the sums that hold between them."""
    cells: dict[Key, int] = {REVIEWS: demand.reviews, VICTIMS: demand.victims}
    sums: list[Sum] = []
    for count in demand.needs:
        _need_cells(count, cells, sums)
    totals = RegionCount(ALL)
    for place in demand.regions:
        for part in REGION_PARTS:
            setattr(totals, part, getattr(totals, part) + getattr(place, part))
    for place in (*demand.regions, totals):
        _region_cells(place, cells, sums)
    for part in (*REGION_PARTS, "with_need", "ethnicity_known"):
        sums.append(
            Sum(("region", ALL, part), tuple(("region", place.region, part) for place in demand.regions)),
        )
    sums.append(Sum(REVIEWS, (("region", ALL, "reviews"),)))
    sums.append(Sum(REVIEWS, (VICTIMS, NO_ROW)))
    for name, column in UNKNOWN_COLUMNS.items():
        _victim_cells(name, column, demand, columns_of, cells, sums)
    sums.append(Sum(("region", ALL, "ethnicity_unknown"), (("victims", "ethnicity", Outcome.UNKNOWN.value),)))
    return cells, sums


def _need_cells(count: NeedCount, cells: dict[Key, int], sums: list[Sum]) -> None:
    key = count.need.key
    for part in NEED_PARTS:
        cells["need", key, part] = getattr(count, part)
    # What a reader gets by subtracting is a cell too, though no column shows it.
    cells["need", key, "no_umbrella"] = count.unmet - count.umbrella_only
    cells["need", key, "not_by_register"] = count.reviews - count.met_by_register
    sums += [
        Sum(("need", key, "reviews"), (("need", key, "met"), ("need", key, "unmet"))),
        Sum(("need", key, "unmet"), (("need", key, "umbrella_only"), ("need", key, "no_umbrella"))),
        Sum(("need", key, "reviews"), (("need", key, "met_by_register"), ("need", key, "not_by_register"))),
    ]


def _region_cells(place: RegionCount, cells: dict[Key, int], sums: list[Sum]) -> None:
    name = place.region
    for part in REGION_PARTS:
        cells["region", name, part] = getattr(place, part)
    cells["region", name, "with_need"] = place.all_met + place.some_unmet
    cells["region", name, "ethnicity_known"] = place.reviews - place.ethnicity_unknown - place.no_victim_row
    sums += [
        Sum(("region", name, "with_need"), (("region", name, "all_met"), ("region", name, "some_unmet"))),
        Sum(("region", name, "reviews"), (("region", name, "with_need"), ("region", name, "no_need"))),
        Sum(
            ("region", name, "reviews"),
            tuple(("region", name, part) for part in ("ethnicity_unknown", "no_victim_row", "ethnicity_known")),
        ),
    ]


def _victim_cells(
    name: str,
    column: str,
    demand: Demand,
    columns_of: Mapping[str, frozenset[str]],
    cells: dict[Key, int],
    sums: list[Sum],
) -> None:
    outcomes = demand.outcomes[column]
    for outcome in (Outcome.UNKNOWN, Outcome.NONE, Outcome.TOO_LITTLE):
        cells["victims", name, outcome.value] = outcomes.get(outcome, 0)
    with_need = outcomes.get(Outcome.NEED, 0) + outcomes.get(Outcome.UNNAMED, 0)
    cells["victims", name, "with_need"] = with_need
    parts = (Outcome.UNKNOWN.value, Outcome.NONE.value, Outcome.TOO_LITTLE.value, "with_need")
    sums.append(Sum(VICTIMS, tuple(("victims", name, part) for part in parts)))
    own = [count.need.key for count in demand.needs if columns_of[count.need.key] == {column}]
    if own:
        sums.append(Sum(("victims", name, "with_need"), tuple(("need", key, "reviews") for key in own)))


def headline(found: Figures) -> str:
    """The finding in one sentence: kinds of expertise, never people, and never risk."""
    named = [count for count in found.demand.of(Group.BY_AND_FOR) if count.need.named and count.reviews]
    met = [count for count in named if count.met]
    return (
        f"Published reviews called for {len(named)} kinds of by-and-for expertise; "
        f"partners publicly name {len(met)} of them"
    )


def chart_finding(found: Figures) -> str:
    """What the chart shows, in one sentence, of figures this reader may see."""
    top = [
        f"{count.need.label} ({value})"
        for count in found.to_recruit()
        if isinstance(value := found.need(count, "unmet"), int)
    ][:3]
    return f"Unmet in most reviews: {', '.join(top)}" if top else "Every named need is met"
