"""Opening, changing and moving a review."""

from datetime import date
from typing import Any

from django.db import transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.register.public import Partnership
from lantern.reviews import rules
from lantern.reviews.domain import composition, lifecycle
from lantern.reviews.domain.lifecycle import OfferState, Stage
from lantern.reviews.models import CompositionRule, Offer, Review, Seat
from lantern.reviews.selectors import asked_or_seated, waiting_here
from lantern.reviews.services.work import end_work

CHANGEABLE = frozenset(
    {
        "label", "chair", "seats_wanted", "remote_ok", "expert_half_days", "rate_ceiling_pence",
        "commissioned_on", "panel_wanted_by",
    }
)  # fmt: skip


def claim(review: Review, version: int, **changes: Any) -> None:
    """Takes the next version of a review, with these changes, if it is still at the one seen. Raises OutOfDate."""
    if not Review.objects.filter(pk=review.pk, version=version).update(version=version + 1, **changes):
        raise OutOfDate("This review")
    review.refresh_from_db()


@transaction.atomic
def open_review(
    *,
    partnership: Partnership,
    by: User,
    label: str,
    chair: User | None = None,
    seats_wanted: int = 1,
    remote_ok: bool = True,
    expert_half_days: int = 12,
    rate_ceiling_pence: int | None = None,
    commissioned_on: date | None = None,
    panel_wanted_by: date | None = None,
) -> Review:
    """Opens a review with the two standard composition rules, both advisory. Raises Refused."""
    rules.check_can_open(by, partnership)
    review = Review.objects.create(
        partnership=partnership,
        label=label,
        chair=chair,
        seats_wanted=seats_wanted,
        remote_ok=remote_ok,
        expert_half_days=expert_half_days,
        rate_ceiling_pence=rate_ceiling_pence,
        commissioned_on=commissioned_on,
        panel_wanted_by=panel_wanted_by,
        opened_by=by,
    )
    for rule in composition.STANDARD:
        CompositionRule.objects.create(review=review, kind=rule.kind.value, hard=rule.hard)
    audit.record("review.opened", review.ref, by, partnership=partnership.ref, seats=seats_wanted)
    return review


@transaction.atomic
def change_review(*, review: Review, version: int, by: User, **changes: Any) -> Review:
    """Changes dates, seats, chair, work and money. Raises Refused, IllegalMove, OutOfDate."""
    rules.check_can_edit(by, review)
    if unknown := set(changes) - CHANGEABLE:
        raise TypeError(f"not changeable: {', '.join(sorted(unknown))}")
    Review.objects.select_for_update().get(pk=review.pk)
    taken = asked_or_seated(review)
    if changes.get("seats_wanted", taken) < taken:
        raise IllegalMove(f"{taken} seats are taken or promised already, so there cannot be fewer.")
    changed = sorted(name for name, value in changes.items() if getattr(review, name) != value)
    claim(review, version, **changes)
    audit.record("review.changed", review.ref, by, fields=changed)
    return review


@transaction.atomic
def move_review(*, review: Review, version: int, to: Stage, by: User) -> Review:
    """Takes a review to another stage. One that ends may leave nobody waiting.

    Raises Refused, IllegalMove, OutOfDate.
    """
    rules.check_is_programme(by, review.ref)
    now = Stage(review.stage)
    lifecycle.check_stage_move(now, to)
    if not to.open and waiting_here(review):
        raise IllegalMove("Someone still has an offer in hand. Wait for the answer, or withdraw the offer, first.")
    ending = {} if to.open else {"ended_at": clock.now(), "ended_by": by}
    claim(review, version, stage=to.value, **ending)
    if not to.open:
        for seat in Seat.objects.filter(review=review, given_up_at=None).select_related("expert"):
            end_work(seat, by)
        drafts = Offer.objects.filter(review=review, state__in=(OfferState.DRAFTED, OfferState.RESERVE))
        for offer in drafts:
            offer.state, offer.version = OfferState.WITHDRAWN.value, offer.version + 1
            offer.ended_at, offer.ended_by = clock.now(), by
            offer.save(update_fields=("state", "version", "ended_at", "ended_by"))
    audit.record("review.moved", review.ref, by, was=now.value, now=to.value)
    return review
