"""Programs of yes-or-no columns, for HiGHS: as arrays, relaxed, and whole."""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt
from highspy._core import _Highs

from lantern.matching.domain.programme.panels import Ints

Floats = npt.NDArray[np.float64]

GAP = 0.05
NEAR = (10.0, 150.0)
MOST_NODES, FEASIBLE = 40, 2


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """A program of yes-or-no columns: costs to be made small, rows with bounds, and entries by row and column."""

    costs: Floats
    least: Floats
    most: Floats
    row: Ints
    column: Ints
    value: Floats

    def run(self, seed: int, *, whole: bool, gap: float = GAP) -> _Highs:
        solver = _Highs()
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", seed % (1 << 31)),
            ("presolve", "off"),  # costs more than it saves on these
            ("mip_max_nodes", MOST_NODES),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", gap),
        ):
            solver.setOptionValue(option, value)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.costs), len(self.least)
        lp.col_cost_ = self.costs
        lp.col_lower_, lp.col_upper_ = np.zeros(lp.num_col_), np.ones(lp.num_col_)
        lp.row_lower_, lp.row_upper_ = self.least, self.most
        if whole:
            lp.integrality_ = [highspy.HighsVarType.kInteger] * lp.num_col_
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.searchsorted(self.row, np.arange(lp.num_row_ + 1))
        lp.a_matrix_.index_ = self.column.astype(np.int32)
        lp.a_matrix_.value_ = self.value
        solver.passModel(lp)
        solver.run()
        return solver

    def only(self, columns: Ints) -> "Rows":
        place = np.full(len(self.costs), -1)
        place[columns] = np.arange(len(columns))
        kept = place[self.column] >= 0
        return Rows(
            self.costs[columns], self.least, self.most, self.row[kept], place[self.column[kept]], self.value[kept]
        )


def whole(rows: Rows, seed: int, *, gap: float = GAP) -> Floats | None:
    """The relaxation is nearly whole, panels leaving little to be split: so a column whose reduced cost is beyond the
    gap stays out, and what is left is settled as a program of its own."""
    solver = rows.run(seed, whole=False)
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    solution = np.array(solver.getSolution().col_value)
    if np.abs(solution - np.round(solution)).max(initial=0.0) < 1e-6:
        return solution
    reduced = np.array(solver.getSolution().col_dual)
    for near in NEAR:
        columns = np.flatnonzero(reduced <= near)
        solver = rows.only(columns).run(seed, whole=True, gap=gap)
        if solver.getInfo().primal_solution_status == FEASIBLE:
            solution = np.zeros(len(rows.costs))
            solution[columns] = solver.getSolution().col_value
            return solution
    return None


def bounded(costs: Floats, blocks: Sequence[tuple[Ints, Ints, Floats, Ints]]) -> "Rows":
    """Rows "of one key, no more than its limit", for every key of every block that has entries."""
    row: list[Ints] = []
    column: list[Ints] = []
    value: list[Floats] = []
    most: list[Floats] = []
    first = 0
    for key, at, entry, limit in blocks:
        keys, place = np.unique(key, return_inverse=True)
        row.append(first + place)
        column.append(at)
        value.append(entry)
        most.append(np.asarray(limit, dtype=float)[keys])
        first += len(keys)
    rows, columns, values = np.concatenate(row), np.concatenate(column), np.concatenate(value)
    order = np.argsort(rows, kind="stable")
    bounds = np.minimum(np.concatenate(most), 1e9)
    least = np.full(first, -highspy.kHighsInf)
    return Rows(costs, least, bounds, rows[order], columns[order], values[order])
