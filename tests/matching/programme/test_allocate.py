"""The allocation against trying everything, tier by tier, on small programmes; and what must not change it."""

import random
from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lantern.matching.domain.model import Grade, Level
from lantern.matching.domain.programme import checker, scoring
from lantern.matching.domain.programme.allocate import EXCHANGE, PAIRS_TO_EXCHANGE, allocate
from lantern.matching.domain.programme.model import (
    Person,
    Placing,
    Programme,
    ProgrammeRule,
    Role,
    RuleKind,
    TierName,
    Wanted,
    Wish,
)
from lantern.matching.domain.programme.prepared import prepare
from tests.matching.programme.programmes import accepted, programmes

SOME = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
KURDISH, SORANI = Wanted("community:kurdish", 5, must=True), Wanted("language:sorani", 3)
KURDISH_LIVED = {"community:kurdish": Level.LIVED}


def vector(values):
    return tuple(-v if name in scoring.MORE_IS_BETTER else v for name, v in values.items())


def tiers(plan):
    return {tier.name: tier.value for tier in plan.tiers}


def every_plan(programme, most=20_000):
    """Every plan that keeps the hard rules, found by trying them all; None where there are too many to try."""
    stay = set(accepted(programme))
    choices = []
    total = 1
    for part in prepare(programme).reviews:
        people = [prepare(programme).people[i] for i in part.eligible]
        chairs = [None, *(prepare(programme).people[i] for i in part.chairs)]
        panels = [p for k in range(part.open_seats + 1) for p in combinations(people, k)]
        mine = [
            [*(Placing(part.ref, p) for p in panel), *([Placing(part.ref, chair, Role.CHAIR)] if chair else [])]
            for panel, chair in product(panels, chairs)
            if chair not in panel
        ]
        choices.append(mine)
        total *= len(mine)
    if total > most:
        return None
    found = []
    for chosen in product(*choices):
        placings = sorted({*stay, *(p for panel in chosen for p in panel)})
        try:
            checker.check_seats(programme, placings)
        except checker.Breach:
            continue
        found.append(placings)
    return found


@SOME
@given(programmes(most_people=5))
def test_allocation_is_the_best_of_all_plans_tier_by_tier(programme):
    plans = every_plan(programme)
    assume(plans is not None)
    ceilings = {part.ref: part.ceiling for part in prepare(programme).reviews}
    best = min(vector(scoring.measure(programme, placings, ceilings)) for placings in plans)
    plan = allocate(programme)
    assert vector(tiers(plan)) == best
    assert all(tier.proven for tier in plan.tiers)


@SOME
@given(programmes(), st.randoms(use_true_random=False))
def test_order_of_the_input_changes_no_tier(programme, lot):
    def shuffled(rows):
        return tuple(lot.sample(rows, len(rows)))

    other = replace(
        programme,
        people=shuffled(programme.people),
        agencies=shuffled(programme.agencies),
        reviews=shuffled(programme.reviews),
        seated=shuffled(programme.seated),
        rules=shuffled(programme.rules),
    )
    assert tiers(allocate(other)) == tiers(allocate(programme))


@settings(max_examples=20, deadline=None)
@given(programmes())
def test_same_seed_gives_the_same_plan(programme):
    assert allocate(programme, seed=3).placings == allocate(programme, seed=3).placings


def kurdish(ref, **more):
    return Person(ref, levels=KURDISH_LIVED, **more)


def wish(ref="R1", **more):
    return Wish(ref, **{"seats": 2, "needs": (KURDISH, SORANI), "expert_days": 1.0, **more})


def seats(plan):
    return [(p.review, p.person, p.role) for p in plan.placings]


def test_rule_of_one_to_two_seats_allows_two():
    people = (
        Person("E1", "A1", levels=KURDISH_LIVED),
        Person("E2", "A1", levels={"language:sorani": Level.LIVED}),
    )
    rule = ProgrammeRule(RuleKind.SEATS_FROM_AGENCY, least=1, most=2, agency="A1")
    plan = allocate(Programme(people, (), (wish(),), rules=(rule,)))
    assert seats(plan) == [("R1", "E1", Role.EXPERT), ("R1", "E2", Role.EXPERT)]


def test_rule_of_at_most_one_seat_allows_one():
    people = (
        Person("E1", "A1", levels=KURDISH_LIVED),
        Person("E2", "A1", levels={"language:sorani": Level.LIVED}),
    )
    rule = ProgrammeRule(RuleKind.SEATS_FROM_AGENCY, most=1, agency="A1")
    plan = allocate(Programme(people, (), (wish(),), rules=(rule,)))
    assert seats(plan) == [("R1", "E1", Role.EXPERT)]


def test_the_only_speaker_is_left_to_the_review_with_nobody_else():
    people = (kurdish("E1"), Person("E2", levels={**KURDISH_LIVED, "language:sorani": Level.LIVED}, max_reviews=1))
    reviews = (wish("R1", seats=1, needs=(KURDISH,)), wish("R2", seats=1, needs=(SORANI,)))
    plan = allocate(Programme(people, (), reviews))
    assert seats(plan) == [("R1", "E1", Role.EXPERT), ("R2", "E2", Role.EXPERT)]


