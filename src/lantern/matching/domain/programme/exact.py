"""The whole programme exactly, tier by tier: a bound from panels, a plan from the same panels, and a proof where they
do not meet by themselves."""

import math
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic

import numpy as np

from lantern.matching.domain.programme import whole
from lantern.matching.domain.programme.cuts import Cuts, everyone_twice
from lantern.matching.domain.programme.master import INFINITY, Columns
from lantern.matching.domain.programme.model import TierName
from lantern.matching.domain.programme.relaxation import Open, Relaxation, Stopped, Task
from lantern.matching.domain.programme.space import COVERAGE, FLOOR, HARD, SHORTFALL, SPREAD, TIERS, Choice, Space
from lantern.matching.domain.programme.start import greedy

MOST_WHOLE = 40_000  # sets, people and chairs of one whole-number model
SMALL_WHOLE = 8_000  # at once, without trying the panels found so far
# Of the time left, how much one tier may use.
SHARE = {TierName.HARD: 0.35, TierName.FLOOR: 0.75, TierName.SHORTFALL: 0.5, TierName.COVERAGE: 0.7}
USUAL_SHARE = 0.4
# What a plan that reaches a floor is made good in beside.
BESIDE = {SHORTFALL: 5, COVERAGE: 1}
# The same for the tiers before coverage: a plan that is best in them alone is poor in the rest, and hard to repair.
TOGETHER = {HARD: {HARD: 1_000, SHORTFALL: 5, COVERAGE: 1}, SHORTFALL: {SHORTFALL: 100, COVERAGE: 1}}
# What the relaxation takes whole is held to when a plan is looked for near it.
NEARER, LARGE_VALUE = 0.001, 10_000  # of a large value: no further from the relaxation than this
HELD, ROUGHLY, FINELY = 0.999, 0.0005, 0.00005
MOST_TWICE = 2_000  # rows of this kind put in from the first
CLOSE = 0.0005  # of the value: where it cannot be searched to the end, later tiers are worth more than this
TRIED_CHAIRS = 60
NEAR_TRIES = 6  # floors tried so before one is searched to the end
# A round of cuts is worth it if it is quick, or moved the bound by so much.
QUICK_ROUND, WORTHWHILE = 0.15, 0.0005


@dataclass(slots=True)
class Settled:
    """One tier, smaller is better: `bound` None where nothing is known."""

    tier: int
    value: int
    bound: int | None
    seconds: float


