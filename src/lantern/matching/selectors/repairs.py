"""After a no: the ways to go on, beside the programme as it is today."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from lantern.access.public import Hidden
from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.matching import rules
from lantern.matching.domain.programme.model import Placing, Plan, Role, TierResult
from lantern.matching.domain.programme.reasons import unmet
from lantern.matching.domain.programme.repair import Repair, repair
from lantern.matching.domain.programme.scoring import MORE_IS_BETTER, ceilings, scores
from lantern.matching.domain.runs import RunKind
from lantern.matching.models import Allocation
from lantern.matching.selectors.allocations import Planned, planned_from
from lantern.matching.selectors.programme import ProgrammeInputs, programme_inputs


class Way(StrEnum):
    """In the order in which they are shown."""

    MINIMAL = "minimal"
    HOLE_ONLY = "hole_only"
    FREE = "free"

    @property
    def words(self) -> str:
        return {
            Way.MINIMAL: "The least change: fill the seat, and move somebody only proposed where that helps",
            Way.HOLE_ONLY: "Fill the seat only: nobody else moves",
            Way.FREE: "Begin afresh round this review, whatever was promised",
        }[self]


@dataclass(frozen=True)
class Alternative:
    """One way to go on. `changes` are the reviews it changes beside what is drafted and planned, that of the no among
    them, by reference: what choosing it confirms. `can_be_chosen` is False where it would take back what was promised:
    it is there to compare."""

    way: Way
    repair: Repair
    changes: tuple[str, ...]
    can_be_chosen: bool


@dataclass(frozen=True)
class Repairing:
    """What can follow one no. `standing` are the seats as they stood with the one that fell free: held, in hand,
    drafted, and planned where the latest plan still holds. `alternatives` is empty where the place is not free: a
    reserve has it."""

    inputs: ProgrammeInputs
    base: Allocation | None
    declined: Placing
    standing: tuple[Placing, ...]
    alternatives: Mapping[Way, Alternative]


def repairs_for(by: User, review: str, expert: str) -> Repairing:
    """The ways to go on after this expert's no, silence or leaving, for a coordinator. The reading is recorded.

    Raises Refused, and Hidden where she was not asked for this review or has not said no.
    """
    rules.check_is_programme(by)
    with transaction.atomic():
        found = repairing(review, expert)
        audit.record("matching.repairs_read", review, by, expert=expert, ways=[way.value for way in found.alternatives])
    return found


def repairing(review: str, expert: str) -> Repairing:
    """The same for whoever has authorised and recorded."""
    inputs = programme_inputs()
    standing = inputs.standing.get(review)
    if standing is None or expert not in standing.declined:
        raise Hidden(review[:40])
    base = Allocation.objects.filter(kind=RunKind.PROGRAMME.value).exclude(result={}).first()
    declined = Placing(review, expert)
    seats = _seats(inputs, planned_from(base) if base else None, declined)
    taken = len(standing.seated | standing.waiting)
    if taken >= inputs.reviews[review].seats_wanted:
        return Repairing(inputs, base, declined, seats, {})
    ways = repair(inputs.programme, Plan(seats, ()), declined)
    named = {Way.HOLE_ONLY: ways.hole_only, Way.MINIMAL: ways.minimal, Way.FREE: ways.free}
    return Repairing(
        inputs=inputs,
        base=base,
        declined=declined,
        standing=seats,
        alternatives={way: _alternative(way, one, seats, declined) for way, one in named.items() if one is not None},
    )


def _seats(inputs: ProgrammeInputs, planned: Planned | None, declined: Placing) -> tuple[Placing, ...]:
    seats = {seat.placing for seat in inputs.programme.seated} | {declined}
    if planned is not None:
        for ref in planned.open_to_confirm:
            if ref != declined.review and not inputs.standing[ref].drafted:
                seats |= set(planned.new(ref))
    return tuple(sorted(seats))


def _alternative(way: Way, one: Repair, seats: tuple[Placing, ...], declined: Placing) -> Alternative:
    moved = (set(seats) ^ set(one.placings)) - {declined}
    changes = {p.review for p in moved if p.role is not Role.SHADOW} | {declined.review}
    return Alternative(way, one, tuple(sorted(changes)), can_be_chosen=not one.accepted_broken)


def plan_from_repair(repairing: Repairing, way: Way) -> Plan:
    """The way chosen, as a plan like any other."""
    programme, one = repairing.inputs.programme, repairing.alternatives[way].repair
    return Plan(
        placings=one.placings,
        tiers=tuple(TierResult(name, value, None, False, name in MORE_IS_BETTER) for name, value in one.tiers.items()),
        scores=scores(programme, one.placings),
        ceilings=ceilings(programme),
        unmet=unmet(programme, one.placings),
        method=f"after a no: {way.value}",
        seconds=one.seconds,
    )
