"""Appointing a review's chair, and taking that back."""

from django.db import transaction

from lantern.access.public import Role
from lantern.accounts.public import User, has_role
from lantern.audit import public as audit
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.register.public import Expert
from lantern.reviews import rules
from lantern.reviews.domain.lifecycle import Stage
from lantern.reviews.models import Review
from lantern.reviews.selectors import grades_for
from lantern.reviews.services.reviews import claim


@transaction.atomic
def appoint_chair(*, review: Review, version: int, expert: str, by: User) -> Review:
    """Makes an expert, named by reference, the chair of a review that has none.

    Raises Refused, OutOfDate, and IllegalMove where there is a chair, where she has no account that may chair, or where
    she is directly involved.
    """
    rules.check_is_programme(by, review.ref)
    if not Stage(review.stage).open:
        raise IllegalMove("This review has ended, so it needs no chair.")
    if review.chair_id is not None:
        raise IllegalMove("This review has a chair already.")
    chosen = Expert.objects.select_related("user").filter(ref=expert).first()
    if chosen is None or chosen.user is None or not has_role(chosen.user, Role.CHAIR):
        raise IllegalMove("Whoever is to chair this review has no account that may chair reviews.")
    grade = grades_for(review).get(expert)
    if grade is not None and grade.bars:
        raise IllegalMove("Someone who is directly involved in this review cannot chair it.")
    claim(review, version, chair=chosen.user)
    audit.record("review.chair_appointed", review.ref, by, chair=chosen.user.ref, expert=expert)
    return review


@transaction.atomic
def take_back_chair(*, review: Review, version: int, expert: str, by: User) -> Review:
    """Takes back an appointment while that same expert is the chair. Raises Refused, OutOfDate."""
    rules.check_is_programme(by, review.ref)
    chosen = Expert.objects.filter(ref=expert).first()
    if chosen is None or chosen.user_id is None or review.chair_id != chosen.user_id:
        raise OutOfDate(f"The chair of review {review.ref}")
    claim(review, version, chair=None)
    audit.record("review.chair_taken_back", review.ref, by, expert=expert)
    return review
