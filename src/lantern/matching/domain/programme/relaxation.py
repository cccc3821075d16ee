"""One tier's relaxation by column generation, and whole-number models cut down to what could still be better."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic

import highspy
import numpy as np
from highspy._core import _Highs

from lantern.matching.domain.programme import pricing, scoring
from lantern.matching.domain.programme.cuts import Cuts, broken_cuts
from lantern.matching.domain.programme.master import INFINITY, Columns, Model, Rows, solver, summed
from lantern.matching.domain.programme.panels import Flags, Ints
from lantern.matching.domain.programme.space import FLOOR, HARD, SPREAD, TIERS, Choice, Floats, Space

TINY = 1e-6
LEFT_EMPTY = 1_000.0  # what a review without any allowed panel costs; above any gain in the first tier


class Stopped(Exception):
    """The time is used up, or somebody asked to stop."""


@dataclass(slots=True, eq=False)
class Task:
    """One tier to be settled: `fixed` are settled tiers by value, `floor` the least share of the ceiling."""

    space: Space
    tier: int
    fixed: Mapping[int, int]
    floor: int
    cuts: Cuts
    seed: int
    pause: Callable[[], None]

    @property
    def allowed(self) -> Flags:
        return np.asarray(self.space.set_share >= self.floor)

    @property
    def spread(self) -> bool:
        return self.tier == SPREAD or SPREAD in self.fixed


class Relaxation:
    """The master programme of one tier. Tier FLOOR means: as few reviews without an allowed panel as can be."""

    def __init__(self, task: Task, columns: Columns) -> None:
        self.task, self.columns, self.space = task, columns, task.space
        space = self.space
        self.allowed = task.allowed
        self.rows = Rows(space, task.cuts, spread=task.spread)
        self.reviews = len(space.parts)
        self.chaired = np.flatnonzero(space.wants_chair)
        self.tiers = [tier for tier in task.fixed if tier != FLOOR]
        self.bound = -INFINITY
        self.model = self.fresh_model()
        self.solver: _Highs | None = None
        self.taken = 0

    def costs(self, worth: Floats) -> Floats:
        """The cost of columns whose tiers are `worth`."""
        if self.task.tier == FLOOR:
            return np.zeros(len(worth))
        return np.asarray(worth[:, self.task.tier], dtype=float)

    def fresh_model(self) -> Model:
        """Everything but the panels: rows, chairs, empty chairs, reviews left out, and what rows charge beyond limits."""
        space, task, model = self.space, self.task, Model()
        one = np.ones(self.reviews)
        self.convex = model.add_rows(one, one)
        needs_one = np.ones(len(self.chaired))
        self.chair_row = np.full(self.reviews, -1)
        self.chair_row[self.chaired] = model.add_rows(needs_one, needs_one) + np.arange(len(self.chaired))
        self.room_row = model.add_rows(np.full(len(self.rows.upper), -INFINITY), np.array(self.rows.upper))
        # A hundredth of slack keeps the plan in hand feasible; every tier is whole.
        most = [task.fixed[t] - space.constant[t] + 0.01 for t in self.tiers]
        self.tier_row = model.add_rows(np.full(len(most), -INFINITY), np.array(most))
        chairs = space.chairs
        self.chair_at = model.add_columns(self.costs(chairs.price.astype(float)), np.ones(len(chairs)))
        at = self.chair_at + np.arange(len(chairs))
        model.add_entries(self.chair_row[chairs.review], at, np.ones(len(chairs)))
        pair, row, by = self.rows.entries(chair=True)
        model.add_entries(self.room_row + row, at[pair], by)
        for i, tier in enumerate(self.tiers):
            model.add_entries(np.full(len(at), self.tier_row + i), at, chairs.price[:, tier])
        open_chair = np.where(space.chair_forced[self.chaired], 0.0, 1.0)
        empty = float(scoring.HARD_PRICE)
        self.open_at = model.add_columns(np.full(len(self.chaired), empty * (task.tier == HARD)), open_chair)
        at = self.open_at + np.arange(len(self.chaired))
        model.add_entries(self.chair_row[self.chaired], at, np.ones(len(at)))
        if HARD in self.tiers:
            model.add_entries(np.full(len(at), self.tier_row + self.tiers.index(HARD)), at, np.full(len(at), empty))
        self._extras(model)
        left = {HARD: LEFT_EMPTY, FLOOR: 1.0}.get(task.tier, 0.0)
        self.left_at = model.add_columns(np.full(self.reviews, left), np.full(self.reviews, float(left > 0)))
        at = self.left_at + np.arange(self.reviews)
        model.add_entries(self.convex + np.arange(self.reviews), at, one)
        return model

    def _extras(self, model: Model) -> None:
        extra, worth = self.rows.extra, np.array(self.rows.extra_worth, dtype=float)
        tier = np.array([e[3] for e in extra], dtype=np.int64)
        whole = np.isfinite(np.array([e[2] for e in extra]))
        self.extra_at = model.columns
        for i, (row, by, most, of) in enumerate(extra):
            at = model.add_columns(
                np.array([worth[i] * (of == self.task.tier)]), np.array([most]), whole=bool(whole[i])
            )
            model.add_entries(np.array([self.room_row + row]), np.array([at]), np.array([by]))
            if of in self.tiers:
                model.add_entries(np.array([self.tier_row + self.tiers.index(of)]), np.array([at]), worth[i : i + 1])
        self.extra_tier = tier

    def panels(self, start: int, first: int) -> tuple[Floats, Ints, Ints, Floats]:
        """Costs of the columns from `start` on, and their entries, the first of them being model column `first`."""
        columns, count = self.columns, len(self.columns) - start
        pairs = columns.pairs[start:]
        at = first + np.arange(count)
        rows, where, values = [self.convex + columns.review[start:]], [at], [np.ones(count)]
        experts = len(self.space.experts)
        for family, by in zip(self.rows.expert_rows, self.rows.expert_by, strict=True):
            row = np.append(family, -1)[pairs]
            coefficient = np.append(by, 0)[pairs]
            i, j = np.nonzero((row >= 0) & (pairs < experts))
            rows.append(self.room_row + row[i, j])
            where.append(at[i])
            values.append(coefficient[i, j].astype(float))
        for i, tier in enumerate(self.tiers):
            worth = columns.worth[start:, tier]
            hit = np.flatnonzero(worth)
            rows.append(np.full(len(hit), self.tier_row + i))
            where.append(at[hit])
            values.append(worth[hit].astype(float))
        costs = self.costs(columns.worth[start:].astype(float))
        return costs, np.concatenate(rows), np.concatenate(where), np.concatenate(values)

    def _fresh(self) -> None:
        """Hand columns not yet taken to the solver; those below the floor with no room."""
        if self.solver is None:
            self.solver = solver(seconds=1e9, seed=self.task.seed)
            self.solver.passModel(self.model.lp(whole=False))
        start, count = self.taken, len(self.columns) - self.taken
        if not count:
            return
        costs, rows, where, values = self.panels(start, 0)
        rows, where, values = summed(rows, where, values, self.model.rows)
        upper = np.where(self.allowed[self.columns.sets[start:]], INFINITY, 0.0)
        starts = np.searchsorted(where, np.arange(count)).astype(np.int32)
        self.solver.addCols(
            count, costs, np.zeros(count), upper, len(rows), starts, rows.astype(np.int32), values.astype(float)
        )
        self.taken = len(self.columns)

    def reduced(self, duals: Floats) -> tuple[pricing.Priced, Floats]:
        """Everybody's price and every set's reduced cost at these duals."""
        space = self.space
        tier_duals = duals[self.tier_row : self.tier_row + len(self.tiers)]
        room_duals = duals[self.room_row : self.room_row + len(self.rows.upper)]
        prices = self.costs(space.experts.price.astype(float)) - self.rows.priced(room_duals)
        worths = self.costs(space.set_worth.astype(float))
        for tier, dual in zip(self.tiers, tier_duals, strict=True):
            if dual:
                prices -= dual * space.experts.price[:, tier]
                worths -= dual * space.set_worth[:, tier]
        priced = pricing.price(space, prices, worths)
        reduced = priced.costs - duals[self.convex : self.convex + self.reviews][space.set_review]
        return priced, reduced

    def solve(self, *, enough: float = INFINITY, stop_at: float | None = None) -> float:
        """The bound of this tier. Stops early once the bound passes `enough` or the relaxation reaches `stop_at`.

        Raises Stopped.
        """
        space = self.space
        while True:
            self._fresh()
            assert self.solver is not None
            self.solver.run()
            self.task.pause()
            if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                raise RuntimeError(f"the solver stopped without an answer: {self.solver.getModelStatus()}")
            self.objective = float(self.solver.getInfo().objective_function_value)
            self.duals = np.array(self.solver.getSolution().row_dual)
            if stop_at is not None and self.objective <= stop_at + TINY:
                return self.bound
            self.priced, self.reduced_sets = self.reduced(self.duals)
            masked = np.where(self.allowed, self.reduced_sets, INFINITY)
            self.priced.costs = masked
            least = np.minimum.reduceat(masked, space.set_start[:-1]) if len(masked) else np.zeros(0)
            self.bound = max(self.bound, self.objective + float(np.minimum(least, 0)[np.isfinite(least)].sum()))
            if self.bound >= enough:
                return self.bound
            found = pricing.best(space, self.priced, stretches=pricing.STRETCHES)
            found = found[masked[found] < -TINY]
            if not len(found) or not self.columns.add(found, pricing.pairs_of(space, self.priced, found)):
                return self.bound

    def broken(self) -> Cuts:
        """Rows that the relaxation's answer breaks."""
        assert self.solver is not None
        values = np.array(self.solver.getSolution().col_value)
        chairs = values[self.chair_at : self.chair_at + len(self.space.chairs)]
        panels = values[self.model.columns :]
        experts = np.zeros(len(self.space.experts) + 1)
        used = np.flatnonzero(panels > TINY)
        np.add.at(experts, self.columns.pairs[used], panels[used][:, None])
        return broken_cuts(self.space, experts[:-1], chairs)

    def chair_reduced(self) -> Floats:
        chairs = self.space.chairs
        tier_duals = self.duals[self.tier_row : self.tier_row + len(self.tiers)]
        room_duals = self.duals[self.room_row : self.room_row + len(self.rows.upper)]
        costs = self.costs(chairs.price.astype(float)) - self.rows.priced(room_duals, chair=True)
        for tier, dual in zip(self.tiers, tier_duals, strict=True):
            costs = costs - dual * chairs.price[:, tier]
        return np.asarray(costs - self.duals[self.chair_row[chairs.review]])


def choice_of(space: Space, sets: Ints, pairs: Ints, chairs: Ints) -> Choice:
    """A choice from one set, its pairs and perhaps one chair for every review, in any order."""
    made = Choice(
        np.zeros(len(space.parts), dtype=np.int64),
        np.full((len(space.parts), space.seats), len(space.experts), dtype=np.int64),
        np.full(len(space.parts), -1, dtype=np.int64),
    )
    review = space.set_review[sets]
    made.sets[review], made.pairs[review] = sets, pairs
    made.chairs[space.chairs.review[chairs]] = chairs
    return made


__all__ = ["TIERS", "Relaxation", "Stopped", "Task", "choice_of", "monotonic"]
