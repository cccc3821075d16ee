"""The rules once more, for the checker: which of them the seats of a plan break, each in words.

What was accepted before stays, even where it breaks something: a breach is only ever something new.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lantern.matching.domain.model import Grade, Level
from lantern.matching.domain.programme.model import (
    Person,
    Placing,
    Programme,
    ProgrammeRule,
    Role,
    RuleKind,
    SeatState,
    Wanted,
    Wish,
)

# Days are written as decimals: 0.1 + 0.2 is still three tenths.
ALMOST_NOTHING = 1e-6
UNSTATED_RATE_PENCE = 100_000


@dataclass
class Seats:
    """The seats of a plan, looked up in every way that is needed. People accepted who are on no list are known by
    reference only."""

    programme: Programme
    placings: Collection[Placing]
    people: dict[str, Person] = field(init=False)
    reviews: dict[str, Wish] = field(init=False)
    accepted: frozenset[Placing] = field(init=False)
    experts: dict[str, list[Person]] = field(init=False)
    chairs: dict[str, list[Person]] = field(init=False)
    shadows: dict[str, list[Person]] = field(init=False)

    def __post_init__(self) -> None:
        self.people = {p.ref: p for p in self.programme.people}
        self.reviews = {w.ref: w for w in self.programme.reviews}
        self.accepted = frozenset(s.placing for s in self.programme.seated if s.state is SeatState.ACCEPTED)
        for placing in self.accepted:
            self.people.setdefault(placing.person, Person(placing.person))
        self.experts, self.chairs, self.shadows = defaultdict(list), defaultdict(list), defaultdict(list)
        lists = {Role.EXPERT: self.experts, Role.CHAIR: self.chairs, Role.SHADOW: self.shadows}
        for placing in sorted(set(self.placings)):
            if placing.person in self.people:
                lists[placing.role][placing.review].append(self.people[placing.person])

    @property
    def new(self) -> list[Placing]:
        return sorted(set(self.placings) - self.accepted)

    @property
    def unknown(self) -> list[Placing]:
        return [p for p in self.new if p.person not in self.people or p.review not in self.reviews]


def breaches(seats: Seats) -> list[str]:
    """Every breach of a rule, in words."""
    wrong = [
        f"{p.person} is seated twice as {p.role} of {p.review}" for p, n in Counter(seats.placings).items() if n > 1
    ]
    wrong += [
        f"the accepted seat of {p.person} as {p.role} of {p.review} is gone"
        for p in sorted(seats.accepted - set(seats.placings))
    ]
    if seats.unknown:
        return wrong + [f"{p.person} in {p.review}: a person or a review nobody knows" for p in seats.unknown]
    for part in (_people, _panels, _limits, _shadows):
        wrong += part(seats)
    return wrong


# One person and one review


def _people(seats: Seats) -> Iterator[str]:
    kept = {s.placing for s in seats.programme.seated}
    for placing in seats.new:
        if placing.role is Role.SHADOW:
            continue
        person, wish = seats.people[placing.person], seats.reviews[placing.review]
        who = f"{person.ref} in {wish.ref}"
        if placing.role not in person.roles:
            yield f"{who}: does not sit as {placing.role}"
        if placing.role is Role.CHAIR and not wish.chair:
            yield f"{who}: this review wants no chair"
        if placing.role is Role.EXPERT and placing not in kept and not brings(seats.programme, wish, person):
            yield f"{who}: brings nothing to a need or a rule"
        yield from (f"{who}: {why}" for why in stops(seats.programme, wish, person))
        if too_dear(wish, person):
            yield f"{who}: the fee is above the review's ceiling"


def stops(programme: Programme, wish: Wish, person: Person) -> Iterator[str]:
    """What stands between this person and this review in any seat, one of a mentee too."""
    if any(ban.person == person.ref for ban in wish.bans):
        yield "may not be asked for this review"
    if wish.grades.get(person.ref) is Grade.DIRECT_INVOLVEMENT:
        yield "is directly involved"
    if not person.accepting:
        yield "takes nothing on at present"
    if programme.on and person.away_until and person.away_until > programme.on:
        yield "is away"
    if not in_reach(wish, person):
        yield "is out of reach"


def in_reach(wish: Wish, person: Person) -> bool:
    if wish.region is None or person.regions is None or wish.region in person.regions:
        return True
    return wish.remote_ok and person.remote is not False


def too_dear(wish: Wish, person: Person) -> bool:
    if wish.rate_ceiling_pence is None or person.rate_pence is None:
        return False
    return person.rate_pence > wish.rate_ceiling_pence


def meets(person: Person, need: Wanted) -> bool:
    level = person.levels.get(need.tag)
    return level is Level.LIVED or (level is not None and not need.lived)


def brings(programme: Programme, wish: Wish, person: Person) -> bool:
    """Whether some need or some rule that asks for members has a use for this person."""
    return any(meets(person, need) for need in wish.needs) or any(
        counts(rule, person) for rule in programme.rules if rule.least and rule.review in ("", wish.ref)
    )


def counts(rule: ProgrammeRule, person: Person) -> bool:
    if rule.kind is RuleKind.SEATS_FROM_AGENCY:
        return person.agency == (rule.agency or None)
    return rule.kind is RuleKind.MEMBERS_WITH_EXPERTISE and rule.tag in person.levels


# One panel


def _panels(seats: Seats) -> Iterator[str]:
    new = {Role.EXPERT: set[str](), Role.CHAIR: set[str]()}
    for placing in seats.new:
        if placing.role is not Role.SHADOW:
            new[placing.role].add(placing.review)
    for wish in seats.programme.reviews:
        experts, chairs = seats.experts[wish.ref], seats.chairs[wish.ref]
        adds_expert, adds_chair = wish.ref in new[Role.EXPERT], wish.ref in new[Role.CHAIR]
        if not adds_expert and not adds_chair:
            continue
        if adds_expert and len(experts) > wish.seats:
            yield f"{wish.ref} has {len(experts)} experts on {wish.seats} seats"
        if adds_chair and len(chairs) > 1:
            yield f"{wish.ref} has {len(chairs)} chairs"
        for person in experts:
            if person in chairs:
                yield f"{person.ref} is expert and chair of {wish.ref}"
        if wish.budget_pence is not None:
            cost = sum(fee(wish, p, wish.expert_days) for p in experts)
            cost += sum(fee(wish, p, wish.chair_days) for p in chairs)
            if cost > wish.budget_pence + ALMOST_NOTHING:
                yield f"{wish.ref} costs {cost:g} pence and has {wish.budget_pence}"
        if adds_expert:
            for rule in rules_of(seats.programme, wish):
                if rule.hard:
                    yield from (f"{wish.ref}: {broken}" for broken in breaks(wish, rule, experts))


def fee(wish: Wish, person: Person, days: float) -> float:
    if person.rate_pence is not None:
        return person.rate_pence * days
    return (UNSTATED_RATE_PENCE if wish.rate_ceiling_pence is None else wish.rate_ceiling_pence) * days


def rules_of(programme: Programme, wish: Wish) -> Iterator[ProgrammeRule]:
    """The rules on this one panel."""
    for rule in programme.rules:
        if rule.kind is not RuleKind.MAX_SEATS_FOR_AGENCY and rule.review in ("", wish.ref):
            yield rule


def breaks(wish: Wish, rule: ProgrammeRule, experts: Sequence[Person]) -> Iterator[str]:
    """Each part of the rule that this panel breaks."""
    communities = [need for need in wish.needs if need.tag.partition(":")[0] == "community"]
    match rule.kind:
        case RuleKind.BY_AND_FOR_FOR_EACH_MUST_COMMUNITY:
            least = 1 if rule.least is None else rule.least
            for need in communities:
                if need.must and sum(p.by_and_for and meets(p, need) for p in experts) < least:
                    yield f"fewer than {least} from a by-and-for agency for {need.tag}"
        case RuleKind.NO_LONE_MEMBER_FOR_TWO_COMMUNITIES:
            alone = Counter(
                who[0] for need in communities if len(who := [p.ref for p in experts if meets(p, need)]) == 1
            )
            if any(n > 1 for n in alone.values()):
                yield "somebody is the only member for two of the communities"
        case RuleKind.APART:
            together = sorted(p.ref for p in experts if p.ref in rule.people)
            if len(together) > 1:
                yield f"{' and '.join(together)} are to be kept apart"
        case _:
            what = f"members of {rule.agency}" if rule.agency else f"members with {rule.tag}"
            number = sum(counts(rule, p) for p in experts)
            if rule.least is not None and number < rule.least:
                yield f"{number} {what}, fewer than {rule.least}"
            if rule.most is not None and number > rule.most:
                yield f"{number} {what}, more than {rule.most}"


# Everything together


def _limits(seats: Seats) -> Iterator[str]:
    held, days, by_agency = Counter[str](), defaultdict[str, float](float), Counter[str]()
    for placing in set(seats.placings):
        if placing.role is Role.SHADOW or placing.person not in seats.people:
            continue
        person, wish = seats.people[placing.person], seats.reviews.get(placing.review)
        held[person.ref] += 1
        if wish is not None:
            days[person.ref] += wish.chair_days if placing.role is Role.CHAIR else wish.expert_days
        if person.agency is not None:
            by_agency[person.agency] += 1
    added = [seats.people[p.person] for p in seats.new if p.role is not Role.SHADOW]
    for ref in sorted({p.ref for p in added}):
        who = seats.people[ref]
        if who.max_reviews is not None and held[ref] > who.max_reviews:
            yield f"{ref} has {held[ref]} reviews and takes {who.max_reviews}"
        if who.max_days is not None and days[ref] > who.max_days + ALMOST_NOTHING:
            yield f"{ref} has {days[ref]:g} days of work and {who.max_days:g} to give"
    grown = {p.agency for p in added if p.agency is not None}
    for agency, most in agency_limits(seats.programme):
        if agency in grown and by_agency[agency] > most:
            yield f"{agency} has {by_agency[agency]} seats and may have {most}"


def agency_limits(programme: Programme) -> Iterable[tuple[str, int]]:
    own = ((a.ref, a.max_reviews) for a in programme.agencies)
    ruled = ((r.agency, r.most) for r in programme.rules if r.kind is RuleKind.MAX_SEATS_FOR_AGENCY and r.hard)
    return sorted({(agency, most) for agency, most in [*own, *ruled] if most is not None})


def _shadows(seats: Seats) -> Iterator[str]:
    new = [p for p in seats.new if p.role is Role.SHADOW]
    all_of = Counter(p.person for p in set(seats.placings) if p.role is Role.SHADOW)
    for ref in sorted({p.review for p in new}):
        if len(seats.shadows[ref]) > 1:
            yield f"{ref} has {len(seats.shadows[ref])} mentees"
    for ref in sorted({p.person for p in new}):
        if all_of[ref] > 1:
            yield f"{ref} shadows {all_of[ref]} reviews"
    for placing in new:
        person, wish = seats.people[placing.person], seats.reviews[placing.review]
        who = f"{person.ref} beside {wish.ref}"
        if not person.mentee:
            yield f"{who}: not a mentee"
        if person in seats.experts[wish.ref] or person in seats.chairs[wish.ref]:
            yield f"{who}: has a seat of their own there"
        yield from (f"{who}: {why}" for why in stops(seats.programme, wish, person))
