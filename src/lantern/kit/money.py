"""Money as whole pence; never a float."""

import re
from decimal import Decimal

MOST_PENCE = 100_000_00
_AMOUNT = re.compile(r"£?\s*(\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.(\d{2}))?")


class NotAnAmount(ValueError):
    """The text is not an amount of money in pounds."""


def in_words(pence: int) -> str:
    """Pence as people write pounds: 35000 is £350, 35050 is £350.50."""
    pounds, rest = divmod(pence, 100)
    return f"£{pounds:,}" if not rest else f"£{pounds:,}.{rest:02d}"


def as_pounds(pence: int) -> Decimal:
    """Pence as exact pounds, for spreadsheets."""
    return Decimal(pence) / 100


def from_text(text: str) -> int:
    """Pounds as typed ("350", "£1,200.50") in pence.

    Raises NotAnAmount for anything else, for negative amounts, and above £100,000.
    """
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        raise NotAnAmount("Enter an amount in pounds, such as 350 or 350.50.")
    pence = int(found[1].replace(",", "")) * 100 + int(found[2] or 0)
    if pence > MOST_PENCE:
        raise NotAnAmount("Enter an amount of £100,000 or less.")
    return pence
