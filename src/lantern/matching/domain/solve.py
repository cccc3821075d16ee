"""The exact best panel for one review, with HiGHS.

One yes/no variable a person; each tier is settled by one solve, or by one for several tiers where their whole numbers
fit side by side in one objective. Nothing here depends on the order in which people are given.
"""

from collections.abc import Callable, Collection, Iterable, Sequence

import highspy
import numpy as np
from highspy._core import _Highs

from lantern.matching.domain import composition, tiers
from lantern.matching.domain.composition import Demand
from lantern.matching.domain.gates import level_for
from lantern.matching.domain.model import Candidate, Level, ReviewNeeds, Weight
from lantern.matching.domain.tiers import Name

# Above this, one unit of the last tier in a blended objective drowns in the solver's tolerances.
BLEND_LIMIT = 50_000

Expression = dict[int, int]


def best(
    review: ReviewNeeds,
    eligible: Sequence[Candidate],
    seated: Sequence[Candidate],
    rooms: dict[str, int],
    forced: Collection[str] = (),
) -> tuple[Candidate, ...] | None:
    """The best people to add to those seated, by reference; None where the hard rules cannot be kept together."""
    demands = composition.demands(review)
    pool = worth_weighing(review, eligible, demands, rooms, forced)
    model = _Model(review, pool, seated, demands, rooms, forced)
    return model.solve()


def contradiction(
    review: ReviewNeeds, eligible: Sequence[Candidate], seated: Sequence[Candidate], rooms: dict[str, int]
) -> tuple[Demand, ...]:
    """A smallest set of hard demands that cannot be kept together, found by leaving out one after the other."""
    left = [d for d in composition.demands(review) if d.rule.hard]
    pool = worth_weighing(review, eligible, left, rooms, ())
    for demand in tuple(left):
        without = [d for d in left if d is not demand]
        if not _Model(review, pool, seated, without, rooms, ()).feasible():
            left = without
    return tuple(left)


def worth_weighing(
    review: ReviewNeeds,
    eligible: Iterable[Candidate],
    demands: Sequence[Demand],
    rooms: dict[str, int],
    forced: Collection[str],
) -> list[Candidate]:
    """The people who could be in a best panel: of those who bring exactly the same, only the first few.

    Safe because people alike in needs and rules can be exchanged for one another unless an agency is full. The others
    on the panel fill at most `seats - 1` agencies, so once `seats` agencies are kept one of them has room, and of one
    agency no more can sit than it has room for.
    """
    seats = max(1, review.seats)
    groups: dict[composition.Alike, list[tuple[tuple[int, ...], str, Candidate]]] = {}
    for candidate in eligible:
        price = tuple(tiers.price(review, candidate).values())
        alike = composition.alike(review, demands, candidate)
        groups.setdefault(alike, []).append((price, candidate.ref, candidate))
    kept: list[Candidate] = []
    for alike, members in groups.items():
        if not any(alike):
            kept += [c for _, ref, c in members if ref in forced]
            continue
        agencies: dict[str, int] = {}
        for _, ref, candidate in sorted(members, key=lambda m: m[:2]):
            agency = candidate.agency_ref or f"nobody's:{ref}"
            room = min(seats, rooms.get(agency, seats))
            if ref in forced:
                kept.append(candidate)
            elif len(agencies) < seats and agencies.get(agency, 0) < room:
                kept.append(candidate)
                agencies[agency] = agencies.get(agency, 0) + 1
    return sorted(kept, key=lambda c: c.ref)


