"""Programmes too large to be solved whole: seated one by one, then a few dozen reviews at a time exchanged exactly.

Nothing is proven here beyond what can be counted; the figures reached are compared in docs/develop.
"""

import random
import time
from collections.abc import Callable, Collection, Sequence

import numpy as np

from lantern.matching.domain.programme import asking, scoring
from lantern.matching.domain.programme.exchange import chairs, exchange, person_prices
from lantern.matching.domain.programme.memory import peak_mb
from lantern.matching.domain.programme.menus import Floats, menu
from lantern.matching.domain.programme.model import Placing, Progress, Role
from lantern.matching.domain.programme.panels import MOST_NEEDS, Ints
from lantern.matching.domain.programme.prepared import Indices, Part, Prepared
from lantern.matching.domain.programme.seats import NOBODY, Key, Seats
from lantern.matching.domain.tiers import LIVED, MET

Report = Callable[[Progress], None]
Cancelled = Callable[[], bool]
Whole = Callable[[tuple[Placing, ...]], None]
AT_ONCE = 36  # reviews given up together
STEPS = (300.0, 200.0, 130.0, 90.0, 60.0, 40.0, 28.0, 20.0, 14.0, 10.0)
PRICING = 0.25  # of the time, at most
JITTER = 10.0
CHAIRS_EACH, CHAIRS_AT_ONCE = 12, 1_000
PATIENCE = 40  # rounds before a review that could not be lifted is tried again
SHOWN_EVERY = 4.0  # seconds between two plans shown, and longer where it takes long to look at one


def solve(
    prepared: Prepared,
    *,
    seconds: float,
    seed: int = 1,
    report: Report | None = None,
    cancelled: Cancelled | None = None,
    start: Collection[Placing] | None = None,
    whole: Whole | None = None,
) -> tuple[Placing, ...]:
    """A good allocation that keeps every hard rule: every seat, accepted ones too, shadows apart.

    It goes in passes of pricing and then in rounds of exchange, each with its own draw from `seed`; time only decides
    how many of each there are. So where two runs of one seed come to the same number of them, they come to the same
    plan; a slower machine comes to fewer. `whole` hears the first plan as soon as it exists, and better ones every few
    seconds.
    """
    return Large(prepared, seconds=seconds, seed=seed, report=report, cancelled=cancelled, whole=whole).solve(start)


