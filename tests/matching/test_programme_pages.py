"""The pages of the whole programme: what stands on them, for whom, and what they do with bad input."""

import io
import re

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from lantern.access.public import ROLES
from lantern.matching import services
from lantern.matching.domain.runs import RunState
from lantern.matching.models import Allocation, Confirmation
from lantern.register.models import Expert
from lantern.reviews.models import Offer, Review
from tests.matching.programmes import drafts, expert, planned, review

pytestmark = pytest.mark.django_db(transaction=True)
ROMA, POLISH, SUICIDE = ("community", "roma"), ("language", "polish"), ("issue", "suicide")


@pytest.fixture
def two(cast):
    """Two reviews: one is served by one person, the other lacks something."""
    Review.objects.update(stage="finished")
    expert("Rosa Roma", ROMA, day_rate_pence=300_00)
    expert("Pola Polish", POLISH, day_rate_pence=300_00)
    return review(cast, ROMA), review(cast, POLISH, SUICIDE)


def page(cast, path, who="coordinator", **data):
    client = cast.client(who)
    answer = client.post(path, data, secure=True) if data else client.get(path, secure=True)
    return answer, re.sub(r"\s+", " ", answer.content.decode())


def test_a_plan_is_asked_for_and_waits_for_the_worker(cast, two):
    answer, _ = page(cast, "/programme/", seconds="5")
    asked = Allocation.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/programme/{asked.ref}/")
    assert (asked.state, asked.seconds, asked.asked_by) == ("waiting", 5, cast.coordinator)
    _, text = page(cast, f"/programme/{asked.ref}/")
    assert "Waiting to begin" in text
    assert f'hx-get="/programme/{asked.ref}/progress/"' in text


def test_a_second_plan_at_once_is_refused_in_words_and_the_choice_is_kept(cast, two):
    services.ask_allocation(by=cast.coordinator)
    answer, text = page(cast, "/programme/", seconds="120")
    assert answer.status_code == 409
    assert "is being worked out already" in text
    assert Allocation.objects.count() == 1


def test_a_time_that_is_not_offered_is_refused(cast, two):
    answer, text = page(cast, "/programme/", seconds="999999")
    assert (answer.status_code, "Choose one of the three" in text) == (422, True)


def test_without_reviews_or_people_the_page_says_what_is_missing(cast):
    Review.objects.update(stage="finished")
    answer, text = page(cast, "/programme/")
    assert (answer.status_code, "Nothing to plan yet" in text) == (200, True)
    assert "Work out a plan</button>" not in text


def test_the_sheet_says_what_is_met_how_and_what_is_not_in_words(cast, two):
    allocation = planned(cast)
    _, text = page(cast, f"/programme/{allocation.ref}/")
    marks = re.findall(
        r'<li class="mark mark--(\w+)">.*?</span> (.*?)<span class="visually-hidden">: (.*?)</span>', text
    )
    assert sorted(marks) == [
        ("lived", "Polish (must)", "met with lived experience"),
        ("lived", "Roma (must)", "met with lived experience"),
        ("unmet", "Suicide (must)", "not met"),
    ]
    assert re.findall(r"<dt>Needs nobody meets</dt><dd>(\d+)</dd>", text) == ["1"]
    assert text.count("proven: no plan does better") == 10


def test_the_sheet_can_be_cut_down_to_what_is_missing(cast, two):
    first, second = two
    allocation = planned(cast)
    _, text = page(cast, f"/programme/{allocation.ref}/?show=unmet")
    rows = re.findall(r'<a class="ref" href="[^"]*">(\w+)</a>', text)
    assert rows == [second.ref]
    assert first.ref not in re.findall(r'value="(\w{8})"', text)


def test_the_number_of_queries_does_not_grow_with_the_reviews(cast, two, still_clock):
    allocation = planned(cast)
    client = cast.client("coordinator")
    client.get(f"/programme/{allocation.ref}/", secure=True)
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as found:
            client.get(f"/programme/{allocation.ref}/", secure=True)
        counted.append(len(found))
        for _ in range(3):
            review(cast, POLISH)
    assert counted[0] == counted[1]


def test_the_ticked_are_confirmed_and_nothing_else(cast, two):
    first, second = two
    allocation = planned(cast)
    answer, _ = page(cast, f"/programme/{allocation.ref}/confirm/", scope="ticked", review=[first.ref])
    assert answer.status_code == 302
    assert (drafts(first), drafts(second)) == ({"Rosa Roma"}, set())


def test_confirming_nothing_asks_for_a_tick_and_changes_nothing(cast, two):
    allocation = planned(cast)
    answer, text = page(cast, f"/programme/{allocation.ref}/confirm/", scope="ticked")
    assert (answer.status_code, "Tick at least one review" in text) == (422, True)
    assert not Offer.objects.exists()


def test_all_is_confirmed_and_undone_from_the_page(cast, two):
    allocation = planned(cast)
    page(cast, f"/programme/{allocation.ref}/confirm/", scope="all")
    assert Offer.objects.filter(state="drafted").count() == 2
    confirmation = Confirmation.objects.get()
    _, text = page(cast, f"/programme/{allocation.ref}/")
    assert f'action="/programme/confirmations/{confirmation.ref}/undo/"' in text
    cast.client("coordinator").post(f"/programme/confirmations/{confirmation.ref}/undo/", secure=True)
    assert not Offer.objects.filter(state="drafted").exists()


