"""The evidence that leaves: names only by consent, no conflict, no traceable reason, files that open everywhere."""

import csv
import io
from datetime import timedelta
from typing import Any

import docx
import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from docx.oxml.ns import qn

from lantern.audit.models import Event
from lantern.kit import clock
from lantern.register.models import StandingConflict
from lantern.register.public import ENGAGEMENT_BARRIERS, Grade
from lantern.reviews import selectors, services
from lantern.reviews.domain.evidence import TITLE, cell, counted, numbered
from lantern.reviews.models import Need, Offer, Search
from tests.cast import Cast
from tests.reviews.panels import TERMS, declared, declined, draft, events, mark, seated, sent, someone

CANARY = "CANARYWORDS"
NAMES = "First Canaryname", "Second Canaryname", "Third Canaryname"
READERS = "coordinator", "commissioner", "chair"


def forms_of(cast: Cast, who: str = "commissioner") -> dict[str, str]:
    """All the words of the page, the document and the table."""
    client, ref = cast.client(who), cast.review.ref
    page = client.get(reverse("reviews:evidence", args=[ref])).content.decode()
    document = docx.Document(io.BytesIO(client.get(reverse("reviews:evidence_docx", args=[ref])).content))
    words = [paragraph.text for paragraph in document.paragraphs]
    words += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    table = client.get(reverse("reviews:evidence_csv", args=[ref])).content.decode("utf-8-sig")
    return {"page": page, "docx": "\n".join(words), "csv": table}


def holding(forms: dict[str, str], *words: str) -> dict[str, list[str]]:
    return {form: [word for word in words if word in text] for form, text in forms.items()}


def all_forms(*words: str) -> dict[str, list[str]]:
    return {form: list(words) for form in ("page", "docx", "csv")}


@pytest.mark.parametrize("who", READERS)
def test_a_name_stands_in_the_evidence_only_where_she_allows_it(cast: Cast, who: str) -> None:
    for name, allowed in zip(NAMES, (False, True, False), strict=True):
        # shown on pages to everyone, which is another thing than standing in the evidence
        expert = someone(name, name_audience="proposed", name_in_evidence=allowed)
        declined(sent(cast, expert))
    unsent = someone("Unsent Canaryname", name_audience="proposed", name_in_evidence=True)
    draft(cast, unsent, **TERMS)
    found = holding(forms_of(cast, who), *NAMES, "Unsent Canaryname", "Expert 1", "Expert 2", "Expert 3")
    assert found == all_forms(NAMES[1], "Expert 1", "Expert 2")


def test_people_are_numbered_in_the_order_they_were_asked_and_keep_their_number() -> None:
    asked = [("A", "Ann", False), ("B", "Bea", True), ("C", "Cat", False), ("A", "Ann", False)]
    assert numbered(asked) == {"A": "Expert 1", "B": "Bea", "C": "Expert 2"}


@pytest.mark.parametrize("who", READERS)
def test_no_conflict_and_no_words_of_a_no_are_ever_in_it(cast: Cast, who: str) -> None:
    declined(declared(sent(cast, cast.expert), Grade.DIRECT), "conflict", CANARY)
    StandingConflict.objects.create(expert=cast.expert_elsewhere, partnership=cast.partnership, grade=Grade.AGENCY)
    for grade, name in zip((Grade.COMMUNITY, Grade.AGENCY), NAMES, strict=False):
        offer = declared(sent(cast, someone(name)), grade)
        services.accept_offer(offer=offer, version=offer.version, by=offer.expert.user)
    telling = [words for grade in Grade for words in (grade.label, grade.value, grade.safeguard) if grade != "none"]
    assert holding(forms_of(cast, who), CANARY, "onflict", *telling) == all_forms()


@pytest.mark.parametrize("times", [4, 5])
def test_reasons_for_a_no_are_withheld_under_five(cast: Cast, times: int) -> None:
    for number in range(times):
        declined(sent(cast, someone(f"Person {number}")), "tokenism" if number else "conflict")
    shown = ENGAGEMENT_BARRIERS.label("tokenism"), "Kept private"
    withheld = "Fewer than five people said no"
    found = holding(forms_of(cast), *shown, withheld)
    if times < 5:
        assert found == {"page": [withheld], "docx": [withheld], "csv": []}
    else:
        assert found == all_forms(*shown)
        assert selectors.evidence_of(cast.review).barriers == ((shown[0], 4), (shown[1], 1))


