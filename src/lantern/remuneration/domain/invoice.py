"""An invoice: what stands on it, and the tagged PDF that any finance team can read aloud, copy from and file.

It names who is paid, who pays and for how much of which kind of work. It names no review and no community.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lantern.kit import money
from lantern.kit.typesetting import Words, tagged_pdf

TEMPLATE = Path(__file__).parents[1] / "data" / "invoice.typ"


@dataclass(frozen=True, slots=True)
class Party:
    """Who is paid or who pays. `address` may be empty: not everybody's is known."""

    name: str
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """A line of work; the quantity and the rate in words ("2 hours", "£50.00 an hour")."""

    kind: str
    when: str
    quantity: str
    rate: str
    pence: int


@dataclass(frozen=True, slots=True)
class Cost:
    """An access cost, on a line of its own."""

    kind: str
    when: str
    pence: int


@dataclass(frozen=True, slots=True)
class Invoice:
    """One payer's invoice for one claim, all sums in pence.

    `net_pence` and `vat_pence` are this payer's; where others pay a part too they are less than the claim's whole.
    `vat_number` is empty where no VAT is charged, `bank` (lines of text) where the payee has not given it.
    Raises ValueError where the sums do not add up.
    """

    number: str
    issued_on: date
    due_on: date
    claim_ref: str
    purchase_order: str
    payee: Party
    payer: Party
    work: tuple[Work, ...]
    costs: tuple[Cost, ...]
    whole_net_pence: int
    whole_vat_pence: int
    net_pence: int
    vat_pence: int
    vat_basis_points: int = 0
    vat_number: str = ""
    bank: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if sum(one.pence for one in self.work) + sum(one.pence for one in self.costs) != self.whole_net_pence:
            raise ValueError("the lines do not add up to the claim")
        if not (0 <= self.net_pence <= self.whole_net_pence and 0 <= self.vat_pence <= self.whole_vat_pence):
            raise ValueError("a share is more than the whole, or less than nothing")
        if self.vat_pence and not self.vat_basis_points:
            raise ValueError("VAT without a rate")

    @property
    def total_pence(self) -> int:
        return self.net_pence + self.vat_pence

    @property
    def is_shared(self) -> bool:
        return (self.net_pence, self.vat_pence) != (self.whole_net_pence, self.whole_vat_pence)

    @property
    def filename(self) -> str:
        """A name for the file that says nothing about anybody."""
        return f"invoice-{self.number}.pdf"


def written(invoice: Invoice) -> dict[str, Words]:
    """Every word of the page in its order, as the template takes them."""
    days = (invoice.due_on - invoice.issued_on).days
    facts: list[Words] = [
        ["Invoice number", invoice.number],
        ["Invoice date", day(invoice.issued_on)],
        ["Pay by", f"{day(invoice.due_on)} ({days} days)"],
        ["Purchase order", invoice.purchase_order or "None given"],
        ["Claim", invoice.claim_ref],
    ]
    if invoice.vat_number:
        facts.append(["Payee’s VAT number", invoice.vat_number])
    return {
        "title": f"Invoice {invoice.number}",
        "facts": facts,
        "parties": [
            ["To be paid", [invoice.payee.name, *invoice.payee.address]],
            ["Payer", [invoice.payer.name, *invoice.payer.address]],
        ],
        "work": [[one.kind, one.when, one.quantity, one.rate, money.exactly(one.pence)] for one in invoice.work],
        "costs": [[one.kind, one.when, money.exactly(one.pence)] for one in invoice.costs],
        "sums": _sums(invoice),
        "paying": [
            f"Please pay {money.exactly(invoice.total_pence)} by {day(invoice.due_on)}, "
            f"and give {invoice.number} as the payment reference."
        ],
        "bank": list(invoice.bank),
        "checking": (
            "If these bank details are new to you, check them by telephone, on a number you already had."
            if invoice.bank
            else "The payee’s bank details are not held here. Ask the payee for them, by telephone, on a number you "
            "already had."
        ),
        "notes": [],
    }


def _sums(invoice: Invoice) -> list[Words]:
    rows: list[Words] = []
    vat = f"VAT at {percent(invoice.vat_basis_points)}" if invoice.vat_basis_points else "VAT: none charged"
    if invoice.is_shared:
        whole = invoice.whole_net_pence + invoice.whole_vat_pence
        rows.append(["The whole claim, which several payers share", money.exactly(whole), False])
        rows.append(["Your share, before VAT", money.exactly(invoice.net_pence), False])
    else:
        rows.append(["Work and access costs, before VAT", money.exactly(invoice.net_pence), False])
    rows.append([vat, money.exactly(invoice.vat_pence), False])
    rows.append(["To pay", money.exactly(invoice.total_pence), True])
    return rows


def day(on: date) -> str:
    """A date as people write it: 3 November 2026."""
    return f"{on.day} {on:%B %Y}"


def percent(basis_points: int) -> str:
    """2000 is 20%, 1750 is 17.5%."""
    whole, rest = divmod(basis_points, 100)
    return f"{whole}%" if not rest else f"{whole}.{rest:02d}".rstrip("0") + "%"


def pdf(invoice: Invoice) -> bytes:
    """The invoice as PDF/UA-1: the same bytes for the same invoice and fonts."""
    return tagged_pdf(TEMPLATE, "invoice", written(invoice), invoice.issued_on)
