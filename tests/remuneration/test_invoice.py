"""An invoice: the sums on it, who can read it, and what a hostile name can do to it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lantern.remuneration.domain import invoice as invoices
from lantern.remuneration.domain.invoice import Cost, Invoice, Party, Work, percent
from tests.remuneration.pdfs import Pdf


def an_invoice(**changes: object) -> Invoice:
    plain = Invoice(
        number="LN-000017",
        issued_on=date(2026, 11, 24),
        due_on=date(2026, 12, 24),
        claim_ref="K7XN4RTW",
        purchase_order="PO-88213",
        payee=Party("Rowan House (invented)", ("14 Example Lane", "Ashmere")),
        payer=Party("Ashmere Community Safety Partnership"),
        work=(
            Work("Panel meeting", "3 November 2026", "3 hours", "£50.00 an hour", 150_00),
            Work("Drafting comments", "12 November 2026", "1 half day", "£175.00 a half day", 175_00),
        ),
        costs=(Cost("Interpreter", "3 November 2026", 120_50),),
        whole_net_pence=445_50,
        whole_vat_pence=89_10,
        net_pence=445_50,
        vat_pence=89_10,
        vat_basis_points=2000,
        vat_number="GB 000 0000 00",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def read(invoice: Invoice) -> list[str]:
    return [line.strip() for line in Pdf(invoices.pdf(invoice)).text.splitlines() if line.strip()]


def test_every_word_can_be_selected_in_its_order():
    assert read(an_invoice(bank=("Rowan House", "00-00-00 00000000"))) == [
        "Invoice LN-000017",
        "Invoice number", "LN-000017",
        "Invoice date", "24 November 2026",
        "Pay by", "24 December 2026 (30 days)",
        "Purchase order", "PO-88213",
        "Claim", "K7XN4RTW",
        "Payee’s VAT number", "GB 000 0000 00",
        "To be paid", "Rowan House (invented)", "14 Example Lane", "Ashmere",
        "Payer", "Ashmere Community Safety Partnership",
        "Work",
        "Kind of work", "Date", "Quantity", "Rate", "Amount",
        "Panel meeting", "3 November 2026", "3 hours", "£50.00 an hour", "£150.00",
        "Drafting comments", "12 November 2026", "1 half day", "£175.00 a half day", "£175.00",
        "Access costs",
        "What for", "Date", "Amount",
        "Interpreter", "3 November 2026", "£120.50",
        "What is owed",
        "Sum", "Amount",
        "Work and access costs, before VAT", "£445.50",
        "VAT at 20%", "£89.10",
        "To pay", "£534.60",
        "How to pay",
        "Please pay £534.60 by 24 December 2026, and give LN-000017 as the payment reference.",
        "Rowan House", "00-00-00 00000000",
        "If these bank details are new to you, check them by telephone, on a number you already had.",
        "Invoice LN-000017Page 1 of 1",
    ]  # fmt: skip


def test_the_page_is_tagged_titled_and_says_its_language():
    found = Pdf(invoices.pdf(an_invoice()))
    for promise in (
        "/Lang(en-GB)",
        "/MarkInfo<</Marked true/Suspects false>>",
        "/StructTreeRoot",
        "/DisplayDocTitle true",
    ):
        assert promise in found.catalog
    assert b"/Title(Invoice LN-000017)" in found.content
    assert b"pdfuaid:part>1<" in found.content
    assert (found.pages, found.tags.count("Table"), found.tags.count("H1")) == (1, 3, 6)
    assert found.tags.count("TH") == 5 + 3 + 2


def test_the_same_invoice_is_the_same_bytes():
    assert invoices.pdf(an_invoice()) == invoices.pdf(an_invoice())


def test_a_share_says_what_the_whole_is_and_asks_for_the_share():
    said = read(an_invoice(net_pence=148_50, vat_pence=29_70))
    at = said.index("What is owed")
    assert said[at + 3 : at + 11] == [
        "The whole claim, which several payers share", "£534.60",
        "Your share, before VAT", "£148.50",
        "VAT at 20%", "£29.70",
        "To pay", "£178.20",
    ]  # fmt: skip


def test_without_vat_order_or_bank_details_the_page_says_so():
    said = read(
        an_invoice(
            whole_vat_pence=0,
            vat_pence=0,
            vat_basis_points=0,
            vat_number="",
            purchase_order="",
            costs=(),
            whole_net_pence=325_00,
            net_pence=325_00,
        )
    )
    assert said[said.index("Purchase order") + 1] == "None given"
    assert said[said.index("VAT: none charged") + 1] == "£0.00"
    assert "Access costs" not in said
    assert any("bank details are not held here" in line for line in said)


@pytest.mark.parametrize(
    "changes",
    [
        {"whole_net_pence": 445_51},
        {"net_pence": 445_51},
        {"vat_pence": 89_11},
        {"net_pence": -1},
        {"vat_basis_points": 0},
    ],
)
def test_sums_that_do_not_add_up_make_no_invoice(changes):
    with pytest.raises(ValueError):
        an_invoice(**changes)


def test_many_lines_run_on_to_pages_that_repeat_the_headings():
    many = tuple(Work("Reading", f"{n + 1} November 2026", "1 hour", "£50.00 an hour", 50_00) for n in range(28)) * 3
    found = Pdf(invoices.pdf(an_invoice(work=many, costs=(), whole_net_pence=84 * 50_00, net_pence=84 * 50_00)))
    assert found.pages > 1
    assert found.text.count("£50.00 an hour") == 84
    assert found.text.count("Kind of work") == found.pages


HOSTILE = [
    '#import "x": *',
    "\\ $a^2$ @nobody <label> *bold* _thin_ `raw` // gone /* gone",
    '#sys.inputs"); #panic("x',
    "= A heading",
    "- a list",
    "https://example.org/'\"><script>",
    '{"title": "x"}',
    "\\u{41}\\n",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_someone_typed_is_printed_as_typed(text):
    plain = an_invoice(payee=Party(text), purchase_order=text, payer=Party("The payer", (text,)))
    assert Pdf(invoices.pdf(plain)).text.replace("\n", "").count(text) == 3


@pytest.mark.parametrize(
    "name", ["Zoë Łukasiewicz", "Siân Ŵyn Dŵr", "Đặng Thị Hạnh", "Şengül Çağlı İnci", "Ελένη Ζωή", "Зоя Ільїна"]
)
def test_letters_of_european_vietnamese_and_turkish_names_are_in_the_font_itself(name):
    assert f"\n{name}\n" in Pdf(invoices.pdf(an_invoice(payee=Party(name)))).text


def test_a_letter_that_no_font_has_is_shown_as_missing_and_the_page_says_so():
    # A code point that no script uses and no font can have.
    said = "\n".join(read(an_invoice(payee=Party("A\U000378d0 Name"))))
    assert "A\ufffd Name" in said
    assert "a letter could not be printed" in said


def test_what_turns_or_hides_letters_is_left_out():
    said = Pdf(invoices.pdf(an_invoice(purchase_order="12\u202e43\u2066\x00\x07\ufeff5", payee=Party("\ud800A")))).text
    assert "12435" in said


def test_a_very_long_name_stays_on_the_page():
    found = Pdf(invoices.pdf(an_invoice(payee=Party("x" * 160), purchase_order="P" * 60)))
    assert (found.pages, found.text.replace("\n", "").count("x" * 160)) == (1, 1)


def test_the_file_is_named_after_nobody():
    assert an_invoice().filename == "invoice-LN-000017.pdf"


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_at_all_makes_an_invoice(name, order):
    assert invoices.pdf(an_invoice(payee=Party(name), purchase_order=order)).startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    ("points", "words"), [(2000, "20%"), (1750, "17.5%"), (1725, "17.25%"), (500, "5%"), (5, "0.05%")]
)
def test_a_rate_reads_as_people_write_it(points, words):
    assert percent(points) == words
