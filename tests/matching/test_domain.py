"""The proposal for one review, against brute force over every panel there could be."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lantern.matching.domain import Breach, check, propose
from lantern.matching.domain.model import (
    COMMUNITY,
    STANDARD_RULES,
    Kind,
    Level,
    Rule,
)
from lantern.matching.domain.tiers import Name
from tests.matching.registers import (
    TAGS,
    as_vector,
    brute_force,
    candidates,
    need,
    person,
    review,
    reviews,
)


@settings(max_examples=400, deadline=None)
@given(reviews, candidates)
def test_proposal_is_the_best_of_every_panel(wanted, people):
    proposal = propose(wanted, people)
    expected = brute_force(wanted, people)
    check(wanted, people, proposal)
    if expected is None:
        assert proposal.contradiction_sentence
        assert {m.ref for m in proposal.members} == set(wanted.seated)
    else:
        assert as_vector(proposal) == expected
        assert proposal.contradiction_sentence == ""


@settings(max_examples=100, deadline=None)
@given(reviews, candidates, st.randoms(use_true_random=False))
def test_proposal_does_not_depend_on_the_order_people_come_in(wanted, people, shuffler):
    shuffled = list(people)
    shuffler.shuffle(shuffled)
    assert propose(wanted, shuffled) == propose(wanted, people)


@settings(max_examples=100, deadline=None)
@given(reviews, candidates)
def test_contradiction_is_smallest(wanted, people):
    """The rules named cannot be kept together, and can be as soon as one of them goes."""
    proposal = propose(wanted, people)
    if not proposal.contradiction:
        return
    keys = {key.split(":")[0] for key in proposal.contradiction}
    named = tuple(r for r in wanted.rules if r.key in keys)
    assert brute_force(replace(wanted, rules=named), people) is None
    if len(keys) > 1:
        for key in keys:
            without = tuple(r for r in named if r.key != key)
            assert brute_force(replace(wanted, rules=without), people) is not None


def breach(wanted, people, proposal):
    with pytest.raises(Breach) as caught:
        check(wanted, people, proposal)
    return caught.value.breaches


def test_checker_finds_what_is_planted():
    people = [person("P1", "kurdish"), person("P2", "sorani"), person("P3", "kurdish", declined_this=True)]
    wanted = review()
    good = propose(wanted, people)
    check(wanted, people, good)
    members, others = good.members, good.not_proposed
    assert breach(wanted, people, replace(good, not_proposed=()))[0] == "not everyone is answered exactly once"
    assert breach(wanted, people, replace(good, not_proposed=(*others, *others)))[0] == (
        "not everyone is answered exactly once"
    )
    assert "P3 may not be asked" in breach(
        wanted, people, replace(good, members=(replace(members[0], ref="P3"), *members[1:]))
    )
    assert breach(replace(wanted, seats=1), people, good) == ("2 members on 1 seats",)
    assert breach(replace(wanted, seated=("P3",)), people, good) == ("somebody already seated is not on the panel",)
    full = [replace(p, agency_ref="A", agency_max=1) for p in people]
    assert breach(wanted, full, good) == ("agency A has room for 1 more",)
    hard = Rule("skill", Kind.MEMBERS_WITH_EXPERTISE, True, 2, facet=COMMUNITY, code="kurdish")
    assert breach(replace(wanted, rules=(hard,)), people, good) == ("hard rule broken: skill",)
    boast = replace(good, coverage=(replace(good.coverage[0], level=None), *good.coverage[1:]))
    assert breach(wanted, people, boast) == ("kurdish is said to be met at None and is met at lived",)


def test_every_tier_is_reported_in_order():
    assert [t.name for t in propose(review(), []).tiers] == [n.value for n in Name if n is not Name.FILLED]


@pytest.mark.parametrize("seed", range(5))
def test_larger_register_agrees_with_brute_force(seed):
    """Enough people alike that those not worth weighing are left out."""
    lot = random.Random(seed)
    people = [
        person(
            f"P{i:02}",
            *lot.sample([t[1] for t in TAGS], lot.randint(0, 2)),
            level=lot.choice(list(Level)),
            agency_ref=lot.choice("ABC"),
            agency_max=lot.choice([1, 2, None]),
            active_reviews=lot.randint(0, 2),
        )
        for i in range(40)
    ]
    wanted = review(seats=3, needs=tuple(map(need, TAGS)), rules=STANDARD_RULES)
    assert as_vector(propose(wanted, people)) == brute_force(wanted, people)
