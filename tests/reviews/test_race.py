"""Two people at the same moment, in two threads with a connection each: one act counts, the other is told."""

import pytest

from lantern.audit import public as audit
from lantern.audit.models import Event
from lantern.kit import clock
from lantern.kit.states import IllegalMove
from lantern.kit.vocabulary import Known
from lantern.register.public import Grade
from lantern.reviews import services
from lantern.reviews.domain.meetings import PaperKind
from lantern.reviews.domain.reflections import Reply
from lantern.reviews.domain.terms import FeeAnswer
from lantern.reviews.models import ConflictDeclaration, Offer, Papers, Reflection, Seat
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def offered(cast, expert, review) -> Offer:
    """An offer in hand, with the closeness declared after it was sent."""
    offer = Offer.objects.create(
        review=review,
        expert=expert,
        state="sent",
        day_rate_pence=350_00,
        payer="The partnership",
        preparation_hours=6,
        meetings=4,
        access_costs="Travel",
        support="Debrief",
        drafted_by=cast.coordinator,
        sent_by=cast.coordinator,
        sent_at=clock.now(),
        answer_by="2099-01-01",
    )
    ConflictDeclaration.objects.create(review=review, expert=expert, grade=Grade.NONE.value, declared_by=expert.user)
    return offer


def test_a_seat_accepted_twice_at_once_is_taken_once(cast):
    offer = offered(cast, cast.expert, cast.review)
    copies = [Offer.objects.get(pk=offer.pk) for _ in range(2)]
    went = at_once(
        *(
            lambda copy=copy: services.accept_offer(offer=copy, version=copy.version, by=cast.expert_user)
            for copy in copies
        )
    )
    assert went == ["OutOfDate", "done"]
    assert Seat.objects.count() == 1
    assert Event.objects.filter(name="review.offer_accepted").count() == 1
    assert audit.verify().broken_at is None


def test_one_place_is_not_given_to_two_people_at_once(cast):
    cast.review.seats_wanted = 1
    cast.review.save()
    cast.expert_elsewhere.user = cast.expert_user_elsewhere
    offers = [offered(cast, expert, cast.review) for expert in (cast.expert, cast.expert_elsewhere)]
    went = at_once(
        *(
            lambda offer=offer: services.accept_offer(offer=offer, version=offer.version, by=offer.expert.user)
            for offer in offers
        )
    )
    assert went == ["IllegalMove", "done"]
    assert Seat.objects.filter(review=cast.review).count() == 1
    assert audit.verify().broken_at is None


def test_two_edits_of_one_review_at_once_keep_one(cast):
    version = cast.review.version
    went = at_once(
        *(
            lambda seats=seats: services.change_review(
                review=type(cast.review).objects.get(pk=cast.review.pk),
                version=version,
                by=cast.coordinator,
                seats_wanted=seats,
            )
            for seats in (3, 4)
        )
    )
    assert went == ["OutOfDate", "done"]


def test_what_the_programme_settled_is_not_undone_by_a_later_answer(cast):
    offer = offered(cast, cast.expert, cast.review)
    services.settle_conflict(offer=offer, version=offer.version, grade=Grade.DIRECT, by=cast.coordinator)
    services.declare_conflict(offer=offer, version=offer.version, grade=Grade.NONE, by=cast.expert_user)
    kept = ConflictDeclaration.objects.get(review=cast.review, expert=cast.expert)
    assert (kept.grade, kept.pinned) == (Grade.DIRECT.value, True)
    with pytest.raises(IllegalMove, match="directly involved"):
        services.accept_offer(offer=offer, version=offer.version, by=cast.expert_user)
    assert Seat.objects.count() == 0


def test_a_fee_agreed_while_it_is_changed_is_never_agreed_unseen(cast):
    offer = Offer.objects.create(
        review=cast.review,
        expert=cast.expert,
        day_rate_pence=350_00,
        payer="The partnership",
        drafted_by=cast.coordinator,
    )
    one, two = (Offer.objects.get(pk=offer.pk) for _ in range(2))
    went = at_once(
        lambda: services.answer_fee(offer=one, version=1, answer=FeeAnswer.AGREED, by=cast.commissioner),
        lambda: services.complete_terms(offer=two, version=1, by=cast.coordinator, day_rate_pence=500_00),
    )
    offer.refresh_from_db()
    assert went == ["OutOfDate", "done"]
    assert (offer.fee_answer, offer.day_rate_pence) in {("agreed", 350_00), ("not_asked", 500_00)}


def test_two_first_reflections_at_once_are_one(cast):
    offer = offered(cast, cast.expert, cast.review)
    seat = services.accept_offer(offer=offer, version=offer.version, by=cast.expert_user)

    def say(words: str) -> None:
        services.reflect(
            seat=Seat.objects.get(pk=seat.pk),
            version=0,
            paid=Reply.YES,
            heard=Reply.YES,
            safe=Reply.YES,
            barriers_known=Known.NONE,
            barriers=[],
            words=words,
            may_quote=False,
            by=cast.expert_user,
        )

    assert at_once(lambda: say("One"), lambda: say("Two")) == ["OutOfDate", "done"]
    assert Reflection.objects.count() == 1


def test_papers_pressed_twice_at_once_are_kept_once(cast):
    offer = offered(cast, cast.expert, cast.review)
    services.accept_offer(offer=offer, version=offer.version, by=cast.expert_user)

    def press() -> None:
        services.send_papers(
            review=cast.review, kind=PaperKind.IMR, sent_on=clock.today(), reading_hours=3, by=cast.chair
        )

    assert at_once(press, press) == ["IllegalMove", "done"]
    assert Papers.objects.count() == 1
