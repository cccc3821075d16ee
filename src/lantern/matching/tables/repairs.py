"""Ways to go on after a no, side by side."""

from typing import Any

from lantern.matching.domain.programme.model import Role, TierName
from lantern.matching.selectors import Alternative, Repairing, Way
from lantern.matching.tables import sheet
from lantern.matching.tables.compared import ROLES

SHOWN = {
    TierName.HARD: "A chair and an expert for every review",
    TierName.FLOOR: "The worst-served review",
    TierName.SHORTFALL: "Missing below four fifths",
    TierName.COVERAGE: "Needs met",
    TierName.SPREAD: "How unevenly the work is spread",
    TierName.COST: "Fees",
}


def side_by_side(repairing: Repairing) -> list[dict[str, Any]]:
    """One card a way, the least change first: what moves, and how the programme would come out."""
    return [card(repairing, repairing.alternatives[way]) for way in Way if way in repairing.alternatives]


def card(repairing: Repairing, one: Alternative) -> dict[str, Any]:
    return {
        "title": one.way.words,
        "chosen": one.can_be_chosen,
        "rows": [
            moved(repairing, one),
            {"key": "Promised places taken back", "value": str(one.repair.accepted_broken)},
            {"key": "Proposed seats moved", "value": str(one.repair.proposed_moved)},
            *({"key": words, "value": sheet.value(tier, one.repair.tiers[tier])} for tier, words in SHOWN.items()),
        ],
    }


def moved(repairing: Repairing, one: Alternative) -> dict[str, Any]:
    before = set(repairing.standing)
    new = [p for p in one.repair.placings if p not in before and p.role is not Role.SHADOW]
    names = repairing.inputs.names
    values = [f"{names.get(p.person, sheet.NOBODY_NOW)} on review {p.review}, {ROLES[p.role]}" for p in new]
    return (
        {"key": "New on a panel", "values_list": values} if values else {"key": "New on a panel", "no_value": "Nobody"}
    )
