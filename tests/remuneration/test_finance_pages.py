"""The pages for finance: files named after nobody, a bad file answered in a sentence, lists at a constant cost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lantern.kit import clock, spreadsheets
from lantern.remuneration import services
from lantern.remuneration.models import Batch, Payment, PendingRemittance
from tests.cast import Cast
from tests.remuneration import paid


def sent(cast: Cast) -> Payment:
    claim = paid.approved(cast)
    return services.send_for_payment(claim=claim, version=claim.version, by=cast.coordinator)[0]


@pytest.fixture
def payment(cast: Cast) -> Payment:
    paid.card(cast)
    return sent(cast)


def upload(cast: Cast, content: bytes, who: str = "coordinator"):
    sheet = SimpleUploadedFile("a-name-that-is-not-kept.csv", content, "text/csv")
    return cast.client(who).post(reverse("remuneration:remittance_upload"), {"sheet": sheet}, secure=True)


def test_an_invoice_is_a_file_that_no_cache_keeps(cast, payment):
    address = reverse("remuneration:invoice", args=[payment.share.ref])
    response = cast.client("commissioner").get(address, secure=True)
    assert (response.status_code, response["Content-Type"], response["Content-Disposition"]) == (
        200, "application/pdf", 'attachment; filename="invoice-LN-000001.pdf"',
    )  # fmt: skip
    assert (response["Cache-Control"], response["X-Content-Type-Options"]) == ("no-store", "nosniff")
    assert response.content.startswith(b"%PDF-1.7")


def test_a_batch_is_made_once_and_leaves_with_or_without_the_mark(cast, payment):
    client, make = cast.client("commissioner"), reverse("remuneration:batch_make", args=[payment.share.payer.ref])
    assert client.post(make, secure=True).status_code == 302
    again = client.post(make, secure=True, follow=True)
    assert "There is no payment waiting for a batch" in again.content.decode()
    batch = Batch.objects.get()
    address = reverse("remuneration:batch_csv", args=[batch.ref])
    marked, plain = client.get(address, secure=True), client.get(f"{address}?mark=no", secure=True)
    assert marked.content == b"\xef\xbb\xbf" + plain.content
    assert marked["Content-Disposition"] == 'attachment; filename="batch-1.csv"'


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"Invoice,Amount\n\xa3,1", "CSV UTF-8"),
        (b"PK\x03\x04nonsense", "damaged"),
        (b"Invoice,Amount paid,Date paid\n", "no rows under the headings"),
        (b"\xd0\xcf\x11\xe0old", "old .xls file"),
    ],
)
def test_a_file_that_cannot_be_read_comes_back_as_a_sentence(cast, payment, content, says):
    response = upload(cast, content)
    assert (response.status_code, says in response.content.decode()) == (422, True)
    assert PendingRemittance.objects.count() == 0


def test_columns_are_chosen_each_once(cast, payment):
    day = clock.today().isoformat()
    response = upload(cast, spreadsheets.to_csv([["A", "B", "C"], [day, "90.00", payment.ref]]))
    ref = PendingRemittance.objects.get().ref
    address = reverse("remuneration:remittance_preview", args=[ref])
    assert response["Location"] == address
    client = cast.client("coordinator")
    assert "Which column is which?" in client.get(address, secure=True).content.decode()
    wrong = client.post(address, {"reference": "1", "amount": "1", "paid_on": "0"}, secure=True)
    assert (wrong.status_code, "a column of its own" in wrong.content.decode()) == (422, True)
    beyond = client.post(address, {"reference": "9", "amount": "1", "paid_on": "0"}, secure=True)
    assert beyond.status_code == 422
    right = client.post(address, {"reference": "2", "amount": "1", "paid_on": "0"}, secure=True, follow=True)
    assert "LN-000001: £90.00." in right.content.decode()
    confirm = reverse("remuneration:remittance_confirm", args=[ref])
    client.post(confirm, {"expected": "9"}, secure=True)
    assert Payment.objects.get().state == "sent"  # not the number that was seen
    client.post(confirm, {"expected": "1"}, secure=True)
    assert Payment.objects.get().state == "paid"
    late = client.post(confirm, {"expected": "1"}, secure=True, follow=True)
    assert "taken or put away already" in late.content.decode()


def test_a_stranger_s_file_says_nothing_of_payments_that_are_not_theirs(cast, payment):
    response = upload(
        cast,
        spreadsheets.to_csv([["Invoice", "Amount paid", "Date paid"], ["LN-000001", "90.00", "2026-01-01"]]),
        "commissioner_elsewhere",
    )
    page = cast.client("commissioner_elsewhere").get(response["Location"], secure=True).content.decode()
    assert ("is not a payment or invoice of yours" in page, "£90.00" in page) == (True, False)


@pytest.mark.parametrize("name", ["finance", "batch"])
def test_a_list_of_payments_costs_the_same_queries_however_long(cast, payment, still_clock, name):
    client = cast.client("coordinator")
    services.make_batch(payer=payment.share.payer, by=cast.coordinator)

    def queries() -> int:
        batch = Batch.objects.first()
        address = reverse(f"remuneration:{name}", args=[] if name == "finance" else [batch.ref])
        client.get(address, secure=True)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address, secure=True).status_code == 200
        return len(found)

    few = queries()
    for _ in range(3):
        sent(cast)
    services.make_batch(payer=payment.share.payer, by=cast.coordinator)
    assert queries() == few