class _Model:
    """Columns: a person each (yes or no), then helpers. Rows: what every panel keeps."""

    def __init__(
        self,
        review: ReviewNeeds,
        pool: Sequence[Candidate],
        seated: Sequence[Candidate],
        demands: Sequence[Demand],
        rooms: dict[str, int],
        forced: Collection[str],
    ) -> None:
        self.review, self.pool, self.seated = review, pool, seated
        self.seats = max(0, review.seats - len(seated))
        self.lower = [float(c.ref in forced) for c in pool]
        self.rows: list[tuple[float, float, Expression]] = []
        self.tiers: dict[Name, Expression] = {name: {} for name in tiers.order(review)}
        everyone = dict.fromkeys(range(len(pool)), 1)
        self._row(everyone, most=self.seats)
        for agency in sorted({c.agency_ref for c in pool if c.agency_ref in rooms} - {None}, key=str):
            self._row(self._people(lambda c, a=agency: c.agency_ref == a), most=rooms[str(agency)])  # type: ignore[misc]
        self._coverage()
        for demand in demands:
            self._demand(demand)
        self._prices()

    def _column(self) -> int:
        self.lower.append(0.0)
        return len(self.lower) - 1

    def _row(self, terms: Expression, *, least: float = -highspy.kHighsInf, most: float = highspy.kHighsInf) -> None:
        self.rows.append((least, most, dict(terms)))

    def _people(self, test: Callable[[Candidate], bool]) -> Expression:
        return {i: 1 for i, candidate in enumerate(self.pool) if test(candidate)}

    def _coverage(self) -> None:
        for need in self.review.needs:
            tier = self.tiers[Name.MUST if need.weight is Weight.MUST else Name.OTHER]
            weight = tiers.WEIGHTS[need.weight]
            already = tiers.best_level(self.seated, need)
            levels = [level_for(candidate, need) for candidate in self.pool]
            if already is None:
                met = self._column()
                tier[met] = weight * tiers.MET
                self._row({**{i: 1 for i, level in enumerate(levels) if level}, met: -1}, least=0)
            if already is not Level.LIVED:
                lived = self._column()
                tier[lived] = weight * tiers.LIVED
                self._row({**{i: 1 for i, level in enumerate(levels) if level is Level.LIVED}, lived: -1}, least=0)

    def _demand(self, demand: Demand) -> None:
        slack: Expression = {}
        if not demand.rule.hard:
            broken = self._column()
            slack = {broken: 1}
            self.tiers[Name.ADVISORY][broken] = 1
        if demand.counts is None:
            self._nobody_alone(slack)
            return
        counted, already = self._people(demand.counts), sum(map(demand.counts, self.seated))
        if demand.minimum > already:
            short = demand.minimum - already
            self._row({**counted, **dict.fromkeys(slack, short)}, least=short)
        if demand.maximum is not None:
            over = len(self.seated) + self.seats
            self._row({**counted, **dict.fromkeys(slack, -over)}, most=demand.maximum - already)

    def _nobody_alone(self, slack: Expression) -> None:
        needs = composition.communities(self.review)
        brings = [[level_for(c, need) is not None for need in needs] for c in self.pool]
        sitting = [[level_for(c, need) is not None for need in needs] for c in self.seated]
        for first in range(len(needs)):
            for second in range(first + 1, len(needs)):
                either = {i for i, b in enumerate(brings) if b[first] or b[second]}
                seated_either = [b for b in sitting if b[first] or b[second]]
                if not seated_either:
                    for i in either:
                        if brings[i][first] and brings[i][second]:
                            self._row({**{j: 1 for j in either if j != i}, i: -1, **slack}, least=0)
                elif len(seated_either) == 1 and seated_either[0][first] and seated_either[0][second]:
                    self._row({**dict.fromkeys(either, 1), **slack}, least=1)

    def _prices(self) -> None:
        for i, candidate in enumerate(self.pool):
            for name, value in tiers.price(self.review, candidate).items():
                self.tiers[name][i] = value
            if Name.FILLED in self.tiers and any(level_for(candidate, need) for need in self.review.needs):
                self.tiers[Name.FILLED][i] = 1

    def _objectives(self) -> Iterable[Expression]:
        """Tiers as expressions to make small, neighbours blended where exact."""
        blended: Expression = {}
        size = 1
        for name, terms in self.tiers.items():
            sign = -1 if name in tiers.MORE_IS_BETTER else 1
            people = sorted((v for i, v in terms.items() if i < len(self.pool)), reverse=True)[: self.seats]
            span = 1 + sum(people) + sum(v for i, v in terms.items() if i >= len(self.pool))
            if blended and size * span > BLEND_LIMIT:
                yield blended
                blended, size = {}, 1
            blended = {i: v * span for i, v in blended.items()}
            for i, v in terms.items():
                blended[i] = blended.get(i, 0) + sign * v
            size *= span
        if blended:
            yield blended

    def _solver(self) -> _Highs:
        # The core, since the wrapper's constructor prints a banner to stdout before it can be told not to.
        solver = _Highs()
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 0),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.5),  # every objective is whole: less than one apart is proven
        ):
            solver.setOptionValue(option, value)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.lower), len(self.rows)
        lp.col_cost_ = np.zeros(len(self.lower))
        lp.col_lower_, lp.col_upper_ = np.array(self.lower), np.ones(len(self.lower))
        lp.row_lower_ = np.array([row[0] for row in self.rows], dtype=float)
        lp.row_upper_ = np.array([row[1] for row in self.rows], dtype=float)
        lp.integrality_ = [highspy.HighsVarType.kInteger] * len(self.lower)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(row[2]) for row in self.rows)])
        lp.a_matrix_.index_ = np.array([i for row in self.rows for i in row[2]], dtype=np.int32)
        lp.a_matrix_.value_ = np.array([v for row in self.rows for v in row[2].values()], dtype=float)
        solver.passModel(lp)
        return solver

    def feasible(self) -> bool:
        if not self.lower:
            return all(least <= 0 <= most for least, most, _ in self.rows)
        solver = self._solver()
        solver.run()
        return _settled(solver)

    def solve(self) -> tuple[Candidate, ...] | None:
        if not self.lower:
            return () if self.feasible() else None
        solver = self._solver()
        columns = np.arange(len(self.lower), dtype=np.int32)
        chosen: list[bool] = []
        for objective in self._objectives():
            costs = np.array([objective.get(i, 0) for i in range(len(self.lower))], dtype=float)
            solver.changeColsCost(len(columns), columns, costs)
            solver.run()
            if not _settled(solver):
                return None
            values = [round(v) for v in solver.getSolution().col_value]
            chosen = [bool(v) for v in values[: len(self.pool)]]
            value = sum(v * values[i] for i, v in objective.items())
            terms = [(i, v) for i, v in objective.items() if v]
            solver.addRow(
                -highspy.kHighsInf,
                value + 0.5,
                len(terms),
                np.array([i for i, _ in terms], dtype=np.int32),
                np.array([v for _, v in terms], dtype=float),
            )
        return tuple(c for c, yes in zip(self.pool, chosen, strict=True) if yes)


def _settled(solver: _Highs) -> bool:
    """True: proven best. False: proven impossible. Anything else is a defect, and is not passed off as an answer."""
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kOptimal:
        return True
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return False
    raise RuntimeError(f"the solver stopped without an answer: {status}")
