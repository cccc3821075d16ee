"""The ledger's pages: what each reader sees, where each figure leads, and that every file says the same."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lantern.access.public import Role
from lantern.audit.models import Event
from lantern.insight import selectors
from lantern.insight.domain.ledger import ALL, By, Part
from lantern.insight.domain.suppression import Withheld
from lantern.kit import clock, spreadsheets
from lantern.register.models import Expert
from lantern.remuneration import services
from lantern.remuneration.domain.work import Kind, SourceKind
from lantern.reviews.models import Offer
from tests.cast import Cast, person
from tests.remuneration import paid

LEDGER = "insight:ledger"


def get(cast: Cast, who: str, name: str = LEDGER, **query: str):
    return cast.client(who).get(reverse(name), query, secure=True)


@pytest.fixture
def worked(cast: Cast) -> Cast:
    """Two hours paid, one given unpaid, half an hour not claimed: the first expert's, for the first partnership."""
    paid.card(cast)
    engagement = paid.engaged(cast)
    paid.logged(cast, engagement, donated=True, minutes=60, ago=5)
    claim = paid.approved(cast, paid.claimed(cast, engagement))
    (payment,) = services.send_for_payment(claim=claim, version=claim.version, by=cast.coordinator)
    services.record_paid(payment=payment, on=clock.today(), by=cast.commissioner)
    paid.logged(cast, engagement, minutes=30, ago=2)
    return cast


def minutes(cast: Cast, who: str) -> dict[str, int]:
    found = selectors.ledger_for(cast.user(who))
    return {part: found.total(part).minutes for part in (*Part, ALL)}


def test_the_programme_sees_every_hour_in_its_part(worked):
    assert minutes(worked, "coordinator") == {
        Part.UNCLAIMED: 30, Part.WAITING: 0, Part.PAID: 120, Part.DONATED: 60, ALL: 210,
    }  # fmt: skip
    page = get(worked, "coordinator").content.decode()
    assert "3.5 hours worked: 2 paid, 1 given unpaid so far" in page
    assert page.index("First, what is not known") < page.index("Hours worked against hours paid")
    assert "£45.00" in page  # the hour given, at the rate agreed for reading


def test_an_agency_sees_itself_and_nobody_else(worked):
    assert minutes(worked, "agency_lead")[ALL] == 210
    other = person("Olu Lead", Role.AGENCY_LEAD, worked.agency_elsewhere.ref)
    assert selectors.ledger_for(other).empty


def test_a_commissioner_sees_what_she_was_sent_and_not_what_nobody_claimed(worked):
    assert minutes(worked, "commissioner") == {
        Part.UNCLAIMED: 0, Part.WAITING: 0, Part.PAID: 120, Part.DONATED: 60, ALL: 180,
    }  # fmt: skip
    assert selectors.ledger_for(worked.commissioner_elsewhere).empty


def test_a_researcher_sees_no_figure_of_one_person_and_no_row(worked):
    page = get(worked, "researcher").content.decode()
    assert "Too few people stand behind some of these hours to show them all" in page
    assert ("£45.00" in page, "2 paid" in page, "ledger/rows" in page) == (False, False, False)
    rows = list(csv.reader(io.StringIO(get(worked, "researcher", "insight:ledger_csv").content.decode("utf-8-sig"))))
    assert {row[3] for row in rows[1:] if row[0] in {by.label for by in By}} <= {"not shown", "0.00"}
    assert get(worked, "researcher", "insight:ledger_rows", by="kind", group=ALL, part=ALL).status_code == 404


def test_a_figure_leads_to_the_rows_behind_it(worked):
    page = get(worked, "coordinator").content.decode()
    href = f"{reverse('insight:ledger_rows')}?by=area&amp;group={worked.partnership.ref}&amp;part=paid"
    assert href in page
    response = worked.client("coordinator").get(href.replace("&amp;", "&"), secure=True)
    rows = response.content.decode()
    assert ("Paid: 2 hours" in rows, "Reading papers" in rows, "Esra" in rows) == (True, True, False)
    assert Event.objects.order_by("-seq").first().name == "insight.ledger_rows_read"


