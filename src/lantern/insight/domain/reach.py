"""Whom workshops reached, by kind of agency and by community, held against the register; unknown first."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from lantern.insight.domain.suppression import Key, Shown, Sum, Withheld, protect

ALL, CAME = ("places",), ("outcome", "came")
OUTCOMES = {"unsaid": "Not known: nobody said who came", "away": "Did not come", "came": "Came"}
KINDS = {
    "unknown": "Not known",
    "declined": "Prefers not to say",
    "by_and_for": "By-and-for agency",
    "second_tier": "Second-tier organisation",
    "other": "Another organisation",
    "none": "No organisation",
}
KNOWN = {
    "unknown": "Not known",
    "declined": "Prefers not to say",
    "none": "None of these",
    "stated": "Said at least one",
}


class Place(Protocol):
    """One place in one session. The same person in two sessions is two, since nothing joins them."""

    @property
    def month(self) -> date: ...
    @property
    def outcome(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def communities_known(self) -> str: ...
    @property
    def communities(self) -> tuple[str, ...]: ...
    @property
    def agency_ref(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Registered:
    """An agency of the register: its kind, and the communities it says it specialises in."""

    ref: str
    kind: str
    communities: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reach:
    """What one reader may see. `missed` names agencies nobody came from, for who may see small counts only."""

    shown: Mapping[Key, Shown]
    exact: bool
    communities: tuple[str, ...]
    served: Mapping[str, int]
    missed: tuple[str, ...]

    @property
    def empty(self) -> bool:
        return self.shown[ALL] == 0

    @property
    def listed(self) -> tuple[str, ...]:
        """Communities that someone who came named, or that an agency of the register serves."""
        return tuple(code for code in self.communities if self.served[code] or self.community(code) != 0)

    @property
    def gaps(self) -> tuple[str, ...]:
        """Communities that agencies of the register serve, and that nobody who came named."""
        return tuple(code for code in self.communities if self.served[code] and self.community(code) == 0)

    def community(self, code: str) -> Shown:
        return self.shown["community", code]


def count(
    places: Iterable[Place], register: Iterable[Registered], covers: Mapping[str, frozenset[str]], *, exact: bool
) -> Reach:
    """Counts places, and for those who came of which kind and community.

    `covers` has every community in order, each with itself and the narrower ones that count for it.

    A reader who may not see small counts gets them withheld, with others from which they would follow.
    """
    rows, agencies, codes = list(places), list(register), tuple(covers)
    came = [one for one in rows if one.outcome == "came"]
    reached = {one.agency_ref for one in came} - {""}
    found: Counter[Key] = Counter()
    for one in rows:
        found.update([ALL, ("outcome", one.outcome)])
    for one in came:
        found.update([("kind", one.kind), ("known", one.communities_known)])
        found.update([("community", code) for code in codes if covers[code] & set(one.communities)])
    for agency in agencies:
        found.update([("agencies", agency.kind), ("reached" if agency.ref in reached else "missed", agency.kind)])
    cells: dict[Key, int] = {}

    def key(*parts: str) -> Key:
        cells[parts] = found.get(parts, 0)
        return parts

    kinds = sorted({agency.kind for agency in agencies})
    sums = [
        Sum(key(*ALL), tuple(key("outcome", outcome) for outcome in OUTCOMES)),
        Sum(CAME, tuple(key("kind", kind) for kind in KINDS)),
        Sum(CAME, tuple(key("known", known) for known in KNOWN)),
        *(Sum(key("agencies", kind), (key("reached", kind), key("missed", kind))) for kind in kinds),
    ]
    for code in codes:
        key("community", code)
    fixed: list[Key] = [("agencies", kind) for kind in kinds]  # how many agencies there are is public
    served = {code: sum(bool(covers[code] & agency.communities) for agency in agencies) for code in codes}
    return Reach(
        shown=dict(cells) if exact else _protected(cells, sums, fixed),
        exact=exact,
        communities=codes,
        served=served,
        missed=tuple(agency.ref for agency in agencies if agency.ref not in reached) if exact else (),
    )


def _protected(cells: Mapping[Key, int], sums: list[Sum], fixed: list[Key]) -> dict[Key, Shown]:
    """Each part of the page for itself, since no sum joins two: places, agencies of the register, communities."""
    shown: dict[Key, Shown] = {}
    for kinds in ({"places", "outcome", "kind", "known"}, {"agencies", "reached", "missed"}, {"community"}):
        part = {key: value for key, value in cells.items() if key[0] in kinds}
        try:
            shown |= protect(part, [one for one in sums if one.whole in part], [key for key in fixed if key in part])
        except ValueError:  # no second table with these figures can be found: then only what is public is shown
            shown |= {key: value if key in fixed else Withheld.OTHER for key, value in part.items()}
    return shown


def finding(found: Reach) -> str:
    """The finding in one sentence, of figures this reader may see."""
    if found.empty:
        return "No session has been held yet" if found.exact else "No session was held up to the end of last month"
    named = sum(1 for code in found.communities if found.served[code])
    if not found.gaps:
        return "Someone came for every community that agencies of the register serve" if _all_shown(found) else TOO_FEW
    return f"Nobody came yet for {len(found.gaps)} of the {named} communities that agencies of the register serve"


TOO_FEW = "Too few came to show whom workshops have not reached"


def _all_shown(found: Reach) -> bool:
    return all(isinstance(found.community(code), int) for code in found.communities if found.served[code])
