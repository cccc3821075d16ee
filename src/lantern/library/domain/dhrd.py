"""The DHRD record: a strict reader of its three files. It takes everything or nothing and says each fault."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "data" / "dhrd"
FILES = ("incidents", "victims", "perpetrators")
MAX_BYTES = 5_000_000
MAX_ROWS = 20_000
MAX_PROBLEMS = 20

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DATE = re.compile(rf"(?:({'|'.join(MONTHS)}) )?((?:19|20)[0-9]{{2}})")
_BOOLEANS = {"True": True, "False": False}
_ONE_HOT = {
    "victims": ("victim_mental_health_issues", "victim_mh_"),
    "perpetrators": ("perpetrator_mental_health_issues", "perpetrator_mh_"),
}

Value = str | bool


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its kind (id, link, date, boolean, category), the values it may take, the rows it may be blank in."""

    name: str
    kind: str
    values: frozenset[str] = frozenset()
    blank_for: frozenset[str] = frozenset()
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Schema:
    """What the record is, where it comes from, and the columns of each file in order."""

    name: str
    short_name: str
    version: str
    source: str
    licence: str
    licence_url: str
    attribution: str
    columns: Mapping[str, tuple[Column, ...]]
    sha256: Mapping[str, str]


@cache
def schema() -> Schema:
    """The schema in data/dhrd/schema.json, derived from version 1.0.3 of the record."""
    raw: dict[str, Any] = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
    files = raw.pop("files")
    columns = {
        name: tuple(
            Column(
                name=column["name"],
                kind=column["kind"],
                values=frozenset(column.get("values", ())),
                blank_for=frozenset(column.get("blank_for", ())),
                prefix=column.get("prefix", ""),
            )
            for column in files[name]["columns"]
        )
        for name in FILES
    }
    return Schema(**raw, columns=columns, sha256={name: files[name]["sha256"] for name in FILES})


