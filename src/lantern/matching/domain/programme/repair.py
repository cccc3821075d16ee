"""After a no: three ways to go on, side by side. Filling the hole only, the least change, and seating the neighbourhood
anew whatever was promised.

The least change is found by trying every one: nobody new, one person into the hole, or someone who is on another panel
moved into the hole and their seat filled, or left, in turn. Proposed seats move at their price; accepted ones never.
"""

import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

import numpy as np

from lantern.matching.domain.programme import asking, nearby, panels, scoring
from lantern.matching.domain.programme.ceilings import best_score
from lantern.matching.domain.programme.model import (
    DECLINED,
    Ban,
    Placing,
    Plan,
    Programme,
    Role,
    Seated,
    SeatState,
    TierName,
    Wish,
)
from lantern.matching.domain.programme.prepared import Indices, Part, Prepared, prepare
from lantern.matching.domain.programme.seats import NOBODY, Key, Seats

AROUND = 12
FREE_SECONDS = 1.0


@dataclass(frozen=True)
class Repair:
    """One way to go on. `accepted_broken` and `proposed_moved` count seats of the plan that are gone, the declined one
    apart. `tiers` are measured as if everything that still stands were promised or proposed."""

    placings: tuple[Placing, ...]
    tiers: dict[TierName, int]
    accepted_broken: int
    proposed_moved: int
    seconds: float


@dataclass(frozen=True)
class Repairs:
    hole_only: Repair
    minimal: Repair
    free: Repair | None


def repair(
    programme: Programme, plan: Plan, declined: Placing, *, prepared: Prepared | None = None, free: bool = True
) -> Repairs:
    """How the plan could go on after this person's no to this seat.

    `prepared` (of `programme`) spares about a tenth of a second in a national year; it cannot be used where the seat
    had been accepted, since that gives the person room elsewhere. Without `free` the third way, the slowest, is None.
    Raises KeyError for a seat that is not on the plan, ValueError for a shadow seat.
    """
    started = time.perf_counter()
    if declined not in plan.placings:
        raise KeyError(f"{declined.person} is not on {declined.review}")
    if declined.role is Role.SHADOW:
        raise ValueError("a shadow seat holds nothing up")
    after = after_no(programme, plan, declined)
    if prepared is None or declined in asking.accepted(programme):
        ready = prepare(after)
    else:
        ready = _prepared_after(prepared, after, declined)
    shadows = [p for p in plan.placings if p.role is Role.SHADOW]
    left = [p for p in plan.placings if p != declined and p.role is not Role.SHADOW]
    seats = nearby.seats_of(ready, left)
    hole = [part.ref for part in ready.reviews].index(declined.review)
    work = _Work(seats, hole, declined.role)
    common = time.perf_counter() - started

    def told(found: Collection[Placing], tiers: dict[TierName, int], began: float) -> Repair:
        placings = tuple(sorted({*found, *_beside(shadows, found)}))
        gone = {p for p in plan.placings if p != declined and p.role is not Role.SHADOW} - set(placings)
        fixed = set(asking.accepted(after))
        seconds = time.perf_counter() - began + common
        return Repair(placings, tiers, len(gone & fixed), len(gone - fixed), seconds)

    began = time.perf_counter()
    work.fill()
    hole_only = told(seats.placings(), _tiers(seats), began)
    began = time.perf_counter()
    work.least_change()
    minimal = told(seats.placings(), _tiers(seats), began)
    if not free:
        return Repairs(hole_only, minimal, None)
    began = time.perf_counter()
    return Repairs(hole_only, minimal, told(*_freely(after, seats, hole), began))


def after_no(programme: Programme, plan: Plan, declined: Placing) -> Programme:
    """The programme once this person has said no: what was accepted stays, the rest of the plan is proposed."""
    stay = {p for p in asking.accepted(programme) if p != declined}
    rest = {p for p in plan.placings if p not in stay and p != declined and p.role is not Role.SHADOW}
    seated = [*(Seated(p, SeatState.ACCEPTED) for p in stay), *(Seated(p, SeatState.PROPOSED) for p in rest)]
    ban = Ban(declined.person, DECLINED)
    return replace(
        programme,
        seated=tuple(sorted(seated, key=lambda s: s.placing)),
        reviews=tuple(replace(w, bans=(*w.bans, ban)) if w.ref == declined.review else w for w in programme.reviews),
    )


