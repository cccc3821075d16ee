"""A few reviews solved again with everything else held: an exact answer for a neighbourhood.

The model has a yes or no for each useful set of kinds of people (`panels.kinds`), and for each person in each seat. A
tier is settled before the next is looked at. Outside nothing moves; what sits there takes room and counts.
"""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lantern.matching.domain.programme.afresh import FIRST, Afresh, NoPanel
from lantern.matching.domain.programme.model import Placing, Role, TierName
from lantern.matching.domain.programme.prepared import Prepared
from lantern.matching.domain.programme.seats import NOBODY, Seats

SIZE = 26


@dataclass(frozen=True)
class Kept:
    """`worse` is the first tier that cannot be as good as before with all earlier ones so, None where none need be
    worse; `value` the best it could be. `placings` are an arrangement that comes to this, or the nearest found. Not
    `proven`: the time ran out on it."""

    placings: tuple[Placing, ...]
    worse: TierName | None
    value: int | None
    proven: bool
    seconds: float


def seats_of(prepared: Prepared, placings: Collection[Placing]) -> Seats:
    """These placings as `Seats`. Accepted and shadow seats among them need not be told apart."""
    seats, place = Seats(prepared), prepared.pool.place
    experts: dict[str, list[int]] = {}
    chairs: dict[str, int] = {}
    for placing in placings:
        person = place.get(placing.person, NOBODY)
        if placing.role is Role.EXPERT:
            experts.setdefault(placing.review, []).append(person)
        elif placing.role is Role.CHAIR:
            chairs[placing.review] = person
    for r, part in enumerate(seats.parts):
        new = {*experts.get(part.ref, ())} - {*part.fixed}
        chair = chairs.get(part.ref, NOBODY)
        if new or chair not in (NOBODY, part.fixed_chair):
            seats.seat(r, new, NOBODY if chair == part.fixed_chair else chair)
    return seats


def neighbourhood(seats: Seats, r: int, people: Collection[int] = (), size: int = SIZE) -> tuple[int, ...]:
    """The review, those where `people` or others of their agencies sit, and those that hold most of the people who
    could serve on it: at most `size`, ascending."""
    part, agency = seats.parts[r], seats.prepared.agency
    here, mine, ours = np.zeros((3, len(agency)), dtype=bool)
    for person in people:
        ours |= (agency == agency[person]) & (agency >= 0) & (seats.room_agency[agency[person]] <= 0)
    near = np.array(sorted(people), dtype=np.intp)
    here[part.eligible], here[part.chairs] = True, True
    mine[[*seats.experts[r], *([seats.chairs[r]] if seats.chairs[r] != NOBODY else [])]] = True
    ranked = []
    for other, there in enumerate(seats.parts):
        if other != r:
            holds = [*seats.experts[other], *([seats.chairs[other]] if seats.chairs[other] != NOBODY else [])]
            closest = -int(np.isin(holds, near).sum()), -int(ours[holds].sum())
            ranked.append((*closest, -int(here[holds].sum()), -int(mine[there.eligible].sum()), other))
    return tuple(sorted([r, *(other for *_, other in sorted(ranked)[: size - 1])]))


def keep(
    seats: Seats,
    reviews: Collection[int],
    including: Collection[Placing],
    before: Mapping[TierName, int],
    seconds: float,
    *,
    meeting: tuple[int, int] | None = None,
    tiers: Sequence[TierName] = tuple(TierName),
) -> Kept:
    """Whether these reviews can seat `including` with no tier worse than `before`. Raises NoPanel where not at all.

    `meeting`, a review and the place of one of its needs, asks for that need to be met. `tiers` may stop early, after
    the fourth or later.
    """
    started = time.perf_counter()
    model = Afresh(seats, sorted(reviews), including, meeting)
    worse, value, proven = model.keep(before, started + seconds, tiers)
    return Kept(model.placings(), worse, value, proven, time.perf_counter() - started)


def best(seats: Seats, reviews: Collection[int], least: Mapping[TierName, int], seconds: float) -> tuple[Placing, ...]:
    """The best panels for these reviews as far as the time goes, with the first three tiers as good as `least`. Raises
    NoPanel where they cannot be."""
    model = Afresh(seats, sorted(reviews), ())
    model.best(least, time.perf_counter() + seconds)
    return model.placings()


__all__ = ["FIRST", "Kept", "NoPanel", "best", "keep", "neighbourhood", "seats_of"]
