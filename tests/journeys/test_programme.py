"""The whole programme: a coordinator asks for a plan, reads why, tries what if, confirms some of it, and undoes it."""

import re

import pytest

from lantern.audit import public as audit
from lantern.matching import services
from lantern.matching.models import Allocation, Confirmation
from lantern.reviews.models import Offer

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def work_out() -> Allocation:
    """What the worker does with the plan that waits."""
    waiting = Allocation.objects.get(state="waiting")
    services.run_allocation(waiting.ref)
    waiting.refresh_from_db()
    assert waiting.state == "finished", (waiting.failure, waiting.doing)
    return waiting


def test_a_plan_is_worked_out_confirmed_in_part_and_undone(traveller):
    someone = traveller("coordinator")
    someone.follow("Programme")
    someone.look("programme")
    someone.press("Work out a plan")
    someone.look("plan-waiting")
    asked = Allocation.objects.get()
    work_out()
    someone.page.get_by_role("heading", name="Who could sit where").wait_for()  # the page follows by itself
    someone.look("plan")
    someone.follow("Show only reviews with something missing")
    someone.look("plan-unmet")
    someone.follow("Show every review")
    someone.follow("Who would carry how much")
    someone.look("plan-load")
    someone.page.go_back()

    before = Offer.objects.filter(state="drafted").count()
    ticks = someone.page.get_by_label(re.compile("^Confirm review"))
    for place in range(ticks.count()):
        ticks.nth(place).uncheck()
    someone.press("Confirm the ticked reviews")
    someone.look("plan-nothing-ticked")
    assert not Confirmation.objects.exists()
    rows = someone.page.locator(".sheet tbody tr").filter(has=someone.page.get_by_text("Proposed", exact=True))
    rows.get_by_label(re.compile("^Confirm review")).first.check()
    someone.press("Confirm the ticked reviews")
    someone.look("plan-confirmed")
    assert len(Confirmation.objects.get().reviews) == 1
    assert Offer.objects.filter(state="drafted").count() > before
    assert not Offer.objects.filter(state="sent", drafted_at__gte=asked.asked_at).exists()  # nobody was asked
    someone.press("Undo")
    someone.look("plan-undone")
    assert Offer.objects.filter(state="drafted").count() == before

    with someone.page.expect_download() as download:
        someone.follow("The plan as a Word document")
    assert download.value.suggested_filename == "plan.docx"
    assert audit.verify().broken_at is None


def test_why_and_why_not_are_answered_for_a_review_and_a_person(traveller):
    someone = traveller("coordinator")
    someone.go("/programme/")
    someone.press("Work out a plan")
    plan = work_out()
    someone.go(f"/programme/{plan.ref}/")
    someone.page.locator(".sheet tbody a.ref").first.click()
    someone.look("plan-review")
    someone.press("Ask why not")
    someone.look("why-not")
    someone.follow("This person and every open review")
    someone.look("plan-person")
    someone.go(f"/programme/{plan.ref}/")
    someone.page.locator(".sheet tbody td .marks a").first.click()
    someone.look("why")


def test_a_change_is_tried_beside_the_plan_before_anything_is_changed(traveller):
    someone = traveller("coordinator")
    someone.go("/programme/")
    someone.press("Work out a plan")
    plan = work_out()
    someone.go(f"/programme/{plan.ref}/")
    someone.follow("What if something were different?")
    someone.look("what-if")
    someone.follow("One more expert")
    someone.look("what-if-person")
    someone.press("See what would be different")
    someone.look("what-if-error")
    someone.page.get_by_label("What she would bring").select_option(index=1)
    someone.press("See what would be different")
    tried = work_out()
    assert (tried.kind, tried.base) == ("what_if", plan)
    someone.go(f"/programme/{tried.ref}/")
    someone.look("what-if-compared")
    assert someone.page.get_by_role("button", name="Confirm all of the plan").count() == 0


def test_a_seat_that_fell_free_is_filled_in_one_of_three_ways(traveller):
    someone = traveller("coordinator")
    someone.go("/programme/")
    someone.press("Work out a plan")
    work_out()
    someone.go("/programme/")
    someone.page.get_by_role("link", name=re.compile("^Three ways")).first.click()
    someone.look("repair")
    someone.press("Confirm this way")
    someone.look("repaired")
    assert Confirmation.objects.count() == 1
