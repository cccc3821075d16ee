"""The model behind `nearby`: some reviews to be seated afresh, in yes and no variables and rows, tier after tier."""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import highspy
import numpy as np
from highspy._core import _Highs

from lantern.matching.domain.programme import panels, scoring
from lantern.matching.domain.programme.model import Placing, Role, RuleKind, TierName
from lantern.matching.domain.programme.prepared import Indices, Part
from lantern.matching.domain.programme.seats import NOBODY, Seats

INF = highspy.kHighsInf
FIRST = (TierName.HARD, TierName.FLOOR, TierName.SHORTFALL)

Terms = dict[int, float]


class NoPanel(Exception):
    """What is asked for cannot be had at all: a person's or an agency's room, the budget or a hard rule forbids it."""


@dataclass(slots=True)
class _Review:
    at: int
    part: Part
    kinds: panels.Kinds
    sets: list[int] = field(default_factory=list)
    experts: dict[int, int] = field(default_factory=dict)
    chairs: dict[int, int] = field(default_factory=dict)
    no_chair: int = -1


def _narrow(kinds: panels.Kinds, part: Part, people: Indices, need: int) -> None:
    """Leaves only the panels that meet this need."""
    if (part.level_of(part.fixed)[:, need] > 0).any():
        return
    meets = np.zeros(len(kinds.sizes) + 1, dtype=bool)  # the last stands for an empty seat
    meets[kinds.kind[part.level_of(people)[:, need] > 0]] = True
    keeps = meets[kinds.sets].any(axis=1)
    for name in ("sets", "hard", "shortfall", "coverage", "advisory", "share"):
        setattr(kinds, name, getattr(kinds, name)[keeps])


