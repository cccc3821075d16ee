"""The linear programme over panels: a column for each panel found useful so far, rows for everybody's room.

Its bound is far stronger than that of one variable a person and review, since within a panel nothing is left to be
split. Rows for one person on a panel and in its chair at once are added only where they come to matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from highspy._core import _Highs

from lantern.matching.domain.programme.cuts import Cuts, weights_of
from lantern.matching.domain.programme.panels import Flags, Ints
from lantern.matching.domain.programme.prepared import NO_LIMIT
from lantern.matching.domain.programme.space import ADVISORY, COST, SPREAD, TIERS, Floats, Space

INFINITY = float(highspy.kHighsInf)
CHAIRS_AT_FIRST = 6
MOST_WHOLE_JOBS = 3
EMPTY = np.zeros(0, dtype=np.int64)


class Columns:
    """Panels with people in them, each once."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.sets = EMPTY
        self.pairs = np.zeros((0, space.seats), dtype=np.int64)
        self.worth = np.zeros((0, len(TIERS)), dtype=np.int64)
        # Chair pairs in play; the others are asked for where they would help.
        self.chairs = few_chairs(space)
        self._known: dict[tuple[int, ...], int] = {}

    def add(self, sets: Ints, pairs: Ints) -> int:
        """Add those not there yet; how many were added."""
        ordered = np.sort(pairs, axis=1)
        fresh = []
        for i, row in enumerate(ordered.tolist()):
            key = (int(sets[i]), *row)
            if key not in self._known:
                self._known[key] = len(self._known)
                fresh.append(i)
        if fresh:
            space = self.space
            padded = np.vstack([space.experts.price, np.zeros((1, len(TIERS)), dtype=np.int64)])
            worth = space.set_worth[sets[fresh]] + padded[ordered[fresh]].sum(axis=1)
            self.sets = np.concatenate([self.sets, sets[fresh]])
            self.pairs = np.concatenate([self.pairs, ordered[fresh]])
            self.worth = np.concatenate([self.worth, worth])
        return len(fresh)

    def find(self, sets: Ints, pairs: Ints) -> Ints:
        """Where each of these panels is, -1 for one that is not there."""
        ordered = np.sort(pairs, axis=1).tolist()
        found = [self._known.get((s, *row), -1) for s, row in zip(sets.tolist(), ordered, strict=True)]
        return np.array(found, dtype=np.int64)

    def __len__(self) -> int:
        return len(self.sets)

    @property
    def review(self) -> Ints:
        return self.space.set_review[self.sets].astype(np.int64)


def few_chairs(space: Space) -> Ints:
    """For every review the chairs least wanted as experts; where one is forced there is no other."""
    chairs = space.chairs
    wanted = np.bincount(space.experts.person, minlength=len(space.room_reviews))
    sought = (wanted[chairs.person] + 1) / np.maximum(1, space.room_reviews[chairs.person])
    order = np.lexsort((chairs.person, sought, chairs.review))
    ordered = chairs.review[order]
    return np.sort(order[np.arange(len(order)) - np.searchsorted(ordered, ordered) < CHAIRS_AT_FIRST])


