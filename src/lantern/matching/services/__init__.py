"""What people decide on a proposal and on the whole programme."""

from lantern.matching.services.allocation import ask_allocation, cancel_allocation, plug_queue, start_again
from lantern.matching.services.proposal import decide

__all__ = ["ask_allocation", "cancel_allocation", "decide", "plug_queue", "start_again"]
