"""What a plan says of itself, worked out again for the checker: scores, ceilings, tiers and what is left unmet."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from lantern.matching.domain.model import Grade, Level
from lantern.matching.domain.programme import breaches
from lantern.matching.domain.programme.breaches import Seats
from lantern.matching.domain.programme.model import (
    Person,
    Placing,
    Plan,
    Programme,
    Role,
    RuleKind,
    SeatState,
    TierName,
    TierResult,
    Wanted,
    Wish,
)

Patterns = npt.NDArray[np.uint8]

CLOSENESS = {
    Grade.NONE: 0,
    None: 1,
    Grade.COMMUNITY_ACQUAINTANCE: 2,
    Grade.AGENCY_CONTACT: 4,
    Grade.DIRECT_INVOLVEMENT: 8,
}
MORE_IS_BETTER = {TierName.FLOOR, TierName.COVERAGE}
# Working a ceiling out again takes a look at everybody. Of more pairs than this, only every so many reviews are tried.
PAIRS_LOOKED_AT = 100_000
# Steps of one search for a ceiling; a review with thousands of needs is believed beyond it.
STEPS = 20_000_000


def untruths(plan: Plan, seats: Seats) -> Iterator[str]:
    """What the plan says of itself and is not so, in words."""
    reviews = seats.programme.reviews
    scores = {w.ref: score(w, seats.experts[w.ref]) for w in reviews}
    if set(plan.scores) != set(scores) or set(plan.ceilings) != set(scores):
        yield "scores or ceilings are not given for every review once"
        return
    yield from (
        f"the score of {ref} is said to be {plan.scores[ref]} and is {reached}"
        for ref, reached in scores.items()
        if plan.scores[ref] != reached
    )
    true = dict(plan.ceilings)
    every = max(1, -(-len(reviews) * len(seats.programme.people) // PAIRS_LOOKED_AT))
    pool = Pool(seats)
    for wish in sorted(reviews, key=lambda w: w.ref)[::every]:
        best, said = pool.ceiling(wish), plan.ceilings[wish.ref]
        if best is not None and said != best:
            true[wish.ref] = best
            yield f"the ceiling of {wish.ref} is said to be {said} and is {best}"
    yield from _tiers(plan, tiers(seats, scores, true))
    yield from _unmet(plan, seats)


def _tiers(plan: Plan, values: Mapping[TierName, int]) -> Iterator[str]:
    if [t.name for t in plan.tiers] != list(TierName):
        yield "the tiers are not each given once, in their order"
    for tier in plan.tiers:
        if tier.value != values[tier.name]:
            yield f"'{tier.name}' is said to be {tier.value} and is {values[tier.name]}"
        if tier.more_is_better != (tier.name in MORE_IS_BETTER):
            yield f"'{tier.name}' runs the wrong way"
        beyond = tier.bound is not None and (
            tier.bound < tier.value if tier.name in MORE_IS_BETTER else tier.bound > tier.value
        )
        if beyond:
            yield f"'{tier.name}' is {tier.value}, beyond its own bound of {tier.bound}"
        if tier.proven and tier.bound != tier.value:
            yield f"'{tier.name}' is said to be proven, and its bound is {tier.bound}"


def _unmet(plan: Plan, seats: Seats) -> Iterator[str]:
    """A plan that lists nothing has not been asked; one that lists something must list it all."""
    if not plan.unmet:
        return
    said = Counter((u.review, u.tag) for u in plan.unmet)
    true = Counter(
        {
            (w.ref, need.tag): 1
            for w in seats.programme.reviews
            for need in w.needs
            if not any(breaches.meets(p, need) for p in seats.experts[w.ref])
        }
    )
    yield from (f"{tag} of {ref} is said to be unmet and is met" for ref, tag in sorted(set(said) - set(true)))
    yield from (f"{tag} of {ref} is unmet and that is not said" for ref, tag in sorted(set(true) - set(said)))


# One review


def level(person: Person, need: Wanted) -> int:
    if person.levels.get(need.tag) is Level.LIVED:
        return 2
    return int(breaches.meets(person, need))


def score(wish: Wish, experts: Sequence[Person]) -> int:
    total = 0
    for need in wish.needs:
        best = max((level(p, need) for p in experts), default=0)
        total += need.weight * (0, 7, 10)[best]
    return total


def told(programme: Programme, placings: Iterable[Placing]) -> Plan:
    """A plan of these seats that says nothing but the truth of itself, bounds apart: it knows none.

    A ceiling that is too much to work out is the full marks of its review."""
    seats = Seats(programme, tuple(sorted(placings)))
    pool = Pool(seats)
    scores = {w.ref: score(w, seats.experts[w.ref]) for w in programme.reviews}
    ceilings = {}
    for wish in programme.reviews:
        best = pool.ceiling(wish)
        ceilings[wish.ref] = 10 * sum(n.weight for n in wish.needs) if best is None else best
    values = tiers(seats, scores, ceilings)
    results = tuple(TierResult(name, value, None, False, name in MORE_IS_BETTER) for name, value in values.items())
    return Plan(tuple(seats.placings), results, scores, ceilings)


class Pool:
    """Everybody, by what they bring: a ceiling looks only at people who bring something to its review."""

    def __init__(self, seats: Seats) -> None:
        self.seats = seats
        self.holders: dict[str, list[Person]] = defaultdict(list)
        taken, days = Counter[str](), defaultdict[str, float](float)
        self.taken_by_agency = Counter[str]()
        for placing in seats.accepted:
            if placing.role is Role.SHADOW:
                continue
            taken[placing.person] += 1
            agency = seats.people[placing.person].agency
            if agency is not None:
                self.taken_by_agency[agency] += 1
            if wish := seats.reviews.get(placing.review):
                days[placing.person] += wish.chair_days if placing.role is Role.CHAIR else wish.expert_days
        self.days = days
        self.most_by_agency: dict[str, int] = {}
        for agency, most in breaches.agency_limits(seats.programme):
            self.most_by_agency[agency] = min(most, self.most_by_agency.get(agency, most))
        for person in seats.programme.people:
            free = person.max_reviews is None or taken[person.ref] < person.max_reviews
            if free and person.accepting and Role.EXPERT in person.roles:
                for tag in person.levels:
                    self.holders[tag].append(person)

    def may_sit(self, wish: Wish, person: Person, here: Counter[str]) -> bool:
        if person.max_days is not None:
            left = Fraction(person.max_days) - Fraction(self.days[person.ref])
            if left < Fraction(wish.expert_days) - Fraction(breaches.ALMOST_NOTHING):
                return False
        if person.agency in self.most_by_agency:
            agency = person.agency or ""
            if self.taken_by_agency[agency] - here[agency] >= self.most_by_agency[agency]:
                return False
        return not breaches.too_dear(wish, person) and not any(breaches.stops(self.seats.programme, wish, person))

    def ceiling(self, wish: Wish) -> int | None:
        """The best score the review's seats could reach with everyone free; None where that is too much to try."""
        accepted = [p for p in self.seats.accepted if p.review == wish.ref and p.role is not Role.SHADOW]
        sitting = [self.seats.people[p.person] for p in accepted if p.role is Role.EXPERT]
        here = Counter(a for p in accepted if (a := self.seats.people[p.person].agency) is not None)
        known = {p.person for p in accepted}
        tried: set[str] = set()
        found: set[tuple[int, ...]] = set()
        for need in wish.needs:
            for person in self.holders.get(need.tag, ()):
                if person.ref in tried or person.ref in known:
                    continue
                tried.add(person.ref)
                pattern = tuple(level(person, n) for n in wish.needs)
                if any(pattern) and pattern not in found and self.may_sit(wish, person, here):
                    found.add(pattern)
        start = np.array([[max((level(p, n) for p in sitting), default=0) for n in wish.needs]], dtype=np.uint8)
        return _best(wish, start, np.array(sorted(found), dtype=np.uint8), wish.seats - len(sitting))


