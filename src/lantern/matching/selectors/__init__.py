"""Reading for matching. What is fetched for a person is authorised here, and the reading recorded."""

from lantern.matching.selectors.programme import ProgrammeInputs, programme_for, programme_inputs
from lantern.matching.selectors.proposal import (
    Inputs,
    Shown,
    Told,
    decided_already,
    inputs_for,
    open_to_choice,
    proposal_for,
)

__all__ = [
    "Inputs",
    "ProgrammeInputs",
    "Shown",
    "Told",
    "decided_already",
    "inputs_for",
    "open_to_choice",
    "programme_for",
    "programme_inputs",
    "proposal_for",
]
