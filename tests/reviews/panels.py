"""Offers and panels around the cast's review, made in a line each. Everything in it is invented."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Max

from lantern.audit.models import Event
from lantern.kit import clock
from lantern.register.models import Expert
from lantern.register.public import Grade
from lantern.reviews import services
from lantern.reviews.models import Offer, Review, Seat
from tests.cast import Cast, person

TERMS: dict[str, Any] = {
    "day_rate_pence": 400_00,
    "payer": "The partnership",
    "preparation_hours": 0,
    "meetings": 4,
    "access_costs": "None",
    "support": "Debrief",
}


def someone(name: str, **known: Any) -> Expert:
    """An expert with an account of her own."""
    return Expert.objects.create(name=name, user=person(name, "expert"), **known)


def draft(cast: Cast, expert: Expert, *, rank: int | None = None, **terms: Any) -> Offer:
    """An offer with these terms only, not sent."""
    return Offer.objects.create(
        review=cast.review, expert=expert, reserve_rank=rank, drafted_by=cast.coordinator, **terms
    )


def reserve(cast: Cast, expert: Expert, rank: int = 1) -> Offer:
    """A reserve whose terms are complete."""
    offer = draft(cast, expert, rank=rank)
    return services.complete_terms(offer=offer, version=1, by=cast.coordinator, **TERMS)


def sent(cast: Cast, expert: Expert) -> Offer:
    return services.send_offer(offer=draft(cast, expert, **TERMS), version=1, by=cast.coordinator)


def declared(offer: Offer, grade: Grade = Grade.NONE) -> Offer:
    return services.declare_conflict(offer=offer, version=offer.version, grade=grade, by=offer.expert.user)


def seated(cast: Cast, expert: Expert) -> Seat:
    offer = declared(sent(cast, expert))
    return services.accept_offer(offer=offer, version=offer.version, by=expert.user)


def declined(offer: Offer, barrier: str = "unpaid", words: str = "") -> Offer:
    return services.decline_offer(
        offer=offer, version=offer.version, barrier=barrier, words=words, by=offer.expert.user
    )


def after(offer: Offer) -> date:
    """The first day on which her silence may be recorded."""
    assert offer.answer_by is not None
    return offer.answer_by + timedelta(days=1)


def silent(offer: Offer) -> Offer:
    return services.record_silence(offer=offer, version=offer.version, by=None, today=after(offer))


def again(offer: Offer) -> Offer:
    """Another copy, as another open page holds it."""
    return Offer.objects.select_related("review", "expert__user", "expert__agency").get(pk=offer.pk)


def standing(cast: Cast) -> dict[str, str]:
    """Every offer's state by the expert's name."""
    return dict(Offer.objects.filter(review=cast.review).order_by("pk").values_list("expert__name", "state"))


def mark() -> int:
    """The place of the last event so far."""
    return Event.objects.aggregate(last=Max("seq"))["last"] or 0


def events(since: int = 0) -> list[str]:
    """The names of the events of reviews after a mark, oldest first. What is handed down to be paid has its own."""
    found = Event.objects.filter(seq__gt=since, name__startswith="review.")
    return list(found.order_by("seq").values_list("name", flat=True))


def live_seats(review: Review) -> int:
    return Seat.objects.filter(review=review, given_up_at=None).count()


def tomorrow() -> date:
    return clock.today() + timedelta(days=1)
