"""A first whole plan, quickly: review by review, those with least to choose from first."""

import numpy as np

from lantern.matching.domain.programme.panels import Ints
from lantern.matching.domain.programme.relaxation import choice_of
from lantern.matching.domain.programme.space import ADVISORY, COST, COVERAGE, HARD, SHORTFALL, Choice, Space


class _Rooms:
    """What is left of everybody's room while seats are given out."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.reviews, self.work = space.room_reviews.copy(), space.room_work.copy()
        self.agency, self.budget = space.room_agency.copy(), space.budget.copy()

    def open(self, person: Ints, work: int, pence: Ints, review: int) -> np.ndarray:
        agency = self.space.agency[person]
        left = np.append(self.agency, 1)[agency]
        fits = (self.reviews[person] > 0) & (self.work[person] >= work) & (left > 0)
        return np.asarray(fits & (pence <= self.budget[review]))

    def fit(self, person: Ints, pence: Ints, review: int) -> bool:
        """Whether several together still fit: their agencies' rooms and the budget."""
        agency = self.space.agency[person]
        agency, count = np.unique(agency[agency >= 0], return_counts=True)
        return bool((self.agency[agency] >= count).all() and pence.sum() <= self.budget[review])

    def take(self, person: Ints, work: int, pence: Ints, review: int) -> None:
        np.subtract.at(self.reviews, person, 1)
        np.subtract.at(self.work, person, work)
        agency = self.space.agency[person]
        np.subtract.at(self.agency, agency[agency >= 0], 1)
        self.budget[review] -= int(pence.sum())


def greedy(space: Space) -> Choice | None:
    """None where something forced does not fit."""
    rooms, e, c = _Rooms(space), space.experts, space.chairs
    wanted = np.bincount(e.person, minlength=len(space.room_reviews)) + 1.0
    scarce = wanted / np.maximum(1, space.room_reviews)
    scarce = scarce / max(1.0, float(scarce.max(initial=1.0)))
    reviews = len(space.parts)
    starts_e = np.searchsorted(e.review, np.arange(reviews + 1))
    starts_c = np.searchsorted(c.review, np.arange(reviews + 1))
    sets, pairs, chairs = [], [], []
    seated: dict[int, int] = {}
    for r in sorted(range(reviews), key=lambda r: (not space.chair_forced[r], starts_c[r + 1] - starts_c[r], r)):
        a, b = starts_c[r], starts_c[r + 1]
        person = c.person[a:b]
        fits = rooms.open(person, int(c.work[a]), c.price[a:b, COST], r) if b > a else np.zeros(0, dtype=bool)
        if fits.any():
            price = c.price[a:b, COVERAGE] + 100 * scarce[person]
            best = a + int(np.flatnonzero(fits)[np.argmin(price[fits])])
            chairs.append(best)
            seated[r] = int(c.person[best])
            rooms.take(c.person[best : best + 1], int(c.work[best]), c.price[best : best + 1, COST], r)
        elif space.chair_forced[r]:
            return None
    worth = (
        space.set_worth[:, HARD] * 10_000.0
        + space.set_worth[:, SHORTFALL] * 20.0
        + space.set_worth[:, COVERAGE]
        + space.set_worth[:, ADVISORY]
    )
    has_empty = [bool((space.set_seats[space.set_start[r]] == len(e)).all()) for r in range(reviews)]
    for r in sorted(range(reviews), key=lambda r: (has_empty[r], starts_e[r + 1] - starts_e[r], r)):
        found = _panel(space, rooms, r, (starts_e[r], starts_e[r + 1]), worth, scarce, seated.get(r, -1))
        if found is None:
            return None
        at, people = found
        sets.append(at)
        pairs.append(people)
        real = people[people < len(e)]
        if len(real):
            rooms.take(e.person[real], int(e.work[real[0]]), e.price[real, COST], r)
    none = np.zeros((0, space.seats), dtype=np.int64)
    return choice_of(
        space, np.array(sets, dtype=np.int64), np.array(pairs) if pairs else none, np.array(chairs, dtype=np.int64)
    )


def _panel(
    space: Space, rooms: _Rooms, r: int, stretch: tuple[int, int], worth: np.ndarray, scarce: np.ndarray, chair: int
) -> tuple[int, Ints] | None:
    e = space.experts
    a, b = stretch
    person = e.person[a:b]
    fits = rooms.open(person, int(e.work[a]), e.price[a:b, COST], r) if b > a else np.zeros(0, dtype=bool)
    fits &= person != chair
    price = e.price[a:b, COVERAGE] + 30.0 * scarce[person] + e.price[a:b, COST] * 1e-6
    price = np.where(fits, price, np.inf)
    order = np.lexsort((price, space.kind[a:b]))
    ordered = np.append(price[order], 0.0)
    low, high = int(space.set_start[r]), int(space.set_start[r + 1])
    seats = np.where(space.set_seats[low:high] < len(e), space.set_seats[low:high] - a, b - a)
    costs = worth[low:high] + ordered[seats].sum(axis=1)
    for at in np.argsort(costs, kind="stable")[:200].tolist():
        if not np.isfinite(costs[at]):
            return None
        people = np.append(order + a, len(e))[seats[at]]
        real = people[people < len(e)]
        if rooms.fit(e.person[real], e.price[real, COST], r):
            return low + at, people
    return None
