"""The tables of moves, and what an offer has to state."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.kit.states import IllegalMove
from lantern.reviews.domain import lifecycle, terms
from lantern.reviews.domain.lifecycle import NEXT_OFFER_STATE, NEXT_STAGE, OfferState, Stage
from lantern.reviews.domain.terms import Terms


def reached(table: Mapping[Any, Iterable[Any]], start: Any) -> set[Any]:
    found, new = {start}, [start]
    while new:
        new = [to for now in new for to in table[now] if to not in found]
        found.update(new)
    return found


@pytest.mark.parametrize(("table", "start"), [(NEXT_STAGE, Stage.SCOPING), (NEXT_OFFER_STATE, OfferState.DRAFTED)])
def test_every_state_has_a_row_and_can_be_reached(table: Mapping[Any, Any], start: Any) -> None:
    assert set(table) == set(type(start))
    assert reached(table, start) == set(type(start))


@pytest.mark.parametrize(
    ("table", "start", "ends"),
    [
        (NEXT_STAGE, Stage.SCOPING, {Stage.FINISHED, Stage.WITHDRAWN}),
        (NEXT_OFFER_STATE, OfferState.DRAFTED, {OfferState.DECLINED, OfferState.WITHDRAWN}),
    ],
)
def test_only_these_are_final_and_each_state_leads_to_one(table: Mapping[Any, Any], start: Any, ends: set[Any]) -> None:
    assert {state for state in table if not table[state]} == ends
    assert {state for state in table if not reached(table, state) & ends} == set()


MOVES = [(lifecycle.check_stage_move, NEXT_STAGE), (lifecycle.check_offer_move, NEXT_OFFER_STATE)]


@pytest.mark.parametrize(("check", "table"), MOVES)
def test_exactly_the_moves_of_the_table_are_legal(check: Any, table: Mapping[Any, Any]) -> None:
    legal = set()
    for now in table:
        for to in table:
            with suppress(IllegalMove):
                check(now, to)
                legal.add((now, to))
    assert legal == {(now, to) for now, following in table.items() for to in following}


def test_an_open_stage_waiting_and_live_are_the_states_they_say() -> None:
    assert {stage for stage in Stage if not stage.open} == {stage for stage in Stage if not NEXT_STAGE[stage]}
    assert {state for state in OfferState if state.waiting} == {OfferState.SENT, OfferState.ASKED}
    # Silence can still become a late yes, but holds no place; so it is not live.
    assert {state for state in OfferState if not state.live} == {
        OfferState.DECLINED, OfferState.SILENT, OfferState.WITHDRAWN,
    }  # fmt: skip


def test_no_answer_can_be_made_silence_and_a_question_never_is() -> None:
    assert {now for now in OfferState if OfferState.SILENT in NEXT_OFFER_STATE[now]} == {OfferState.SENT}
    assert {now for now in OfferState if OfferState.ACCEPTED in NEXT_OFFER_STATE[now]} == {
        OfferState.SENT, OfferState.ASKED, OfferState.SILENT,
    }  # fmt: skip


numbers = st.one_of(st.none(), st.just(0), st.integers(1, 100_000))
words = st.one_of(st.just(""), st.sampled_from(["None", "The partnership", "0"]))
drawn = st.builds(Terms, numbers, words, numbers, numbers, words, words)


@given(drawn)
def test_what_is_missing_is_what_was_not_stated_in_the_order_of_the_form(stated: Terms) -> None:
    unstated = [
        ("day_rate_pence", stated.day_rate_pence is None),
        ("payer", stated.payer == ""),
        ("preparation_hours", stated.preparation_hours is None),
        ("meetings", stated.meetings is None),
        ("access_costs", stated.access_costs == ""),
        ("support", stated.support == ""),
    ]
    assert terms.missing(stated) == tuple(name for name, absent in unstated if absent)


def test_nought_is_a_statement() -> None:
    assert terms.missing(Terms(0, "The partnership", 0, 0, "None", "None")) == ()
