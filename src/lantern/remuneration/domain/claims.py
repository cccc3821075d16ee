"""A claim's life: one table of moves, one owner a state. docs/develop/claim.md is drawn from it."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from lantern.kit.states import IllegalMove

TERM_DAYS = 30
REMIND_BEFORE = 7  # days before the promised day, and again after it, so many days apart
LINK_LASTS = timedelta(days=14)


class ClaimState(StrEnum):
    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    QUERIED = "queried"
    APPROVED = "approved"
    SENT = "sent"
    PAID = "paid"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return {
            ClaimState.DRAFTED: "Draft",
            ClaimState.SUBMITTED: "Waiting for approval",
            ClaimState.QUERIED: "A question for you",
            ClaimState.APPROVED: "Approved",
            ClaimState.SENT: "Sent for payment",
            ClaimState.PAID: "Paid",
            ClaimState.FAILED: "Payment failed",
            ClaimState.WITHDRAWN: "Withdrawn",
        }[self]

    @property
    def open(self) -> bool:
        """Claimed, and neither paid nor taken back."""
        return self not in {ClaimState.DRAFTED, ClaimState.PAID, ClaimState.WITHDRAWN}


class Owner(StrEnum):
    """Whose move it is."""

    CLAIMANT = "claimant"
    PAYER = "payer"
    PROGRAMME = "programme"
    NOBODY = "nobody"

    @property
    def label(self) -> str:
        return {
            Owner.CLAIMANT: "the expert",
            Owner.PAYER: "the payer",
            Owner.PROGRAMME: "the programme",
            Owner.NOBODY: "nobody",
        }[self]


class Action(StrEnum):
    SUBMIT = "submit"
    QUERY = "query"
    ANSWER = "answer"
    APPROVE = "approve"
    SEND = "send"
    PAY = "pay"
    FAIL = "fail"
    WITHDRAW = "withdraw"

    @property
    def done(self) -> str:
        """The past tense, as its audit event says it."""
        return {
            Action.SUBMIT: "submitted",
            Action.QUERY: "queried",
            Action.ANSWER: "answered",
            Action.APPROVE: "approved",
            Action.SEND: "sent",
            Action.PAY: "paid",
            Action.FAIL: "payment_failed",
            Action.WITHDRAW: "withdrawn",
        }[self]


OWNERS: dict[ClaimState, Owner] = {
    ClaimState.DRAFTED: Owner.CLAIMANT,
    ClaimState.SUBMITTED: Owner.PAYER,
    ClaimState.QUERIED: Owner.CLAIMANT,
    ClaimState.APPROVED: Owner.PROGRAMME,
    ClaimState.SENT: Owner.PAYER,
    ClaimState.PAID: Owner.NOBODY,
    ClaimState.FAILED: Owner.PROGRAMME,
    ClaimState.WITHDRAWN: Owner.NOBODY,
}

MOVES: dict[tuple[ClaimState, Action], ClaimState] = {
    (ClaimState.DRAFTED, Action.SUBMIT): ClaimState.SUBMITTED,
    (ClaimState.DRAFTED, Action.WITHDRAW): ClaimState.WITHDRAWN,
    (ClaimState.SUBMITTED, Action.APPROVE): ClaimState.APPROVED,
    (ClaimState.SUBMITTED, Action.QUERY): ClaimState.QUERIED,
    (ClaimState.SUBMITTED, Action.WITHDRAW): ClaimState.WITHDRAWN,
    (ClaimState.QUERIED, Action.ANSWER): ClaimState.SUBMITTED,
    (ClaimState.QUERIED, Action.WITHDRAW): ClaimState.WITHDRAWN,
    (ClaimState.APPROVED, Action.SEND): ClaimState.SENT,
    (ClaimState.SENT, Action.PAY): ClaimState.PAID,
    (ClaimState.SENT, Action.FAIL): ClaimState.FAILED,
    (ClaimState.FAILED, Action.SEND): ClaimState.SENT,
}

# Whose act it is where it is not the state's owner's: she may take back what waits for the payer.
MOVERS: dict[tuple[ClaimState, Action], Owner] = {(ClaimState.SUBMITTED, Action.WITHDRAW): Owner.CLAIMANT}


class PaymentState(StrEnum):
    SENT = "sent"
    PAID = "paid"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return {
            PaymentState.SENT: "Sent for payment",
            PaymentState.PAID: "Paid",
            PaymentState.FAILED: "Payment failed",
        }[self]


def mover(state: ClaimState, action: Action) -> Owner:
    return MOVERS.get((state, action), OWNERS[state])


def next_state(state: ClaimState, action: Action) -> ClaimState:
    """Raises IllegalMove, in a sentence, unless the table has the move."""
    try:
        return MOVES[state, action]
    except KeyError:
        raise IllegalMove(f"This claim is “{state.label.lower()}”, so it cannot be {_WORDS[action]}.") from None


_WORDS = {
    Action.SUBMIT: "sent in",
    Action.QUERY: "questioned",
    Action.ANSWER: "answered",
    Action.APPROVE: "approved",
    Action.SEND: "sent for payment",
    Action.PAY: "marked as paid",
    Action.FAIL: "marked as failed",
    Action.WITHDRAW: "withdrawn",
}


def settled(states: Iterable[PaymentState]) -> Action | None:
    """What the newest attempts of all shares come to: paid once all are, failed once one has, else nothing yet."""
    found = list(states)
    if PaymentState.FAILED in found:
        return Action.FAIL
    return Action.PAY if found and all(state is PaymentState.PAID for state in found) else None


def reminder_due(due_on: date, reminded_on: date | None, today: date) -> bool:
    """A week before the promised day, and from then on every week until it is done."""
    if today < due_on - timedelta(days=REMIND_BEFORE):
        return False
    return reminded_on is None or today >= reminded_on + timedelta(days=REMIND_BEFORE)


def waiting_words(state: ClaimState, days: int) -> str:
    """How long, and for whom."""
    if not state.open:
        return state.label
    how_long = "since today" if days == 0 else "1 day" if days == 1 else f"{days} days"
    return f"{state.label}: {how_long}, waiting for {OWNERS[state].label}"
