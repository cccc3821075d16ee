"""The competencies of a chair, as data with an edition, and how far along them someone is."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from lantern.mentoring.domain.words import Basis

_FOLDER = Path(__file__).parent.parent / "data"
LATEST = "2026"
BASES = {
    "guidance": "What statutory guidance expects of a chair (paragraph 39), in our words",
    "practice": "Practice advice of the programme",
}


@dataclass(frozen=True, slots=True)
class Competency:
    """One thing a chair can do. `words` says what each of the four levels looks like, first to fourth."""

    code: str
    label: str
    meaning: str
    basis: str
    source: str
    words: tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Stated:
    """A level on somebody's word. `expires_on` is that of the evidence it rests on; `place` orders equal moments."""

    competency: str
    level: int
    basis: Basis
    stated_at: datetime
    place: int = 0
    expires_on: date | None = None
    withdrawn: bool = False

    def stands(self, today: date) -> bool:
        return not self.withdrawn and (self.expires_on is None or today <= self.expires_on)


@cache
def editions() -> Mapping[str, Mapping[str, Competency]]:
    """Every edition's competencies by code, in their written order."""
    found: dict[str, dict[str, Competency]] = {}
    with (_FOLDER / "competencies.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            words = (row["level_1"], row["level_2"], row["level_3"], row["level_4"])
            edition = found.setdefault(row["edition"], {})
            if row["code"] in edition or row["basis"] not in BASES or not all(words):
                raise ValueError(f"competencies.csv: {row['edition']} {row['code']}")
            edition[row["code"]] = Competency(
                row["code"], row["label"], row["meaning"], row["basis"], row["source"], words
            )
    return found


def framework(edition: str) -> Mapping[str, Competency]:
    """The competencies of an edition by code. Raises KeyError for an edition there is not."""
    return editions()[edition]


def label_of(code: str) -> str:
    """A competency's label in whichever edition has it, the latest first; the code itself where none has."""
    named = [found[code].label for _edition, found in sorted(editions().items()) if code in found]
    return named[-1] if named else code


@cache
def topics() -> Mapping[str, tuple[str, ...]]:
    """What a workshop's topic has to do with: competencies by topic."""
    found: dict[str, tuple[str, ...]] = {}
    with (_FOLDER / "topics_to_competencies.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["topic"]] = (*found.get(row["topic"], ()), row["competency"])
    return found


def competencies_of(workshop_topics: Iterable[str]) -> list[str]:
    """The competencies that workshops on these topics touch, in the latest edition's order."""
    touched = {code for topic in workshop_topics for code in topics().get(topic, ())}
    return [code for code in framework(LATEST) if code in touched]


def own_view(stated: Iterable[Stated]) -> dict[str, int]:
    """The latest of her own words on each competency."""
    return _latest(one for one in stated if one.basis is Basis.SELF)


def counted(stated: Iterable[Stated], today: date) -> dict[str, int]:
    """The level that counts for each competency: the latest by a mentor or a chair whose evidence still stands.

    Her own view is where she starts; nobody moves a stage on it.
    """
    return _latest(one for one in stated if one.basis is not Basis.SELF and one.stands(today))


def _latest(stated: Iterable[Stated]) -> dict[str, int]:
    in_order = sorted(stated, key=lambda one: (one.stated_at, one.place))
    return {one.competency: one.level for one in in_order}
