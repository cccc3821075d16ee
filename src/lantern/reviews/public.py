"""What other contexts may use of reviews."""

from lantern.reviews.domain.composition import PanelRule, RuleKind
from lantern.reviews.domain.lifecycle import OfferState, Stage
from lantern.reviews.domain.reflections import BarrierRecord
from lantern.reviews.domain.terms import Weight
from lantern.reviews.models import LearningSeat, Review, Search
from lantern.reviews.selectors import (
    DECLINE,
    REFLECTION,
    SILENCE,
    OfferRate,
    Standing,
    barrier_records,
    declined_here,
    grades_by_review,
    grades_for,
    last_asked,
    learning_placements,
    loads,
    offer_rates,
    open_reviews,
    places_free,
    review_for,
    reviews_visible_to,
    seated_here,
    standing_of,
    waiting_here,
)
from lantern.reviews.services import (
    appoint_chair,
    decide_panel,
    end_learning_seat,
    propose_learning_seat,
    take_back_chair,
)

__all__ = [
    "DECLINE",
    "REFLECTION",
    "SILENCE",
    "BarrierRecord",
    "LearningSeat",
    "OfferRate",
    "OfferState",
    "PanelRule",
    "Review",
    "RuleKind",
    "Search",
    "Stage",
    "Standing",
    "Weight",
    "appoint_chair",
    "barrier_records",
    "decide_panel",
    "declined_here",
    "end_learning_seat",
    "grades_by_review",
    "grades_for",
    "last_asked",
    "learning_placements",
    "loads",
    "offer_rates",
    "open_reviews",
    "places_free",
    "propose_learning_seat",
    "review_for",
    "reviews_visible_to",
    "seated_here",
    "standing_of",
    "take_back_chair",
    "waiting_here",
]
