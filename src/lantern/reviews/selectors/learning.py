"""Seats to learn in: of one review for those who may read it; her own, with next to nothing of the review."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from lantern.access.public import Hidden, Role
from lantern.accounts.public import User, has_role
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.mentoring.public import Mentee, active_mentees, placement_stands
from lantern.reviews.domain.learning import LearningState
from lantern.reviews.models import LearningSeat, Review
from lantern.reviews.selectors.reviews import review_for, reviews_visible_to

LIVE = [state.value for state in LearningState if state.live]


def _seats() -> QuerySet[LearningSeat]:
    return LearningSeat.objects.select_related("review__partnership", "mentee__expert__user")


def learning_seats_of(review: Review) -> list[LearningSeat]:
    """All of one review, the newest first."""
    return list(_seats().filter(review=review).order_by("-pk"))


def learning_seat_for(user: User, ref: str) -> LearningSeat:
    """One seat of a review that this person may open. The reading is recorded. Raises Hidden."""
    found = _seats().filter(ref=ref, review__in=reviews_visible_to(user)).first()
    if found is None:
        raise Hidden(ref[:40])
    found.review = review_for(user, found.review.ref)
    return found


def mentees_to_place() -> list[Mentee]:
    """Those on the way who have no seat to learn in, by name."""
    placed = LearningSeat.objects.filter(state__in=LIVE).values("mentee")
    return list(active_mentees().exclude(pk__in=placed).order_by("expert__name"))


def own_learning_seats(user: User) -> list[LearningSeat]:
    """Her own, the newest first. The reading is recorded."""
    if not has_role(user, Role.MENTEE):
        return []
    found = list(_seats().filter(mentee__expert__user=user).order_by("-pk"))
    with transaction.atomic():
        for seat in found:
            audit.record("review.learning_read", seat.ref, user)
    return found


def own_learning_seat(user: User, ref: str) -> LearningSeat:
    """One of her own. Raises Hidden."""
    found = _seats().filter(ref=ref, mentee__expert__user=user).first() if has_role(user, Role.MENTEE) else None
    if found is None:
        raise Hidden(ref[:40])
    return found


def meetings_ahead(seat: LearningSeat) -> list[tuple[datetime, int]]:
    """When the panel meets next, and for how many minutes, while she learns there: nothing else of the review."""
    if seat.state != LearningState.BEGUN or not placement_stands(seat.ref):
        return []
    ahead = seat.review.meetings.filter(cancelled_at=None, starts__gte=clock.now())
    return list(ahead.values_list("starts", "minutes"))


def learners_on(review: Review, day: date) -> list[LearningSeat]:
    """Seats to learn in that had begun by this day and had not ended before it."""
    begun = _seats().filter(review=review, begun_at__isnull=False).order_by("pk")
    return [
        seat
        for seat in begun
        if seat.begun_at
        and seat.begun_at.astimezone(clock.LONDON).date() <= day
        and (seat.ended_at is None or seat.ended_at.astimezone(clock.LONDON).date() >= day)
    ]


def learning_placements() -> list[tuple[str, str, bool]]:
    """For matching: review's reference, mentee's expert's reference, and whether it has begun, of every live seat."""
    found = LearningSeat.objects.filter(state__in=LIVE).order_by("pk")
    return [
        (review, expert, state == LearningState.BEGUN)
        for review, expert, state in found.values_list("review__ref", "mentee__expert__ref", "state")
    ]
