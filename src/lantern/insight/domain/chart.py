"""What the bars of each chart are, and the colours of their kinds."""

from collections.abc import Mapping
from typing import Any

from lantern.insight.domain.barriers import UNKNOWN, Barriers
from lantern.insight.domain.chairs import Beside
from lantern.insight.domain.demand import NeedCount
from lantern.insight.domain.figures import Figures
from lantern.insight.domain.ledger import ALL as ALL_HOURS
from lantern.insight.domain.ledger import By, Ledger, Part, hours, in_order
from lantern.insight.domain.needs import Group
from lantern.insight.domain.reach import KINDS as KIND_LABELS
from lantern.insight.domain.reach import Reach
from lantern.insight.domain.suppression import Shown, Withheld
from lantern.kit import charts
from lantern.kit.charts import Panel
from lantern.kit.vocabulary import Known

KINDS = {
    "met": "#2c4a3b",
    "said": "#2c4a3b",
    "unmet": "#fffdf8",
    "not split": "#d9cfbd",
    "not known": "#7a7162",
    Part.UNCLAIMED.value: "#7a7162",
    Part.WAITING.value: "#d9cfbd",
    Part.PAID.value: "#2c4a3b",
    Part.DONATED.value: "#fffdf8",
}


def unknown_bars(found: Figures) -> list[dict[str, Any]]:
    bars = []
    for name, label in (("religion", "Religion"), ("ethnicity", "Ethnicity")):
        value = found.unknown(name)
        number = value if isinstance(value, int) else 0
        bars.append({"label": name, "kind": "not known", "n": 0, "to": number, "words": f"{label} not known: {value}"})
    return bars


def need_bars(found: Figures) -> list[dict[str, Any]]:
    """Every by-and-for need that any review had, as pieces of bars from `n` to `to`."""
    bars: list[dict[str, Any]] = []
    for count in found.demand.of(Group.BY_AND_FOR):
        if count.reviews:
            bars += _bar(found, count)
    return bars


def _bar(found: Figures, count: NeedCount) -> list[dict[str, Any]]:
    label = count.need.label
    reviews, met, unmet = (found.need(count, part) for part in ("reviews", "met", "unmet"))
    if isinstance(reviews, Withheld):
        return [{"label": label, "kind": "not split", "n": 0, "to": 0, "words": f"{label}: {reviews}"}]
    if isinstance(met, Withheld) or isinstance(unmet, Withheld):
        words = f"{label}: {reviews} (met or unmet not shown)"
        return [{"label": label, "kind": "not split", "n": 0, "to": reviews, "words": words}]
    return [
        {"label": label, "kind": "met", "n": 0, "to": met, "words": f"{label}: {met} met, {unmet} unmet"},
        {"label": label, "kind": "unmet", "n": met, "to": reviews, "words": ""},
    ]


def demand_panels(found: Figures) -> list[Panel]:
    needs = need_bars(found)
    victims = found.demand.victims
    return [
        (f"Not known, of {victims} victims", unknown_bars(found), victims),
        ("Reviews by need: dark met, light unmet", needs, max((bar["to"] for bar in needs), default=0) or 1),
    ]


def svg(panels: list[Panel], width: str) -> str:
    """The chart as SVG text. `width` is wide or narrow."""
    return charts.svg(panels, width, KINDS)


def bar(label: str, value: Shown, kind: str) -> dict[str, Any]:
    """One bar from nought, with its words; a withheld count has words and no length."""
    to = value if isinstance(value, int) else 0
    return {"label": label, "kind": kind, "n": 0, "to": to, "words": f"{label}: {value}"}


