"""The gap between where she is and what the next stage asks, as rows and as bars."""

from dataclasses import dataclass
from typing import Any

from lantern.kit.charts import Panel
from lantern.mentoring.domain import framework, stages
from lantern.mentoring.domain.stages import Facts
from lantern.mentoring.domain.words import Stage

MOST = 4
COLOURS = {"held": "#2c4a3b", "missing": "#fffdf8", "not known": "#7a7162"}


@dataclass(frozen=True, slots=True)
class Gap:
    """One competency: her `own` view and the level `held` that counts, None where nobody has said; `asks` may be 0."""

    code: str
    label: str
    own: int | None
    held: int | None
    asks: int

    @property
    def missing(self) -> int:
        return max(0, self.asks - (self.held or 0))


def gaps(now: Stage, facts: Facts) -> list[Gap]:
    """Every competency of her framework against the next stage; after the last nothing more is asked."""
    to = stages.NEXT.get(now)
    asks = stages.TABLE[to].levels if to else {}
    own, held = framework.own_view(facts.levels), framework.counted(facts.levels, facts.today)
    return [
        Gap(code, one.label, own.get(code), held.get(code), asks.get(code, 0))
        for code, one in framework.framework(facts.edition).items()
    ]


def finding(now: Stage, found: list[Gap]) -> str:
    """What the chart says, in a sentence: what nobody has said comes first."""
    to = stages.NEXT.get(now)
    if to is None:
        return "Nothing more is asked"
    unsaid = sum(one.held is None for one in found)
    missing = [one for one in found if one.missing]
    first = f"{unsaid} of {len(found)} competencies have no level from a mentor or chair yet"
    if not missing:
        return f"{first}; “{to.label}” asks for nothing more"
    short = "1 falls" if len(missing) == 1 else f"{len(missing)} fall"
    return f"{first}; {short} short of what “{to.label}” asks"


def panels(found: list[Gap]) -> list[Panel]:
    """Bars: first where no mentor or chair has said anything, then the rest, dark what is there and light the gap."""
    unsaid = [
        {
            "label": one.code,
            "kind": "not known",
            "n": 0,
            "to": one.asks,
            "words": f"{one.label}: {_asked(one)}",
        }
        for one in found
        if one.held is None
    ]
    said: list[dict[str, Any]] = []
    for one in found:
        if one.held is not None:
            words = f"{one.label}: {one.held} of {one.asks}" if one.asks else f"{one.label}: level {one.held}"
            said.append({"label": one.code, "kind": "held", "n": 0, "to": one.held, "words": words})
            if one.missing:
                said.append({"label": one.code, "kind": "missing", "n": one.held, "to": one.asks, "words": ""})
    drawn = [
        ("No level yet: what is asked", unsaid, MOST),
        ("Levels: dark held, light missing", said, MOST),
    ]
    return [panel for panel in drawn if panel[1]]


def _asked(one: Gap) -> str:
    return f"{one.asks} asked" if one.asks else "none asked"