class Exact:
    """`told` is called often while it works, and says whether there is a better plan."""

    def __init__(
        self,
        space: Space,
        *,
        until: float,
        seed: int,
        cancelled: Callable[[], bool],
        told: "Callable[[Exact, bool], None]",
        start: Choice | None = None,
    ) -> None:
        self.space, self.until, self.seed, self.told = space, until, seed, told
        self.cancelled = cancelled
        self.columns = Columns(space)
        self.cuts = Cuts()
        twice = everyone_twice(space)
        if len(twice) <= MOST_TWICE:
            self.cuts.both = set(twice)
        self.open = Open(
            np.ones(len(space.set_share), dtype=bool),
            np.ones(len(space.experts), dtype=bool),
            np.ones(len(space.chairs), dtype=bool),
        )
        self.kept: set[int] = set()  # settled tiers that what is open keeps by itself
        self.settled: list[Settled] = []
        self.best: Choice | None = None
        self.values: tuple[int, ...] = ()
        self.stopped = False
        self.deadline = until
        self.doing, self.share_done = "Seating the reviews one by one", 0.0
        for choice in (start, greedy(space)):
            if choice is not None and space.fits(choice):
                self._take(choice)

    def _take(self, choice: Choice) -> bool:
        """Keep this plan if it is better than the one in hand."""
        self.columns.add(choice.sets, choice.pairs)
        self.columns.chairs = np.union1d(self.columns.chairs, choice.chairs[choice.chairs >= 0])
        values = self.space.values(choice)
        if self.best is not None and values >= self.values:
            return False
        self.best, self.values = choice, values
        self.told(self, True)
        return True

    def pause(self) -> None:
        """Raises Stopped when the tier's time is used up or somebody asked to stop."""
        if self._asked() or monotonic() > self.deadline:
            raise Stopped

    def _asked(self) -> bool:
        self.told(self, False)
        if self.cancelled():
            self.stopped = True
        return self.stopped

    def run(self) -> None:
        """Settle every tier. The plan is `best`, None only where something forced cannot be kept."""
        self.fixed: dict[int, int] = {}
        for tier, name in enumerate(TIERS):
            began = monotonic()
            self.doing, self.share_done = f"Working on: {name.value}", tier / len(TIERS)
            left = max(0.0, self.until - began)
            self.deadline = began + left * (1.0 if tier == len(TIERS) - 1 else SHARE.get(name, USUAL_SHARE))
            self._bound: int | None = None
            if not self.stopped and left > 0:
                with suppress(Stopped):
                    self._floor() if tier == FLOOR else self._tier(tier)
            if self.best is None:
                return
            self.fixed[tier] = self.values[tier]
            self.settled.append(Settled(tier, self.values[tier], self._bound, monotonic() - began))
        self.share_done = 1.0

    def _task(self, weights: Mapping[int, int], floor: int) -> Task:
        fixed = {tier: value for tier, value in self.fixed.items() if tier not in self.kept}
        return Task(self.space, weights, fixed, floor, self.cuts, self.seed, self.pause, self._left, self.open)

    def _left(self) -> float:
        return self.deadline - monotonic()

    def unit(self, relaxed: Relaxation, tier: int) -> int:
        """Every plan's value in this tier, its constant apart, is a multiple of this."""
        space = self.space
        parts = (space.set_worth[:, tier].astype(np.int64), space.experts.price[:, tier], space.chairs.price[:, tier])
        found = math.gcd(*(int(np.gcd.reduce(p)) for p in parts if p.size))
        found = math.gcd(found, 10 if tier == HARD else 0)
        for worth, (_, _, _, of) in zip(relaxed.rows.extra_worth, relaxed.rows.extra, strict=True):
            found = math.gcd(found, worth if of == tier else 0)
        return max(1, found)

    def _tier(self, tier: int) -> None:
        least = int(self.space.constant[tier]) + self._least(tier)
        if self.best is not None and self.values[tier] == least:
            self._bound = least
            self._keep_least(tier)
            return
        floor = -self.fixed[FLOOR] if FLOOR in self.fixed else 0
        while True:
            relaxed = self._relaxed(tier, floor)
            if not self._proven(tier) and self._search(relaxed, tier, self.unit(relaxed, tier)):
                continue
            if self._proven(tier):
                self._rule_out(relaxed, tier)
            return

    def _relaxed(self, tier: int, floor: int) -> Relaxation:
        """The tier's relaxation with every cut that is worth its time, and the bound it gives."""
        before = -INFINITY
        while True:
            began = monotonic()
            relaxed = Relaxation(self._task({tier: 1}, floor), self.columns)
            try:
                relaxed.solve()
            finally:
                self._note(tier, relaxed.bound, self.unit(relaxed, tier))
            moved = relaxed.bound - before > WORTHWHILE * abs(relaxed.bound)
            before = relaxed.bound
            if self._proven(tier) or not (moved or monotonic() - began < QUICK_ROUND):
                return relaxed
            if not self.cuts.add(relaxed.broken()):
                return relaxed

    def _least(self, tier: int) -> int:
        """What every review's best set and everybody's best price add up to, each by itself."""
        space = self.space
        if not len(space.parts):
            return 0
        sets = np.minimum.reduceat(space.set_worth[:, tier].astype(np.int64), space.set_start[:-1]).sum()
        prices = [np.minimum(p.price[:, tier], 0).sum() for p in (space.experts, space.chairs)]
        return int(sets + sum(prices))

    def _keep_least(self, tier: int) -> None:
        """Where the least that could be is reached, nothing that costs more is open any longer."""
        space = self.space
        worth = space.set_worth[:, tier]
        least = np.minimum.reduceat(worth, space.set_start[:-1]) if len(space.parts) else worth
        sets = worth == least[space.set_review]
        pairs, chairs = space.experts.price[:, tier], space.chairs.price[:, tier]
        self.open = Open(
            self.open.sets & sets,
            self.open.pairs & (pairs <= 0),
            self.open.chairs & (chairs <= 0),
            self.open.no_chair and tier != HARD,
        )
        if min(pairs.min(initial=0), chairs.min(initial=0)) == 0 and not space.advised and tier != SPREAD:
            self.kept.add(tier)

    def _note(self, tier: int, bound: float, unit: int) -> None:
        """Keep a better bound, rounded up to what a plan can be worth."""
        if not math.isfinite(bound):
            return
        found = int(self.space.constant[tier]) + unit * math.ceil(bound / unit - 1e-5)
        if self.best is not None:
            found = min(found, self.values[tier])
        self._bound = found if self._bound is None else max(self._bound, found)

    def _proven(self, tier: int) -> bool:
        return self.best is not None and self._bound == self.values[tier]

    def _gap(self, relaxed: Relaxation, tier: int) -> float:
        if self.best is None:
            return INFINITY
        return self.values[tier] - int(self.space.constant[tier]) - relaxed.bound

    def _rule_out(self, relaxed: Relaxation, tier: int) -> None:
        """No plan as good as this tier's best uses what costs more than the relaxation leaves room for."""
        gap = self._gap(relaxed, tier) + 0.01
        sets = relaxed.allowed & (relaxed.reduced_sets <= gap)
        pairs = np.zeros(len(self.open.pairs), dtype=bool)
        pairs[whole.pairs_within(relaxed, np.flatnonzero(sets), gap)] = True
        self.open = Open(
            self.open.sets & sets,
            self.open.pairs & pairs,
            self.open.chairs & (relaxed.chair_reduced() <= gap),
            self.open.no_chair,
        )

    def _search(self, relaxed: Relaxation, tier: int, unit: int) -> bool:
        """Plans and proofs from whole-number models; True asks for the relaxation again, with more rows."""
        gap = self._gap(relaxed, tier) - 0.99 * unit
        size = whole.size(relaxed, gap)
        if size > SMALL_WHOLE:
            left = self.deadline - monotonic()
            if tier in TOGETHER:
                blend = Relaxation(self._task(TOGETHER[tier], relaxed.task.floor), self.columns)
                blend.solve()
                answer = whole.restricted(
                    blend, INFINITY, None, 1, 0.4 * left, self.seed, self._asked, hold=HELD, good_enough=ROUGHLY
                )
                if self._seen(answer.choice):
                    return True
                if self._proven(tier):
                    return False
                gap = self._gap(relaxed, tier) - 0.99 * unit
                left = self.deadline - monotonic()
            for near, share in ((True, 0.2), (False, 0.3)):
                answer = self._nearby(relaxed, gap, unit, share * left, near=near)
                if self._seen(answer.choice):
                    return True
                gap = self._gap(relaxed, tier) - 0.99 * unit
                close = gap <= CLOSE * abs(relaxed.bound) and whole.size(relaxed, gap) > MOST_WHOLE
                if self._proven(tier) or close:
                    return False
        left = self.deadline - monotonic()
        proof = whole.compact(relaxed, gap, self.best, unit, left, self.seed, self._asked, MOST_WHOLE)
        if proof is None:
            return False
        if self._seen(proof.choice):
            return True
        if proof.done and self.best is not None:
            self._bound = self.values[tier]
        else:
            self._note(tier, proof.bound, unit)
        return False

    def _nearby(self, relaxed: Relaxation, gap: float, unit: int, seconds: float, *, near: bool) -> whole.Answer:
        """A better plan, close to the relaxation or from the panels found so far."""
        if near:
            nearer = min(gap, NEARER * abs(relaxed.bound)) if abs(relaxed.bound) > LARGE_VALUE else gap
            found = whole.compact(
                relaxed, nearer, None, unit, seconds, self.seed, self._asked, MOST_WHOLE, hold=HELD, good_enough=FINELY
            )
            if found is not None:
                return found
        return whole.restricted(relaxed, gap, self.best, unit, seconds, self.seed, self._asked)

    def _seen(self, choice: Choice | None) -> bool:
        """Take a choice; True where somebody sits twice on one review, which rows now forbid."""
        if choice is None:
            return False
        twice = self._twice(choice)
        if twice:
            self.cuts.both |= set(twice)
            self._take_rechaired(choice, [chair for _, chair in twice])
            return True
        if self.space.fits(choice):
            self._take(choice)
        return False

    def _take_rechaired(self, choice: Choice, chairs: list[int]) -> None:
        """The plan with somebody else in these chairs, or nobody where nobody has room."""
        space, made = self.space, choice.copy()
        review = space.chairs.review
        reviews = sorted({int(review[chair]) for chair in chairs})
        made.chairs[reviews] = -1
        if not space.fits(made):
            return
        for r in reviews:
            others = np.arange(*np.searchsorted(review, (r, r + 1)))
            for other in others[self.open.chairs[others]][:TRIED_CHAIRS].tolist():
                made.chairs[r] = other
                if space.fits(made):
                    break
                made.chairs[r] = -1
        if not (space.chair_forced & (made.chairs < 0)).any():
            self._take(made)

    def _twice(self, choice: Choice) -> list[tuple[int, int]]:
        space, found = self.space, []
        for r in np.flatnonzero(choice.chairs >= 0).tolist():
            chair = int(choice.chairs[r])
            for pair in choice.pairs[r].tolist():
                if pair < len(space.experts) and space.experts.person[pair] == space.chairs.person[chair]:
                    found.append((pair, chair))
        return found

    def _floor(self) -> None:
        """Bisection on constants: the relaxation rules a floor out, or a plan shows that it can be reached."""
        space = self.space
        most = 100
        if len(space.parts):
            most = min(100, int(np.maximum.reduceat(space.set_share, space.set_start[:-1]).min()))
        self._bound = -most
        reached = -self.values[FLOOR]
        # The relaxation first: it is quick, and what it rules out is proven.
        low, high = reached, most + 1
        relaxed: Relaxation | None = None
        while high - low > 1:
            middle = high - 1 if high == most + 1 and low == reached else (low + high) // 2
            if relaxed is None:
                relaxed = Relaxation(self._task({}, middle), self.columns)
            else:
                relaxed.raise_floor(middle)
            relaxed.solve(enough=0.01, stop_at=0.0)
            if relaxed.objective <= 1e-6:
                low = middle
            else:
                high = middle
                self._bound = -(middle - 1)
        # First near the relaxation, for a plan; then whole, for a proof.
        small = len(space.set_share) + len(space.experts) <= SMALL_WHOLE
        for whole_search in (True,) if small else (False, True):
            possible = low
            while possible > -self.values[FLOOR] and (whole_search or possible > low - NEAR_TRIES):
                answer = self._reach(possible, whole_search=whole_search)
                if answer is False and possible == low:
                    low -= 1
                    self._bound = -low
                elif answer is not True and whole_search:
                    return
                possible -= 1
            if -self.values[FLOOR] >= low:
                return

    def _reach(self, floor: int, *, whole_search: bool) -> bool | None:
        """Whether a plan reaches this floor; None: not known in time."""
        while True:
            relaxed = Relaxation(self._task(BESIDE, floor), self.columns)
            relaxed.solve()
            if relaxed.short > 0.01:
                # A price never proves that something is impossible: count what is missing instead.
                missing = Relaxation(self._task({}, floor), self.columns)
                missing.solve(enough=0.01, stop_at=0.0)
                if missing.bound > 0.01:
                    return False
            if self.cuts.add(relaxed.broken()) and whole_search:
                continue
            left = self.deadline - monotonic()
            if whole_search:
                found = whole.compact(relaxed, INFINITY, None, 1, left, self.seed, self._asked, MOST_WHOLE)
                if found is None:
                    return None
                answer = found
            else:
                answer = whole.restricted(
                    relaxed, INFINITY, None, 1, 0.4 * left, self.seed, self._asked, hold=HELD, good_enough=ROUGHLY
                )
            if self._seen(answer.choice):
                continue
            if -self.values[FLOOR] >= floor:
                return True
            return False if whole_search and answer.done else None
