"""Reading reviews. What is fetched for a person is authorised here, and the reading recorded."""

from lantern.reviews.selectors.evidence import evidence_of
from lantern.reviews.selectors.meetings import meeting_for, meetings_of
from lantern.reviews.selectors.offers import (
    asked_of_partnership,
    invitation_for,
    invitations_of,
    offer_for,
    sought_from,
)
from lantern.reviews.selectors.reflections import (
    DECLINE,
    REFLECTION,
    SILENCE,
    OfferRate,
    barrier_records,
    offer_rates,
    reflections_on,
    seat_of,
    seats_to_tell_of,
)
from lantern.reviews.selectors.reviews import chairs, partnerships_open_to, review_for, reviews_visible_to
from lantern.reviews.selectors.standing import (
    asked_or_seated,
    declined_here,
    grades_for,
    last_asked,
    loads,
    places_free,
    seated_here,
    seats_on,
    waiting_here,
)

__all__ = [
    "DECLINE",
    "REFLECTION",
    "SILENCE",
    "OfferRate",
    "asked_of_partnership",
    "asked_or_seated",
    "barrier_records",
    "chairs",
    "declined_here",
    "evidence_of",
    "grades_for",
    "invitation_for",
    "invitations_of",
    "last_asked",
    "loads",
    "meeting_for",
    "meetings_of",
    "offer_for",
    "offer_rates",
    "partnerships_open_to",
    "places_free",
    "reflections_on",
    "review_for",
    "reviews_visible_to",
    "seat_of",
    "seated_here",
    "seats_on",
    "seats_to_tell_of",
    "sought_from",
    "waiting_here",
]