def test_a_review_that_changed_since_is_marked_and_not_confirmed(cast, two):
    first, second = two
    allocation = planned(cast)
    Review.objects.filter(pk=first.pk).update(seats_wanted=2)
    _, text = page(cast, f"/programme/{allocation.ref}/")
    assert "Changed since" in text
    answer, text = page(cast, f"/programme/{allocation.ref}/confirm/", scope="ticked", review=[first.ref, second.ref])
    assert (answer.status_code, "changed since, so nothing was confirmed" in text) == (422, True)
    assert not Offer.objects.exists()


def test_why_and_why_not_are_two_texts_and_hers_names_nobody_else(cast, two):
    first, _ = two
    other = expert("Other Roma", ROMA, day_rate_pence=400_00)
    allocation = planned(cast)
    _, text = page(cast, f"/programme/{allocation.ref}/reviews/{first.ref}/people/{other.ref}/")
    assert "Other Roma could serve" in text
    hers = re.findall(r"<textarea[^>]*>(.*?)</textarea>", text)
    assert hers == ["You are not being asked about this review. This says nothing about your expertise."]
    rosa = Expert.objects.get(name="Rosa Roma")
    _, text = page(cast, f"/programme/{allocation.ref}/reviews/{first.ref}/people/{rosa.ref}/")
    assert "Rosa Roma brings lived experience of Roma (alone)" in text


def test_a_need_that_money_would_meet_says_so(cast, two):
    first, _ = two
    Expert.objects.filter(name="Rosa Roma").update(day_rate_pence=500_00)
    Review.objects.filter(pk=first.pk).update(rate_ceiling_pence=400_00)
    allocation = planned(cast)
    _, text = page(cast, f"/programme/{allocation.ref}/reviews/{first.ref}/")
    assert "A fee ceiling of £500 a day would let Rosa Roma meet it" in text


def test_a_change_is_tried_beside_the_plan_and_changes_nothing(cast, two):
    base, before = planned(cast), set(Expert.objects.values_list("ref", flat=True))
    answer, _ = page(
        cast,
        f"/programme/{base.ref}/what-if/?change=expert",
        brings=["issue:suicide"],
        level="lived",
        region="",
        rate="",
    )
    assert answer.status_code == 302
    tried = Allocation.objects.get(kind="what_if")
    services.run_allocation(tried.ref)
    _, text = page(cast, f"/programme/{tried.ref}/")
    assert "One more expert in the register" in text
    assert "Confirm all of the plan" not in text
    assert set(Expert.objects.values_list("ref", flat=True)) == before


@pytest.mark.parametrize("change", ["fee", "distance", "seat", "review", "agency", "expert"])
def test_a_what_if_without_its_answer_is_asked_again(cast, two, change):
    Expert.objects.update(max_reviews=1)
    base = planned(cast)
    answer, text = page(cast, f"/programme/{base.ref}/what-if/?change={change}", review="nonsense", rate="-3")
    assert (answer.status_code, "There is a problem" in text) == (422, True)
    assert Allocation.objects.filter(kind="what_if").count() == 0


def test_a_name_kept_to_the_programme_is_in_no_file_for_the_minutes(cast, two):
    Expert.objects.filter(name="Rosa Roma").update(name_audience="programme")
    polish = Expert.objects.get(name="Pola Polish")
    Expert.objects.filter(pk=polish.pk).update(name_audience="proposed")
    polish.expertise.update(audience="proposed")
    allocation = planned(cast)
    client = cast.client("coordinator")
    files = {
        form: client.get(f"/programme/{allocation.ref}/plan.{form}", secure=True) for form in ("docx", "xlsx", "csv")
    }
    texts = {
        "docx": " ".join(
            [p.text for p in docx.Document(io.BytesIO(files["docx"].content)).paragraphs]
            + [c.text for t in docx.Document(io.BytesIO(files["docx"].content)).tables for r in t.rows for c in r.cells]
        ),
        "xlsx": " ".join(
            str(c.value) for row in load_workbook(io.BytesIO(files["xlsx"].content)).active.rows for c in row
        ),
        "csv": files["csv"].content.decode("utf-8-sig"),
    }
    for form, text in texts.items():
        assert ("Pola Polish" in text, "Rosa Roma" in text, "name withheld" in text) == (True, False, True), form
        assert ("Polish" in text, "300" in text) == (True, False), form


def test_a_plan_that_failed_says_why_and_offers_to_start_again(cast, two):
    allocation = services.ask_allocation(by=cast.coordinator)
    Allocation.objects.filter(pk=allocation.pk).update(state=RunState.FAILED.value, failure="memory")
    _, text = page(cast, f"/programme/{allocation.ref}/")
    assert "There was not enough memory to work it out. Nothing was changed." in text
    cast.client("coordinator").post(f"/programme/{allocation.ref}/again/", secure=True)
    allocation.refresh_from_db()
    assert allocation.state == "waiting"


@pytest.mark.parametrize("who", [role.value for role in ROLES if role != "coordinator"])
def test_nobody_but_a_coordinator_finds_a_plan(cast, two, who):
    allocation = planned(cast)
    answer, _ = page(cast, f"/programme/{allocation.ref}/", who)
    absent, _ = page(cast, "/programme/XXXXXXXX/", who)
    assert (answer.status_code, absent.status_code) == (404, 404)


def test_a_name_of_an_expert_as_a_script_stays_text(cast, two):
    Expert.objects.filter(name="Rosa Roma").update(name="<script>alert(1)</script>{x}")
    allocation = planned(cast)
    for path in ("", "load/", f"reviews/{two[0].ref}/"):
        _, text = page(cast, f"/programme/{allocation.ref}/{path}")
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
