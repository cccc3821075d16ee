"""Rows of a register spreadsheet: what each column means, what each refused cell is told, and writing rows again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from lantern.kit import money
from lantern.kit.spreadsheets import MOST_COLUMNS, Unreadable, is_formula
from lantern.kit.vocabulary import SELF_DESCRIBED, Known, Vocabulary
from lantern.register.domain.expertise import Level
from lantern.register.domain.vocabularies import FACETS, REGIONS, Facet

MOST_REVIEWS = 50
LONGEST_CELL = 1_000
OWN = "own"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the template. `facet` where it holds expertise."""

    code: str
    heading: str
    says: str
    example: str
    facet: Facet | None = None


_ITEMS = "Values with “: lived” or “: professional”, parted by semicolons; or none, declined, or empty for not known"
COLUMNS = (
    Column("name", "Name", "Her name. Needed. Only the programme sees it until she says otherwise", "Example Person"),
    Column("agency", "Agency", "An agency already in the register, by its name; empty where she is independent", ""),
    Column("communities", "Communities", _ITEMS, "Kurdish: lived; Iranian: professional", Facet.COMMUNITY),
    Column("faiths", "Faiths", _ITEMS, "declined", Facet.FAITH),
    Column(
        "languages",
        "Languages",
        f"{_ITEMS}. Dialect and script may follow: Punjabi: lived: Majhi: Gurmukhi",
        "Kurdish Sorani: lived",
        Facet.LANGUAGE,
    ),
    Column("practices", "Harmful practices", _ITEMS, "Forced marriage: professional", Facet.PRACTICE),
    Column("issues", "Issues", f"{_ITEMS}. Own words: own: the words: lived", "", Facet.ISSUE),
    Column("regions", "Regions", "Regions parted by semicolons, such as London; South East", "London; South East"),
    Column("remote", "Works remotely", "yes or no; empty is yes", "yes"),
    Column("accepting", "Accepting invitations", "yes or no; empty is yes", "yes"),
    Column("max_reviews", "Most reviews at once", "A whole number; empty where she has not said", "2"),
    Column("day_rate", "Least day rate", "Pounds; empty where she has not said", "350"),
)
HEADINGS = [column.heading for column in COLUMNS]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """One thing she knows; `own_words` only where `code` is self_described."""

    code: str
    level: Level
    own_words: str = ""
    dialect: str = ""
    script: str = ""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One expert of an import. `knows` and `answers` go by facet; a facet in neither is not known."""

    name: str
    agency: str
    answers: tuple[tuple[Facet, Known], ...]
    knows: tuple[tuple[Facet, tuple[Knowledge, ...]], ...]
    regions: tuple[str, ...]
    remote: bool
    accepting: bool
    max_reviews: int | None
    day_rate_pence: int | None

    @property
    def key(self) -> tuple[str, str]:
        """Whom it is taken to be: the same name at the same agency is the same person."""
        return self.agency.casefold(), self.name.casefold()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one row is not taken: its number in the file, the column's heading, and a sentence."""

    row: int
    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """Rows by their number in the file."""

    accepted: tuple[tuple[int, ImportRow], ...]
    refused: tuple[Refusal, ...]


T = TypeVar("T")
Item = TypeVar("Item")


class _Wrong(ValueError):
    """One cell cannot be taken; the message says what to write."""


def parse(rows: Sequence[Sequence[str]]) -> Parsed:
    """Reads rows of text under their headings. Raises Unreadable where the headings themselves cannot be used."""
    start = next((number for number, row in enumerate(rows) if any(row)), None)
    if start is None:
        raise Unreadable("The file is empty.")
    places = _places(rows[start])
    accepted: list[tuple[int, ImportRow]] = []
    refused: list[Refusal] = []
    first: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows[start + 1 :], start + 2):
        if not any(row):
            continue
        found = _row(number, row, places)
        if not isinstance(found, ImportRow):
            refused += found
        elif found.key in first:
            refused.append(Refusal(number, "Name", f"The same name at the same agency is on row {first[found.key]}."))
        else:
            first[found.key] = number
            accepted.append((number, found))
    return Parsed(tuple(accepted), tuple(refused))


def serialise(rows: Sequence[ImportRow]) -> list[list[str]]:
    """The rows as a table that `parse` reads back exactly."""
    return [HEADINGS, *(_cells(row) for row in rows)]


def template() -> list[list[str]]:
    """The headings and one example row, which is to be replaced."""
    return [HEADINGS, [column.example for column in COLUMNS]]


def _plain(text: str) -> str:
    return " ".join(text.replace("_", " ").split()).casefold()


def _places(heading: Sequence[str]) -> dict[str, int]:
    known = {_plain(column.heading): column.code for column in COLUMNS}
    known |= {_plain(column.code): column.code for column in COLUMNS}
    places: dict[str, int] = {}
    for place, text in enumerate(heading[:MOST_COLUMNS]):
        if not text:
            continue
        code = known.get(_plain(text))
        if code is None:
            raise Unreadable(f"There is no column “{text[:40]}”. The columns are: {', '.join(HEADINGS)}.")
        if code in places:
            raise Unreadable(f"The column “{text[:40]}” stands twice.")
        places[code] = place
    if "name" not in places:
        raise Unreadable("There is no column “Name” on the first row.")
    return places


