"""A call and its questions."""

from datetime import date

import pytest

from lantern.kit.states import IllegalMove
from lantern.mentoring.domain.applications import NEXT, CohortState, State, check_cohort_move, check_move
from lantern.mentoring.domain.calls import (
    Question,
    as_lines,
    check_complete,
    check_length,
    from_lines,
    questions_of,
    takes_applications,
    unanswered,
)

ASKED = [Question("q1", "Why now?", "", 3), Question("q2", "What for?", "A hint", 3)]


def test_questions_come_back_as_they_were_written():
    text = "Why now?\nWhat for? | A hint"
    assert from_lines(text, 3) == ASKED
    assert as_lines(ASKED) == text
    assert questions_of([one.as_kept() for one in ASKED]) == ASKED


@pytest.mark.parametrize("text", ["", "Why?\nWhy?", "x" * 201, f"Why? | {'x' * 301}", "\n".join("abcdefghijklm")])
def test_questions_that_cannot_be_asked_are_refused(text):
    with pytest.raises(ValueError, match=r"^(Write|Ask)"):
        from_lines(text, 200)


@pytest.mark.parametrize(
    ("state", "today", "open_"),
    [
        (CohortState.OPEN, date(2026, 3, 1), True),
        (CohortState.OPEN, date(2026, 3, 31), True),
        (CohortState.OPEN, date(2026, 2, 28), False),
        (CohortState.OPEN, date(2026, 4, 1), False),
        (CohortState.DRAFT, date(2026, 3, 2), False),
        (CohortState.READING, date(2026, 3, 2), False),
    ],
)
def test_a_call_is_open_on_its_first_and_its_last_day(state, today, open_):
    assert takes_applications(state, date(2026, 3, 1), date(2026, 3, 31), today) is open_


def test_an_application_is_complete_with_a_name_and_every_answer():
    assert unanswered(ASKED, " ", {"q1": "a"}) == ["name", "q2"]
    check_complete(ASKED, "Ana", {"q1": "a", "q2": "b"})
    with pytest.raises(IllegalMove):
        check_complete(ASKED, "Ana", {"q1": "a", "q2": " "})
    with pytest.raises(IllegalMove, match="4 words"):
        check_length(ASKED[0], "one two three four")


@pytest.mark.parametrize("now", list(State))
def test_an_application_moves_as_the_table_says_and_no_other_way(now):
    for to in State:
        if to in NEXT[now]:
            check_move(now, to)
        else:
            with pytest.raises(IllegalMove):
                check_move(now, to)


def test_a_cohort_does_not_open_again():
    with pytest.raises(IllegalMove):
        check_cohort_move(CohortState.READING, CohortState.OPEN)
