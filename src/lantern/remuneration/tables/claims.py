"""Claims as rows, and one claim as each side reads it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from lantern.accounts.public import User
from lantern.kit import clock, money
from lantern.remuneration import rules, selectors
from lantern.remuneration.domain.claims import MOVES, Action, ClaimState, Owner, PaymentState, mover
from lantern.remuneration.domain.invoice import day
from lantern.remuneration.domain.work import CostKind, Kind
from lantern.remuneration.models import Claim, ClaimLine, ClaimShare, ClaimStep, Payment
from lantern.remuneration.tables.words import TONES, label, long

Cell = dict[str, Any]
DONE = {
    Action.SUBMIT: "Sent in",
    Action.QUERY: "Asked about",
    Action.ANSWER: "Answered",
    Action.APPROVE: "Approved",
    Action.SEND: "Sent for payment",
    Action.PAY: "Paid",
    Action.FAIL: "Payment failed",
    Action.WITHDRAW: "Taken back",
}
HERS = {ClaimState.DRAFTED.value, ClaimState.QUERIED.value}


def claim_rows(claims: Iterable[Claim], today: date) -> list[list[Cell]]:
    return [
        [
            {"heading": "Claim", "text": claim.ref, "href": reverse("remuneration:claim", args=[claim.ref])},
            {"heading": "Who is paid", "text": claim.payee.invoice_name},
            {"heading": "Who pays", "text": ", ".join(share.payer.name for share in claim.shares.all())},
            {"heading": "State", "tag": label(ClaimState(claim.state)), "kind": TONES[ClaimState(claim.state)]},
            {"heading": "Days", **days_cell(claim, today), "number": True},
            {"heading": "Amount", "text": money.in_words(claim.total_pence), "number": True},
        ]
        for claim in claims
    ]


def days_cell(claim: Claim, today: date) -> Cell:
    if claim.submitted_at is None or claim.state == ClaimState.WITHDRAWN:
        return {"no_value": "Not sent in" if claim.submitted_at is None else "Withdrawn"}
    days = claim.days_waiting(today)
    return {"text": f"{days}, past the promised day" if claim.overdue(today) else str(days)}


def claim_page(claim: Claim, user: User) -> dict[str, Any]:
    today, state = clock.today(), ClaimState(claim.state)
    standing = rules.standing_of(user)
    claimant = standing.logs_for(claim.engagement) or standing.programme
    decides = state is ClaimState.SUBMITTED and standing.decides(claim)
    seen = set(selectors.shares_visible_to(user).filter(claim=claim).values_list("pk", flat=True))
    shares = list(claim.shares.select_related("payer__partnership").prefetch_related("payments"))
    return {
        "claim": claim,
        "label": label(state),
        "kind": TONES[state],
        "waiting": waiting_for(claim, today) if state.open else "",
        "overdue": claim.overdue(today),
        "due": day(claim.due_on) if claim.due_on else "",
        "facts": facts(claim),
        "lines": [line_row(line, claim) for line in lines_of(claim)],
        "shares": [share_row(share, share.pk in seen) for share in shares],
        "history": [step_row(step, claim) for step in claim.steps.order_by("pk")],
        "question": question_of(claim) if state is ClaimState.QUERIED else "",
        "log": reverse("remuneration:engagement", args=[claim.engagement.ref]) if claimant else "",
        "correct": claim.state in HERS and claimant,
        "can_submit": claimant and state is ClaimState.DRAFTED,
        "can_answer": claimant and state is ClaimState.QUERIED,
        "can_withdraw": claimant and (state, Action.WITHDRAW) in MOVES,
        "can_decide": decides,
        "own": state is ClaimState.SUBMITTED and not decides and standing.made(claim) and bool(standing.areas),
        "can_send": standing.programme and (state, Action.SEND) in MOVES,
        "can_link": standing.programme and state is ClaimState.SUBMITTED and bool(rules.lead_payer(claim).email),
        "payments": [
            {"payment": payment, "sentence": payment_sentence(payment)}
            for share in shares
            for payment in share.payments.all()
            if payment.state == PaymentState.SENT and (standing.programme or standing.pays(share.payer))
        ],
    }


def waiting_for(claim: Claim, today: date) -> str:
    days = claim.days_waiting(today)
    since = "Since today" if days == 0 else "1 day" if days == 1 else f"{days} days"
    return f"{since}, waiting for {side(claim.owner, claim)}"


def side(owner: Owner, claim: Claim) -> str:
    """Whose side it is: an agency's, where no one person is named."""
    return "the agency" if owner is Owner.CLAIMANT and claim.engagement.expert_id is None else owner.label


