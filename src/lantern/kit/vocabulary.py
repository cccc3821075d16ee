"""Vocabularies as data: a stable code, a label, a source, and room for a person's own words."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

SELF_DESCRIBED = "self_described"


class Known(StrEnum):
    """What is known of an answer. Unknown, none and declined are three different things."""

    UNKNOWN = "unknown"  # nobody has asked, or nobody has answered
    STATED = "stated"  # there is an answer
    NONE = "none"  # the answer is: none
    DECLINED = "declined"  # she was asked and would rather not say

    @property
    def label(self) -> str:
        return {
            Known.UNKNOWN: "Not known yet",
            Known.STATED: "Stated",
            Known.NONE: "None",
            Known.DECLINED: "Prefers not to say",
        }[self]


@dataclass(frozen=True, slots=True)
class Term:
    """One value of a vocabulary. `broader` names the wider term of the same vocabulary, or is empty."""

    code: str
    label: str
    broader: str
    source: str
    note: str = ""


class Vocabulary(Mapping[str, Term]):
    """The terms of one facet in their written order, by code."""

    def __init__(self, name: str, terms: list[Term]) -> None:
        self.name = name
        self._terms = {term.code: term for term in terms}
        if len(self._terms) != len(terms):
            raise ValueError(f"{name}: a code stands twice")
        for term in terms:
            if term.broader and term.broader not in self._terms:
                raise ValueError(f"{name}: {term.code} names {term.broader}, which is not there")

    def __getitem__(self, code: str) -> Term:
        return self._terms[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._terms)

    def __len__(self) -> int:
        return len(self._terms)

    def choices(self) -> list[tuple[str, str]]:
        """Code and label, for a form."""
        return [(term.code, term.label) for term in self._terms.values()]

    def label(self, code: str, own_words: str = "") -> str:
        """The label people read; her own words where she described herself."""
        if code == SELF_DESCRIBED:
            return own_words or "Described in her own words"
        return self._terms[code].label if code in self._terms else code

    def covers(self, held: str) -> frozenset[str]:
        """Every code that someone who holds `held` covers: itself and all narrower terms below it."""
        found = {held}
        grew = True
        while grew:
            below = {term.code for term in self._terms.values() if term.broader in found} - found
            found |= below
            grew = bool(below)
        return frozenset(found)

    @classmethod
    def read(cls, path: Path) -> "Vocabulary":
        """Reads a CSV file with the columns code, label, broader, source, note."""
        with path.open(encoding="utf-8", newline="") as lines:
            return cls(path.stem, [Term(**row) for row in csv.DictReader(lines)])
