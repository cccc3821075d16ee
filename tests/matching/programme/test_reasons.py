"""Why, why not, and which needs nobody meets: held against every arrangement of small programmes."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings

from lantern.matching.domain.model import Gate, Grade, Level
from lantern.matching.domain.programme import asking, nearby, reasons, scoring
from lantern.matching.domain.programme.model import (
    Agency,
    Ban,
    Person,
    Placing,
    Plan,
    Programme,
    Role,
    Seated,
    SeatState,
    TierName,
    Wanted,
    Wish,
)
from tests.matching.programme.arrangements import everything, planned
from tests.matching.programme.programmes import ON, told

SORANI = "language:sorani"


def speaker(ref, **known):
    return Person(ref, **{"levels": {SORANI: Level.LIVED}, **known})


def programme(people, *reviews, **more):
    return Programme(tuple(people), more.pop("agencies", ()), reviews, on=ON, **more)


def wish(ref="R1", **known):
    return Wish(ref, **{"needs": (Wanted(SORANI, label="Sorani"),), "expert_days": 1, **known})


def as_good(name, value, before):
    return value >= before if name in scoring.MORE_IS_BETTER else value <= before


# -- needs nobody meets


def test_unmet_names_the_gate_that_stops_the_last():
    people = [speaker(f"E{i}", rate_pence=50_000) for i in range(6)]
    (row,) = reasons.unmet(programme(people, wish(rate_ceiling_pence=40_000)), ())
    assert (row.review, row.tag, row.gate, row.people_left, row.text) == (
        "R1",
        SORANI,
        Gate.FEE,
        6,
        "Six people in the register speak Sorani; none is within the fee ceiling.",
    )


def test_unmet_where_those_left_are_needed_elsewhere_says_on_how_many_reviews():
    people = [speaker("E1", max_reviews=1), speaker("E2", accepting=False), Person("E3")]
    (row,) = reasons.unmet(programme(people, wish(), wish("R2")), [Placing("R2", "E1")])
    assert (row.review, row.gate, row.people_left, row.text) == (
        "R1",
        Gate.CHOICE,
        1,
        "Two people in the register speak Sorani; 1 could serve, but is needed on 1 other review.",
    )


def test_unmet_need_of_nobody_in_the_register():
    (row,) = reasons.unmet(programme([Person("E1")], wish(needs=(Wanted("faith:muslim", lived=True),))), ())
    assert (row.gate, row.text) == (Gate.RELEVANCE, "Nobody in the register has muslim (lived experience).")


def test_unmet_need_that_a_budget_forbids_is_stopped_by_the_rules():
    made = programme([speaker("E1", rate_pence=50_000)], wish(budget_pence=10_000))
    assert [u.gate for u in reasons.unmet(made, ())] == [Gate.RULES]


@settings(max_examples=100, deadline=None)
@given(planned(6, 3))
def test_unmet_are_exactly_the_needs_nobody_meets(made):
    programme, plan = made
    people = {p.ref: p for p in programme.people}
    sitting = {
        w.ref: [people[p.person] for p in plan.placings if p.review == w.ref and p.role is Role.EXPERT]
        for w in programme.reviews
    }
    assert [(u.review, u.tag) for u in reasons.unmet(programme, plan.placings)] == [
        (w.ref, need.tag)
        for w in programme.reviews
        for need in w.needs
        if not any(scoring.level(p, need) for p in sitting[w.ref])
    ]


# -- why


def test_why_says_what_is_brought_alone_and_what_would_be_lost():
    made = programme([speaker("E1"), speaker("E2")], wish(seats=2))
    plan = told(made, (Placing("R1", "E1"),))
    found = reasons.why(made, plan, "R1", "E1")
    assert [(b.need.label, b.level, b.alone) for b in found.brings] == [("Sorani", Level.LIVED, True)]
    assert [name for name, *_ in found.worse] == [TierName.HARD, TierName.FLOOR, TierName.SHORTFALL, TierName.COVERAGE]
    assert found.for_coordinator == (
        "{E1} brings lived experience of Sorani (alone). Without them, a chair or an only expert would be missing, "
        "the worst-served review would be served less well, a review would fall further short of what is possible for "
        "it and needs would be met less well."
    )
    assert found.for_expert == "You are proposed for what you bring: lived experience of Sorani."


def test_why_for_someone_accepted_is_measured_without_them_too():
    made = programme([speaker("E1")], wish(), seated=(Seated(Placing("R1", "E1"), SeatState.ACCEPTED),))
    found = reasons.why(made, told(made, (Placing("R1", "E1"),)), "R1", "E1")
    assert found.worse[0] == (TierName.HARD, 0, 10)


def test_why_for_someone_who_is_not_there_is_refused():
    made = programme([speaker("E1")], wish())
    with pytest.raises(KeyError):
        reasons.why(made, told(made, ()), "R1", "E1")


# -- why not


def test_why_not_at_a_gate_uses_the_sentences_of_the_single_review():
    made = programme([speaker("E1", rate_pence=50_000)], wish(rate_ceiling_pence=40_000))
    found = reasons.why_not(made, told(made, ()), "R1", "E1")
    assert (found.gate, found.for_coordinator, found.for_expert) == (
        Gate.FEE,
        "{E1} asks for £500 a day; the ceiling is £400.",
        "The day rate you set is above what this review can pay at present.",
    )


def test_why_not_where_days_are_used_up_speaks_of_time():
    made = programme([speaker("E1", max_days=0.5)], wish())
    assert reasons.why_not(made, told(made, ()), "R1", "E1").for_coordinator == (
        "{E1} has no time left for this review, by what their profile says."
    )


def test_why_not_someone_without_the_role():
    made = programme([speaker("E1", roles=frozenset({Role.CHAIR}))], wish())
    assert (
        reasons.why_not(made, told(made, ()), "R1", "E1").for_coordinator == "{E1} is not down to serve as an expert."
    )


def test_why_not_the_choice_names_what_gets_worse_to_the_coordinator_only():
    rare = Wanted("faith:yazidi", 5, must=True, label="Yazidi")
    people = [Person("E1", levels={SORANI: Level.LIVED, rare.tag: Level.LIVED}, max_reviews=1), speaker("E2")]
    made = programme(people, wish(), wish("R2", needs=(rare,)))
    plan = told(made, (Placing("R1", "E2"), Placing("R2", "E1")))
    found = reasons.why_not(made, plan, "R1", "E1")
    assert (found.gate, found.worsens, found.for_coordinator, found.for_expert) == (
        Gate.CHOICE,
        TierName.HARD.value,
        "{E1} could serve. With them on this review, a review would be left without a chair or without any expert.",
        "You are not being asked about this review. This says nothing about your expertise.",
    )


def test_why_not_is_an_honest_tie_between_equals():
    made = programme([speaker("E1"), speaker("E2")], wish())
    found = reasons.why_not(made, told(made, (Placing("R1", "E2"),)), "R1", "E1")
    assert (found.worsens, found.numbers["proven"], found.for_coordinator) == (
        None,
        1,
        "{E1} could serve. With them on this review nothing would be worse: a tie, and the lot fell otherwise.",
    )


def test_why_not_a_chair_where_one_is_promised():
    roles = frozenset({Role.CHAIR})
    people = [speaker("E1", roles=roles), speaker("E2", roles=roles)]
    seated = (Seated(Placing("R1", "E1", Role.CHAIR), SeatState.ACCEPTED),)
    made = programme(people, wish(chair=True), seated=seated)
    found = reasons.why_not(made, told(made, (seated[0].placing,)), "R1", "E2")
    assert (found.gate, found.for_coordinator) == (
        Gate.RULES,
        "{E2} could serve, but no seat is open for them: the panel is full, or a hard rule would be broken.",
    )


def test_why_not_weighs_fees_beside_what_is_promised_already():
    people = [speaker("E1", rate_pence=30_000), speaker("E2", rate_pence=20_000), speaker("E3", rate_pence=40_000)]
    made = programme(people, wish(), wish("R2"), seated=(Seated(Placing("R2", "E3"), SeatState.ACCEPTED),))
    plan = told(made, (Placing("R1", "E2"), Placing("R2", "E3")))
    found = reasons.why_not(made, plan, "R1", "E1")
    assert (found.worsens, found.numbers["before"], found.numbers["after"]) == (TierName.COST.value, 60_000, 70_000)


@pytest.mark.parametrize(
    ("worse", "sentence"),
    [
        (
            TierName.COST,
            "No need would be met less well with them on this review; finer points were not settled in time.",
        ),
        (TierName.FLOOR, "No arrangement with them that is as good was found in the time there was; there may be one."),
        (None, "No arrangement with them that is as good was found in the time there was; there may be one."),
    ],
)
def test_time_that_ran_out_is_said(worse, sentence):
    assert reasons._chosen("E1", nearby.Kept((), worse, None, False, 1.0), {}) == f"{{E1}} could serve. {sentence}"


@settings(max_examples=60, deadline=None)
@given(planned())
def test_why_not_names_the_tier_that_every_arrangement_makes_worse(made):
    programme, plan = made
    ceilings = scoring.ceilings(programme)
    before = scoring.measure(programme, plan.placings, ceilings)
    measured = [(set(p), scoring.measure(programme, p, ceilings)) for p in everything(programme)]
    for wanted in _absent(programme, plan):
        found = reasons.why_not(programme, plan, wanted.review, wanted.person, role=wanted.role)
        with_them = [values for seats, values in measured if wanted in seats]
        if found.gate not in (Gate.CHOICE, Gate.RULES):
            continue
        if found.gate is Gate.RULES:
            assert with_them == []
            continue
        worse = [name for name in TierName if name.value == found.worsens]
        for name in TierName:
            good = [values for values in with_them if as_good(name, values[name], before[name])]
            if worse == [name]:
                assert good == []
                break
            assert good != []
            with_them = good


def _absent(programme, plan):
    here = {(p.review, p.person) for p in plan.placings}
    for w in programme.reviews:
        for p in programme.people:
            for role in sorted(p.roles):
                if (w.ref, p.ref) not in here and (role is Role.EXPERT or w.chair):
                    yield Placing(w.ref, p.ref, role)


@settings(max_examples=100, deadline=None)
@given(planned())
def test_no_text_for_an_expert_tells_of_others_of_money_or_of_a_conflict(made):
    programme, plan = made
    assume(programme.reviews)
    first = programme.reviews[0]
    # Planted: someone with a connection, someone barred for another's sake, and fees on both sides of the ceiling.
    planted = (
        Person("CANARY1", levels={n.tag: Level.LIVED for n in first.needs}, rate_pence=31_337),
        Person("CANARY2", levels={n.tag: Level.LIVED for n in first.needs}, rate_pence=99_999_00),
    )
    grades = {**first.grades, "CANARY1": Grade.DIRECT_INVOLVEMENT}
    changed = replace(
        first, bans=(*first.bans, Ban("CANARY2", "knows_the_family")), grades=grades, rate_ceiling_pence=31_336
    )
    programme = replace(programme, people=(*programme.people, *planted), reviews=(changed, *programme.reviews[1:]))
    texts = [
        (p, reasons.why_not(programme, plan, p.review, p.person, role=p.role).for_expert)
        for p in _absent(programme, plan)
    ]
    texts += [(p, reasons.why(programme, plan, p.review, p.person).for_expert) for p in plan.placings]
    refs = {p.ref for p in programme.people} | {a.ref for a in programme.agencies} | {w.ref for w in programme.reviews}
    forbidden = (*refs, "£", "{", "onflict", "onnect", "nvolve", "family", "knows", "313", "999")
    assert [(p, text) for p, text in texts if any(word in text for word in forbidden)] == []


def test_a_connection_told_of_in_confidence_reads_like_any_other_reason_not_to_ask():
    people = [speaker("E1"), speaker("E2"), speaker("E3")]
    made = programme(people, wish(bans=(Ban("E1", "family"),)))
    plan = told(made, (Placing("R1", "E3"),))
    barred, chosen_otherwise = (reasons.why_not(made, plan, "R1", ref) for ref in ("E1", "E2"))
    assert (barred.gate, chosen_otherwise.gate) == (Gate.CONFLICT, Gate.CHOICE)
    assert barred.for_expert == chosen_otherwise.for_expert
    assert "family" not in barred.for_coordinator


def test_register_answers_as_one_question_alone_does():
    people = [speaker("E1", agency="A1", max_reviews=2), speaker("E2", agency="A1")]
    made = programme(
        people,
        wish(),
        wish("R2"),
        agencies=(Agency("A1", 1),),
        seated=(Seated(Placing("R2", "E1"), SeatState.ACCEPTED),),
    )
    asked = asking.candidate(made, people[1], made.reviews[0])
    assert (asked.agency_active, asked.agency_max) == (1, 1)
    assert isinstance(told(made, (Placing("R2", "E1"),)), Plan)