def _best(wish: Wish, reached: Patterns, choices: Patterns, seats: int) -> int | None:
    gains = np.array([[0, 7 * n.weight, 10 * n.weight] for n in wish.needs], dtype=np.int64).reshape(-1, 3)
    needs = np.arange(len(wish.needs))
    if len(choices):
        choices = _undominated(choices)
        for _ in range(max(0, seats)):
            if len(reached) * len(choices) * len(needs) > STEPS:
                return None
            wider = np.maximum(reached[:, None, :], choices[None, :, :]).reshape(-1, len(needs))
            wider = np.unique(wider, axis=0)
            if len(wider) == len(reached) and (wider == reached).all():
                break
            reached = wider
    return int(gains[needs, reached].sum(axis=1).max())


def _undominated(choices: Patterns) -> Patterns:
    if len(choices) ** 2 * choices.shape[1] > STEPS:
        return choices
    no_better = np.less_equal(choices[:, None, :], choices[None, :, :]).all(axis=2)
    no_better &= ~np.eye(len(choices), dtype=bool)  # all are different, so nobody is no better than themselves only
    return choices[~no_better.any(axis=1)]


# The tiers


def half_days(days: float) -> int:
    """Work in half days, a part of one counted as a whole one."""
    whole, rest = divmod(Fraction(days) * 2, 1)
    return int(whole) + (rest > 0)