def barrier_panels(found: Barriers, labels: Mapping[str, str]) -> list[Panel]:
    """What is not known first, then what was said, then how both went over time, all on one scale."""
    unknown = [bar(labels[UNKNOWN], found.barrier(UNKNOWN), "not known")]
    said = [bar(labels[code], found.barrier(code), "said") for code in found.barriers if code != UNKNOWN]
    over_time = []
    for period in found.periods:
        for words, key, kind in (
            ("said", ("period", period, "said"), "said"),
            ("not known", ("barrier", UNKNOWN, "period", period), "not known"),
        ):
            over_time.append(bar(f"{period}, {words}", found.shown[key], kind))
    top = max((one["to"] for one in (*unknown, *said, *over_time)), default=0) or 1
    panels = [("Not known", unknown, top), ("What was said", said, top), ("Over time", over_time, top)]
    return [panel for panel in panels if panel[1]]


def reach_panels(found: Reach, communities: Mapping[str, str]) -> list[Panel]:
    """What is not known first, then who came by kind of agency, then by community, all on one scale."""
    unknown = [
        bar("Nobody said who came", found.shown["outcome", "unsaid"], "not known"),
        bar("Kind of organisation not known", found.shown["kind", "unknown"], "not known"),
        bar("Communities not known", found.shown["known", "unknown"], "not known"),
    ]
    kinds = [bar(label, found.shown["kind", kind], "said") for kind, label in KIND_LABELS.items() if kind != UNKNOWN]
    named = [bar(communities[code], found.community(code), "said") for code in found.listed]
    top = max(one["to"] for one in (*unknown, *kinds, *named)) or 1
    panels = [
        ("Not known", unknown, top),
        ("Came, by kind of organisation", kinds, top),
        ("Came, by community", named, top),
    ]
    return [panel for panel in panels if panel[1]]


def ledger_panels(found: Ledger, names: Mapping[By, Mapping[str, str]]) -> list[Panel]:
    """Hours by what became of them, what is not known first; then by partnership and by month, on one scale."""
    whole: list[dict[str, Any]] = [
        {
            "label": part.label,
            "kind": part.value,
            "n": 0,
            "to": found.total(part).minutes,
            "words": f"{part.label}: {_hours_of(found, By.KIND, ALL_HOURS, part)}",
        }
        for part in Part
    ]
    panels: list[Panel] = [("Hours worked, in all", whole, max(one["to"] for one in whole) or 1)]
    for by in (By.AREA, By.MONTH):
        named = {group: names[by].get(group, group) for group in found.groups[by]}
        there = in_order(by, named, named)
        bars = [piece for group in there for piece in _pieces(found, by, group, named[group])]
        top = max((piece["to"] for piece in bars), default=0) or 1
        panels.append((f"By {by.label.lower()}: dark paid, light given", bars, top))
    return [panel for panel in panels if panel[1]]


def _pieces(found: Ledger, by: By, group: str, name: str) -> list[dict[str, Any]]:
    """One group's bar, part by part; a part that is withheld has no length."""
    words = f"{name}: {_hours_of(found, by, group, Part.PAID)} paid, {_hours_of(found, by, group, Part.DONATED)} given"
    pieces, at = [], 0
    for part in Part:
        minutes = found.cell(by, group, part).minutes
        pieces.append({"label": group, "kind": part.value, "n": at, "to": at + minutes, "words": words})
        at, words = at + minutes, ""
    return pieces


def _hours_of(found: Ledger, by: By, group: str, part: Part) -> str:
    cell = found.cell(by, group, part)
    return Withheld.OTHER.value if cell.withheld else hours(cell.minutes)


def chair_panels(found: Beside, reviews: Figures) -> list[Panel]:
    """What is not known first; then a bar for each need, dark where a chair brings it."""
    unknown = bar("Community not known", found.known("chairs", "community", Known.UNKNOWN), "not known")
    bars = []
    for count in found.needs:
        needed, held = reviews.need(count, "reviews"), found.holding("chairs", count)
        one = bar(count.need.label, needed, "unmet" if held == 0 else "met")
        bars.append({**one, "words": f"{count.need.label}: reviews {needed}, chairs {held}"})
    top = max((one["to"] for one in bars), default=0) or 1
    panels = [("Chairs", [unknown], unknown["to"] or 1), ("Reviews by need: dark where a chair brings it", bars, top)]
    return [panel for panel in panels if panel[1]]
