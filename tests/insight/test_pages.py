"""The demand page, its chart, its download and its command, by who asks."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lantern.insight.domain.suppression import Withheld
from lantern.register.models import Agency, Expertise, Specialism

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported() -> None:
    call_command("dhrd", "import", stdout=io.StringIO())


def command(*options: str) -> str:
    out = io.StringIO()
    call_command("demand", *options, stdout=out)
    return out.getvalue()


def test_command_before_the_import_says_what_to_run():
    with pytest.raises(CommandError, match=r"run \./lantern manage dhrd import first"):
        command()


def test_command_as_json_has_the_published_figures(imported):
    found = json.loads(command("--json"))
    assert (found["reviews"], found["victims"], found["version"]) == (647, 619, "1.0.3")
    assert found["unknown"] == {"ethnicity": 164, "religion": 516, "sexual_orientation": 550, "age": 121, "sex": 5}
    assert [need for need in found["needs"] if need["met"] + need["unmet"] != need["reviews"]] == []
    assert {need["need"]: need["reviews"] for need in found["needs"]}["practice:hba"] == 15


def test_command_as_text_puts_unknown_first(imported):
    text = command()
    assert 0 < text.index("First, what is not known") < text.index("By-and-for expertise")


def test_register_meets_needs_where_its_people_work(imported, cast):
    Expertise.objects.filter(expert__in=[cast.expert, cast.expert_elsewhere]).delete()
    Specialism.objects.all().delete()

    def met(code: str) -> int:
        return {n["need"]: n["met_by_register"] for n in json.loads(command("--json"))["needs"]}[code]

    assert met("community:caribbean") == 0
    Expertise.objects.create(expert=cast.expert, facet="community", code="caribbean", level="lived")
    cast.expert.remote, cast.expert.regions, cast.expert.accepting = True, [], True
    cast.expert.save()
    assert met("community:caribbean") == 13
    cast.expert.remote, cast.expert.regions = False, ["london"]
    cast.expert.save()
    assert met("community:caribbean") == 7
    cast.expert.accepting = False
    cast.expert.save()
    assert met("community:caribbean") == 0
    agency = Agency.objects.create(name="Invented Agency of This Test", kind="by_and_for", national=True)
    Specialism.objects.create(agency=agency, facet="community", code="caribbean")
    assert met("community:caribbean") == 13


@pytest.mark.parametrize("name", ["demand", "demand_chart", "demand_csv"])
@pytest.mark.parametrize(
    ("who", "status"), [("coordinator", 200), ("researcher", 200), ("expert", 404), ("nobody", 302)]
)
def test_pages_open_for_coordinator_and_researcher_only(imported, cast, name, who, status):
    assert cast.client(who).get(reverse(f"insight:{name}")).status_code == status


def test_page_before_the_import_says_what_to_do(cast):
    client = cast.client("coordinator")
    assert "./lantern manage dhrd import" in client.get(reverse("insight:demand")).content.decode()
    assert client.get(reverse("insight:demand_chart")).status_code == 404
    assert client.get(reverse("insight:demand_csv")).status_code == 404


def figures_for(cast, who: str) -> dict[tuple[str, str, str], str]:
    response = cast.client(who).get(reverse("insight:demand_csv"))
    assert response["Content-Disposition"] == 'attachment; filename="demand.csv"'
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert {row["licence"] for row in rows} == {"CC BY 4.0"}
    return {(row["table"], row["row"], row["figure"]): row["count"] for row in rows}


def test_small_counts_are_for_the_coordinator_alone(imported, cast):
    exact, withheld = figures_for(cast, "coordinator"), figures_for(cast, "researcher")
    small = {place for place, value in exact.items() if value in {"1", "2", "3", "4"}}
    assert len(small) > 20
    assert {withheld[place] for place in small} <= {Withheld.SMALL.value, Withheld.OTHER.value}
    assert [place for place, value in withheld.items() if value.isdigit() and value != exact[place]] == []
    assert (exact["need", "Gypsy or Irish Traveller", "reviews"], withheld["unknown", "ethnicity", "unknown"]) == (
        "2",
        "164",
    )


def test_page_and_chart_show_a_researcher_no_more_than_the_download(imported, cast):
    exact = cast.client("coordinator")
    withheld = cast.client("researcher")
    chart = reverse("insight:demand_chart")
    assert "Gypsy or Irish Traveller: 2 met, 0 unmet" in exact.get(chart).content.decode()
    drawn = withheld.get(chart, {"width": "narrow"})
    assert drawn["Content-Type"] == "image/svg+xml"
    assert "Gypsy or Irish Traveller: 1 to 4" in drawn.content.decode()
    assert "Gypsy or Irish Traveller: 2" not in drawn.content.decode()
    page = reverse("insight:demand")
    assert 'data-label="Where"' in exact.get(page).content.decode()
    shown = withheld.get(page).content.decode()
    assert 'data-label="Where"' not in shown
    for number in ("1", "2", "3", "4"):
        assert f'number" data-label="Reviews">{number}</td>' not in shown


def test_page_says_unknown_before_anything_else(imported, cast):
    shown = cast.client("researcher").get(reverse("insight:demand")).content.decode()
    places = [
        shown.index(f'id="{name}"') for name in ("unknown", "by-need", "recruit", "by-region", "issues", "limits")
    ]
    assert places == sorted(places)
    assert shown.count("DHRD version 1.0.3") == 4


@pytest.mark.usefixtures("still_clock")
def test_page_costs_the_same_queries_with_more_experts(imported, cast):
    client, page = cast.client("coordinator"), reverse("insight:demand")
    client.get(page)
    with CaptureQueriesContext(connection) as first:
        client.get(page)
    Expertise.objects.create(expert=cast.expert, facet="issue", code="suicide", level="lived")
    Expertise.objects.create(expert=cast.expert_elsewhere, facet="issue", code="suicide", level="lived")
    with CaptureQueriesContext(connection) as second:
        client.get(page)
    assert len(first) == len(second)