@pytest.mark.parametrize("query", [{"by": "expert"}, {"by": ""}, {"part": "none"}, {"by": "expert", "part": "paid"}])
def test_a_figure_that_is_none_is_a_wrong_address(worked, query):
    assert get(worked, "coordinator", "insight:ledger_rows", **query).status_code == 404


def test_the_files_hold_the_same_figures_and_their_taking_is_recorded(worked):
    as_csv = get(worked, "coordinator", "insight:ledger_csv")
    as_xlsx = get(worked, "coordinator", "insight:ledger_xlsx")
    assert spreadsheets.read(as_csv.content) == spreadsheets.read(as_xlsx.content)
    rows = spreadsheets.read(as_csv.content)
    assert [row[3:5] for row in rows if row[:3] == ["Kind of work", "All", "Given unpaid"]] == [["1.00", "45.00"]]
    assert [row[5] for row in rows if row[0] == "Days to pay" and row[2] == "Median days to pay"] == ["0", "0"]
    names = list(Event.objects.order_by("-seq").values_list("name", flat=True)[:2])
    assert names == ["insight.ledger_exported"] * 2


def test_the_chart_is_drawn_for_whoever_sees_the_page(worked):
    for who in ("coordinator", "researcher"):
        response = get(worked, who, "insight:ledger_chart")
        assert (response["Content-Type"], response.content[:4]) == ("image/svg+xml", b"<svg")
    drawn = get(worked, "researcher", "insight:ledger_chart").content.decode()
    assert "Paid: not shown" in drawn


def test_offers_below_her_rate_are_counted_and_unknown_stands_first(worked):
    for stated, offered in ((400_00, 350_00), (300_00, 350_00), (None, 350_00)):
        expert = Expert.objects.create(name="Someone", agency=worked.agency)
        Offer.objects.create(
            review=worked.review, expert=expert, state="sent", day_rate_pence=offered, stated_rate_pence=stated,
            payer="The partnership", drafted_by=worked.coordinator, sent_by=worked.coordinator, sent_at=clock.now(),
        )  # fmt: skip
    found = selectors.ledger_for(worked.coordinator).offers
    assert [found[By.AREA, ALL, part] for part in ("unknown", "below", "not_below", ALL)] == [1, 1, 1, 3]
    page = get(worked, "coordinator").content.decode()
    assert page.index("No rate stated") < page.index("Below her rate")
    # What an offer was held against is between her and the programme: a single one would tell others her rate.
    for who in (worked.commissioner, worked.agency_lead):
        offers = selectors.ledger_for(who).offers
        assert (By.AREA, ALL, "below") in offers
        assert [value for value in offers.values() if not isinstance(value, Withheld)] == []


def test_an_empty_ledger_says_so(cast):
    for who in ("coordinator", "commissioner", "agency_lead", "researcher"):
        assert "No hours have been logged yet" in get(cast, who).content.decode()


def test_more_rows_cost_no_more_queries(worked, still_clock):
    client = worked.client("coordinator")
    client.get(reverse(LEDGER), secure=True)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(reverse(LEDGER), secure=True)
        return len(found)

    few = queries()
    for number in range(3):
        expert = Expert.objects.create(name=f"Someone {number}", agency=worked.agency_elsewhere)
        made = services.open_engagement(
            source_ref=f"MORE{number}", source_kind=SourceKind.SEAT, expert=expert,
            partnership=worked.partnership_elsewhere, on=clock.today() - timedelta(days=30), by=worked.coordinator,
        )  # fmt: skip
        engagement = paid.fresh(made)
        services.record_entry(
            engagement=engagement, kind=Kind.READING, done_on=clock.today(), minutes=60, by=worked.coordinator
        )
    assert queries() == few
