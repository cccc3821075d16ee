"""What the thirteen partners publicly say they do, in the register's codes, and where."""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from lantern.insight.domain.needs import DATA

LISTS = ("communities", "faiths", "practices")


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody holds this expertise for reviews in these regions (register codes). `code` includes nothing narrower."""

    facet: str
    code: str
    regions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Partners:
    """`holdings` of all partners; `umbrella` the regions where one serves minority ethnic women without naming whom."""

    holdings: frozenset[Holding]
    umbrella: frozenset[str]
    unknown: tuple[str, ...]


class PartnerFault(ValueError):
    """Public words of a partner have no row in partner_specialisms.csv, or a row has no such words."""


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of one of this context's data files."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def read(
    partners: Iterable[Mapping[str, str]],
    specialisms: Iterable[Mapping[str, str]],
    areas: Iterable[Mapping[str, str]],
    all_regions: frozenset[str],
    covers: Callable[[str, str], frozenset[str]],
) -> Partners:
    """Maps each partner's public words to codes. `covers(facet, code)` gives the code and all narrower ones.

    Raises PartnerFault unless every public word has a row and every row a public word.
    """
    reach = {
        area["area"]: all_regions if area["regions"] == "all" else frozenset(area["regions"].split()) for area in areas
    }
    said = {
        (partner["name"], column, words): reach[partner["area"]]
        for partner in partners
        for column in LISTS
        for words in filter(None, partner[column].split(";"))
    }
    holdings: set[Holding] = set()
    umbrella: set[str] = set()
    unknown: list[str] = []
    mapped = set()
    for row in specialisms:
        place = (row["partner"], row["column"], row["words"])
        if place not in said:
            raise PartnerFault(f"{place} is not among the partners' public words")
        mapped.add(place)
        if row["relation"] == "unknown":
            unknown.append(row["partner"])
        elif row["relation"] == "umbrella":
            umbrella |= said[place]
        else:
            holdings |= {Holding(row["facet"], code, said[place]) for code in covers(row["facet"], row["code"])}
    if missing := sorted(set(said) - mapped):
        raise PartnerFault(f"{missing[0]} has no row in partner_specialisms.csv")
    return Partners(frozenset(holdings), frozenset(umbrella), tuple(dict.fromkeys(unknown)))
