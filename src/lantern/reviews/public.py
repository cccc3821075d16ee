"""What other contexts may use of reviews."""

from lantern.reviews.domain.composition import PanelRule, RuleKind
from lantern.reviews.domain.lifecycle import OfferState, Stage
from lantern.reviews.domain.reflections import BarrierRecord
from lantern.reviews.domain.terms import Weight
from lantern.reviews.models import Review, Search
from lantern.reviews.selectors import (
    DECLINE,
    REFLECTION,
    SILENCE,
    OfferRate,
    barrier_records,
    declined_here,
    grades_for,
    last_asked,
    loads,
    offer_rates,
    places_free,
    review_for,
    reviews_visible_to,
    seated_here,
    waiting_here,
)
from lantern.reviews.services import decide_panel

__all__ = [
    "DECLINE",
    "REFLECTION",
    "SILENCE",
    "BarrierRecord",
    "OfferRate",
    "OfferState",
    "PanelRule",
    "Review",
    "RuleKind",
    "Search",
    "Stage",
    "Weight",
    "barrier_records",
    "decide_panel",
    "declined_here",
    "grades_for",
    "last_asked",
    "loads",
    "offer_rates",
    "places_free",
    "review_for",
    "reviews_visible_to",
    "seated_here",
    "waiting_here",
]