def test_programme_without_people_is_answered():
    plan = allocate(Programme((), (), (wish(chair=True),)))
    assert plan.placings == ()
    assert tiers(plan)[TierName.HARD] == 20
    assert all(tier.proven for tier in plan.tiers)


def test_programme_without_reviews_is_answered():
    plan = allocate(Programme((kurdish("E1"),), (), ()))
    assert plan.placings == ()
    assert all(tier.proven for tier in plan.tiers)


def test_everyone_in_conflict_leaves_the_review_empty():
    grades = {"E1": Grade.DIRECT_INVOLVEMENT, "E2": Grade.DIRECT_INVOLVEMENT}
    plan = allocate(Programme((kurdish("E1"), kurdish("E2")), (), (wish(grades=grades),)))
    assert plan.placings == ()


def test_review_without_needs_gets_no_experts():
    plan = allocate(Programme((kurdish("E1"),), (), (wish(needs=()),)))
    assert plan.placings == ()
    assert tiers(plan)[TierName.HARD] == 0


def test_contradictory_rules_place_nobody_new():
    rules = (
        ProgrammeRule(RuleKind.MEMBERS_WITH_EXPERTISE, least=2, tag="community:kurdish"),
        ProgrammeRule(RuleKind.MEMBERS_WITH_EXPERTISE, most=1, tag="community:kurdish"),
    )
    plan = allocate(Programme((kurdish("E1"), kurdish("E2")), (), (wish(),), rules=rules))
    assert plan.placings == ()


def test_empty_profile_is_never_seated():
    plan = allocate(Programme((Person("E1"), kurdish("E2")), (), (wish(),)))
    assert seats(plan) == [("R1", "E2", Role.EXPERT)]


def test_including_somebody_seats_them():
    programme = Programme((kurdish("E1", rate_pence=10_000), kurdish("E2", rate_pence=20_000)), (), (wish(seats=1),))
    assert seats(allocate(programme)) == [("R1", "E1", Role.EXPERT)]
    plan = allocate(programme, including=(Placing("R1", "E2"),))
    assert seats(plan) == [("R1", "E2", Role.EXPERT)]


def test_including_somebody_who_may_not_be_asked_is_refused():
    programme = Programme((kurdish("E1", accepting=False),), (), (wish(),))
    with pytest.raises(ValueError, match="R1"):
        allocate(programme, including=(Placing("R1", "E1"),))


def test_cancelled_allocation_is_whole_and_says_so():
    lot = random.Random(1)
    people = tuple(kurdish(f"E{i:02}", max_reviews=lot.randint(1, 2)) for i in range(20))
    programme = Programme(people, (), tuple(wish(f"R{i:02}") for i in range(20)))
    plan = allocate(programme, cancelled=lambda: True)
    assert plan.stopped_early
    checker.check_plan(programme, plan)


def test_progress_never_goes_back_and_ends_with_the_plan():
    said = []
    programme = Programme((kurdish("E1"),), (), (wish(),))
    plan = allocate(programme, report=said.append)
    assert [p.done for p in said] == sorted(p.done for p in said)
    assert said[-1].done == 1.0
    assert said[-1].best == plan


def crowd(people=150, reviews=40):
    """More people who may be asked than are listed without looking round first, too few of each kind for everybody."""
    lot = random.Random(5)
    tags = [f"language:l{i}" for i in range(12)]
    return Programme(
        tuple(
            Person(
                f"E{i:03}",
                roles=frozenset({Role.EXPERT, Role.CHAIR}),
                levels=dict.fromkeys(lot.sample(tags, 4), Level.LIVED),
                max_reviews=1,
            )
            for i in range(people)
        ),
        (),
        tuple(
            Wish(f"R{i:02}", seats=3, chair=True, needs=tuple(Wanted(tag) for tag in lot.sample(tags, 5)))
            for i in range(reviews)
        ),
    )


def test_first_plan_of_a_crowd_is_told_before_the_end_with_what_is_being_done():
    programme = crowd()
    assert prepare(programme).pairs > PAIRS_TO_EXCHANGE
    said = []
    plan = allocate(programme, seconds=6, report=said.append)
    plans = [progress for progress in said if progress.best is not None]
    assert 0 < plans[0].done < 1
    assert plans[0].doing
    assert plans[0].best.method == EXCHANGE
    assert said[-1].best == plan
    assert [p.done for p in said] == sorted(p.done for p in said)
    assert vector(tiers(plan)) <= vector(tiers(plans[0].best))


def test_crowd_that_is_stopped_keeps_the_first_plan():
    programme = crowd()
    said = []
    plan = allocate(
        programme, seconds=60, report=said.append, cancelled=lambda: any(progress.best for progress in said)
    )
    assert plan.stopped_early
    assert plan.seconds < 30
    first = next(progress.best for progress in said if progress.best)
    assert vector(tiers(plan)) <= vector(tiers(first))
