"""A seat from the partnership's word to what is learned of it: four people, a phone and a desktop."""

from datetime import timedelta

import pytest

from lantern.kit import clock
from lantern.register.public import Grade
from lantern.reviews import services
from lantern.reviews.models import Meeting, Offer, Reflection, Seat

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def taken(name: str) -> Seat:
    """The demonstration's offer to this person, accepted some days ago."""
    offer = Offer.objects.select_related("review", "expert__user", "expert__agency").get(
        expert__name=name, state="sent"
    )
    offer = services.declare_conflict(offer=offer, version=offer.version, grade=Grade.NONE, by=offer.expert.user)
    seat = services.accept_offer(offer=offer, version=offer.version, by=offer.expert.user)
    Seat.objects.filter(pk=seat.pk).update(seated_at=clock.now() - timedelta(days=9))
    return seat


def test_a_partnership_agrees_a_fee_and_confirms_a_seat(traveller):
    seat = taken("Dilan Alder")
    commissioner = traveller("commissioner")
    commissioner.go("/")
    commissioner.look("partnership-home")
    commissioner.go(f"/offers/{seat.offer.ref}/")
    commissioner.look("partnership-offer")
    commissioner.follow("Agree the fee, or not")
    commissioner.page.get_by_label("No, not as it is").check()
    commissioner.press("Send the answer")
    commissioner.look("partnership-fee-error")
    commissioner.page.get_by_label("Yes, we agree it").check()
    commissioner.press("Send the answer")
    commissioner.press("Confirm the seat")
    commissioner.look("partnership-confirmed")
    seat.refresh_from_db()
    assert (seat.offer.fee_answer, seat.confirmed_by.memberships.get().role) == ("agreed", "commissioner")


def test_a_meeting_is_held_and_papers_are_sent(traveller):
    seat = taken("Dilan Alder")
    coordinator = traveller("coordinator")
    coordinator.go(f"/reviews/{seat.review.ref}/")
    coordinator.follow("Meetings, who came, and papers sent")
    coordinator.follow("Add a meeting")
    begins = (clock.now() - timedelta(days=2)).astimezone(clock.LONDON)
    coordinator.page.get_by_label("When does it begin?").fill(f"{begins:%Y-%m-%dT%H:%M}")
    coordinator.look("meeting-add")
    coordinator.press("Save")
    coordinator.follow("Say who came", exact=False)
    coordinator.page.get_by_role("group", name="Dilan Alder").get_by_label("Attended", exact=True).check()
    coordinator.look("meeting-attendance")
    coordinator.press("Save")
    coordinator.follow("Say that papers were sent")
    coordinator.page.get_by_label("Agency reports (IMRs)").check()
    coordinator.page.get_by_label("Hours of reading").fill("6")
    coordinator.look("papers-add")
    coordinator.press("Save")
    coordinator.look("meetings")
    meeting = Meeting.objects.get(review=seat.review)
    assert list(meeting.attendance.values_list("seat", "presence")) == [(seat.pk, "attended")]
    expert = traveller("expert")
    expert.go(f"/invitations/{seat.offer.ref}/")
    expert.look("seat-meetings")


def test_what_she_says_after_the_seat_is_counted_and_answered(traveller):
    seat = taken("Dilan Alder")
    services.give_up_seat(seat=seat, by=seat.expert.user)
    expert = traveller("expert")
    expert.go("/")
    expert.follow("Say how a seat was", exact=False)
    expert.look("reflection")
    expert.page.get_by_role("group", name="Were you paid?").get_by_label("Partly").check()
    expert.page.get_by_label("Something stood in the way").check()
    expert.press("Keep what I said")
    expert.look("reflection-error")
    expert.page.get_by_label("Too much to read").check()
    expert.press("Keep what I said")
    expert.look("reflection-kept")
    assert Reflection.objects.get(seat=seat).barriers == ["long_bundles"]

    coordinator = traveller("coordinator")
    coordinator.go(f"/reviews/{seat.review.ref}/reflections/")
    coordinator.look("reflections-read")
    coordinator.go("/insight/barriers/")
    coordinator.look("barriers")
    coordinator.follow("Add what was done about: Too much to read")
    coordinator.page.get_by_label("What was done?").fill("Chairs send four pages with each bundle.")
    coordinator.page.get_by_label("Everyone who signs in", exact=False).check()
    coordinator.look("answer-add")
    coordinator.press("Save")
    expert.go("/insight/answers/")
    expert.look("answers")
    assert expert.page.get_by_text("Chairs send four pages with each bundle.").count() == 1

    commissioner = traveller("commissioner")
    commissioner.go("/insight/barriers/")
    commissioner.look("barriers-area")
    # What was done about it is for everyone; that it was said this month is not told before the month is over.
    assert commissioner.page.get_by_text("Too much to read").all_inner_texts() == ["Too much to read: 0"]
