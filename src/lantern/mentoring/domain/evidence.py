"""What counts as evidence, for how long, and who may countersign it."""

from dataclasses import dataclass
from datetime import date

from lantern.mentoring.domain.words import EvidenceKind

# Learning fades and law changes (practice advice); what she did on a review or wrote stays done.
YEARS = {EvidenceKind.LEARNING: 3, EvidenceKind.WORKSHOP: 3, EvidenceKind.OTHER: 3}
AGREEMENT_MOST_YEARS = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """One piece of evidence. A workshop's own list of who came stands in for a chair's signature.

    `expires_on` is the last day on which it counts.
    """

    kind: EvidenceKind
    competencies: frozenset[str]
    confirmed: bool
    expires_on: date | None = None
    withdrawn: bool = False

    def counts(self, today: date) -> bool:
        return self.confirmed and not self.withdrawn and (self.expires_on is None or today <= self.expires_on)


def years_after(day: date, years: int) -> date:
    """The same day some years on; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def expires_on(kind: EvidenceKind, done_on: date) -> date | None:
    """The last day on which evidence of this kind counts; None where it does not expire."""
    return years_after(done_on, YEARS[kind]) if kind in YEARS else None
