"""A person and a review of the programme as the single-review domain sees them: one set of gates and rules."""

from dataclasses import replace
from datetime import date

from lantern.matching.domain import gates
from lantern.matching.domain.model import Candidate, Expertise, Gate, Grade, Kind, Need, ReviewNeeds, Rule, Weight
from lantern.matching.domain.programme.model import (
    DECLINED,
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

NO_DAY = date(1, 1, 1)
KINDS = {
    RuleKind.SEATS_FROM_AGENCY: Kind.SEATS_FROM_AGENCY,
    RuleKind.MEMBERS_WITH_EXPERTISE: Kind.MEMBERS_WITH_EXPERTISE,
    RuleKind.BY_AND_FOR_FOR_EACH_MUST_COMMUNITY: Kind.BY_AND_FOR_FOR_EACH_MUST_COMMUNITY,
    RuleKind.NO_LONE_MEMBER_FOR_TWO_COMMUNITIES: Kind.NO_LONE_MEMBER_FOR_TWO_COMMUNITIES,
}


def split(tag: str) -> tuple[str, str]:
    """Facet and code of "community:kurdish"."""
    facet, _, code = tag.partition(":")
    return facet, code


def accepted(programme: Programme) -> tuple[Placing, ...]:
    """The seats that stay, sorted. Shadow seats among them take nobody's room."""
    return tuple(sorted({s.placing for s in programme.seated if s.state is SeatState.ACCEPTED}))


def proposed(programme: Programme) -> tuple[Placing, ...]:
    """The seats that move at a price, sorted; shadows are placed afresh each time and are not among them."""
    found = {s.placing for s in programme.seated if s.state is SeatState.PROPOSED and s.placing.role is not Role.SHADOW}
    return tuple(sorted(found - set(accepted(programme))))


def rules_for(programme: Programme, wish: Wish) -> tuple[ProgrammeRule, ...]:
    """The rules that bound this review's panel."""
    return tuple(
        rule
        for rule in programme.rules
        if rule.kind is not RuleKind.MAX_SEATS_FOR_AGENCY and rule.review in ("", wish.ref)
    )


def needs_of(programme: Programme, wish: Wish) -> ReviewNeeds:
    """This review with its rules; those that keep people apart have no counterpart and are left out."""
    rules = []
    for at, rule in enumerate(programme.rules):
        if rule.kind in KINDS and rule.review in ("", wish.ref):
            facet, code = split(rule.tag)
            kind, agency = KINDS[rule.kind], rule.agency or None
            rules.append(Rule(f"rule-{at}", kind, rule.hard, rule.least, rule.most, agency, facet, code))
    needs = tuple(
        Need(*split(need.tag), label(need), Weight.MUST if need.must else Weight.SHOULD, need.lived)
        for need in wish.needs
    )
    return ReviewNeeds(
        ref=wish.ref,
        region=wish.region,
        remote_ok=wish.remote_ok,
        seats=wish.seats,
        needs=needs,
        on=programme.on or NO_DAY,
        rate_ceiling_pence=wish.rate_ceiling_pence,
        rules=tuple(rules),
    )


def agency_most(programme: Programme, agency: str) -> int | None:
    """The most seats this agency may have in the programme, by its own word and by hard rules."""
    own = [a.max_reviews for a in programme.agencies if a.ref == agency and a.max_reviews is not None]
    ruled = [
        rule.most
        for rule in programme.rules
        if rule.kind is RuleKind.MAX_SEATS_FOR_AGENCY and rule.hard and rule.agency == agency and rule.most is not None
    ]
    return min([*own, *ruled], default=None)


def known(person: Person) -> Candidate:
    """What is known of this person whatever the review."""
    return Candidate(
        ref=person.ref,
        agency_ref=person.agency,
        by_and_for=person.by_and_for,
        expertise=tuple(Expertise(*split(tag), level) for tag, level in sorted(person.levels.items())),
        regions=person.regions,
        remote=person.remote,
        day_rate_pence=person.rate_pence,
        accepting=person.accepting,
        last_asked=person.last_asked,
    )


def candidate(programme: Programme, person: Person, wish: Wish, *, chair: bool = False) -> Candidate:
    """This person for one seat of this review. Only seats accepted elsewhere use up room: anything else may still move.
    Who has too few days left for the seat has no room for one more review."""
    return Register(programme).candidate(person, wish, chair=chair)


class Register:
    """A programme made ready for many questions about who may be asked: what `candidate` looks up, looked up once."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.people = {p.ref: p for p in programme.people}
        self.reviews = {w.ref: w for w in programme.reviews}
        self.seats: dict[str, list[Placing]] = {}
        self.agency_seats: dict[str, list[Placing]] = {}
        self.known: dict[str, Candidate] = {}
        self.most = {ref: agency_most(programme, ref) for ref in {p.agency for p in programme.people} if ref}
        for placing in accepted(programme):
            if placing.role is not Role.SHADOW:
                self.seats.setdefault(placing.person, []).append(placing)
                if (person := self.people.get(placing.person)) and person.agency:
                    self.agency_seats.setdefault(person.agency, []).append(placing)

    def candidate(self, person: Person, wish: Wish, *, chair: bool = False) -> Candidate:
        mine = [p for p in self.seats.get(person.ref, ()) if p.review != wish.ref]
        most = person.max_reviews
        if person.max_days is not None:
            given = sum(seat_days(self.reviews[p.review], p.role) for p in mine if p.review in self.reviews)
            if person.max_days - given < seat_days(wish, Role.CHAIR if chair else Role.EXPERT):
                most = 0
        theirs = self.agency_seats.get(person.agency, ()) if person.agency else ()
        banned = {ban.why for ban in wish.bans if ban.person == person.ref}
        if person.ref not in self.known:
            self.known[person.ref] = known(person)
        return replace(
            self.known[person.ref],
            active_reviews=len(mine),
            max_reviews=most,
            agency_active=sum(p.review != wish.ref for p in theirs),
            agency_max=self.most.get(person.agency) if person.agency else None,
            conflict=Grade.DIRECT_INVOLVEMENT if banned - {DECLINED} else wish.grades.get(person.ref),
            declined_this=DECLINED in banned,
            away_until=person.away_until if self.programme.on else None,
        )


def label(need: Wanted) -> str:
    """The need in words: its label, or its code without the facet."""
    return need.label or split(need.tag)[1].replace("_", " ") or need.tag.replace("_", " ")


def seat_days(wish: Wish, role: Role) -> float:
    return {Role.EXPERT: wish.expert_days, Role.CHAIR: wish.chair_days, Role.SHADOW: 0}[role]


def may_sit(programme: Programme, person: Person, wish: Wish, role: Role) -> bool:
    """Whether this person, who has the role, may be asked to take it. A chair need not bring anything to a need."""
    if role not in person.roles:
        return False
    review, asked = needs_of(programme, wish), candidate(programme, person, wish, chair=role is Role.CHAIR)
    needless = {Gate.RELEVANCE} if role is Role.CHAIR else set()
    return not set(gates.every_stop(review, asked)) - needless
