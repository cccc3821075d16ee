"""Reading for matching. What is fetched for a person is authorised here, and the reading recorded."""

from lantern.matching.selectors.allocations import (
    Planned,
    allocations_for,
    confirmation_for,
    confirmations_of,
    latest_plan,
    live_run,
    planned_for,
    progress_for,
)
from lantern.matching.selectors.minutes import names_told, taken_out
from lantern.matching.selectors.programme import MOST_NEW, ProgrammeInputs, programme_for, programme_inputs
from lantern.matching.selectors.proposal import (
    Inputs,
    Shown,
    Told,
    decided_already,
    inputs_for,
    open_to_choice,
    proposal_for,
)
from lantern.matching.selectors.repairs import Alternative, Repairing, Way, repairs_for

__all__ = [
    "MOST_NEW",
    "Alternative",
    "Inputs",
    "Planned",
    "ProgrammeInputs",
    "Repairing",
    "Shown",
    "Told",
    "Way",
    "allocations_for",
    "confirmation_for",
    "confirmations_of",
    "decided_already",
    "inputs_for",
    "latest_plan",
    "live_run",
    "names_told",
    "open_to_choice",
    "planned_for",
    "programme_for",
    "programme_inputs",
    "progress_for",
    "proposal_for",
    "repairs_for",
    "taken_out",
]
