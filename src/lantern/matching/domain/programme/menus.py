"""What one review could choose from just now: few people of each kind, and every useful panel of them.

In a register of twenty thousand, thousands may be asked for one review, and most bring the same. A menu keeps the kinds
that no other kind outdoes (then the next best), and of each the few who are cheapest, so that all panels can be listed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from lantern.matching.domain.programme import panels
from lantern.matching.domain.programme.model import RuleKind
from lantern.matching.domain.programme.panels import Ints, TooMany
from lantern.matching.domain.programme.prepared import Indices, Part
from lantern.matching.domain.programme.seats import NOBODY, Seats

Floats = npt.NDArray[np.float64]
MOST_KINDS, EACH_KIND, MOST_PANELS, MOST_CHAIRS = 26, 3, 90, 8


@dataclass(frozen=True, slots=True, eq=False)
class Menu:
    """`people` with the `kind` of each; `sets` are panels of kinds (-1 an empty seat), the empty panel among them.
    `worth` is sets x (hard, share, shortfall, coverage, advisory), priority counted. `chairs` may lead it."""

    part: Part
    people: Indices
    kind: Ints
    sets: Ints
    worth: Ints
    chairs: Indices


def menu(seats: Seats, r: int, prices: Floats, keep: Sequence[int] = (), keep_chair: Sequence[int] = ()) -> Menu:
    """The menu of review `r` with the room there is; `prices` by person. Those in `keep` are on it if they fit."""
    part = seats.parts[r]
    people = _shortlist(seats, r, prices, keep)
    most = MOST_KINDS
    while True:
        try:
            found = panels.kinds(seats.prepared, replace(part, eligible=people))
            break
        except TooMany:
            most //= 2
            people = _few(seats, r, people, prices, most, keep) if most else people[:0]
    chairs = _chairs(seats, r, prices, keep_chair) if seats.chairs[r] == NOBODY else part.chairs[:0]
    worth = np.column_stack([found.hard, found.share, found.shortfall, found.coverage, found.advisory])
    return Menu(part, people, found.kind, found.sets, worth, chairs)


def _shortlist(seats: Seats, r: int, prices: Floats, keep: Sequence[int]) -> Indices:
    part = seats.parts[r]
    if not part.open_seats or part.level_of([]).shape[1] > panels.MOST_NEEDS:
        return part.eligible[:0]
    people = part.eligible[seats.fitting(r, part.eligible)]
    people = people[people != seats.chairs[r]]
    return _few(seats, r, people, prices, MOST_KINDS, keep)


def _few(seats: Seats, r: int, people: Indices, prices: Floats, most: int, keep: Sequence[int]) -> Indices:
    """Of each kind the cheapest, and only the `most` best kinds; sorted, as a part's people are."""
    part = seats.parts[r]
    base = int(np.bitwise_or.reduce(panels.codes(part.level_of(part.fixed)), initial=0))
    code = panels.codes(part.level_of(people)) | base
    mark = _marks(seats, r, people)
    kept = np.isin(people, [*keep, *part.proposed])
    brings = (code != base) | (mark > 0) | kept
    people, code, mark, kept = people[brings], code[brings], mark[brings], kept[brings]
    if not len(people):
        return people
    order = np.lexsort((prices[people], ~kept, mark, code))
    people, code, mark, kept = people[order], code[order], mark[order], kept[order]
    new = np.concatenate([[True], (code[1:] != code[:-1]) | (mark[1:] != mark[:-1])])
    group = np.cumsum(new) - 1
    rank = np.arange(len(people)) - np.flatnonzero(new)[group]
    best = _best_kinds(part, code[new], mark[new], most)
    chosen = people[kept | (best[group] & (rank < EACH_KIND))]
    return np.sort(chosen)


def _best_kinds(part: Part, code: Ints, mark: Ints, most: int) -> npt.NDArray[np.bool_]:
    if len(code) <= most:
        return np.ones(len(code), dtype=bool)
    score = panels.worths(part, code)[0]
    joined = code[:, None] | code[None, :]
    outdone = (joined == code[None, :]) & (code[:, None] != code[None, :]) & (mark[:, None] & ~mark[None, :] == 0)
    order = np.lexsort((code, -score, outdone.any(axis=1)))
    best = np.zeros(len(code), dtype=bool)
    best[order[:most]] = True
    return best


def _marks(seats: Seats, r: int, people: Indices) -> Ints:
    """A bit for each thing a rule asks about, so that those who count for one are kept apart from those who do not."""
    pool, prepared = seats.parts[r].pool, seats.prepared
    mark = np.zeros(len(people), dtype=np.int64)
    for at, rule in enumerate(seats.rules[r][:60]):
        if rule.kind is RuleKind.BY_AND_FOR_FOR_EACH_MUST_COMMUNITY:
            flag = pool.by_and_for[people]
        elif rule.kind is RuleKind.SEATS_FROM_AGENCY and rule.agency in prepared.agencies:
            flag = prepared.agency[people] == prepared.agencies.index(rule.agency)
        elif rule.kind is RuleKind.MEMBERS_WITH_EXPERTISE:
            flag = pool.levels[pool.tags[rule.tag]][people] > 0
        elif rule.kind is RuleKind.APART:
            flag = np.isin(people, [pool.place[ref] for ref in rule.people if ref in pool.place])
        else:
            continue
        mark |= flag.astype(np.int64) << at
    return mark


def _chairs(seats: Seats, r: int, prices: Floats, keep: Sequence[int]) -> Indices:
    part = seats.parts[r]
    if not part.wants_chair:
        return part.chairs[:0]
    people = part.chairs[seats.fitting(r, part.chairs, chair=True)]
    kept = np.isin(people, [*keep, part.proposed_chair])
    order = np.lexsort((prices[people], ~kept))
    return people[order[:MOST_CHAIRS]]
