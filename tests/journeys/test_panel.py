"""The main job: a coordinator asks for what a review needs, an expert answers, a partnership sees what it may."""

import re
from datetime import timedelta

import pytest

from lantern.audit import public as audit
from lantern.config.demo import people
from lantern.kit import clock
from lantern.reviews.models import Offer, Review, Seat

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_review_is_opened_and_its_needs_are_stated(traveller):
    someone = traveller("coordinator")
    someone.look("home-coordinator")
    someone.follow("Reviews")
    someone.look("reviews")
    someone.follow("Open a review")
    someone.page.get_by_label("Partnership", exact=True).select_option(label="Dunmere Community Safety Partnership")
    someone.page.get_by_label("Seats for community experts").fill("none")
    someone.press("Save")
    someone.look("review-open-error")
    assert someone.page.get_by_label("Partnership", exact=True).input_value() != ""  # nothing that was entered is lost
    someone.page.get_by_label("Seats for community experts").fill("2")
    someone.press("Save")
    review = Review.objects.latest("pk")
    assert (review.partnership.name, review.seats_wanted) == ("Dunmere Community Safety Partnership", 2)
    someone.follow("Say what the review needs")
    someone.look("needs")
    someone.page.locator("main a").filter(has_text="language in which she spoke").click()
    someone.look("question")
    someone.page.get_by_label("Yes", exact=True).check()
    someone.page.get_by_label("Which?").select_option(label="Kurdish Sorani")
    someone.press("Save and go on")
    someone.page.get_by_label("Not known yet", exact=True).check()
    someone.press("Save and see all questions")
    assert list(review.needs.values_list("facet", "code", "weight")) == [("language", "kurdish_sorani", "must")]
    someone.follow("The nine protected characteristics")
    someone.look("characteristics")
    someone.go(f"/reviews/{review.ref}/rules/")
    someone.look("rules")
    someone.go(f"/reviews/{review.ref}/")
    someone.look("review-new")


def first_proposal() -> Review:
    """The review of the demonstration that has needs and no offers: the Kurdish panel of Ashmere."""
    kurdish = Review.objects.filter(stage="panel", offers__isnull=True, needs__code="kurdish")
    return kurdish.filter(needs__code="interpreting").get()


def test_a_proposal_becomes_an_offer_and_the_offer_a_seat(traveller):
    someone = traveller("coordinator")
    review = first_proposal()
    someone.go(f"/reviews/{review.ref}/")
    someone.look("review")
    someone.follow("See who could sit on this panel")
    someone.look("proposal")
    someone.press("Record the decision")
    assert "Nobody has been asked yet" in someone.page.locator("main").inner_text()
    someone.look("decided")
    offer = Offer.objects.get(review=review, reserve_rank=None)
    assert (offer.state, offer.sent_at) == ("drafted", None)
    someone.go(f"/offers/{offer.ref}/")
    someone.look("offer-draft")
    assert someone.page.get_by_role("button", name="Send the offer").count() == 0
    someone.follow("State the terms")
    someone.look("terms")
    someone.page.get_by_label("Paid hours of preparation").fill("12")
    someone.page.get_by_label("Meetings to expect").fill("5")
    someone.page.get_by_label("Access costs that are paid").fill("Travel, paid in advance")
    someone.page.get_by_label("Support").fill("A debrief after each meeting and paid supervision")
    someone.page.get_by_label("First meeting").fill(f"{clock.today() + timedelta(days=60)}T10:00")
    someone.press("Save")
    someone.press("Send the offer")
    someone.look("offer")
    offer.refresh_from_db()
    assert offer.state == "sent"

    expert = traveller("expert")
    assert offer.expert.name == next(row.name for row in people.SIGN_INS if row.role == "expert")
    expert.look("home-expert")
    expert.go(f"/invitations/{offer.ref}/")
    expert.look("invitation")
    expert.follow("I would like to join")
    expert.look("declare")
    expert.page.get_by_label(re.compile("^Community acquaintance")).check()
    expert.press("Continue")
    expert.look("accept")
    expert.page.get_by_role("button", name="Yes, I accept the seat").dblclick()
    expert.page.wait_for_url(f"**/invitations/{offer.ref}/")
    expert.look("accepted")
    assert Seat.objects.filter(review=review).count() == 1
    with expert.page.expect_download() as download:
        expert.follow("Put the meetings in your calendar")
    assert download.value.suggested_filename == "meeting.ics"

    someone.go(f"/reviews/{review.ref}/evidence/")
    someone.look("evidence")
    with someone.page.expect_download() as download:
        someone.follow("Take out as a document (DOCX)")
    assert download.value.suggested_filename == "evidence.docx"
    assert audit.verify().broken_at is None


def test_an_expert_asks_says_no_and_looks_after_her_profile(traveller):
    expert = traveller("expert")
    expert.follow("Your invitations")
    expert.look("invitations")
    waiting = Offer.objects.get(expert__user__email="expert@demo.lantern.example", state="sent")
    expert.go(f"/invitations/{waiting.ref}/")
    expert.follow("Ask a question first")
    expert.look("ask")
    expert.page.get_by_label("What would you like to know?").fill("Is the carer's cost paid before the meeting?")
    expert.press("Send the question")
    expert.look("invitation-asked")
    expert.follow("Say no")
    expert.look("decline")
    expert.press("Send my answer")
    expert.look("decline-error")
    expert.page.get_by_label("Invited too late").check()
    expert.press("Send my answer")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.barrier) == ("declined", "invited_late")
    expert.follow("Your profile")
    expert.look("profile")
    for section in ("community", "language", "capacity", "contact"):
        expert.go(f"/register/experts/{waiting.expert.ref}/edit/{section}/")
        expert.look(f"profile-{section}")


def test_a_partnership_sees_its_own_and_no_more(traveller):
    someone = traveller("commissioner")
    someone.look("home-commissioner")
    someone.follow("Reviews")
    someone.look("commissioner-reviews")
    review = first_proposal()
    someone.go(f"/reviews/{review.ref}/")
    someone.look("commissioner-review")
    someone.go(f"/reviews/{review.ref}/proposal/")
    someone.look("commissioner-proposal")
    elsewhere = Review.objects.exclude(partnership=review.partnership).first()
    answer = someone.page.goto(f"{someone.address}/reviews/{elsewhere.ref}/")
    assert answer.status == 404
    someone.look("not-found")


def test_the_other_first_pages_and_the_register(traveller):
    lead = traveller("agency_lead")
    lead.look("home-lead")
    lead.follow("Your agency")
    lead.look("agency")
    coordinator = traveller("coordinator")
    coordinator.follow("Register")
    coordinator.look("register")
    coordinator.follow("Dilan Alder")
    coordinator.look("expert")
    coordinator.go("/register/experts/import/")
    coordinator.look("import")
    coordinator.go("/insight/demand/")
    coordinator.look("demand")
    chair = traveller("chair")
    chair.follow("Reviews")
    chair.look("chair-reviews")
    for role in ("researcher", "editor", "mentor"):
        someone = traveller(role)
        someone.look(f"home-{role}")
    nobody = traveller()
    nobody.go("/account/login/")
    nobody.look("sign-in")