def _row(number: int, row: Sequence[str], places: dict[str, int]) -> ImportRow | list[Refusal]:
    refused: list[Refusal] = []
    cells = {code: row[place] if place < len(row) else "" for code, place in places.items()}
    if any(cell for place, cell in enumerate(row) if place not in places.values()):
        refused.append(Refusal(number, "", "There is something in a column without a heading."))

    def read(code: str, how: Callable[[str], T], otherwise: T) -> T:
        try:
            return how(_safe(cells.get(code, "")))
        except (_Wrong, money.NotAnAmount) as problem:
            heading = next(column.heading for column in COLUMNS if column.code == code)
            refused.append(Refusal(number, heading, str(problem)))
            return otherwise

    answers: list[tuple[Facet, Known]] = []
    knows: list[tuple[Facet, tuple[Knowledge, ...]]] = []
    for column in COLUMNS:
        if column.facet is None:
            continue
        nothing: tuple[Known, tuple[Knowledge, ...]] = (Known.UNKNOWN, ())
        known, items = read(column.code, _reader_of(column.facet), nothing)
        if known is not Known.UNKNOWN:
            answers.append((column.facet, known))
        if items:
            knows.append((column.facet, items))
    found = ImportRow(
        name=read("name", _name, ""),
        agency=read("agency", _short(160), ""),
        answers=tuple(answers),
        knows=tuple(knows),
        regions=read("regions", _regions, ()),
        remote=read("remote", _yes_or_no, True),
        accepting=read("accepting", _yes_or_no, True),
        max_reviews=read("max_reviews", _count, None),
        day_rate_pence=read("day_rate", lambda text: money.from_text(text) if text else None, None),
    )
    return refused or found


def _safe(text: str) -> str:
    if is_formula(text):
        raise _Wrong("It starts like a formula (=, +, - or @). Write it as plain words.")
    if len(text) > LONGEST_CELL:
        raise _Wrong(f"It is longer than {LONGEST_CELL:,} letters.")
    if any(not letter.isprintable() for letter in text):
        raise _Wrong("It holds a line break or a sign that cannot be shown. Write it on one line.")
    return text


def _name(text: str) -> str:
    if not text:
        raise _Wrong("Give a name.")
    return _short(120)(text)


def _short(most: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) > most:
            raise _Wrong(f"It is longer than {most} letters.")
        return " ".join(text.split())

    return read


def _yes_or_no(text: str) -> bool:
    answers = {"": True, "yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
    try:
        return answers[text.casefold()]
    except KeyError:
        raise _Wrong("Write yes or no.") from None


def _count(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 4 or int(text) > MOST_REVIEWS:
        raise _Wrong(f"Write a whole number from 0 to {MOST_REVIEWS}, or leave it empty.")
    return int(text)


def _regions(text: str) -> tuple[str, ...]:
    return _once([_code_of(REGIONS, part) for part in _parts(text)])


def _reader_of(facet: Facet) -> Callable[[str], tuple[Known, tuple[Knowledge, ...]]]:
    def read(text: str) -> tuple[Known, tuple[Knowledge, ...]]:
        plain = {"": Known.UNKNOWN, "unknown": Known.UNKNOWN, "none": Known.NONE, "declined": Known.DECLINED}
        if (known := plain.get(text.casefold())) is not None:
            return known, ()
        items = tuple(_item(facet, part) for part in _parts(text))
        if not items:
            raise _Wrong("There is nothing between the semicolons.")
        _once([(item.code, item.own_words.casefold()) for item in items])
        return Known.STATED, items

    return read


def _item(facet: Facet, text: str) -> Knowledge:
    first, *rest = [" ".join(part.split()) for part in text.split(":")]
    own_words = ""
    if _plain(first) == OWN:
        if not rest or not rest[0]:
            raise _Wrong("After “own:” write her own words, then “: lived” or “: professional”.")
        code, own_words, *rest = SELF_DESCRIBED, *rest
    else:
        code = _code_of(FACETS[facet], first)
    if not rest or rest[0].casefold() not in {level.value for level in Level}:
        raise _Wrong(f"After “{first[:40]}” write “: lived” or “: professional”.")
    level, *more = rest
    if len(more) > (2 if facet is Facet.LANGUAGE else 0):
        raise _Wrong(f"There is more after “{first[:40]}” than can be read.")
    dialect, script = (*more, "", "")[:2]
    if len(own_words) > 80 or len(dialect) > 60 or len(script) > 60:
        raise _Wrong("Own words take 80 letters, a dialect and a script 60.")
    return Knowledge(code, Level(level.casefold()), own_words, dialect, script)


def _code_of(vocabulary: Vocabulary, text: str) -> str:
    wanted = _plain(text)
    for term in vocabulary.values():
        if term.code != SELF_DESCRIBED and wanted in (_plain(term.code), _plain(term.label)):
            return term.code
    raise _Wrong(f"“{text[:40]}” is not in the list.")


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _once(found: list[Item]) -> tuple[Item, ...]:
    if len(set(found)) != len(found):
        raise _Wrong("The same value stands twice.")
    return tuple(found)


def _cells(row: ImportRow) -> list[str]:
    knows, answers = dict(row.knows), dict(row.answers)
    cells = {
        "name": row.name,
        "agency": row.agency,
        "regions": "; ".join(row.regions),
        "remote": "yes" if row.remote else "no",
        "accepting": "yes" if row.accepting else "no",
        "max_reviews": "" if row.max_reviews is None else str(row.max_reviews),
        "day_rate": "" if row.day_rate_pence is None else f"{money.as_pounds(row.day_rate_pence):.2f}",
    }
    for column in COLUMNS:
        if column.facet is not None:
            known = answers.get(column.facet, Known.UNKNOWN)
            listed = "; ".join(_written(item) for item in knows.get(column.facet, ()))
            cells[column.code] = listed or ("" if known is Known.UNKNOWN else known.value)
    return [cells[column.code] for column in COLUMNS]


def _written(item: Knowledge) -> str:
    what = [OWN, item.own_words] if item.code == SELF_DESCRIBED else [item.code]
    more = [item.dialect, item.script] if item.script else [item.dialect] if item.dialect else []
    return ": ".join([*what, item.level.value, *more])
