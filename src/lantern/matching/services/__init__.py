"""What people decide on a proposal and on the whole programme."""

from lantern.matching.services.proposal import decide

__all__ = ["decide"]
