"""Every arrangement of a small programme, and plans that are only good enough: what answers are held against."""

from itertools import combinations, product

from hypothesis import strategies as st

from lantern.matching.domain.check import Breach
from lantern.matching.domain.programme.checker import check_seats
from lantern.matching.domain.programme.model import Placing, Role
from tests.matching.programme.programmes import accepted, programmes, told


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


@st.composite
def planned(draw, most_people=4, most_reviews=2):
    """A programme and a plan for it that keeps every rule: seats taken in any order while that goes."""
    programme = draw(programmes(most_people, most_reviews))
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
