"""A programme as arrays: who may be asked for what, at what level, and the best each review could reach.

Everything is sorted by reference, so that the order in which a programme is written changes nothing. The gates are
those of `gates.first_stop`, worked out for everybody of a review at once; tests hold the two together.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
import numpy.typing as npt

from lantern.matching.domain import conflicts
from lantern.matching.domain.model import Level
from lantern.matching.domain.programme.ceilings import best_score
from lantern.matching.domain.programme.model import Person, Programme, ProgrammeRule, Role, RuleKind, SeatState, Wish
from lantern.matching.domain.tiers import ROTATION_DAYS

Numbers = npt.NDArray[np.int64]
Indices = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Levels = npt.NDArray[np.uint8]
People = Indices | Numbers | Sequence[int]

# Stands for "no limit": far above any count, far below where sums overflow.
NO_LIMIT = 1 << 40
UNKNOWN_RATE = -1
RATE_WITHOUT_CEILING_PENCE = 100_000
PROFESSIONAL, LIVED = 1, 2
FEW = 40  # declarations looked up one by one


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """What is known of everybody, whatever the review. `levels` is tags x people: 0 none, 1 professional, 2 lived, for
    the tags that some need or rule names. `recency` is days short of a year since last asked."""

    place: dict[str, int]
    tags: dict[str, int]
    levels: Levels
    agency: Indices
    by_and_for: Flags
    rate_pence: Numbers
    recency: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One review. People are indices into `Prepared.people`, in ascending order. `eligible` may be asked as experts,
    `chairs` as chairs (nobody where no chair is to be found); those accepted here, `fixed` and `fixed_chair`, are in
    neither. -1: none. `ceiling` is the best score its seats could reach with everyone eligible free.

    The properties hold a row for each of `eligible` and are made anew at each look: kept for eight million pairs they
    would not fit in memory.
    """

    ref: str
    wish: Wish
    pool: Pool
    fixed: tuple[int, ...]
    fixed_chair: int
    proposed: tuple[int, ...]
    proposed_chair: int
    open_seats: int
    eligible: Indices
    chairs: Indices
    weights: Numbers
    must: Flags
    expert_half_days: int
    chair_half_days: int
    ceiling: int

    @property
    def wants_chair(self) -> bool:
        """Whether a chair is still to be found."""
        return self.wish.chair and self.fixed_chair < 0

    @property
    def level(self) -> Levels:
        """People x needs: 0 none (or professional where lived is asked for), 1 professional, 2 lived."""
        return self.level_of(self.eligible)

    @property
    def closeness(self) -> Numbers:
        return self.closeness_of(self.eligible)

    @property
    def recency(self) -> Numbers:
        return self.pool.recency[self.eligible]

    @property
    def cost(self) -> Numbers:
        """Pence for an expert's seat."""
        return self.cost_of(self.eligible)

    def level_of(self, people: People) -> Levels:
        return levels_of(self.pool, self.wish, people)

    def closeness_of(self, people: People) -> Numbers:
        """Points of `conflicts.handling`; who has declared nothing ranks just behind none."""
        points = np.full(len(people), conflicts.handling(None).points, dtype=np.int64)
        if self.wish.grades:
            place = self.pool.place
            known = {place[r]: conflicts.handling(g).points for r, g in self.wish.grades.items() if r in place}
            if len(known) <= FEW:
                for person, graded in known.items():
                    points[np.asarray(people) == person] = graded
            else:
                points[:] = [known.get(person, points[0]) for person in np.asarray(people, dtype=np.intp).tolist()]
        return points

    def cost_of(self, people: People, *, chair: bool = False) -> Numbers:
        """Pence for a seat; a rate not stated counts as the ceiling, or without one as a thousand pounds a day."""
        rate = self.pool.rate_pence[np.asarray(people, dtype=np.intp)]
        ceiling = self.wish.rate_ceiling_pence
        most = RATE_WITHOUT_CEILING_PENCE if ceiling is None else ceiling
        half = self.chair_half_days if chair else self.expert_half_days
        return fees_pence(np.where(rate == UNKNOWN_RATE, most, rate), half)


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """`capacity_*` and `agency_ceiling` are what may be given in all, `used_*` and `agency_used` what accepted seats
    take of it, `room_*` and `agency_room` what is left (never below 0). `agency` is an index into `agencies`, -1 for
    nobody's. An agency's ceiling is the smaller of its own and the hard rules'. NO_LIMIT where there is none."""

    programme: Programme
    people: tuple[str, ...]
    agencies: tuple[str, ...]
    pool: Pool
    agency: Indices
    capacity_reviews: Numbers
    capacity_half_days: Numbers
    agency_ceiling: Numbers
    used_reviews: Numbers
    used_half_days: Numbers
    agency_used: Numbers
    reviews: tuple[Part, ...]

    @property
    def room_reviews(self) -> Numbers:
        return _at_least_none(self.capacity_reviews - self.used_reviews)

    @property
    def room_half_days(self) -> Numbers:
        return _at_least_none(self.capacity_half_days - self.used_half_days)

    @property
    def agency_room(self) -> Numbers:
        return _at_least_none(self.agency_ceiling - self.agency_used)

    @property
    def pairs(self) -> int:
        """How large this is: people who may be asked as experts, over all reviews."""
        return sum(len(part.eligible) for part in self.reviews)


