"""From the record's public tags to the expertise a panel would have needed. The table is data, with a basis a row."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"


class Outcome(StrEnum):
    """What one value of one tag says about need."""

    NEED = "need"  # it names an expertise
    UNNAMED = "unnamed"  # it says that there is one, but not closely enough to seek a person
    NONE = "none"  # it founds no need
    TOO_LITTLE = "too_little"  # it says too little to derive anything
    UNKNOWN = "unknown"  # the source does not know
    NOT_TAGGED = "not_tagged"  # the tag was not applied, which is weak


class Group(StrEnum):
    BY_AND_FOR = "by_and_for"  # the founding question
    ISSUE = "issue"  # expertise about a circumstance


@dataclass(frozen=True, slots=True)
class Need:
    """One expertise. `codes` are of the register's vocabulary of that facet (holding any of them meets it).

    Where the source does not name the community, `named` is False and the code is of this table alone.
    """

    facet: str
    codes: tuple[str, ...]
    label: str
    group: Group
    named: bool

    @property
    def key(self) -> str:
        return f"{self.facet}:{'|'.join(self.codes)}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: what `value` in `column` says. `need` is None unless the outcome is NEED or UNNAMED."""

    column: str
    value: str
    outcome: Outcome
    need: Need | None
    weight: str
    basis: str


class TableFault(ValueError):
    """A row of the derivation table cannot be read, or a value stands twice."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """The whole table, by column and value as the source writes them."""

    rules: Mapping[tuple[str, str], Rule]

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(column for column, _ in self.rules))

    @property
    def needs(self) -> tuple[Need, ...]:
        """Every need in the table's order, each once; those of the founding question first."""
        found = dict.fromkeys(rule.need for rule in self.rules.values() if rule.need is not None)
        return tuple(sorted(found, key=lambda need: list(Group).index(need.group)))

    def rule(self, column: str, value: str | bool) -> Rule:
        """Raises TableFault for a value that is not in the table: nothing falls through."""
        try:
            return self.rules[column, str(value)]
        except KeyError:
            raise TableFault(f"{column}: {value} has no row in dhrd_needs.csv") from None


def read(rows: Iterable[Mapping[str, str]]) -> Derivation:
    """Reads the table's rows. Raises TableFault where one is wrong."""
    rules: dict[tuple[str, str], Rule] = {}
    labels: dict[str, Need] = {}
    for row in rows:
        place = (row["column"], row["value"])
        if place in rules:
            raise TableFault(f"{place[0]}: {place[1]} stands twice")
        if not row["basis"]:
            raise TableFault(f"{place[0]}: {place[1]} has no basis")
        outcome, need = Outcome(row["outcome"]), None
        if outcome in {Outcome.NEED, Outcome.UNNAMED}:
            need = Need(
                row["facet"],
                tuple(row["code"].split("|")),
                row["label"],
                Group(row["group"]),
                named=outcome is Outcome.NEED,
            )
            if labels.setdefault(need.key, need) != need:
                raise TableFault(f"{need.key} is described in two ways")
        rules[place] = Rule(place[0], place[1], outcome, need, row["weight"], row["basis"])
    return Derivation(rules)


@cache
def derivation() -> Derivation:
    """The table in force: data/dhrd_needs.csv."""
    with (DATA / "dhrd_needs.csv").open(encoding="utf-8", newline="") as lines:
        return read(csv.DictReader(lines))
