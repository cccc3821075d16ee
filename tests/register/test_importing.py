"""Reading rows: every column, every refusal, and writing them again."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.kit.spreadsheets import Unreadable, is_formula
from lantern.kit.vocabulary import SELF_DESCRIBED, Known
from lantern.register.domain.expertise import Level
from lantern.register.domain.importing import HEADINGS, ImportRow, Knowledge, Refusal, parse, serialise, template
from lantern.register.domain.vocabularies import FACETS, REGIONS, Facet

PLAIN = ImportRow("Example Person", "", (), (), (), True, True, None, None)


def words(most: int, least: int = 0) -> st.SearchStrategy[str]:
    return (
        st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters=";:"), min_size=least, max_size=most)
        .map(lambda text: " ".join(text.split()))
        .filter(lambda text: len(text) >= least and not is_formula(text))
    )


@st.composite
def knowledge(draw: st.DrawFn, facet: Facet, code: str) -> Knowledge:
    spoken = facet is Facet.LANGUAGE
    return Knowledge(
        code,
        draw(st.sampled_from(Level)),
        draw(words(80, 1)) if code == SELF_DESCRIBED else "",
        draw(words(60)) if spoken else "",
        draw(words(60)) if spoken else "",
    )


@st.composite
def import_rows(draw: st.DrawFn) -> ImportRow:
    answers, knows = [], []
    for facet in Facet:
        known = draw(st.sampled_from(Known))
        if known is not Known.UNKNOWN:
            answers.append((facet, known))
        if known is Known.STATED:
            codes = draw(st.lists(st.sampled_from(list(FACETS[facet])), min_size=1, max_size=3, unique=True))
            knows.append((facet, tuple(draw(knowledge(facet, code)) for code in codes)))
    number = st.none() | st.integers(0, 50)
    return ImportRow(
        name=draw(words(120, 1)),
        agency=draw(words(160)),
        answers=tuple(answers),
        knows=tuple(knows),
        regions=tuple(draw(st.lists(st.sampled_from(list(REGIONS)), unique=True, max_size=4))),
        remote=draw(st.booleans()),
        accepting=draw(st.booleans()),
        max_reviews=draw(number),
        day_rate_pence=draw(st.none() | st.integers(0, 100_000_00)),
    )


@given(st.lists(import_rows(), max_size=4, unique_by=lambda row: row.key))
def test_what_is_written_is_read_back(rows: list[ImportRow]) -> None:
    found = parse(serialise(rows))
    assert found.refused == ()
    assert [row for _number, row in found.accepted] == rows


@given(
    st.lists(
        st.lists(st.text() | st.sampled_from([*HEADINGS, "none", "own:", "Kurdish:", ":;:", "=1+1"]), max_size=14),
        max_size=6,
    )
)
def test_rows_of_anything_are_read_or_refused_in_words(rows: list[list[str]]) -> None:
    for table in (rows, [HEADINGS, *rows]):
        with contextlib.suppress(Unreadable):
            parse(table)


def test_the_template_is_read() -> None:
    found = parse(template())
    assert [row.name for _number, row in found.accepted] == ["Example Person"]
    assert found.refused == ()


def test_unknown_none_and_declined_stay_three_values() -> None:
    rows = [["Name", "Faiths"], ["A", ""], ["B", "None"], ["C", "declined"], ["D", "unknown"], ["E", "Sikh: lived"]]
    faith = Facet.FAITH
    assert [row.answers for _number, row in parse(rows).accepted] == [
        (),
        ((faith, Known.NONE),),
        ((faith, Known.DECLINED),),
        (),
        ((faith, Known.STATED),),
    ]


REFUSED = [
    ("Name", "", "Give a name."),
    ("Name", "x" * 121, "It is longer than 120 letters."),
    ("Name", "=cmd|' /C calc'!A0", "It starts like a formula (=, +, - or @). Write it as plain words."),
    ("Name", "two\nlines", "It holds a line break or a sign that cannot be shown. Write it on one line."),
    ("Name", "right\u202eto left", "It holds a line break or a sign that cannot be shown. Write it on one line."),
    ("Agency", "x" * 1_001, "It is longer than 1,000 letters."),
    ("Communities", "Kurdish", "After “Kurdish” write “: lived” or “: professional”."),
    ("Communities", "Martian: lived", "“Martian” is not in the list."),
    ("Communities", "self described: lived", "“self described” is not in the list."),
    ("Communities", "Kurdish: lived; kurdish: professional", "The same value stands twice."),
    ("Communities", "Kurdish: lived: Kurmanji", "There is more after “Kurdish” than can be read."),
    ("Communities", "own: : lived", "After “own:” write her own words, then “: lived” or “: professional”."),
    ("Faiths", ";;", "There is nothing between the semicolons."),
    ("Regions", "Atlantis", "“Atlantis” is not in the list."),
    ("Works remotely", "perhaps", "Write yes or no."),
    ("Most reviews at once", "51", "Write a whole number from 0 to 50, or leave it empty."),
    ("Most reviews at once", "²", "Write a whole number from 0 to 50, or leave it empty."),
    ("Most reviews at once", "9" * 900, "Write a whole number from 0 to 50, or leave it empty."),
    ("Least day rate", "lots", "Enter an amount in pounds, such as 350 or 350.50."),
]


@pytest.mark.parametrize(("heading", "cell", "sentence"), REFUSED)
def test_a_wrong_cell_is_refused_with_its_reason(heading: str, cell: str, sentence: str) -> None:
    good = {"Name": "Good Name", "Agency": "Rowan House"}
    row = good | {heading: cell}
    table = [list(row), list(row.values())]
    found = parse(table)
    assert found.refused == (Refusal(len(table), heading, sentence),)


def test_the_same_person_twice_is_refused_the_second_time() -> None:
    found = parse([["Name"], ["Ann Example"], [""], ["ANN example"]])
    assert found.refused == (Refusal(4, "Name", "The same name at the same agency is on row 2."),)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "The file is empty."),
        ([["Agency"]], "There is no column “Name” on the first row."),
        ([["Name", "name"]], "The column “name” stands twice."),
        (
            [["Name", "Victim"]],
            f"There is no column “Victim”. The columns are: {', '.join(HEADINGS)}.",
        ),
    ],
)
def test_headings_that_cannot_be_used_are_refused_whole(rows: list[list[str]], sentence: str) -> None:
    with pytest.raises(Unreadable) as problem:
        parse(rows)
    assert str(problem.value) == sentence


def test_a_cell_without_a_heading_is_refused_not_dropped() -> None:
    assert parse([["Name", ""], ["Ann", "secret"]]).refused == (
        Refusal(2, "", "There is something in a column without a heading."),
    )
