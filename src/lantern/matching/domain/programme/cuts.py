"""Rows that every plan keeps and a relaxation breaks: what one person can really take on, in whole seats.

Somebody with six days left cannot do a half of each of three chairs; nor can they sit on a panel and chair it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import highspy
import numpy as np
from highspy._core import _Highs

from lantern.matching.domain.programme.panels import Ints
from lantern.matching.domain.programme.prepared import NO_LIMIT
from lantern.matching.domain.programme.space import Floats, Space

TOLERANCE = 1e-3
MOST_LOADS = 2_000

# How many seats of each length (half days), as (length, seats).
Loads = tuple[tuple[int, ...], ...]
# Weights by length, and the most a person can reach.
Weighing = tuple[tuple[tuple[int, float], ...], float]


@dataclass(slots=True, eq=False)
class Cuts:
    """`both`: an expert and a chair pair of one person and review. `loads`: by person, how seats may be weighed."""

    both: set[tuple[int, int]] = field(default_factory=set)
    loads: dict[int, list[Weighing]] = field(default_factory=dict)

    def add(self, other: "Cuts") -> bool:
        """Whether anything was new."""
        before = len(self.both)
        self.both |= other.both
        new = len(self.both) > before
        for person, weighings in other.loads.items():
            mine = self.loads.setdefault(person, [])
            for weighing in weighings:
                if weighing not in mine:
                    mine.append(weighing)
                    new = True
        return new


def broken_cuts(space: Space, experts: Floats, chairs: Floats) -> Cuts:
    """The rows that these amounts of each pair break."""
    found = Cuts()
    e, c = space.experts, space.chairs
    pair, used = _same(space, np.flatnonzero(chairs > TOLERANCE))
    over = experts[pair] + chairs[used] > 1 + TOLERANCE
    found.both = set(zip(pair[over].tolist(), used[over].tolist(), strict=True))
    lengths = int(max(e.work.max(initial=0), c.work.max(initial=0))) + 1
    held = np.zeros((len(space.room_work), lengths))
    np.add.at(held, (e.person, e.work), experts)
    np.add.at(held, (c.person, c.work), chairs)
    split = (np.abs(held - np.round(held)) > TOLERANCE).any(axis=1)
    for person in np.flatnonzero(split).tolist():
        where = np.flatnonzero(held[person] > TOLERANCE)
        if not where[0]:
            continue
        lengths_held = tuple(int(w) for w in where)
        room = int(min(space.room_work[person], NO_LIMIT))
        room = min(room, int(space.room_reviews[person]) * max(lengths_held))
        loads = whole_loads(lengths_held, room, int(min(space.room_reviews[person], room)))
        weighing = heaviest(lengths_held, loads, held[person][where])
        if weighing is not None:
            found.loads[person] = [weighing]
    return found


def everyone_twice(space: Space) -> list[tuple[int, int]]:
    """Every expert pair and chair pair of one person and review, where that person has room for both."""
    pair, chair = _same(space, np.arange(len(space.chairs)))
    room = space.room_reviews[space.chairs.person[chair]] > 1
    return list(zip(pair[room].tolist(), chair[room].tolist(), strict=True))


def _same(space: Space, chairs: Ints) -> tuple[Ints, Ints]:
    """The expert pairs of these chair pairs' person and review, and the chair pairs that have one."""
    e, c = space.experts, space.chairs
    if not len(e) or not len(chairs):
        return chairs[:0], chairs[:0]
    key = e.review * np.int64(len(space.room_work)) + e.person
    order = np.argsort(key)
    wanted = c.review[chairs] * np.int64(len(space.room_work)) + c.person[chairs]
    pair = order[np.minimum(np.searchsorted(key[order], wanted), len(key) - 1)]
    same = key[pair] == wanted
    return pair[same], chairs[same]


@cache
def whole_loads(lengths: tuple[int, ...], room: int, seats: int) -> Loads:
    """Every largest way of taking on whole seats of these lengths; none where there are too many."""

    def ways(at: int, room: int, seats: int) -> Iterator[tuple[int, ...]]:
        if at == len(lengths) - 1:
            yield (min(seats, room // lengths[at]),)
            return
        for count in range(min(seats, room // lengths[at]) + 1):
            for rest in ways(at + 1, room - count * lengths[at], seats - count):
                yield (count, *rest)

    if room // max(1, min(lengths)) > 40:
        return ()
    found = set()
    for way in ways(0, room, seats):
        found.add(way)
        if len(found) > MOST_LOADS:
            return ()
    return tuple(sorted(found))


def heaviest(lengths: Sequence[int], loads: Loads, held: Floats) -> Weighing | None:
    """Weights under which no whole load weighs more than one and what is held weighs most; None where that is not more
    than one, so that what is held is a mixture of whole loads."""
    if not loads:
        return None
    lp = highspy.HighsLp()
    count = len(lengths)
    matrix = np.array(loads, dtype=float)
    lp.num_col_, lp.num_row_ = count, len(matrix)
    lp.col_cost_, lp.sense_ = held, highspy.ObjSense.kMaximize
    lp.col_lower_, lp.col_upper_ = np.zeros(count), np.full(count, 10.0)
    lp.row_lower_, lp.row_upper_ = np.full(len(matrix), -highspy.kHighsInf), np.ones(len(matrix))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.arange(len(matrix) + 1, dtype=np.int32) * count
    lp.a_matrix_.index_ = np.tile(np.arange(count, dtype=np.int32), len(matrix))
    lp.a_matrix_.value_ = matrix.ravel()
    highs = _Highs()  # the core, since the wrapper's constructor prints a banner
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.passModel(lp)
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    weights = np.round(np.array(highs.getSolution().col_value), 9)
    most = float((matrix @ weights).max())
    if float(weights @ held) <= most + 5 * TOLERANCE:
        return None
    return tuple(zip((int(n) for n in lengths), weights.tolist(), strict=True)), most


def weights_of(space: Space, weighings: dict[int, Weighing], lengths: int) -> tuple[Floats, Floats]:
    """People x length: the weight of one seat; and the most each person can reach."""
    table, most = np.zeros((len(space.room_work), lengths)), np.zeros(len(space.room_work))
    for person, (weights, limit) in weighings.items():
        for length, weight in weights:
            table[person, length] = weight
        most[person] = limit
    return table, most


__all__ = ["Cuts", "broken_cuts", "weights_of"]
