"""An allocation over all open reviews: exact where every useful panel can be listed, by exchange where it cannot. What
is listed and large starts from what exchange finds in a part of the time."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from time import monotonic

from lantern.matching.domain.programme import asking, large, reasons, scoring, shadows
from lantern.matching.domain.programme.checker import check_plan, check_seats
from lantern.matching.domain.programme.exact import Exact, Settled
from lantern.matching.domain.programme.memory import peak_mb
from lantern.matching.domain.programme.model import Placing, Plan, Programme, Progress, Role, TierName, TierResult
from lantern.matching.domain.programme.prepared import Prepared, prepare
from lantern.matching.domain.programme.space import TIERS, Choice, Space, TooMany

Report = Callable[[Progress], None]
Cancelled = Callable[[], bool]

# Above this many people who may be asked, over all reviews, panels are not listed.
MOST_PAIRS = 150_000
# Above this many, exchange goes first: below it, the time is better spent on the proof.
PAIRS_TO_EXCHANGE = 3_000
EXCHANGE_FIRST = 0.3  # of the time
# That long again and again, up to so much of the time, while seats are missing or the worst served still gains by it.
EXCHANGE_AGAIN, EXCHANGE_MOST, POORLY_SERVED = 0.1, 0.6, 60
LAST_WORDS = 0.02  # of the time, for checking and writing down
EVERY = 0.5  # seconds between two reports
PLANS_EVERY = 2.0  # seconds between two plans reported
EXCHANGE = "exchange of a few dozen reviews at a time"


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
        self.stopped = self.fresh = False
        self.plan_said: float | None = None

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
            placings=tuple(sorted({*found.placings, *shadows.place(self.programme, found.placings)})),
            unmet=reasons.unmet(self.programme, found.placings),
            seconds=monotonic() - self.began,
        )
        check_plan(self.programme, found)
        self.tell("Done", 1.0, found)
        return found

    def tell(self, doing: str, done: float, best: Plan | None = None) -> None:
        now = monotonic()
        if self.report is None or (best is None and now - self.said < EVERY):
            return
        self.said, self.done = now, max(self.done, min(1.0, done))
        self.report(Progress(self.done, doing, now - self.began, peak_mb(), None, best))

    def _past(self) -> float:
        """The share of the time that is used up: what is done is never less, nor all of it before the end."""
        return min(0.97, (monotonic() - self.began) / max(self.seconds, 0.01))

    def _checked(self, placings: Sequence[Placing], settled: Sequence[Settled], method: str) -> Plan:
        plan = self._plan(placings, settled, method)
        check_seats(self.programme, plan.placings)
        return plan

    def _exactly(self, space: Space) -> Plan:
        method = "every useful panel"

        def told(exact: Exact, better: bool) -> None:
            self.fresh |= better
            best = None
            due = self.plan_said is None or monotonic() - self.plan_said > PLANS_EVERY
            if self.fresh and due and exact.best is not None and self.report is not None:
                best = self._checked(space.placings(exact.best), exact.settled, method)
                self.plan_said, self.fresh = monotonic(), False
            self.tell(exact.doing, max(exact.share_done, self._past()), best)

        start: Choice | None = None
        if self.prepared.pairs > PAIRS_TO_EXCHANGE and not self.including:
            start = space.choice_of(self._exchanged_first())
        exact = Exact(space, until=self.until, seed=self.seed, cancelled=self.cancelled, told=told, start=start)
        exact.run()
        if exact.best is None:
            raise ValueError("no plan can hold all of the seats asked for")
        self.stopped = exact.stopped
        return self._plan(space.placings(exact.best), exact.settled, method)

    def _by_exchange(self) -> Plan:
        """Too large to list panels: nothing is proven beyond what counting proves."""
        if self.including:
            raise ValueError("seats cannot be asked for in a programme of this size")
        placings = self._exchange(max(0.1, self.until - monotonic())).solve(None)
        self.stopped = self.cancelled()
        return self._plan(placings, (), EXCHANGE)

    def _exchanged_first(self) -> tuple[Placing, ...]:
        began, left = monotonic(), self.until - monotonic()
        search = self._exchange(EXCHANGE_FIRST * left)
        placings = search.solve(None)
        hard, floor = search.seats.key()[0], search.seats.floor()
        again = hard > 0 or floor < POORLY_SERVED
        while again and monotonic() - began < EXCHANGE_MOST * left and not self.cancelled():
            placings = search.go_on(EXCHANGE_AGAIN * left)
            before, (hard, floor) = (hard, floor), (search.seats.key()[0], search.seats.floor())
            again = (hard, floor) != before
        return placings

    def _exchange(self, seconds: float) -> large.Large:
        doing = "Better panels are being looked for"

        def whole(placings: tuple[Placing, ...]) -> None:
            self.tell(doing, self._past(), self._checked(placings, (), EXCHANGE))
            self.plan_said = monotonic()

        return large.Large(
            self.prepared,
            seconds=seconds,
            seed=self.seed,
            report=lambda progress: self.tell(progress.doing, self._past()),
            cancelled=self.cancelled,
            whole=whole if self.report else None,
        )

    def _plan(self, placings: Sequence[Placing], settled: Sequence[Settled], method: str) -> Plan:
        values = scoring.measure(self.programme, placings, self.ceilings)
        known = {TIERS[s.tier]: s for s in settled}
        # Whoever finds the panels leaves seats to learn in alone; those that stand are in every plan.
        learning = {p for p in asking.accepted(self.programme) if p.role is Role.SHADOW}
        return Plan(
            placings=tuple(sorted({*placings, *learning})),
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