def _at_least_none(left: Numbers) -> Numbers:
    return np.asarray(np.maximum(0, left), dtype=np.int64)


def half_days(days: float) -> int:
    """Work in half days, a part of one counted as a whole one."""
    return ceil(2 * days)


def fees_pence(rate_pence: Numbers, half: int) -> Numbers:
    """The fee of so many half days, to the next whole penny."""
    return np.asarray(-(-rate_pence * half // 2), dtype=np.int64)


def levels_of(pool: Pool, wish: Wish, people: People) -> Levels:
    """People x needs: how well each need is met by each, 0, 1 or 2."""
    rows = np.array([pool.tags[need.tag] for need in wish.needs], dtype=np.intp)
    found = pool.levels[rows[None, :], np.asarray(people, dtype=np.intp)[:, None]]
    lived = np.array([need.lived for need in wish.needs], dtype=bool)
    return np.where((found == PROFESSIONAL) & lived, np.uint8(0), found)


def prepare(programme: Programme) -> Prepared:
    """Raises ValueError for a reference given twice. Who sits without being among the people stays, and is asked for
    nothing more; a seat of a review that is not there is left out."""
    return _Preparation(programme).prepared()


class _Preparation:
    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        gone = {s.placing.person for s in programme.seated} - {p.ref for p in programme.people}
        strangers = [Person(ref, accepting=False) for ref in gone]
        self.persons = sorted([*programme.people, *strangers], key=lambda p: p.ref)
        self.wishes = sorted(programme.reviews, key=lambda w: w.ref)
        self.place = {p.ref: i for i, p in enumerate(self.persons)}
        self.by_ref = {w.ref: w for w in self.wishes}
        if len(self.place) != len(self.persons) or len(self.by_ref) != len(self.wishes):
            raise ValueError("a reference is given twice")
        named = {p.agency for p in self.persons} | {a.ref for a in programme.agencies}
        self.agencies = sorted(ref for ref in named if ref is not None)
        self.agency_place = {ref: i for i, ref in enumerate(self.agencies)}
        self.rules = _by_review(programme.rules, self.by_ref)
        self._persons()
        self.pool = self._pool()
        self._seats()
        self._free()

    def _persons(self) -> None:
        people = self.persons
        self.agency = _indices([-1 if p.agency is None else self.agency_place[p.agency] for p in people])
        self.reviews_most = _numbers([NO_LIMIT if p.max_reviews is None else p.max_reviews for p in people])
        self.half_most = _numbers([NO_LIMIT if p.max_days is None else floor(2 * p.max_days) for p in people])
        self.regions_unknown = _flags([p.regions is None for p in people])
        self.remote_not_refused = _flags([p.remote is not False for p in people])
        self.experts = _flags([Role.EXPERT in p.roles for p in people])
        self.chairs = _flags([Role.CHAIR in p.roles for p in people])
        self.in_region: dict[str, list[int]] = {}
        for i, person in enumerate(people):
            for region in person.regions or ():
                self.in_region.setdefault(region, []).append(i)

    def _pool(self) -> Pool:
        used = {need.tag for wish in self.wishes for need in wish.needs} | {r.tag for r in self.programme.rules}
        tags = {tag: i for i, tag in enumerate(sorted(used))}
        levels = np.zeros((len(tags), len(self.persons)), dtype=np.uint8)
        for i, person in enumerate(self.persons):
            for tag, level in person.levels.items():
                row = tags.get(tag)
                if row is not None:
                    levels[row, i] = LIVED if level is Level.LIVED else PROFESSIONAL
        on = self.programme.on
        asked = [None if on is None or p.last_asked is None else (on - p.last_asked).days for p in self.persons]
        return Pool(
            self.place,
            tags,
            levels,
            self.agency,
            _flags([p.by_and_for for p in self.persons]),
            _numbers([UNKNOWN_RATE if p.rate_pence is None else p.rate_pence for p in self.persons]),
            _numbers([0 if d is None else min(ROTATION_DAYS, max(0, ROTATION_DAYS - d)) for d in asked]),
        )

    def _seats(self) -> None:
        """Who sits already, and what that takes from them and their agencies."""
        self.used_reviews, self.used_half = np.zeros((2, len(self.persons)), dtype=np.int64)
        self.agency_used = np.zeros(len(self.agencies), dtype=np.int64)
        self.held: dict[tuple[str, Role, SeatState], list[int]] = {}
        for seated in self.programme.seated:
            placing = seated.placing
            if placing.review not in self.by_ref:
                continue
            person, wish = self.place[placing.person], self.by_ref[placing.review]
            self.held.setdefault((placing.review, placing.role, seated.state), []).append(person)
            if seated.state is SeatState.ACCEPTED and placing.role is not Role.SHADOW:
                days = wish.chair_days if placing.role is Role.CHAIR else wish.expert_days
                self.used_reviews[person] += 1
                self.used_half[person] += half_days(days)
                if self.agency[person] >= 0:
                    self.agency_used[self.agency[person]] += 1

    def _free(self) -> None:
        """Who is free as far as no review needs to be looked at."""
        most = {a.ref: a.max_reviews for a in self.programme.agencies if a.max_reviews is not None}
        for rule in self.programme.rules:
            if rule.kind is RuleKind.MAX_SEATS_FOR_AGENCY and rule.hard and rule.most is not None:
                most[rule.agency] = min(rule.most, most.get(rule.agency, rule.most))
        self.agency_most = _numbers([most.get(ref, NO_LIMIT) for ref in self.agencies])
        on = self.programme.on
        away = [p.away_until is not None and on is not None and p.away_until > on for p in self.persons]
        self.free = _flags([p.accepting for p in self.persons]) & ~_flags(away)
        self.free &= self.used_reviews < self.reviews_most
        self.free_agency = self._with_room(self.agency_used)
        self.half_left = self.half_most - self.used_half

    def _with_room(self, used: Numbers) -> Flags:
        """Everybody whose agency has room."""
        return np.append(used < self.agency_most, True)[self.agency]  # nobody's, -1, finds the last

    def prepared(self) -> Prepared:
        parts: dict[str, Part] = {}
        last, reach = None, np.ones(len(self.persons), dtype=bool)
        # By region, so that one answer about reach serves all its reviews and only one is held.
        for wish in sorted(self.wishes, key=lambda w: (w.region or "", w.region is not None, w.remote_ok)):
            here = (wish.region, wish.remote_ok)
            if here != last:
                last, reach = here, self._reach(wish)
            parts[wish.ref] = self._part(wish, reach)
        return Prepared(
            self.programme,
            tuple(p.ref for p in self.persons),
            tuple(self.agencies),
            self.pool,
            self.agency,
            self.reviews_most,
            self.half_most,
            self.agency_most,
            self.used_reviews,
            self.used_half,
            self.agency_used,
            tuple(parts[w.ref] for w in self.wishes),
        )

    def _reach(self, wish: Wish) -> Flags:
        """Free people within reach, or not known to be out of it."""
        if wish.region is None:
            return self.free
        near = self.regions_unknown | self.remote_not_refused if wish.remote_ok else self.regions_unknown.copy()
        near[self.in_region.get(str(wish.region), [])] = True
        return near & self.free

    def _part(self, wish: Wish, reach: Flags) -> Part:
        def seat(role: Role, state: SeatState) -> tuple[int, ...]:
            return tuple(sorted(set(self.held.get((wish.ref, role, state), ()))))

        fixed, fixed_chairs = seat(Role.EXPERT, SeatState.ACCEPTED), seat(Role.CHAIR, SeatState.ACCEPTED)
        sitting = [*fixed, *fixed_chairs]
        proposed = tuple(p for p in seat(Role.EXPERT, SeatState.PROPOSED) if p not in sitting)
        proposed_chairs = [p for p in seat(Role.CHAIR, SeatState.PROPOSED) if p not in sitting]
        may = reach & (self._with_room(self._used_elsewhere(sitting)) if sitting else self.free_agency)
        may[sitting] = False
        may[[self.place[b.person] for b in wish.bans if b.person in self.place]] = False
        may[[self.place[r] for r, g in wish.grades.items() if conflicts.bars(g) and r in self.place]] = False
        if wish.rate_ceiling_pence is not None:
            may &= self.pool.rate_pence <= wish.rate_ceiling_pence  # not stated is below every ceiling
        expert_half, chair_half = half_days(wish.expert_days), half_days(wish.chair_days)
        open_seats = max(0, wish.seats - len(fixed))
        able = may & self.experts & (self.half_left >= expert_half) & self._relevant(wish)
        eligible = np.flatnonzero(able).astype(np.int32)
        chairs = np.zeros(0, dtype=np.int32)
        if wish.chair and not fixed_chairs:
            chairs = np.flatnonzero(may & self.chairs & (self.half_left >= chair_half)).astype(np.int32)
        weights = _numbers([need.weight for need in wish.needs])
        together = np.concatenate([np.array(fixed, dtype=np.int32), eligible])
        levels = levels_of(self.pool, wish, together)
        return Part(
            ref=wish.ref,
            wish=wish,
            pool=self.pool,
            fixed=fixed,
            fixed_chair=fixed_chairs[0] if fixed_chairs else -1,
            proposed=proposed,
            proposed_chair=proposed_chairs[0] if proposed_chairs else -1,
            open_seats=open_seats,
            eligible=eligible,
            chairs=chairs,
            weights=weights,
            must=_flags([need.must for need in wish.needs]),
            expert_half_days=expert_half,
            chair_half_days=chair_half,
            ceiling=best_score(levels[: len(fixed)], levels[len(fixed) :], weights, open_seats),
        )

    def _used_elsewhere(self, sitting: Sequence[int]) -> Numbers:
        """What agencies' accepted seats come to, leaving out these."""
        used = self.agency_used.copy()
        for person in sitting:
            if self.agency[person] >= 0:
                used[self.agency[person]] -= 1
        return used

    def _relevant(self, wish: Wish) -> Flags:
        """Who brings something to a need or a rule."""
        relevant = np.zeros(len(self.persons), dtype=bool)
        for need in wish.needs:
            relevant |= self.pool.levels[self.pool.tags[need.tag]] >= (LIVED if need.lived else PROFESSIONAL)
        for rule in self.rules[wish.ref]:
            if rule.least and rule.kind is RuleKind.SEATS_FROM_AGENCY:
                relevant |= self.agency == self.agency_place.get(rule.agency, -2)
            elif rule.least and rule.kind is RuleKind.MEMBERS_WITH_EXPERTISE:
                relevant |= self.pool.levels[self.pool.tags[rule.tag]] > 0
        return relevant


def _by_review(rules: Iterable[ProgrammeRule], reviews: Iterable[str]) -> dict[str, list[ProgrammeRule]]:
    """The rules of each review: its own, and those of all."""
    given = tuple(rules)
    everywhere = Counter(r.review for r in given)
    shared = [r for r in given if not r.review]
    return {ref: [r for r in given if r.review in ("", ref)] if everywhere[ref] else shared for ref in reviews}


def _numbers(values: Sequence[int]) -> Numbers:
    return np.array(values, dtype=np.int64)


def _indices(values: Sequence[int]) -> Indices:
    return np.array(values, dtype=np.int32)


def _flags(values: Sequence[bool]) -> Flags:
    return np.array(values, dtype=bool)
