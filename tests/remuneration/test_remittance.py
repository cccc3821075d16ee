"""What finance says it paid, held against what is owed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.kit import spreadsheets
from lantern.remuneration.domain import remittance
from lantern.remuneration.domain.remittance import Column, Layout, Outcome, Owed, Sheet, look, match

TODAY = date(2026, 11, 24)
SENT = date(2026, 11, 2)
OPEN = Owed("K7XN4RTW", "LN-000017", 534_60, SENT)
OTHER = Owed("C3DF4GHJ", "LN-000018", 120_00, SENT)
PAID = Owed("M6NP7QRT", "LN-000019", 99_00, SENT, paid_on=date(2026, 11, 10))
FAILED = Owed("V4WX6YCD", "LN-000020", 50_00, SENT, failed=True)
OWED = [OPEN, OTHER, PAID, FAILED]
HEAD = ["Payment reference", "Amount paid", "Date paid"]
PLAIN = Layout(0, 0, 1, 2)


def outcomes(*rows: list[str], layout: Layout = PLAIN) -> list[tuple[int, Outcome]]:
    return [(line.row, line.outcome) for line in match([HEAD, *rows], layout, OWED, TODAY)]


def one(reference: str = "LN-000017", amount: str = "534.60", on: str = "2026-11-20") -> remittance.Line:
    (line,) = match([HEAD, [reference, amount, on]], PLAIN, OWED, TODAY)
    return line


@pytest.mark.parametrize(
    "reference",
    ["K7XN4RTW", "k7xn4rtw", "LN-000017", "ln 000017", "LN17", "BACS LN-000017 ROWAN HOUSE", "PAYMENT/K7XN4RTW/NOV"],
)
def test_a_payment_is_found_however_it_is_written(reference):
    line = one(reference)
    assert (line.outcome, line.payment_ref, line.pence, line.paid_on) == (
        Outcome.MATCHED, "K7XN4RTW", 534_60, date(2026, 11, 20),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("amount", "outcome"),
    [
        ("534.60", Outcome.MATCHED), ("£534.60", Outcome.MATCHED), ("534.6", Outcome.MATCHED),
        ("534.6000000000001", Outcome.MATCHED), ("534.5999999999999", Outcome.MATCHED), ("GBP 534.60", Outcome.MATCHED),
        ("534.59", Outcome.TOO_LITTLE), ("534", Outcome.TOO_LITTLE), ("0", Outcome.UNREADABLE),
        ("534.61", Outcome.TOO_MUCH), ("5,346.00", Outcome.TOO_MUCH), ("999999999", Outcome.TOO_MUCH),
        ("-534.60", Outcome.UNREADABLE), ("(534.60)", Outcome.UNREADABLE), ("534.60-", Outcome.UNREADABLE),
        ("534.605", Outcome.UNREADABLE), ("534,60", Outcome.UNREADABLE), ("1e3", Outcome.UNREADABLE),
        ("", Outcome.UNREADABLE), ("(534.60", Outcome.UNREADABLE), ("five", Outcome.UNREADABLE),
    ],
)  # fmt: skip
def test_an_amount_is_exact_or_it_is_reported(amount, outcome):
    assert one(amount=amount).outcome is outcome


@pytest.mark.parametrize(
    ("on", "outcome"),
    [
        ("2026-11-20", Outcome.MATCHED), ("20/11/2026", Outcome.MATCHED), ("20 Nov 2026", Outcome.MATCHED),
        ("2026-11-20T00:00:00", Outcome.MATCHED), ("2026-11-20 00:00:00", Outcome.MATCHED),
        ("20-Nov-26", Outcome.MATCHED),
        ("2026-11-24", Outcome.MATCHED), ("2026-11-25", Outcome.UNREADABLE), ("2026-11-01", Outcome.UNREADABLE),
        ("11/20/2026", Outcome.UNREADABLE), ("", Outcome.UNREADABLE), ("soon", Outcome.UNREADABLE),
    ],
)  # fmt: skip
def test_a_day_is_read_as_written_here_or_reported(on, outcome):
    assert one(on=on).outcome is outcome


def test_each_thing_that_can_be_wrong_is_reported_by_its_row():
    assert outcomes(
        ["LN-000017", "534.60", "2026-11-20"],
        ["", "", ""],
        ["LN-000099", "534.60", "2026-11-20"],
        ["LN-000017", "534.60", "2026-11-20"],
        ["LN-000018", "60.00", "2026-11-20"],
        ["LN-000019", "99.00", "2026-11-10"],
        ["LN-000019", "99.00", "2026-11-20"],
        ["LN-000020", "50.00", "2026-11-20"],
        ["LN-000017 and LN-000018", "654.60", "2026-11-20"],
        ["", "10.00", "2026-11-20"],
        ["LN-000018"],
    ) == [
        (2, Outcome.MATCHED),
        (4, Outcome.UNKNOWN),
        (5, Outcome.TWICE),
        (6, Outcome.TOO_LITTLE),
        (7, Outcome.MARKED_ALREADY),
        (8, Outcome.PAID_AGAIN),
        (9, Outcome.FAILED_BEFORE),
        (10, Outcome.UNREADABLE),
        (11, Outcome.UNKNOWN),
        (12, Outcome.UNREADABLE),
    ]  # fmt: skip


def test_two_parts_of_one_payment_are_reported_and_never_added_up():
    assert outcomes(["LN-000017", "300.00", "2026-11-20"], ["LN-000017", "234.60", "2026-11-20"]) == [
        (2, Outcome.TOO_LITTLE),
        (3, Outcome.TOO_LITTLE),
    ]


def test_a_payment_sent_again_is_found_by_its_invoice():
    again = Owed("V6RT3CDF", FAILED.invoice, FAILED.total_pence, date(2026, 11, 12))
    for order in ([FAILED, again], [again, FAILED]):
        (line,) = match([HEAD, ["LN-000020", "50.00", "2026-11-20"]], PLAIN, order, TODAY)
        assert (line.outcome, line.payment_ref) == (Outcome.MATCHED, "V6RT3CDF")


def test_the_sheet_that_went_out_is_recognised_when_it_comes_back():
    assert look(
        [["Payment reference", "Invoice", "To pay", "Date paid"], ["K7XN4RTW", "LN-000017", "534.60", ""]], OWED
    ) == Sheet(
        0,
        ("Payment reference", "Invoice", "To pay", "Date paid"),
        {Column.REFERENCE: 0, Column.AMOUNT: 2, Column.PAID_ON: 3},
    )


def test_a_bank_file_with_other_columns_under_lines_of_its_own_is_recognised():
    rows = [
        ["Account name", "Ashmere Council"],
        ["Sort code", "00-00-00"],
        [""],
        ["Transaction date", "Type", "Details", "Debit amount", "Balance"],
        ["20/11/2026", "BP", "LN-000017 ROWAN", "-534.60", "10.00"],
        ["20/11/2026", "BP", "LN-000018 ROWAN", "-120.00", "10.00"],
    ]
    sheet = look(rows, OWED)
    assert sheet.layout == Layout(3, reference=2, amount=3, paid_on=0, minus=True)
    assert [line.outcome for line in match(rows, sheet.layout, OWED, TODAY)] == [Outcome.MATCHED, Outcome.MATCHED]


def test_a_column_that_names_our_payments_is_the_reference_whatever_its_heading():
    sheet = look(
        [["Reference", "Beschreibung", "Amount", "Date"], ["999", "zu LN-000017", "534.60", "20/11/2026"]], OWED
    )
    assert sheet.likely[Column.REFERENCE] == 1


def test_headings_that_say_nothing_leave_the_layout_open():
    sheet = look([["A", "B", "C"], ["x", "y", "z"]], OWED)
    assert (sheet.layout, sheet.likely, sheet.headings) == (None, {}, ("A", "B", "C"))


@given(st.lists(st.lists(st.text(max_size=20), max_size=6), min_size=1, max_size=8))
def test_no_file_breaks_it_and_no_payment_is_marked_twice(rows):
    if not any(any(row) for row in rows):
        return
    sheet = look(rows, OWED)
    lines = match(rows, sheet.layout or PLAIN, OWED, TODAY)
    matched = [line.payment_ref for line in lines if line.outcome is Outcome.MATCHED]
    assert len(set(matched)) == len(matched)


CELLS = st.sampled_from(["K7XN4RTW", "LN-000017", "LN-000018", "LN-000019", "LN-000020", "LN-1", "nobody", ""])
AMOUNTS = st.sampled_from(["534.60", "120.00", "99.00", "50.00", "1.00", "-534.60", "x"])
DAYS = st.sampled_from(["2026-11-20", "20/11/2026", "2026-11-10", "2027-01-01", ""])


@given(st.lists(st.tuples(CELLS, AMOUNTS, DAYS), max_size=12))
def test_only_open_payments_in_full_are_ever_matched_and_each_once(rows):
    lines = match([HEAD, *map(list, rows)], PLAIN, OWED, TODAY)
    matched = {line.payment_ref: line.pence for line in lines if line.outcome is Outcome.MATCHED}
    whole = {OPEN.payment_ref: OPEN.total_pence, OTHER.payment_ref: OTHER.total_pence}
    assert {ref: whole.get(ref) for ref in matched} == matched
    assert sum(line.outcome is Outcome.MATCHED for line in lines) == len(matched)
    # Once marked, the same file marks nothing more.
    days = {line.payment_ref: line.paid_on for line in lines if line.outcome is Outcome.MATCHED}
    after = [
        Owed(o.payment_ref, o.invoice, o.total_pence, o.sent_on, days.get(o.payment_ref, o.paid_on), o.failed)
        for o in OWED
    ]
    again = match([HEAD, *map(list, rows)], PLAIN, after, TODAY)
    assert not [line for line in again if line.outcome is Outcome.MATCHED]


def test_what_a_workbook_makes_of_amounts_and_days_is_read():
    import io
    from datetime import datetime

    from openpyxl import Workbook

    book = Workbook()
    book.active.append(HEAD)
    book.active.append(["LN-000017", 534.6, datetime(2026, 11, 20)])  # noqa: DTZ001 - as Excel keeps a day
    out = io.BytesIO()
    book.save(out)
    rows = spreadsheets.read(out.getvalue())
    (line,) = match(rows, look(rows, OWED).layout, OWED, TODAY)
    assert line.outcome is Outcome.MATCHED
