"""Seating one by one and by exchange: every rule kept, never better than the best, better than where it began."""

import random
import time
from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings

from lantern.matching.domain.model import Level
from lantern.matching.domain.programme import large, scoring
from lantern.matching.domain.programme.allocate import allocate
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
from lantern.matching.domain.programme.prepared import prepare
from lantern.matching.domain.programme.seats import Seats
from tests.matching.programme.programmes import programmes

SOME = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
TAGS = [f"community:c{i}" for i in range(8)] + [f"language:l{i}" for i in range(8)]


def vector(programme, placings):
    values = scoring.measure(programme, placings)
    return tuple(-v if name in scoring.MORE_IS_BETTER else v for name, v in values.items())


def rounds(prepared, count, **how):
    """So many rounds of exchange and no more, whatever the clock says."""
    found = large.Large(prepared, seconds=60, seed=1, **how)
    found.cancelled = lambda: found.rounds >= count
    return found, found.solve(None)


def middling(*, rules=False):
    """Sixty people for forty reviews, few of them with what is asked for."""
    lot = random.Random(7)
    people = tuple(
        Person(
            f"E{i:02}",
            agency=f"A{i % 9}",
            roles=frozenset({Role.EXPERT, Role.CHAIR} if i % 4 == 0 else {Role.EXPERT}),
            by_and_for=lot.random() < 0.5,
            levels={tag: lot.choice(list(Level)) for tag in lot.sample(TAGS, 3)},
            rate_pence=lot.choice([None, 30_000, 45_000]),
            max_reviews=lot.choice([1, 2, 2, 3]),
            max_days=lot.choice([4.0, 8.0, None]),
        )
        for i in range(60)
    )
    reviews = tuple(
        Wish(
            f"R{i:02}",
            seats=lot.choice([1, 2, 3]),
            chair=i % 3 == 0,
            expert_days=2,
            chair_days=4,
            budget_pence=None if i % 5 else 300_000,
            needs=tuple(Wanted(tag, lot.randint(1, 5), lot.random() < 0.3) for tag in lot.sample(TAGS, 4)),
        )
        for i in range(40)
    )
    bounds = (
        ProgrammeRule(RuleKind.SEATS_FROM_AGENCY, agency="A1", least=1, most=2, review="R01"),
        ProgrammeRule(RuleKind.NO_LONE_MEMBER_FOR_TWO_COMMUNITIES, hard=True, review="R02"),
        ProgrammeRule(RuleKind.BY_AND_FOR_FOR_EACH_MUST_COMMUNITY, hard=False),
        ProgrammeRule(RuleKind.APART, people=("E01", "E02", "E03")),
        ProgrammeRule(RuleKind.MAX_SEATS_FOR_AGENCY, agency="A2", most=3),
    )
    agencies = tuple(Agency(f"A{i}", 6) for i in range(9))
    return Programme(people, agencies, reviews, rules=bounds if rules else (), on=date(2026, 11, 24))


def test_a_proposed_chair_who_has_become_too_dear_is_not_kept():
    chair = Person("E0", roles=frozenset({Role.EXPERT, Role.CHAIR}))
    review = Wish("R0", seats=0, chair=True, chair_days=1.0, budget_pence=600_00)
    proposed = Seated(Placing("R0", "E0", Role.CHAIR), SeatState.PROPOSED)
    programme = Programme((chair,), (), (review,), seated=(proposed,), on=date(2026, 11, 24))
    assert rounds(prepare(programme), 4)[1] == ()
    check_seats(programme, ())


@SOME
@given(programmes())
def test_small_programmes_keep_every_rule_and_are_never_better_than_the_best(programme):
    found = rounds(prepare(programme), 4)[1]
    check_seats(programme, found)
    best = allocate(programme, seconds=20)
    if all(tier.proven for tier in best.tiers):
        assert vector(programme, found) >= vector(programme, best.placings)


@SOME
@given(programmes())
def test_what_is_kept_up_seat_by_seat_is_what_the_plain_definition_counts(programme):
    search, found = rounds(prepare(programme), 3)
    key = search.seats.key()
    assert (*key[:2], *key[3:]) == vector(programme, found)


def test_a_middling_programme_gets_better_and_keeps_its_rules():
    for rules in (False, True):
        programme = middling(rules=rules)
        prepared = prepare(programme)
        first, found = rounds(prepared, 0)[1], rounds(prepared, 12)[1]
        check_seats(programme, first)
        check_seats(programme, found)
        assert vector(programme, found)[1:4] < vector(programme, first)[1:4]


