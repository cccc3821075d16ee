"""A seat to learn in: proposed, agreed by a partnership and a chair, begun, and seen by her who learns."""

from types import SimpleNamespace

import pytest

from lantern.accounts.models import User
from lantern.reviews.models import LearningSeat, Review
from tests.mentoring.paths import a_mentee, ready_for_all

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_four_yeses_and_then_she_sees_when_the_panel_meets(traveller):
    roles = ("coordinator", "commissioner", "chair", "mentee")
    people = {role: User.objects.filter(memberships__role=role).order_by("pk").first() for role in roles}
    cast = SimpleNamespace(**people, agency=None)
    area = cast.commissioner.memberships.get(role="commissioner").scope
    review = Review.objects.filter(partnership__ref=area, ended_at=None).order_by("pk").first()
    review.chair = cast.chair
    review.save(update_fields=["chair"])
    LearningSeat.objects.all().delete()
    mentee = a_mentee(cast, name="Joy Bluebell")
    mentee.stage = "learning"
    mentee.save(update_fields=["stage"])
    ready_for_all(cast, mentee)
    page = f"/reviews/{review.ref}/learning/"

    coordinator = traveller("coordinator")
    coordinator.go(page)
    coordinator.look("learning-nobody")
    coordinator.follow("Propose somebody")
    coordinator.page.get_by_label("Who would learn here?").select_option(label=mentee.expert.name)
    coordinator.page.get_by_label("Observing").check()
    coordinator.look("learning-propose")
    coordinator.press("Propose")

    commissioner = traveller("commissioner")
    commissioner.go(f"/reviews/{review.ref}/")
    commissioner.follow("Say whether somebody may learn here")
    commissioner.look("learning-partnership")
    commissioner.press("We agree")

    chair = traveller("chair")
    chair.go(page)
    chair.press("We agree")
    chair.look("learning-chair")
    chair.follow("Say whether the family knows")
    chair.page.get_by_label("The family was told").check()
    chair.look("learning-family")
    chair.press("Save")
    chair.press("Let her begin")
    chair.look("learning-begun")

    mentee_here = traveller("mentee")
    mentee_here.go("/learning/")
    mentee_here.look("learning-mine")
