"""The figures of the pipeline."""

from datetime import date

from lantern.mentoring.domain.pipeline import Walker, figures, finding, longest_wait, why_left
from lantern.mentoring.domain.words import Leaving, Stage

TODAY = date(2026, 6, 30)


def walker(stage, since, left=None, reached=()):
    return Walker(stage, since, frozenset(reached), date(2026, 1, 1), left)


WALKERS = [
    walker(Stage.SHADOW, date(2026, 6, 20)),
    walker(Stage.SHADOW, date(2026, 6, 10)),
    walker(Stage.OBSERVE, date(2026, 3, 1), left=date(2026, 4, 1)),
    walker(Stage.INDEPENDENT, date(2026, 2, 1)),
]


def test_each_stage_counts_who_reached_it_who_is_there_and_who_left_there():
    found = {
        one.stage: (one.reached, one.here, one.days, one.longest, one.left_here) for one in figures(WALKERS, TODAY)
    }
    assert found == {
        Stage.LEARNING: (4, 0, None, None, 0),
        Stage.OBSERVE: (4, 0, None, None, 1),
        Stage.SHADOW: (3, 2, 10, 20, 0),
        Stage.CO_CHAIR: (1, 0, None, None, 0),
        Stage.FIRST_REVIEW: (1, 0, None, None, 0),
        Stage.INDEPENDENT: (1, 1, None, None, 0),
    }


def test_someone_who_went_back_has_still_reached_what_she_reached():
    found = {one.stage: one.reached for one in figures([walker(Stage.OBSERVE, TODAY, reached=[Stage.SHADOW])], TODAY)}
    assert (found[Stage.SHADOW], found[Stage.CO_CHAIR]) == (1, 0)


def test_a_chair_and_someone_who_left_do_not_wait():
    assert longest_wait(WALKERS, TODAY) == (Stage.SHADOW, 20)
    assert longest_wait(WALKERS[2:], TODAY) is None


def test_not_said_and_preferred_not_to_say_are_two_things_and_stand_first():
    reasons = [Leaving.PAY, Leaving.DECLINED, Leaving.UNKNOWN, Leaving.PAY, Leaving.FAMILY]
    assert why_left(reasons) == [
        (Leaving.UNKNOWN, 1),
        (Leaving.DECLINED, 1),
        (Leaving.PAY, 2),
        (Leaving.FAMILY, 1),
    ]


def test_the_finding_says_what_became_of_everyone():
    assert finding(WALKERS) == "Of 4 who joined, 1 is independent, 2 on the way, 1 left"
    assert finding([]) == "Nobody is on the way yet"
