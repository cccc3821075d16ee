"""What people decide on a proposal and on the whole programme."""

from lantern.matching.services.allocation import (
    ask_allocation,
    ask_what_if,
    cancel_allocation,
    plug_queue,
    start_again,
)
from lantern.matching.services.confirming import confirm, undo
from lantern.matching.services.proposal import decide
from lantern.matching.services.repairs import choose_repair
from lantern.matching.services.worker import run_allocation

__all__ = [
    "ask_allocation",
    "ask_what_if",
    "cancel_allocation",
    "choose_repair",
    "confirm",
    "decide",
    "plug_queue",
    "run_allocation",
    "start_again",
    "undo",
]
