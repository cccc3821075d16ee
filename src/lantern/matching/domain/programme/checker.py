"""A second opinion on an allocation, written apart from everything that makes one: no gates, no arrays, no columns."""

from collections.abc import Collection

from lantern.matching.domain.check import Breach as Breach
from lantern.matching.domain.programme.breaches import Seats, breaches
from lantern.matching.domain.programme.claims import untruths
from lantern.matching.domain.programme.model import Placing, Plan, Programme


def check_plan(programme: Programme, plan: Plan) -> None:
    """Raise Breach unless the plan keeps every rule and tells the truth about itself."""
    seats = Seats(programme, plan.placings)
    wrong = breaches(seats)
    if not seats.unknown:  # what is said of people and reviews nobody knows cannot be measured
        wrong += untruths(plan, seats)
    if wrong:
        raise Breach(wrong)


def check_seats(programme: Programme, placings: Collection[Placing]) -> None:
    """Raise Breach unless these seats keep every rule. Quick: milliseconds for a national year."""
    if wrong := breaches(Seats(programme, placings)):
        raise Breach(wrong)
