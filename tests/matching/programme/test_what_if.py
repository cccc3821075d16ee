"""Changes as data, plans side by side, and the fewest changes that meet a need."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings

from lantern.matching.domain.model import Level
from lantern.matching.domain.programme import reasons, relax, scoring, what_if
from lantern.matching.domain.programme.model import (
    Agency,
    Ban,
    Person,
    Placing,
    ProgrammeRule,
    Role,
    RuleKind,
    Seated,
    SeatState,
    TierName,
    Wanted,
)
from tests.matching.programme.arrangements import everything, planned
from tests.matching.programme.programmes import ON, told
from tests.matching.programme.test_reasons import SORANI, as_good, programme, speaker, wish

RULE = ProgrammeRule(RuleKind.MAX_SEATS_FOR_AGENCY, agency="A1", most=1)
BASE = programme(
    [speaker("E1", agency="A1", max_reviews=1, max_days=2.0, away_until=ON.replace(day=30))],
    wish(rate_ceiling_pence=30_000, budget_pence=50_000, remote_ok=False),
    agencies=(Agency("A1", 2),),
    rules=(RULE,),
)


@pytest.mark.parametrize(
    ("change", "look", "now", "words"),
    [
        (
            what_if.AddPerson(Person("E9", agency="A9")),
            lambda p: [a.ref for a in p.agencies],
            ["A1", "A9"],
            "{E9} in the register",
        ),
        (
            what_if.RaiseCeiling("R1", 45_000),
            lambda p: p.reviews[0].rate_ceiling_pence,
            45_000,
            "A fee ceiling of £450 a day",
        ),
        (
            what_if.RaiseCeiling("R1", None),
            lambda p: p.reviews[0].rate_ceiling_pence,
            None,
            "No fee ceiling on this review",
        ),
        (
            what_if.RaiseBudget("R1", 90_000),
            lambda p: p.reviews[0].budget_pence,
            90_000,
            "A budget of £900 for this review",
        ),
        (what_if.AllowRemote("R1"), lambda p: p.reviews[0].remote_ok, True, "Attending from a distance"),
        (what_if.MoreSeats("R1"), lambda p: p.reviews[0].seats, 2, "One more seat on this review"),
        (what_if.MoreReviews("E1", 2), lambda p: p.people[0].max_reviews, 3, "2 more reviews for {E1}"),
        (what_if.MoreDays("E1", 1.0), lambda p: p.people[0].max_days, 3.0, "1 more day of {E1}"),
        (what_if.Available("E1"), lambda p: p.people[0].away_until, None, "Waiting until {E1} is back"),
        (
            what_if.MoreForAgency("A1"),
            lambda p: (p.agencies[0].max_reviews, p.rules[0].most),
            (3, 2),
            "One more seat for the agency {A1}",
        ),
        (
            what_if.WithoutRule(RULE),
            lambda p: p.rules,
            (),
            "Doing without the rule that one named agency holds at most 1 of the seats",
        ),
    ],
)
def test_change_changes_a_copy_and_says_so(change, look, now, words):
    before = replace(BASE)
    assert (look(what_if.changed(BASE, [change])), what_if.words(change)) == (now, words)
    assert before == BASE


@pytest.mark.parametrize(
    "change",
    [
        what_if.RaiseCeiling("R9", 1),
        what_if.MoreDays("E9", 1.0),
        what_if.MoreForAgency("A9"),
        what_if.WithoutRule(replace(RULE, most=7)),
    ],
)
def test_change_of_what_is_not_there_is_refused(change):
    with pytest.raises(KeyError):
        what_if.changed(BASE, [change])


def test_no_limit_stays_no_limit():
    made = programme([speaker("E1")], wish())
    assert what_if.changed(made, [what_if.MoreReviews("E1"), what_if.MoreDays("E1", 1.0)]) == made


def test_two_plans_side_by_side():
    made = programme(
        [speaker("E1", max_reviews=1), speaker("E2", rate_pence=9_900_00)], wish(rate_ceiling_pence=40_000), wish("R2")
    )
    wider = what_if.changed(made, [what_if.RaiseCeiling("R1", None)])
    before = replace(told(made, (Placing("R1", "E1"),)), unmet=reasons.unmet(made, (Placing("R1", "E1"),)))
    placings = (Placing("R1", "E2"), Placing("R2", "E1"))
    after = replace(told(wider, placings), unmet=reasons.unmet(wider, placings))
    found = what_if.compare(before, after)
    assert (found.newly_met, found.newly_lost) == ((("R2", SORANI),), ())
    assert (found.leaving, found.coming) == ((Placing("R1", "E1"),), placings)
    assert [(t.name, t.better) for t in found.tiers if t.better is not None] == [
        (TierName.HARD, True),
        (TierName.FLOOR, True),
        (TierName.SHORTFALL, True),
        (TierName.COVERAGE, True),
        (TierName.CLOSENESS, False),
        (TierName.COST, False),
    ]
    assert [(t.name, t.better) for t in what_if.compare(after, after).tiers] == [(name, None) for name in TierName]


# -- the fewest changes


def sentences(made, placings, review="R1", tag=SORANI):
    return [way.sentence for way in relax.ways(made, told(made, placings), review, tag)]


def test_fee_ceiling_is_raised_no_higher_than_the_nearest_asks():
    people = [speaker("E1", rate_pence=60_000), speaker("E2", rate_pence=50_000)]
    made = programme(people, wish(rate_ceiling_pence=40_000))
    assert sentences(made, ()) == [
        "A fee ceiling of £500 a day would let {E2} meet it, with nothing else getting worse."
    ]


def test_two_things_in_the_way_are_named_together():
    person = speaker("E1", rate_pence=50_000, regions=frozenset({"wales"}), remote=True)
    made = programme([person], wish(rate_ceiling_pence=40_000, region="london", remote_ok=False))
    assert sentences(made, ()) == [
        "Attending from a distance, together with a fee ceiling of £500 a day, would let {E1} meet it, with nothing "
        "else getting worse."
    ]


def test_one_more_seat_where_the_seats_are_needed():
    needs = (Wanted(SORANI), Wanted("faith:muslim", 5))
    people = [speaker("E1"), Person("E2", levels={"faith:muslim": Level.LIVED})]
    made = programme(people, wish(needs=needs))
    assert sentences(made, (Placing("R1", "E2"),)) == [
        "One more seat on this review would let {E1} meet it, with nothing else getting worse."
    ]


def test_a_rule_of_composition_in_the_way():
    rule = ProgrammeRule(RuleKind.SEATS_FROM_AGENCY, most=0, agency="A1")
    made = programme([speaker("E1", agency="A1")], wish(), agencies=(Agency("A1"),), rules=(rule,))
    assert sentences(made, ()) == [
        "Doing without the rule that at most 0 on a panel may come from one named agency would let {E1} meet it, with "
        "nothing else getting worse."
    ]


@pytest.mark.parametrize(
    ("person", "more", "sentence"),
    [
        ({"away_until": ON.replace(day=30)}, {}, "Waiting until {E1} is back"),
        ({"max_days": 0.0}, {}, "1 more day of {E1}"),
        ({"max_reviews": 0}, {}, "One more review for {E1}"),
        ({"agency": "A1"}, {"agencies": (Agency("A1", 0),)}, "One more seat for the agency {A1}"),
    ],
)
def test_a_limit_of_a_person_or_agency(person, more, sentence):
    made = programme([speaker("E1", **person)], wish(), **more)
    assert sentences(made, ()) == [f"{sentence} would let {{E1}} meet it, with nothing else getting worse."]


def test_what_people_have_said_of_themselves_is_not_eased():
    people = [
        speaker("E1", accepting=False),
        speaker("E2"),
        speaker("E3"),
        speaker("E4", remote=False, regions=frozenset()),
    ]
    made = programme(people, wish(region="london", bans=(Ban("E2", "declined"), Ban("E3", "family"))))
    assert sentences(made, ()) == []


def test_a_plan_that_could_do_better_as_it_is_says_so():
    made = programme([speaker("E1")], wish())
    assert sentences(made, ()) == [
        "{E1} could take a seat here with nothing else getting worse: work the plan out again."
    ]


def test_a_need_that_is_met_asks_for_nothing_and_an_unknown_one_is_refused():
    made = programme([speaker("E1")], wish())
    assert sentences(made, (Placing("R1", "E1"),)) == []
    with pytest.raises(KeyError):
        sentences(made, (), tag="faith:muslim")
    with pytest.raises(KeyError):
        sentences(made, (), review="R9")


@settings(max_examples=40, deadline=None)
@given(planned())
def test_what_is_said_to_help_does_and_nothing_less(made):
    programme, plan = made
    ceilings = scoring.ceilings(programme)
    before = scoring.measure(programme, plan.placings, ceilings)

    def helps(changes, review, tag):
        changed = what_if.changed(programme, changes)
        people, wishes = {p.ref: p for p in changed.people}, {w.ref: w for w in changed.reviews}
        need = next(n for n in wishes[review].needs if n.tag == tag)
        for placings in everything(changed):
            sitting = [people[p.person] for p in placings if p.review == review and p.role is Role.EXPERT]
            if any(scoring.level(p, need) for p in sitting):
                values = scoring.measure(changed, placings, ceilings)
                if all(as_good(name, values[name], before[name]) for name in relax.DECIDING):
                    return True
        return False

    for row in reasons.unmet(programme, plan.placings):
        for way in relax.ways(programme, plan, row.review, row.tag, most=2, seconds=30.0):
            assert helps(way.changes, row.review, row.tag)
            fewer = [c for size in range(len(way.changes)) for c in combinations(way.changes, size)]
            assert [changes for changes in fewer if helps(changes, row.review, row.tag)] == []


def test_seats_accepted_elsewhere_count_against_the_days_that_are_missing():
    made = programme(
        [speaker("E1", max_days=1.0)],
        wish(),
        wish("R2"),
        seated=(Seated(Placing("R2", "E1"), SeatState.ACCEPTED),),
    )
    assert sentences(made, (Placing("R2", "E1"),)) == [
        "1 more day of {E1} would let {E1} meet it, with nothing else getting worse."
    ]
