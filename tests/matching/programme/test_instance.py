import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lantern.matching.domain.model import Gate
from lantern.matching.domain.programme import instance, result
from lantern.matching.domain.programme.instance import NotAnInstance
from lantern.matching.domain.programme.model import Person, Placing, Plan, Programme, TierName, Unmet, Wanted, Wish
from tests.matching.programme.programmes import accepted, programmes, told

SMALL = {
    "experts": [{"id": "E1", "agency": "A1"}, {"id": "E2"}],
    "agencies": [{"id": "A1"}],
    "reviews": [{"id": "R1", "needs": [{"tag": "community:kurdish"}]}, {"id": "R2"}],
}
EXPERT_KEYS = (
    "id, agency, roles, mentee, by_and_for, levels, regions, remote, rate_pence, max_reviews, max_days, accepting, "
    "last_asked, away_until"
)


def problems(changed):
    with pytest.raises(NotAnInstance) as caught:
        instance.read(changed if isinstance(changed, str | bytes) else json.dumps(changed))
    return caught.value.problems


def expert(**changes):
    return {**SMALL, "experts": [{"id": "E1", **changes}, {"id": "E2"}]}


def review(**changes):
    return {**SMALL, "reviews": [{"id": "R1", **changes}, {"id": "R2"}]}


def rule(**given):
    return {**SMALL, "rules": [given]}


def seats(*rows):
    return {**SMALL, "seated": [dict(zip(("review", "expert", "role", "state"), row, strict=True)) for row in rows]}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(programmes())
def test_what_is_written_reads_back_the_same(programme):
    # A rule without bounds says nothing, and a file that holds one is refused; so is somebody in two seats of a review.
    kept = tuple(r for r in programme.rules if r.people or r.kind != "apart")
    programme = replace(programme, rules=kept)
    assert instance.read(instance.write(programme)) == programme


@given(st.text(min_size=1), st.text(min_size=1), st.text(min_size=1))
def test_references_are_any_text(person, review, tag):
    programme = Programme((Person(person),), (), (Wish(review, needs=(Wanted(tag),)),))
    assert instance.read(instance.write(programme).encode()) == programme
    plan = told(programme, ())
    assert result.check_result(programme, result.write_result(plan).encode()) == (plan, ())


def test_half_a_surrogate_pair_survives_the_file():
    programme = Programme((Person("\ud83d"),), (), ())
    assert instance.read(instance.write(programme).encode()) == programme


def test_what_is_left_out_is_as_the_model_has_it():
    programme = instance.read(json.dumps({"experts": [{"id": "E1"}], "reviews": [{"id": "R1"}]}))
    assert programme == Programme((Person("E1"),), (), (Wish("R1"),))


def test_nobody_and_nothing_is_a_programme():
    assert instance.read('{"experts": [], "reviews": []}') == Programme((), (), ())


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("", "The file is not JSON: Expecting value at line 1, column 1."),
        ('{"experts": [],', "The file is not JSON: "),
        (b"\xff\xfe", "The file is not text in UTF-8."),
        ("[]", "The file must hold an object, not []."),
        ('{"experts": [], "experts": [], "reviews": []}', 'The file cannot be read: the key "experts" stands twice'),
        (
            '{"experts": [{"id": "E1", "max_days": NaN}], "reviews": []}',
            "The file cannot be read: NaN is not a number.",
        ),
        ('{"experts": [{"id": "E1", "max_days": -Infinity}], "reviews": []}', "The file cannot be read: -Infinity is"),
        (f'{{"experts": {"9" * 5000}}}', "The file cannot be read: a number in it is far too long."),
        ("[" * 200_000, "The file cannot be read: its lists stand too deep inside each other."),
        ("{}", "The file lacks experts (an empty list says that there are none)."),
    ],
)
def test_what_is_no_instance_at_all_is_said(written, sentence):
    assert problems(written)[0].startswith(sentence)


