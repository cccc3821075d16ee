"""Reading reviews. What is fetched for a person is authorised here, and the reading recorded."""

from lantern.reviews.selectors.evidence import evidence_of
from lantern.reviews.selectors.offers import invitation_for, invitations_of, offer_for, sought_from
from lantern.reviews.selectors.reviews import chairs, partnerships_open_to, review_for, reviews_visible_to
from lantern.reviews.selectors.standing import (
    Standing,
    asked_or_seated,
    declined_here,
    grades_by_review,
    grades_for,
    last_asked,
    loads,
    open_reviews,
    places_free,
    seated_here,
    standing_of,
    waiting_here,
)

__all__ = [
    "Standing",
    "asked_or_seated",
    "chairs",
    "declined_here",
    "evidence_of",
    "grades_by_review",
    "grades_for",
    "invitation_for",
    "invitations_of",
    "last_asked",
    "loads",
    "offer_for",
    "open_reviews",
    "partnerships_open_to",
    "places_free",
    "review_for",
    "reviews_visible_to",
    "seated_here",
    "sought_from",
    "standing_of",
    "waiting_here",
]
