"""The whole programme exactly, tier by tier: a bound from panels, a plan from the same panels, and a proof where they
do not meet by themselves."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

import numpy as np

from lantern.matching.domain.programme import whole
from lantern.matching.domain.programme.cuts import Cuts
from lantern.matching.domain.programme.master import INFINITY, Columns
from lantern.matching.domain.programme.model import TierName
from lantern.matching.domain.programme.relaxation import Relaxation, Stopped, Task
from lantern.matching.domain.programme.space import FLOOR, HARD, TIERS, Choice, Space
from lantern.matching.domain.programme.start import greedy

MOST_WHOLE = 400_000  # columns of one whole-number model
# Of the time left, how much one tier may use.
SHARE = {TierName.HARD: 0.2, TierName.FLOOR: 0.4, TierName.SHORTFALL: 0.3, TierName.COVERAGE: 0.6}
USUAL_SHARE = 0.4


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
        self.settled: list[Settled] = []
        self.best: Choice | None = None
        self.stopped = False
        self.deadline = until
        self.doing, self.share_done = "", 0.0
        for choice in (start, greedy(space)):
            if choice is not None and space.fits(choice):
                self._take(choice)

    def _take(self, choice: Choice) -> bool:
        """Keep this plan if it is better than the one in hand."""
        self.columns.add(choice.sets, choice.pairs)
        values = self.space.values(choice)
        if self.best is not None and values >= self.values:
            return False
        self.best, self.values = choice, values
        self.told(self, True)
        return True

    def pause(self) -> None:
        """Raises Stopped when the tier's time is used up or somebody asked to stop."""
        self.told(self, False)
        if self.cancelled():
            self.stopped = True
        if self.stopped or monotonic() > self.deadline:
            raise Stopped

    def run(self) -> None:
        """Settle every tier. The plan is `best`, None only where something forced cannot be kept."""
        fixed: dict[int, int] = {}
        for tier, name in enumerate(TIERS):
            began = monotonic()
            self.doing, self.share_done = name.value, tier / len(TIERS)
            left = max(0.0, self.until - began)
            self.deadline = began + left * (1.0 if tier == len(TIERS) - 1 else SHARE.get(name, USUAL_SHARE))
            bound: int | None = None
            if not self.stopped and left > 0:
                try:
                    bound = self._floor(fixed) if tier == FLOOR else self._tier(tier, fixed)
                except Stopped:
                    bound = self._bound
            if self.best is None:
                return
            value = self.values[tier]
            fixed[tier] = value
            self.settled.append(Settled(tier, value, bound, monotonic() - began))
        self.doing, self.share_done = "", 1.0

    def _task(self, tier: int, fixed: dict[int, int], floor: int) -> Task:
        return Task(self.space, tier, dict(fixed), floor, self.cuts, self.seed, self.pause)

    def unit(self, relaxed: Relaxation) -> int:
        """Every plan's value in this tier, its constant apart, is a multiple of this."""
        space, tier = self.space, relaxed.task.tier
        parts = [space.set_worth[:, tier], space.experts.price[:, tier], space.chairs.price[:, tier]]
        found = math.gcd(*(int(np.gcd.reduce(p)) for p in parts if len(p)))
        found = math.gcd(found, 10 if tier == HARD else 0)
        for worth, (_, _, _, of) in zip(relaxed.rows.extra_worth, relaxed.rows.extra, strict=True):
            found = math.gcd(found, worth if of == tier else 0)
        return max(1, found)

    def _tier(self, tier: int, fixed: dict[int, int]) -> int | None:
        """The proven bound of this tier."""
        self._bound: int | None = None
        space = self.space
        least = int(space.constant[tier]) + self._least(tier)
        if self.best is not None and self.values[tier] == least:
            return least
        floor = -fixed[FLOOR] if FLOOR in fixed else 0
        while True:
            relaxed = Relaxation(self._task(tier, fixed, floor), self.columns)
            unit = self.unit(relaxed)
            if not self._solve_noting(relaxed, tier, unit):
                return self._bound
            if self._proven(tier):
                return self._bound
            if self.cuts.add(relaxed.broken()):
                continue
            answers = self._search(relaxed, tier, unit)
            if answers is not None:
                return answers

    def _least(self, tier: int) -> int:
        """What every review's best set and everybody's best price add up to, each by itself."""
        space = self.space
        if not len(space.parts):
            return 0
        sets = np.minimum.reduceat(space.set_worth[:, tier].astype(np.int64), space.set_start[:-1]).sum()
        prices = [np.minimum(p.price[:, tier], 0).sum() for p in (space.experts, space.chairs)]
        return int(sets + sum(prices))

    def _solve_noting(self, relaxed: Relaxation, tier: int, unit: int) -> bool:
        try:
            relaxed.solve()
        finally:
            self._note(tier, relaxed.bound, unit)
        return True

    def _note(self, tier: int, bound: float, unit: int) -> None:
        """Keep a better bound, rounded up to what a plan can be worth."""
        if not math.isfinite(bound):
            return
        constant = int(self.space.constant[tier])
        whole_bound = constant + unit * math.ceil(bound / unit - 1e-5)
        if self.best is not None:
            whole_bound = min(whole_bound, self.values[tier])
        self._bound = whole_bound if self._bound is None else max(self._bound, whole_bound)

    def _proven(self, tier: int) -> bool:
        return self.best is not None and self._bound == self.values[tier]

    def _search(self, relaxed: Relaxation, tier: int, unit: int) -> int | None:
        """Plans and proofs from whole-number models; None asks for the relaxation again, with more rows."""
        space = self.space
        left = self.deadline - monotonic()
        answer = whole.restricted(relaxed, self.best, unit, 0.3 * left, self.seed, self._asked)
        if self._seen(answer.choice):
            return None
        if self._proven(tier):
            return self._bound
        if self.best is None:
            gap = INFINITY
        else:
            gap = self.values[tier] - int(space.constant[tier]) - relaxed.bound - 0.99 * unit
        left = self.deadline - monotonic()
        proof = whole.compact(relaxed, gap, self.best, unit, left, self.seed, self._asked, MOST_WHOLE)
        if proof is None:
            return self._bound
        if self._seen(proof.choice):
            return None
        if proof.done and self.best is not None:
            self._bound = self.values[tier]
        else:
            self._note(tier, proof.bound, unit)
        self.pause_quietly()
        return self._bound

    def pause_quietly(self) -> None:
        if self.cancelled():
            self.stopped = True

    def _asked(self) -> bool:
        self.told(self, False)
        if self.cancelled():
            self.stopped = True
        return self.stopped

    def _seen(self, choice: Choice | None) -> bool:
        """Take a choice; True where somebody sits twice on one review, which rows now forbid."""
        if choice is None:
            return False
        twice = self._twice(choice)
        if twice:
            self.cuts.both |= set(twice)
            return True
        if self.space.fits(choice):
            self._take(choice)
        return False

    def _twice(self, choice: Choice) -> list[tuple[int, int]]:
        space, found = self.space, []
        for r in np.flatnonzero(choice.chairs >= 0).tolist():
            chair = int(choice.chairs[r])
            for pair in choice.pairs[r].tolist():
                if pair < len(space.experts) and space.experts.person[pair] == space.chairs.person[chair]:
                    found.append((pair, chair))
        return found

    def _floor(self, fixed: dict[int, int]) -> int | None:
        """Bisection on constants: the relaxation rules a floor out, or a plan shows that it can be reached."""
        self._bound = -100
        assert self.best is not None
        space = self.space
        most = (
            int(np.minimum(100, np.maximum.reduceat(space.set_share, space.set_start[:-1]).min()))
            if len(space.parts)
            else 100
        )
        reached, possible = -self.values[FLOOR], most
        impossible = most + 1
        self._bound = -most
        # The relaxation first: it is quick, and what it rules out is proven.
        low, high = reached, impossible
        while high - low > 1:
            middle = (low + high) // 2
            relaxed = Relaxation(self._task(FLOOR, fixed, middle), self.columns)
            relaxed.solve(enough=0.01, stop_at=0.0)
            if relaxed.objective <= 1e-6:
                low = middle
            else:
                high = middle
                self._bound = -(middle - 1)
        possible = low
        while possible > reached:
            answer = self._reach(fixed, possible)
            reached = -self.values[FLOOR]
            if answer is None:
                break
            if not answer:
                possible = possible - 1
                self._bound = -possible
        return self._bound

    def _reach(self, fixed: dict[int, int], floor: int) -> bool | None:
        """Whether a plan reaches this floor; None: not known in time."""
        while True:
            relaxed = Relaxation(self._task(FLOOR, fixed, floor), self.columns)
            relaxed.solve()
            if relaxed.bound > 0.01:
                return False
            if self.cuts.add(relaxed.broken()):
                continue
            left = self.deadline - monotonic()
            answer = whole.restricted(relaxed, None, 1, 0.4 * left, self.seed, self._asked)
            if self._seen(answer.choice):
                continue
            if -self.values[FLOOR] >= floor:
                return True
            left = self.deadline - monotonic()
            proof = whole.compact(relaxed, 0.01, None, 1, left, self.seed, self._asked, MOST_WHOLE)
            if proof is None:
                return None
            if self._seen(proof.choice):
                continue
            if -self.values[FLOOR] >= floor:
                return True
            return False if proof.done else None
