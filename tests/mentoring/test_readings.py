"""Two readers are blind until both are in."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.kit.states import IllegalMove
from lantern.mentoring.domain.readings import (
    Read,
    Standing,
    both_in,
    check_may_decide,
    check_may_read,
    check_place,
    check_scores,
    readers_lacking,
    standing_of,
    visible_to,
)

ANA, BEA = Read("ana", False, {"q1": 3}), Read("bea", False, {"q1": 1})
CAT = Read("cat", True, {})
readings = st.lists(
    st.builds(Read, st.sampled_from("abcdef"), st.booleans(), st.just({"q1": 2})), unique_by=lambda one: one.reader
)


@given(readings, st.sampled_from("abcdefg"))
def test_nobody_sees_another_s_reading_before_two_are_in(found, reader):
    seen = visible_to(reader, found)
    others = [one for one in seen if one.reader != reader]
    if not both_in(found):
        assert others == []
    elif standing_of(reader, found) is not Standing.EXCUSED:
        assert seen == found


def test_two_readers_open_each_other_s_scores_in_any_order():
    for order in permutations([ANA, BEA, CAT]):
        assert [visible_to("ana", list(order[:n])) for n in (3,)] == [list(order)]
    assert visible_to("ana", [ANA, CAT]) == [ANA]
    assert visible_to("cat", [ANA, BEA, CAT]) == [CAT]


@pytest.mark.parametrize(
    ("found", "ana"),
    [
        ([], Standing.TO_READ),
        ([BEA], Standing.TO_READ),
        ([ANA], Standing.WAITS),
        ([ANA, BEA], Standing.OPEN),
        ([BEA, Read("dee", False, {})], Standing.ENOUGH),
        ([Read("ana", True, {}), BEA], Standing.EXCUSED),
    ],
)
def test_where_the_reading_is(found, ana):
    assert standing_of("ana", found) is ana


def test_a_conflict_asks_for_another_reader():
    assert readers_lacking({"ana", "cat"}, [CAT]) == 1
    assert readers_lacking({"ana", "bea", "cat"}, [CAT, ANA]) == 0
    assert readers_lacking(set(), []) == 2
    assert readers_lacking({"bea"}, [ANA]) == 0  # she read it while she was a reader


def test_scores_stay_once_both_are_in_and_nobody_decides_before():
    check_may_read("bea", [ANA])
    check_may_decide([ANA, BEA])
    with pytest.raises(IllegalMove):
        check_may_read("ana", [ANA, BEA])
    with pytest.raises(IllegalMove):
        check_may_read("cat", [CAT])
    with pytest.raises(IllegalMove):
        check_may_decide([ANA, CAT])


@pytest.mark.parametrize("scores", [{}, {"q1": 0}, {"q1": 5}, {"q1": 2, "q2": 2}, {"q2": 2}])
def test_each_question_has_one_score_from_one_to_four(scores):
    with pytest.raises(IllegalMove):
        check_scores(scores, ["q1"])


def test_no_more_places_are_offered_than_there_are():
    check_place(1, 2)
    with pytest.raises(IllegalMove):
        check_place(2, 2)
