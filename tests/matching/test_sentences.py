"""What the proposal says: each gate, each rule and each unmet need, in words for two readers."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings

from lantern.matching.domain import check, propose, say
from lantern.matching.domain.model import (
    COMMUNITY,
    STANDARD_RULES,
    Candidate,
    Gate,
    Grade,
    Kind,
    Level,
    Need,
    Rule,
    Weight,
)
from tests.matching.registers import TAGS, TODAY, candidates, need, person, review, reviews


def sentences(proposal):
    yield from (m.sentence for m in proposal.members)
    yield from (r.sentence for r in proposal.reserves)
    yield from (v.for_coordinator for v in proposal.not_proposed)
    yield from (c.sentence for c in proposal.coverage)
    yield from (c.remedy for c in proposal.coverage)
    yield from (r.sentence for r in proposal.rules)


@settings(max_examples=100, deadline=None)
@given(reviews, candidates)
def test_sentences_carry_no_names_and_the_experts_nobody_at_all(wanted, people):
    named = [replace(c, name_for_coordinator=f"Canary {c.ref}", conflict_reason_code="canary") for c in people]
    proposal = propose(wanted, named)
    assert [s for s in sentences(proposal) if "anary" in s] == []
    refs = {c.ref for c in people}
    assert [v.for_expert for v in proposal.not_proposed if any(r in v.for_expert for r in refs)] == []
    assert [v for v in proposal.not_proposed if "conflict" in v.for_expert or "involve" in v.for_expert] == []
    assert [s for s in (say(s, lambda ref: "X") for s in sentences(proposal)) if "{" in s or "}" in s] == []


def test_sentence_calls_people_what_the_page_says():
    proposal = propose(review(), [person("P1", "kurdish", "sorani")])
    assert say(proposal.coverage[0].sentence, {"P1": "Expert 1"}.__getitem__) == (
        "Kurdish: met with lived experience by Expert 1, alone."
    )


def test_label_with_braces_is_not_read_as_a_person():
    wanted = review(needs=(Need(COMMUNITY, "x", "{P1} people"),))
    assert propose(wanted, []).coverage[0].sentence == "Nobody in the register has (P1) people."


@pytest.mark.parametrize(
    ("changes", "gate", "coordinator", "expert"),
    [
        (
            {"expertise": ()},
            Gate.RELEVANCE,
            "Nothing in {P1}'s profile is among the needs of this review.",
            "This review asks for expertise that is not in your profile.",
        ),
        ({"declined_this": True}, Gate.DECLINED, "{P1} has said no to this review.", "You said no to this review."),
        (
            {"conflict": Grade.DIRECT_INVOLVEMENT},
            Gate.CONFLICT,
            "{P1} is not to be asked: the conflict grade is direct involvement. The reason is confidential.",
            "You are not being asked about this review. This says nothing about your expertise.",
        ),
        (
            {"accepting": False},
            Gate.NOT_ACCEPTING,
            "{P1} is not taking on reviews at present.",
            "Your profile says that you are not taking on reviews at present.",
        ),
        (
            {"away_until": TODAY + timedelta(days=1)},
            Gate.UNAVAILABLE,
            "{P1} is not free for another 1 day.",
            "Your profile says you are away for another 1 day.",
        ),
        (
            {"active_reviews": 2, "max_reviews": 2},
            Gate.OWN_CAPACITY,
            "{P1} is on 2 of the 2 reviews they can carry.",
            "You are on 2 of the 2 reviews you said you can carry.",
        ),
        (
            {"agency_ref": "A", "agency_active": 3, "agency_max": 3},
            Gate.AGENCY_CAPACITY,
            "{P1}'s agency holds 3 of the 3 seats it can carry.",
            "Your agency has reached the number of seats it said it can carry.",
        ),
        (
            {"regions": frozenset({"wales"}), "remote": False},
            Gate.REACH,
            "{P1} does not work in this area, and remote work does not bridge it.",
            "This review is outside the area you said you can work in.",
        ),
        (
            {"day_rate_pence": 45_050},
            Gate.FEE,
            "{P1} asks for £450.50 a day; the ceiling is £400.",
            "The day rate you set is above what this review can pay at present.",
        ),
    ],
)
def test_gate_stops_a_person_with_a_sentence_for_each_reader(changes, gate, coordinator, expert):
    people = [person("P1", "kurdish", **changes)]
    (verdict,) = propose(review(rate_ceiling_pence=40_000), people).not_proposed
    assert (verdict.gate, verdict.for_coordinator, verdict.for_expert) == (gate, coordinator, expert)


def test_rate_not_stated_passes_the_fee_gate_and_is_said():
    (member,) = propose(review(rate_ceiling_pence=40_000, half_days=5), [person("P1", "kurdish")]).members
    assert member.fee == "Day rate not stated: agree it before the offer; the ceiling is £400."


def test_rate_is_set_against_the_ceiling_and_the_days():
    wanted = review(rate_ceiling_pence=40_000, half_days=5)
    (member,) = propose(wanted, [person("P1", "kurdish", day_rate_pence=35_000)]).members
    assert member.fee == "£350 a day, £875 for 2.5 days; the ceiling is £400."


def test_unmet_need_names_the_gate_and_what_would_meet_it():
    people = [person(f"P{i}", "sorani", day_rate_pence=50_000 + i) for i in range(6)]
    proposal = propose(review(needs=(need(TAGS[2]),), rate_ceiling_pence=40_000), people)
    (row,) = proposal.coverage
    assert (row.stopped_at, row.sentence, row.remedy, proposal.unmet_sentence) == (
        Gate.FEE,
        "Six people in the register speak Sorani; none is within the fee ceiling.",
        "Six people are held back by this alone. A ceiling of £500 a day would let the nearest be asked.",
        "No suitable specialist was found for Sorani (must).",
    )


def test_need_without_a_seat_says_that_one_more_would_meet_it():
    people = [person("P1", "kurdish"), person("P2", "sorani")]
    wanted = review(seats=1, needs=(need(TAGS[0]), need(TAGS[2], Weight.COULD)))
    row = propose(wanted, people).coverage[1]
    assert (row.stopped_at, row.remedy) == (Gate.CHOICE, "One more seat would meet it.")
    assert propose(replace(wanted, seats=2), people).unmet_sentence == ""


def test_lived_experience_asked_for_is_not_met_by_professional_knowledge():
    wanted = review(needs=(need(TAGS[0], lived=True),))
    proposal = propose(wanted, [person("P1", "kurdish", level=Level.PROFESSIONAL)])
    assert proposal.members == ()
    assert proposal.coverage[0].remedy == (
        "Recruit: look for someone with Kurdish (lived experience), or ask an agency outside the register. "
        "One person has professional knowledge of it."
    )


def test_rule_of_one_to_two_allows_two_and_not_three():
    rule = Rule("skill", Kind.MEMBERS_WITH_EXPERTISE, True, 1, 2, facet=COMMUNITY, code="kurdish")
    people = [
        person("P1", "kurdish"),
        person("P2", "kurdish", "sorani"),
        person("P3", "kurdish", "fgm"),
        person("P4", "kurdish", "roma"),
    ]
    wanted = review(seats=4, needs=tuple(map(need, TAGS)), rules=(rule,))
    assert len(propose(wanted, people).members) == 2
    assert len(propose(replace(wanted, rules=()), people).members) == 3


def test_contradicting_rules_are_named_and_the_harmless_one_is_not():
    rules = (
        Rule("fair", Kind.NO_LONE_MEMBER_FOR_TWO_COMMUNITIES, True),
        Rule("two_of_a", Kind.SEATS_FROM_AGENCY, True, minimum=2, agency_ref="A", label="Agency A"),
        Rule("one_kurdish", Kind.MEMBERS_WITH_EXPERTISE, True, None, 1, facet=COMMUNITY, code="kurdish"),
    )
    people = [person("P1", "kurdish", agency_ref="A"), person("P2", "kurdish", agency_ref="A")]
    proposal = propose(review(rules=rules), people)
    assert (proposal.members, proposal.contradiction) == ((), ("two_of_a:minimum", "one_kurdish:maximum"))
    assert proposal.contradiction_sentence == (
        "No panel can be proposed: with the people and seats there are, these cannot be kept together: "
        "at least 2 members from Agency A; no more than 1 member with expertise in kurdish."
    )
    assert {v.gate for v in proposal.not_proposed} == {Gate.RULES}


def test_empty_seat_stays_empty_unless_a_second_voice_is_wanted():
    people = [person("P1", "kurdish", "sorani"), person("P2", "kurdish"), person("P3")]
    assert propose(review(), people).refs == ("P1",)
    assert propose(review(fill_empty_seats=True), people).refs == ("P1", "P2")


def test_person_who_adds_nothing_is_told_so_and_a_tie_is_called_a_tie():
    people = [person("P1", "kurdish"), person("P2", "kurdish")]
    wanted = review(needs=(need(TAGS[0]),), seats=1)
    (verdict,) = propose(wanted, people).not_proposed
    chosen = ({"P1", "P2"} - {verdict.ref}).pop()
    assert (verdict.gate, verdict.worsens) == (Gate.CHOICE, None)
    assert verdict.for_coordinator == (
        f"{{{verdict.ref}}} could serve, and brings nothing this panel does not already have. "
        f"In place of {{{chosen}}} they would do equally well: the lot fell otherwise."
    )


def test_reserve_takes_the_place_of_the_member_they_come_nearest_to():
    people = [
        person("P1", "kurdish", active_reviews=0),
        person("P2", "kurdish", active_reviews=1),
        person("P3", "sorani"),
    ]
    (reserve,) = propose(review(), people).reserves
    assert (reserve.ref, reserve.in_place_of, reserve.rank) == ("P2", "P1", 1)


def test_those_already_seated_stay_and_use_their_seats():
    people = [person("P1"), person("P2", "kurdish"), person("P3", "sorani")]
    proposal = propose(review(seated=("P1",)), people)
    assert (proposal.members[0].ref, proposal.members[0].seated) == ("P1", True)
    assert len(proposal.members) == 2


def test_what_if_gives_the_best_panel_with_a_person_on_it():
    people = [person("P1", "kurdish", "sorani"), person("P2", "kurdish"), person("P3", "sorani", active_reviews=1)]
    assert propose(review(), people, including=["P2"]).refs == ("P1", "P2")
    with pytest.raises(ValueError, match="may not be asked: P9"):
        propose(review(), people, including=["P9"])


def test_agency_is_not_asked_for_more_seats_than_it_has_room_for():
    people = [person(f"P{i}", code, agency_ref="A", agency_max=1) for i, code in enumerate(["kurdish", "sorani"])]
    proposal = propose(review(), people)
    assert len(proposal.members) == 1
    assert sorted(c.stopped_at or "" for c in proposal.coverage) == ["", Gate.RULES]


@pytest.mark.parametrize(
    "people", [[], [Candidate("P1")], [person("P1", "kurdish", conflict=Grade.DIRECT_INVOLVEMENT)]]
)
@pytest.mark.parametrize("wanted", [review(), review(needs=()), review(rules=STANDARD_RULES)])
def test_nobody_to_ask_is_an_answer(wanted, people):
    proposal = propose(wanted, people)
    check(wanted, people, proposal)
    assert (proposal.refs, proposal.contradiction) == ((), ())
    assert [v.ref for v in proposal.not_proposed] == [p.ref for p in people]
    assert proposal.unmet_sentence == (
        "No suitable specialist was found for Kurdish (must) and Sorani (must)." if wanted.needs else ""
    )
