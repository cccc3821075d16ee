from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as some

from lantern.mentoring.domain import framework, gaps, stages
from lantern.mentoring.domain.framework import Stated
from lantern.mentoring.domain.stages import Facts
from lantern.mentoring.domain.words import Basis, Stage

THEN = datetime(2026, 1, 5, 9, tzinfo=UTC)
EMPTY = Facts(date(2026, 11, 25))
CODES = list(framework.framework(framework.LATEST))


def test_what_nobody_has_said_is_not_nought():
    said = replace(EMPTY, levels=(Stated("knowledge", 0, Basis.MENTOR, THEN), Stated("equality", 0, Basis.SELF, THEN)))
    found = {one.code: (one.own, one.held, one.asks, one.missing) for one in gaps.gaps(Stage.OBSERVE, said)}
    assert (found["knowledge"], found["equality"], found["agencies"]) == (
        (None, 0, 2, 2),
        (0, None, 1, 1),
        (None, None, 1, 1),
    )


def test_the_finding_says_first_what_is_not_known():
    assert gaps.finding(Stage.LEARNING, gaps.gaps(Stage.LEARNING, EMPTY)) == (
        "14 of 14 competencies have no level from a mentor or chair yet; 2 fall short of what “Observing panels” asks"
    )
    assert gaps.finding(Stage.INDEPENDENT, gaps.gaps(Stage.INDEPENDENT, EMPTY)) == "Nothing more is asked"


@given(some.dictionaries(some.sampled_from(CODES), some.integers(0, 4)), some.sampled_from(list(Stage)))
def test_a_gap_is_missing_exactly_where_the_table_demands_more(levels, now):
    known = replace(EMPTY, levels=tuple(Stated(code, level, Basis.MENTOR, THEN) for code, level in levels.items()))
    missing = {f"level:{one.code}" for one in gaps.gaps(now, known) if one.missing}
    to = stages.NEXT.get(now)
    unmet = {one.code for one in stages.unmet(to, known)} if to else set()
    assert missing == {code for code in unmet if code.startswith("level:")}


def words_of(one):
    if one.held is None:
        return f"{one.asks} asked" if one.asks else "none asked"
    return f"{one.held} of {one.asks}" if one.asks else f"level {one.held}"


@given(some.dictionaries(some.sampled_from(CODES), some.integers(0, 4)))
def test_every_competency_stands_in_the_chart_once_with_its_words(levels):
    known = replace(EMPTY, levels=tuple(Stated(code, level, Basis.MENTOR, THEN) for code, level in levels.items()))
    found = gaps.gaps(Stage.OBSERVE, known)
    bars = [bar for _title, bars, _top in gaps.panels(found) for bar in bars]
    assert sorted(bar["words"] for bar in bars if bar["words"]) == sorted(
        f"{one.label}: {words_of(one)}" for one in found
    )
    assert all(bar["kind"] in gaps.COLOURS and 0 <= bar["n"] <= bar["to"] <= gaps.MOST for bar in bars)
