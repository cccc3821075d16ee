"""What other contexts may use of the register."""

from lantern.register.domain.expertise import GRADES, Audience, Grade, Level, SafeContact
from lantern.register.domain.vocabularies import ENGAGEMENT_BARRIERS, FACET_LABELS, FACETS, REGIONS, Facet, label_of
from lantern.register.models import Agency, Expert, Partnership

__all__ = [
    "ENGAGEMENT_BARRIERS",
    "FACETS",
    "FACET_LABELS",
    "GRADES",
    "REGIONS",
    "Agency",
    "Audience",
    "Expert",
    "Facet",
    "Grade",
    "Level",
    "Partnership",
    "SafeContact",
    "label_of",
]
