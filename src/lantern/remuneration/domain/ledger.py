"""The ledger: hours worked against hours paid, what unpaid hours were worth, and how long payment took."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of the log, struck ones left out. `worth_pence` is what it is or would be paid; None without a rate.

    `state` is that of its claim, or empty where it is in none. `month` is that of the work, such as "2026-11".
    """

    entry_ref: str
    engagement_ref: str
    expert_ref: str
    agency_ref: str
    partnership_ref: str
    kind: str
    month: str
    minutes: int
    donated: bool
    worth_pence: int | None
    state: str = ""
    claim_ref: str = ""

    @property
    def paid(self) -> bool:
        return self.state == "paid" and not self.donated


@dataclass(frozen=True, slots=True)
class PaidClaim:
    """A claim that was sent in: whose, when, and when it was paid, if it was."""

    claim_ref: str
    agency_ref: str
    partnership_ref: str
    submitted_on: date
    paid_on: date | None
    month: str


@dataclass(frozen=True, slots=True)
class Figure:
    """Sums over some rows. `unpriced` entries have no rate, so their worth is unknown, not nought."""

    entries: int
    people: int
    minutes: int
    paid_minutes: int
    donated_minutes: int
    waiting_minutes: int
    paid_pence: int
    donated_pence: int
    unpriced: int


def figure(rows: Iterable[Row]) -> Figure:
    """Adds up rows. Worked minutes are those paid, donated and waiting: every entry is one of the three."""
    found = list(rows)
    given, paid = [row for row in found if row.donated], [row for row in found if row.paid]
    minutes = sum(row.minutes for row in found)
    paid_minutes, donated_minutes = sum(row.minutes for row in paid), sum(row.minutes for row in given)
    return Figure(
        entries=len(found),
        people=len({row.expert_ref for row in found}),
        minutes=minutes,
        paid_minutes=paid_minutes,
        donated_minutes=donated_minutes,
        waiting_minutes=minutes - paid_minutes - donated_minutes,
        paid_pence=sum(row.worth_pence or 0 for row in paid),
        donated_pence=sum(row.worth_pence or 0 for row in given),
        unpriced=sum(row.worth_pence is None for row in found),
    )


def by(rows: Iterable[Row], key: Callable[[Row], str]) -> dict[str, Figure]:
    """A figure for each value of one column, in the order of the values."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return {value: figure(groups[value]) for value in sorted(groups)}


def too_few(found: Figure, least: int = 5) -> bool:
    """Whether a figure is of so few people that outside the programme it would be about one of them."""
    return 0 < found.people < least


@dataclass(frozen=True, slots=True)
class Wait:
    """Days from sending a claim in to being paid, over the claims paid; `unpaid` are still waiting."""

    paid: int
    unpaid: int
    median_days: float | None
    longest_days: int | None


def days_to_pay(claims: Iterable[PaidClaim]) -> Wait:
    found = list(claims)
    days = [(claim.paid_on - claim.submitted_on).days for claim in found if claim.paid_on is not None]
    return Wait(len(days), len(found) - len(days), float(median(days)) if days else None, max(days, default=None))
