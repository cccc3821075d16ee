"""The proposal for one review, against brute force over every panel there could be."""

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lantern.matching.domain import Breach, check, propose, say
from lantern.matching.domain.check import breaks, may_be_asked, strongest
from lantern.matching.domain.model import (
    COMMUNITY,
    STANDARD_RULES,
    Candidate,
    Expertise,
    Gate,
    Grade,
    Kind,
    Level,
    Need,
    ReviewNeeds,
    Rule,
    Weight,
)
from lantern.matching.domain.tiers import Name, draw

TODAY = date(2026, 11, 24)
TAGS = [(COMMUNITY, "kurdish"), (COMMUNITY, "roma"), ("language", "sorani"), ("practice", "fgm")]


def need(tag, weight=Weight.MUST, lived=False):
    return Need(*tag, tag[1].title(), weight, lived)


def review(**changes):
    base = {
        "ref": "REVIEW01",
        "region": "london",
        "remote_ok": True,
        "seats": 2,
        "needs": (need(TAGS[0]), need(TAGS[2])),
        "on": TODAY,
        "rules": (),
    }
    return ReviewNeeds(**{**base, **changes})


def person(ref, *codes, level=Level.LIVED, **changes):
    expertise = tuple(Expertise(*tag, level) for tag in TAGS if tag[1] in codes)
    return Candidate(ref, **{"name_for_coordinator": f"Name of {ref}", "expertise": expertise, **changes})


needs = st.lists(
    st.builds(need, st.sampled_from(TAGS), st.sampled_from(Weight), st.booleans()),
    max_size=4,
    unique_by=lambda n: n.tag,
).map(tuple)
bounds = st.one_of(st.none(), st.integers(0, 2))
rules = st.lists(
    st.one_of(
        st.builds(Rule, st.just("baf"), st.just(Kind.BY_AND_FOR_FOR_EACH_MUST_COMMUNITY), st.booleans()),
        st.builds(Rule, st.just("lone"), st.just(Kind.NO_LONE_MEMBER_FOR_TWO_COMMUNITIES), st.booleans()),
        st.builds(
            Rule,
            st.just("agency"),
            st.just(Kind.SEATS_FROM_AGENCY),
            st.booleans(),
            bounds,
            bounds,
            st.sampled_from(["A1", "A2"]),
        ),
        st.builds(
            lambda tag, hard, low, high: Rule(
                "skill", Kind.MEMBERS_WITH_EXPERTISE, hard, low, high, facet=tag[0], code=tag[1]
            ),
            st.sampled_from(TAGS),
            st.booleans(),
            bounds,
            bounds,
        ),
    ),
    max_size=4,
    unique_by=lambda r: r.key,
).map(tuple)
expertise = st.lists(
    st.builds(lambda tag, level: Expertise(*tag, level), st.sampled_from(TAGS), st.sampled_from(Level)), max_size=4
).map(tuple)
maybe = st.sampled_from([None, True, False])
candidates = st.lists(
    st.builds(
        Candidate,
        ref=st.sampled_from([f"P{i}" for i in range(8)]),
        agency_ref=st.sampled_from([None, "A1", "A2"]),
        by_and_for=st.booleans(),
        expertise=expertise,
        regions=st.sampled_from([None, frozenset(), frozenset({"london"})]),
        remote=maybe,
        day_rate_pence=st.sampled_from([None, 0, 30_000, 40_000, 50_001]),
        accepting=st.sampled_from([True, True, True, False]),
        active_reviews=st.integers(0, 2),
        max_reviews=st.sampled_from([None, 2, 3]),
        agency_active=st.integers(0, 1),
        agency_max=st.sampled_from([None, 1, 2]),
        conflict=st.sampled_from([None, *Grade]),
        last_asked=st.sampled_from([None, TODAY, TODAY - timedelta(days=200), TODAY + timedelta(days=3)]),
        declined_this=st.sampled_from([False, False, False, True]),
        away_until=st.sampled_from([None, None, TODAY, TODAY + timedelta(days=1)]),
    ),
    max_size=8,
    unique_by=lambda c: c.ref,
)
reviews = st.builds(
    review,
    region=st.sampled_from([None, "london"]),
    remote_ok=st.booleans(),
    seats=st.integers(1, 4),
    needs=needs,
    rate_ceiling_pence=st.sampled_from([None, 40_000]),
    half_days=st.sampled_from([None, 5]),
    rules=rules,
    seated=st.sampled_from([(), (), ("P0",), ("P1", "GONE")]),
    fill_empty_seats=st.booleans(),
)


