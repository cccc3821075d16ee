"""One tier's relaxation by column generation, and whole-number models cut down to what could still be better."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt
from highspy._core import _Highs

from lantern.matching.domain.programme import pricing, scoring
from lantern.matching.domain.programme.cuts import Cuts, broken_cuts
from lantern.matching.domain.programme.master import INFINITY, Columns, Model, Rows, solver, summed
from lantern.matching.domain.programme.panels import Flags, Ints
from lantern.matching.domain.programme.space import FLOOR, HARD, SPREAD, TIERS, Choice, Floats, Space

TINY = 1e-6
LEFT_OUT = 1e6  # the same where several tiers are looked at together
MANY_COLUMNS, PRIMAL_SIMPLEX = 1_500, 4
RULED_OUT = 1e12
CHAIRS_A_ROUND = 2
LEFT_EMPTY = 1_000.0  # what a review without any allowed panel costs; above any gain in the first tier


class Stopped(Exception):
    """The time is used up, or somebody asked to stop."""


@dataclass(slots=True, eq=False)
class Task:
    """What is to be made smallest: tiers by weight; none: as few reviews without an allowed panel as can be.

    `fixed` are settled tiers by value, but for those that what is still `open` keeps by itself; `floor` is the least
    share of the ceiling."""

    space: Space
    weights: Mapping[int, int]
    fixed: Mapping[int, int]
    floor: int
    cuts: Cuts
    seed: int
    pause: Callable[[], None]
    left: Callable[[], float]
    open: "Open"

    @property
    def spread(self) -> bool:
        return SPREAD in self.weights or SPREAD in self.fixed


@dataclass(slots=True, eq=False)
class Open:
    """Sets, pairs and chair pairs that a plan at least as good in every settled tier may use."""

    sets: Flags
    pairs: Flags
    chairs: Flags
    no_chair: bool = True


class Relaxation:
    """The master programme of one task."""

    def __init__(self, task: Task, columns: Columns) -> None:
        self.task, self.columns, self.space = task, columns, task.space
        space = self.space
        self.allowed = task.open.sets & (space.set_share >= task.floor)
        self.weights = np.zeros(len(TIERS))
        for tier, weight in task.weights.items():
            self.weights[tier] = weight
        self.rows = Rows(space, task.cuts, spread=task.spread)
        self.reviews = len(space.parts)
        self.chaired = np.flatnonzero(space.wants_chair)
        self.tiers = [tier for tier in task.fixed if tier != FLOOR]
        self.bound = -INFINITY
        self.chairs = columns.chairs[task.open.chairs[columns.chairs]]
        self.model = self.fresh_model(self.chairs)
        self.chair_at = np.arange(len(self.chairs))
        self.panel_at = np.zeros(0, dtype=np.int64)
        self.width = self.model.columns
        self.solver: _Highs = solver(seconds=1e9, seed=task.seed)
        self.solver.passModel(self.model.lp(whole=False))

    def costs(self, worth: npt.NDArray[Any]) -> Floats:
        """The cost of columns whose tiers are `worth`."""
        found = np.zeros(len(worth))
        for tier, weight in self.task.weights.items():
            found += weight * worth[:, tier]
        return found

    def fresh_model(self, taken: Ints) -> Model:
        """Everything but the panels: rows, these chairs (first), empty chairs, reviews left out, and what rows charge
        beyond limits."""
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
        costs, rows, at, values = self.chair_entries(taken)
        model.add_columns(costs, np.ones(len(taken)))
        model.add_entries(rows, at, values)
        open_chair = np.where(space.chair_forced[self.chaired] | (not task.open.no_chair), 0.0, 1.0)
        empty = float(scoring.HARD_PRICE)
        self.open_at = model.add_columns(np.full(len(self.chaired), empty * self.weights[HARD]), open_chair)
        at = self.open_at + np.arange(len(self.chaired))
        model.add_entries(self.chair_row[self.chaired], at, np.ones(len(at)))
        if HARD in self.tiers:
            model.add_entries(np.full(len(at), self.tier_row + self.tiers.index(HARD)), at, np.full(len(at), empty))
        self._extras(model)
        left = float(not task.weights) if len(task.weights) == 1 or not task.weights else LEFT_OUT
        left = LEFT_EMPTY if list(task.weights) == [HARD] else left
        left_at = model.add_columns(np.full(self.reviews, left), np.full(self.reviews, float(left > 0)))
        at = left_at + np.arange(self.reviews)
        model.add_entries(self.convex + np.arange(self.reviews), at, one)
        missing = model.add_columns(np.full(len(self.chaired), left), np.full(len(self.chaired), float(left > 0)))
        at = missing + np.arange(len(self.chaired))
        model.add_entries(self.chair_row[self.chaired], at, np.ones(len(at)))
        self.left_at = np.concatenate([left_at + np.arange(self.reviews), at])
        return model

    def _extras(self, model: Model) -> None:
        extra, worth = self.rows.extra, np.array(self.rows.extra_worth, dtype=float)
        tier = np.array([e[3] for e in extra], dtype=np.int64)
        whole = np.isfinite(np.array([e[2] for e in extra]))
        self.extra_at = model.columns
        for i, (row, by, most, of) in enumerate(extra):
            at = model.add_columns(np.array([worth[i] * self.weights[of]]), np.array([most]), whole=bool(whole[i]))
            model.add_entries(np.array([self.room_row + row]), np.array([at]), np.array([by]))
            if of in self.tiers:
                model.add_entries(np.array([self.tier_row + self.tiers.index(of)]), np.array([at]), worth[i : i + 1])
        self.extra_tier = tier

    def chair_entries(self, taken: Ints) -> tuple[Floats, Ints, Ints, Floats]:
        """Costs and entries of these chairs."""
        chairs = self.space.chairs
        rows, where = [self.chair_row[chairs.review[taken]]], [np.arange(len(taken))]
        values = [np.ones(len(taken))]
        number = np.full(len(chairs), -1, dtype=np.int64)
        number[taken] = where[0]
        pair, row, by = self.rows.entries(chair=True)
        use = number[pair] >= 0
        rows.append(self.room_row + row[use])
        where.append(number[pair[use]])
        values.append(by[use].astype(float))
        for i, tier in enumerate(self.tiers):
            rows.append(np.full(len(taken), self.tier_row + i))
            where.append(np.arange(len(taken)))
            values.append(chairs.price[taken, tier].astype(float))
        costs = self.costs(chairs.price[taken])
        return costs, np.concatenate(rows), np.concatenate(where), np.concatenate(values)

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
            held, seat = np.nonzero((row >= 0) & (pairs < experts))
            rows.append(self.room_row + row[held, seat])
            where.append(at[held])
            values.append(coefficient[held, seat].astype(float))
        for i, tier in enumerate(self.tiers):
            worth = columns.worth[start:, tier]
            hit = np.flatnonzero(worth)
            rows.append(np.full(len(hit), self.tier_row + i))
            where.append(at[hit])
            values.append(worth[hit].astype(float))
        costs = self.costs(columns.worth[start:])
        return costs, np.concatenate(rows), np.concatenate(where), np.concatenate(values)

    def _fresh(self) -> None:
        """Hand columns not yet taken to the solver; those below the floor with no room."""
        start = len(self.panel_at)
        if len(self.columns) > start:
            upper = np.where(self.usable(start), INFINITY, 0.0)
            at = self._hand_over(upper, self.panels(start, 0))
            self.panel_at = np.concatenate([self.panel_at, at])

    def _hand_over(self, upper: Floats, made: tuple[Floats, Ints, Ints, Floats]) -> Ints:
        costs, rows, where, values = made
        rows, where, values = summed(rows, where, values, self.model.rows)
        keep = values != 0
        rows, where, values = rows[keep], where[keep], values[keep]
        count = len(costs)
        starts = np.searchsorted(where, np.arange(count)).astype(np.int32)
        self.solver.addCols(count, costs, np.zeros(count), upper, len(rows), starts, rows.astype(np.int32), values)
        self.width += count
        return self.width - count + np.arange(count)

    def _more_chairs(self, reduced: Floats) -> bool:
        """Take the chairs that would help most, a few a review."""
        open_ = self.task.open.chairs.copy()
        open_[self.chairs] = False
        found = np.flatnonzero(open_ & (reduced < -TINY))
        if not len(found):
            return False
        review = self.space.chairs.review[found]
        order = np.lexsort((reduced[found], review))
        ordered = review[order]
        first = np.searchsorted(ordered, ordered)
        found = found[order[np.arange(len(order)) - first < CHAIRS_A_ROUND]]
        self.chair_at = np.concatenate(
            [self.chair_at, self._hand_over(np.full(len(found), INFINITY), self.chair_entries(found))]
        )
        self.chairs = np.concatenate([self.chairs, found])
        self.columns.chairs = np.union1d(self.columns.chairs, found)
        return True

    def usable(self, start: int = 0) -> Flags:
        """Which of the columns from `start` on are allowed."""
        pairs = np.append(self.task.open.pairs, True)[self.columns.pairs[start:]].all(axis=1)
        return np.asarray(self.allowed[self.columns.sets[start:]] & pairs)

    def raise_floor(self, floor: int) -> None:
        """Solve again from here with another floor."""
        self.task.floor = floor
        self.allowed = self.task.open.sets & (self.space.set_share >= floor)
        self.bound = -0.5 * RULED_OUT  # not the first time
        count = len(self.panel_at)
        if count:
            upper = np.where(self.usable()[:count], INFINITY, 0.0)
            self.solver.changeColsBounds(count, self.panel_at.astype(np.int32), np.zeros(count), upper)

    def reduced(self, duals: Floats) -> tuple[pricing.Priced, Floats]:
        """Everybody's price and every set's reduced cost at these duals."""
        space = self.space
        tier_duals = duals[self.tier_row : self.tier_row + len(self.tiers)]
        room_duals = duals[self.room_row : self.room_row + len(self.rows.upper)]
        prices = self.costs(space.experts.price) - self.rows.priced(room_duals)
        worths = self.costs(space.set_worth)
        for tier, dual in zip(self.tiers, tier_duals, strict=True):
            if dual:
                prices -= dual * space.experts.price[:, tier]
                worths -= dual * space.set_worth[:, tier]
        prices[~self.task.open.pairs] = RULED_OUT
        priced = pricing.price(space, prices, worths)
        reduced = priced.costs - duals[self.convex : self.convex + self.reviews][space.set_review]
        return priced, reduced

    def solve(self, *, enough: float = INFINITY, stop_at: float | None = None) -> float:
        """The bound of this tier. Stops early once the bound passes `enough` or the relaxation reaches `stop_at`.

        Raises Stopped.
        """
        space, first = self.space, self.bound == -INFINITY
        while True:
            self._fresh()
            highs = self.solver
            # The solver's clock runs on from one call to the next.
            highs.setOptionValue("time_limit", highs.getRunTime() + max(0.1, self.task.left()))
            # With many columns and no basis the interior point is quicker; from a basis the primal simplex is.
            highs.setOptionValue("solver", "ipm" if first and len(self.columns) > MANY_COLUMNS else "simplex")
            highs.setOptionValue("simplex_strategy", PRIMAL_SIMPLEX)
            first = False
            highs.run()
            self.task.pause()
            if highs.getModelStatus() == highspy.HighsModelStatus.kTimeLimit:
                raise Stopped
            if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                raise RuntimeError(f"the solver stopped without an answer: {highs.getModelStatus()}")
            self.objective = float(highs.getInfo().objective_function_value)
            self.values = np.array(highs.getSolution().col_value)
            self.duals = np.array(highs.getSolution().row_dual)
            if stop_at is not None and self.objective <= stop_at + TINY:
                return self.bound
            self.priced, self.reduced_sets = self.reduced(self.duals)
            masked = np.where(self.allowed, self.reduced_sets, INFINITY)
            self.priced.costs = masked
            least = np.minimum.reduceat(masked, space.set_start[:-1]) if len(masked) else np.zeros(0)
            chair_reduced = np.where(self.task.open.chairs, self.chair_reduced(), INFINITY)
            chair_least = np.zeros(self.reviews)
            np.minimum.at(chair_least, space.chairs.review, chair_reduced)
            short = np.minimum(least, 0)[np.isfinite(least)].sum() + chair_least.sum()
            self.bound = max(self.bound, self.objective + float(short))
            if self.bound >= enough:
                return self.bound
            more = self._more_chairs(chair_reduced)
            found = pricing.best(space, self.priced, stretches=pricing.STRETCHES)
            found = found[masked[found] < -TINY]
            more |= bool(len(found)) and bool(self.columns.add(found, pricing.pairs_of(space, self.priced, found)))
            if not more:
                return self.bound

    def broken(self) -> Cuts:
        """Rows that the relaxation's answer breaks."""
        panels, chairs = self.amounts()
        experts = np.zeros(len(self.space.experts) + 1)
        used = np.flatnonzero(panels > TINY)
        np.add.at(experts, self.columns.pairs[used], panels[used][:, None])
        return broken_cuts(self.space, experts[:-1], chairs)

    def amounts(self) -> tuple[Floats, Floats]:
        """How much of every column, and of every chair pair, the relaxation takes."""
        panels, chairs = np.zeros(len(self.columns)), np.zeros(len(self.space.chairs))
        seen = len(self.values)
        panels[: len(self.panel_at)] = np.append(self.values, 0.0)[np.minimum(self.panel_at, seen)]
        chairs[self.chairs] = np.append(self.values, 0.0)[np.minimum(self.chair_at, seen)]
        return panels, chairs

    def column_reduced(self) -> Floats:
        """The reduced cost of every column, as the last round of prices has it."""
        columns = self.columns
        ordered = np.append(self.priced.price[self.priced.order[:-1]], 0.0)
        cheapest = ordered[self.space.set_seats[columns.sets]].sum(axis=1)
        paid = np.append(self.priced.price, 0.0)[columns.pairs].sum(axis=1)
        return np.asarray(self.reduced_sets[columns.sets] - cheapest + paid)

    @property
    def short(self) -> float:
        """How many panels and chairs the relaxation could not find: above nothing, no plan does either."""
        return float(self.values[self.left_at].sum())

    def chair_reduced(self) -> Floats:
        chairs = self.space.chairs
        tier_duals = self.duals[self.tier_row : self.tier_row + len(self.tiers)]
        room_duals = self.duals[self.room_row : self.room_row + len(self.rows.upper)]
        costs = self.costs(chairs.price) - self.rows.priced(room_duals, chair=True)
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
