"""For a need nobody meets: the fewest rules and limits whose easing is sure to let somebody meet it.

Sure means tried: the programme is changed, the reviews round about are seated anew with the need met, and nothing down
to the needs of the whole programme comes out worse than in the plan. What people have said of themselves is not eased:
a connection, a no, and not taking on reviews stand.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from lantern.matching.domain import gates
from lantern.matching.domain.explain import listed, who
from lantern.matching.domain.model import Gate
from lantern.matching.domain.programme import asking, nearby, scoring, what_if
from lantern.matching.domain.programme.model import Person, Plan, Programme, Role, TierName, Wanted, Wish
from lantern.matching.domain.programme.prepared import Prepared, prepare
from lantern.matching.domain.programme.what_if import Change

MOST_CHANGES = 3
SECONDS = 5.0
DECIDING = (*nearby.FIRST, TierName.COVERAGE)


@dataclass(frozen=True)
class Way:
    """`changes` together let `person` meet the need; no fewer of them do. Empty: the plan can do it as it is."""

    changes: tuple[Change, ...]
    person: str
    sentence: str


def ways(
    programme: Programme,
    plan: Plan,
    review: str,
    tag: str,
    *,
    most: int = 3,
    seconds: float = SECONDS,
    prepared: Prepared | None = None,
) -> tuple[Way, ...]:
    """The smallest sets of changes that meet this need, at most `most` of them, all of one size of at most three.

    Nothing where it is met, where no such set was found, or where time ran out first. `prepared` is of `programme`.
    Raises KeyError for a review or need that is not there.
    """
    return _Search(programme, plan, review, tag, prepared or prepare(programme), time.perf_counter() + seconds).ways(
        most
    )


class _Search:
    def __init__(self, programme: Programme, plan: Plan, review: str, tag: str, ready: Prepared, until: float) -> None:
        self.programme, self.plan, self.until, self.ready = programme, plan, until, ready
        self.wish = {w.ref: w for w in programme.reviews}[review]
        at = [n.tag for n in self.wish.needs]
        if tag not in at:
            raise KeyError(tag)
        self.at = at.index(tag)
        self.r = [part.ref for part in ready.reviews].index(review)
        self.ceilings = {part.ref: part.ceiling for part in ready.reviews}
        self.before = scoring.measure(programme, plan.placings, self.ceilings)
        self.register = asking.Register(programme)
        self.having = [
            p
            for p in sorted(programme.people, key=lambda p: p.ref)
            if Role.EXPERT in p.roles and scoring.level(p, self.need)
        ]

    @property
    def need(self) -> Wanted:
        return self.wish.needs[self.at]

    def ways(self, most: int) -> tuple[Way, ...]:
        sitting = {p.person for p in self.plan.placings if p.review == self.wish.ref and p.role is Role.EXPERT}
        if any(p.ref in sitting for p in self.having):
            return ()
        found: list[Way] = []
        for changes in self._sets():
            if time.perf_counter() > self.until or (found and len(changes) > len(found[0].changes)):
                break
            if any(_shape(way.changes) <= _shape(changes) for way in found):
                continue  # only dearer
            if person := self._meets(changes):
                found.append(self._smallest(changes, person))
                fewest = min(len(way.changes) for way in found)
                found = [way for way in found if len(way.changes) == fewest]
                if len(found) == most:
                    break
        return tuple({way.changes: way for way in found}.values())

    def _smallest(self, changes: tuple[Change, ...], person: str) -> Way:
        """The same with whatever can be left out left out: others than the one in view may have come within reach."""
        for size in range(len(changes)):
            for fewer in combinations(changes, size):
                if other := self._meets(fewer):
                    return Way(fewer, other, _sentence(fewer, other))
        return Way(changes, person, _sentence(changes, person))

    def _sets(self) -> Iterable[tuple[Change, ...]]:
        """What could help, fewest changes first; among as many, those that open the gates to someone by themselves."""
        found: dict[frozenset[Change], tuple[int, int, str, tuple[Change, ...]]] = {frozenset(): (0, 0, "", ())}
        for person in self.having:
            base = self._opening(person)
            if base is None or len(base) > MOST_CHANGES:
                continue
            extras = [e for e in self._extras(person) if not any(type(e) is type(b) for b in base)]
            for more in range(MOST_CHANGES - len(base) + 1):
                for chosen in combinations(extras, more):
                    changes = (*base, *chosen)
                    key = (len(changes), more, _order(changes), changes)
                    known = found.setdefault(frozenset(changes), key)
                    found[frozenset(changes)] = min(known, key, key=lambda k: k[:3])
        return [entry[3] for entry in sorted(found.values(), key=lambda k: k[:3])]

    def _opening(self, person: Person) -> tuple[Change, ...] | None:
        """What lets this person through every gate, or None where nothing may."""
        wish = self.wish
        asked = self.register.candidate(person, wish)
        stops = gates.every_stop(asking.needs_of(self.programme, wish), asked)
        changes: list[Change] = []
        for gate in stops:
            match gate:
                case Gate.FEE if person.rate_pence is not None:
                    changes.append(what_if.RaiseCeiling(wish.ref, person.rate_pence))
                case Gate.REACH if not wish.remote_ok and person.remote is not False:
                    changes.append(what_if.AllowRemote(wish.ref))
                case Gate.UNAVAILABLE:
                    changes.append(what_if.Available(person.ref))
                case Gate.OWN_CAPACITY:
                    changes += self._more_of(person, asked.active_reviews)
                case Gate.AGENCY_CAPACITY if person.agency and asked.agency_max is not None:
                    changes.append(what_if.MoreForAgency(person.agency, asked.agency_active - asked.agency_max + 1))
                case _:
                    return None
        return tuple(changes)

    def _more_of(self, person: Person, active: int) -> list[Change]:
        found: list[Change] = []
        if person.max_reviews is not None and active >= person.max_reviews:
            found.append(what_if.MoreReviews(person.ref, active - person.max_reviews + 1))
        if person.max_days is not None:
            given = sum(
                asking.seat_days(self.register.reviews[p.review], p.role)
                for p in self.register.seats.get(person.ref, ())
                if p.review != self.wish.ref and p.review in self.register.reviews
            )
            short = given + self.wish.expert_days - person.max_days
            if short > 0:
                found.append(what_if.MoreDays(person.ref, short))
        return found

    def _extras(self, person: Person) -> Sequence[Change]:
        """What might make a place for this person besides."""
        wish = self.wish
        found: list[Change] = [what_if.MoreSeats(wish.ref)]
        if person.max_reviews is not None:
            found.append(what_if.MoreReviews(person.ref))
        if person.max_days is not None and wish.expert_days:
            found.append(what_if.MoreDays(person.ref, wish.expert_days))
        if person.agency and self.register.most.get(person.agency) is not None:
            found.append(what_if.MoreForAgency(person.agency))
        if wish.budget_pence is not None:
            fees = sum(
                scoring.seat_pence(wish, self.register.people.get(p.person, Person(p.person)), p.role)
                for p in self.plan.placings
                if p.review == wish.ref and p.role is not Role.SHADOW
            )
            enough = fees + scoring.seat_pence(wish, person, Role.EXPERT)
            if enough > wish.budget_pence:
                found.append(what_if.RaiseBudget(wish.ref, enough))
        found += [what_if.WithoutRule(r) for r in dict.fromkeys(asking.rules_for(self.programme, wish)) if r.hard]
        return found

    def _meets(self, changes: Sequence[Change]) -> str:
        """Who meets the need in the changed programme with nothing else worse, or "" if nobody can."""
        programme = what_if.changed(self.programme, changes)
        wish = {w.ref: w for w in programme.reviews}[self.wish.ref]
        able = self._able(programme, wish)
        if not able:
            return ""
        ready = prepare(programme) if changes else self.ready
        # Shares are still measured against what was possible before: otherwise every easing would look like a loss.
        ready = replace(ready, reviews=tuple(replace(p, ceiling=self.ceilings[p.ref]) for p in ready.reviews))
        seats = nearby.seats_of(ready, self.plan.placings)
        around = nearby.neighbourhood(seats, self.r, [ready.pool.place[ref] for ref in able[:4]])
        left = max(0.1, self.until - time.perf_counter())
        try:
            kept = nearby.keep(seats, around, (), self.before, left, meeting=(self.r, self.at), tiers=DECIDING)
        except nearby.NoPanel:
            return ""
        if kept.worse is not None or not kept.proven:
            return ""
        here = {p.person for p in kept.placings if p.review == wish.ref and p.role is Role.EXPERT}
        return next((p.ref for p in self.having if p.ref in here), "")

    def _able(self, programme: Programme, wish: Wish) -> list[str]:
        register, needs = asking.Register(programme), asking.needs_of(programme, wish)
        people = register.people
        return [p.ref for p in self.having if not gates.first_stop(needs, register.candidate(people[p.ref], wish))]


def _shape(changes: Sequence[Change]) -> frozenset[Change]:
    """The changes, whatever the sums of money in them."""
    money = what_if.RaiseCeiling | what_if.RaiseBudget
    return frozenset(replace(c, pence=None) if isinstance(c, money) else c for c in changes)


def _order(changes: Sequence[Change]) -> str:
    """What this review can change by itself before what is asked of others, cheapest ceilings first."""
    others = any(isinstance(c, what_if.MoreReviews | what_if.MoreDays | what_if.MoreForAgency) for c in changes)
    pence = sum(c.pence or 0 for c in changes if isinstance(c, what_if.RaiseCeiling | what_if.RaiseBudget))
    return f"{others:d}{pence:012}{changes!r}"


def _sentence(changes: Sequence[Change], person: str) -> str:
    if not changes:
        return f"{who(person)} could take a seat here with nothing else getting worse: work the plan out again."
    first, *others = [what_if.words(change) for change in changes]
    together = f", together with {listed([w[0].lower() + w[1:] for w in others])}," if others else ""
    return f"{first}{together} would let {who(person)} meet it, with nothing else getting worse."
