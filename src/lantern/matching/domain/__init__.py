"""The panel for one review: `propose` it, and `check` it by other means. Pure: no framework, no clock, no database."""

from lantern.matching.domain.check import Breach, check
from lantern.matching.domain.explain import say
from lantern.matching.domain.panel import propose

__all__ = ["Breach", "check", "propose", "say"]
