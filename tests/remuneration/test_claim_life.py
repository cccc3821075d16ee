"""The table of moves, the page drawn from it, and reminders on the promised term."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from lantern.kit.states import IllegalMove
from lantern.remuneration.domain import claims, diagram
from lantern.remuneration.domain.claims import MOVES, OWNERS, Action, ClaimState, Owner, PaymentState
from lantern.remuneration.management.commands import claims as command


def test_every_state_has_one_owner_and_ends_are_nobodys():
    assert set(OWNERS) == set(ClaimState)
    ends = {state for state in ClaimState if not any(was is state for was, _action in MOVES)}
    assert ends == {state for state, owner in OWNERS.items() if owner is Owner.NOBODY}
    assert ends == {ClaimState.PAID, ClaimState.WITHDRAWN}


def test_every_state_can_be_reached_and_can_end():
    reached = {ClaimState.DRAFTED}
    for _ in ClaimState:
        reached |= {now for (was, _action), now in MOVES.items() if was in reached}
    assert reached == set(ClaimState)
    ending = {ClaimState.PAID, ClaimState.WITHDRAWN}
    for _ in ClaimState:
        ending |= {was for (was, _action), now in MOVES.items() if now in ending}
    assert ending == set(ClaimState)


@pytest.mark.parametrize("state", ClaimState)
@pytest.mark.parametrize("action", Action)
def test_what_the_table_does_not_have_is_refused(state, action):
    if (state, action) in MOVES:
        assert claims.next_state(state, action) is MOVES[state, action]
    else:
        with pytest.raises(IllegalMove, match="cannot be"):
            claims.next_state(state, action)


def test_money_that_left_cannot_be_taken_back_by_a_press():
    for state in (ClaimState.APPROVED, ClaimState.SENT, ClaimState.PAID, ClaimState.FAILED):
        assert (state, Action.WITHDRAW) not in MOVES


@pytest.mark.parametrize(
    ("states", "action"),
    [
        ([], None),
        (["sent"], None),
        (["paid"], Action.PAY),
        (["paid", "sent"], None),
        (["paid", "paid"], Action.PAY),
        (["paid", "failed"], Action.FAIL),
        (["failed", "sent"], Action.FAIL),
    ],
)
def test_a_claim_is_paid_once_every_share_is(states, action):
    assert claims.settled(PaymentState(state) for state in states) is action


@pytest.mark.parametrize(
    ("today", "reminded", "due"),
    [
        ("2026-11-22", None, False),
        ("2026-11-23", None, True),
        ("2026-11-29", "2026-11-23", False),
        ("2026-11-30", "2026-11-23", True),
        ("2027-03-01", "2027-02-22", True),
    ],
)
def test_the_reminder_comes_a_week_before_the_promised_day_and_every_week_after(today, reminded, due):
    last = date.fromisoformat(reminded) if reminded else None
    assert claims.reminder_due(date(2026, 11, 30), last, date.fromisoformat(today)) is due


def test_the_committed_page_is_drawn_from_the_table():
    assert command.PLACE.read_text(encoding="utf-8") == diagram.drawn()
    for (was, action), now in MOVES.items():
        assert f"    {was} --> {now}: {action} (" in diagram.drawn()


def test_the_check_finds_a_page_that_is_not_current(tmp_path, monkeypatch):
    monkeypatch.setattr(command, "PLACE", tmp_path / "claim.md")
    with pytest.raises(CommandError, match="not current"):
        call_command("claims", "diagram", "--check")
    call_command("claims", "diagram")
    call_command("claims", "diagram", "--check")
    command.PLACE.write_text(diagram.drawn().replace("paid", "late"), encoding="utf-8")
    with pytest.raises(CommandError, match="not current"):
        call_command("claims", "diagram", "--check")


def test_waiting_is_said_in_words():
    assert claims.waiting_words(ClaimState.SUBMITTED, 0) == "Waiting for approval: since today, waiting for the payer"
    assert claims.waiting_words(ClaimState.FAILED, 1) == "Payment failed: 1 day, waiting for the programme"
    assert claims.waiting_words(ClaimState.PAID, 9) == "Paid"
    assert timedelta(days=14) == claims.LINK_LASTS