def test_a_mark_at_the_start_of_the_file_is_no_fault():
    assert instance.read(b'\xef\xbb\xbf{"experts": [], "reviews": []}') == Programme((), (), ())


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            {**SMALL, "budget": 3},
            'The file has the key "budget", which is not known; known are experts, agencies, reviews, seated, rules, '
            "on.",
        ),
        (
            expert(ethnicity="x"),
            f'experts, expert 1 ("E1") has the key "ethnicity", which is not known; known are {EXPERT_KEYS}.',
        ),
        (
            review(needs=[{"tag": "t", "wieght": 3}]),
            'reviews, review 1 ("R1"), need 1 has the key "wieght", which is not known; known are tag, weight, must, '
            "level, label.",
        ),
        (
            review(bans=[{"expert": "E1", "why": "agency", "because": "x"}]),
            'reviews, review 1 ("R1"), ban 1 has the key "because", which is not known; known are expert, why.',
        ),
        ({**SMALL, "experts": {}}, "experts must be a list, not {}."),
        ({**SMALL, "experts": ["E1"]}, 'experts, expert 1 must be an object, not "E1".'),
        ({**SMALL, "experts": [{}]}, "experts, expert 1 lacks id."),
        ({**SMALL, "experts": [{"id": 7}]}, "experts, expert 1: id must be text that is not empty, not 7."),
        ({**SMALL, "experts": [{"id": ""}]}, 'experts, expert 1 (""): id must be text that is not empty, not "".'),
        ({**SMALL, "experts": [{"id": "E1"}, {"id": "E1"}]}, 'experts: "E1" stands there 2 times.'),
        ({**SMALL, "on": "24/11/2026"}, 'on must be a date like "2026-11-24", not "24/11/2026".'),
        (expert(agency="A9"), 'experts, expert 1 ("E1"): agency "A9" is not among the agencies.'),
        (
            expert(roles=["boss"]),
            'experts, expert 1 ("E1"): roles must be one of expert, chair, shadow, not "boss".',
        ),
        (expert(roles="expert"), 'experts, expert 1 ("E1"): roles must be a list, not "expert".'),
        (expert(roles=["chair", "chair"]), 'experts, expert 1 ("E1"): roles has "chair" twice.'),
        (
            expert(levels={"t": "some"}),
            'experts, expert 1 ("E1"): levels must be one of lived, professional, not "some".',
        ),
        (expert(levels=["t"]), 'experts, expert 1 ("E1"): levels must be an object, not ["t"].'),
        (expert(remote="yes"), 'experts, expert 1 ("E1"): remote must be true or false, not "yes".'),
        (
            expert(rate_pence=-1),
            'experts, expert 1 ("E1"): rate_pence must be a whole number from 0 to 1000000000, not -1.',
        ),
        (
            expert(rate_pence=350.5),
            'experts, expert 1 ("E1"): rate_pence must be a whole number from 0 to 1000000000, not 350.5.',
        ),
        (
            expert(rate_pence=True),
            'experts, expert 1 ("E1"): rate_pence must be a whole number from 0 to 1000000000, not true.',
        ),
        (
            expert(max_reviews=10**200),
            'experts, expert 1 ("E1"): max_reviews must be a whole number from 0 to 1000000, not a number far beyond '
            "that.",
        ),
        (
            expert(max_days=0.3),
            'experts, expert 1 ("E1"): max_days must be whole or half days from 0 to 10000, not 0.3.',
        ),
        (expert(max_days=-2), 'experts, expert 1 ("E1"): max_days must be whole or half days from 0 to 10000, not -2.'),
        (review(seats=51), 'reviews, review 1 ("R1"): seats must be a whole number from 0 to 50, not 51.'),
        (
            review(seats=4),
            'reviews: "R1" has 4 open seats; at most 3 beyond the accepted ones are filled at a time.',
        ),
        (review(priority=0), 'reviews, review 1 ("R1"): priority must be a whole number from 1 to 1000, not 0.'),
        (
            review(needs=[{"tag": "t", "weight": 6}]),
            'reviews, review 1 ("R1"), need 1: weight must be a whole number from 1 to 5, not 6.',
        ),
        (review(needs=[{"tag": "t"}, {"tag": "t"}]), 'reviews, review 1 ("R1") needs "t" 2 times.'),
        (review(needs={"tag": "t"}), 'reviews, review 1 ("R1"): needs must be a list, not {"tag": "t"}.'),
        (
            review(needs=[{"tag": f"t{i}"} for i in range(10_001)]),
            'reviews, review 1 ("R1") has 10,001 needs; more than 10,000 cannot be weighed.',
        ),
        (
            review(bans=[{"expert": "E7", "why": "agency"}]),
            'reviews, review 1 ("R1"), ban 1: expert "E7" is not among the experts.',
        ),
        (review(grades={"E7": "none"}), 'reviews, review 1 ("R1"): grades: expert "E7" is not among the experts.'),
        (seats(("R9", "E1", "expert", "accepted")), 'seated, seat 1: review "R9" is not among the reviews.'),
        (seats(("R1", "E9", "expert", "accepted")), 'seated, seat 1: expert "E9" is not among the experts.'),
        (
            seats(("R1", "E1", "expert", "sent")),
            'seated, seat 1: state must be one of accepted, proposed, not "sent".',
        ),
        (
            seats(("R1", "E1", "expert", "accepted"), ("R1", "E1", "chair", "proposed")),
            'seated: "E1" has 2 seats in "R1".',
        ),
        (
            seats(("R1", "E1", "chair", "accepted"), ("R1", "E2", "chair", "accepted")),
            'seated: "R1" has 2 chairs.',
        ),
        (rule(kind="apart"), "rules, rule 1: a rule apart must say experts."),
        (rule(kind="apart", experts=["E1", "E9"]), 'rules, rule 1: expert "E9" is not among the experts.'),
        (rule(kind="nice"), "rules, rule 1: kind must be one of max_seats_for_agency, seats_from_agency, "),
        (
            rule(kind="max_seats_for_agency", agency="A1"),
            "rules, rule 1: a rule max_seats_for_agency must say max.",
        ),
        (
            rule(kind="seats_from_agency", agency="A1", tag="t", min=1),
            "rules, rule 1: a rule seats_from_agency has no use for tag.",
        ),
        (
            rule(kind="seats_from_agency", agency="A1", min=2, max=1),
            "rules, rule 1 contradicts itself: at least 2 and at most 1.",
        ),
        (
            rule(kind="members_with_expertise", tag="t"),
            "rules, rule 1: a rule members_with_expertise must say min or max.",
        ),
        (rule(kind="seats_from_agency", agency="A9", max=1), 'rules, rule 1: agency "A9" is not among the agencies.'),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(changed, sentence):
    said = problems(changed)
    assert len(said) == 1
    assert said[0].startswith(sentence)