def _prepared_after(prepared: Prepared, after: Programme, declined: Placing) -> Prepared:
    """The same as preparing `after`, for a seat that was only proposed: one person fewer for one review."""
    place = prepared.pool.place
    experts: dict[str, list[int]] = {}
    chairs: dict[str, int] = {}
    for placing in asking.proposed(after):
        if placing.role is Role.EXPERT:
            experts.setdefault(placing.review, []).append(place[placing.person])
        else:
            chairs[placing.review] = place[placing.person]
    wishes = {w.ref: w for w in after.reviews}
    parts = []
    for part in prepared.reviews:
        proposed = tuple(sorted(experts.get(part.ref, ())))
        changed = replace(part, proposed=proposed, proposed_chair=chairs.get(part.ref, NOBODY))
        parts.append(
            _without(changed, wishes[part.ref], place[declined.person]) if part.ref == declined.review else changed
        )
    return replace(prepared, programme=after, reviews=tuple(parts))


def _without(part: Part, wish: Wish, person: int) -> Part:
    eligible = part.eligible[part.eligible != person]
    ceiling = best_score(part.level_of(part.fixed), part.level_of(eligible), part.weights, part.open_seats)
    return replace(part, wish=wish, eligible=eligible, chairs=part.chairs[part.chairs != person], ceiling=ceiling)


def _key(seats: Seats) -> Key:
    """The tiers in their order, smaller is better."""
    key = seats.key()
    return key[:2] + key[3:]  # how many reviews stand at the floor is not a tier


def _tiers(seats: Seats) -> dict[TierName, int]:
    names = zip(TierName, _key(seats), strict=True)
    return {name: -value if name in scoring.MORE_IS_BETTER else value for name, value in names}