class Large:
    def __init__(
        self,
        prepared: Prepared,
        *,
        seconds: float,
        seed: int,
        report: Report | None = None,
        cancelled: Cancelled | None = None,
        whole: Whole | None = None,
    ) -> None:
        self.began = self.told = self.show_from = time.monotonic()
        self.prepared, self.seconds, self.seed = prepared, seconds, seed
        self.report, self.cancelled, self.whole = report, cancelled, whole
        self.shown: Key | None = None
        self.lot = random.Random(seed)  # noqa: S311 - the same draw each time is the point
        self.seats = Seats(prepared)
        self.rounds = 0
        # Reviews whose panels can be listed; the others keep what they are first given.
        self.listed = [len(part.weights) <= MOST_NEEDS for part in prepared.reviews]
        self.unswept = {r for r, listed in enumerate(self.listed) if listed}
        self.stuck: dict[int, int] = {}  # until which round
        self.failed: dict[int, int] = {}  # how often
        count = np.zeros(len(prepared.people), dtype=np.int64)
        for part in prepared.reviews:
            count[part.eligible] += 1
        room = np.maximum(1, np.minimum(prepared.room_reviews, 6))
        # How sought after each is, in points of coverage: who is seldom asked for is taken first.
        self.sought: Floats = 20 * (count / room) / max(1.0, float((count / room).max(initial=0)))

    def solve(self, start: Collection[Placing] | None) -> tuple[Placing, ...]:
        self._adopt(asking.proposed(self.prepared.programme) if start is None else start)
        if start is None:
            self.seat_one_by_one()
        self._show()
        self._improve()
        return self.seats.placings()

    def go_on(self, seconds: float) -> tuple[Placing, ...]:
        """Improves for so many seconds more, from where it is."""
        self.seconds = time.monotonic() - self.began + seconds
        self._improve()
        return self.seats.placings()

    def over(self) -> bool:
        now = time.monotonic()
        if self.report is not None and now - self.told > 0.5:
            self.told = now
            done = min(1.0, (now - self.began) / self.seconds)
            self.report(Progress(done, "Better panels are being looked for", now - self.began, peak_mb()))
        return now - self.began > self.seconds or (self.cancelled is not None and self.cancelled())

    def _show(self) -> None:
        began = time.monotonic()
        if self.whole is None or began < self.show_from:
            return
        key = self.seats.key()
        if self.shown is None or key < self.shown:
            self.shown = key
            self.whole(self.seats.placings())
        now = time.monotonic()
        self.show_from = now + max(SHOWN_EVERY, 20 * (now - began))

    def _adopt(self, start: Collection[Placing]) -> None:
        """Starts from these seats, as far as they may be given."""
        place, seats = self.prepared.pool.place, self.seats
        experts: dict[str, list[int]] = {}
        chairs = {p.review: place.get(p.person, NOBODY) for p in start if p.role is Role.CHAIR}
        for placing in sorted(start):
            if placing.role is Role.EXPERT and placing.person in place:
                experts.setdefault(placing.review, []).append(place[placing.person])
        for r, part in enumerate(self.prepared.reviews):
            chair = chairs.get(part.ref, NOBODY)
            led = part.chairs[part.chairs == chair]
            if len(led) and seats.fitting(r, led, chair=True).all() and seats.spent(r, [], chair) <= seats.budget[r]:
                seats.seat(r, (), chair)
        for r, part in enumerate(self.prepared.reviews):
            for person in experts.get(part.ref, ()):
                able = part.eligible[part.eligible == person]
                if len(able) and person != seats.chairs[r] and seats.fitting(r, able).all():
                    seats.seat(r, [*seats.experts[r], person], seats.chairs[r])
            if not seats.keeps_rules(r):
                seats.seat(r, (), seats.chairs[r])

    # One by one ------------------------------------------------------------------------------------------------------

    def seat_one_by_one(self) -> None:
        """Chairs first, then the reviews with the fewest people, each the best panel left at these prices."""
        self._chairs()
        self._prices()
        parts = self.prepared.reviews
        order = sorted(range(len(parts)), key=lambda r: (len(parts[r].eligible) / max(1, parts[r].open_seats), r))
        for r in order:
            if not self.seats.experts[r]:  # who was proposed is there already
                self.seats.seat(r, self._panel(r), self.seats.chairs[r])

    def _chairs(self) -> None:
        wanting = [
            r for r, part in enumerate(self.prepared.reviews) if part.wants_chair and self.seats.chairs[r] == NOBODY
        ]
        lot = np.random.default_rng(self.seed)

        def few(people: Indices) -> Indices:
            return people if len(people) <= CHAIRS_EACH else np.sort(lot.choice(people, CHAIRS_EACH, replace=False))

        left, parts = wanting, self.prepared.reviews
        found = True
        while left and found:
            some = [left[at : at + CHAIRS_AT_ONCE] for at in range(0, len(left), CHAIRS_AT_ONCE)]
            found = sum(chairs(self.seats, part, self.sought, few, self.seed) for part in some) > 0
            left = [r for r in left if self.seats.chairs[r] == NOBODY]
        for r in sorted(left, key=lambda r: (parts[r].chair_half_days, len(parts[r].chairs), r)):
            self.seats.seat(r, (), self._chair(r))

    def _prices(self) -> None:
        """What each person is worth to the reviews that want them, in points of coverage: all choose as if alone, and
        whoever is chosen more often than there is room for becomes dearer. Smaller steps each time."""
        seats, parts = self.seats, self.prepared.reviews
        room, room_half = np.maximum(1, seats.room_reviews), np.maximum(1, seats.room_half)
        prices: Floats = np.zeros(len(self.sought))
        for step in STEPS:
            if time.monotonic() - self.began > self.seconds * PRICING or self.over():
                break
            self.sought = prices
            chosen, half = np.zeros((2, len(prices)))
            for r, part in enumerate(parts):
                panel = list(seats.experts[r] or self._panel_freely(r))
                chosen[panel] += 1
                half[panel] += part.expert_half_days
            excess = np.maximum(chosen / room, half / room_half) - 1
            prices = np.maximum(0.0, prices + step * np.clip(excess, -0.5, 1.5))
        self.sought = prices

    def _chair(self, r: int) -> int:
        """The chair who leaves the least half days unusable, then the one least sought after as an expert."""
        part, seats = self.prepared.reviews[r], self.seats
        people = part.chairs[seats.fitting(r, part.chairs, chair=True)]
        spent = part.cost_of(people, chair=True)
        people = people[spent <= seats.budget[r]]
        if not len(people):
            return NOBODY
        if part.proposed_chair in people:
            return part.proposed_chair
        price = person_prices(seats, r, people, chair=True) + self.sought[people]
        return int(people[np.argmin(price)])

    def _panel(self, r: int) -> tuple[int, ...]:
        panel = self._panel_freely(r)
        if self.seats.would_keep_rules(r, panel):
            return panel
        return self._panel_by_rules(r) if self.listed[r] else ()

    def _panel_freely(self, r: int) -> tuple[int, ...]:
        """The best panel as if no rule and no budget bound it as a whole."""
        part, seats = self.prepared.reviews[r], self.seats
        if not part.open_seats:
            return ()
        people = part.eligible[seats.fitting(r, part.eligible)]
        people = people[people != seats.chairs[r]]
        if not len(people):
            return ()
        worth = _worth_of_levels(part)
        value = worth[np.arange(len(part.weights))[None, :], part.level_of(people)]
        base = worth[np.arange(len(part.weights)), part.level_of(part.fixed).max(axis=0, initial=0)]
        price = self.sought[people] + person_prices(seats, r, people, chair=False)
        return _best_few(people, value, base, price, part.open_seats, seats.room_agency, self.prepared.agency)

    def _panel_by_rules(self, r: int) -> tuple[int, ...]:
        """The same where rules or a budget stand in the way of that one: an exchange of one review."""
        found = exchange(self.seats, [r], [menu(self.seats, r, self.sought)], -1, self.seed)
        return () if found is None else found.experts[0]

    # A few dozen at a time -------------------------------------------------------------------------------------------

    def _improve(self) -> None:
        self._sweep()
        stuck, failed = self.stuck, self.failed
        while not self.over():
            target = self._target(stuck)
            if target is None:
                return
            self.rounds += 1
            group = self._neighbours(target)
            if not (self.exchange(group, with_chairs=False) or self.exchange(group)):
                failed[target] = failed.get(target, 0) + 1
                stuck[target] = self.rounds + PATIENCE * 2 ** min(failed[target], 8)

    def _sweep(self) -> None:
        """Every review once, the worst-served and their neighbours first."""
        left = self.unswept
        while left and not self.over():
            target = min(left, key=lambda r: (int(self.seats.worth[r, 1]), r))
            self.rounds += 1
            group = self._neighbours(target, left)
            self.exchange(group, with_chairs=False)
            left -= {target, *group}

    def exchange(self, group: Sequence[int], *, with_chairs: bool = True) -> bool:
        """Gives these reviews up and seats them anew; True if that is better, else all is as before."""
        seats = self.seats
        before, floor, worth = seats.key(), seats.floor(), seats.worth[list(group)]
        was = [(seats.experts[r], seats.chairs[r]) for r in group]
        for r in group:
            seats.seat(r, (), NOBODY if with_chairs else seats.chairs[r])
        jitter = np.random.default_rng(self.seed * 1_000_003 + self.rounds).random(len(self.sought))
        prices = self.sought * (0.5 + jitter) + JITTER * jitter
        menus = [menu(seats, r, prices, experts, [chair]) for r, (experts, chair) in zip(group, was, strict=True)]
        found = exchange(seats, group, menus, floor, self.seed + self.rounds)
        if found is not None:
            for r, experts, chair in zip(group, found.experts, found.chairs, strict=True):
                seats.seat(r, experts, chair if with_chairs else seats.chairs[r])
            if seats.key() < before:
                self._show()
                return True
        for r in group:
            seats.seat(r, (), NOBODY if with_chairs else seats.chairs[r])
        for r, (experts, chair) in zip(group, was, strict=True):
            seats.seat(r, experts, chair)
        seats.restore(group, worth)
        return False

    def _target(self, stuck: dict[int, int]) -> int | None:
        """The worst-served review that was not tried lately; now and then one drawn by what it lacks."""
        seats = self.seats
        share = seats.worth[:, 1].astype(float)
        share[[r for r, until in stuck.items() if until > self.rounds]] = 200.0
        share[~(seats.served & np.array(self.listed, dtype=bool))] = 200.0
        if not (share <= 100).any():
            return None
        worst = int(np.argmin(share))
        if share[worst] < max(80, seats.floor() + 2):
            return worst
        lacking = np.maximum(0.0, 100.0 - share) + 0.5
        lacking[share > 100] = 0.01
        return self.lot.choices(range(len(share)), lacking.tolist())[0]

    def _neighbours(self, target: int, among: Collection[int] | None = None) -> list[int]:
        """The reviews that hold the people this one would gain most from, and those round them."""
        held_by = self.seats.held_by
        group, ring = {target}, [target]
        while ring and len(group) < AT_ONCE:
            following: list[int] = []
            for r in ring:
                for person in self._wanted(r):
                    others = [
                        o
                        for o in sorted(held_by.get(person, ()))
                        if o not in group and self.listed[o] and (among is None or o in among)
                    ]
                    for other in others[: AT_ONCE - len(group)]:
                        group.add(other)
                        following.append(other)
            self.lot.shuffle(following)
            ring = following
        return sorted(group)

    def _wanted(self, r: int) -> list[int]:
        """People placed elsewhere who would lift this review's panel, most first."""
        part, seats = self.prepared.reviews[r], self.seats
        mine = set(seats.experts[r])
        placed = part.eligible[seats.load[part.eligible] > 0]
        if not len(placed) or not part.open_seats:
            return []
        worth = _worth_of_levels(part)
        at = np.arange(len(part.weights))
        value = worth[at[None, :], part.level_of(placed)]
        # What each adds beside all but the least useful of those who sit.
        rest = self._rest(part, seats.experts[r])
        gain = np.maximum(value - worth[at, rest][None, :], 0).sum(axis=1)
        gain = gain + np.random.default_rng(self.seed + self.rounds).random(len(placed))
        order = np.argsort(-gain, kind="stable")[:10]
        return [int(p) for p in placed[order] if p not in mine]

    def _rest(self, part: Part, experts: Sequence[int]) -> Ints:
        everyone = [*part.fixed, *experts]
        if len(experts) < part.open_seats:
            return np.asarray(part.level_of(everyone).max(axis=0, initial=0), dtype=np.int64)
        worth, at = _worth_of_levels(part), np.arange(len(part.weights))
        best, most = part.level_of(part.fixed).max(axis=0, initial=0), -1.0
        for out in experts:
            levels = part.level_of([p for p in everyone if p != out]).max(axis=0, initial=0)
            total = float(worth[at, levels].sum())
            if total > most:
                best, most = levels, total
        return np.asarray(best, dtype=np.int64)


