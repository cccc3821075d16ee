"""The strict reader against the real files and against planted faults."""

from collections import Counter
from pathlib import Path

import pytest

from lantern.library.domain import dhrd
from lantern.library.domain.dhrd import FILES, DeathDate, RecordRefused


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return dhrd.read_folder(dhrd.FOLDER)


@pytest.fixture(scope="module")
def record(files: dict[str, bytes]) -> dhrd.Record:
    return dhrd.parse(files)


def counted(record: dhrd.Record, file: str, column: str) -> Counter:
    return Counter(row.values[column] for row in record.rows(file))


def test_record_reproduces_the_published_figures(record):
    victims = {column: counted(record, "victims", column) for column in record.victims[0].values}
    incidents = {column: counted(record, "incidents", column) for column in record.incidents[0].values}
    assert {name: len(record.rows(name)) for name in FILES} == {"incidents": 647, "victims": 619, "perpetrators": 647}
    assert incidents["multiple_victims"] == {False: 619, True: 28}
    assert victims["sex_of_victim"] == {"Female": 469, "Male": 145, "Unknown": 5}
    ethnicity = victims["victim_ethnicity"]
    assert {name: ethnicity[name] for name in (
        "Unknown", "White - British", "Black - African", "Black - Caribbean", "Asian British - Indian",
        "Asian British - Pakistani", "Asian British - Bangladeshi",
    )} == {
        "Unknown": 164, "White - British": 322, "Black - African": 12, "Black - Caribbean": 9,
        "Asian British - Indian": 10, "Asian British - Pakistani": 10, "Asian British - Bangladeshi": 8,
    }  # fmt: skip
    religion = victims["victim_religion"]
    assert {name: religion[name] for name in ("Unknown", "Muslim", "Sikh", "Hindu", "Jewish")} == {
        "Unknown": 516, "Muslim": 25, "Sikh": 5, "Hindu": 3, "Jewish": 1,
    }  # fmt: skip
    assert [incidents[n][True] for n in ("honour_based_violence", "forced_marriage", "faith_based_marriage")] == [
        15,
        9,
        4,
    ]
    assert victims["victim_vuln_alcohol"] == {True: 222, False: 397}


def test_record_reports_the_digests_of_the_source(record):
    assert record.sha256 == {
        "incidents": "c4e2c4c3cda8692efee43bfe950b30eae18af1ddfd9d1d62d30e7032d16c1c47",
        "victims": "2fb07ef7a388ea647abbaacb215fd004580d0ae0cac4b659c816b48157898176",
        "perpetrators": "d57ec1bb265a404368da2e910c9f98d40d10b165f3f77e889b835871d1b58b51",
    }


def test_record_keeps_dates_as_precise_as_they_are(record):
    months = Counter(DeathDate.read(row.values["death_date"]).month is not None for row in record.incidents)
    assert months == {True: 597, False: 50}
    assert all(str(DeathDate.read(row.values["death_date"])) == row.values["death_date"] for row in record.incidents)


def test_record_keeps_blanks_where_the_source_has_them(record):
    blanks = [
        (row.row_id, name) for file in FILES for row in record.rows(file) for name, v in row.values.items() if v == ""
    ]
    assert blanks == [
        ("INC-0231", "location_of_death"),
        ("INC-0396", "location_of_death"),
        ("INC-0477", "cause_of_death"),
        ("INC-0615", "location_of_death"),
    ]


def test_two_rows_that_differ_only_in_their_id_are_both_kept(record):
    rows = {row.row_id: dict(row.values) for row in record.incidents}
    first, second = rows["INC-0309"], rows["INC-0594"]
    assert first | {"incident_id": ""} == second | {"incident_id": ""}


def edited(files: dict[str, bytes], file: str, line: int, old: bytes, new: bytes) -> dict[str, bytes]:
    """The files with one line changed; the line must hold what is to be changed."""
    lines = files[file].split(b"\n")
    assert old in lines[line]
    lines[line] = lines[line].replace(old, new, 1)
    return files | {file: b"\n".join(lines)}


def with_line(files: dict[str, bytes], file: str, text: bytes) -> dict[str, bytes]:
    return files | {file: files[file].rstrip(b"\n") + b"\n" + text + b"\n"}