class _Work:
    """Tries changes on `seats`, and leaves the best of them there."""

    def __init__(self, seats: Seats, hole: int, role: Role) -> None:
        self.seats, self.hole, self.role = seats, hole, role
        self.bare = seats.experts[hole], seats.chairs[hole]
        self.hard = [any(rule.hard for rule in rules) for rules in seats.rules]

    def fill(self) -> None:
        """The best person for the hole who need not leave another panel, or nobody."""
        self._fill(self.hole, self.role)

    def least_change(self) -> None:
        """The hole filled (as `fill` leaves it), or better: by one person moved from a proposed seat to it."""
        seats, hole = self.seats, self.hole
        best, chosen = _key(seats), {hole: (seats.experts[hole], seats.chairs[hole])}
        seats.seat(hole, *self.bare)
        hopes = self._hopes()
        for person, source, was in list(self._movable()):
            if hopes(person, source) > best[:4]:
                continue
            before = {r: (seats.experts[r], seats.chairs[r]) for r in {hole, source}}
            seats.seat(source, *_lacking(seats, source, person))
            if self._may(hole, person, self.role):
                seats.seat(hole, *_having(seats, hole, person, self.role))
                if self._could_reach(best, source, was):
                    self._fill(source, was)
                    key = _key(seats)
                    if key < best:
                        best = key
                        chosen = {r: (seats.experts[r], seats.chairs[r]) for r in {hole, source}}
            for r, sitting in before.items():
                seats.seat(r, *sitting)
        for r, sitting in sorted(chosen.items(), key=lambda item: item[0] == hole):
            seats.seat(r, *sitting)

    def _hopes(self) -> Callable[[int, int], Key]:
        """No better can the tiers down to coverage become with this person in the hole, whoever takes the seat that
        they leave. Knows nothing of who is there to take it."""
        seats, hole, part = self.seats, self.hole, self.seats.parts[self.hole]
        total, here = seats.worth.sum(axis=0), seats.worth[self.hole]
        shares = seats.worth[:, 1].copy()
        with_them: dict[int, tuple[int, int, int]] = {}
        if self.role is Role.EXPERT and part.level_of([]).shape[1] <= panels.MOST_NEEDS:
            rows = zip(*(v.tolist() for v in self._worths(hole, part.eligible)), strict=True)
            with_them = dict(zip(part.eligible.tolist(), rows, strict=True))
        most = [self._most(r) for r in range(len(seats.parts))]
        plain = int(here[1]), int(here[2]), int(here[3])
        loose = self.role is Role.EXPERT and not with_them

        def hope(person: int, source: int) -> Key:
            if source == hole or loose:
                return ()
            share, shortfall, coverage = with_them.get(person, plain)
            there = seats.worth[source]
            kept = shares[hole], shares[source]
            shares[hole], shares[source] = share, 100
            floor = int(shares.min())
            shares[hole], shares[source] = kept
            return (
                int(total[0] - here[0] - there[0]),
                -floor,
                int(total[2] - here[2] - there[2]) + shortfall,
                -(
                    int(total[3] - here[3] - there[3])
                    + coverage
                    + most[source]
                    - self._lost(source)
                    - scoring.MOVE_PRICE
                ),
            )

        return hope

    def _lost(self, r: int) -> int:
        """What moves already made cost this review."""
        return scoring.MOVE_PRICE * int(self.seats.worth[r, 6])

    def _could_reach(self, best: Key, source: int, role: Role) -> bool:
        """Whether the seat left behind could be filled so well, hard rules and budgets apart, that this is no worse."""
        seats = self.seats
        first = next(self._ranked(source, role), None)
        if role is Role.CHAIR or first is None or len(first[1]) == 0:
            return True
        now, total = seats.worth[source], seats.worth.sum(axis=0)
        floor, shortfall, coverage = first[1]
        filled = (
            int(total[0] - now[0]),
            floor,
            int(total[2] - now[2]) + shortfall,
            -int(total[3] - now[3]) + coverage + self._lost(source),
        )
        return min(filled, _key(seats)[:4]) <= best[:4]

    def _movable(self) -> Iterator[tuple[int, int, Role]]:
        """Everyone who could take the hole and sits in a proposed seat: who, where, and as what."""
        part = self.seats.parts[self.hole]
        able = {*(part.chairs if self.role is Role.CHAIR else part.eligible).tolist()}
        here = {*self.seats.experts[self.hole], self.seats.chairs[self.hole]}
        for r, (experts, chair) in enumerate(zip(self.seats.experts, self.seats.chairs, strict=True)):
            for person in experts:
                if person in able and (r == self.hole) == (person in here):
                    yield person, r, Role.EXPERT
            if chair != NOBODY and chair in able and (r == self.hole) == (chair in here):
                yield chair, r, Role.CHAIR

    def _most(self, r: int) -> int:
        """No panel of this review can add more to coverage."""
        part = self.seats.parts[r]
        weights = int(part.weights.sum())
        share = 1000 * part.ceiling // (10 * weights) if weights else 0
        return part.wish.priority * (share + scoring.MUST_POINTS * int(part.must.sum()))

    def _may(self, r: int, person: int, role: Role) -> bool:
        part, seats = self.seats.parts[r], self.seats
        if person in {*part.fixed, part.fixed_chair, *seats.experts[r], seats.chairs[r]}:
            return False
        if role is Role.EXPERT and len(seats.experts[r]) >= part.open_seats:
            return False
        if role is Role.CHAIR and (seats.chairs[r] != NOBODY or not part.wants_chair):
            return False
        chair = role is Role.CHAIR
        if not seats.fitting(r, np.array([person], dtype=np.int32), chair=chair)[0]:
            return False
        experts, chaired = _having(seats, r, person, role)
        if seats.spent(r, experts, chaired) > seats.budget[r]:
            return False
        return chair or self._keeps(r, experts)

    def _keeps(self, r: int, experts: Collection[int]) -> bool:
        if not self.hard[r]:
            return True
        seats, part = self.seats, self.seats.parts[r]
        everyone = [seats._person(seats.prepared.people[p]) for p in (*part.fixed, *experts)]
        return not scoring.broken_demands(seats.prepared.programme, part.wish, everyone, hard=True)

    def _fill(self, r: int, role: Role) -> None:
        """Seats whoever has room and leaves the tiers best, if anyone leaves them better than the empty seat."""
        seats = self.seats
        held = seats.experts[r], seats.chairs[r]
        best, chosen, level = _key(seats), held, None
        for candidate, rank in self._ranked(r, role):
            if level is not None and rank > level:
                break  # everyone after is worse in the tiers down to coverage
            if self._may(r, candidate, role):
                seats.seat(r, *_having(seats, r, candidate, role))
                key = _key(seats)
                if key < best:
                    best, chosen = key, (seats.experts[r], seats.chairs[r])
                level = rank
                seats.seat(r, *held)
        seats.seat(r, *chosen)

    def _ranked(self, r: int, role: Role) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Those with room, best first by what the review would come to down to coverage."""
        seats, part = self.seats, self.seats.parts[r]
        chair = role is Role.CHAIR
        people = part.chairs if chair else part.eligible
        people = people[seats.fitting(r, people, chair=chair)]
        if chair or part.level_of([]).shape[1] > panels.MOST_NEEDS:
            yield from ((person, ()) for person in people.tolist())
            return
        share, shortfall, coverage = self._worths(r, people)
        floor = np.minimum(int(np.delete(seats.worth[:, 1], r).min(initial=100)), share)
        for at in np.lexsort((people, -coverage, shortfall, -floor)).tolist():
            yield int(people[at]), (-int(floor[at]), int(shortfall[at]), -int(coverage[at]))

    def _worths(self, r: int, people: Indices) -> tuple[panels.Ints, panels.Ints, panels.Ints]:
        """Share, shortfall and coverage of the review with each of these people on it besides those there are."""
        part = self.seats.parts[r]
        there = part.level_of([*part.fixed, *self.seats.experts[r]])
        base = int(np.bitwise_or.reduce(panels.codes(there), initial=0))
        _, share, shortfall, coverage = panels.worths(part, panels.codes(part.level_of(people)) | base)
        return share, shortfall, coverage + scoring.MOVE_PRICE * np.isin(people, part.proposed)


def _having(seats: Seats, r: int, person: int, role: Role) -> tuple[tuple[int, ...], int]:
    if role is Role.CHAIR:
        return seats.experts[r], person
    return tuple(sorted({*seats.experts[r], person})), seats.chairs[r]


def _lacking(seats: Seats, r: int, person: int) -> tuple[tuple[int, ...], int]:
    chair = NOBODY if seats.chairs[r] == person else seats.chairs[r]
    return tuple(p for p in seats.experts[r] if p != person), chair


# -- freely


def _freely(after: Programme, seats: Seats, hole: int) -> tuple[tuple[Placing, ...], dict[TierName, int]]:
    """The best seating of the neighbourhood with nothing promised there, as far as a second goes."""
    around = nearby.neighbourhood(seats, hole, size=AROUND)
    inside = {seats.parts[r].ref for r in around}
    bare = replace(after, seated=tuple(s for s in after.seated if s.placing.review not in inside))
    ready = prepare(bare)
    ours = {part.ref: part.ceiling for part in seats.prepared.reviews}
    ready = replace(ready, reviews=tuple(replace(part, ceiling=ours[part.ref]) for part in ready.reviews))
    held = [p for p in seats.placings() if p.review not in inside]
    least = scoring.measure(after, seats.placings(), ours)
    try:
        found = nearby.best(nearby.seats_of(ready, held), around, least, seconds=FREE_SECONDS)
    except nearby.NoPanel:  # nothing in time, or somebody promised may no longer be asked: then it stays as it is
        found = seats.placings()
    # Only the promises that it keeps are measured as promises.
    kept = set(found)
    seated = tuple(s if s.placing in kept else replace(s, state=SeatState.PROPOSED) for s in after.seated)
    return found, scoring.measure(replace(after, seated=seated), found, ours)


def _beside(shadows: Collection[Placing], found: Collection[Placing]) -> list[Placing]:
    taken = {(p.review, p.person) for p in found}
    return [p for p in shadows if (p.review, p.person) not in taken]
