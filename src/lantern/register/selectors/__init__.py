"""Reading the register. What is fetched for a person is authorised here, and the reading recorded."""

from lantern.register.selectors.agencies import agencies_visible_to, agency_for, own_agencies
from lantern.register.selectors.experts import (
    expert_for,
    expert_of,
    experts_visible_to,
    name_for,
    own_expert,
    shown_expertise,
)
from lantern.register.selectors.imports import pending_import
from lantern.register.selectors.loads import loads, plug_loads
from lantern.register.selectors.matching import held_expertise, profiles

__all__ = [
    "agencies_visible_to",
    "agency_for",
    "expert_for",
    "expert_of",
    "experts_visible_to",
    "held_expertise",
    "loads",
    "name_for",
    "own_agencies",
    "own_expert",
    "pending_import",
    "plug_loads",
    "profiles",
    "shown_expertise",
]
