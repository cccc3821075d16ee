"""Barriers to engagement as one set of figures: by barrier, by source, over time and by area, unknown first."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from lantern.insight.domain.suppression import Key, Shown, Sum, Withheld, protect

UNKNOWN, NONE, DECLINED = "unknown", "none", "prefer_not_to_say"
ALL, SAID = ("all",), ("said",)
# Sources in the order of the page. One that is not named here (a context built later) follows under its own code.
SOURCES = {
    "decline": "Said no",
    "silence": "Did not answer",
    "reflection": "After a seat",
    "workshop": "In a workshop",
}
# Whoever did not answer said nothing, so no reader learns anything from such a cell, and there is none.
SAYS_NOTHING = frozenset({"silence"})


class BarrierRecord(Protocol):
    """What a context records of one barrier met once. `month` is its first day; refs are opaque; no person."""

    @property
    def source(self) -> str: ...
    @property
    def barrier(self) -> str: ...
    @property
    def month(self) -> date: ...
    @property
    def partnership_ref(self) -> str: ...


class Audience(StrEnum):
    """To whom an answer ("we did") is published."""

    PROGRAMME = "programme"
    PARTNERSHIPS = "partnerships"
    EVERYONE = "everyone"

    @property
    def label(self) -> str:
        return {
            Audience.PROGRAMME: "The programme’s coordinators only",
            Audience.PARTNERSHIPS: "Partnerships too",
            Audience.EVERYONE: "Everyone who signs in: experts, agencies, chairs and partnerships",
        }[self]


def period_of(month: date, fine: bool) -> str:
    """The quarter of a year, or the year, written so that they sort in time."""
    return f"{month.year} quarter {(month.month + 2) // 3}" if fine else str(month.year)


class _Dated(Protocol):
    @property
    def month(self) -> date: ...


_Record = TypeVar("_Record", bound=_Dated)


def finished(records: Iterable[_Record], today: date) -> list[_Record]:
    """Records of months that are over: one more from one day to the next would tell who has just answered."""
    return [one for one in records if one.month < today.replace(day=1)]


@dataclass(frozen=True, slots=True)
class Barriers:
    """What one reader may see. Rows are in their order: unknown first, then most first, withheld ones by name."""

    shown: Mapping[Key, Shown]
    exact: bool
    barriers: tuple[str, ...]
    sources: tuple[str, ...]
    periods: tuple[str, ...]
    areas: tuple[str, ...]

    @property
    def empty(self) -> bool:
        return not self.sources

    def barrier(self, code: str) -> Shown:
        return self.shown.get(("barrier", code), 0)

    def at(self, code: str, source: str) -> Shown:
        return self.shown.get(("barrier", code, "source", source), 0)

    def named(self) -> tuple[str, ...]:
        """What somebody said stood in the way: not unknown, not "nothing", not "I would rather not say"."""
        return tuple(code for code in self.barriers if code not in {UNKNOWN, NONE, DECLINED})


def count(
    records: Iterable[BarrierRecord], labels: Mapping[str, str], *, exact: bool, by_area: bool, fine: bool
) -> Barriers:
    """Counts records. `labels` gives each barrier's words, by which withheld rows are ordered; `fine` counts quarters.

    A reader who may not see small counts (`exact` false) gets them withheld, with others from which they would follow.
    """
    rows = list(records)
    cells: Counter[Key] = Counter()
    for one in rows:
        period = period_of(one.month, fine)
        known = "unknown" if one.barrier == UNKNOWN else "said"
        keys: list[Key] = [
            ALL,
            ("barrier", one.barrier),
            ("source", one.source),
            ("period", period),
            ("barrier", one.barrier, "source", one.source),
            ("barrier", one.barrier, "period", period),
            *([SAID, ("period", period, "said")] if known == "said" else []),
            *([("area", one.partnership_ref), ("area", one.partnership_ref, known)] if by_area else []),
        ]
        cells.update(keys)
    barriers = [UNKNOWN, *sorted({one.barrier for one in rows} - {UNKNOWN})]
    sources = _in_order({one.source for one in rows})
    periods = tuple(sorted({period_of(one.month, fine) for one in rows}))
    areas = tuple(sorted({one.partnership_ref for one in rows})) if by_area else ()
    whole, sums = _filled(cells, barriers, sources, periods, areas)
    shown = whole if exact else _protected(whole, sums)
    return Barriers(shown, exact, _ranked(barriers, shown, labels), sources, periods, areas)


def _in_order(found: set[str]) -> tuple[str, ...]:
    return (*[source for source in SOURCES if source in found], *sorted(found - SOURCES.keys()))


def _filled(
    cells: Mapping[Key, int], barriers: list[str], sources: tuple[str, ...], periods: tuple[str, ...],
    areas: tuple[str, ...],
) -> tuple[dict[Key, Shown], list[Sum]]:  # fmt: skip
    """Every cell that the page shows or that subtracting gives, noughts too, and the sums between them."""
    whole: dict[Key, Shown] = {}

    def key(*parts: str) -> Key:
        whole[parts] = cells.get(parts, 0)
        return parts

    key(*ALL), key(*SAID)
    unknown = key("barrier", UNKNOWN)
    sums = [Sum(ALL, tuple(key("barrier", code) for code in barriers)), Sum(ALL, (unknown, SAID))]
    for kind, names in (("source", sources), ("period", periods), ("area", areas)):
        if names:
            sums.append(Sum(ALL, tuple(key(kind, name) for name in names)))
    for code in barriers:
        speaking = [source for source in sources if code == UNKNOWN or source not in SAYS_NOTHING]
        if speaking:
            sums.append(Sum(("barrier", code), tuple(key("barrier", code, "source", name) for name in speaking)))
        if periods:
            sums.append(Sum(("barrier", code), tuple(key("barrier", code, "period", name) for name in periods)))
    for source in sources:
        parts = tuple(("barrier", code, "source", source) for code in barriers)
        sums.append(Sum(("source", source), tuple(part for part in parts if part in whole)))
    for period in periods:
        said, rest = key("period", period, "said"), [code for code in barriers if code != UNKNOWN]
        sums.append(Sum(("period", period), (("barrier", UNKNOWN, "period", period), said)))
        sums.append(Sum(said, tuple(("barrier", code, "period", period) for code in rest)))
    for area in areas:
        sums.append(Sum(("area", area), (key("area", area, "unknown"), key("area", area, "said"))))
    for known, total in (("unknown", unknown), ("said", SAID)):
        if areas:
            sums.append(Sum(total, tuple(("area", area, known) for area in areas)))
    return whole, sums


def _protected(cells: Mapping[Key, Shown], sums: list[Sum]) -> dict[Key, Shown]:
    counts = {key: value for key, value in cells.items() if isinstance(value, int)}
    try:
        return protect(counts, sums)
    except ValueError:  # no second table with these figures can be found: then none of them is shown
        return dict.fromkeys(counts, Withheld.OTHER)


def _ranked(barriers: list[str], shown: Mapping[Key, Shown], labels: Mapping[str, str]) -> tuple[str, ...]:
    """Unknown, then what was said, most first; withheld ones by name, since an order would tell their size."""

    def place(code: str) -> tuple[int, int, str]:
        value = shown["barrier", code]
        last = 2 if code in {NONE, DECLINED} else 1
        size = -value if isinstance(value, int) else 1
        return (0 if code == UNKNOWN else last, size, labels.get(code, code))

    return tuple(sorted(barriers, key=place))


def finding(found: Barriers, labels: Mapping[str, str]) -> str:
    """The finding in one sentence, of figures this reader may see."""
    top = [f"{labels[code]} ({value})" for code in found.named() if isinstance(value := found.barrier(code), int)][:3]
    if found.empty:
        return "Nothing has been recorded yet" if found.exact else "Nothing was recorded up to the end of last month"
    return (
        f"Said most often: {', '.join(top)}" if top else "Too few have said anything to show which barrier is met most"
    )
