"""What other contexts may use of the register."""

from lantern.register.domain.contact import SUBJECT, TO_HER, Way
from lantern.register.domain.expertise import GRADES, Audience, Grade, Level, SafeContact
from lantern.register.domain.profiles import NAME_WITHHELD, ExpertProfile
from lantern.register.domain.vocabularies import ENGAGEMENT_BARRIERS, FACET_LABELS, FACETS, REGIONS, Facet, label_of
from lantern.register.models import Agency, Expert, Partnership, StandingConflict
from lantern.register.selectors import (
    agency_for,
    expert_for,
    expert_of,
    experts_visible_to,
    held_expertise,
    name_for,
    plug_loads,
    profiles,
    shown_expertise,
)
from lantern.register.services import add_expert, connect_sign_in, send_after_commit, tell, way_of

__all__ = [
    "ENGAGEMENT_BARRIERS",
    "FACETS",
    "FACET_LABELS",
    "GRADES",
    "NAME_WITHHELD",
    "REGIONS",
    "SUBJECT",
    "TO_HER",
    "Agency",
    "Audience",
    "Expert",
    "ExpertProfile",
    "Facet",
    "Grade",
    "Level",
    "Partnership",
    "SafeContact",
    "StandingConflict",
    "Way",
    "add_expert",
    "agency_for",
    "connect_sign_in",
    "expert_for",
    "expert_of",
    "experts_visible_to",
    "held_expertise",
    "label_of",
    "name_for",
    "plug_loads",
    "profiles",
    "send_after_commit",
    "shown_expertise",
    "tell",
    "way_of",
]
