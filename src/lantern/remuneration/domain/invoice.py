"""An invoice: what stands on it, and the tagged PDF that any finance team can read aloud, copy from and file.

It names who is paid, who pays and for how much of which kind of work. It names no review and no community.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Literal

import typst

from lantern.kit import money

TEMPLATE = Path(__file__).parents[1] / "data" / "invoice.typ"
STANDARD: Literal["ua-1"] = "ua-1"  # PDF/UA: tagged, titled, with a language, every letter readable as text
REPLACEMENT = "\ufffd"
# A longer run of letters would leave its column. No word of a name is as long.
_RUN = re.compile(r"\S{30}(?=\S)")
_BREAK = "\u200b"
# Control characters, and those that turn the direction of a line, by which an amount could be made to read otherwise.
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


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


Words = list["Words"] | str | bool


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
    """The invoice as PDF/UA-1: the same bytes for the same invoice and fonts.

    A letter that no font of this machine has is printed as a replacement sign, and a line on the page says so.
    """
    words = written(invoice)
    try:
        return _compiled(_clean(words, frozenset()), invoice.issued_on)
    except typst.TypstError:
        missing = frozenset(letter for letter in _letters(words) if not _can_print(letter))
        if not missing:
            raise
        words["notes"] = [
            f"Where {REPLACEMENT} stands, a letter could not be printed on this page. Its true spelling is kept."
        ]
        return _compiled(_clean(words, missing), invoice.issued_on)


def _clean(words: Words | dict[str, Words], missing: frozenset[str]) -> Words | dict[str, Words]:
    if isinstance(words, dict):
        return {name: _clean(part, missing) for name, part in words.items()}  # type: ignore[misc]
    if isinstance(words, list):
        return [_clean(part, missing) for part in words]  # type: ignore[misc]
    if isinstance(words, bool):
        return words
    seen = _UNSEEN.sub("", words)
    seen = "".join(REPLACEMENT if letter in missing else letter for letter in seen)
    return _RUN.sub(lambda run: run[0] + _BREAK, seen)


def _letters(words: Words | dict[str, Words]) -> Iterable[str]:
    if isinstance(words, str):
        return set(words)
    parts = words.values() if isinstance(words, dict) else words if isinstance(words, list) else ()
    return {letter for part in parts for letter in _letters(part)}


def _compiled(words: Words | dict[str, Words], on: date) -> bytes:
    made: bytes = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        pdf_standards=STANDARD,
        sys_inputs={"invoice": json.dumps(words)},
        timestamp=datetime.combine(on, time(), UTC),
    )
    return made


@lru_cache(maxsize=4096)
def _can_print(letter: str) -> bool:
    source = b'#set document(title: "x")\n#set text(lang: "en", font: "Libertinus Serif")\n#sys.inputs.letter'
    if letter.isascii() and letter.isprintable():
        return True
    try:
        typst.compile(source, format="pdf", pdf_standards=STANDARD, sys_inputs={"letter": f"a{letter}"})
    except typst.TypstError:
        return False
    return True
