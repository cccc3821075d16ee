"""A few dozen reviews given up and seated anew, exactly: one mixed-integer program over their menus.

A yes or no for each panel of kinds, for each person in each seat of a kind, and for each chair; people's, agencies' and
budgets' room bind. The tiers are blended: weights far apart for those that decide, small prices for the others.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from lantern.matching.domain.programme import scoring
from lantern.matching.domain.programme.menus import MOST_PANELS, Floats, Menu
from lantern.matching.domain.programme.panels import Ints
from lantern.matching.domain.programme.prepared import NO_LIMIT, Indices
from lantern.matching.domain.programme.rows import Rows, bounded, whole
from lantern.matching.domain.programme.seats import NOBODY, Seats

# In points of coverage. A thousandth short of four fifths is worth a good deal of anybody's coverage.
HARD, AT_FLOOR, SHORTFALL, COVERAGE, ADVISORY = 2_000.0, 20_000.0, 20.0, 1.0, 0.6
CLOSENESS, SPREAD, ROTATION, PENCE = 0.12, 0.06, 0.0004, 0.000_000_4
MOST_WHOLE = 120


@dataclass(frozen=True, slots=True)
class Answer:
    experts: tuple[tuple[int, ...], ...]
    chairs: tuple[int, ...]


def person_prices(seats: Seats, r: int, people: Indices | Ints, *, chair: bool) -> Floats:
    """What seating each costs beyond coverage, in points of coverage; always above nothing."""
    part = seats.parts[r]
    half = part.chair_half_days if chair else part.expert_half_days
    over = np.minimum(half, np.maximum(0, half - seats.share_left[seats.prepared.agency[people]]))
    price: Floats = CLOSENESS * part.closeness_of(people) + SPREAD * (over + 2 * seats.load[people])
    price += ROTATION * part.pool.recency[people] + PENCE * part.cost_of(people, chair=chair) + 0.001
    kept = people == part.proposed_chair if chair else np.isin(people, part.proposed)
    price -= (scoring.MOVE_PRICE + CLOSENESS) * kept
    return price


def exchange(seats: Seats, reviews: Sequence[int], menus: Sequence[Menu], floor: int, seed: int) -> Answer | None:
    """The best way found to seat these reviews anew; none falls below `floor`, and those at it are lifted first."""
    program = _Program(seats, floor)
    for r, menu in zip(reviews, menus, strict=True):
        program.add(r, menu)
    return program.solve(seed)


def chairs(
    seats: Seats, reviews: Sequence[int], prices: Floats, choices: Callable[[Indices], Indices], seed: int
) -> int:
    """Seats chairs on as many of these reviews as can be, by one program over a few `choices` for each; how many.

    Where there are too many for a whole program, those the relaxation leaves undivided."""
    owner, people, half, costs = [], [], [], []
    for r in reviews:
        part = seats.parts[r]
        able = part.chairs[seats.fitting(r, part.chairs, chair=True)]
        within = able[part.cost_of(able, chair=True) <= seats.budget[r]]
        able = choices(within)
        if part.proposed_chair in within and part.proposed_chair not in able:
            able = np.append(able, np.int32(part.proposed_chair))
        owner.append(np.full(len(able), r))
        people.append(able)
        half.append(np.full(len(able), part.chair_half_days))
        costs.append(person_prices(seats, r, able.astype(np.int64), chair=True) + prices[able] - HARD)
    if not sum(map(len, people)):
        return 0
    review, person, work, cost = map(np.concatenate, (owner, people, half, costs))
    column = np.arange(len(person))
    least_work = np.full(len(seats.load), NO_LIMIT)
    np.minimum.at(least_work, person, work)
    # Whole seats: as many as the shortest would fill, which the relaxation would not see.
    most = np.minimum(seats.room_reviews, seats.room_half // np.maximum(1, least_work))
    blocks = [(review, np.ones(len(column)), np.ones(len(seats.parts))), (person, np.ones(len(column)), most)]
    blocks += [(person, work.astype(float), seats.room_half)]
    blocks += [(seats.prepared.agency[person] % len(seats.room_agency), np.ones(len(column)), seats.room_agency)]
    rows = bounded(cost, [(key, column, value, limit) for key, value, limit in blocks])
    if len(reviews) <= MOST_WHOLE:
        found = whole(rows, seed, gap=HARD / 2)
    else:
        found = np.array(rows.run(seed, whole=False).getSolution().col_value)
    led = np.flatnonzero(found > 1 - 1e-6) if found is not None else column[:0]
    for at in led.tolist():
        seats.seat(int(review[at]), seats.experts[int(review[at])], int(person[at]))
    return len(led)


def worths(menu: Menu, floor: int) -> Floats:
    """One number a panel, before its people are paid."""
    hard, share, shortfall, coverage, advisory = menu.worth.T
    value = COVERAGE * coverage - SHORTFALL * shortfall - HARD * hard - ADVISORY * advisory
    return np.asarray(value - AT_FLOOR * (share <= floor) * (floor < 100), dtype=np.float64)


def promising(menu: Menu, values: Floats, floor: int) -> Ints:
    """The panels worth a column: the best of all, the best without each kind those lean on, and the empty one."""
    order = np.argsort(-values, kind="stable")
    order = order[(menu.worth[order, 1] >= floor)]
    if len(order) <= MOST_PANELS:
        chosen = order
    else:
        found = [order[:MOST_PANELS]]
        for kind in np.unique(menu.sets[order[:12]]):
            if kind >= 0:
                without = order[~(menu.sets[order] == kind).any(axis=1)]
                found.append(without[:8])
        chosen = np.unique(np.concatenate(found))
    empty = np.flatnonzero((menu.sets < 0).all(axis=1))
    return np.union1d(chosen, empty)


class _Program:
    def __init__(self, seats: Seats, floor: int) -> None:
        self.seats, self.floor = seats, floor
        self.costs: list[Floats] = []
        self.kinds: list[tuple[int, Menu, Ints, int, int, int]] = []
        self.width = 0
        self.rows: list[tuple[float, float, Ints, Floats]] = []
        self.columns: list[tuple[int, int, int, int]] = []  # first column, people, half days, pence follow
        self.person: list[Ints] = []
        self.column: list[Ints] = []
        self.half: list[Ints] = []

    def _new(self, costs: Floats) -> int:
        first = self.width
        self.costs.append(costs)
        self.width += len(costs)
        return first

    def _row(self, least: float, most: float, columns: Ints, values: Floats) -> None:
        self.rows.append((least, most, columns, values))

    def add(self, r: int, menu: Menu) -> None:
        part = menu.part
        values = worths(menu, self.floor)
        chosen = promising(menu, values, self.floor)
        sets = menu.sets[chosen]
        used = np.isin(menu.kind, sets)
        people, kind = menu.people[used].astype(np.int64), menu.kind[used]
        price = person_prices(self.seats, r, people, chair=False)
        first_set = self._new(-values[chosen])
        first_pair = self._new(price)
        chairs = menu.chairs.astype(np.int64)
        first_chair = self._new(person_prices(self.seats, r, chairs, chair=True) - HARD * scoring.HARD_PRICE)
        self.kinds.append((r, menu, chosen, first_set, first_pair, first_chair))
        panels = first_set + np.arange(len(chosen))
        self._row(1, 1, panels, np.ones(len(chosen)))
        for k in np.unique(kind):
            count = (sets == k).sum(axis=1)
            takes = np.flatnonzero(count)
            who = first_pair + np.flatnonzero(kind == k)
            self._row(0, 0, np.append(panels[takes], who), np.append(count[takes].astype(float), -np.ones(len(who))))
        if len(chairs):
            self._row(0, 1, first_chair + np.arange(len(chairs)), np.ones(len(chairs)))
            for at, person in enumerate(chairs.tolist()):
                both = np.flatnonzero(people == person)
                if len(both):
                    self._row(0, 1, np.array([first_pair + both[0], first_chair + at]), np.ones(2))
        if self.seats.budget[r] < NO_LIMIT:
            fees = np.concatenate([part.cost_of(people), part.cost_of(chairs, chair=True)]).astype(float)
            columns = np.concatenate([first_pair + np.arange(len(people)), first_chair + np.arange(len(chairs))])
            left = self.seats.budget[r] - self.seats.spent(r, [], self.seats.chairs[r])
            self._row(-highspy.kHighsInf, float(left), columns, fees)
        self.person += [people, chairs]
        self.column += [first_pair + np.arange(len(people)), first_chair + np.arange(len(chairs))]
        self.half += [np.full(len(people), part.expert_half_days), np.full(len(chairs), part.chair_half_days)]

    def _rooms(self) -> None:
        """A row for each person and agency whose room could be passed."""
        if not self.person:
            return
        person, column, half = map(np.concatenate, (self.person, self.column, self.half))
        seats = self.seats
        inf = highspy.kHighsInf
        order = np.argsort(person, kind="stable")
        person, column, half = person[order], column[order], half[order]
        if not len(person):
            return
        starts = np.flatnonzero(np.concatenate([[True], person[1:] != person[:-1]]))
        for at, end in zip(starts.tolist(), [*starts[1:].tolist(), len(person)], strict=True):
            who = int(person[at])
            if end - at > seats.room_reviews[who]:
                self._row(-inf, float(seats.room_reviews[who]), column[at:end], np.ones(end - at))
            if half[at:end].sum() > seats.room_half[who]:
                self._row(-inf, float(seats.room_half[who]), column[at:end], half[at:end].astype(float))
        agency = seats.prepared.agency[person]
        for a in np.unique(agency):
            mine = column[agency == a]
            if len(mine) > seats.room_agency[a]:
                self._row(-inf, float(seats.room_agency[a]), mine, np.ones(len(mine)))

    def solve(self, seed: int) -> Answer | None:
        self._rooms()
        rows = Rows(
            np.concatenate(self.costs),
            np.array([row[0] for row in self.rows], dtype=float),
            np.array([row[1] for row in self.rows], dtype=float),
            np.repeat(np.arange(len(self.rows)), [len(row[2]) for row in self.rows]),
            np.concatenate([row[2] for row in self.rows]),
            np.concatenate([row[3] for row in self.rows]),
        )
        solution = whole(rows, seed)
        if solution is None:
            return None
        yes = solution > 0.5
        experts, chairs = [], []
        for _, menu, chosen, _, first_pair, first_chair in self.kinds:
            used = np.isin(menu.kind, menu.sets[chosen])
            people = menu.people[used]
            experts.append(tuple(people[yes[first_pair : first_pair + len(people)]].tolist()))
            led = menu.chairs[yes[first_chair : first_chair + len(menu.chairs)]].tolist()
            chairs.append(led[0] if led else NOBODY)
        return Answer(tuple(experts), tuple(chairs))
