"""The questions through which needs are stated: about behaviour and circumstance, not labels (domain.md section 2)."""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from lantern.reviews.domain.terms import Weight

PATH = Path(__file__).parent.parent / "data" / "questions.csv"
ANY = "*"


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"

    @property
    def label(self) -> str:
        return {Answer.YES: "Yes", Answer.NO: "No", Answer.NOT_KNOWN: "Not known yet"}[self]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `leads_to` holds (facet, code) pairs it can state; the code `*` stands for the whole facet.

    `basis` says why it is asked; `reason` is the sentence offered as the need's reason.
    """

    code: str
    question: str
    help: str
    leads_to: tuple[tuple[str, str], ...]
    weight: Weight
    reason: str
    basis: str

    @property
    def open_facet(self) -> str:
        """The facet of which any value may be named, or ""."""
        return next((facet for facet, code in self.leads_to if code == ANY), "")

    @property
    def values(self) -> tuple[tuple[str, str], ...]:
        """The single values it can lead to."""
        return tuple(pair for pair in self.leads_to if pair[1] != ANY)

    def allows(self, facet: str, code: str) -> bool:
        return (facet, code) in self.leads_to or (facet, ANY) in self.leads_to


@cache
def questions() -> dict[str, Question]:
    """Every question by its code, in the order in which they are asked."""
    with PATH.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: _question(row) for row in csv.DictReader(lines)}


def _question(row: dict[str, str]) -> Question:
    pairs = (pair.partition(":") for pair in row["leads_to"].split())
    return Question(
        code=row["code"],
        question=row["question"],
        help=row["help"],
        leads_to=tuple((facet, code) for facet, _, code in pairs),
        weight=Weight(row["weight"]),
        reason=row["reason"],
        basis=row["basis"],
    )