def tiers(seats: Seats, scores: Mapping[str, int], ceilings: Mapping[str, int]) -> dict[TierName, int]:
    values = dict.fromkeys(TierName, 0)
    programme = seats.programme
    kept = set(seats.placings)
    moved = {
        s.placing
        for s in programme.seated
        if s.state is SeatState.PROPOSED and s.placing.role is not Role.SHADOW and s.placing not in seats.accepted
    } - kept
    values[TierName.MOVES] = len(moved)
    values[TierName.COVERAGE] = -50 * len(moved)
    shares = [100 * scores[ref] // best for ref, best in ceilings.items() if best > 0]
    values[TierName.FLOOR] = min(shares, default=100)
    for wish in programme.reviews:
        experts, best, reached = seats.experts[wish.ref], ceilings[wish.ref], scores[wish.ref]
        values[TierName.HARD] += 10 * (wish.chair and not seats.chairs[wish.ref])
        values[TierName.HARD] += 10 * (wish.seats > 0 and len(wish.needs) > 0 and not experts)
        if best > 0 and 1000 * reached < 800 * best:
            whole, rest = divmod(800 * best - 1000 * reached, best)
            values[TierName.SHORTFALL] += wish.priority * (whole + (rest > 0))
        if wish.needs:
            met = 1000 * reached // (10 * sum(n.weight for n in wish.needs))
            met += sum(200 for n in wish.needs if n.must and any(breaches.meets(p, n) for p in experts))
            values[TierName.COVERAGE] += wish.priority * met
        for rule in breaches.rules_of(programme, wish):
            if not rule.hard:
                values[TierName.ADVISORY] += sum(1 for _ in breaches.breaks(wish, rule, experts))
    _prices(seats, values)
    return values


def _prices(seats: Seats, values: dict[TierName, int]) -> None:
    programme = seats.programme
    held, work, by_agency = Counter[str](), Counter[str](), Counter[str]()
    for placing in set(seats.placings):
        if placing.role is Role.SHADOW or placing.review not in seats.reviews:
            continue
        wish, person = seats.reviews[placing.review], seats.people[placing.person]
        halves = half_days(wish.chair_days if placing.role is Role.CHAIR else wish.expert_days)
        held[person.ref] += 1
        if person.agency is not None:
            work[person.agency] += halves
            by_agency[person.agency] += 1
        pence, rest = divmod(halves * breaches.fee(wish, person, 1), 2)
        values[TierName.COST] += int(pence) + (rest > 0)
        if placing not in seats.accepted:
            values[TierName.CLOSENESS] += CLOSENESS[wish.grades.get(person.ref)]
            if programme.on and person.last_asked:
                values[TierName.ROTATION] += min(365, max(0, 365 - (programme.on - person.last_asked).days))
    wanted = sum(w.seats * half_days(w.expert_days) + w.chair * half_days(w.chair_days) for w in programme.reviews)
    largest = max(
        (
            max(half_days(w.expert_days) if w.seats else 0, half_days(w.chair_days) if w.chair else 0)
            for w in programme.reviews
        ),
        default=0,
    )
    staff = Counter(p.agency for p in programme.people)
    for agency, halves in work.items():
        fair, rest = divmod(wanted * staff[agency], len(programme.people))
        values[TierName.SPREAD] += max(0, halves - max(largest, fair + (rest > 0)))
    values[TierName.SPREAD] += sum(2 * (k - 1) for number in held.values() for k in range(2, number + 1))
    for rule in programme.rules:
        if rule.kind is RuleKind.MAX_SEATS_FOR_AGENCY and not rule.hard and rule.most is not None:
            values[TierName.ADVISORY] += by_agency[rule.agency] > rule.most
