"""A claim as a payer without an account reads it: who is paid, for which hours and costs, how much, by when."""

from typing import Any

from lantern.kit import money
from lantern.remuneration.domain.invoice import day
from lantern.remuneration.domain.work import CostKind, Kind, duration
from lantern.remuneration.models import Claim


def facts(claim: Claim) -> list[dict[str, Any]]:
    """Rows for components/summary_list.html; with several payers, what each pays."""
    shares = list(claim.shares.select_related("payer"))
    rows: list[dict[str, Any]] = [
        {"key": "Who is paid", "value": claim.payee.invoice_name},
        {"key": "Reference", "value": claim.ref},
        {"key": "Without VAT", "value": money.in_words(claim.net_pence)},
        {"key": "VAT", "value": money.in_words(claim.vat_pence)},
        {"key": "In all", "value": money.in_words(claim.total_pence)},
    ]
    if not claim.vat_pence:
        del rows[2:4]
    if len(shares) > 1:
        paid = [f"{share.payer.name}: {money.in_words(share.total_pence)}" for share in shares]
        rows.append({"key": "Who pays", "values_list": paid})
    if claim.due_on is not None:
        rows.append({"key": "Promised by", "value": day(claim.due_on)})
    return rows


def lines(claim: Claim) -> list[list[dict[str, Any]]]:
    """Rows for components/table.html; time given unpaid is left out, since nobody pays it."""
    return [
        [
            {"heading": "Day", "text": day(line.done_on)},
            {"heading": "What", "text": Kind(line.kind).label if line.entry_id else CostKind(line.kind).label},
            {"heading": "Time", "text": duration(line.minutes) if line.entry_id else "a cost"},
            {"heading": "Amount", "text": money.in_words(line.pence), "number": True},
        ]
        for line in claim.lines.filter(live=True, donated=False)
    ]
