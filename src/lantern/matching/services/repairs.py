"""Choosing how to go on after a no."""

from django.db import transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.matching import rules
from lantern.matching.domain.marks import review_marks
from lantern.matching.domain.programme.kept import plan_as
from lantern.matching.domain.runs import RunKind, RunState
from lantern.matching.models import Allocation, Confirmation
from lantern.matching.selectors.repairs import Way, plan_from_repair, repairing
from lantern.matching.services.confirming import confirm


@transaction.atomic
def choose_repair(*, by: User, review: str, expert: str, way: Way, digest: str) -> Confirmation:
    """Keeps this way to go on after the expert's no as a plan, and confirms what it changes. Nothing is sent.

    `digest` is that of the inputs it was shown with. Raises Refused, Hidden, OutOfDate where anything changed since,
    and IllegalMove where the place is not free or where this way would take back what was promised.
    """
    rules.check_is_programme(by)
    found = repairing(review, expert)
    if found.inputs.digest != digest:
        raise OutOfDate("The programme")
    chosen = found.alternatives.get(way)
    if chosen is None:
        raise IllegalMove("The place is not free any more: the next reserve has been asked.")
    if not chosen.can_be_chosen:
        raise IllegalMove("This way would take back places that were promised, so it is only shown to compare.")
    plan = plan_from_repair(found, way)
    now = clock.now()
    allocation = Allocation.objects.create(
        kind=RunKind.REPAIR.value,
        state=RunState.FINISHED.value,
        base=found.base,
        change={"declined": [review, expert], "way": way.value},
        digest=digest,
        done=1.0,
        result={"plan": plan_as(plan), "marks": review_marks(found.inputs.programme, plan.placings)},
        asked_by=by,
        asked_at=now,
        started_at=now,
        finished_at=now,
    )
    audit.record("matching.repair_chosen", allocation.ref, by, review=review, way=way.value)
    return confirm(allocation=allocation, reviews=chosen.changes, by=by)
