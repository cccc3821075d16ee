"""A batch of payments as rows for a finance team: one payment a row, and nothing that a bank account could be made of.

A spreadsheet is forwarded, printed and kept. So it carries who is to be paid, how much and for which invoice, and never
bank details: those stand on the invoice itself, which goes to the one who pays it, or finance holds them already.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lantern.kit import money

HEADINGS = [
    "Payment reference", "Invoice", "Invoice date", "Pay by", "Payer", "Purchase order", "Payee", "Payee reference",
    "Claim", "Before VAT", "VAT", "To pay", "Currency", "Date paid",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Due:
    """A payment that finance is asked to make. Sums in pence; `payee_ref` stands for the payee where names repeat."""

    payment_ref: str
    invoice: str
    invoiced_on: date
    due_on: date
    payer: str
    purchase_order: str
    payee: str
    payee_ref: str
    claim_ref: str
    net_pence: int
    vat_pence: int

    @property
    def total_pence(self) -> int:
        return self.net_pence + self.vat_pence


def rows(payments: Iterable[Due]) -> list[list[str]]:
    """The sheet: headings, then a row a payment, earliest due first. Raises ValueError where a payment stands twice."""
    ordered = sorted(payments, key=lambda one: (one.due_on, one.invoice))
    if len({one.payment_ref for one in ordered}) != len(ordered):
        raise ValueError("a payment stands twice")
    return [
        HEADINGS,
        *(
            [
                one.payment_ref,
                one.invoice,
                one.invoiced_on.isoformat(),
                one.due_on.isoformat(),
                one.payer,
                one.purchase_order,
                one.payee,
                one.payee_ref,
                one.claim_ref,
                f"{money.as_pounds(one.net_pence):.2f}",
                f"{money.as_pounds(one.vat_pence):.2f}",
                f"{money.as_pounds(one.total_pence):.2f}",
                "GBP",
                "",  # for finance to fill in, so that the sheet can come back
            ]
            for one in ordered
        ),
    ]


def total_pence(payments: Iterable[Due]) -> int:
    return sum(one.total_pence for one in payments)
