"""What the ledger is counted from: entries of the log, and claims that were sent in. insight counts."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of the log, struck ones left out. `worth_pence` is what it is or would be paid; None without a rate.

    `state` is that of its claim, or empty where it is in none. `month` is that of the work, such as "2026-11".
    `expert_ref` is empty where an agency is paid for people who are not named.
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
