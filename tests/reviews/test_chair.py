"""Appointing a chair from the register, and taking it back."""

import pytest

from lantern.access.public import Refused
from lantern.accounts.models import Membership
from lantern.audit.public import events_of
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.register.public import StandingConflict
from lantern.reviews import services
from lantern.reviews.models import Review
from tests.reviews.panels import someone


@pytest.fixture
def able(cast):
    """An expert whose account may chair, and a review without a chair."""
    expert = someone("May Chair")
    Membership.objects.create(user=expert.user, role="chair")
    return expert, Review.objects.create(partnership=cast.partnership, opened_by=cast.coordinator)


def appointed(cast, review, expert, version=1):
    return services.appoint_chair(review=review, version=version, expert=expert.ref, by=cast.coordinator)


def test_a_chair_is_appointed_and_taken_back(cast, able):
    expert, review = able
    appointed(cast, review, expert)
    assert (review.chair, review.version) == (expert.user, 2)
    services.take_back_chair(review=review, version=2, expert=expert.ref, by=cast.coordinator)
    assert (review.chair, review.version) == (None, 3)
    assert [event.name for event in events_of(review.ref)] == ["review.chair_appointed", "review.chair_taken_back"]


def test_nobody_is_appointed_where_there_is_a_chair_or_the_review_has_ended(cast, able):
    expert, review = able
    with pytest.raises(IllegalMove, match="has a chair already"):
        appointed(cast, cast.review, expert)
    review.stage = "finished"
    with pytest.raises(IllegalMove, match="has ended"):
        appointed(cast, review, expert)


def test_only_someone_whose_account_may_chair_is_appointed(cast, able):
    _, review = able
    for expert in (cast.expert, cast.expert_elsewhere):
        with pytest.raises(IllegalMove, match="no account that may chair"):
            appointed(cast, review, expert)
    assert Review.objects.get(pk=review.pk).chair is None


def test_nobody_directly_involved_is_appointed(cast, able):
    expert, review = able
    StandingConflict.objects.create(expert=expert, partnership=cast.partnership, grade="direct_involvement")
    with pytest.raises(IllegalMove, match="directly involved"):
        appointed(cast, review, expert)


def test_a_chair_appointed_meanwhile_stays(cast, able):
    expert, review = able
    stale = Review.objects.get(pk=review.pk)
    appointed(cast, review, expert)
    with pytest.raises(OutOfDate):
        appointed(cast, stale, expert)
    Review.objects.filter(pk=review.pk).update(chair=cast.chair)
    review.refresh_from_db()
    with pytest.raises(OutOfDate):
        services.take_back_chair(review=review, version=review.version, expert=expert.ref, by=cast.coordinator)
    assert Review.objects.get(pk=review.pk).chair == cast.chair


@pytest.mark.parametrize("who", ["commissioner", "chair", "expert", "agency_lead"])
def test_only_the_programme_appoints_and_takes_back(cast, able, who):
    expert, review = able
    with pytest.raises(Refused):
        services.appoint_chair(review=review, version=1, expert=expert.ref, by=cast.user(who))
    appointed(cast, review, expert)
    with pytest.raises(Refused):
        services.take_back_chair(review=review, version=2, expert=expert.ref, by=cast.user(who))