def test_private_reasons_are_counted_together() -> None:
    private = [(code, code) for code in ("conflict", "prefer_not_to_say", "self_described")]
    assert counted([*private, ("unpaid", "Not paid"), ("unpaid", "Not paid")]) == (("Kept private", 3), ("Not paid", 2))
    assert counted(private) == ()


def test_what_is_unmet_is_said_in_every_form(cast: Cast) -> None:
    sentence = "No suitable specialist was found for Kurdish: nobody is free."
    for unmet in ([], [{"facet": "community", "code": "kurdish", "sentence": sentence}]):
        Search.objects.create(review=cast.review, unmet=unmet, decided_by=cast.coordinator)
    assert holding(forms_of(cast), sentence) == all_forms(sentence)


def test_the_document_is_one_that_everybody_can_read(cast: Cast) -> None:
    seated(cast, cast.expert)
    Need.objects.create(
        review=cast.review, facet="issue", code="children", weight="could", reason="Line\x0b and \x01 noise"
    )
    response = cast.client("commissioner").get(reverse("reviews:evidence_docx", args=[cast.review.ref]))
    assert response.status_code == 200
    assert response["Content-Disposition"] == 'attachment; filename="evidence.docx"'
    document = docx.Document(io.BytesIO(response.content))
    properties = document.core_properties
    assert (properties.title, properties.language, properties.author) == (TITLE, "en-GB", "Lantern")
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == [
        "What was needed", "Who was sought, and what they answered", "Searches and decisions", "What remains unmet",
    ]  # fmt: skip
    repeats = [[row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in t.rows] for t in document.tables]
    assert repeats == [[True, False, False], [True, False]]


FORMULAS = "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"


def test_no_cell_of_the_table_is_taken_for_a_formula(cast: Cast) -> None:
    for place, text in enumerate(FORMULAS):
        Need.objects.create(
            review=cast.review, facet="issue", code="self_described", own_words=f"{text}{place}", weight="could",
            reason=text,
        )  # fmt: skip
    Search.objects.create(review=cast.review, reason="=cmd|' /C calc'!A0", decided_by=cast.coordinator)
    rows = list(csv.reader(io.StringIO(forms_of(cast)["csv"], newline="")))
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if cell[:1] in set("=+-@\t\r")] == []
    assert {text: f"'{text}" in cells for text in FORMULAS} == dict.fromkeys(FORMULAS, True)
    assert "'=cmd|' /C calc'!A0" in cells


@pytest.mark.parametrize(("text", "written"), [(None, ""), (0, "0"), ("a=1", "a=1"), ("=1", "'=1"), ("", "")])
def test_a_cell_is_marked_only_where_it_must_be(text: Any, written: str) -> None:
    assert cell(text) == written


@pytest.mark.parametrize("form", ["docx", "csv"])
def test_taking_it_out_needs_a_fresh_sign_in_and_is_recorded(cast: Cast, form: str) -> None:
    address = reverse(f"reviews:evidence_{form}", args=[cast.review.ref])
    client = cast.client("commissioner")
    before = mark()
    stale = clock.now() + timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT + 1)
    with time_machine.travel(stale, tick=False):
        page = client.get(reverse("reviews:evidence", args=[cast.review.ref]))
        asked = client.get(address)
    assert (page.status_code, asked.status_code) == (200, 302)
    assert "reauthenticate" in asked["Location"]
    assert events(before) == ["review.read"]
    assert cast.client("commissioner").get(address).status_code == 200
    exported = Event.objects.filter(name="review.evidence_exported")
    assert list(exported.values_list("subject", "actor", "detail")) == [
        (cast.review.ref, cast.commissioner.ref, {"form": form})
    ]


@pytest.mark.parametrize("who", ["commissioner_elsewhere", "chair_elsewhere", "expert", "agency_lead", "researcher"])
@pytest.mark.parametrize("page", ["evidence", "evidence_docx", "evidence_csv"])
def test_nobody_else_reads_it(cast: Cast, who: str, page: str) -> None:
    assert cast.client(who).get(reverse(f"reviews:{page}", args=[cast.review.ref])).status_code == 404
    assert Offer.objects.count() == 0
    assert list(Event.objects.values_list("name", flat=True)) == ["access.refused"]
