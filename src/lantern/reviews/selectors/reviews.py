"""Reviews, as far as each person may see them."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from lantern.access.public import Hidden, Role
from lantern.accounts.public import User, memberships_of, people_with
from lantern.audit import public as audit
from lantern.register.public import Partnership
from lantern.reviews.models import Review


def reviews_visible_to(user: Any) -> QuerySet[Review]:
    """All for a coordinator, her area's for a commissioner, those she chairs for a chair; else none.

    Experts never come to a review this way: an invitation is all they see of one.
    """
    held = memberships_of(user)
    roles = {role for role, _scope in held}
    if Role.COORDINATOR in roles:
        return Review.objects.select_related("partnership")
    found = Review.objects.none()
    if areas := {scope for role, scope in held if role == Role.COMMISSIONER and scope}:
        found = found | Review.objects.filter(partnership__ref__in=areas)
    if Role.CHAIR in roles:
        found = found | Review.objects.filter(chair=user)
    return found.select_related("partnership")


def review_for(user: User, ref: str) -> Review:
    """One review, if this person may open it. The reading is recorded. Raises Hidden."""
    found = reviews_visible_to(user).filter(ref=ref).select_related("partnership", "chair").first()
    if found is None:
        raise Hidden(ref[:40])
    with transaction.atomic():
        audit.record("review.read", found.ref, user)
    return found


def partnerships_open_to(user: Any) -> QuerySet[Partnership]:
    """The areas for which this person may open a review."""
    held = memberships_of(user)
    if Role.COORDINATOR in {role for role, _scope in held}:
        return Partnership.objects.all()
    return Partnership.objects.filter(ref__in={scope for role, scope in held if role == Role.COMMISSIONER})


def chairs() -> list[User]:
    """Everyone who may be named as a review's chair."""
    return people_with(Role.CHAIR)
