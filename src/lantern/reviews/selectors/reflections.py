"""Reflections: her own for the expert, those of one review for a coordinator, and bare counts for insight."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from lantern.access.public import Hidden, Role
from lantern.accounts.public import User, has_role
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.register.public import ENGAGEMENT_BARRIERS
from lantern.reviews.domain.lifecycle import OfferState, Stage
from lantern.reviews.domain.reflections import QUESTIONS, UNKNOWN, BarrierRecord, barriers_of
from lantern.reviews.domain.terms import is_below
from lantern.reviews.models import Offer, Reflection, Review, Seat
from lantern.reviews.selectors.reviews import reviews_visible_to

DECLINE, SILENCE, REFLECTION = "decline", "silence", "reflection"


def seat_of(user: User, offer_ref: str) -> Seat:
    """The seat that came of her own invitation. The reading is recorded. Raises Hidden, for everyone else too."""
    found = None
    if has_role(user, Role.EXPERT):
        seats = Seat.objects.filter(offer__ref=offer_ref, expert__user=user)
        found = seats.select_related("review__partnership", "offer__expert", "expert").first()
    if found is None:
        raise Hidden(offer_ref[:40])
    with transaction.atomic():
        audit.record("review.reflection_opened", found.ref, user)
    return found


def seats_to_tell_of(user: User) -> list[Seat]:
    """Her seats that have ended, or whose review has, and of which she has not said yet how they were."""
    if not has_role(user, Role.EXPERT):
        return []
    over = Q(given_up_at__isnull=False) | Q(review__stage__in=[stage.value for stage in Stage if not stage.open])
    hers = Seat.objects.filter(over, expert__user=user, reflection=None)
    return list(hers.select_related("offer").order_by("seated_at", "pk"))


def reflections_on(user: User, ref: str) -> tuple[Review, list[Reflection]]:
    """A review and its reflections, for a coordinator alone. The reading is recorded. Raises Hidden."""
    review = reviews_visible_to(user).filter(ref=ref).first() if has_role(user, Role.COORDINATOR) else None
    if review is None:
        raise Hidden(ref[:40])
    found = list(Reflection.objects.filter(seat__review=review).select_related("seat__expert__agency"))
    with transaction.atomic():
        audit.record("review.reflections_read", review.ref, user, count=len(found))
    return review, found


def month_of(at: datetime) -> date:
    """The first day of the month in England and Wales."""
    return at.astimezone(clock.LONDON).date().replace(day=1)


def barrier_records() -> Iterator[BarrierRecord]:
    """Every barrier that a no, a silence or a reflection recorded, without the person. Two queries, however many.

    A silence says nothing, so its barrier is unknown; a late yes ends the silence. For insight, which withholds small
    counts.
    """
    closed = Offer.objects.filter(state__in=(OfferState.DECLINED, OfferState.SILENT), sent_at__isnull=False)
    for state, barrier, answered, ended, area, agency in closed.order_by("pk").values_list(
        "state", "barrier", "answered_at", "ended_at", "review__partnership__ref", "expert__agency__ref"
    ):
        silent = state == OfferState.SILENT
        at = ended if silent else answered
        if at is not None:
            code = UNKNOWN if silent or barrier not in ENGAGEMENT_BARRIERS else barrier
            yield BarrierRecord(SILENCE if silent else DECLINE, code, month_of(at), area, agency or "")
    for known, chosen, at, area, agency, *replies in Reflection.objects.order_by("pk").values_list(
        "barriers_known", "barriers", "reflected_at", "seat__review__partnership__ref",
        "seat__expert__agency__ref", *QUESTIONS,
    ):  # fmt: skip
        for code in sorted(barriers_of(dict(zip(QUESTIONS, replies, strict=True)), known, chosen)):
            yield BarrierRecord(REFLECTION, code, month_of(at), area, agency or "")


@dataclass(frozen=True, slots=True)
class OfferRate:
    """What one sent offer paid for a day beside the rate she stated, without the person. Pence; None: not stated."""

    month: date
    partnership_ref: str
    agency_ref: str
    offered_pence: int
    stated_pence: int | None

    @property
    def below(self) -> bool:
        return is_below(self.offered_pence, self.stated_pence)


def offer_rates() -> Iterator[OfferRate]:
    """Every offer that was sent, for the ledger: how many were below her rate, and how many had no rate to compare.

    One query. Of offers sent before the rate was kept (decision 0011) it is not known, which reads as not stated.
    """
    sent = Offer.objects.filter(sent_at__isnull=False, day_rate_pence__isnull=False).order_by("pk")
    for at, area, agency, offered, stated in sent.values_list(
        "sent_at", "review__partnership__ref", "expert__agency__ref", "day_rate_pence", "stated_rate_pence"
    ):
        if at is not None and offered is not None:
            yield OfferRate(month_of(at), area, agency or "", offered, stated)