def test_the_same_seed_and_rounds_give_the_same_plan_in_whatever_order_it_is_written():
    programme = middling(rules=True)
    again = replace(programme, people=programme.people[::-1], reviews=programme.reviews[::-1])
    assert rounds(prepare(programme), 6)[1] == rounds(prepare(again), 6)[1]


def test_accepted_seats_stay_and_proposed_ones_are_kept_where_that_costs_little():
    programme = middling()
    plan = rounds(prepare(programme), 6)[1]
    seated = tuple(
        Seated(p, SeatState.ACCEPTED if at % 2 else SeatState.PROPOSED) for at, p in enumerate(plan) if at < 40
    )
    after = replace(programme, seated=seated)
    found = rounds(prepare(after), 6)[1]
    check_seats(after, found)
    assert {s.placing for s in seated if s.state is SeatState.ACCEPTED} <= set(found)
    kept = [s.placing in found for s in seated if s.state is SeatState.PROPOSED]
    assert sum(kept) >= 0.8 * len(kept)


def test_a_start_is_only_ever_improved():
    programme = middling()
    prepared = prepare(programme)
    start = rounds(prepared, 6)[1]
    search = large.Large(prepared, seconds=60, seed=2)
    search.cancelled = lambda: search.rounds >= 3
    assert vector(programme, search.solve(start)) <= vector(programme, start)


def test_a_start_that_breaks_a_rule_is_taken_as_far_as_it_may_be():
    programme = middling()
    start = [Placing(wish.ref, "E01") for wish in programme.reviews]
    search = large.Large(prepare(programme), seconds=60, seed=1)
    search.cancelled = lambda: search.rounds >= 2
    check_seats(programme, search.solve(start))


def test_it_says_how_it_is_getting_on_and_stops_when_told_to():
    heard = []
    began = time.monotonic()
    found = large.solve(prepare(middling()), seconds=30, seed=1, report=heard.append, cancelled=lambda: len(heard) >= 2)
    assert found
    assert time.monotonic() - began < 15
    assert [p.done for p in heard] == sorted(p.done for p in heard)
    assert heard[0].memory_mb > 0


def test_the_first_whole_plan_is_told_as_soon_as_it_is_there():
    shown = []
    programme = middling(rules=True)
    search = large.Large(prepare(programme), seconds=60, seed=1)
    search.whole = lambda placings: shown.append((search.rounds, placings))
    search.cancelled = lambda: search.rounds >= 3
    found = search.solve(None)
    assert shown[0][0] == 0
    check_seats(programme, shown[0][1])
    assert vector(programme, found) <= vector(programme, shown[0][1])


def test_going_on_is_only_ever_better():
    programme = middling(rules=True)
    search, first = rounds(prepare(programme), 2)
    search.cancelled = lambda: search.rounds >= 6
    again = search.go_on(60)
    assert search.rounds == 6
    assert vector(programme, again) < vector(programme, first)


def test_a_programme_of_nobody_or_nothing_is_an_empty_plan():
    assert large.solve(prepare(Programme((), (), ())), seconds=1) == ()
    assert large.solve(prepare(Programme((Person("E1"),), (), ())), seconds=1) == ()
    nobody = Programme((), (), (Wish("R1", needs=(Wanted("a:b"),), chair=True),))
    assert large.solve(prepare(nobody), seconds=1) == ()


def test_forty_needs_are_still_seated():
    needs = tuple(Wanted(f"language:l{i}") for i in range(40))
    people = tuple(Person(f"E{i}", levels={f"language:l{i}": Level.LIVED}) for i in range(6))
    programme = Programme(people, (), (Wish("R1", seats=3, needs=needs),))
    found = large.solve(prepare(programme), seconds=1)
    check_seats(programme, found)
    assert len(found) == 3


def test_giving_seats_up_gives_all_their_room_back():
    prepared = prepare(middling())
    seats, untouched = Seats(prepared), Seats(prepared)
    part = prepared.reviews[0]
    seats.seat(0, [int(part.eligible[0])], int(part.chairs[0]))
    seats.seat(0, [], -1)
    assert seats.key() == untouched.key()
    for one, other in (
        (seats.room_reviews, untouched.room_reviews),
        (seats.room_half, untouched.room_half),
        (seats.room_agency, untouched.room_agency),
        (seats.share_left, untouched.share_left),
    ):
        assert one.tolist() == other.tolist()
