"""What hours and costs come to. Exact: the lines sum to the claim, and the payers' shares sum to the claim."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from lantern.kit.money import Money, Rounding, total
from lantern.kit.states import IllegalMove
from lantern.remuneration.domain.rates import Terms, Unit
from lantern.remuneration.domain.work import Kind


@dataclass(frozen=True, slots=True)
class Work:
    """One entry of the log, by a key of the caller's. A donated one is priced and not paid."""

    key: str
    kind: Kind
    done_on: date
    minutes: int
    donated: bool = False


@dataclass(frozen=True, slots=True)
class Price:
    """Pence by key; what is paid without VAT; the VAT; what the donated hours would have been paid."""

    lines: Mapping[str, int]
    net_pence: int
    vat_pence: int
    donated_pence: int

    @property
    def total_pence(self) -> int:
        return self.net_pence + self.vat_pence


@dataclass(frozen=True, slots=True)
class Part:
    """A payer's part: a fixed amount, or a weight in what the fixed ones leave."""

    parts: int = 0
    fixed_pence: int | None = None


def worth(kind: Kind, minutes: int, terms: Terms) -> int:
    """Pence for the minutes of one kind on one day.

    An hour is paid by the minute; a begun half day or day is paid whole. Where her offer promised a day rate, she is
    paid by it, by the minute, if that is more: an offer may raise the card, never lower it.
    """
    found = []
    if (rate := terms.rates.get(kind)) is not None:
        unit = terms.minutes_of(rate.unit)
        units = Fraction(minutes, unit) if rate.unit is Unit.HOUR else -(-minutes // unit)
        found.append(Money(rate.pence).times(units, Rounding.HALF_UP).pence)
    if terms.day_rate_pence is not None:
        found.append(Money(terms.day_rate_pence).times(Fraction(minutes, terms.day_minutes), Rounding.HALF_UP).pence)
    if not found:
        raise IllegalMove(f"There is no agreed rate for {kind.label.lower()} yet. Ask the programme to add one.")
    return max(found)


def price(work: Sequence[Work], costs: Mapping[str, int], terms: Terms) -> Price:
    """Prices a claim. `costs` are pence by key, as spent; their VAT is the payee's like that of the hours.

    A day's entries of one kind are priced together, so that two hours in two entries cost what they cost in one.
    """
    together: dict[tuple[date, Kind, bool], list[Work]] = defaultdict(list)
    for entry in work:
        together[entry.done_on, entry.kind, entry.donated].append(entry)
    lines: dict[str, int] = {}
    for (_day, kind, _donated), entries in together.items():
        minutes = [entry.minutes for entry in entries]
        for entry, share in zip(entries, Money(worth(kind, sum(minutes), terms)).split(minutes), strict=True):
            lines[entry.key] = share.pence
    given = sum(lines[entry.key] for entry in work if entry.donated)
    net = sum(lines.values()) - given + sum(costs.values())
    vat = Money(net).times(Fraction(terms.vat_basis_points, 10_000), Rounding.HALF_UP).pence
    return Price({**lines, **costs}, net, vat, given)


def shares(amount: int, parts: Sequence[Part]) -> tuple[int, ...]:
    """An amount shared out among its payers, exactly. Fixed parts are met first, in order, as far as it goes."""
    left, found = amount, [0] * len(parts)
    for place, part in enumerate(parts):
        if part.fixed_pence is not None:
            found[place] = min(part.fixed_pence, left)
            left -= found[place]
    if left:
        weights = [0 if part.fixed_pence is not None else part.parts for part in parts]
        if not any(weights):
            raise IllegalMove("The payers' fixed parts do not cover this claim. Say who pays the rest.")
        for place, share in enumerate(Money(left).split(weights)):
            found[place] += share.pence
    assert total(map(Money, found)).pence == amount  # noqa: S101 - a penny lost here is a penny nobody pays
    return tuple(found)


def check_parts(parts: Sequence[Part]) -> None:
    """Raises IllegalMove, in a sentence, where the parts leave something unpaid or make no sense."""
    if not parts:
        raise IllegalMove("Somebody has to pay. Name at least one payer.")
    if any(part.parts < 0 or (part.fixed_pence is not None and part.fixed_pence <= 0) for part in parts):
        raise IllegalMove("A payer's part is more than nothing.")
    if not any(part.fixed_pence is None and part.parts for part in parts):
        raise IllegalMove("One payer at least pays a share of the rest, so that every claim is covered.")
    if any(part.fixed_pence is None and not part.parts for part in parts):
        raise IllegalMove("Say each payer's share.")
