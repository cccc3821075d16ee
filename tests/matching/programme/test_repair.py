"""After a no: what may not be broken, and that the least change is the best there is."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lantern.matching.domain.model import Level
from lantern.matching.domain.programme import asking, repair, scoring
from lantern.matching.domain.programme.checker import check_seats
from lantern.matching.domain.programme.model import Person, Placing, Programme, Role, Seated, SeatState, TierName
from lantern.matching.domain.programme.prepared import prepare
from tests.matching.programme.arrangements import keeps_rules, planned
from tests.matching.programme.programmes import ON, told
from tests.matching.programme.test_reasons import SORANI, programme, speaker, wish


@st.composite
def declined(draw):
    made, plan = draw(planned(6, 3))
    seats = [p for p in plan.placings if p.role is not Role.SHADOW]
    assume(seats)
    return made, plan, draw(st.sampled_from(seats))


def vector(made, placings, ceilings):
    values = scoring.measure(made, placings, ceilings)
    return [-v if name in scoring.MORE_IS_BETTER else v for name, v in values.items()]


def kept(plan, no):
    return {p for p in plan.placings if p != no and p.role is not Role.SHADOW}


@settings(max_examples=60, deadline=None)
@given(declined())
def test_repairs_keep_every_rule_and_every_promise(made):
    programme, plan, no = made
    found = repair.repair(programme, plan, no)
    after = repair.after_no(programme, plan, no)
    promised = set(asking.accepted(after))
    ceilings = scoring.ceilings(after)
    for one in (found.hole_only, found.minimal):
        check_seats(after, one.placings)
        assert no not in one.placings
        assert (promised - set(one.placings), one.accepted_broken) == (set(), 0)
        assert one.tiers == scoring.measure(after, one.placings, ceilings)
        assert one.proposed_moved == len(kept(plan, no) - promised - set(one.placings))
    assert (found.hole_only.proposed_moved, kept(plan, no) - set(found.hole_only.placings)) == (0, set())
    assert len(set(found.hole_only.placings) - set(plan.placings)) <= 1
    assert vector(after, found.minimal.placings, ceilings) <= vector(after, found.hole_only.placings, ceilings)
    released = tuple(s for s in after.seated if s.placing in found.free.placings)
    check_seats(replace(after, seated=released), found.free.placings)
    assert found.free.accepted_broken == len(promised - set(found.free.placings))


@settings(max_examples=40, deadline=None)
@given(declined())
def test_least_change_is_the_best_with_at_most_one_person_moved(made):
    programme, plan, no = made
    after = repair.after_no(programme, plan, no)
    ceilings = scoring.ceilings(after)
    found = repair.repair(programme, plan, no, free=False)
    assert found.free is None
    best = min(vector(after, seats, ceilings) for seats in _chains(after, kept(plan, no), no))
    assert vector(after, found.minimal.placings, ceilings) == best
    alone = min(vector(after, seats, ceilings) for seats in _filled(after, kept(plan, no), no.review, no.role))
    assert vector(after, found.hole_only.placings, ceilings) == alone


def _filled(after, seats, review, role):
    yield seats
    sitting = {p.person for p in seats if p.review == review}
    for person in after.people:
        if person.ref not in sitting and keeps_rules(after, {*seats, Placing(review, person.ref, role)}):
            yield {*seats, Placing(review, person.ref, role)}


def _chains(after, seats, no):
    """The hole filled or not, or one proposed person moved into it and their seat filled or not."""
    yield from _filled(after, seats, no.review, no.role)
    fixed = set(asking.accepted(after))
    for moved in seats - fixed:
        into = Placing(no.review, moved.person, no.role)
        left = {*seats} - {moved} | {into}
        others = {p.person for p in seats - {moved} if p.review == no.review}
        if moved.person not in others and keeps_rules(after, left):
            yield from _filled(after, left, moved.review, moved.role)


def test_no_moves_someone_where_that_saves_a_review():
    people = [
        Person("E1", levels={SORANI: Level.LIVED, "faith:muslim": Level.LIVED}, max_reviews=1),
        Person("E2", levels={SORANI: Level.LIVED}, max_reviews=1),
        Person("E3", levels={"faith:muslim": Level.LIVED}, max_reviews=1),
    ]
    first = wish()
    made = programme(people, first, wish("R2", needs=(replace(first.needs[0], tag="faith:muslim"),)))
    plan = told(made, (Placing("R1", "E2"), Placing("R2", "E1")))
    found = repair.repair(made, plan, Placing("R1", "E2"))
    assert (found.hole_only.placings, found.hole_only.tiers[TierName.HARD]) == ((Placing("R2", "E1"),), 10)
    assert (found.minimal.placings, found.minimal.proposed_moved, found.minimal.tiers[TierName.HARD]) == (
        (Placing("R1", "E1"), Placing("R2", "E3")),
        1,
        0,
    )


def test_prepared_before_serves_as_well_as_preparing_again():
    people = [speaker(f"E{i}") for i in range(5)]
    made = programme(people, wish(seats=2), wish("R2"))
    plan = told(made, (Placing("R1", "E0"), Placing("R2", "E1")))
    ready = prepare(made)
    assert [r.placings for r in _both(repair.repair(made, plan, Placing("R1", "E0"), prepared=ready))] == [
        r.placings for r in _both(repair.repair(made, plan, Placing("R1", "E0")))
    ]


@settings(max_examples=40, deadline=None)
@given(declined())
def test_prepared_before_gives_the_same_repairs(made):
    programme, plan, no = made
    again = repair.repair(programme, plan, no, free=False)
    found = repair.repair(programme, plan, no, prepared=prepare(programme), free=False)
    assert [(r.placings, r.tiers) for r in _both(found)] == [(r.placings, r.tiers) for r in _both(again)]


def _both(found):
    return found.hole_only, found.minimal


def test_shadows_stay_unless_their_mentee_is_seated():
    mentee = speaker("E2", mentee=True)
    made = programme([speaker("E1"), mentee], wish())
    plan = told(made, (Placing("R1", "E1"), Placing("R1", "E2", Role.SHADOW)))
    found = repair.repair(made, plan, Placing("R1", "E1"))
    assert found.hole_only.placings == (Placing("R1", "E2"),)


def test_a_no_to_a_seat_that_is_not_planned_is_refused():
    made = programme([speaker("E1")], wish())
    plan = told(made, ())
    with pytest.raises(KeyError):
        repair.repair(made, plan, Placing("R1", "E1"))
    with pytest.raises(ValueError, match="shadow"):
        repair.repair(
            made, replace(plan, placings=(Placing("R1", "E1", Role.SHADOW),)), Placing("R1", "E1", Role.SHADOW)
        )


def test_whoever_withdraws_from_an_accepted_seat_has_room_elsewhere_again():
    made = Programme(
        (speaker("E1", max_reviews=1), speaker("E2", max_reviews=1)),
        (),
        (wish(), wish("R2")),
        seated=(Seated(Placing("R1", "E1"), SeatState.ACCEPTED),),
        on=ON,
    )
    found = repair.repair(made, told(made, (Placing("R1", "E1"), Placing("R2", "E2"))), Placing("R1", "E1"))
    assert found.minimal.placings == (Placing("R1", "E2"), Placing("R2", "E1"))
