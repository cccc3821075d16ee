from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from lantern.mentoring.domain import framework, stages
from lantern.mentoring.domain.framework import Stated
from lantern.mentoring.domain.words import Basis

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
TODAY = date(2026, 11, 25)


def test_the_latest_edition_has_the_competencies_of_the_guidance_and_those_we_add():
    found = framework.framework(framework.LATEST)
    assert [code for code, one in found.items() if one.basis == "guidance"] == [
        "knowledge",
        "equality",
        "agencies",
        "interviewing",
        "report_writing",
        "managing_people",
        "judgement",
        "disciplinary",
        "home_office_learning",
    ]
    assert [code for code, one in found.items() if one.basis == "practice"] == [
        "family",
        "interpreting",
        "anti_racist",
        "disclosure",
        "data_protection",
    ]


def test_every_level_of_every_competency_says_something_of_its_own():
    words = [word for one in framework.framework(framework.LATEST).values() for word in one.words]
    assert len(words) == len(set(words)) == 56


def test_stages_and_topics_name_only_competencies_that_there_are():
    there = set(framework.framework(framework.LATEST))
    asked = {code for asks in stages.TABLE.values() for code in asks.levels}
    assert asked <= there
    assert {code for codes in framework.topics().values() for code in codes} <= there


def test_no_stage_asks_less_than_the_one_before_it():
    in_order = [stages.TABLE[stage] for stage in stages.ORDER[1:]]
    for before, after in pairwise(in_order):
        assert all(after.levels.get(code, 0) >= least for code, least in before.levels.items())
        assert all(after.evidence.get(kind, 0) >= least for kind, least in before.evidence.items())


def test_her_own_view_never_counts_towards_a_stage():
    assert framework.counted([Stated("knowledge", 4, Basis.SELF, NOON)], TODAY) == {}
    assert framework.own_view([Stated("knowledge", 4, Basis.SELF, NOON)]) == {"knowledge": 4}


def test_the_latest_word_counts_even_where_it_is_lower():
    said = [
        Stated("knowledge", 2, Basis.MENTOR, NOON + timedelta(days=1)),
        Stated("knowledge", 3, Basis.COUNTERSIGNED, NOON),
    ]
    assert framework.counted(said, TODAY) == {"knowledge": 2}


def test_a_level_falls_with_its_evidence_to_what_was_said_before():
    said = [
        Stated("knowledge", 1, Basis.MENTOR, NOON),
        Stated("knowledge", 3, Basis.COUNTERSIGNED, NOON + timedelta(days=1), expires_on=TODAY),
    ]
    assert framework.counted(said, TODAY) == {"knowledge": 3}
    assert framework.counted(said, TODAY + timedelta(days=1)) == {"knowledge": 1}


def test_topics_of_a_workshop_become_competencies_in_the_order_of_the_framework():
    assert framework.competencies_of(["families", "challenging", "not a topic"]) == [
        "equality",
        "family",
        "anti_racist",
    ]
