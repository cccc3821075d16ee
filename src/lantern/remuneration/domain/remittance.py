"""Reading what a finance team says it paid, and holding each line against what is owed.

A file is taken as it comes: a remittance advice, a payment run, an export of a bank account. Nothing is guessed: a line
that is not one payment, in full, that is still open, is reported in a sentence and changes nothing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from lantern.kit import money

MOST_SHOWN = 60  # letters of a stranger's cell that are shown again
_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y")
_INVOICE = re.compile(r"\bLN[-\s]?(\d{1,9})\b")
_AMOUNT = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[-−])?\s*(?:£|GBP)?\s*(?P<pounds>\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.(?P<pence>\d{1,17}))?"
    r"\s*(?:GBP)?\s*(?P<after>-)?\s*(?(open)\))"
)
_DUST = Decimal("0.0001")
_PLAIN = re.compile(r"[^a-z0-9]+")


class Column(StrEnum):
    """What is needed of a line."""

    REFERENCE = "reference"
    AMOUNT = "amount"
    PAID_ON = "paid_on"

    @property
    def label(self) -> str:
        return {
            Column.REFERENCE: "Payment reference or invoice number",
            Column.AMOUNT: "Amount paid",
            Column.PAID_ON: "Date paid",
        }[self]


# Headings as finance systems and banks write them, likeliest first.
KNOWN_AS = {
    Column.REFERENCE: (
        "payment reference", "invoice", "invoice number", "invoice no", "our reference", "your reference",
        "supplier reference", "supplier invoice", "document number", "reference", "ref", "transaction reference",
        "payment details", "narrative", "transaction description", "description", "details", "memo",
    ),
    Column.AMOUNT: (
        "amount paid", "to pay", "payment amount", "paid", "net paid", "invoice amount", "gross", "gross amount",
        "amount", "amount gbp",
        "value", "total", "paid out", "debit amount", "debit", "money out",
    ),
    Column.PAID_ON: (
        "date paid", "paid on", "payment date", "value date", "posting date", "transaction date", "date of payment",
        "pay date", "remittance date", "date",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layout:
    """Where in the file what is; rows and columns count from nought. `minus`: money paid is written below nought."""

    heading_row: int
    reference: int
    amount: int
    paid_on: int
    minus: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as first looked at: its headings, and for each column needed which of them it most likely is."""

    heading_row: int
    headings: tuple[str, ...]
    likely: Mapping[Column, int]
    minus: bool = False

    @property
    def layout(self) -> Layout | None:
        """The layout, where every column was recognised."""
        if set(self.likely) != set(Column):
            return None
        places = {column.value: place for column, place in self.likely.items()}
        return Layout(self.heading_row, minus=self.minus, **places)


@dataclass(frozen=True, slots=True)
class Owed:
    """A payment that finance was asked for. `paid_on` stands once it is marked as paid; `failed` where it came back."""

    payment_ref: str
    invoice: str
    total_pence: int
    sent_on: date
    paid_on: date | None = None
    failed: bool = False


class Outcome(StrEnum):
    """What becomes of a line. Only the first changes anything."""

    MATCHED = "matched"
    MARKED_ALREADY = "marked_already"
    PAID_AGAIN = "paid_again"
    UNKNOWN = "unknown"
    TOO_LITTLE = "too_little"
    TOO_MUCH = "too_much"
    TWICE = "twice"
    FAILED_BEFORE = "failed_before"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file with what becomes of it, and why. `row` is its number in the file, from 1."""

    row: int
    outcome: Outcome
    sentence: str
    payment_ref: str = ""
    pence: int | None = None
    paid_on: date | None = None


class _Wrong(ValueError):
    pass


def look(rows: Sequence[Sequence[str]], owed: Iterable[Owed]) -> Sheet:
    """Finds the headings, which may stand under a bank's own lines, and the columns by their headings and contents."""
    top = max(range(min(len(rows), 30)), key=lambda place: (_recognised(rows[place]), -place))
    if not _recognised(rows[top]):
        top = next(place for place, row in enumerate(rows) if any(row))
    likely = _by_heading(rows[top])
    payments = _Payments(owed)
    named = {
        place: sum(1 for row in rows[top + 1 :] if place < len(row) and payments.named(row[place]))
        for place in range(len(rows[top]))
    }
    most = max(named, key=lambda place: named[place])
    if named[most] > named.get(likely.get(Column.REFERENCE, -1), 0):
        likely[Column.REFERENCE] = most
    amounts = [_amount(row[likely[Column.AMOUNT]]) for row in rows[top + 1 :] if _has(row, likely.get(Column.AMOUNT))]
    minus = bool(amounts) and all(pence is None or pence < 0 for pence in amounts) and any(amounts)
    return Sheet(top, tuple(rows[top]), likely, minus)


def match(rows: Sequence[Sequence[str]], layout: Layout, owed: Iterable[Owed], today: date) -> list[Line]:
    """Every line of the file with its outcome. A line without any of the three columns is left out."""
    payments = _Payments(owed)
    places = (layout.reference, layout.amount, layout.paid_on)
    found: list[Line] = []
    matched: dict[str, int] = {}
    for number, row in enumerate(rows[layout.heading_row + 1 :], layout.heading_row + 2):
        cells = [row[place] if place < len(row) else "" for place in places]
        if not any(cells):
            continue
        line = _line(number, cells, layout, payments, today)
        if line.outcome is Outcome.MATCHED:
            if (first := matched.get(line.payment_ref)) is not None:
                line = Line(
                    number,
                    Outcome.TWICE,
                    f"The same payment stands in row {first} too, and is marked once. "
                    "Ask finance whether it was paid twice.",
                    line.payment_ref,
                    line.pence,
                    line.paid_on,
                )
            else:
                matched[line.payment_ref] = number
        found.append(line)
    return found