class Rows:
    """The rows of one programme. `of_expert` and `of_chair` are pairs x kinds of row: which row each pair counts in (-1
    for none) and for how much."""

    def __init__(self, space: Space, cuts: Cuts, *, spread: bool = False) -> None:
        self.space, both = space, sorted(cuts.both)
        e, c = space.experts, space.chairs
        reviews = len(space.parts)
        self.upper: list[float] = []
        uses = np.bincount(e.person, minlength=len(space.room_reviews))
        uses = uses + np.bincount(c.person, minlength=len(uses))
        work = np.bincount(e.person, weights=e.work, minlength=len(uses))
        work = work + 1.0 * np.bincount(c.person, weights=c.work, minlength=len(uses))
        agency_e, agency_c = space.agency[e.person], space.agency[c.person]
        in_agency = np.zeros(len(space.room_agency), dtype=np.int64)
        np.add.at(in_agency, space.agency[space.agency >= 0], np.minimum(uses, space.room_reviews)[space.agency >= 0])
        spent = np.zeros(reviews)
        np.add.at(spent, e.review, e.price[:, COST])
        np.add.at(spent, c.review, c.price[:, COST])
        self.expert_rows: list[Ints] = []
        self.expert_by: list[Ints | Floats] = []
        self.chair_rows: list[Ints] = []
        self.chair_by: list[Ints | Floats] = []
        ones_e, ones_c = np.ones(len(e), dtype=np.int64), np.ones(len(c), dtype=np.int64)
        self._family(uses > space.room_reviews, space.room_reviews, e.person, c.person, ones_e, ones_c)
        self._family(work > space.room_work, space.room_work, e.person, c.person, e.work, c.work)
        self._whole_jobs()
        self._loads(cuts)
        self._family(in_agency > space.room_agency, space.room_agency, agency_e, agency_c, ones_e, ones_c)
        self._family(spent > space.budget, space.budget, e.review, c.review, e.price[:, COST], c.price[:, COST])
        self.extra: list[tuple[int, float, float, int]] = []  # row, coefficient, most, tier worth 1 unit a piece
        for agency, most in space.advised:
            wanted = np.arange(len(space.room_agency)) == agency
            limit = np.full(len(wanted), most - space.agency_used[agency])
            row = len(self.upper)
            self._family(wanted, limit, agency_e, agency_c, ones_e, ones_c)
            self.extra.append((row, -float(in_agency[agency] + max(0, -limit[agency])), 1.0, ADVISORY))
        self.extra_worth = [1] * len(self.extra)
        if spread:
            self._spread(uses, work, agency_e, agency_c)
        if both:
            self._both(both)

    def _family(
        self, wanted: Flags, limit: Ints | Floats, key_e: Ints, key_c: Ints, by_e: Ints | Floats, by_c: Ints | Floats
    ) -> Ints:
        """A row for each wanted key. A key of -1 is nobody's."""
        number = np.full(len(wanted) + 1, -1, dtype=np.int64)
        where = np.flatnonzero(wanted)
        number[where] = len(self.upper) + np.arange(len(where))
        self.upper += limit[where].astype(float).tolist()
        self.expert_rows.append(number[key_e])
        self.expert_by.append(by_e)
        self.chair_rows.append(number[key_c])
        self.chair_by.append(by_c)
        return number

    def _whole_jobs(self) -> None:
        """Days bound whole seats: of seats longer than half of what a person has left there is room for one, and so on.
        The relaxation would split them."""
        e, c, room = self.space.experts, self.space.chairs, self.space.room_work
        for most in range(1, MOST_WHOLE_JOBS + 1):
            part = np.where(room < NO_LIMIT // 4, room // (most + 1) + 1, NO_LIMIT)
            by_e, by_c = e.work // part[e.person], c.work // part[c.person]
            asked = np.bincount(e.person, weights=by_e, minlength=len(room))
            asked = asked + np.bincount(c.person, weights=by_c, minlength=len(room))
            limit = room // part
            self._family((asked > limit) & (limit < self.space.room_reviews), limit, e.person, c.person, by_e, by_c)

    def _loads(self, cuts: Cuts) -> None:
        """A family for everybody's first weighing, one for their second, and so on."""
        e, c = self.space.experts, self.space.chairs
        lengths = int(max(e.work.max(initial=0), c.work.max(initial=0))) + 1
        for at in range(max(map(len, cuts.loads.values()), default=0)):
            these = {person: weighings[at] for person, weighings in cuts.loads.items() if len(weighings) > at}
            table, most = weights_of(self.space, these, lengths)
            self._family(most > 0, most, e.person, c.person, table[e.person, e.work], table[c.person, c.work])

    def _spread(self, uses: Ints, work: Ints | Floats, agency_e: Ints, agency_c: Ints) -> None:
        """Seats beyond a person's first cost 2, 4, 6 ...; half days beyond an agency's fair share one each."""
        space = self.space
        e, c = space.experts, space.chairs
        most = np.minimum(uses, space.room_reviews)
        free = np.maximum(0, 1 - space.used_reviews)
        ones_e, ones_c = np.ones(len(e), dtype=np.int64), np.ones(len(c), dtype=np.int64)
        number = self._family(most > free, free, e.person, c.person, ones_e, ones_c)
        for person in np.flatnonzero(most > free).tolist():
            for seat in range(int(free[person]) + 1, int(most[person]) + 1):
                self.extra.append((int(number[person]), -1.0, 1.0, SPREAD))
                self.extra_worth.append(2 * (int(space.used_reviews[person]) + seat - 1))
        given = np.zeros(len(space.share_left))
        np.add.at(given, space.agency[space.agency >= 0], work[space.agency >= 0])
        matters = (given > space.share_left) | (space.share_left < 0)
        number = self._family(matters, space.share_left, agency_e, agency_c, e.work, c.work)
        for agency in np.flatnonzero(matters).tolist():
            self.extra.append((int(number[agency]), -1.0, INFINITY, SPREAD))
            self.extra_worth.append(1)

    def _both(self, both: Sequence[tuple[int, int]]) -> None:
        e, c = self.space.experts, self.space.chairs
        rows_e, rows_c = np.full(len(e), -1, dtype=np.int64), np.full(len(c), -1, dtype=np.int64)
        for expert, chair in both:
            rows_e[expert] = rows_c[chair] = len(self.upper)
            self.upper.append(1.0)
        self.expert_rows.append(rows_e)
        self.expert_by.append(np.ones(len(e), dtype=np.int64))
        self.chair_rows.append(rows_c)
        self.chair_by.append(np.ones(len(c), dtype=np.int64))

    def priced(self, duals: Floats, *, chair: bool = False) -> Floats:
        """What each pair's rows charge for it."""
        rows, by = (self.chair_rows, self.chair_by) if chair else (self.expert_rows, self.expert_by)
        padded = np.append(duals, 0.0)
        return np.asarray(sum((padded[r] * b for r, b in zip(rows, by, strict=True)), np.zeros(len(rows[0]))))

    def entries(self, *, chair: bool = False) -> tuple[Ints, Ints, Floats]:
        """(pair, row, coefficient) of every entry."""
        rows, by = (self.chair_rows, self.chair_by) if chair else (self.expert_rows, self.expert_by)
        found = []
        for r, b in zip(rows, by, strict=True):
            where = np.flatnonzero((r >= 0) & (b != 0))
            found.append((where, r[where], b[where]))
        pairs, rows_, by_ = (np.concatenate(x) for x in zip(*found, strict=True))
        return pairs, rows_, by_


@dataclass(slots=True, eq=False)
class Solved:
    """`objective` of the relaxation, or best whole value; `bound` proven for the model given."""

    status: str
    objective: float
    bound: float
    values: Floats
    duals: Floats


def solver(*, seconds: float, seed: int, threads: int = 1) -> _Highs:
    # The core, since the wrapper's constructor prints a banner to stdout before it can be told not to.
    made = _Highs()
    for option, value in (
        ("output_flag", False),
        ("threads", threads),
        ("random_seed", seed),
        ("time_limit", max(0.01, seconds)),
        ("mip_rel_gap", 0.0),
    ):
        made.setOptionValue(option, value)
    return made


class Model:
    """A model put together from blocks of columns, for highspy."""

    def __init__(self) -> None:
        self.cost: list[Floats] = []
        self.upper: list[Floats] = []
        self.whole: list[Flags] = []
        self.columns = 0
        self.entries: list[tuple[Ints, Ints, Floats]] = []  # row, column, value
        self.row_lower: list[Floats] = []
        self.row_upper: list[Floats] = []
        self.rows = 0
        self.closed: list[Ints] = []
        self.held: list[Ints] = []

    def add_columns(self, cost: Floats, upper: Floats, *, whole: bool = True) -> int:
        start = self.columns
        self.cost.append(np.asarray(cost, dtype=float))
        self.upper.append(np.asarray(upper, dtype=float))
        self.whole.append(np.full(len(cost), whole))
        self.columns += len(cost)
        return start

    def add_rows(self, lower: Floats, upper: Floats) -> int:
        start = self.rows
        self.row_lower.append(np.asarray(lower, dtype=float))
        self.row_upper.append(np.asarray(upper, dtype=float))
        self.rows += len(lower)
        return start

    def add_entries(self, rows: Ints, columns: Ints, values: Floats) -> None:
        self.entries.append((rows, columns, np.asarray(values, dtype=float)))

    def hold(self, columns: Ints) -> None:
        """Hold these columns at one."""
        self.held.append(columns)

    def close(self, columns: Ints) -> None:
        """Hold these columns at nothing."""
        self.closed.append(columns)

    def lp(self, *, whole: bool) -> highspy.HighsLp:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self.columns, self.rows
        lp.col_cost_ = np.concatenate(self.cost)
        upper = np.concatenate(self.upper)
        for closed in self.closed:
            upper[closed] = 0.0
        lower = np.zeros(self.columns)
        for held in self.held:
            lower[held] = 1.0
        lp.col_lower_, lp.col_upper_ = lower, upper
        lp.row_lower_, lp.row_upper_ = np.concatenate(self.row_lower), np.concatenate(self.row_upper)
        if whole:
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            lp.integrality_ = [kinds[int(w)] for w in np.concatenate(self.whole)]
        rows, columns, values = (np.concatenate(x) for x in zip(*self.entries, strict=True))
        rows, columns, values = summed(rows, columns, values, self.rows)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.searchsorted(columns, np.arange(self.columns + 1)).astype(np.int32)
        lp.a_matrix_.index_ = rows.astype(np.int32)
        lp.a_matrix_.value_ = values
        return lp


def summed(rows: Ints, columns: Ints, values: Floats, height: int) -> tuple[Ints, Ints, Floats]:
    """Entries by column and row, those of one place added up."""
    key = columns * np.int64(max(1, height)) + rows
    order = np.argsort(key, kind="stable")
    key = key[order]
    if not len(key):
        return rows, columns, values
    first = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    return rows[order][first], columns[order][first], np.add.reduceat(values[order], first)
