"""Demand: for each published review the expertise its panel would have needed, and who could have met it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lantern.insight.domain.needs import Derivation, Group, Need, Outcome
from lantern.insight.domain.partners import Holding

# What each unknown is called, and the column that carries it.
UNKNOWN_COLUMNS = {
    "ethnicity": "victim_ethnicity",
    "religion": "victim_religion",
    "sexual_orientation": "sexual_orientation_of_victim",
    "age": "age_at_death",
    "sex": "sex_of_victim",
}


@dataclass(frozen=True, slots=True)
class Published:
    """One published review: its region (register code), its incident tags, its victim's tags or None without a row."""

    ref: str
    region: str
    incident: Mapping[str, str | bool]
    victim: Mapping[str, str | bool] | None


@dataclass(slots=True)
class NeedCount:
    """How many reviews had this need. `met` + `unmet` = `reviews`; `umbrella_only` is a part of `unmet`."""

    need: Need
    reviews: int = 0
    met: int = 0
    umbrella_only: int = 0
    met_by_register: int = 0
    by_region: Counter[str] = field(default_factory=Counter)
    unmet_by_region: Counter[str] = field(default_factory=Counter)

    @property
    def unmet(self) -> int:
        return self.reviews - self.met


@dataclass(slots=True)
class RegionCount:
    """One region, by-and-for needs only. `no_need` = none was derived, which is not the same as none existed.

    `reviews` = `all_met` + `some_unmet` + `no_need`; `ethnicity_unknown` and `no_victim_row` overlap with these.
    """

    region: str
    reviews: int = 0
    all_met: int = 0
    some_unmet: int = 0
    no_need: int = 0
    ethnicity_unknown: int = 0
    no_victim_row: int = 0


@dataclass(frozen=True, slots=True)
class Demand:
    """The answer. `unknown` counts victims by what is not known; `outcomes` counts victims by column and outcome."""

    reviews: int
    victims: int
    unknown: Mapping[str, int]
    outcomes: Mapping[str, Mapping[Outcome, int]]
    needs: tuple[NeedCount, ...]
    regions: tuple[RegionCount, ...]

    @property
    def no_victim_row(self) -> int:
        """Reviews of several deaths: the record has no row, so nothing, for those who died."""
        return self.reviews - self.victims

    def of(self, group: Group) -> tuple[NeedCount, ...]:
        return tuple(count for count in self.needs if count.need.group is group)

    def to_recruit(self) -> tuple[NeedCount, ...]:
        """Named by-and-for needs that partners leave unmet, most reviews first."""
        open_needs = [count for count in self.of(Group.BY_AND_FOR) if count.need.named and count.unmet]
        return tuple(sorted(open_needs, key=lambda count: (-count.unmet, count.need.label)))


def needs_of(review: Published, table: Derivation) -> dict[Need, set[str]]:
    """The needs of one review, each with the columns it comes from."""
    found: dict[Need, set[str]] = defaultdict(set)
    for column in table.columns:
        tags = review.incident if column in review.incident else review.victim
        if tags is None:
            continue
        rule = table.rule(column, tags[column])
        if rule.need is not None:
            found[rule.need].add(column)
    return dict(found)


def count(
    reviews: Iterable[Published],
    table: Derivation,
    partners: frozenset[Holding],
    umbrella: frozenset[str],
    register: frozenset[Holding],
    regions: Iterable[str],
) -> Demand:
    """Counts needs over all reviews. A review counts once for a need, whichever of its tags show it.

    `partners` and `register` hold who could meet a need where; `umbrella` the regions where a partner serves minority
    ethnic women without naming a community. `regions` are all region codes in their order.
    """
    by_partners, by_register = _reach(partners), _reach(register)
    needs = {need: NeedCount(need) for need in table.needs}
    places = {region: RegionCount(region) for region in regions}
    unknown: Counter[str] = Counter(dict.fromkeys(UNKNOWN_COLUMNS, 0))
    outcomes: dict[str, Counter[Outcome]] = {column: Counter() for column in UNKNOWN_COLUMNS.values()}
    total = victims = 0
    for review in reviews:
        total += 1
        place = places[review.region]
        place.reviews += 1
        if review.victim is None:
            place.no_victim_row += 1
        else:
            victims += 1
            for name, column in UNKNOWN_COLUMNS.items():
                outcome = table.rule(column, review.victim[column]).outcome
                outcomes[column][outcome] += 1
                unknown[name] += outcome is Outcome.UNKNOWN
            place.ethnicity_unknown += review.victim["victim_ethnicity"] == "Unknown"
        met_all: list[bool] = []
        for need, columns in needs_of(review, table).items():
            met = _meets(need, review.region, by_partners)
            counted = needs[need]
            counted.reviews += 1
            counted.met += met
            counted.met_by_register += _meets(need, review.region, by_register)
            counted.by_region[review.region] += 1
            counted.unmet_by_region[review.region] += not met
            counted.umbrella_only += not met and "victim_ethnicity" in columns and review.region in umbrella
            if need.group is Group.BY_AND_FOR:
                met_all.append(met)
        place.all_met += bool(met_all) and all(met_all)
        place.some_unmet += bool(met_all) and not all(met_all)
        place.no_need += not met_all
    return Demand(total, victims, unknown, outcomes, tuple(needs.values()), tuple(places.values()))


def _reach(holdings: Iterable[Holding]) -> dict[tuple[str, str], frozenset[str]]:
    found: dict[tuple[str, str], frozenset[str]] = {}
    for holding in holdings:
        place = (holding.facet, holding.code)
        found[place] = found.get(place, frozenset()) | holding.regions
    return found


def _meets(need: Need, region: str, reach: Mapping[tuple[str, str], frozenset[str]]) -> bool:
    return need.named and any(region in reach.get((need.facet, code), frozenset()) for code in need.codes)
