"""Marks change with what a plan rests on, and with nothing else."""

from dataclasses import replace
from datetime import date

import pytest

from lantern.matching.domain.marks import mark, review_marks
from lantern.matching.domain.model import Grade, Level
from lantern.matching.domain.programme.model import (
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

HER, OTHER, MENTEE = (
    Person("HER", levels={"language:polish": Level.LIVED}),
    Person("OTHER"),
    Person("MENTEE", mentee=True),
)
HERE, THERE = Wish("HERE", needs=(Wanted("language:polish"),)), Wish("THERE")
BEFORE = Programme((HER, OTHER, MENTEE), (), (HERE, THERE), on=date(2026, 11, 24))
PLAN = (Placing("HERE", "HER"), Placing("HERE", "MENTEE", Role.SHADOW), Placing("THERE", "OTHER"))


def person(**changes):
    return replace(BEFORE, people=(replace(HER, **changes), OTHER, MENTEE))


def here(**changes):
    return replace(BEFORE, reviews=(replace(HERE, **changes), THERE))


def changed(after):
    was, now = review_marks(BEFORE, PLAN), review_marks(after, PLAN)
    return {ref for ref in was if was[ref] != now[ref]}


@pytest.mark.parametrize(
    "after",
    [
        person(rate_pence=1),
        person(accepting=False),
        person(levels={}),
        person(roles=frozenset()),
        replace(BEFORE, people=(OTHER, MENTEE)),
        here(seats=2),
        here(needs=()),
        here(chair=True),
        here(bans=(Ban("HER", "declined"),)),
        here(grades={"HER": Grade.NONE}),
        replace(BEFORE, seated=(Seated(Placing("HERE", "OTHER"), SeatState.PROPOSED),)),
        replace(BEFORE, rules=(ProgrammeRule(RuleKind.APART, review="HERE", people=("HER",)),)),
    ],
)
def test_a_review_is_marked_by_itself_and_the_people_placed_there(after):
    assert changed(after) == {"HERE"}


@pytest.mark.parametrize(
    "after",
    [
        person(max_reviews=1),
        person(max_days=1),
        person(last_asked=date(2026, 1, 1)),
        here(bans=(Ban("OTHER", "declined"),)),
        here(grades={"OTHER": Grade.NONE}),
        replace(BEFORE, people=(*BEFORE.people, Person("NEW"))),
        replace(BEFORE, people=(HER, OTHER, replace(MENTEE, rate_pence=1))),
        replace(BEFORE, on=date(2026, 11, 25)),
    ],
)
def test_what_is_counted_anew_or_concerns_others_leaves_the_marks(after):
    assert changed(after) == set()


def test_the_mark_of_the_whole_does_not_depend_on_the_order_of_sets():
    one, two = frozenset({"a", "b", "c"}), frozenset({"c", "b", "a"})
    assert mark(Person("P", regions=one)) == mark(Person("P", regions=two))
    assert mark(Person("P", regions=one)) != mark(Person("P", regions=frozenset({"a"})))