def parts_broken(wanted, members):
    """Advisory parts not kept, counted from the words of the rules."""
    broken = 0
    for rule in wanted.rules:
        if rule.hard:
            continue
        if rule.kind is Kind.BY_AND_FOR_FOR_EACH_MUST_COMMUNITY:
            musts = [n for n in wanted.needs if n.facet == COMMUNITY and n.weight is Weight.MUST]
            broken += sum(not any(m.by_and_for and strongest([m], n) for m in members) for n in musts)
        elif rule.kind is Kind.NO_LONE_MEMBER_FOR_TWO_COMMUNITIES:
            broken += breaks(wanted, rule, members)
        else:
            broken += breaks(wanted, replace(rule, minimum=None), members)
            broken += breaks(wanted, replace(rule, maximum=None), members)
    return broken


def by_hand(wanted, members):
    """The whole vector, smaller being better, written again from the decision record."""
    new = [m for m in members if m.ref not in wanted.seated]
    must = other = 0
    for n in wanted.needs:
        points = {None: 0, Level.PROFESSIONAL: 7, Level.LIVED: 10}[strongest(members, n)]
        if n.weight is Weight.MUST:
            must += points
        else:
            other += points * (3 if n.weight is Weight.SHOULD else 1)
    unstated = wanted.rate_ceiling_pence if wanted.rate_ceiling_pence is not None else 100_000
    grades = {Grade.NONE: 0, None: 1, Grade.COMMUNITY_ACQUAINTANCE: 2, Grade.AGENCY_CONTACT: 4}
    filled = [-sum(any(strongest([m], n) for n in wanted.needs) for m in new)] if wanted.fill_empty_seats else []
    return (
        -must,
        -other,
        parts_broken(wanted, members),
        *filled,
        sum(grades[m.conflict] for m in new),
        sum(1 + m.active_reviews for m in new),
        sum(min(365, max(0, 365 - (TODAY - m.last_asked).days)) for m in new if m.last_asked),
        sum(unstated if m.day_rate_pence is None else m.day_rate_pence for m in new),
        sum(draw(wanted, m) for m in new),
    )


def brute_force(wanted, people):
    """The best vector over every panel, or None where no panel keeps the hard rules."""
    known = {c.ref: c for c in people}
    seated = [known.get(ref, Candidate(ref)) for ref in wanted.seated]
    free = [c for c in people if c.ref not in wanted.seated and may_be_asked(wanted, c)]
    room = {}
    for c in people:
        if c.agency_ref and c.agency_max is not None:
            left = max(0, c.agency_max - c.agency_active)
            room[c.agency_ref] = min(left, room.get(c.agency_ref, left))
    best = None
    for size in range(max(0, wanted.seats - len(seated)) + 1):
        for new in combinations(free, size):
            if any(sum(c.agency_ref == a for c in new) > left for a, left in room.items()):
                continue
            members = [*seated, *new]
            if any(rule.hard and breaks(wanted, rule, members) for rule in wanted.rules):
                continue
            vector = by_hand(wanted, members)
            best = vector if best is None or vector < best else best
    return best


def as_vector(proposal):
    return tuple(-t.value if t.more_is_better else t.value for t in proposal.tiers)


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
        "Six people in the register have Sorani; none is within the fee ceiling.",
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
