"""The sheet that goes to a finance team."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest

from lantern.kit import spreadsheets
from lantern.remuneration.domain.batch import HEADINGS, Due, rows, total_pence

DUE = Due(
    payment_ref="K7XN4RTW",
    invoice="LN-000017",
    invoiced_on=date(2026, 11, 24),
    due_on=date(2026, 12, 24),
    payer="Ashmere Community Safety Partnership",
    purchase_order="PO-88213",
    payee="Rowan House (invented)",
    payee_ref="C3DF4GHJ",
    claim_ref="M6NP7QRT",
    net_pence=445_50,
    vat_pence=89_10,
)


def test_a_payment_is_one_row_with_exact_sums():
    assert rows([DUE]) == [
        HEADINGS,
        [
            "K7XN4RTW", "LN-000017", "2026-11-24", "2026-12-24", "Ashmere Community Safety Partnership", "PO-88213",
            "Rowan House (invented)", "C3DF4GHJ", "M6NP7QRT", "445.50", "89.10", "534.60", "GBP", "",
        ],
    ]  # fmt: skip
    assert total_pence([DUE]) == 534_60


def test_the_earliest_due_comes_first():
    later = replace(DUE, payment_ref="V4WX6YCD", invoice="LN-000016", due_on=date(2027, 1, 4))
    assert [row[1] for row in rows([later, DUE])[1:]] == ["LN-000017", "LN-000016"]


def test_a_payment_stands_once():
    with pytest.raises(ValueError):
        rows([DUE, DUE])


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_becomes_a_formula(start):
    evil = f"{start}cmd|' /C calc'!A0"
    content = spreadsheets.to_csv(rows([replace(DUE, payee=evil, purchase_order=evil, payer=evil)]))
    cells = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1]
    assert [cell for cell in cells if cell.startswith(start)] == []
    assert cells.count(f"'{evil}") == 3


def test_the_mark_that_excel_wants_can_be_left_out():
    assert spreadsheets.to_csv([["Ŵyn"]]).startswith(b"\xef\xbb\xbf")
    assert spreadsheets.to_csv([["Ŵyn"]], marked=False) == "Ŵyn\r\n".encode()


def test_the_sheet_comes_back_as_a_remittance():
    from lantern.remuneration.domain import remittance

    owed = [remittance.Owed(DUE.payment_ref, DUE.invoice, DUE.total_pence, date(2026, 11, 24))]
    sheet = remittance.look(spreadsheets.read(spreadsheets.to_csv(rows([DUE]))), owed)
    assert (sheet.likely[remittance.Column.REFERENCE], sheet.likely[remittance.Column.AMOUNT]) == (0, 11)
    assert sheet.layout is not None
