"""Reads the access table (table.txt), the one file that says who may open which page."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from lantern.access.domain.roles import Role

PATH = Path(__file__).with_name("table.txt")
NOBODY = "nobody"


class Reach(StrEnum):
    """How far a role gets with a page."""

    ALL = "all"  # with any record
    OWN = "own"  # with what is theirs; anything else looks like a wrong address
    NO = "-"  # the page looks like a wrong address; someone not signed in is asked to sign in


@dataclass(frozen=True, slots=True)
class Page:
    """One row: the address's name, its methods, and each role's reach (with `nobody` for people not signed in)."""

    name: str
    methods: tuple[str, ...]
    reach: dict[str, Reach]

    @property
    def open(self) -> bool:
        return self.reach[NOBODY] is not Reach.NO

    @property
    def personal(self) -> bool:
        """The start page and one's own way of signing in: someone who holds no role at present opens these alone."""
        return self.name == "home" or self.name.startswith(("account_", "mfa_"))

    def reach_for(self, roles: Iterable[str]) -> Reach:
        """The furthest reach of any of the roles a signed-in person holds."""
        found = {self.reach[role] for role in roles}
        if not found and self.personal:
            return Reach.ALL
        return next((reach for reach in Reach if reach in found), Reach.NO)


class TableFault(ValueError):
    """A row of the access table cannot be read."""


def read(text: str) -> dict[str, Page]:
    """Parses the table. Raises TableFault naming the row, since a table half read must open nothing."""
    pages: dict[str, Page] = {}
    columns: list[str] = []
    for line in text.splitlines():
        cells = line.split()
        if not cells or cells[0].startswith("#"):
            continue
        if not columns:
            columns = cells[2:]
            if set(columns) != {*Role, NOBODY}:
                raise TableFault("the heading must name every role once, and nobody")
            continue
        name, methods, *reaches = cells
        try:
            reach = {column: Reach(cell) for column, cell in zip(columns, reaches, strict=True)}
        except ValueError as problem:
            raise TableFault(f"{name}: every role needs one of all, own or -") from problem
        if name in pages:
            raise TableFault(f"{name}: stands twice")
        pages[name] = Page(name, tuple(methods.split("+")), reach)
    return pages


@cache
def pages() -> dict[str, Page]:
    """The access table in force, by the address's name."""
    return read(PATH.read_text(encoding="utf-8"))


def page_of(name: str) -> Page | None:
    """The row of an address: its own, or else the one whose name ends in `*` and begins it. None: opens for nobody."""
    found = pages().get(name)
    if found is not None:
        return found
    families = (row for row in pages().values() if row.name.endswith("*") and name.startswith(row.name[:-1]))
    return max(families, key=lambda row: len(row.name), default=None)
