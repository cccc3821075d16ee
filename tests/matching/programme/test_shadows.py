"""Mentees' seats against trying every arrangement."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lantern.matching.domain.model import Grade, Level
from lantern.matching.domain.programme import allocate, shadows
from lantern.matching.domain.programme.checker import check_seats
from lantern.matching.domain.programme.model import (
    Ban,
    Person,
    Placing,
    Programme,
    Role,
    Seated,
    SeatState,
    Wanted,
    Wish,
)
from tests.matching.programme.arrangements import planned

SOME = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


def mentee(ref, **kwargs):
    return Person(ref, mentee=True, **kwargs)


def led(*refs, **kwargs):
    """Reviews that each have a chair, and the seats."""
    reviews = tuple(Wish(ref, chair=True, **kwargs) for ref in refs)
    return reviews, tuple(Placing(ref, "C", Role.CHAIR) for ref in refs)


CHAIR = Person("C", roles=frozenset({Role.CHAIR}))


@SOME
@given(planned())
def test_shadows_keep_every_rule_and_change_nobody_elses_seat(drawn):
    programme, plan = drawn
    placings = [p for p in plan.placings if p.role is not Role.SHADOW]
    check_seats(programme, [*placings, *shadows.place(programme, placings)])


@SOME
@given(st.integers(1, 5), st.integers(1, 4), st.data())
def test_the_flow_finds_the_best_of_all_arrangements(rows, columns, data):
    cell = st.sampled_from([shadows.NO_PLACE, -20, -5, 0, 3, 40])
    worth = shadows.np.array([[data.draw(cell) for _ in range(columns)] for _ in range(rows)], dtype=shadows.np.int16)
    best = (0, 0)
    for chosen in product([None, *range(columns)], repeat=rows):
        pairs = [(m, r) for m, r in enumerate(chosen) if r is not None]
        distinct = len({r for _, r in pairs}) == len(pairs)
        if distinct and all(worth[pair] > shadows.NO_PLACE for pair in pairs):
            best = max(best, (len(pairs), sum(int(worth[pair]) for pair in pairs)))
    found = shadows.matched(worth)
    assert (len(found), sum(int(worth[pair]) for pair in found)) == best


def test_two_hundred_mentees_are_placed_as_if_every_pair_had_been_weighed():
    lot = shadows.np.random.default_rng(3)
    worth = lot.integers(0, 30, (200, 120)).astype(shadows.np.int16)
    found = shadows.matched(worth)
    everything = shadows.matched(worth, first=120)
    assert len(found) == len(everything) == 120
    assert sum(int(worth[p]) for p in found) == sum(int(worth[p]) for p in everything)


def test_a_mentee_goes_where_they_know_something_and_each_review_has_one():
    reviews, placings = led("R1", "R2")
    reviews = (reviews[0], Wish("R2", chair=True, needs=(Wanted("language:sorani"),)))
    people = (CHAIR, mentee("M1", levels={"language:sorani": Level.PROFESSIONAL}), mentee("M2"), mentee("M3"))
    found = shadows.place(Programme(people, (), reviews), placings)
    assert Placing("R2", "M1", Role.SHADOW) in found
    assert {p.review for p in found} == {"R1", "R2"}
    assert len(found) == 2


def test_accepted_shadows_stay_and_proposed_ones_are_kept():
    reviews, placings = led("R1", "R2", "R3")
    seated = (
        Seated(Placing("R1", "M1", Role.SHADOW), SeatState.ACCEPTED),
        Seated(Placing("R3", "M2", Role.SHADOW), SeatState.PROPOSED),
    )
    found = shadows.place(Programme((CHAIR, mentee("M1"), mentee("M2")), (), reviews, seated), placings)
    assert found == (Placing("R1", "M1", Role.SHADOW), Placing("R3", "M2", Role.SHADOW))


def test_nobody_shadows_where_they_may_not_or_where_nobody_sits():
    reviews, placings = led("R1", region="north", remote_ok=False, bans=(Ban("M1", "family"),))
    reviews = (
        Wish("R1", "north", False, bans=(Ban("M1", "family"),), grades={"M2": Grade.DIRECT_INVOLVEMENT}),
        Wish("R2"),
    )
    people = (
        CHAIR,
        mentee("M1"),
        mentee("M2"),
        mentee("M3", regions=frozenset({"south"})),
        mentee("M4", accepting=False),
        Person("M5"),
    )
    assert shadows.place(Programme(people, (), reviews), placings) == ()
    assert shadows.place(Programme((*people, mentee("M6")), (), reviews), placings) == (
        Placing("R1", "M6", Role.SHADOW),
    )


def test_a_mentee_with_a_seat_of_their_own_there_does_not_shadow_it():
    reviews, _ = led("R1")
    both = mentee("M1", roles=frozenset({Role.CHAIR}))
    assert shadows.place(Programme((both,), (), reviews), (Placing("R1", "M1", Role.CHAIR),)) == ()


@pytest.mark.parametrize("most_pairs", [allocate.MOST_PAIRS, 0], ids=["every panel listed", "by exchange"])
@pytest.mark.parametrize("heard", [True, False])
def test_a_seat_to_learn_in_that_stands_is_in_every_plan_reported_and_final(monkeypatch, most_pairs, heard):
    monkeypatch.setattr(allocate, "MOST_PAIRS", most_pairs)
    needs = (Wanted("community:roma", 5, True),)
    reviews = (Wish("R1", seats=1, needs=needs), Wish("R2", seats=1, needs=needs))
    people = (Person("A", levels={"community:roma": Level.LIVED}), mentee("M"), mentee("N"))
    standing = Placing("R2", "M", Role.SHADOW)
    programme = Programme(people, (), reviews, seated=(Seated(standing, SeatState.ACCEPTED),))
    told = []
    plan = allocate.allocate(programme, seconds=3, report=told.append if heard else None)
    check_seats(programme, plan.placings)
    assert [p for p in plan.placings if p.person == "M"] == [standing]
    assert all(standing in one.best.placings for one in told if one.best)
    assert {p.person for p in plan.placings if p.review == "R1"} == {"A", "N"}
    assert any(one.best for one in told) is heard
