"""The checker against planted breaches: one of every kind, each of which must be caught, and only it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lantern.matching.domain.model import Gate, Grade, Level
from lantern.matching.domain.programme.checker import Breach, check_plan, check_seats
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
    TierName,
    Unmet,
    Wanted,
    Wish,
)
from tests.matching.programme.programmes import ON, told

KURDISH, TAMIL, SORANI = "community:kurdish", "community:tamil", "language:sorani"
LIVED, KNOWS = Level.LIVED, Level.PROFESSIONAL
BOTH = frozenset({Role.EXPERT, Role.CHAIR})

ANA = Person("ANA", "A1", BOTH, by_and_for=True, levels={KURDISH: LIVED}, max_reviews=3, max_days=20, rate_pence=30_000)
BEA = Person("BEA", "A1", levels={SORANI: KNOWS, TAMIL: KNOWS}, max_reviews=3, max_days=20, rate_pence=40_000)
CEM = Person("CEM", "A2", BOTH, levels={KURDISH: KNOWS, TAMIL: LIVED}, max_reviews=3, max_days=20)
MIA = Person("MIA", "A2", mentee=True)
NIL = Person("NIL", mentee=True)

NEEDS = (Wanted(KURDISH, 5, must=True), Wanted(SORANI, 2))
ONE = Wish("R1", "london", seats=2, chair=True, expert_days=2, chair_days=6, rate_ceiling_pence=45_000, needs=NEEDS)
TWO = Wish("R2", "wales", seats=2, expert_days=2, needs=(Wanted(TAMIL, 3), Wanted(KURDISH, 1, lived=True)))

PROGRAMME = Programme(
    people=(ANA, BEA, CEM, MIA, NIL), agencies=(Agency("A1", 4), Agency("A2")), reviews=(ONE, TWO), on=ON
)
SEATS = (
    Placing("R1", "ANA"),
    Placing("R1", "BEA"),
    Placing("R1", "CEM", Role.CHAIR),
    Placing("R1", "MIA", Role.SHADOW),
    Placing("R2", "CEM"),
)
LONE = ProgrammeRule(RuleKind.NO_LONE_MEMBER_FOR_TWO_COMMUNITIES)
FOR_EACH = RuleKind.BY_AND_FOR_FOR_EACH_MUST_COMMUNITY


def breaches(programme, seats):
    with pytest.raises(Breach) as caught:
        check_plan(programme, told(programme, seats))
    return caught.value.breaches


def person(ref, **changes):
    people = tuple(replace(p, **changes) if p.ref == ref else p for p in PROGRAMME.people)
    return replace(PROGRAMME, people=people)


def wish(ref, **changes):
    return replace(PROGRAMME, reviews=tuple(replace(w, **changes) if w.ref == ref else w for w in PROGRAMME.reviews))


def rule(*given):
    return replace(PROGRAMME, rules=given)


def seated(*placings, state=SeatState.ACCEPTED, programme=PROGRAMME):
    return replace(programme, seated=tuple(Seated(p, state) for p in placings))


def test_a_plan_without_fault_passes():
    check_plan(PROGRAMME, told(PROGRAMME, SEATS))
    check_plan(PROGRAMME, told(PROGRAMME, ()))
    check_seats(PROGRAMME, SEATS)


@pytest.mark.parametrize(
    ("programme", "words"),
    [
        (person("BEA", roles=frozenset({Role.CHAIR})), "BEA in R1: does not sit as expert"),
        (person("CEM", roles=frozenset({Role.EXPERT})), "CEM in R1: does not sit as chair"),
        (wish("R1", chair=False), "CEM in R1: this review wants no chair"),
        (person("BEA", levels={TAMIL: KNOWS}), "BEA in R1: brings nothing to a need or a rule"),
        (person("BEA", levels={}), "BEA in R1: brings nothing to a need or a rule"),
        (
            wish("R1", needs=(NEEDS[0], replace(NEEDS[1], lived=True))),
            "BEA in R1: brings nothing to a need or a rule",
        ),
        (wish("R1", bans=(Ban("BEA", "family"),)), "BEA in R1: may not be asked for this review"),
        (wish("R1", bans=(Ban("MIA", "family"),)), "MIA beside R1: may not be asked for this review"),
        (wish("R1", grades={"BEA": Grade.DIRECT_INVOLVEMENT}), "BEA in R1: is directly involved"),
        (person("BEA", accepting=False), "BEA in R1: takes nothing on at present"),
        (person("BEA", away_until=ON + timedelta(days=1)), "BEA in R1: is away"),
        (person("BEA", regions=frozenset({"wales"}), remote=False), "BEA in R1: is out of reach"),
        (person("MIA", regions=frozenset({"wales"}), remote=False), "MIA beside R1: is out of reach"),
        (person("BEA", rate_pence=45_001), "BEA in R1: the fee is above the review's ceiling"),
        (person("BEA", max_reviews=0), "BEA has 1 reviews and takes 0"),
        (person("BEA", max_days=1.5), "BEA has 2 days of work and 1.5 to give"),
        (person("CEM", max_days=7.5), "CEM has 8 days of work and 7.5 to give"),
        (wish("R1", seats=1), "R1 has 2 experts on 1 seats"),
        # 2 days at £300, 2 at £400 and 6 at the ceiling of £450, because CEM's rate is not known
        (wish("R1", budget_pence=409_999), "R1 costs 410000 pence and has 409999"),
        (wish("R2", budget_pence=199_999), "R2 costs 200000 pence and has 199999"),
        (replace(PROGRAMME, agencies=(Agency("A1", 1), Agency("A2"))), "A1 has 2 seats and may have 1"),
        (
            rule(ProgrammeRule(RuleKind.MAX_SEATS_FOR_AGENCY, agency="A2", most=1)),
            "A2 has 2 seats and may have 1",
        ),
        (
            rule(ProgrammeRule(RuleKind.SEATS_FROM_AGENCY, agency="A1", least=1, most=1, review="R1")),
            "R1: 2 members of A1, more than 1",
        ),
        (
            rule(ProgrammeRule(RuleKind.SEATS_FROM_AGENCY, agency="A2", least=1, most=2, review="R1")),
            "R1: 0 members of A2, fewer than 1",
        ),
        (
            rule(ProgrammeRule(RuleKind.MEMBERS_WITH_EXPERTISE, tag=SORANI, least=1)),
            "R2: 0 members with language:sorani, fewer than 1",
        ),
        (
            rule(ProgrammeRule(RuleKind.MEMBERS_WITH_EXPERTISE, tag=TAMIL, most=0, review="R2")),
            "R2: 1 members with community:tamil, more than 0",
        ),
        (
            replace(person("ANA", by_and_for=False), rules=(ProgrammeRule(FOR_EACH),)),
            "R1: fewer than 1 from a by-and-for agency for community:kurdish",
        ),
        (
            rule(ProgrammeRule(FOR_EACH, least=2)),
            "R1: fewer than 2 from a by-and-for agency for community:kurdish",
        ),
        (
            replace(wish("R2", needs=(Wanted(TAMIL), Wanted(KURDISH))), rules=(LONE,)),
            "R2: somebody is the only member for two of the communities",
        ),
        (rule(ProgrammeRule(RuleKind.APART, people=("ANA", "BEA"))), "R1: ANA and BEA are to be kept apart"),
        (person("MIA", mentee=False), "MIA beside R1: not a mentee"),
        (seated(Placing("R2", "ANA")), "the accepted seat of ANA as expert of R2 is gone"),
    ],
)
def test_a_planted_breach_is_the_one_that_is_said(programme, words):
    assert breaches(programme, SEATS) == (words,)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (Placing("R1", "ANA", Role.CHAIR), ("R1 has 2 chairs", "ANA is expert and chair of R1")),
        (Placing("R1", "CEM"), ("R1 has 3 experts on 2 seats", "CEM is expert and chair of R1")),
        (Placing("R1", "NIL", Role.SHADOW), ("R1 has 2 mentees",)),
        (Placing("R2", "MIA", Role.SHADOW), ("MIA shadows 2 reviews",)),
        (
            Placing("R2", "CEM", Role.SHADOW),
            ("CEM beside R2: not a mentee", "CEM beside R2: has a seat of their own there"),
        ),
        (Placing("R9", "ANA"), ("ANA in R9: a person or a review nobody knows",)),
        (Placing("R1", "ZOE"), ("ZOE in R1: a person or a review nobody knows",)),
    ],
)
def test_a_seat_too_many_is_said(more, words):
    with pytest.raises(Breach) as caught:
        check_seats(PROGRAMME, (*SEATS, more))
    assert caught.value.breaches == words


def test_somebody_seated_twice_is_said():
    with pytest.raises(Breach) as caught:
        check_seats(PROGRAMME, (*SEATS, SEATS[0]))
    assert caught.value.breaches == ("ANA is seated twice as expert of R1",)


@pytest.mark.parametrize(
    "rules",
    [
        (ProgrammeRule(RuleKind.SEATS_FROM_AGENCY, agency="A1", least=1, most=2, review="R1"),),
        (ProgrammeRule(RuleKind.SEATS_FROM_AGENCY, hard=False, agency="A1", most=0),),
        (ProgrammeRule(RuleKind.MAX_SEATS_FOR_AGENCY, agency="A1", most=2),),
        (ProgrammeRule(RuleKind.MAX_SEATS_FOR_AGENCY, hard=False, agency="A1", most=0),),
        (ProgrammeRule(RuleKind.APART, people=("ANA", "CEM")),),  # expert and chair are no panel together
        (ProgrammeRule(FOR_EACH), LONE),
    ],
)
def test_rules_that_are_kept_or_advisory_are_no_breach(rules):
    programme = rule(*rules)
    check_plan(programme, told(programme, SEATS))


def test_what_was_accepted_is_no_breach_whatever_it_breaks():
    broken = replace(
        wish("R1", seats=0, chair=False, needs=(), bans=(Ban("ANA", "family"),), budget_pence=0),
        rules=(ProgrammeRule(RuleKind.SEATS_FROM_AGENCY, agency="A1", most=0),),
        agencies=(Agency("A1", 0), Agency("A2")),
    )
    programme = seated(*SEATS, programme=broken)
    check_plan(programme, told(programme, SEATS))


def test_a_proposed_seat_is_no_excuse():
    programme = seated(*SEATS, state=SeatState.PROPOSED, programme=wish("R1", bans=(Ban("BEA", "family"),)))
    assert breaches(programme, SEATS) == ("BEA in R1: may not be asked for this review",)


def test_a_person_accepted_and_on_no_list_counts_where_they_sit():
    gone = Placing("R1", "GONE")
    programme = seated(gone)
    assert breaches(programme, (*SEATS, gone)) == ("R1 has 3 experts on 2 seats",)


# What a plan says of itself


def tier(plan, name, **changes):
    return replace(plan, tiers=tuple(replace(t, **changes) if t.name is name else t for t in plan.tiers))


PLAN = told(PROGRAMME, SEATS)
VALUES = {t.name: t.value for t in PLAN.tiers}


def test_the_tiers_of_a_plan_worked_out_by_hand():
    assert PLAN.scores == {"R1": 5 * 10 + 2 * 7, "R2": 3 * 10}
    assert PLAN.ceilings == {"R1": 64, "R2": 40}
    assert VALUES == {
        TierName.HARD: 0,
        TierName.FLOOR: 75,
        TierName.SHORTFALL: 50,
        TierName.COVERAGE: 1000 * 64 // 70 + 200 + 1000 * 30 // 40,
        TierName.ADVISORY: 0,
        TierName.CLOSENESS: 4,
        TierName.MOVES: 0,
        TierName.SPREAD: 4 + 2,  # sixteen half-days of A2, fair are 2/5 of 28, a seat at most 12; CEM's second seat
        TierName.ROTATION: 0,
        TierName.COST: 60_000 + 80_000 + 270_000 + 200_000,
    }


@pytest.mark.parametrize("name", list(TierName))
def test_a_wrong_tier_is_said(name):
    with pytest.raises(Breach) as caught:
        check_plan(PROGRAMME, tier(PLAN, name, value=VALUES[name] + 1, bound=VALUES[name] + 1))
    assert caught.value.breaches == (f"'{name}' is said to be {VALUES[name] + 1} and is {VALUES[name]}",)


WORST, SHORT = f"'{TierName.FLOOR}'", f"'{TierName.SHORTFALL}'"


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (tier(PLAN, TierName.FLOOR, bound=74, proven=False), f"{WORST} is 75, beyond its own bound of 74"),
        (tier(PLAN, TierName.SHORTFALL, bound=51, proven=False), f"{SHORT} is 50, beyond its own bound of 51"),
        (tier(PLAN, TierName.FLOOR, bound=80), f"{WORST} is said to be proven, and its bound is 80"),
        (tier(PLAN, TierName.FLOOR, bound=None), f"{WORST} is said to be proven, and its bound is None"),
        (tier(PLAN, TierName.HARD, more_is_better=True), "'reviews without a chair or an expert' runs the wrong way"),
        (replace(PLAN, tiers=PLAN.tiers[:-1]), "the tiers are not each given once, in their order"),
        (replace(PLAN, scores={**PLAN.scores, "R1": 65}), "the score of R1 is said to be 65 and is 64"),
        (replace(PLAN, scores={"R1": 64}), "scores or ceilings are not given for every review once"),
        (replace(PLAN, ceilings={}), "scores or ceilings are not given for every review once"),
        (
            replace(PLAN, unmet=(Unmet("R1", SORANI, Gate.CHOICE, 1, ""), Unmet("R2", KURDISH, Gate.CHOICE, 1, ""))),
            "language:sorani of R1 is said to be unmet and is met",
        ),
        (
            replace(PLAN, unmet=(Unmet("R2", KURDISH, Gate.CHOICE, 1, ""), Unmet("R2", TAMIL, Gate.CHOICE, 1, ""))),
            "community:tamil of R2 is said to be unmet and is met",
        ),
    ],
)
def test_an_untruth_is_said(plan, words):
    with pytest.raises(Breach) as caught:
        check_plan(PROGRAMME, plan)
    assert caught.value.breaches == (words,)


def test_an_unmet_need_left_out_is_said():
    plan = told(PROGRAMME, SEATS[:1])
    with pytest.raises(Breach) as caught:
        check_plan(PROGRAMME, replace(plan, unmet=(Unmet("R2", TAMIL, Gate.CHOICE, 1, ""),)))
    assert caught.value.breaches == (
        "language:sorani of R1 is unmet and that is not said",
        "community:kurdish of R2 is unmet and that is not said",
    )


def test_a_wrong_ceiling_is_said():
    wrong = replace(PLAN, ceilings={"R1": 65, "R2": 40})
    with pytest.raises(Breach) as caught:
        check_plan(PROGRAMME, wrong)
    assert caught.value.breaches[0] == "the ceiling of R1 is said to be 65 and is 64"
