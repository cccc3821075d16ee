"""Reading for matching. What is fetched for a person is authorised here, and the reading recorded."""

from lantern.matching.selectors.proposal import (
    Inputs,
    Shown,
    Told,
    decided_already,
    inputs_for,
    open_to_choice,
    proposal_for,
)

__all__ = ["Inputs", "Shown", "Told", "decided_already", "inputs_for", "open_to_choice", "proposal_for"]
