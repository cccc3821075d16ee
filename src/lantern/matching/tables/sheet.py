"""A plan for the whole programme as one sheet: reviews down, needs across, and how each tier came out."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from lantern.matching.domain import explain
from lantern.matching.domain.programme import asking, scoring
from lantern.matching.domain.programme.model import Person, Placing, Plan, Role, SeatState, TierName, TierResult, Wish
from lantern.matching.selectors import Planned
from lantern.register.public import FACET_LABELS, Facet

NOBODY_NOW = "somebody no longer in the register"

# How a need is met, from 0 (not): a sign, words for those who do not see it, and its kind.
MARKS = (
    {"sign": "✗", "words": "not met", "kind": "unmet"},
    {"sign": "✓", "words": "met with professional knowledge", "kind": "met"},
    {"sign": "✓✓", "words": "met with lived experience", "kind": "lived"},
)

TIERS: dict[TierName, str] = {
    TierName.HARD: "Every review has a chair and somebody on its panel, as far as that can be",
    TierName.FLOOR: "Then the worst-served review is served as well as it can be",
    TierName.SHORTFALL: "Then as little as possible is missing below four fifths of what each review could have",
    TierName.COVERAGE: "Then as many needs as possible are met, must-haves most",
    TierName.ADVISORY: "Then as few advisory rules of composition as possible are broken",
    TierName.CLOSENESS: "Then people are placed where they declared the least closeness",
    TierName.MOVES: "Then as few proposed seats as possible are moved",
    TierName.SPREAD: "Then the work is spread over people and agencies",
    TierName.ROTATION: "Then it goes to those asked longest ago, or never",
    TierName.COST: "Then the fees are as low as possible",
}


def naming(planned: Planned) -> Any:
    return lambda ref: planned.inputs.names.get(ref, planned.inputs.agencies.get(ref, NOBODY_NOW))


def facets(planned: Planned) -> list[str]:
    """The kinds of need that any review states, in the register's order: the columns of the sheet."""
    used = {asking.split(need.tag)[0] for wish in planned.inputs.programme.reviews for need in wish.needs}
    return [facet.value for facet in Facet if facet.value in used]


def sheet(planned: Planned, plan: Plan, *, unmet_only: bool = False) -> dict[str, Any]:
    """Rows for every open review, by partnership. `counts` are of the whole plan, whatever is shown."""
    columns = facets(planned)
    people = {p.ref: p for p in planned.inputs.programme.people}
    sitting = scoring.panels(planned.inputs.programme, plan.placings)
    ordered = sorted(
        planned.inputs.programme.reviews,
        key=lambda w: (planned.inputs.reviews[w.ref].partnership.name.casefold(), w.ref),
    )
    open_to_confirm = set(planned.open_to_confirm)
    rows, met, needs = [], 0, 0
    for wish in ordered:
        levels = scoring.best_levels(wish, sitting[wish.ref])
        met += sum(map(bool, levels))
        needs += len(levels)
        if not unmet_only or not all(levels) or chairless(planned, wish):
            rows.append(row(planned, wish, levels, columns, people, wish.ref in open_to_confirm))
    new = [p for wish in ordered for p in planned.new(wish.ref)]
    return {
        "columns": [FACET_LABELS[Facet(facet)] for facet in columns],
        "rows": rows,
        "counts": [
            {"label": "Needs nobody meets", "value": needs - met},
            {"label": "Needs met", "value": met},
            {"label": "Open reviews", "value": len(ordered)},
            {"label": "New seats proposed", "value": len(new)},
            {"label": "People newly proposed", "value": len({p.person for p in new})},
        ],
        "reviews": len(ordered),
        "can_confirm": [row["ref"] for row in rows if row["can_confirm"]],
    }


def chairless(planned: Planned, wish: Wish) -> bool:
    return wish.chair and not any(p.role is Role.CHAIR for p in planned.panel(wish.ref))


def row(
    planned: Planned,
    wish: Wish,
    levels: list[int],
    columns: list[str],
    people: dict[str, Person],
    open_to_confirm: bool,
) -> dict[str, Any]:
    review = planned.inputs.reviews[wish.ref]
    marks: dict[str, list[dict[str, str]]] = {facet: [] for facet in columns}
    for need, level in zip(wish.needs, levels, strict=True):
        label = planned.inputs.labels[wish.ref, need.tag]
        must = " (must)" if need.must else ""
        marks[asking.split(need.tag)[0]].append({**MARKS[level], "label": f"{label}{must}"})
    new = planned.new(wish.ref)
    return {
        "ref": wish.ref,
        "area": review.partnership.name,
        "cells": [{"heading": FACET_LABELS[Facet(facet)], "marks": marks[facet]} for facet in columns],
        "people": [seat(planned, placing) for placing in planned.panel(wish.ref)],
        "empty": empty_seats(wish, planned.panel(wish.ref)),
        "no_chair": chairless(planned, wish),
        "no_needs": not wish.needs,
        "can_confirm": open_to_confirm,
        "changed": wish.ref in planned.changed,
        "settled": not new,
    }