def test_everything_wrong_is_said_at_once():
    wrong = {"experts": [{"id": "E1", "max_days": -1, "x": 1}], "reviews": [{"id": "R1", "seats": "2"}], "y": 1}
    assert len(problems(wrong)) == 4


def test_a_mistake_in_a_row_does_not_make_others_wrong():
    wrong = {**expert(remote=1), "seated": [{"review": "R1", "expert": "E1", "state": "accepted"}]}
    assert problems(wrong) == ('experts, expert 1 ("E1"): remote must be true or false, not 1.',)


def test_a_long_list_of_mistakes_is_cut():
    with pytest.raises(NotAnInstance) as caught:
        instance.read(json.dumps({"experts": [{"id": 1}] * 70, "reviews": []}))
    assert len(caught.value.problems) == 70
    assert str(caught.value).splitlines()[-1] == "... and 20 more."


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


def places(found):
    """Every list and object inside, with each of its positions."""
    for key in list(found) if isinstance(found, dict) else range(len(found)):
        yield found, key
        if isinstance(found[key], dict | list):
            yield from places(found[key])


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(programmes(), st.data())
def test_whatever_stands_in_a_file_is_read_or_refused_in_words(programme, data):
    found = json.loads(instance.write(programme))
    for _ in range(data.draw(st.integers(1, 2))):
        inside, key = data.draw(st.sampled_from(list(places(found))))
        inside[key] = data.draw(ANYTHING)
    said, read = (), programme
    try:
        read = instance.read(json.dumps(found))
    except NotAnInstance as refused:
        said = refused.problems
    assert [problem for problem in said if not problem.endswith(".")] == []
    assert instance.read(instance.write(read)) == read


# Results


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(programmes())
def test_a_result_of_ours_is_read_and_checked(programme):
    plan = told(programme, accepted(programme))
    read, breaches = result.check_result(programme, result.write_result(plan))
    assert (read, breaches) == (plan, ())


def test_assignments_alone_are_enough_to_be_checked():
    programme = instance.read(json.dumps(SMALL))
    plan, breaches = result.check_result(programme, '{"assignments": [{"review": "R2", "expert": "E1"}]}')
    assert plan.placings == (Placing("R2", "E1"),)
    assert breaches == ("E1 in R2: brings nothing to a need or a rule",)


def test_what_a_result_says_wrongly_is_a_breach():
    programme = instance.read(json.dumps(SMALL))
    found = {
        "assignments": [],
        "tiers": [{"name": "cost", "value": 7}],
        "reviews": [{"id": "R2", "score": 1, "ceiling": 1}],
    }
    _, breaches = result.check_result(programme, json.dumps(found))
    assert breaches == (
        "the score of R2 is said to be 1 and is 0",
        "the ceiling of R2 is said to be 1 and is 0",
        f"'{TierName.COST}' is said to be 7 and is 0",
    )


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ([], "The result must hold an object, not []."),
        ({}, "The result lacks assignments."),
        ({"assignments": [], "panels": []}, 'The result has the key "panels", which is not known; known are '),
        ({"assignments": [{"review": "R1"}]}, "assignments, assignment 1 lacks expert."),
        (
            {"assignments": [], "tiers": [{"name": "luck", "value": 1}]},
            "tiers, tier 1: name must be one of hard, floor, shortfall, coverage, advisory, closeness, moves, spread, "
            'rotation, cost, not "luck".',
        ),
        (
            {"assignments": [], "tiers": [{"name": "cost", "value": 1}] * 2},
            'tiers: "cost" stands there more than once.',
        ),
    ],
)
def test_what_is_no_result_is_said(found, sentence):
    with pytest.raises(NotAnInstance) as caught:
        result.check_result(Programme((), (), ()), json.dumps(found))
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].startswith(sentence)


def test_people_in_sentences_are_called_by_their_reference():
    plan = Plan((), (), unmet=(Unmet("R1", "t", Gate.CHOICE, 1, "{E1} is needed elsewhere."),))
    assert json.loads(result.write_result(plan))["unmet"] == [
        {"review": "R1", "tag": "t", "gate": "choice", "people_left": 1, "text": "E1 is needed elsewhere."}
    ]