def _worth_of_levels(part: Part) -> Floats:
    """Needs x levels, in points of coverage (musts counted, the floor of the sum left out)."""
    weights = part.weights.astype(float)
    scale = part.wish.priority * 100.0 / max(1.0, float(weights.sum()))
    met = scale * MET * weights + part.wish.priority * scoring.MUST_POINTS * part.must
    return np.column_stack([np.zeros(len(weights)), met, met + scale * LIVED * weights])


def _best_few(
    people: Indices, value: Floats, base: Floats, price: Floats, seats: int, room: Ints, agency: Indices
) -> tuple[int, ...]:
    """The best people seat by seat, then each seat once more with the others kept."""
    chosen: list[int] = []

    def best(others: Sequence[int]) -> int | None:
        reached = np.max(value[others], axis=0, initial=0.0) if others else np.zeros(len(base))
        reached = np.maximum(reached, base)
        gain = np.maximum(value - reached, 0).sum(axis=1) - price
        gain[others] = -1.0
        for other in others:
            mine = agency[people[other]]
            if sum(agency[people[o]] == mine for o in others) >= room[mine]:
                gain[agency[people] == mine] = -1.0
        at = int(np.argmax(gain))
        return at if gain[at] > 0 else None

    for _ in range(seats):
        at = best(chosen)
        if at is None:
            break
        chosen.append(at)
    for _ in range(2 if len(chosen) > 1 else 0):
        was = list(chosen)
        for at in was:
            others = [c for c in chosen if c != at]
            again = best(others)
            chosen = [*others, again] if again is not None else others
        if set(was) == set(chosen):
            break
    return tuple(int(people[c]) for c in chosen)
