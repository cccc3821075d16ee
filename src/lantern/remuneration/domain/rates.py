"""A rate card: what an hour, half a day or a day of each kind of work is worth."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from lantern.kit.states import IllegalMove
from lantern.remuneration.domain.work import Kind

DAY_MINUTES = 7 * 60
MOST_A_DAY = 2_000_00


class Unit(StrEnum):
    HOUR = "hour"
    HALF_DAY = "half_day"
    DAY = "day"

    @property
    def label(self) -> str:
        return {Unit.HOUR: "an hour", Unit.HALF_DAY: "half a day", Unit.DAY: "a day"}[self]


class CardState(StrEnum):
    PROPOSED = "proposed"  # by one coordinator, waiting for another
    IN_FORCE = "in_force"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return {
            CardState.PROPOSED: "Waiting for a second coordinator",
            CardState.IN_FORCE: "Approved",
            CardState.REFUSED: "Not approved",
        }[self]


class PayeeKind(StrEnum):
    AGENCY = "agency"
    PERSON = "person"

    @property
    def label(self) -> str:
        return {PayeeKind.AGENCY: "The agency is paid", PayeeKind.PERSON: "She is paid herself"}[self]


@dataclass(frozen=True, slots=True)
class Rate:
    unit: Unit
    pence: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What prices a claim: the card's rates, the day rate her offer promised (or None), and VAT in hundredths of 1%.

    The whole of it is kept with a claim, so that nothing changed later changes the claim.
    """

    rates: Mapping[Kind, Rate]
    day_rate_pence: int | None = None
    day_minutes: int = DAY_MINUTES
    vat_basis_points: int = 0
    card_ref: str = ""

    def minutes_of(self, unit: Unit) -> int:
        return {Unit.HOUR: 60, Unit.HALF_DAY: self.day_minutes // 2, Unit.DAY: self.day_minutes}[unit]

    def as_data(self) -> dict[str, Any]:
        """Plain values for keeping."""
        return {
            "rates": {kind.value: [rate.unit.value, rate.pence] for kind, rate in self.rates.items()},
            "day_rate_pence": self.day_rate_pence,
            "day_minutes": self.day_minutes,
            "vat_basis_points": self.vat_basis_points,
            "card_ref": self.card_ref,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Terms":
        """Reads what `as_data` wrote."""
        rates = {Kind(kind): Rate(Unit(unit), pence) for kind, (unit, pence) in data["rates"].items()}
        return cls(
            rates, data["day_rate_pence"], data["day_minutes"], data["vat_basis_points"], data.get("card_ref", "")
        )


def check_rates(rates: Mapping[Kind, Rate], day_minutes: int) -> None:
    """Raises IllegalMove, in a sentence, for a card that cannot be right."""
    if not rates:
        raise IllegalMove("Give at least one rate.")
    if not 4 * 60 <= day_minutes <= 12 * 60 or day_minutes % 2:
        raise IllegalMove("A working day has between 4 and 12 hours.")
    for kind, rate in rates.items():
        most = MOST_A_DAY if rate.unit is not Unit.HOUR else MOST_A_DAY // 4
        if not 0 < rate.pence <= most:
            raise IllegalMove(f"The rate for {kind.label.lower()} is not between nothing and £{most // 100:,}.")


def in_force(valid_from: date, valid_until: date | None, day: date) -> bool:
    """`valid_until` is the first day without it."""
    return valid_from <= day and (valid_until is None or day < valid_until)
