"""Choices among listed panels and the seats they stand for, one made into the other and back."""

from itertools import pairwise

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lantern.matching.domain.model import Level
from lantern.matching.domain.programme.model import Person, Placing, Programme, Wanted, Wish
from lantern.matching.domain.programme.prepared import prepare
from lantern.matching.domain.programme.space import COVERAGE, Choice, Space
from tests.matching.programme.programmes import programmes

SOME = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
SORANI, TAMIL = Wanted("language:sorani", 5, must=True), Wanted("language:tamil", 3)


def drawn(space, lot):
    """Any set for each review, with any people of its kinds and any chair."""
    reviews, none, starts = len(space.parts), len(space.experts), space.set_start.tolist()
    sets = [lot.randrange(a, b) for a, b in pairwise(starts)]
    pairs = np.full((reviews, space.seats), none)
    chairs = np.full(reviews, -1)
    for r, at in enumerate(sets):
        kinds = [int(space.kind[pair]) for pair in space.set_seats[at] if pair < none]
        mine = [
            pair
            for kind in sorted(set(kinds))
            for pair in sorted(lot.sample(np.flatnonzero(space.kind == kind).tolist(), kinds.count(kind)))
        ]
        pairs[r, : len(mine)] = mine
        chairs[r] = lot.choice([-1, *np.flatnonzero(space.chairs.review == r).tolist()])
    return Choice(np.array(sets, dtype=np.int64), pairs, chairs)


@SOME
@given(programmes(), st.randoms(use_true_random=False))
def test_choice_of_the_seats_of_a_choice_is_that_choice(programme, lot):
    space = Space(prepare(programme))
    choice = drawn(space, lot)
    again = space.choice_of(space.placings(choice))
    assert again is not None
    assert again.sets.tolist() == choice.sets.tolist()
    assert again.pairs.tolist() == choice.pairs.tolist()
    assert again.chairs.tolist() == choice.chairs.tolist()


def speaker(ref, tag):
    return Person(ref, levels={tag: Level.LIVED})


def test_choice_of_leaves_out_who_adds_nothing_and_who_may_not_be_asked():
    people = (
        speaker("E1", SORANI.tag),
        speaker("E2", SORANI.tag),
        speaker("E3", TAMIL.tag),
        speaker("E4", "faith:muslim"),
    )
    space = Space(prepare(Programme(people, (), (Wish("R1", seats=3, needs=(SORANI, TAMIL)),))))
    choice = space.choice_of([Placing("R1", ref) for ref in ("E1", "E2", "E3", "E4", "stranger")])
    assert space.placings(choice) == [Placing("R1", "E1"), Placing("R1", "E3")]
    assert -space.values(choice)[COVERAGE] == 1200


def test_choice_of_seats_without_somebody_who_must_sit_is_none():
    people = (speaker("E1", SORANI.tag), speaker("E2", TAMIL.tag))
    programme = Programme(people, (), (Wish("R1", seats=2, needs=(SORANI, TAMIL)),))
    space = Space(prepare(programme), [Placing("R1", "E2")])
    assert space.choice_of([Placing("R1", "E1")]) is None
