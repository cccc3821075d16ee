"""Money as whole pence; never a float."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

MOST_PENCE = 100_000_00
_AMOUNT = re.compile(r"£?\s*(\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.(\d{2}))?")


class NotAnAmount(ValueError):
    """The text is not an amount of money in pounds."""


class Rounding(StrEnum):
    """What becomes of a part of a penny."""

    HALF_UP = "half_up"  # to the nearest penny, a half away from nought
    UP = "up"  # away from nought
    DOWN = "down"  # towards nought


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An exact amount of one currency, in its smallest unit. Amounts of two currencies never meet."""

    pence: int
    currency: str = "GBP"

    def __post_init__(self) -> None:
        if type(self.pence) is not int:  # bool and float would both pass for a number
            raise TypeError("money is whole pence")

    def __add__(self, other: "Money") -> "Money":
        return Money(self.pence + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.pence - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.pence, self.currency)

    def __bool__(self) -> bool:
        return self.pence != 0

    def __str__(self) -> str:
        return in_words(self.pence) if self.currency == "GBP" else f"{self.pence} {self.currency}"

    def times(self, factor: int | Fraction, rounding: Rounding = Rounding.HALF_UP) -> "Money":
        """The amount so many times over, rounded once, as stated. Raises TypeError for a float."""
        if isinstance(factor, bool) or not isinstance(factor, int | Fraction):
            raise TypeError("money is multiplied by whole numbers and exact fractions only")
        exact = self.pence * Fraction(factor)
        whole, rest = divmod(abs(exact.numerator), exact.denominator)
        if rest and (rounding is Rounding.UP or (rounding is Rounding.HALF_UP and 2 * rest >= exact.denominator)):
            whole += 1
        return Money(whole if exact >= 0 else -whole, self.currency)

    def split(self, weights: Sequence[int]) -> tuple["Money", ...]:
        """Shares in proportion to the weights that sum to the whole, each within a penny of its exact part.

        The pence left over go one each to the largest remainders, the earlier first. Raises ValueError where a weight
        is negative, or all are nought.
        """
        whole = sum(weights)
        if whole <= 0 or min(weights) < 0:
            raise ValueError("weights are nought or more, and one is more than nought")
        size = abs(self.pence)
        parts = [size * weight // whole for weight in weights]
        by_remainder = sorted(range(len(weights)), key=lambda place: (-(size * weights[place] % whole), place))
        for place in by_remainder[: size - sum(parts)]:
            parts[place] += 1
        sign = 1 if self.pence >= 0 else -1
        return tuple(Money(sign * part, self.currency) for part in parts)

    def _same(self, other: "Money") -> int:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")
        return other.pence


def total(amounts: Iterable[Money]) -> Money:
    """The sum; nought pounds of nothing."""
    found = Money(0)
    for number, amount in enumerate(amounts):
        found = found + amount if number else amount
    return found


def in_words(pence: int) -> str:
    """Pence as people write pounds: 35000 is £350, 35050 is £350.50, -50 is -£0.50."""
    pounds, rest = divmod(abs(pence), 100)
    words = f"£{pounds:,}" if not rest else f"£{pounds:,}.{rest:02d}"
    return f"-{words}" if pence < 0 else words


def exactly(pence: int) -> str:
    """Pence as they stand in a column of sums: always with both places, £350.00."""
    return f"{'-' if pence < 0 else ''}£{abs(pence) // 100:,}.{abs(pence) % 100:02d}"


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
