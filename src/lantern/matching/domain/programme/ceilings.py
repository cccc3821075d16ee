"""The best score a panel could reach with the whole pool free: the ceiling a review is measured against.

A person is, for this, only what they bring: the needs they meet and those they meet by lived experience. Of the many
people few such patterns are left once the dominated ones are gone; panels are built from them seat by seat.
"""

from functools import cache

import highspy
import numpy as np
import numpy.typing as npt
from highspy._core import _Highs

from lantern.matching.domain.tiers import LIVED, MET

Codes = npt.NDArray[np.int64]
Levels = npt.NDArray[np.uint8]
Weights = npt.NDArray[np.int64]

# Two bits a need in one 64-bit number; up to seven needs a table of all of them is the quickest set.
MOST_NEEDS, TABLE_BITS = 31, 14
# Above this many half-built panels a solver is quicker than listing them.
MOST_PANELS = 1_000_000
MOST_COMPARED = 2_000


def best_score(fixed: Levels, levels: Levels, weights: Weights, seats: int) -> int:
    """The best score of `fixed` and at most `seats` more. Levels: people x needs, 0 none, 1 professional, 2 lived."""
    needs = levels.shape[1]
    if not needs:
        return 0
    if needs > MOST_NEEDS:
        return solved_score(fixed, levels, weights, seats)
    base = int(np.bitwise_or.reduce(codes(fixed), initial=0))
    if not seats or not len(levels):
        return int(scores(np.array([base]), weights)[0])
    singles = _undominated(_unique(codes(levels) | base, needs))
    most = int(scores(np.array([np.bitwise_or.reduce(singles)]), weights)[0])
    panels, best = singles, int(scores(singles, weights).max())
    for taken in range(2, seats + 1):
        if best == most:
            break
        if len(panels) * len(singles) > MOST_PANELS:
            return solved_score(fixed, levels, weights, seats)
        panels = _unique((panels[:, None] | singles[None, :]).ravel(), needs)
        best = int(scores(panels, weights).max())
        if taken < seats and best < most:
            panels = _undominated(panels)
    return best


def codes(levels: Levels) -> Codes:
    """One number a person: a bit for each need met, above them a bit for each met by lived experience."""
    needs = levels.shape[1]
    met, lived = _places(needs)
    return np.asarray((levels > 0) @ met + (levels > 1) @ lived, dtype=np.int64)


def scores(panels: Codes, weights: Weights) -> npt.NDArray[np.int64]:
    """Weight x 7 for each need met and x 3 more where by lived experience."""
    needs = len(weights)
    bits = (panels[:, None] >> np.arange(2 * needs)) & 1
    return np.asarray(bits @ np.concatenate([MET * weights, LIVED * weights]), dtype=np.int64)


@cache
def _places(needs: int) -> tuple[Codes, Codes]:
    met = np.left_shift(1, np.arange(needs, dtype=np.int64))
    return met, met << needs


def _unique(found: Codes, needs: int) -> Codes:
    if 2 * needs > TABLE_BITS:
        return np.unique(found)
    seen = np.zeros(1 << 2 * needs, dtype=bool)
    seen[found] = True
    return np.flatnonzero(seen).astype(np.int64)


def _undominated(found: Codes) -> Codes:
    """Those that no other brings all of. Too many are left as they are: a longer list is as right as a short one."""
    if len(found) > MOST_COMPARED:
        return found
    within = (found[:, None] | found[None, :]) == found[None, :]
    return np.asarray(found[within.sum(axis=1) == 1], dtype=np.int64)


def solved_score(fixed: Levels, levels: Levels, weights: Weights, seats: int) -> int:
    """The same by a mixed-integer program: a yes or no for each pattern, and for each need whether it is met."""
    patterns = np.unique(levels, axis=0)
    needs, kinds = levels.shape[1], len(patterns)
    solver, inf = _Highs(), highspy.kHighsInf
    for option, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5)):
        solver.setOptionValue(option, value)
    worth = np.concatenate([MET * weights, LIVED * weights]).astype(float)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = kinds + 2 * needs, 1 + 2 * needs
    lp.col_cost_ = np.concatenate([np.zeros(kinds), -worth])
    lp.col_lower_, lp.col_upper_ = np.zeros(lp.num_col_), np.ones(lp.num_col_)
    already = np.concatenate([(fixed > 0).any(axis=0), (fixed > 1).any(axis=0)])
    lp.row_lower_ = np.concatenate([[-inf], -already.astype(float)])
    lp.row_upper_ = np.concatenate([[float(seats)], np.full(2 * needs, inf)])
    lp.integrality_ = [highspy.HighsVarType.kInteger] * kinds + [highspy.HighsVarType.kContinuous] * (2 * needs)
    rows = [np.arange(kinds)]
    values = [np.ones(kinds)]
    for row, brings in enumerate([*(patterns > 0).T, *(patterns > 1).T]):
        who = np.flatnonzero(brings)
        rows.append(np.append(who, kinds + row))
        values.append(np.append(np.ones(len(who)), -1.0))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *map(len, rows)])
    lp.a_matrix_.index_ = np.concatenate(rows).astype(np.int32)
    lp.a_matrix_.value_ = np.concatenate(values)
    solver.passModel(lp)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"no ceiling was found: {solver.getModelStatus()}")
    return round(-solver.getInfo().objective_function_value)