@dataclass(frozen=True, slots=True)
class DeathDate:
    """A date as precise as the source gives it: a year, and a month (1 to 12) or None."""

    year: int
    month: int | None

    def __str__(self) -> str:
        return f"{MONTHS[self.month - 1]} {self.year}" if self.month else str(self.year)

    @classmethod
    def read(cls, text: str) -> "DeathDate":
        """Reads "Month YYYY" or "YYYY". Raises ValueError for anything else."""
        match = _DATE.fullmatch(text)
        if match is None:
            raise ValueError(text)
        month, year = match.groups()
        return cls(int(year), MONTHS.index(month) + 1 if month else None)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of one file: every column in the source's order. A blank is "", Unknown is "Unknown"."""

    row_id: str
    incident_id: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Record:
    """The whole record, checked: every link leads somewhere. `sha256` is of each file's bytes as they were read."""

    incidents: tuple[Row, ...]
    victims: tuple[Row, ...]
    perpetrators: tuple[Row, ...]
    sha256: Mapping[str, str]

    def rows(self, name: str) -> tuple[Row, ...]:
        return {"incidents": self.incidents, "victims": self.victims, "perpetrators": self.perpetrators}[name]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. `row` is counted as a spreadsheet counts it (the heading is row 1), 0 for the file as a whole."""

    file: str
    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        where = f"{self.file}.csv" + (f", row {self.row}" if self.row else "")
        return f"{where}{f', {self.column}' if self.column else ''}: {self.sentence}"


class RecordRefused(ValueError):
    """The files cannot be taken. `problems` holds the first twenty faults; `total` counts all that were found."""

    def __init__(self, problems: list[Problem], total: int) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems, self.total = tuple(problems), total


class _Faults:
    def __init__(self) -> None:
        self.kept: list[Problem] = []
        self.total = 0

    def add(self, file: str, row: int, column: str, sentence: str) -> None:
        self.total += 1
        if len(self.kept) < MAX_PROBLEMS:
            self.kept.append(Problem(file, row, column, sentence))

    def stop_if_any(self) -> None:
        if self.total:
            raise RecordRefused(self.kept, self.total)


def read_folder(folder: Path) -> dict[str, bytes]:
    """The bytes of the three files. Reads no more than the limit of each; raises RecordRefused where one is missing."""
    faults, found = _Faults(), {}
    for name in FILES:
        try:
            with (folder / f"{name}.csv").open("rb") as stream:
                found[name] = stream.read(MAX_BYTES + 1)
        except FileNotFoundError:
            faults.add(name, 0, "", "this file is not in the folder.")
        except OSError as problem:
            faults.add(name, 0, "", f"this file cannot be read ({problem.strerror or 'unknown reason'}).")
    faults.stop_if_any()
    return found


def parse(files: Mapping[str, bytes]) -> Record:
    """Reads and checks the three files, given by name. Raises RecordRefused with every fault, having kept nothing."""
    faults = _Faults()
    tables = {name: _table(name, files[name], faults) for name in FILES}
    faults.stop_if_any()
    _check_links(tables, faults)
    faults.stop_if_any()
    return Record(
        incidents=tuple(tables["incidents"]),
        victims=tuple(tables["victims"]),
        perpetrators=tuple(tables["perpetrators"]),
        sha256={name: hashlib.sha256(files[name]).hexdigest() for name in FILES},
    )


def _lines(file: str, raw: bytes, faults: _Faults) -> list[list[str]]:
    """The cells of a file, or an empty list with the reason noted."""
    if len(raw) > MAX_BYTES:
        faults.add(file, 0, "", f"this file is larger than {MAX_BYTES // 1_000_000} MB, which the record never is.")
        return []
    if b"\0" in raw:
        faults.add(file, raw[: raw.index(b"\0")].count(b"\n") + 1, "", "holds a null byte, so it is not a text file.")
        return []
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        row = raw[: problem.start].count(b"\n") + 1
        faults.add(file, row, "", "holds a byte that is not UTF-8. Save the file as UTF-8 and try again.")
        return []
    if text.startswith("\ufeff"):
        faults.add(file, 1, "", "begins with a byte-order mark. Save the file as UTF-8 without one and try again.")
        return []
    found: list[list[str]] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), strict=True):
            if len(found) > MAX_ROWS:
                faults.add(file, 0, "", f"has more than {MAX_ROWS} rows, which the record never has.")
                return []
            found.append(cells)
    except csv.Error as problem:
        faults.add(file, len(found) + 1, "", f"cannot be read as CSV ({problem}).")
        return []
    if not found:
        faults.add(file, 0, "", "this file is empty.")
    return found


def _table(file: str, raw: bytes, faults: _Faults) -> list[Row]:
    lines = _lines(file, raw, faults)
    if not lines:
        return []
    columns = schema().columns[file]
    if not _check_heading(file, lines[0], [column.name for column in columns], faults):
        return []
    rows: list[Row] = []
    seen: dict[str, int] = {}
    for number, cells in enumerate(lines[1:], start=2):
        if len(cells) != len(columns):
            faults.add(file, number, "", f"has {len(cells)} cells where the heading has {len(columns)}.")
            continue
        row = _row(file, number, columns, cells, faults)
        if row.row_id in seen:
            faults.add(file, number, columns[0].name, f"{row.row_id} stands already in row {seen[row.row_id]}.")
        seen.setdefault(row.row_id, number)
        rows.append(row)
    if not rows and not faults.total:
        faults.add(file, 0, "", "has a heading and no rows.")
    return rows


def _check_heading(file: str, found: list[str], wanted: list[str], faults: _Faults) -> bool:
    if found == wanted:
        return True
    missing, extra = [n for n in wanted if n not in found], [n for n in found if n not in wanted]
    if missing:
        faults.add(file, 1, _shown(missing[0]), f"{len(missing)} of the {len(wanted)} columns are missing.")
    if extra:
        faults.add(file, 1, _shown(extra[0]), f"{len(extra)} columns are not of this record.")
    if not missing and not extra:
        at = next((i for i, (a, b) in enumerate(zip(found, wanted, strict=False)) if a != b), len(wanted))
        faults.add(file, 1, _shown(found[at]), "the columns stand in another order, or one stands twice.")
    return False


def _row(file: str, number: int, columns: tuple[Column, ...], cells: list[str], faults: _Faults) -> Row:
    values: dict[str, Value] = {}
    for column, cell in zip(columns, cells, strict=True):
        value, fault = _value(column, cell, cells[0])
        if fault:
            faults.add(file, number, column.name, fault)
        values[column.name] = value
    _check_one_hot(file, number, values, faults)
    return Row(cells[0], str(values["incident_id"]), values)


def _value(column: Column, cell: str, row_id: str) -> tuple[Value, str]:
    """The value of a cell, and what is wrong with it or an empty text."""
    if column.kind == "boolean":
        return _BOOLEANS.get(cell, False), "" if cell in _BOOLEANS else f"{_shown(cell)} is neither True nor False."
    if cell == "":
        return "", "" if row_id in column.blank_for else "is blank, which this column is not in this row."
    if column.kind == "category":
        return cell, "" if cell in column.values else f"{_shown(cell)} is not one of its {len(column.values)} values."
    if column.kind == "date":
        return cell, "" if _DATE.fullmatch(cell) else f"{_shown(cell)} is neither a month and year nor a year."
    prefix = column.prefix or "INC"
    good = re.fullmatch(rf"{prefix}-[0-9]{{4}}", cell)
    return cell, "" if good else f"{_shown(cell)} is not {prefix}- and four digits."


def _check_one_hot(file: str, number: int, values: Mapping[str, Value], faults: _Faults) -> None:
    if file not in _ONE_HOT:
        return
    summary, prefix = _ONE_HOT[file]
    if values[summary] != any(value for name, value in values.items() if name.startswith(prefix)):
        faults.add(file, number, summary, f"must be True exactly when one of the {prefix} columns is.")


def _check_links(tables: Mapping[str, list[Row]], faults: _Faults) -> None:
    several = {row.row_id: bool(row.values["multiple_victims"]) for row in tables["incidents"]}
    for file in ("victims", "perpetrators"):
        seen: dict[str, int] = {}
        for number, row in enumerate(tables[file], start=2):
            if row.incident_id not in several:
                faults.add(file, number, "incident_id", f"{row.incident_id} is not in incidents.csv.")
            elif row.incident_id in seen:
                first = seen[row.incident_id]
                faults.add(file, number, "incident_id", f"{row.incident_id} stands already in row {first}.")
            elif file == "victims" and several[row.incident_id]:
                faults.add(file, number, "incident_id", f"{row.incident_id} has several victims, so no row here.")
            seen.setdefault(row.incident_id, number)
        for number, incident in enumerate(tables["incidents"], start=2):
            if incident.row_id not in seen and (file == "perpetrators" or not several[incident.row_id]):
                faults.add("incidents", number, "incident_id", f"{incident.row_id} has no row in {file}.csv.")


def _shown(cell: str) -> str:
    """A cell in quotation marks, cut short and without anything that could steer a terminal."""
    clean = "".join(letter if letter.isprintable() else "?" for letter in cell)
    return f'"{clean[:40]}…"' if len(clean) > 40 else f'"{clean}"'