def _line(number: int, cells: Sequence[str], layout: Layout, payments: "_Payments", today: date) -> Line:
    reference, amount, paid_on = cells
    try:
        one = payments.found(reference)
        if one is None:
            named = f"“{reference[:MOST_SHOWN]}”" if reference else "An empty reference"
            return Line(number, Outcome.UNKNOWN, f"{named} is not a payment or invoice of yours that we know.")
        pence = _amount(amount)
        if pence is None:
            raise _Wrong(f"“{amount[:MOST_SHOWN]}” is not an amount in pounds and pence.")
        pence = -pence if layout.minus else pence
        on = _day(paid_on)
        if on > today:
            raise _Wrong(f"{on.isoformat()} has not come yet.")
        if on < one.sent_on and one.paid_on is None:
            raise _Wrong(f"{on.isoformat()} is before this was sent for payment, on {one.sent_on.isoformat()}.")
    except _Wrong as problem:
        return Line(number, Outcome.UNREADABLE, str(problem))
    outcome, sentence = _held_against(one, pence, on)
    return Line(number, outcome, sentence, one.payment_ref, pence, on)


def _held_against(one: Owed, pence: int, on: date) -> tuple[Outcome, str]:
    asked, paid = money.exactly(one.total_pence), money.exactly(pence)
    if one.paid_on is not None:
        if (one.paid_on, one.total_pence) == (on, pence):
            return Outcome.MARKED_ALREADY, f"{one.invoice} is marked as paid already. Nothing changes."
        return Outcome.PAID_AGAIN, (
            f"{one.invoice} was paid on {one.paid_on.isoformat()} ({asked}). "
            f"This says {paid} on {on.isoformat()}. Ask finance whether it was paid twice."
        )
    if one.failed:
        return (
            Outcome.FAILED_BEFORE,
            f"This payment of {one.invoice} came back. Send it again, under its new reference.",
        )
    if pence <= 0:
        return Outcome.UNREADABLE, f"{paid} is not money paid. If your file writes what goes out with a minus, say so."
    if pence < one.total_pence:
        return Outcome.TOO_LITTLE, f"{paid} of {asked}. {one.invoice} stays unpaid until it is paid in full."
    if pence > one.total_pence:
        return (
            Outcome.TOO_MUCH,
            f"{paid} instead of {asked}. {one.invoice} is not marked until finance has explained it.",
        )
    return Outcome.MATCHED, f"{one.invoice}: {paid}."


class _Payments:
    """Payments by what a line may call them."""

    def __init__(self, owed: Iterable[Owed]) -> None:
        self.by_ref: dict[str, Owed] = {}
        self.by_invoice: dict[int, Owed] = {}
        for one in owed:
            self.by_ref[one.payment_ref] = one
            number = int(_INVOICE.fullmatch(one.invoice)[1])  # type: ignore[index]
            # An invoice tried twice is its newest attempt, or the one that was paid.
            held = self.by_invoice.get(number)
            if held is None or held.failed or (held.paid_on is None and not one.failed):
                self.by_invoice[number] = one

    def named(self, text: str) -> set[str]:
        """The references of the payments that the text names, somewhere in it and however spaced."""
        upper = text.upper()
        found = {word for word in re.findall(r"[A-Z0-9]+", upper) if word in self.by_ref}
        for number in _INVOICE.findall(upper):
            if (one := self.by_invoice.get(int(number))) is not None:
                found.add(one.payment_ref)
        return found

    def found(self, text: str) -> Owed | None:
        named = self.named(text)
        exact = {ref for ref in named if ref in text.upper()}
        if len(exact or named) > 1:
            raise _Wrong(f"“{text[:MOST_SHOWN]}” names more than one payment. Enter them on lines of their own.")
        return next((self.by_ref[ref] for ref in exact or named), None)


def _recognised(row: Sequence[str]) -> int:
    return len(_by_heading(row))


def _by_heading(row: Sequence[str]) -> dict[Column, int]:
    plain = [_PLAIN.sub(" ", cell.casefold()).strip() for cell in row]
    found: dict[Column, int] = {}
    for column, names in KNOWN_AS.items():
        for name in names:
            if name in plain and plain.index(name) not in found.values():
                found[column] = plain.index(name)
                break
    return found


def _has(row: Sequence[str], place: int | None) -> bool:
    return place is not None and place < len(row) and bool(row[place])


def _amount(text: str) -> int | None:
    """Pence, below nought where written with a minus or in brackets; None where it is not an amount."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        return None
    pounds, pence = found["pounds"].replace(",", ""), found["pence"]
    # A workbook keeps 534.60 as 534.6, and now and then as 534.6000000000001.
    exact = Decimal(f"0.{pence or 0}") * 100
    if abs(exact - round(exact)) > _DUST:
        return None
    amount = int(pounds) * 100 + round(exact)
    return -amount if found["open"] or found["sign"] or found["after"] else amount


def _day(text: str) -> date:
    plain = text.strip().partition("T")[0] if "T" in text else text.strip()
    plain = plain.partition(" ")[0] if re.match(r"\d{4}-\d\d-\d\d ", plain) else plain
    for shape in _DATES:
        try:
            return datetime.strptime(plain, shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise _Wrong(f"“{text[:MOST_SHOWN]}” is not a date such as 24/11/2026." if text else "The date is missing.")
