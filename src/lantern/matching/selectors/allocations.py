"""Plans for the whole programme, as a coordinator may see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db import transaction

from lantern.access.public import Hidden
from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit.references import is_ref
from lantern.matching import rules
from lantern.matching.domain.marks import review_marks
from lantern.matching.domain.programme import kept
from lantern.matching.domain.programme.model import Placing, Plan, Role, SeatState, Wish
from lantern.matching.domain.runs import RunKind, RunState
from lantern.matching.models import Allocation, Confirmation
from lantern.matching.selectors.programme import ProgrammeInputs, programme_inputs
from lantern.reviews.public import Search


@dataclass(frozen=True)
class Planned:
    """One plan beside the programme as it is today. `plan` is None where there is none.

    `changed` are the reviews whose part of the plan rests on something that is different now: they cannot be confirmed
    from it. `confirmed` were, and were not undone. `searched` have a decision on record, from here or elsewhere.
    """

    allocation: Allocation
    inputs: ProgrammeInputs
    plan: Plan | None
    changed: frozenset[str]
    confirmed: frozenset[str]
    searched: frozenset[str]

    @property
    def outdated(self) -> bool:
        """Whether anything at all changed since."""
        return self.allocation.digest != self.inputs.digest

    def panel(self, review: str) -> tuple[Placing, ...]:
        """Every seat of one review in the plan, shadows too, sorted by person."""
        return tuple(sorted(p for p in self.plan.placings if p.review == review)) if self.plan else ()

    def new(self, review: str) -> tuple[Placing, ...]:
        """The seats of one review in the plan that nobody sits in yet and that nobody was asked for."""
        return tuple(p for p in self.panel(review) if p.role is not Role.SHADOW and p not in self._accepted)

    def learner(self, review: str) -> str:
        """The expert who would learn beside this panel and has no seat to learn in there yet; or nobody."""
        found = (p.person for p in self.panel(review) if p.role is Role.SHADOW and p not in self._accepted)
        return next(found, "")

    @cached_property
    def base_plan(self) -> Plan | None:
        """The plan that this one is compared with."""
        return plan_of(self.allocation.base) if self.allocation.base else None

    @cached_property
    def _accepted(self) -> frozenset[Placing]:
        return frozenset(s.placing for s in self.inputs.programme.seated if s.state is SeatState.ACCEPTED)

    @cached_property
    def to_confirm(self) -> tuple[str, ...]:
        """The reviews of which confirming would record something: other people than are drafted, a chair, somebody who
        learns there, or, for the first time, that nobody was found. By reference; those that changed are among them."""
        if self.plan is None:
            return ()
        return tuple(w.ref for w in self.inputs.programme.reviews if w.ref not in self.confirmed and self._differs(w))

    @property
    def open_to_confirm(self) -> tuple[str, ...]:
        """The same without those that changed."""
        return tuple(ref for ref in self.to_confirm if ref not in self.changed)

    def _differs(self, wish: Wish) -> bool:
        new = self.new(wish.ref)
        experts = {p.person for p in new if p.role is Role.EXPERT}
        if (
            self.learner(wish.ref)
            or any(p.role is Role.CHAIR for p in new)
            or experts != self.inputs.standing[wish.ref].drafted
        ):
            return True
        return bool(wish.needs) and wish.ref not in self.searched


def plan_of(allocation: Allocation) -> Plan | None:
    return kept.plan_from(allocation.result["plan"]) if allocation.result else None


def changed_since(allocation: Allocation, plan: Plan, inputs: ProgrammeInputs) -> frozenset[str]:
    """The open reviews whose part of this plan rests on something that is different now."""
    then: Mapping[str, str] = allocation.result.get("marks", {})
    now = review_marks(inputs.programme, plan.placings)
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
    standing = Confirmation.objects.filter(allocation=allocation, undone_at=None).values_list("reviews", flat=True)
    return Planned(
        allocation=allocation,
        inputs=inputs,
        plan=plan,
        changed=changed_since(allocation, plan, inputs) if plan else frozenset(),
        confirmed=frozenset(ref for found in standing for ref in found),
        searched=frozenset(Search.objects.values_list("review__ref", flat=True).distinct()),
    )


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


def confirmations_of(allocation: Allocation) -> list[Confirmation]:
    """What was confirmed from a plan that was fetched for a coordinator, newest first."""
    return list(allocation.confirmations.select_related("confirmed_by", "undone_by"))


def _allocation(ref: str) -> Allocation:
    found = Allocation.objects.select_related("asked_by", "base").filter(ref=ref).first() if is_ref(ref) else None
    if found is None:
        raise Hidden(ref[:40])
    return found
