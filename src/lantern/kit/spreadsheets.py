"""Spreadsheets in and out: CSV and XLSX as plain rows of text. What comes in is taken to be hostile."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from openpyxl import Workbook, load_workbook

MOST_BYTES = 2 * 1024 * 1024
MOST_EXPANDED = 20 * 1024 * 1024
MOST_PARTS = 200
MOST_ROWS = 2_000
MOST_LINES = 20_000  # blank ones included: a sheet may claim a row number in the thousands of millions
MOST_COLUMNS = 100
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Unreadable(ValueError):
    """The file as a whole cannot be taken; the message says why, and what to do."""


def read(content: bytes) -> list[list[str]]:
    """The rows of the first sheet, or of the CSV, as trimmed text; which of the two it is, the content says.

    Row n of the file is element n-1; blank rows stay, so that row numbers hold. Raises Unreadable, nothing else.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable("The file is larger than 2 MB. Split it, or leave out what is not in the template.")
    if not content.strip():
        raise Unreadable("The file is empty.")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("This is an old .xls file or is locked with a password. Save it as .xlsx without a password.")
    rows = _bounded(_from_xlsx(content) if content.startswith(b"PK") else _from_csv(content))
    if not rows:
        raise Unreadable("The file is empty.")
    if sum(1 for row in rows if any(row)) < 2:
        raise Unreadable("There are no rows under the headings.")
    return rows


def _bounded(rows: Iterable[Sequence[object]]) -> list[list[str]]:
    kept: list[list[str]] = []
    filled = 0
    for row in rows:
        if len(row) > MOST_COLUMNS:
            raise Unreadable(f"There are more than {MOST_COLUMNS} columns. Use the template's columns only.")
        cells = [_text(cell) for cell in row]
        filled += any(cells)
        if filled > MOST_ROWS + 1:
            raise Unreadable(f"There are more than {MOST_ROWS:,} rows. Split the file.")
        kept.append(cells)
        if len(kept) > MOST_LINES:
            raise Unreadable(f"There are more than {MOST_LINES:,} lines, most of them blank. Delete the blank ones.")
    while kept and not any(kept[-1]):
        kept.pop()
    return kept


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell).strip()


def _from_csv(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as problem:
        raise Unreadable(
            "The letters in the file cannot be read. Save it as “CSV UTF-8”, or as an Excel workbook (.xlsx)."
        ) from problem
    if "\x00" in text:
        raise Unreadable("This is not a text file. Send a CSV file or an Excel workbook (.xlsx).")
    heading = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=heading.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as problem:
        raise Unreadable("The file breaks off inside quotation marks, or a cell is far too long.") from problem


def _from_xlsx(content: bytes) -> Iterator[Sequence[object]]:
    _check_parts(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        yield from sheet.iter_rows(values_only=True)
    # openpyxl raises whatever a broken part happens to cause.
    except Exception as problem:
        raise Unreadable("The workbook cannot be read. Open it, save it again as .xlsx, and send that.") from problem


def _check_parts(content: bytes) -> None:
    """Refuses macros, what expands enormously, and entities, before openpyxl sees the file."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            listed = parts.infolist()
            if len(listed) > MOST_PARTS or sum(part.file_size for part in listed) > MOST_EXPANDED:
                raise Unreadable("The workbook is far larger inside than outside. Copy the rows into a new workbook.")
            names = {part.filename.lower() for part in listed}
            if any("vbaproject" in name or "macrosheet" in name for name in names):
                raise Unreadable("The workbook contains macros. Save it as .xlsx without macros.")
            if "xl/workbook.xml" not in names:
                raise Unreadable("This is not an Excel workbook (.xlsx).")
            for part in listed:
                # A part never yields more than the size it was listed with, so the sum above bounds this too.
                if b"<!DOCTYPE" in (inside := parts.read(part)) or b"<!ENTITY" in inside:
                    raise Unreadable("The workbook holds parts that Excel never writes. Copy the rows into a new one.")
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError) as problem:
        if isinstance(problem, Unreadable):
            raise
        raise Unreadable("The workbook is damaged or locked. Open it, save it again, and send that.") from problem
    except Exception as problem:  # zlib's and lzma's own errors
        raise Unreadable("The workbook is damaged. Open it, save it again, and send that.") from problem


def is_formula(text: str) -> bool:
    """Whether a spreadsheet program might run the cell instead of showing it."""
    return text.startswith(_FORMULA)


def harmless(text: str) -> str:
    """The cell as text that no spreadsheet program runs."""
    return f"'{text}" if is_formula(text) else text


def to_csv(rows: Iterable[Sequence[str]], *, marked: bool = True) -> bytes:
    """UTF-8, with the mark that makes Excel read it as such unless told otherwise; some finance systems stumble at it.

    Cells that would be formulas are made text.
    """
    out = io.StringIO(newline="")
    csv.writer(out).writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig" if marked else "utf-8")


def to_xlsx(rows: Iterable[Sequence[str]], title: str) -> bytes:
    """One sheet; every cell is text, with the characters that XLSX cannot hold left out."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append([harmless("".join(c for c in cell if c >= " " or c in "\n\t")) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
