"""Plans for the whole programme, as a coordinator may see them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from lantern.access.public import Hidden
from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit.references import is_ref
from lantern.matching import rules
from lantern.matching.domain.marks import review_marks
from lantern.matching.domain.programme import instance
from lantern.matching.domain.programme.model import Plan, Placing, Role
from lantern.matching.domain.runs import RunKind, RunState
from lantern.matching.models import Allocation, Confirmation
from lantern.matching.selectors.programme import ProgrammeInputs, programme_inputs


@dataclass(frozen=True)
class Planned:
    """One plan beside the programme as it is today. `plan` is None where there is none.

    `changed` are the reviews whose part of the plan rests on something that is different now: they cannot be confirmed
    from it. `outdated` is whether anything at all changed since.
    """

    allocation: Allocation
    inputs: ProgrammeInputs
    plan: Plan | None
    changed: frozenset[str]

    @property
    def outdated(self) -> bool:
        return self.allocation.digest != self.inputs.digest

    def panel(self, review: str) -> tuple[Placing, ...]:
        """Every seat of one review in the plan, shadows too, sorted by person."""
        return tuple(sorted(p for p in self.plan.placings if p.review == review)) if self.plan else ()

    def new(self, review: str) -> tuple[Placing, ...]:
        """The paid seats of one review that confirming would give to somebody."""
        sits = {s.placing for s in self.inputs.programme.seated}
        return tuple(p for p in self.panel(review) if p.role is not Role.SHADOW and p not in sits)

    @property
    def open_to_confirm(self) -> tuple[str, ...]:
        """The reviews that can be confirmed from this plan, by reference."""
        return tuple(w.ref for w in self.inputs.programme.reviews if self.plan and w.ref not in self.changed)


def plan_of(allocation: Allocation) -> Plan | None:
    return instance.plan_from(allocation.result["plan"]) if allocation.result else None


def changed_since(allocation: Allocation, plan: Plan, inputs: ProgrammeInputs) -> frozenset[str]:
    """The open reviews whose part of this plan rests on something that is different now."""
    then: Mapping[str, str] = allocation.result.get("marks", {})
    now = review_marks(inputs.programme, plan.placings, inputs.versions)
    return frozenset(ref for ref, mark in now.items() if then.get(ref) != mark)


def planned_for(by: User, ref: str) -> Planned:
    """One plan for a coordinator. The reading is recorded, in counts. Raises Refused, Hidden."""
    rules.check_is_programme(by)
    allocation = _allocation(ref)
    with transaction.atomic():
        planned = planned_from(allocation)
        audit.record(
            "matching.allocation_read",
            allocation.ref,
            by,
            state=allocation.state,
            placings=len(planned.plan.placings) if planned.plan else 0,
        )
    return planned


def planned_from(allocation: Allocation) -> Planned:
    """The same for whoever has authorised and recorded."""
    inputs, plan = programme_inputs(), plan_of(allocation)
    return Planned(allocation, inputs, plan, changed_since(allocation, plan, inputs) if plan else frozenset())


def progress_for(by: User, ref: str) -> Allocation:
    """How far a plan is: no person and no review stands in that, so looking is not recorded. Raises Refused, Hidden."""
    rules.check_is_programme(by)
    return _allocation(ref)


def allocations_for(by: User) -> list[Allocation]:
    """The plans for the programme and the what-ifs, newest first, without what they hold. Raises Refused."""
    rules.check_is_programme(by)
    return list(Allocation.objects.defer("result", "change").select_related("asked_by", "base"))


def latest_plan(by: User) -> Allocation | None:
    """The newest plan for the whole programme that there is anything of. Raises Refused."""
    rules.check_is_programme(by)
    return Allocation.objects.filter(kind=RunKind.PROGRAMME.value).exclude(result={}).first()


def live_run(by: User) -> Allocation | None:
    """The plan for the whole programme that waits or is being worked out. Raises Refused."""
    rules.check_is_programme(by)
    live = [state.value for state in RunState if state.live]
    return Allocation.objects.filter(kind=RunKind.PROGRAMME.value, state__in=live).first()


def confirmation_for(by: User, ref: str) -> Confirmation:
    """One confirmation, for a coordinator. The reading is recorded. Raises Refused, Hidden."""
    rules.check_is_programme(by)
    found = Confirmation.objects.select_related("allocation", "confirmed_by", "undone_by").filter(ref=ref).first()
    if found is None or not is_ref(ref):
        raise Hidden(ref[:40])
    with transaction.atomic():
        audit.record("matching.confirmation_read", found.ref, by)
    return found


def _allocation(ref: str) -> Allocation:
    found = Allocation.objects.select_related("asked_by", "base").filter(ref=ref).first() if is_ref(ref) else None
    if found is None:
        raise Hidden(ref[:40])
    return found
