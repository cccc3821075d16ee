"""An allocation over all open reviews: exact where every useful panel can be listed, by exchange where it cannot."""

import resource
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from time import monotonic

from lantern.matching.domain.programme import large, reasons, scoring, shadows
from lantern.matching.domain.programme.checker import check_plan, check_seats
from lantern.matching.domain.programme.exact import Exact, Settled
from lantern.matching.domain.programme.model import Placing, Plan, Programme, Progress, TierName, TierResult
from lantern.matching.domain.programme.prepared import Prepared, prepare
from lantern.matching.domain.programme.space import TIERS, Space, TooMany

Report = Callable[[Progress], None]
Cancelled = Callable[[], bool]

# Above this many people who may be asked, over all reviews, panels are not listed.
MOST_PAIRS = 150_000
LAST_WORDS = 0.02  # of the time, for checking and writing down
EVERY = 0.5  # seconds between two reports


def allocate(
    programme: Programme,
    *,
    seconds: float = 20.0,
    seed: int = 1,
    report: Report | None = None,
    cancelled: Cancelled | None = None,
    including: Collection[Placing] = (),
) -> Plan:
    """The best plan found in `seconds`, each tier with its bound; checked apart from what made it.

    `report` hears at least every second, and of every better plan. Once `cancelled` answers true, the best so far is
    the answer. `including` are seats that the plan must hold. The same input and seed give the same plan where every
    tier is proven within the time; a proven tier is the same whatever the seed and the order of the input.

    Raises ValueError for references that do not fit together and for an `including` that no plan can hold, and
    `checker.Breach` rather than show a plan that breaks a rule.
    """
    return _Allocation(programme, seconds, seed, report, cancelled, including).plan()


class _Allocation:
    def __init__(
        self,
        programme: Programme,
        seconds: float,
        seed: int,
        report: Report | None,
        cancelled: Cancelled | None,
        including: Collection[Placing],
    ) -> None:
        self.programme, self.seconds, self.seed = programme, seconds, seed
        self.report, self.including = report, including
        self.cancelled: Cancelled = cancelled or (lambda: False)
        self.began = self.said = monotonic()
        self.done = 0.0
        self.stopped = False

    def plan(self) -> Plan:
        self.tell("Reading the register", 0.0)
        self.prepared: Prepared = prepare(self.programme)
        self.ceilings = {part.ref: part.ceiling for part in self.prepared.reviews}
        self.until = self.began + self.seconds * (1 - LAST_WORDS)
        try:
            if self.prepared.pairs > MOST_PAIRS:
                raise TooMany
            space = Space(self.prepared, self.including)
        except TooMany:
            found = self._by_exchange()
        else:
            found = self._exactly(space)
        found = replace(
            found,
            placings=tuple(sorted((*found.placings, *shadows.place(self.programme, found.placings)))),
            unmet=reasons.unmet(self.programme, found.placings),
            seconds=monotonic() - self.began,
        )
        check_plan(self.programme, found)
        self.tell("Done", 1.0, found)
        return found

    def tell(self, doing: str, done: float, best: Plan | None = None, gap: float | None = None) -> None:
        now = monotonic()
        if self.report is None or (best is None and now - self.said < EVERY):
            return
        self.said, self.done = now, max(self.done, min(1.0, done))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        self.report(Progress(self.done, doing, now - self.began, memory, gap, best))

    def _exactly(self, space: Space) -> Plan:
        method = "every useful panel"

        def told(exact: Exact, better: bool) -> None:
            best = None
            if better and exact.best is not None and self.report is not None:
                placings = space.placings(exact.best)
                check_seats(self.programme, placings)
                best = self._plan(placings, exact.settled, method)
            self.tell(exact.doing, exact.share_done, best)

        exact = Exact(space, until=self.until, seed=self.seed, cancelled=self.cancelled, told=told)
        exact.run()
        if exact.best is None:
            raise ValueError("no plan can hold all of the seats asked for")
        self.stopped = exact.stopped
        return self._plan(space.placings(exact.best), exact.settled, method)

    def _by_exchange(self) -> Plan:
        """Too large to list panels: nothing is proven beyond what counting proves."""
        if self.including:
            raise ValueError("seats cannot be asked for in a programme of this size")
        placings = large.solve(
            self.prepared,
            seconds=max(0.1, self.until - monotonic()),
            seed=self.seed,
            report=self.report,
            cancelled=self.cancelled,
        )
        self.stopped = self.cancelled()
        return self._plan(placings, (), "exchange of a few dozen reviews at a time")

    def _plan(self, placings: Sequence[Placing], settled: Sequence[Settled], method: str) -> Plan:
        values = scoring.measure(self.programme, placings, self.ceilings)
        known = {TIERS[s.tier]: s for s in settled}
        return Plan(
            placings=tuple(sorted(placings)),
            tiers=tuple(_result(name, values, known.get(name)) for name in TierName),
            scores=scoring.scores(self.programme, placings),
            ceilings=self.ceilings,
            method=method,
            seconds=monotonic() - self.began,
            seed=self.seed,
            stopped_early=self.stopped,
        )


def _result(name: TierName, values: Mapping[TierName, int], settled: Settled | None) -> TierResult:
    more, value = name in scoring.MORE_IS_BETTER, values[name]
    if settled is None or settled.bound is None:
        return TierResult(name, value, None, False, more, settled.seconds if settled else 0.0)
    bound = -settled.bound if more else settled.bound
    return TierResult(name, value, bound, bound == value, more, settled.seconds)
