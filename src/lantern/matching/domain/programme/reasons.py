"""Why a plan is as it is: needs nobody meets, what each person on it brings, and why another is not there.

Sentences carry people as placeholders, as those of `explain` do. The expert's text of a choice never says more than
that they are not being asked: who sits instead, and what would get worse, is about other people.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from lantern.matching.domain import explain, gates
from lantern.matching.domain.gates import level_for
from lantern.matching.domain.model import Brought, Candidate, Gate, Level, Need, ReviewNeeds, Verdict
from lantern.matching.domain.programme import asking, nearby, scoring, stops
from lantern.matching.domain.programme.model import (
    Person,
    Placing,
    Plan,
    Programme,
    Role,
    TierName,
    Unmet,
    Wanted,
    Wish,
)
from lantern.matching.domain.programme.prepared import Prepared, prepare

SECONDS = 1.0


@dataclass(frozen=True)
class Why:
    """What one person on the plan does there. `worse` are the tiers that get worse if their seat is simply left empty,
    with before and after, in order."""

    placing: Placing
    brings: tuple[Brought, ...]
    worse: tuple[tuple[TierName, int, int], ...]
    for_coordinator: str
    for_expert: str


def candidate(programme: Programme, person: Person, wish: Wish) -> Candidate:
    """This person as the gates and sentences of the single-review domain know them."""
    return asking.candidate(programme, person, wish)


def review_needs(programme: Programme, wish: Wish) -> ReviewNeeds:
    """This review as the gates and sentences of the single-review domain know it."""
    return asking.needs_of(programme, wish)


# -- needs nobody meets


def unmet(programme: Programme, placings: Collection[Placing]) -> tuple[Unmet, ...]:
    """Every need that no expert of these seats meets, in the order of reviews by reference, then of their needs."""
    return _Unmet(programme, placings).all()


class _Unmet:
    def __init__(self, programme: Programme, placings: Collection[Placing]) -> None:
        self.programme = programme
        self.register = asking.Register(programme)
        self.seats = {p for p in {*placings, *asking.accepted(programme)} if p.role is not Role.SHADOW}
        self.on: dict[str, set[str]] = {}
        self.sitting: dict[str, list[str]] = {}
        for placing in self.seats:
            self.on.setdefault(placing.person, set()).add(placing.review)
            if placing.role is Role.EXPERT:
                self.sitting.setdefault(placing.review, []).append(placing.person)
        self.stops = stops.Stops(programme, self.register)

    def all(self) -> tuple[Unmet, ...]:
        found = []
        for wish in sorted(self.programme.reviews, key=lambda w: w.ref):
            experts = self._experts(wish)
            review: ReviewNeeds | None = None
            for at, need in enumerate(wish.needs):
                if not any(scoring.level(person, need) for person in experts):
                    review = review or asking.needs_of(self.programme, wish)
                    found.append(self._one(wish, review, need, review.needs[at], experts))
        return tuple(found)

    def _experts(self, wish: Wish) -> list[Person]:
        people = self.register.people
        return [people.get(ref, Person(ref)) for ref in sorted(self.sitting.get(wish.ref, ()))]

    def _one(self, wish: Wish, review: ReviewNeeds, wanted: Wanted, need: Need, experts: list[Person]) -> Unmet:
        having = self.stops.having_level(wanted)
        stopped = self.stops.at(wish, review, having)
        funnel = stops.funnel(stopped)
        if not len(having):
            return Unmet(wish.ref, wanted.tag, Gate.RELEVANCE, 0, explain.unmet(need, funnel, Gate.RELEVANCE))
        free = [self.stops.people[i] for i in having[stopped == stops.THROUGH].tolist()]
        if not free:
            at, left = next(iter(_last(funnel)))
            return Unmet(wish.ref, wanted.tag, at, left, explain.unmet(need, funnel, at))
        gate = Gate.RULES if self._barred(wish, experts, free) else Gate.CHOICE
        elsewhere = len({ref for person in free for ref in self.on.get(person.ref, ()) if ref != wish.ref})
        return Unmet(wish.ref, wanted.tag, gate, len(free), explain.unmet(need, funnel, gate, elsewhere))

    def _barred(self, wish: Wish, experts: list[Person], free: list[Person]) -> bool:
        """Whether a seat is open, and a hard rule or the budget keeps everyone who is free from it."""
        if len(experts) >= wish.seats:
            return False
        return not any(self._keeps(wish, [*experts, person]) for person in free)

    def _keeps(self, wish: Wish, experts: list[Person]) -> bool:
        if scoring.broken_demands(self.programme, wish, experts, hard=True):
            return False
        if wish.budget_pence is None:
            return True
        chairs = [p.person for p in self.seats if p.review == wish.ref and p.role is Role.CHAIR]
        fees = sum(scoring.seat_pence(wish, person, Role.EXPERT) for person in experts)
        fees += sum(scoring.seat_pence(wish, self.register.people.get(ref, Person(ref)), Role.CHAIR) for ref in chairs)
        return fees <= wish.budget_pence


def _last(funnel: Iterable[tuple[Gate | None, int]]) -> Iterable[tuple[Gate, int]]:
    """The gates at which nobody was left, with how many stood before."""
    before = 0
    for gate, count in funnel:
        if gate is not None and not count:
            yield gate, before
        before = count


# -- why someone is there


def why(programme: Programme, plan: Plan, review: str, person: str) -> Why:
    """What this person brings to this review, and what gets worse without them. Raises KeyError if they do not sit."""
    wishes = {w.ref: w for w in programme.reviews}
    people = {p.ref: p for p in programme.people}
    here = [p for p in plan.placings if (p.review, p.person) == (review, person)]
    if not here or review not in wishes:
        raise KeyError(f"{person} is not on {review}")
    placing, wish = here[0], wishes[review]
    needs = asking.needs_of(programme, wish)
    experts = [
        people.get(p.person, Person(p.person)) for p in plan.placings if p.review == review and p.role is Role.EXPERT
    ]
    brought = []
    if placing.role is Role.EXPERT:
        mine = asking.known(people.get(person, Person(person)))
        others = [p for p in experts if p.ref != person]
        for at, need in enumerate(needs.needs):
            level = level_for(mine, need)
            if level is not None:
                alone = not any(scoring.level(p, wish.needs[at]) for p in others)
                brought.append(Brought(need, level, alone))
    worse = _without(programme, plan, placing)
    return Why(placing, tuple(brought), worse, _for_coordinator(placing, brought, worse), _for_them(placing, brought))


def _without(programme: Programme, plan: Plan, placing: Placing) -> tuple[tuple[TierName, int, int], ...]:
    if placing.role is Role.SHADOW:
        return ()
    bare = _freed(programme, placing)
    ceilings = dict(plan.ceilings) or scoring.ceilings(programme)
    before = scoring.measure(bare, plan.placings, ceilings)
    after = scoring.measure(bare, [p for p in plan.placings if p != placing], ceilings)
    return tuple(
        (name, before[name], after[name])
        for name in TierName
        if name is not TierName.MOVES and worsens(name, before[name], after[name])
    )


def _freed(programme: Programme, placing: Placing) -> Programme:
    """The programme without that seat among those that stay: what it would be like without it can then be measured."""
    return replace(programme, seated=tuple(s for s in programme.seated if s.placing != placing))


def worsens(name: TierName, before: int, after: int) -> bool:
    return after < before if name in scoring.MORE_IS_BETTER else after > before


_LOST = {
    TierName.HARD: "a chair or an only expert would be missing",
    TierName.FLOOR: "the worst-served review would be served less well",
    TierName.SHORTFALL: "a review would fall further short of what is possible for it",
    TierName.COVERAGE: "needs would be met less well",
    TierName.ADVISORY: "an advisory rule of composition would be broken",
}


def _for_coordinator(
    placing: Placing, brought: Collection[Brought], worse: Collection[tuple[TierName, int, int]]
) -> str:
    subject = explain.who(placing.person)
    if placing.role is Role.SHADOW:
        return f"{subject} sits in as a mentee, beside the panel."
    start = (
        f"{subject} chairs this review"
        if placing.role is Role.CHAIR
        else f"{subject} brings {explain.brings(list(brought))}"
    )
    if placing.role is Role.EXPERT and not brought:
        start = f"{subject} brings no need that is stated, and is here for a rule of composition or by an earlier word"
    lost = [_LOST[name] for name, *_ in worse if name in _LOST]
    return (
        f"{start}. Without them, {explain.listed(lost)}."
        if lost
        else f"{start}. Without them, no need would be met less well."
    )


def _for_them(placing: Placing, brought: Collection[Brought]) -> str:
    if placing.role is Role.SHADOW:
        return "You are proposed to sit in on this review as a mentee."
    if placing.role is Role.CHAIR:
        return "You are proposed as the chair of this review."
    words = [
        f"{'lived experience' if b.level is Level.LIVED else 'professional knowledge'} of {explain.plain(b.need.label)}"
        for b in brought
    ]
    return (
        f"You are proposed for what you bring: {explain.listed(words)}."
        if words
        else "You are proposed for this review."
    )


# -- why someone is not there


def why_not(
    programme: Programme,
    plan: Plan,
    review: str,
    person: str,
    *,
    role: Role | None = None,
    prepared: Prepared | None = None,
    seconds: float = SECONDS,
) -> Verdict:
    """Why this person is not on this review: the first gate that stops them, or what their place would make worse.

    In the choice stage about 26 reviews round this one are seated anew with the person on it; `worsens` names the first
    tier that cannot then be as good as it is with all before it as good, and is None for a tie, and where `proven` in
    `numbers` is 0 because time ran out. `numbers` hold `before` and, where known, `after` of that tier; `reviews` says
    how many were looked at. `prepared` spares preparing the programme. Raises KeyError for a review or person that is
    not there, and for someone who is on the panel.
    """
    wish = {w.ref: w for w in programme.reviews}[review]
    someone = {p.ref: p for p in programme.people}[person]
    if any((p.review, p.person) == (review, person) and p.role is not Role.SHADOW for p in plan.placings):
        raise KeyError(f"{person} is on {review}")
    role = role or (Role.CHAIR if wish.chair and Role.EXPERT not in someone.roles else Role.EXPERT)
    if role not in someone.roles:
        what = "as a chair" if role is Role.CHAIR else "as an expert"
        return Verdict(
            person,
            Gate.RELEVANCE,
            f"{explain.who(person)} is not down to serve {what}.",
            f"Your profile does not say that you serve {what}.",
        )
    needs, asked = (
        asking.needs_of(programme, wish),
        asking.candidate(programme, someone, wish, chair=role is Role.CHAIR),
    )
    for gate, test in gates.GATES:
        numbers = None if gate is Gate.RELEVANCE and role is Role.CHAIR else test(needs, asked)
        if numbers is not None:
            return Verdict(person, gate, *explain.stopped(asked, gates.Stopped(gate, numbers)), numbers)
    return _choice(prepared or prepare(programme), plan, Placing(review, person, role), seconds)


def _choice(ready: Prepared, plan: Plan, wanted: Placing, seconds: float) -> Verdict:
    ref = wanted.person
    before = scoring.measure(ready.programme, plan.placings, {p.ref: p.ceiling for p in ready.reviews})
    seats = nearby.seats_of(ready, plan.placings)
    at = [part.ref for part in ready.reviews].index(wanted.review)
    around = nearby.neighbourhood(seats, at, [ready.pool.place[ref]])
    numbers = {"reviews": len(around)}
    try:
        kept = nearby.keep(seats, around, [wanted], before, seconds)
    except nearby.NoPanel:
        return Verdict(ref, Gate.RULES, f"{explain.who(ref)} {explain.NO_PLACE}", explain.FOR_EXPERT_NOT_NOW, numbers)
    numbers["proven"] = int(kept.proven)
    worse = kept.worse if kept.proven else None
    if worse is not None:
        numbers["before"] = before[worse]
        if kept.value is not None:
            numbers["after"] = kept.value
    return Verdict(
        ref,
        Gate.CHOICE,
        _chosen(ref, kept, numbers),
        explain.FOR_EXPERT_NOT_NOW,
        numbers,
        worse and worse.value,
    )


_WORSE = {
    TierName.HARD: "a review would be left without a chair or without any expert",
    TierName.FLOOR: "the worst-served review would be served less well than now ({before} in a hundred)",
    TierName.SHORTFALL: "reviews that are badly served would fall further behind",
    TierName.COVERAGE: "needs would be met less well over the programme",
    TierName.ADVISORY: "one more advisory rule of composition would be broken",
    TierName.CLOSENESS: "people with a nearer declared connection would be asked, with nothing gained in coverage",
    TierName.MOVES: "someone already proposed would have to move, with nothing gained in coverage",
    TierName.SPREAD: "the work would be spread less evenly, with nothing gained in coverage",
    TierName.ROTATION: "people asked more recently would be asked again, with nothing gained in coverage",
    TierName.COST: "it would cost more, with nothing else gained",
}


FINER = frozenset(tuple(TierName)[list(TierName).index(TierName.COVERAGE) + 1 :])


def _chosen(ref: str, kept: nearby.Kept, numbers: Mapping[str, int]) -> str:
    start = f"{explain.who(ref)} could serve."
    if kept.worse is None and kept.proven:
        return f"{start} With them on this review nothing would be worse: a tie, and the lot fell otherwise."
    if kept.worse in FINER and not kept.proven:
        return (
            f"{start} No need would be met less well with them on this review; finer points were not settled in time."
        )
    if kept.worse is None or not kept.proven:
        return f"{start} No arrangement with them that is as good was found in the time there was; there may be one."
    return f"{start} With them on this review, {_WORSE[kept.worse].format(**numbers)}."


__all__ = ["Prepared", "Why", "candidate", "review_needs", "unmet", "why", "why_not", "worsens"]
