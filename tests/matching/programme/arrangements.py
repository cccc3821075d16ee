"""Every arrangement of a small programme, and plans that are only good enough: what answers are held against."""

from itertools import combinations, product

from hypothesis import strategies as st

from lantern.matching.domain.check import Breach
from lantern.matching.domain.model import Grade, Level
from lantern.matching.domain.programme.checker import check_seats
from lantern.matching.domain.programme.model import (
    Agency,
    Person,
    Placing,
    Programme,
    ProgrammeRule,
    Role,
    RuleKind,
    Seated,
    SeatState,
    Wanted,
    Wish,
)
from tests.matching.programme.programmes import ON, accepted, programmes, told


def keeps_rules(programme, placings):
    try:
        check_seats(programme, placings)
    except Breach:
        return False
    return True


def everything(programme):
    """Each way to seat the programme that keeps every rule, without shadows."""
    stay = {p for p in accepted(programme) if p.role is not Role.SHADOW}
    by_review = []
    for wish in programme.reviews:
        held = [p for p in stay if p.review == wish.ref]
        people = [p.ref for p in programme.people if all(p.ref != h.person for h in held)]
        room = max(0, wish.seats - sum(p.role is Role.EXPERT for p in held))
        led = any(p.role is Role.CHAIR for p in held)
        panels = []
        for size in range(room + 1):
            for experts in combinations(people, size):
                for chair in (None, *people) if wish.chair and not led else (None,):
                    seats = {Placing(wish.ref, p) for p in experts}
                    seats |= {Placing(wish.ref, chair, Role.CHAIR)} if chair else set()
                    if chair not in experts and keeps_rules(programme, stay | seats):
                        panels.append(seats)
        by_review.append(panels)
    for chosen in product(*by_review):
        placings = stay.union(*chosen)
        if keeps_rules(programme, placings):
            yield tuple(sorted(placings))


TIGHT = ("community:kurdish", "language:sorani", "faith:muslim")


@st.composite
def contested(draw, most_people=4, most_reviews=2):
    """Hardly anyone is stopped at a gate, and everyone is wanted twice: what is left is the choice."""
    levels = st.dictionaries(st.sampled_from(TIGHT), st.sampled_from(Level), min_size=1, max_size=2)
    people = tuple(
        Person(
            ref=f"E{i}",
            agency=draw(st.sampled_from((None, "A1"))),
            roles=draw(st.sampled_from(({Role.EXPERT}, {Role.EXPERT, Role.CHAIR})).map(frozenset)),
            by_and_for=draw(st.booleans()),
            levels=draw(levels),
            rate_pence=draw(st.sampled_from((None, 20_000, 30_000))),
            max_reviews=draw(st.sampled_from((0, 1, 1, 1, 2))),
            last_asked=draw(st.sampled_from((None, None, ON))),
            away_until=draw(st.sampled_from((None, None, None, ON.replace(day=30)))),
        )
        for i in range(draw(st.integers(2, most_people)))
    )
    reviews = tuple(
        Wish(
            ref=f"R{i}",
            seats=draw(st.sampled_from((1, 1, 2))),
            chair=draw(st.sampled_from((False, False, True))),
            expert_days=1,
            chair_days=1,
            rate_ceiling_pence=draw(st.sampled_from((None, None, 25_000))),
            budget_pence=draw(st.sampled_from((None, None, None, 45_000))),
            needs=tuple(
                Wanted(tag, draw(st.integers(1, 2)), draw(st.booleans()))
                for tag in draw(st.lists(st.sampled_from(TIGHT), min_size=1, max_size=2, unique=True))
            ),
            grades={"E0": draw(st.sampled_from((Grade.NONE, Grade.AGENCY_CONTACT)))},
        )
        for i in range(draw(st.integers(1, most_reviews)))
    )
    seated: tuple[Seated, ...] = ()
    if draw(st.booleans()):
        placing = Placing(reviews[-1].ref, people[0].ref)
        seated = (Seated(placing, draw(st.sampled_from(SeatState))),)
    rules = (ProgrammeRule(RuleKind.SEATS_FROM_AGENCY, draw(st.booleans()), None, 1, agency="A1"),)
    agencies = (Agency("A1", draw(st.sampled_from((None, 2)))),)
    return Programme(people, agencies, reviews, seated, rules if draw(st.booleans()) else (), ON)


@st.composite
def planned(draw, most_people=4, most_reviews=2):
    """A programme and a plan for it that keeps every rule: seats taken in any order while that goes."""
    programme = draw(programmes(most_people, most_reviews) | contested(most_people, most_reviews))
    seats = {p for p in accepted(programme) if p.role is not Role.SHADOW}
    open_seats = [
        Placing(w.ref, p.ref, role)
        for w in programme.reviews
        for p in programme.people
        for role in (Role.EXPERT, Role.CHAIR)
    ]
    for placing in draw(st.permutations(open_seats)):
        taken = any((p.review, p.person) == (placing.review, placing.person) for p in seats)
        led = placing.role is Role.CHAIR and any(p.review == placing.review and p.role is Role.CHAIR for p in seats)
        if not taken and not led and draw(st.booleans()) and keeps_rules(programme, {*seats, placing}):
            seats.add(placing)
    return programme, told(programme, tuple(sorted(seats)))