def facts(claim: Claim) -> list[dict[str, Any]]:
    rows = [
        {"key": "Who is paid", "value": claim.payee.invoice_name},
        {"key": "Sent in", **on(claim.submitted_at)},
        {"key": "Promised by", **({"value": day(claim.due_on)} if claim.due_on else {"no_value": "Not known"})},
        {"key": "Without VAT", "value": money.in_words(claim.net_pence)},
        {"key": "VAT", "value": money.in_words(claim.vat_pence)},
        {"key": "In all", "value": money.in_words(claim.total_pence)},
    ]
    if not claim.vat_pence:
        del rows[3:5]
    if claim.paid_on is not None:
        rows.insert(3, {"key": "Paid on", "value": day(claim.paid_on)})
    return rows


def on(moment: Any) -> dict[str, Any]:
    return {"value": day(moment.astimezone(clock.LONDON).date())} if moment else {"no_value": "Not yet"}


def lines_of(claim: Claim) -> Iterable[ClaimLine]:
    """What it holds; of one taken back, what it held."""
    found = claim.lines.select_related("entry", "cost")
    return found if claim.state == ClaimState.WITHDRAWN else found.filter(live=True)


def line_row(line: ClaimLine, claim: Claim) -> dict[str, Any]:
    engagement = claim.engagement
    if line.entry is not None:
        line.entry.engagement = engagement
        return {
            "title": f"{Kind(line.kind).label}, {long(line.minutes)}",
            "day": day(line.done_on),
            "amount": money.in_words(line.pence),
            "donated": line.donated,
            "flags": line.entry.flags,
            "words": line.entry.words,
            "href": reverse("remuneration:entry", args=[engagement.ref, line.entry.ref]),
        }
    assert line.cost is not None  # noqa: S101 - the database has one or the other
    return {
        "title": CostKind(line.kind).label,
        "day": day(line.done_on),
        "amount": money.in_words(line.pence),
        "words": line.cost.words,
        "href": reverse("remuneration:cost", args=[engagement.ref, line.cost.ref]),
    }


def share_row(share: ClaimShare, seen: bool) -> list[Cell]:
    numbered = bool(share.invoice_number)
    invoice: Cell = {"text": share.invoice_name} if numbered else {"no_value": "Not yet"}
    if numbered and seen:
        invoice |= {"href": reverse("remuneration:invoice", args=[share.ref]), "hidden": "(PDF)"}
    newest = max(share.payments.all(), key=lambda payment: payment.pk, default=None)
    payment: Cell = {"no_value": "Not yet"}
    if newest is not None:
        settled = f" {day(newest.settled_on)}" if newest.settled_on else ""
        reason = f": {newest.reason}" if newest.reason else ""
        payment = {"text": f"{PaymentState(newest.state).label}{settled}{reason}"}
    order: Cell = {"text": share.purchase_order} if share.purchase_order else {"no_value": "None"}
    return [
        {"heading": "Who pays", "text": share.payer.name},
        {"heading": "Invoice", **invoice},
        {"heading": "Purchase order", **order},
        {"heading": "Payment", **payment},
        {"heading": "Amount", "text": money.in_words(share.total_pence), "number": True},
    ]


def step_row(step: ClaimStep, claim: Claim) -> dict[str, Any]:
    """Who is told by the side, never by a name: the payer need not know who at the agency wrote."""
    action = Action(step.action)
    mine = side(mover(ClaimState(step.was), action), claim)
    return {
        "what": DONE[action],
        "when": day(step.moved_at.astimezone(clock.LONDON).date()),
        "who": f"{mine}, by link" if step.link_id else mine,
        "words": step.words,
    }


def question_of(claim: Claim) -> str:
    """What was asked last; empty where nothing was."""
    asked = claim.steps.filter(action=Action.QUERY).order_by("-pk").first()
    return asked.words if asked else ""


def payment_sentence(payment: Payment) -> str:
    share = payment.share
    return (
        f"{money.in_words(share.total_pence)} from {share.payer.name}, invoice {share.invoice_name}, "
        f"payment reference {payment.ref}."
    )
