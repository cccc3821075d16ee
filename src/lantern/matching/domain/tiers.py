"""The order of preference between panels that keep the hard rules: each tier is settled before the next is looked at.

All values are whole numbers, so that "equal" means equal.
"""

import hashlib
from collections.abc import Sequence
from enum import StrEnum

from lantern.matching.domain import composition, conflicts
from lantern.matching.domain.gates import level_for
from lantern.matching.domain.model import Candidate, Level, Need, ReviewNeeds, Tier, Weight

# A need met counts 7, and lived experience 3 more (matching.md, section 5): a policy of the programme, not a finding.
MET, LIVED = 7, 3
WEIGHTS = {Weight.MUST: 1, Weight.SHOULD: 3, Weight.COULD: 1}
ROTATION_DAYS = 365


class Name(StrEnum):
    MUST = "must-have needs met"
    OTHER = "other needs met"
    ADVISORY = "advisory rules broken"
    FILLED = "members who bring something"
    CONFLICT = "conflict grades"
    LOAD = "reviews already carried"
    ROTATION = "recently asked"
    COST = "day rates together, in pence"
    DRAW = "draw"


MORE_IS_BETTER = {Name.MUST, Name.OTHER, Name.FILLED}
Vector = tuple[int, ...]


def order(review: ReviewNeeds) -> tuple[Name, ...]:
    return tuple(name for name in Name if name is not Name.FILLED or review.fill_empty_seats)


def points(need: Need, level: Level | None) -> int:
    """What one need adds to its tier."""
    if level is None:
        return 0
    return WEIGHTS[need.weight] * (MET + (LIVED if level is Level.LIVED else 0))


def recency(review: ReviewNeeds, candidate: Candidate) -> int:
    """Days short of a year since this person was last asked; 0 for someone never asked."""
    if candidate.last_asked is None:
        return 0
    return min(ROTATION_DAYS, max(0, ROTATION_DAYS - (review.on - candidate.last_asked).days))


def rate(review: ReviewNeeds, candidate: Candidate) -> int:
    """The day rate, or the most it could be where it is not stated: unknown is not nothing. Without a ceiling there is
    no most, and it counts like a thousand pounds."""
    if candidate.day_rate_pence is not None:
        return candidate.day_rate_pence
    return 100_000 if review.rate_ceiling_pence is None else review.rate_ceiling_pence


def draw(review: ReviewNeeds, candidate: Candidate) -> int:
    """A lot drawn for this person in this review: the same each time, and no alphabet favours anyone for ever."""
    return int.from_bytes(hashlib.sha256(f"{review.ref}/{candidate.ref}".encode()).digest()[:2])


def price(review: ReviewNeeds, candidate: Candidate) -> dict[Name, int]:
    """What one more member adds to each tier that only adds up."""
    return {
        Name.CONFLICT: conflicts.handling(candidate.conflict).points,
        Name.LOAD: 1 + candidate.active_reviews,
        Name.ROTATION: recency(review, candidate),
        Name.COST: rate(review, candidate),
        Name.DRAW: draw(review, candidate),
    }


def best_level(members: Sequence[Candidate], need: Need) -> Level | None:
    levels = {level_for(m, need) for m in members}
    return Level.LIVED if Level.LIVED in levels else Level.PROFESSIONAL if Level.PROFESSIONAL in levels else None


def measure(review: ReviewNeeds, members: Sequence[Candidate]) -> dict[Name, int]:
    """The tiers of this panel. Those already seated count for coverage and rules, and cost nothing more."""
    new = [m for m in members if m.ref not in review.seated]
    values = dict.fromkeys(Name, 0)
    for need in review.needs:
        name = Name.MUST if need.weight is Weight.MUST else Name.OTHER
        values[name] += points(need, best_level(members, need))
    for demand in composition.demands(review):
        if not demand.rule.hard and not composition.kept(review, demand, members):
            values[Name.ADVISORY] += 1
    for member in new:
        values[Name.FILLED] += any(level_for(member, need) for need in review.needs)
        for name, value in price(review, member).items():
            values[name] += value
    return {name: values[name] for name in order(review)}


def vector(values: dict[Name, int]) -> Vector:
    """Smaller is better, first entry first."""
    return tuple(-value if name in MORE_IS_BETTER else value for name, value in values.items())


def as_tiers(values: dict[Name, int]) -> tuple[Tier, ...]:
    return tuple(Tier(name.value, value, name in MORE_IS_BETTER) for name, value in values.items())
