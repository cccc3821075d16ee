"""The arrays against the plain definitions, on random programmes."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lantern.matching.domain import conflicts
from lantern.matching.domain.model import Grade, Level
from lantern.matching.domain.programme import asking, ceilings, scoring
from lantern.matching.domain.programme.model import (
    Agency,
    Ban,
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
from lantern.matching.domain.programme.prepared import NO_LIMIT, prepare

ON = date(2026, 11, 24)
TAGS = ["community:a", "community:b", "language:a", "faith:x", "practice:y"]
REGIONS = ["north", "south"]
AGENCIES = ["A1", "A2", "A3"]
levels = st.dictionaries(st.sampled_from(TAGS), st.sampled_from(list(Level)), max_size=4)
days = st.sampled_from([0, 0.5, 1, 1.5, 2, 3])


@st.composite
def persons(draw, ref):
    return Person(
        ref=ref,
        agency=draw(st.sampled_from([None, *AGENCIES])),
        roles=draw(st.frozensets(st.sampled_from(list(Role)))),
        by_and_for=draw(st.booleans()),
        levels=draw(levels),
        regions=draw(st.none() | st.frozensets(st.sampled_from(REGIONS))),
        remote=draw(st.sampled_from([None, True, False])),
        rate_pence=draw(st.sampled_from([None, 0, 30_001, 50_000])),
        max_reviews=draw(st.sampled_from([None, 0, 1, 2])),
        max_days=draw(st.none() | days),
        accepting=draw(st.sampled_from([True, True, True, False])),
        last_asked=draw(st.sampled_from([None, ON, ON - timedelta(days=400), ON - timedelta(days=100)])),
        away_until=draw(st.sampled_from([None, None, ON, ON + timedelta(days=1)])),
    )


@st.composite
def wishes(draw, ref, people):
    needs = [
        Wanted(tag, draw(st.integers(1, 5)), draw(st.booleans()), draw(st.booleans()))
        for tag in draw(st.lists(st.sampled_from(TAGS), unique=True, max_size=4))
    ]
    refs = st.sampled_from([*people, "nobody"])
    return Wish(
        ref=ref,
        region=draw(st.sampled_from([None, "north", "east"])),
        remote_ok=draw(st.booleans()),
        seats=draw(st.integers(0, 4)),
        chair=draw(st.booleans()),
        expert_days=draw(days),
        chair_days=draw(days),
        rate_ceiling_pence=draw(st.sampled_from([None, 40_000])),
        needs=tuple(needs),
        bans=tuple(Ban(who, "agency") for who in draw(st.lists(refs, max_size=2))),
        grades=draw(st.dictionaries(refs, st.sampled_from(list(Grade)), max_size=3)),
    )


@st.composite
def rules(draw, reviews):
    return ProgrammeRule(
        kind=draw(st.sampled_from(list(RuleKind))),
        hard=draw(st.booleans()),
        least=draw(st.sampled_from([None, 0, 1])),
        most=draw(st.sampled_from([None, 1, 2])),
        review=draw(st.sampled_from(["", *reviews])),
        agency=draw(st.sampled_from(["", *AGENCIES])),
        tag=draw(st.sampled_from(TAGS)),
        people=("P1", "P2"),
    )


@st.composite
def programmes(draw):
    people = [f"P{i}" for i in range(draw(st.integers(0, 6)))]
    reviews = [f"R{i}" for i in range(draw(st.integers(0, 3)))]
    seated = []
    if people and reviews:
        for review, person in draw(
            st.sets(st.tuples(st.sampled_from(reviews), st.sampled_from([*people, "P99"])), max_size=4)
        ):
            placing = Placing(review, person, draw(st.sampled_from(list(Role))))
            seated.append(Seated(placing, draw(st.sampled_from(list(SeatState)))))
    return Programme(
        people=tuple(draw(persons(ref)) for ref in people),
        agencies=tuple(Agency(ref, draw(st.sampled_from([None, 0, 1, 2]))) for ref in AGENCIES[:2]),
        reviews=tuple(draw(wishes(ref, people)) for ref in reviews),
        seated=tuple(seated),
        rules=tuple(draw(rules(reviews)) for _ in range(draw(st.integers(0, 2)))),
        on=draw(st.sampled_from([ON, None])),
    )


@settings(max_examples=300, deadline=None)
@given(programmes())
def test_who_may_be_asked_is_who_passes_the_gates(programme):
    prepared = prepare(programme)
    by_ref = {w.ref: w for w in programme.reviews}
    for part in prepared.reviews:
        wish = by_ref[part.ref]
        sitting = {p.person for p in asking.accepted(programme) if p.review == wish.ref and p.role is not Role.SHADOW}
        for role, found in ((Role.EXPERT, part.eligible), (Role.CHAIR, part.chairs)):
            open_to = role is Role.EXPERT or part.wants_chair
            expected = [
                p.ref
                for p in programme.people
                if open_to and p.ref not in sitting and asking.may_sit(programme, p, wish, role)
            ]
            assert [prepared.people[i] for i in found] == sorted(expected)


def test_a_rule_that_names_no_agency_asks_for_nobody():
    person = Person(ref="P0", agency=None, roles=frozenset({Role.EXPERT}))
    rule = ProgrammeRule(kind=RuleKind.SEATS_FROM_AGENCY, hard=False, least=1)
    programme = Programme(people=(person,), agencies=(), reviews=(Wish(ref="R0", seats=1),), rules=(rule,), on=ON)
    assert not asking.may_sit(programme, person, programme.reviews[0], Role.EXPERT)
    assert not len(prepare(programme).reviews[0].eligible)


@settings(max_examples=200, deadline=None)
@given(programmes())
def test_ceilings_are_those_of_the_plain_definition(programme):
    prepared = prepare(programme)
    # Someone who sits as chair here cannot be an expert here too, which the plain definition does not ask.
    chaired = {p.review for p in asking.accepted(programme) if p.role is Role.CHAIR}
    plain = scoring.ceilings(programme)
    for part in prepared.reviews:
        if part.ref not in chaired:
            assert part.ceiling == plain[part.ref]
        assert part.ceiling <= plain[part.ref]


@settings(max_examples=100, deadline=None)
@given(programmes())
def test_levels_fees_and_closeness_are_those_of_the_plain_definition(programme):
    prepared = prepare(programme)
    by_ref = {p.ref: p for p in programme.people}
    for part in prepared.reviews:
        people = [by_ref[prepared.people[i]] for i in part.eligible]
        assert part.level.tolist() == [[scoring.level(p, need) for need in part.wish.needs] for p in people]
        assert part.cost.tolist() == [scoring.seat_pence(part.wish, p, Role.EXPERT) for p in people]
        assert part.recency.tolist() == [scoring.recency(programme, p) for p in people]
        points = [conflicts.handling(part.wish.grades.get(p.ref)).points for p in people]
        assert part.closeness.tolist() == points
        chairs = [by_ref[prepared.people[i]] for i in part.chairs]
        assert part.cost_of(part.chairs, chair=True).tolist() == [
            scoring.seat_pence(part.wish, p, Role.CHAIR) for p in chairs
        ]


@settings(max_examples=50, deadline=None)
@given(programmes(), st.randoms(use_true_random=False))
def test_the_order_in_which_a_programme_is_written_changes_nothing(programme, lot):
    def shuffled(given):
        return tuple(lot.sample(given, len(given)))

    again = replace(
        programme,
        people=shuffled(programme.people),
        agencies=shuffled(programme.agencies),
        reviews=shuffled(programme.reviews),
        seated=shuffled(programme.seated),
    )
    first, second = prepare(programme), prepare(again)
    assert (first.people, first.agencies) == (second.people, second.agencies)
    for one, other in zip(first.reviews, second.reviews, strict=True):
        assert one.eligible.tolist() == other.eligible.tolist()
        assert one.chairs.tolist() == other.chairs.tolist()
        assert (one.ref, one.fixed, one.fixed_chair, one.proposed, one.ceiling) == (
            other.ref,
            other.fixed,
            other.fixed_chair,
            other.proposed,
            other.ceiling,
        )


@settings(max_examples=150, deadline=None)
@given(
    st.integers(1, 7).flatmap(
        lambda needs: st.tuples(
            st.lists(st.lists(st.integers(0, 2), min_size=needs, max_size=needs), max_size=8),
            st.lists(st.lists(st.integers(0, 2), min_size=needs, max_size=needs), max_size=1),
            st.lists(st.integers(1, 5), min_size=needs, max_size=needs),
        )
    ),
    st.integers(0, 4),
)
def test_the_best_score_is_the_best_of_all_panels_whichever_way_it_is_found(drawn, seats):
    levels, fixed, weights = (np.array(rows, dtype=kind) for rows, kind in zip(drawn, ("u1", "u1", "i8"), strict=True))
    levels, fixed = levels.reshape(-1, len(weights)), fixed.reshape(-1, len(weights))
    best = 0
    for size in range(seats + 1):
        for panel in combinations(levels, size):
            met = np.max([np.zeros(len(weights)), *fixed, *panel], axis=0)
            best = max(best, int(((met > 0) * 7 * weights + (met > 1) * 3 * weights).sum()))
    assert ceilings.best_score(fixed, levels, weights, seats) == best
    assert ceilings.solved_score(fixed, levels, weights, seats) == best


def test_forty_needs_and_six_seats_still_have_an_exact_ceiling():
    lot = np.random.default_rng(1)
    levels = (lot.random((60, 40)) < 0.1).astype(np.uint8) * 2
    weights = np.ones(40, dtype=np.int64)
    best = ceilings.best_score(np.zeros((0, 40), dtype=np.uint8), levels, weights, 6)
    greedy = np.zeros(40, dtype=np.uint8)
    for _ in range(6):
        greedy = np.maximum(greedy, max(levels, key=lambda row: np.maximum(greedy, row).sum()))
    assert int((greedy > 0).sum()) * 10 <= best < 400


def test_what_is_left_is_capacity_less_accepted_seats():
    wish = Wish("R1", seats=2, expert_days=1.5, needs=(Wanted("community:a"),))
    people = (Person("P1", "A1", max_reviews=3, max_days=4), Person("P2"))
    seated = (
        Seated(Placing("R1", "P1"), SeatState.ACCEPTED),
        Seated(Placing("R1", "P2"), SeatState.PROPOSED),
    )
    prepared = prepare(Programme(people, (Agency("A1", 2),), (wish,), seated))
    assert prepared.room_reviews.tolist() == [2, NO_LIMIT]
    assert prepared.room_half_days.tolist() == [5, NO_LIMIT]
    assert prepared.agency_room.tolist() == [1]
    assert (prepared.reviews[0].fixed, prepared.reviews[0].open_seats) == ((0,), 1)
    assert prepared.reviews[0].proposed == (1,)


def test_a_reference_given_twice_is_refused():
    with pytest.raises(ValueError, match="a reference is given twice"):
        prepare(Programme((Person("P1"), Person("P1")), (), ()))