def empty_seats(wish: Wish, panel: Iterable[Placing]) -> str:
    left = wish.seats - sum(p.role is Role.EXPERT for p in panel)
    if left <= 0 or not wish.needs:
        return ""
    return f"{explain.people(left).split()[0]} {'seat' if left == 1 else 'seats'} left empty"


def seat(planned: Planned, placing: Placing) -> dict[str, Any]:
    state = {s.placing: s.state for s in planned.inputs.programme.seated}.get(placing)
    if placing.role is Role.SHADOW:
        accepted = state is SeatState.ACCEPTED
        words = "Mentee: has a seat to learn in" if accepted else "Mentee: would learn, beside the panel"
        kind = "done" if accepted else "waiting"
    elif placing in planned.inputs.waiting:
        words, kind = "Asked, no answer yet", "waiting"
    elif state is SeatState.ACCEPTED:
        words, kind = "Chairs" if placing.role is Role.CHAIR else "Seated", "done"
    elif state is SeatState.PROPOSED:
        words, kind = "Drafted, stays", ""
    else:
        words, kind = "Proposed as chair" if placing.role is Role.CHAIR else "Proposed", "attention"
    return {"ref": placing.person, "name": naming(planned)(placing.person), "words": words, "kind": kind}


def tiers(plan: Plan) -> list[dict[str, str]]:
    """How each step of the order of preference came out: its value, what could at best be reached, and whether that
    is proven."""
    return [{"text": TIERS[t.name], **outcome(t)} for t in plan.tiers]


def outcome(tier: TierResult) -> dict[str, str]:
    words = value(tier.name, tier.value)
    if tier.proven:
        return {"value": words, "bound": "proven: no plan does better", "kind": "done"}
    if tier.bound is None:
        return {"value": words, "bound": "how much better a plan could be is not known", "kind": "waiting"}
    side = "more" if tier.more_is_better else "less"
    bound = value(tier.name, tier.bound)
    return {"value": words, "bound": f"not proven: no plan can reach {side} than {bound}", "kind": "waiting"}


def value(name: TierName, number: int) -> str:
    match name:
        case TierName.HARD:
            gaps = number // scoring.HARD_PRICE
            return "none lacks one" if not gaps else f"{gaps} {'place is' if gaps == 1 else 'places are'} lacking"
        case TierName.FLOOR:
            return f"{number} % of what it could have"
        case TierName.SHORTFALL:
            return "nothing missing" if not number else f"{number:,} thousandths missing, all reviews together"
        case TierName.COVERAGE:
            return f"{number:,} points"
        case TierName.ADVISORY:
            return f"{number:,} broken"
        case TierName.MOVES:
            return f"{number:,} moved"
        case TierName.ROTATION:
            return f"{number:,} days short of a year, together"
        case TierName.COST:
            return explain.pounds(number)
        case _:
            return f"{number:,} points"


def load(planned: Planned, plan: Plan) -> dict[str, Any]:
    """Who would carry how much, by person and by agency: only those who carry something, most first."""
    programme = planned.inputs.programme
    accepted = {s.placing for s in programme.seated if s.state is SeatState.ACCEPTED}
    seats = [p for p in plan.placings if p.role is not Role.SHADOW]
    now, then = Counter(p.person for p in accepted), Counter(p.person for p in seats)
    people = {p.ref: p for p in programme.people}
    limits = {a.ref: a.max_reviews for a in programme.agencies}

    def agency_of(ref: str) -> str | None:
        return people[ref].agency if ref in people else None

    def lines(now: Counter[str], then: Counter[str], most: Any, names: Any) -> list[list[dict[str, Any]]]:
        order = sorted(then, key=lambda ref: (-then[ref], names(ref).casefold(), ref))
        return [
            [
                {"heading": "Who", "text": names(ref)},
                {"heading": "Now", "text": str(now[ref]), "number": True},
                {"heading": "With this plan", "text": str(then[ref]), "number": True},
                {"heading": "At most", "no_value": "No limit stated"}
                if (limit := most(ref)) is None
                else {"heading": "At most", "text": str(limit), "number": True},
                {"heading": "Room", **room(then[ref], limit)},
            ]
            for ref in order
        ]

    def room(count: int, limit: int | None) -> dict[str, str]:
        if limit is None:
            return {"tag": "Ask", "kind": "waiting"}
        if count > limit:
            return {"tag": "More than stated", "kind": "problem"}
        return {"tag": "Full", "kind": "attention"} if count == limit else {"tag": f"{limit - count} left", "kind": ""}

    def of_agencies(count: Counter[str]) -> Counter[str]:
        found: Counter[str] = Counter()
        for ref, held in count.items():
            if agency := agency_of(ref):
                found[agency] += held
        return found

    return {
        "people": lines(now, then, lambda ref: people[ref].max_reviews if ref in people else None, naming(planned)),
        "agencies": lines(of_agencies(now), of_agencies(then), limits.get, naming(planned)),
        "free": len(people) - len(then),
        "register": len(people),
    }
