"""Chairs, and mentees on the way, beside the expertise that published reviews would have needed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lantern.insight.domain.demand import NeedCount
from lantern.insight.domain.suppression import Key, Shown, Sum, protect
from lantern.kit.vocabulary import Known

GROUPS = ("chairs", "mentees")
FACETS = ("community", "faith")


@dataclass(frozen=True, slots=True)
class Holder:
    """One person. `holds` are facet and code, narrower codes included; a facet that is not in `answers` is unknown."""

    holds: frozenset[tuple[str, str]]
    answers: Mapping[str, Known]

    def known(self, facet: str) -> Known:
        """What is known of a facet: stated wherever she holds something of it."""
        if any(held == facet for held, _code in self.holds):
            return Known.STATED
        return self.answers.get(facet, Known.UNKNOWN)

    def meets(self, count: NeedCount) -> bool:
        return any((count.need.facet, code) in self.holds for code in count.need.codes)


@dataclass(frozen=True, slots=True)
class Beside:
    """What one reader may see. `needs` are named by-and-for needs that a review had, most reviews first."""

    needs: tuple[NeedCount, ...]
    shown: Mapping[Key, Shown]
    exact: bool

    def total(self, group: str) -> Shown:
        return self.shown[(group,)]

    def holding(self, group: str, count: NeedCount) -> Shown:
        return self.shown[group, count.need.key, "with"]

    def known(self, group: str, facet: str, known: Known) -> Shown:
        return self.shown[group, facet, known.value]

    @property
    def held_by_a_chair(self) -> int:
        """How many of the needs some chair meets. That nobody does is shown to everyone."""
        return sum(self.holding("chairs", count) != 0 for count in self.needs)


def beside(
    people: Mapping[str, Sequence[Holder]], without_record: int, needs: Iterable[NeedCount], *, exact: bool
) -> Beside:
    """`people` by group; `without_record` chairs have no place in the register, so that nothing is known of them."""
    wanted = sorted(
        (count for count in needs if count.need.named and count.reviews),
        key=lambda count: (-count.reviews, count.need.label),
    )
    cells: dict[Key, int] = {}
    sums: list[Sum] = []
    for group in GROUPS:
        here = list(people[group])
        unseen = without_record if group == "chairs" else 0
        cells[(group,)] = len(here) + unseen
        for count in wanted:
            key = count.need.key
            cells[group, key, "with"] = sum(one.meets(count) for one in here)
            cells[group, key, "without"] = cells[(group,)] - cells[group, key, "with"]
            sums.append(Sum((group,), ((group, key, "with"), (group, key, "without"))))
        for facet in FACETS:
            for known in Known:
                cells[group, facet, known.value] = sum(one.known(facet) is known for one in here)
            cells[group, facet, Known.UNKNOWN.value] += unseen
            sums.append(Sum((group,), tuple((group, facet, known.value) for known in Known)))
    return Beside(tuple(wanted), dict(cells) if exact else protect(cells, sums), exact)


NONE_KNOWN = "no chair is known to bring any of them"


def finding(found: Beside) -> str:
    """The page's one sentence: kinds of expertise, never people."""
    brought = f"chairs are known to bring {found.held_by_a_chair} of them" if found.held_by_a_chair else NONE_KNOWN
    return f"Published reviews called for {len(found.needs)} kinds of by-and-for expertise; {brought}"