def refused(files: dict[str, bytes]) -> list[str]:
    with pytest.raises(RecordRefused) as caught:
        dhrd.parse(files)
    assert caught.value.total >= len(caught.value.problems) > 0
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("file", "line", "old", "new", "sentence"),
    [
        ("incidents", 0, b"csp", b"CSP", 'incidents.csv, row 1, "csp": 1 of the 22 columns are missing.'),
        (
            "incidents",
            0,
            b"csp,region",
            b"region,csp",
            'incidents.csv, row 1, "region": the columns stand in another order, or one stands twice.',
        ),
        ("incidents", 1, b"Lincoln", b"Lincoln,extra", "incidents.csv, row 2: has 23 cells where the heading has 22."),
        (
            "incidents",
            1,
            b",False,",
            b",false,",
            'incidents.csv, row 2, multiple_victims: "false" is neither True nor False.',
        ),
        (
            "incidents",
            1,
            b",other,",
            b",moon,",
            'incidents.csv, row 2, location_of_death: "moon" is not one of its 4 values.',
        ),
        (
            "incidents",
            1,
            b",other,",
            b",,",
            "incidents.csv, row 2, location_of_death: is blank, which this column is not in this row.",
        ),
        (
            "incidents",
            1,
            b"September 2018",
            b"Sept 2018",
            'incidents.csv, row 2, death_date: "Sept 2018" is neither a month and year nor a year.',
        ),
        ("incidents", 1, b"Lincoln", b"=1+1", 'incidents.csv, row 2, csp: "=1+1" is not one of its 189 values.'),
        (
            "incidents",
            1,
            b"Lincoln",
            b"\x1b[31mLincoln",
            'incidents.csv, row 2, csp: "?[31mLincoln" is not one of its 189 values.',
        ),
        (
            "incidents",
            1,
            b"INC-0001",
            b"INC-1",
            'incidents.csv, row 2, incident_id: "INC-1" is not INC- and four digits.',
        ),
        (
            "victims",
            1,
            b"White - British",
            b"Martian",
            'victims.csv, row 2, victim_ethnicity: "Martian" is not one of its 23 values.',
        ),
        (
            "incidents",
            1,
            b"Lincoln",
            b"L\xefncoln",
            "incidents.csv, row 2: holds a byte that is not UTF-8. Save the file as UTF-8 and try again.",
        ),
        ("incidents", 1, b"Lincoln", b"L\0ncoln", "incidents.csv, row 2: holds a null byte, so it is not a text file."),
        (
            "incidents",
            0,
            b"incident_id",
            b"\xef\xbb\xbfincident_id",
            "incidents.csv, row 1: begins with a byte-order mark. Save the file as UTF-8 without one and try again.",
        ),
        (
            "incidents",
            1,
            b"Lincoln",
            b'"Lin"coln',
            "incidents.csv, row 2: cannot be read as CSV (',' expected after '\"').",
        ),
        (
            "victims",
            2,
            b"False,True,True,False,True,False",
            b"False,True,False,False,True,False",
            "victims.csv, row 3, victim_mental_health_issues: "
            "must be True exactly when one of the victim_mh_ columns is.",
        ),
    ],
)
def test_reader_refuses_a_planted_fault_with_one_clear_sentence(files, file, line, old, new, sentence):
    assert refused(edited(files, file, line, old, new))[:1] == [sentence]


def test_reader_refuses_an_extra_column(files):
    wide = b"\n".join(
        line + (b",note" if n == 0 else b",x") for n, line in enumerate(files["victims"].rstrip(b"\n").split(b"\n"))
    )
    assert refused(files | {"victims": wide}) == ['victims.csv, row 1, "note": 1 columns are not of this record.']


def test_reader_refuses_a_duplicate_an_orphan_and_a_missing_link(files):
    first = files["incidents"].split(b"\n")[1]
    assert refused(with_line(files, "incidents", first)) == [
        "incidents.csv, row 649, incident_id: INC-0001 stands already in row 2."
    ]
    assert refused(edited(files, "perpetrators", 1, b"INC-0001", b"INC-9999")) == [
        "perpetrators.csv, row 2, incident_id: INC-9999 is not in incidents.csv.",
        "incidents.csv, row 2, incident_id: INC-0001 has no row in perpetrators.csv.",
    ]
    assert refused(edited(files, "victims", 2, b"INC-0002", b"INC-0001")) == [
        "victims.csv, row 3, incident_id: INC-0001 stands already in row 2.",
        "incidents.csv, row 3, incident_id: INC-0002 has no row in victims.csv.",
    ]


def test_reader_refuses_a_victim_of_a_review_with_several(files, record):
    several = next(row.row_id for row in record.incidents if row.values["multiple_victims"])
    line = files["victims"].split(b"\n")[1].replace(b"VIC-0001", b"VIC-9999").replace(b"INC-0001", several.encode())
    assert refused(with_line(files, "victims", line)) == [
        f"victims.csv, row 621, incident_id: {several} has several victims, so no row here."
    ]


def test_reader_refuses_a_huge_file_and_too_many_rows(files):
    assert refused(files | {"incidents": files["incidents"] + b"\n" * dhrd.MAX_BYTES}) == [
        "incidents.csv: this file is larger than 5 MB, which the record never is."
    ]
    assert refused(files | {"incidents": b"a\n" * (dhrd.MAX_ROWS + 2)}) == [
        "incidents.csv: has more than 20000 rows, which the record never has."
    ]


@pytest.mark.parametrize(("raw", "sentence"), [(b"", "this file is empty."), (None, "has a heading and no rows.")])
def test_reader_refuses_an_empty_file(files, raw, sentence):
    raw = files["victims"].split(b"\n")[0] if raw is None else raw
    assert refused(files | {"victims": raw}) == [f"victims.csv: {sentence}"]


def test_reader_keeps_twenty_faults_and_counts_all(files):
    with pytest.raises(RecordRefused) as caught:
        dhrd.parse(files | {"victims": files["victims"].replace(b",Female,", b",female,")})
    assert (len(caught.value.problems), caught.value.total) == (20, 469)


def test_folder_without_a_file_is_refused_by_name(tmp_path: Path, files):
    (tmp_path / "incidents.csv").write_bytes(files["incidents"])
    with pytest.raises(RecordRefused) as caught:
        dhrd.read_folder(tmp_path)
    assert [str(problem) for problem in caught.value.problems] == [
        "victims.csv: this file is not in the folder.",
        "perpetrators.csv: this file is not in the folder.",
    ]
