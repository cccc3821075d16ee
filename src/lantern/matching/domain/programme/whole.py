"""Whole-number models of one tier, cut down to what could still be better than the plan in hand.

What a relaxation's reduced costs show to be further from its bound than the plan in hand is left out: a plan better
than that one cannot use it. So the best of the small model, where the solver proves it, is the best of all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

import highspy
import numpy as np
from highspy._core import _Highs

from lantern.matching.domain.programme.master import INFINITY, Model, solver
from lantern.matching.domain.programme.panels import Flags, Ints
from lantern.matching.domain.programme.relaxation import Relaxation, choice_of
from lantern.matching.domain.programme.space import Choice, Floats, Space

SMALL = 10_000


@dataclass(slots=True, eq=False)
class Answer:
    """`choice` None where none was found. `bound` holds for every plan as good as the one in hand. `done`: the model
    was searched to the end. `size` is its columns."""

    choice: Choice | None
    bound: float
    done: bool
    size: int


def restricted(
    relaxed: Relaxation,
    gap: float,
    start: Choice | None,
    unit: int,
    seconds: float,
    seed: int,
    cancelled: Callable[[], bool],
    *,
    hold: float = INFINITY,
    good_enough: float = 0.0,
) -> Answer:
    """The best of the panels found so far within `gap`, what the relaxation takes by at least `hold` held to. Its bound
    is no bound for the programme. `good_enough`: how far from the best it may stop, as a share."""
    columns = relaxed.columns
    near = relaxed.task.open.chairs & (relaxed.chair_reduced() <= gap + 1e-6)
    chairs = columns.chairs[near[columns.chairs]]
    model = relaxed.fresh_model(chairs)
    keep = np.flatnonzero(relaxed.usable() & (relaxed.column_reduced() <= gap + 1e-6))
    costs, rows, where, values = relaxed.panels(0, 0)
    at = np.full(len(columns), -1, dtype=np.int64)
    at[keep] = model.add_columns(costs[keep], np.ones(len(keep))) + np.arange(len(keep))
    panels, chaired = relaxed.amounts()
    model.hold(at[keep[panels[keep] >= hold]])
    model.hold(np.flatnonzero(chaired[chairs] >= hold))
    use = at[where] >= 0
    model.add_entries(rows[use], at[where[use]], values[use])
    given = None
    if start is not None:
        position = columns.find(start.sets, start.pairs)
        if (position >= 0).all() and (at[position] >= 0).all():
            given = _given(chairs, start, [at[position]])
    highs, status = _run(model, given, unit, seconds, seed, cancelled, good_enough)
    if not _found(highs):
        return Answer(None, -INFINITY, status, model.columns)
    values = np.array(highs.getSolution().col_value)
    chosen = keep[values[at[keep]] > 0.5]
    return Answer(
        _choice(relaxed.space, chairs, columns.sets[chosen], columns.pairs[chosen], values),
        -INFINITY,
        status,
        model.columns,
    )


def compact(
    relaxed: Relaxation,
    gap: float,
    start: Choice | None,
    unit: int,
    seconds: float,
    seed: int,
    cancelled: Callable[[], bool],
    most: int,
    *,
    hold: float = INFINITY,
    good_enough: float = 0.0,
) -> Answer | None:
    """The best over every set and person whose reduced cost is within `gap`; None where that is more than `most`.

    What the relaxation takes by at least `hold` stays: then a plan is looked for near it, and nothing is proven."""
    space = relaxed.space
    open_chairs = relaxed.task.open.chairs & (relaxed.chair_reduced() <= gap + 1e-6)
    sets = np.flatnonzero(relaxed.allowed & (relaxed.reduced_sets <= gap + 1e-6))
    pairs = pairs_within(relaxed, sets, gap)
    if hold < 1:
        sets, pairs, open_chairs = _held(relaxed, sets, pairs, open_chairs, hold)
    chairs = np.flatnonzero(open_chairs)
    kinds = space.kind[pairs]
    if len(sets) + len(pairs) + len(chairs) > most:
        return None
    model = relaxed.fresh_model(chairs)
    set_at = model.add_columns(relaxed.costs(space.set_worth[sets]), np.ones(len(sets)))
    pair_at = model.add_columns(relaxed.costs(space.experts.price[pairs]), np.ones(len(pairs)))
    s, x = set_at + np.arange(len(sets)), pair_at + np.arange(len(pairs))
    model.add_entries(relaxed.convex + space.set_review[sets].astype(np.int64), s, np.ones(len(sets)))
    number = np.full(len(space.experts) + 1, -1, dtype=np.int64)
    number[pairs] = np.arange(len(pairs))
    pair, row, by = relaxed.rows.entries()
    use = number[pair] >= 0
    model.add_entries(relaxed.room_row + row[use], x[number[pair[use]]], by[use].astype(float))
    for i, tier in enumerate(relaxed.tiers):
        model.add_entries(np.full(len(s), relaxed.tier_row + i), s, space.set_worth[sets, tier])
        model.add_entries(np.full(len(x), relaxed.tier_row + i), x, space.experts.price[pairs, tier])
    used, row_of = np.unique(kinds, return_inverse=True)
    link = model.add_rows(np.zeros(len(used)), np.zeros(len(used)))
    model.add_entries(link + row_of, x, -np.ones(len(x)))
    kind_row = np.full(int(space.kind.max(initial=-1)) + 2, -1, dtype=np.int64)
    kind_row[used] = np.arange(len(used))
    kind_of_seat = np.append(space.kind, -1)
    for at in range(space.seats):
        row_here = kind_row[kind_of_seat[space.set_seats[sets, at]]]
        use = row_here >= 0
        model.add_entries(link + row_here[use], s[use], np.ones(int(use.sum())))
    given = None
    if start is not None:
        at_set = np.searchsorted(sets, start.sets)
        chosen = start.pairs[start.pairs < len(space.experts)]
        if len(sets) and (sets[np.minimum(at_set, len(sets) - 1)] == start.sets).all() and (number[chosen] >= 0).all():
            given = _given(chairs, start, [s[at_set], x[number[chosen]]])
    highs, status = _run(model, given, unit, seconds, seed, cancelled, good_enough)
    bound = float(highs.getInfo().mip_dual_bound)
    impossible = highs.getModelStatus() in (
        highspy.HighsModelStatus.kInfeasible,
        highspy.HighsModelStatus.kUnboundedOrInfeasible,
    )
    if not _found(highs):
        return Answer(None, INFINITY if impossible else bound, status, model.columns)
    values = np.array(highs.getSolution().col_value)
    chosen_sets, chosen_pairs = sets[values[s] > 0.5], pairs[values[x] > 0.5]
    if len(np.unique(space.set_review[chosen_sets])) < len(chosen_sets):
        return Answer(None, bound, False, model.columns)
    by_review = np.full((len(chosen_sets), space.seats), len(space.experts), dtype=np.int64)
    place = {int(r): i for i, r in enumerate(space.set_review[chosen_sets])}
    filled = [0] * len(chosen_sets)
    for p in chosen_pairs.tolist():
        row_at = place.get(int(space.experts.review[p]), -1)
        if row_at >= 0 and filled[row_at] < space.seats:
            by_review[row_at, filled[row_at]] = p
            filled[row_at] += 1
    return Answer(_choice(relaxed.space, chairs, chosen_sets, by_review, values), bound, status, model.columns)


def _held(relaxed: Relaxation, sets: Ints, pairs: Ints, open_chairs: Flags, hold: float) -> tuple[Ints, Ints, Flags]:
    """Only what the relaxation takes, for reviews where it takes one panel, or one chair, whole."""
    space, columns = relaxed.space, relaxed.columns
    panels, chaired = relaxed.amounts()
    whole = np.flatnonzero(panels >= hold)
    review = columns.review[whole]
    free = np.ones(len(space.parts), dtype=bool)
    free[review] = False
    sets = np.union1d(sets[free[space.set_review[sets]]], columns.sets[whole])
    kept = columns.pairs[whole].ravel()
    pairs = np.union1d(pairs[free[space.experts.review[pairs]]], kept[kept < len(space.experts)])
    sat = np.flatnonzero(chaired >= hold)
    free[:] = True
    free[space.chairs.review[sat]] = False
    open_chairs = open_chairs & free[space.chairs.review]
    open_chairs[sat] = True
    return sets, pairs, open_chairs


def size(relaxed: Relaxation, gap: float) -> int:
    """Columns of the model of sets, people and chairs within this gap."""
    sets = np.flatnonzero(relaxed.allowed & (relaxed.reduced_sets <= gap + 1e-6))
    chairs = relaxed.task.open.chairs & (relaxed.chair_reduced() <= gap + 1e-6)
    return len(sets) + len(pairs_within(relaxed, sets, gap)) + int(chairs.sum())


def pairs_within(relaxed: Relaxation, sets: Ints, gap: float) -> Ints:
    """Pairs that one of these sets could use within the gap."""
    space, price = relaxed.space, relaxed.priced.price
    ordered = np.append(price[relaxed.priced.order[:-1]], 0.0)
    least = np.full(int(space.kind.max(initial=-1)) + 2, INFINITY)
    kind_of_seat = np.append(space.kind, len(least) - 1)
    for at in range(space.seats):
        seat = space.set_seats[sets, at]
        np.minimum.at(least, kind_of_seat[seat], relaxed.reduced_sets[sets] - ordered[seat])
    least[-1] = INFINITY
    within = (least[space.kind] + price <= gap + 1e-6) & relaxed.task.open.pairs
    return np.flatnonzero(within)


def _given(chairs: Ints, start: Choice, at: list[Ints]) -> tuple[Ints, Floats]:
    """The plan in hand as a start; variables not named are zero, the solver works out the rest."""
    held = start.chairs[start.chairs >= 0]
    held = np.flatnonzero(np.isin(chairs, held))
    where = np.concatenate([*at, held])
    return where, np.ones(len(where))


def _choice(space: Space, chairs: Ints, sets: Ints, pairs: Ints, values: Floats) -> Choice | None:
    if len(sets) < len(space.parts):
        return None
    return choice_of(space, sets, pairs, chairs[values[: len(chairs)] > 0.5])


def _found(highs: _Highs) -> bool:
    return highs.getInfo().primal_solution_status == 2  # kSolutionStatusFeasible


def _run(
    model: Model,
    given: tuple[Ints, Floats] | None,
    unit: int,
    seconds: float,
    seed: int,
    cancelled: Callable[[], bool],
    good_enough: float = 0.0,
) -> tuple[_Highs, bool]:
    highs = solver(seconds=seconds, seed=seed)
    highs.setOptionValue("mip_rel_gap", good_enough)
    if given is not None and model.columns < SMALL:
        # With a plan in hand, sub-models took longer than the proof itself: 1.9 s against 0.7.
        highs.setOptionValue("mip_heuristic_run_rins", False)
        highs.setOptionValue("mip_heuristic_run_rens", False)
    highs.setOptionValue("mip_abs_gap", 0.99 * unit)
    highs.passModel(model.lp(whole=True))
    if given is not None:
        where, values = given
        highs.setSolution(len(where), where.astype(np.int32), values)
    asked = [monotonic()]

    def interrupt(_kind: Any, _message: str, _out: Any, into: Any, _data: Any) -> None:
        if monotonic() - asked[0] > 0.2:
            asked[0] = monotonic()
            if cancelled():
                into.user_interrupt = True

    highs.setCallback(interrupt, None)
    highs.startCallback(highspy.cb.HighsCallbackType.kCallbackMipInterrupt)
    highs.run()
    done = highs.getModelStatus() in (
        highspy.HighsModelStatus.kOptimal,
        highspy.HighsModelStatus.kInfeasible,
        highspy.HighsModelStatus.kUnboundedOrInfeasible,
    )
    return highs, done


__all__ = ["Answer", "Flags", "compact", "restricted"]