class Afresh:
    """Reads `seats` and leaves them as they were."""

    def __init__(
        self,
        seats: Seats,
        reviews: Sequence[int],
        including: Collection[Placing],
        meeting: tuple[int, int] | None = None,
    ) -> None:
        self.meeting = meeting
        self.seats, self.ready = seats, seats.prepared
        self.inside = list(reviews)
        self.lower: list[float] = []
        self.upper: list[float] = []
        self.whole: list[bool] = []
        self.rows: list[tuple[float, float, Terms]] = []
        self.tiers: dict[TierName, Terms] = {name: {} for name in TierName}
        self.forced: dict[tuple[str, Role], set[int]] = {}
        for placing in including:
            self.forced.setdefault((placing.review, placing.role), set()).add(self.ready.pool.place[placing.person])
        held = [(r, seats.experts[r], seats.chairs[r]) for r in reviews]
        for r in reviews:
            seats.seat(r, (), NOBODY)
        try:
            self._constants()
            self.reviews = [self._review(r, kept) for r, kept, _ in held]
            self._people()
            self._floor()
            self._moves()
        finally:
            for r, experts, chair in held:
                seats.seat(r, experts, chair)
        self.solution: list[float] = []
        self.solver = self._solver()

    # -- columns and rows

    def _column(self, most: float = 1.0, whole: bool = True, least: float = 0.0) -> int:
        self.lower.append(least)
        self.upper.append(most)
        self.whole.append(whole)
        return len(self.lower) - 1

    def _row(self, terms: Terms, *, least: float = -INF, most: float = INF) -> None:
        self.rows.append((least, most, terms))

    def _constants(self) -> None:
        """What everything outside comes to, and inside what no choice changes: a tier is this and the model's own."""
        seats = self.seats
        total = seats.worth.sum(axis=0)
        outside = total - seats.worth[self.inside].sum(axis=0)
        lost = int(total[6] - outside[6])
        self.constant = {
            TierName.HARD: int(outside[0]),
            TierName.FLOOR: 0,
            TierName.SHORTFALL: int(outside[2]),
            TierName.COVERAGE: int(outside[3]) - scoring.MOVE_PRICE * lost,
            TierName.ADVISORY: int(outside[4]) + seats.advised(),
            TierName.CLOSENESS: int(total[5]),
            TierName.MOVES: int(total[6]),
            TierName.SPREAD: seats.spread(),
            TierName.ROTATION: int(total[7]),
            TierName.COST: int(total[8]) + seats.held_pence,
        }
        others = np.ones(len(seats.parts), dtype=bool)
        others[self.inside] = False
        self.floor_outside = int(seats.worth[others, 1].min(initial=100))

    def _review(self, r: int, kept: tuple[int, ...]) -> _Review:
        part = self.seats.parts[r]
        forced = self.forced.get((part.ref, Role.EXPERT), set()) - set(part.fixed)
        able = part.eligible[self.seats.fitting(r, part.eligible)]
        if not forced <= set(able.tolist()):
            raise NoPanel(part.ref)
        kinds = panels.kinds(self.ready, replace(part, eligible=able, proposed=kept), forced)
        if self.meeting is not None and self.meeting[0] == r:
            _narrow(kinds, part, able, self.meeting[1])
        if not len(kinds.sets):
            raise NoPanel(part.ref)
        made = _Review(r, part, kinds)
        self._sets(made, able.tolist(), forced)
        self._chairs(made)
        self._budget(made)
        return made

    def _sets(self, made: _Review, eligible: list[int], forced: set[int]) -> None:
        kinds, part = made.kinds, made.part
        seats: list[Terms] = [{} for _ in kinds.sizes]
        for row in range(len(kinds.sets)):
            column = self._column()
            made.sets.append(column)
            for name, worth in (
                (TierName.HARD, kinds.hard[row]),
                (TierName.SHORTFALL, kinds.shortfall[row]),
                (TierName.COVERAGE, kinds.coverage[row]),
                (TierName.ADVISORY, kinds.advisory[row]),
            ):
                if worth:
                    self.tiers[name][column] = float(worth)
            for kind in kinds.sets[row].tolist():
                if kind >= 0:
                    seats[kind][column] = seats[kind].get(column, 0.0) - 1.0
        self._row(dict.fromkeys(made.sets, 1.0), least=1, most=1)
        used = {kind for kind, terms in enumerate(seats) if terms}
        closeness, cost = part.closeness_of(eligible), part.cost_of(eligible)
        for at, person in enumerate(eligible):
            kind = int(kinds.kind[at])
            if kind not in used:
                continue
            column = self._column(least=float(person in forced))
            made.experts[person] = column
            seats[kind][column] = 1.0
            self._price(column, closeness[at], int(self.ready.pool.recency[person]), cost[at])
        for kind in sorted(used):
            self._row(seats[kind], least=0, most=0)

    def _price(self, column: int, closeness: int, recency: int, cost: int) -> None:
        self.tiers[TierName.CLOSENESS][column] = float(closeness)
        self.tiers[TierName.ROTATION][column] = float(recency)
        self.tiers[TierName.COST][column] = float(cost)

    def _chairs(self, made: _Review) -> None:
        part = made.part
        forced = self.forced.get((part.ref, Role.CHAIR), set()) - {part.fixed_chair}
        if not part.wants_chair:
            if forced:
                raise NoPanel(part.ref)
            return
        able = part.chairs[self.seats.fitting(made.at, part.chairs, chair=True)].tolist()
        if not forced <= set(able):
            raise NoPanel(part.ref)
        made.no_chair = self._column()
        self.tiers[TierName.HARD][made.no_chair] = float(scoring.HARD_PRICE)
        terms: Terms = {made.no_chair: 1.0}
        closeness, cost = part.closeness_of(able), part.cost_of(able, chair=True)
        for at, person in enumerate(able):
            column = self._column(least=float(person in forced))
            made.chairs[person] = column
            terms[column] = 1.0
            self._price(column, closeness[at], self.ready.pool.recency[person], cost[at])
            if person in made.experts:
                self._row({column: 1.0, made.experts[person]: 1.0}, most=1)
        self._row(terms, least=1, most=1)

    def _budget(self, made: _Review) -> None:
        part = made.part
        if part.wish.budget_pence is None:
            return
        columns = [*made.experts.values(), *made.chairs.values()]
        self._row({c: self.tiers[TierName.COST][c] for c in columns}, most=float(self.seats.budget[made.at]))

    def _people(self) -> None:
        """Rooms of people and agencies, and how evenly the work is spread over them."""
        ready, seats = self.ready, self.seats
        mine: dict[int, dict[int, int]] = {}
        for made in self.reviews:
            for columns, half in ((made.experts, made.part.expert_half_days), (made.chairs, made.part.chair_half_days)):
                for person, column in columns.items():
                    mine.setdefault(person, {})[column] = half
        agencies: dict[int, dict[int, int]] = {}
        spread = self.tiers[TierName.SPREAD]
        for person, columns in sorted(mine.items()):
            terms: Terms = dict.fromkeys(columns, 1.0)
            room, days, load = (
                int(seats.room_reviews[person]),
                int(seats.room_half[person]),
                int(seats.load[person]),
            )
            most = min(room, len(columns))
            if room < len(columns):
                self._row(terms, most=room)
            if days < sum(columns.values()):
                self._row({c: float(h) for c, h in columns.items()}, most=days)
            # The k-th seat costs 2(k-1) more; the dearer ones are never taken first, so they need no order.
            if len(columns) == 1 or most == 1:
                for column in columns:
                    spread[column] = spread.get(column, 0.0) + 2.0 * load
            else:
                steps = {self._column(whole=False): -1.0 for _ in range(most)}
                for k, step in enumerate(steps):
                    spread[step] = 2.0 * (load + k)
                self._row({**terms, **steps}, least=0, most=0)
            agency = int(ready.agency[person])
            if agency >= 0:
                agencies.setdefault(agency, {}).update(columns)
        self._agencies(agencies)

    def _agencies(self, agencies: Mapping[int, Mapping[int, int]]) -> None:
        ready, seats = self.ready, self.seats
        soft: dict[str, list[int]] = {}
        for rule in ready.programme.rules:
            if rule.kind is RuleKind.MAX_SEATS_FOR_AGENCY and not rule.hard and rule.most is not None:
                soft.setdefault(rule.agency, []).append(rule.most)
        for agency, columns in sorted(agencies.items()):
            ref = ready.agencies[agency]
            terms: Terms = dict.fromkeys(columns, 1.0)
            room = int(seats.room_agency[agency])
            if room < len(columns):
                self._row(terms, most=max(0, room))
            held = int(seats.load[ready.agency == agency].sum()) if ref in soft else 0
            for most in soft.get(ref, ()):
                if held <= most:  # otherwise it is broken whatever happens here
                    over = self._column()
                    self.tiers[TierName.ADVISORY][over] = 1.0
                    self._row({**terms, over: -float(len(columns))}, most=most - held)
            left = int(seats.share_left[agency])
            if left < sum(columns.values()):
                over = self._column(most=INF, whole=False)
                self.tiers[TierName.SPREAD][over] = 1.0
                self._row({**{c: float(h) for c, h in columns.items()}, over: -1.0}, most=max(0, left))

    def _floor(self) -> None:
        self.worst = self._column(most=float(self.floor_outside), whole=True)
        self.tiers[TierName.FLOOR][self.worst] = 1.0
        for made in self.reviews:
            if made.part.ceiling > 0:
                shares = {c: -float(s) for c, s in zip(made.sets, made.kinds.share, strict=True) if s}
                self._row({self.worst: 1.0, **shares}, most=0)

    def _moves(self) -> None:
        """Proposed seats that are kept: each takes away one of the moves that the constants count."""
        moves, coverage = self.tiers[TierName.MOVES], self.tiers[TierName.COVERAGE]
        for made in self.reviews:
            kept = [made.experts.get(p) for p in made.part.proposed] + [made.chairs.get(made.part.proposed_chair)]
            for column in kept:
                if column is not None:
                    moves[column] = -1.0
                    coverage[column] = coverage.get(column, 0.0) + scoring.MOVE_PRICE

    # -- solving

    def value(self, name: TierName) -> int:
        """The solution's value on this tier, for the whole programme."""
        return self.constant[name] + round(sum(c * self.solution[i] for i, c in self.tiers[name].items()))

    def keep(
        self, before: Mapping[TierName, int], until: float, names: Sequence[TierName]
    ) -> tuple[TierName | None, int | None, bool]:
        """The first three tiers are asked for together, as they mostly can be kept; else one after the other."""
        for name in FIRST:
            self._hold(name, before[name])
        try:
            return self._walk(names[len(FIRST) :], before, until)
        except NoPanel:
            self.solver = self._solver()
        worse, value, proven = self._walk(FIRST, before, until)
        return worse, value, proven and worse is not None

    def _walk(
        self, names: Sequence[TierName], before: Mapping[TierName, int], until: float
    ) -> tuple[TierName | None, int | None, bool]:
        for name in names:
            if name is TierName.FLOOR:
                self._hold(name, before[name])
            if not (self.solution and self._as_good(name, before[name])):
                left = until - time.perf_counter()
                if left <= 0.02 and self.solution:
                    return name, None, False
                try:
                    optimal = self._run(name, max(0.05, left), before[name])
                except NoPanel:
                    if name is not TierName.FLOOR:
                        raise
                    return name, None, True
                if not self._as_good(name, before[name]):
                    return name, self.value(name) if optimal else None, optimal
            self._hold(name, before[name])
        return None, None, True

    def _as_good(self, name: TierName, before: int) -> bool:
        if name is TierName.FLOOR:  # the model's own number for it need not have been driven up yet
            shares = [
                share
                for made in self.reviews
                if made.part.ceiling > 0
                for column, share in zip(made.sets, made.kinds.share.tolist(), strict=True)
                if self.solution[column] > 0.5
            ]
            return min(shares, default=100) >= before
        return self.value(name) >= before if name in scoring.MORE_IS_BETTER else self.value(name) <= before

    def best(self, least: Mapping[TierName, int], until: float) -> None:
        for name in FIRST:
            self._hold(name, least[name])
        for name in tuple(TierName)[len(FIRST) :]:
            left = until - time.perf_counter()
            if not self.solution or (self.tiers[name] and left > 0.02):
                self._run(name, max(0.05, left))
                self._hold(name, self.value(name))

    def _hold(self, name: TierName, value: int) -> None:
        """From here on this tier is no worse than `value`."""
        if name is TierName.FLOOR:
            for made in self.reviews:
                if made.part.ceiling > 0:
                    below = np.array(made.sets, dtype=np.int32)[made.kinds.share < value]
                    self.solver.changeColsBounds(len(below), below, np.zeros(len(below)), np.zeros(len(below)))
            return
        terms = self.tiers[name]
        if not terms:
            return
        own = value - self.constant[name]
        index = np.fromiter(terms.keys(), dtype=np.int32, count=len(terms))
        low, high = (own - 0.25, INF) if name in scoring.MORE_IS_BETTER else (-INF, own + 0.25)
        self.solver.addRow(low, high, len(terms), index, np.fromiter(terms.values(), dtype=float, count=len(terms)))

    def _solver(self) -> _Highs:
        solver = _Highs()
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 1),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.5),
        ):
            solver.setOptionValue(option, value)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.lower), len(self.rows)
        lp.col_cost_ = np.zeros(len(self.lower))
        lp.col_lower_, lp.col_upper_ = np.array(self.lower), np.array(self.upper)
        lp.row_lower_ = np.array([row[0] for row in self.rows])
        lp.row_upper_ = np.array([row[1] for row in self.rows])
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[whole] for whole in self.whole]
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(row[2]) for row in self.rows)])
        lp.a_matrix_.index_ = np.array([i for row in self.rows for i in row[2]], dtype=np.int32)
        lp.a_matrix_.value_ = np.array([c for row in self.rows for c in row[2].values()], dtype=float)
        solver.passModel(lp)
        return solver

    def _run(self, name: TierName, seconds: float, enough: int | None = None) -> bool:
        """Improves this tier, to `enough` or to the best. Whether that is settled."""
        terms, more, solver = self.tiers[name], name in scoring.MORE_IS_BETTER, self.solver
        costs = np.zeros(len(self.lower))
        if terms:
            costs[np.fromiter(terms.keys(), dtype=np.int64)] = np.fromiter(terms.values(), dtype=float)
        solver.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), -costs if more else costs)
        solver.setOptionValue("time_limit", seconds)
        target = -INF
        if enough is not None:
            own = enough - self.constant[name]
            target = (-own if more else own) + 0.25
        solver.setOptionValue("objective_target", float(target))
        if self.solution:
            start = highspy.HighsSolution()
            start.col_value = self.solution
            solver.setSolution(start)
        solver.run()
        status = solver.getModelStatus()
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            raise NoPanel
        values = list(solver.getSolution().col_value)
        if solver.getInfo().primal_solution_status == 2 and values:
            self.solution = values
        elif not self.solution:
            raise NoPanel
        return bool(status in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kObjectiveTarget))

    def placings(self) -> tuple[Placing, ...]:
        people = self.ready.people
        inside = {made.part.ref for made in self.reviews}
        found = [p for p in self.seats.placings() if p.review not in inside]
        for made in self.reviews:
            part = made.part
            experts = {*part.fixed, *(p for p, c in made.experts.items() if self.solution[c] > 0.5)}
            chairs = [p for p, c in made.chairs.items() if self.solution[c] > 0.5] or [part.fixed_chair]
            found += [Placing(part.ref, people[p]) for p in experts]
            found += [Placing(part.ref, people[p], Role.CHAIR) for p in chairs if p != NOBODY]
        return tuple(sorted(found))
