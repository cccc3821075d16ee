"""Files in: every hostile one is refused in words. Files out: nothing a spreadsheet program would run."""

import contextlib
import csv
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from lantern.kit import spreadsheets
from lantern.kit.spreadsheets import Unreadable, read, to_csv, to_xlsx

TABLE = [["Name", "Agency"], ["Ewa Łącka", "Rowan House"]]


def workbook(rows: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(content: bytes, name: str, inside: bytes) -> bytes:
    """The workbook with one part added or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part))
        new.writestr(name, inside)
    return out.getvalue()


def sheet(inside: str) -> bytes:
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return with_part(workbook(TABLE), SHEET, f"{head}{inside}</sheetData></worksheet>".encode())


def cell(place: str, text: str = "x") -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


@pytest.mark.parametrize(
    "content",
    [
        "Name,Agency\nEwa Łącka,Rowan House\n".encode(),
        "\ufeffName;Agency\r\nEwa Łącka;Rowan House\r\n".encode(),
        "Name\tAgency\nEwa Łącka\tRowan House".encode("utf-16"),
        '"Name","Agency"\n"Ewa Łącka","Rowan House"\n\n\n'.encode(),
        workbook(TABLE),
        to_csv(TABLE),
        to_xlsx(TABLE, "Experts"),
    ],
    ids=["plain", "bom and semicolons", "utf-16 and tabs", "quoted", "xlsx", "our csv", "our xlsx"],
)
def test_the_ways_people_save_are_all_read(content: bytes) -> None:
    assert read(content) == TABLE


def test_numbers_and_truths_are_read_as_people_see_them() -> None:
    assert read(workbook([["Name", "A", "B", "C"], ["x", 350.0, True, 12.5]]))[1] == ["x", "350", "yes", "12.5"]


def test_a_formula_arrives_as_its_text_and_is_not_computed() -> None:
    assert read(workbook([["Name"], ["=1+1"]]))[1] == ["=1+1"]


LETTERS = "The letters in the file cannot be read. Save it as “CSV UTF-8”, or as an Excel workbook (.xlsx)."
AGAIN = "The workbook cannot be read. Open it, save it again as .xlsx, and send that."
DAMAGED = "The workbook is damaged or locked. Open it, save it again, and send that."
LARGE = "The workbook is far larger inside than outside. Copy the rows into a new workbook."
ROWS = "There are more than 2,000 rows. Split the file."
LINES = "There are more than 20,000 lines, most of them blank. Delete the blank ones."
COLUMNS = "There are more than 100 columns. Use the template's columns only."
BROKEN = "The file breaks off inside quotation marks, or a cell is far too long."
BINARY = "This is not a text file. Send a CSV file or an Excel workbook (.xlsx)."
ENTITIES = "The workbook holds parts that Excel never writes. Copy the rows into a new one."
TOO_LARGE = "The file is larger than 2 MB. Split it, or leave out what is not in the template."
OLD = "This is an old .xls file or is locked with a password. Save it as .xlsx without a password."
MACROS = "The workbook contains macros. Save it as .xlsx without macros."
SHEET = "xl/worksheets/sheet1.xml"
FAR = "A99999999999"
HOSTILE = {
    "empty": (b"", "The file is empty."),
    "blank": (b" \n \r\n", "The file is empty."),
    "only a mark": ("\ufeff\n".encode(), "The file is empty."),
    "headings only": (b"Name,Agency\n,\n", "There are no rows under the headings."),
    "too large": (b"x" * (2 * 1024 * 1024 + 1), TOO_LARGE),
    "old letters": ("Name\nZoë\n".encode("cp1252"), LETTERS),
    "odd utf-16": (b"\xff\xfeN", LETTERS),
    "nul": (b"Name\nA\x00B\n", BINARY),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(40), LETTERS),
    "old xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), OLD),
    "open quote": (b'Name\n"Ann\n', BROKEN),
    "endless cell": (b"Name\n" + b"x" * 200_000, BROKEN),
    "wide csv": (b"Name\n" + b"," * 10_000, COLUMNS),
    "long csv": (b"Name\n" + b"Ann\n" * 2_001, ROWS),
    "blank lines": (b"Name\n" + b"\n" * 20_001 + b"Ann\n", LINES),
    "not a zip": (b"PK\x03\x04 and then nothing", DAMAGED),
    "other zip": (with_part(b"PK\x05\x06" + bytes(18), "a.txt", b"a"), "This is not an Excel workbook (.xlsx)."),
    "macros": (with_part(workbook(TABLE), "xl/vbaProject.bin", b"x"), MACROS),
    "bomb": (with_part(workbook(TABLE), "xl/media/a.bin", bytes(21 * 1024 * 1024)), LARGE),
    "entities": (with_part(workbook(TABLE), SHEET, b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), ENTITIES),
    "broken part": (with_part(workbook(TABLE), SHEET, b"<worksheet><sheetData><row"), AGAIN),
    "far row": (sheet(f'<row r="1">{cell("A1", "Name")}</row><row r="99999999999">{cell(FAR)}</row>'), LINES),
    "far column": (sheet(f'<row r="1">{cell("A1", "Name")}{cell("XFD1")}</row>'), COLUMNS),
    "many rows": (workbook([["Name"]] + [["Ann"]] * 2_001), ROWS),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words(name: str) -> None:
    content, sentence = HOSTILE[name]
    with pytest.raises(Unreadable) as problem:
        read(content)
    assert str(problem.value) == sentence


@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda tail: b"PK\x03\x04" + tail))
def test_bytes_of_any_kind_are_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(Unreadable):
        read(content)


@given(st.integers(0, 6_000), st.integers(0, 255))
def test_a_workbook_with_one_byte_changed_is_read_or_refused(place: int, byte: int) -> None:
    content = bytearray(WORKBOOK)
    content[place % len(content)] = byte
    with contextlib.suppress(Unreadable):
        read(bytes(content))


WORKBOOK = workbook(TABLE)

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=x"]


def test_nothing_written_is_run_by_a_spreadsheet_program() -> None:
    rows = list(csv.reader(io.StringIO(to_csv([DANGEROUS]).decode("utf-8-sig"), newline="")))
    assert rows == [[f"'{text}" for text in DANGEROUS]]
    book = load_workbook(io.BytesIO(to_xlsx([["=1+1", "bell\x07"]], "Experts")))
    assert [(c.value, c.data_type) for c in book.worksheets[0][1]] == [("'=1+1", "s"), ("bell", "s")]


def test_the_limits_are_the_documented_ones() -> None:
    assert (spreadsheets.MOST_BYTES, spreadsheets.MOST_ROWS) == (2 * 1024 * 1024, 2_000)
