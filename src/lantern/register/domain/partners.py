"""The programme's partners as its public page and theirs state them. Unknown stays unknown."""

import csv
from dataclasses import dataclass
from pathlib import Path

from lantern.kit.vocabulary import SELF_DESCRIBED
from lantern.register.domain.vocabularies import FACETS, Facet

_FOLDER = Path(__file__).parent.parent / "data" / "partners"
KINDS = {"by-and-for": "by_and_for", "second-tier": "second_tier"}
AREAS: dict[str, tuple[tuple[str, ...], bool]] = {
    "London": (("london",), False),
    "national": ((), True),
    "national from the West Midlands": (("west_midlands",), True),
    "unknown": ((), False),
}


@dataclass(frozen=True, slots=True)
class Partner:
    """`specialisms` holds facet, code and own words; empty where none is known."""

    name: str
    kind: str
    specialisms: tuple[tuple[str, str, str], ...]
    regions: tuple[str, ...]
    national: bool
    basis: str


def partners() -> list[Partner]:
    """Reads partners.csv with the wording of wordings.csv. Raises KeyError or ValueError on what it does not know."""
    with (_FOLDER / "wordings.csv").open(encoding="utf-8", newline="") as lines:
        wordings = {(row["column"], row["words"]): (row["facet"], row["code"]) for row in csv.DictReader(lines)}
    for facet, code in wordings.values():
        if code not in FACETS[Facet(facet)]:
            raise ValueError(f"{code} is not in {facet}")
    with (_FOLDER / "partners.csv").open(encoding="utf-8", newline="") as lines:
        return [_partner(row, wordings) for row in csv.DictReader(lines)]


def _partner(row: dict[str, str], wordings: dict[tuple[str, str], tuple[str, str]]) -> Partner:
    specialisms: list[tuple[str, str, str]] = []
    for column in ("communities", "faiths", "practices"):
        for words in filter(None, row[column].split(";")):
            if words == "unknown":
                continue
            facet, code = wordings[column, words]
            found = (facet, code, words if code == SELF_DESCRIBED else "")
            if found not in specialisms:
                specialisms.append(found)
    regions, national = AREAS[row["area"]]
    return Partner(row["name"], KINDS[row["kind"]], tuple(specialisms), regions, national, row["basis"])
