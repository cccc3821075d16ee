"""Pages of the register as each person meets them."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lantern.kit import spreadsheets
from lantern.register.models import Agency, Expert, Expertise, FacetAnswer, StandingConflict
from tests.cast import Cast


def test_every_page_opens_for_the_coordinator(cast: Cast) -> None:
    client = cast.client("coordinator")
    ref = cast.expert.ref
    addresses = [
        reverse("register:experts"),
        reverse("register:expert_add"),
        reverse("register:import_upload"),
        reverse("register:import_template") + "?as=csv",
        reverse("register:import_template"),
        reverse("register:agencies"),
        reverse("register:agency_add"),
        reverse("register:agency", args=[cast.agency.ref]),
        reverse("register:agency_edit", args=[cast.agency.ref]),
        reverse("register:agency_specialisms", args=[cast.agency.ref]),
        reverse("register:expert", args=[ref]),
        reverse("register:export"),
        reverse("register:export") + "?as=csv",
        reverse("register:expertise_add", args=[ref, "language"]),
        reverse("register:expertise_edit", args=[ref, "language", 1]),
        *(
            reverse("register:expert_edit", args=[ref, section])
            for section in (
                "about", "community", "faith", "language", "practice", "issue", "where", "capacity", "conflicts",
                "contact", "shown",
            )
        ),
    ]  # fmt: skip
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


CANARY = "CANARYWORDS"


def test_a_lead_sees_of_her_expert_only_what_she_shares(cast: Cast) -> None:
    ref = cast.expert.ref
    hidden = {"facet": "faith", "code": "self_described", "own_words": CANARY, "level": "lived"}
    Expertise.objects.create(expert=cast.expert, **hidden, audience="seated")
    Expertise.objects.create(expert=cast.expert, facet="practice", code="fgm", level="lived", audience="proposed")
    StandingConflict.objects.create(expert=cast.expert, partnership=cast.partnership, grade="direct_involvement")
    client = cast.client("agency_lead")
    told = {"name": cast.expert.name, "shared": "Female genital mutilation", "own words": CANARY, "rate": "£350"}
    told |= {"conflict": cast.partnership.name, "community": "Kurdish", "region": "South East"}
    Expert.objects.filter(pk=cast.expert.pk).update(regions=["south_east"])

    def seen(address: str, who: str) -> set[str]:
        page = cast.client(who).get(address).content.decode()
        return {name for name, text in told.items() if text in page}

    assert seen(reverse("register:expert", args=[ref]), "agency_lead") == {"name", "shared"}
    assert seen(reverse("register:experts"), "agency_lead") == {"name"}
    assert seen(reverse("register:own_agency"), "agency_lead") == {"name"}
    assert seen(reverse("register:expert", args=[ref]), "coordinator") == set(told)
    assert seen(reverse("register:expert", args=[ref]), "expert") == set(told)
    assert client.get(reverse("register:expert", args=[cast.expert_elsewhere.ref])).status_code == 404


def test_what_is_not_shared_reads_the_same_whatever_it_is(cast: Cast) -> None:
    pages = []
    for known in ("unknown", "none", "declined", "stated"):
        FacetAnswer.objects.update_or_create(expert=cast.expert, facet="faith", defaults={"known": known})
        if known == "stated":
            Expertise.objects.create(expert=cast.expert, facet="faith", code="sikh", level="lived")
        page = cast.client("agency_lead").get(reverse("register:expert", args=[cast.expert.ref]))
        pages.append(page.context["rows"])
    assert pages == [pages[0]] * 4


@pytest.mark.parametrize(
    ("known", "words"),
    [("unknown", "Not known yet"), ("none", "None"), ("declined", "Preferred not to say")],
)
def test_unknown_none_and_declined_come_through_the_form_apart(cast: Cast, known: str, words: str) -> None:
    client = cast.client("expert")
    address = reverse("register:expert_edit", args=[cast.expert.ref, "faith"])
    assert client.post(address, {"version": 1, "known": known}).status_code == 302
    task = next(t for t in client.get(reverse("register:own_profile")).context["tasks"] if t["label"] == "Faith")
    assert task["status"] == words
    assert client.get(address).context["form"]["known"].value() == known


def test_a_late_form_keeps_what_was_typed_and_says_so(cast: Cast) -> None:
    client = cast.client("expert")
    address = reverse("register:expert_edit", args=[cast.expert.ref, "capacity"])
    Expert.objects.filter(pk=cast.expert.pk).update(version=5, max_reviews=7)
    typed = {"version": 1, "accepting": "no", "max_reviews": "3", "day_rate_pence": "412.50"}
    late = client.post(address, typed)
    form = late.context["form"]
    assert (late.status_code, form["max_reviews"].value(), form["day_rate_pence"].value()) == (409, "3", "412.50")
    assert form["version"].value() == "5"
    assert form.non_field_errors()[0].startswith("This profile was changed by someone else")
    assert Expert.objects.get(pk=cast.expert.pk).max_reviews == 7


@pytest.mark.parametrize(
    ("section", "typed"),
    [
        ("capacity", {"accepting": "yes", "max_reviews": "-1", "day_rate_pence": "lots"}),
        ("capacity", {"accepting": "perhaps", "max_reviews": "9" * 400, "day_rate_pence": "£-5"}),
        ("where", {"regions": ["atlantis"], "remote": "yes"}),
        ("about", {"name": "a\x00b"}),
        ("contact", {"safe_contact": "email", "contact": "not an address"}),
        ("conflicts", {"partnership": "nowhere", "grade": "none"}),
        ("faith", {"known": "stated"}),
    ],
)
def test_a_wrong_form_is_told_so_and_changes_nothing(cast: Cast, section: str, typed: dict[str, object]) -> None:
    before = Expert.objects.filter(pk=cast.expert.pk).values().get()
    address = reverse("register:expert_edit", args=[cast.expert.ref, section])
    answer = cast.client("expert").post(address, {"version": 1, **typed})
    assert (answer.status_code, bool(answer.context["form"].errors)) == (422, True)
    assert Expert.objects.filter(pk=cast.expert.pk).values().get() == before


def test_fields_that_are_not_hers_are_not_taken(cast: Cast) -> None:
    address = reverse("register:expert_edit", args=[cast.expert.ref, "about"])
    sent = {"version": 1, "name": "New Name", "agency": cast.agency_elsewhere.ref, "user": cast.coordinator.ref}
    sent |= {"name_audience": "proposed", "max_reviews": "50", "ref": "XXXXXXXX", "registered_by": "1"}
    assert cast.client("expert").post(address, sent).status_code == 302
    now = Expert.objects.get(pk=cast.expert.pk)
    assert (now.name, now.agency, now.user, now.name_audience, now.max_reviews, now.ref) == (
        "New Name", cast.agency, cast.expert_user, "programme", 2, cast.expert.ref,
    )  # fmt: skip
    lead = {"version": 1, "max_reviews": "7", "name": "Taken Over", "kind": "other", "national": "yes"}
    cast.client("agency_lead").post(reverse("register:agency_edit", args=[cast.agency.ref]), lead)
    agency = Agency.objects.get(pk=cast.agency.pk)
    assert (agency.max_reviews, agency.name, agency.kind, agency.national) == (7, cast.agency.name, "by_and_for", False)
    pinned = {"version": 2, "partnership": cast.partnership.ref, "grade": "none", "pinned": "on"}
    cast.client("expert").post(reverse("register:expert_edit", args=[cast.expert.ref, "conflicts"]), pinned)
    assert not StandingConflict.objects.get().pinned


@pytest.mark.usefixtures("still_clock")
@pytest.mark.parametrize("name", ["experts", "agencies", "own_agency"])
def test_a_list_costs_the_same_with_one_row_and_three(cast: Cast, name: str) -> None:
    client = cast.client("agency_lead" if name == "own_agency" else "coordinator")
    Expert.objects.exclude(pk=cast.expert.pk).delete()
    client.get(reverse(f"register:{name}"))  # the chain's first event makes its head
    counts = []
    for more in ([], ["Ann", "Bea"]):
        for first in more:
            agency = cast.agency if name == "own_agency" else Agency.objects.create(name=first, kind="other")
            expert = Expert.objects.create(name=f"{first} Further", agency=agency)
            Expertise.objects.create(expert=expert, facet="faith", code="sikh", level="lived")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"register:{name}")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_filters_leave_those_who_fit(cast: Cast) -> None:
    client = cast.client("coordinator")
    Expert.objects.filter(pk=cast.expert_elsewhere.pk).update(accepting=False)

    def listed(**filters: str) -> list[str]:
        return [expert.ref for expert in client.get(reverse("register:experts"), filters).context["page"]]

    here, elsewhere = cast.expert.ref, cast.expert_elsewhere.ref
    assert listed() == [elsewhere, here]
    assert listed(knows="community:middle_eastern") == [here]
    assert listed(region="north_west") == [elsewhere]
    assert listed(agency=cast.agency.ref) == [here]
    assert listed(accepting="no") == [elsewhere]
    assert listed(knows="faith:sikh") == []
    assert listed(knows="x'; --", region="\x00", page="-3") == [elsewhere, here]


def test_her_copy_holds_all_of_hers_and_nobody_elses(cast: Cast) -> None:
    cast.expert.contact = "safe@example.org"
    cast.expert.safe_contact = "email"
    cast.expert.save()
    client = cast.client("expert")
    answer = client.get(reverse("register:own_export"))
    assert answer["Content-Disposition"] == 'attachment; filename="my-lantern-data.json"'
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")
    copy = json.loads(answer.content)
    assert (copy["Address or number"], copy["Community"]["Listed"][0]["What"]) == ("safe@example.org", "Kurdish")
    assert cast.expert_elsewhere.name not in answer.content.decode()
    for kind in ("csv", "xlsx"):
        answer = client.get(reverse("register:own_export"), {"as": kind})
        assert answer["Content-Disposition"] == f'attachment; filename="my-lantern-data.{kind}"'
        assert ["Name", "Esra Expert"] in spreadsheets.read(answer.content)


def test_the_registers_copy_wants_a_fresh_sign_in(cast: Cast) -> None:
    Expert.objects.filter(pk=cast.expert.pk).update(name="=cmd|' /C calc'!A0")
    client = cast.client("coordinator")
    answer = client.get(reverse("register:export"), {"as": "csv"})
    assert answer["Content-Disposition"] == 'attachment; filename="register.csv"'
    assert {row[1] for row in spreadsheets.read(answer.content)} == {"Name", "Else Expert", "'=cmd|' /C calc'!A0"}
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    stale = client.get(reverse("register:export"))
    assert (stale.status_code, "reauthenticate" in stale["Location"]) == (302, True)


def test_a_spreadsheet_goes_from_upload_to_register(cast: Cast) -> None:
    client = cast.client("coordinator")
    content = spreadsheets.to_xlsx([["Name", "Agency"], ["Ola New", ""], ["Bad", "Nowhere"]], "Experts")
    answer = client.post(reverse("register:import_upload"), {"sheet": SimpleUploadedFile("x.xlsx", content)})
    preview = client.get(answer["Location"])
    assert (len(preview.context["accepted"]), preview.context["refused_rows"]) == (1, 1)
    ref = preview.context["preview"].ref
    sent = {"expected": "2"}
    assert client.post(reverse("register:import_confirm", args=[ref]), sent)["Location"] == answer["Location"]
    assert Expert.objects.count() == 2
    client.post(reverse("register:import_confirm", args=[ref]), {"expected": "1"})
    client.post(reverse("register:import_confirm", args=[ref]), {"expected": "1"})
    assert Expert.objects.filter(name="Ola New").count() == 1


@pytest.mark.parametrize("content", [b"", b"Name\nA\x00", b"PK\x03\x04", b"Victim\nx"])
def test_a_hostile_upload_is_told_so_on_the_page(cast: Cast, content: bytes) -> None:
    sent = {"sheet": SimpleUploadedFile("../../etc/passwd.xlsm", content)}
    answer = cast.client("coordinator").post(reverse("register:import_upload"), sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["sheet"])


def test_a_role_without_a_profile_is_told_whom_to_ask(cast: Cast) -> None:
    Expert.objects.filter(pk=cast.expert.pk).update(user=None)
    client = cast.client("expert")
    assert client.get(reverse("register:own_profile")).status_code == 200
    assert client.get(reverse("register:own_export")).status_code == 404
