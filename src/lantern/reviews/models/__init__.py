"""What reviews keep. No field for a name of those a review is about, and none for a narrative."""

from lantern.reviews.models.learning import LearningAttendance, LearningSeat
from lantern.reviews.models.meetings import Attendance, Meeting, Papers
from lantern.reviews.models.reflections import Reflection
from lantern.reviews.models.reviews import (
    CharacteristicAnswer,
    CompositionRule,
    ConflictDeclaration,
    Need,
    Offer,
    OfferMessage,
    QuestionAnswer,
    Review,
    Search,
    Seat,
    default_label,
)

__all__ = [
    "Attendance",
    "CharacteristicAnswer",
    "CompositionRule",
    "ConflictDeclaration",
    "LearningAttendance",
    "LearningSeat",
    "Meeting",
    "Need",
    "Offer",
    "OfferMessage",
    "Papers",
    "QuestionAnswer",
    "Reflection",
    "Review",
    "Search",
    "Seat",
    "default_label",
]
