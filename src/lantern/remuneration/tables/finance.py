"""Batches and files that come back, as rows for components/table.html."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from lantern.kit import money
from lantern.remuneration.domain.batch import Due
from lantern.remuneration.domain.claims import PaymentState
from lantern.remuneration.domain.invoice import day
from lantern.remuneration.domain.remittance import Line, Outcome
from lantern.remuneration.models import Batch, Payer, Payment

Cell = dict[str, Any]
OUTCOMES = {
    Outcome.UNKNOWN: "Not known",
    Outcome.TOO_LITTLE: "Too little",
    Outcome.TOO_MUCH: "Too much",
    Outcome.TWICE: "Twice in the file",
    Outcome.PAID_AGAIN: "Paid before",
    Outcome.FAILED_BEFORE: "Had failed",
    Outcome.UNREADABLE: "Cannot be read",
}
TONES = {PaymentState.SENT: "waiting", PaymentState.PAID: "done", PaymentState.FAILED: "problem"}


def pounds(heading: str, pence: int) -> Cell:
    return {"heading": heading, "text": money.exactly(pence), "number": True}


def waiting_by_payer(payments: Iterable[Payment]) -> list[dict[str, Any]]:
    """What waits for a batch: each payer with how many payments, and of how much."""
    found: dict[Payer, list[Payment]] = {}
    for payment in payments:
        found.setdefault(payment.share.payer, []).append(payment)
    return [
        {"payer": payer, "many": len(there), "total": money.exactly(sum(one.share.total_pence for one in there))}
        for payer, there in found.items()
    ]


def batch_rows(batches: Iterable[Batch]) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for batch in batches:
        payments = [line.payment for line in batch.lines.all()]
        open_ones = sum(payment.state == PaymentState.SENT for payment in payments)
        rows.append(
            [
                {
                    "heading": "Batch",
                    "text": str(batch.number),
                    "href": reverse("remuneration:batch", args=[batch.ref]),
                },
                {"heading": "Payer", "text": batch.payer.name},
                {"heading": "Made", "text": day(batch.made_at.date())},
                {"heading": "Not settled", "text": f"{open_ones} of {len(payments)}", "number": True},
                pounds("To pay", sum(payment.share.total_pence for payment in payments)),
            ]
        )
    return rows


def payment_rows(payments: Iterable[Payment], due: Iterable[Due]) -> list[list[Cell]]:
    rows: list[list[Cell]] = [
        [
            {
                "heading": "Invoice",
                "text": one.invoice,
                "href": reverse("remuneration:invoice", args=[payment.share.ref]),
                "hidden": "(PDF)",
            },
            {"heading": "Payee", "text": one.payee},
            {"heading": "Payment reference", "text": one.payment_ref},
            {
                "heading": "Purchase order",
                **({"text": one.purchase_order} if one.purchase_order else {"no_value": "None"}),
            },
            {"heading": "Pay by", "text": day(one.due_on)},
            pounds("To pay", one.total_pence),
            {
                "heading": "State",
                "tag": PaymentState(payment.state).label,
                "kind": TONES[PaymentState(payment.state)],
            },
        ]
        for payment, one in zip(payments, due, strict=True)
    ]
    return rows


def unmatched_rows(lines: Iterable[Line]) -> list[list[Cell]]:
    return [
        [
            {"heading": "Row", "text": f"Row {line.row}"},
            {"heading": "What", "text": OUTCOMES[line.outcome]},
            {"heading": "Why it is not marked", "text": line.sentence},
        ]
        for line in lines
    ]


def matched_rows(lines: Iterable[Line]) -> list[list[Cell]]:
    return [
        [
            {"heading": "Row", "text": f"Row {line.row}"},
            {"heading": "Payment", "text": line.sentence},
            {"heading": "Paid on", "text": day(line.paid_on) if line.paid_on else ""},
        ]
        for line in lines
    ]
