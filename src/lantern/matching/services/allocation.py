"""Asking for a plan, stopping it, and starting one again whose worker is gone. The plan itself is made elsewhere."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.matching import rules
from lantern.matching.domain.programme.changes import change_as
from lantern.matching.domain.programme.model import Placing
from lantern.matching.domain.programme.what_if import Change
from lantern.matching.domain.runs import Failure, RunKind, RunState, check_move
from lantern.matching.models import Allocation

ANOTHER = "A plan for the whole programme is being worked out already. Wait for it, or stop it first."
# What puts a plan before the worker. Tasks lie above services, so apps plugs it in.
_plugged: list[Callable[[str], object]] = []


def plug_queue(enqueue: Callable[[str], object]) -> None:
    """Takes the function that has a plan worked out, by its reference, once the transaction is through."""
    _plugged[:] = [enqueue]


@transaction.atomic
def ask_allocation(
    *,
    by: User,
    seconds: int = 20,
    seed: int = 1,
    kind: RunKind = RunKind.PROGRAMME,
    change: Mapping[str, Any] | None = None,
    base: Allocation | None = None,
) -> Allocation:
    """Asks for a plan for the whole programme, or for what would be with a change (`what_if`, beside `base`).

    Raises Refused, and IllegalMove where a plan for the programme is waiting or being worked out, or where the time is
    not between one second and the longest that is allowed.
    """
    rules.check_is_programme(by)
    if not 1 <= seconds <= settings.PLAN_LONGEST_SECONDS:
        raise IllegalMove(f"Give it between 1 and {settings.PLAN_LONGEST_SECONDS} seconds.")
    for stale in Allocation.objects.filter(kind=kind.value, state=RunState.RUNNING.value):
        give_up_if_gone(stale)
    try:
        with transaction.atomic():
            allocation = Allocation.objects.create(
                kind=kind.value, seconds=seconds, seed=seed, change=dict(change or {}), base=base, asked_by=by
            )
    except IntegrityError as taken:
        raise IllegalMove(ANOTHER) from taken
    audit.record("matching.allocation_asked", allocation.ref, by, kind=kind.value, seconds=seconds, seed=seed)
    _enqueue(allocation)
    return allocation


def ask_what_if(
    *, by: User, base: Allocation, changes: Sequence[Change] = (), including: Sequence[Placing] = ()
) -> Allocation:
    """Asks what the plan would be with these changes, or with these seats in it, as long and with the seed of `base`.

    Raises Refused.
    """
    forced = [{"review": p.review, "expert": p.person, "role": p.role.value} for p in including]
    return ask_allocation(
        by=by,
        seconds=base.seconds,
        seed=base.seed,
        kind=RunKind.WHAT_IF,
        change={"changes": [change_as(one) for one in changes], "including": forced},
        base=base,
    )


@transaction.atomic
def cancel_allocation(*, allocation: Allocation, by: User) -> Allocation:
    """Stops a plan. One that is being worked out ends with the best so far, within a second or two.

    Raises Refused, OutOfDate, and IllegalMove where it has ended.
    """
    rules.check_is_programme(by)
    if allocation.gone:
        give_up_if_gone(allocation)
        return allocation
    check_move(RunState(allocation.state), RunState.CANCELLED)
    asked = {"cancel_asked_at": clock.now(), "cancel_asked_by": by}
    if allocation.state == RunState.WAITING:
        asked |= {"state": RunState.CANCELLED.value, "finished_at": clock.now()}
    if not Allocation.objects.filter(pk=allocation.pk, state=allocation.state).update(**asked):
        raise OutOfDate("This plan")
    audit.record("matching.allocation_cancelled", allocation.ref, by, was=allocation.state)
    allocation.refresh_from_db()
    return allocation


@transaction.atomic
def start_again(*, allocation: Allocation, by: User) -> Allocation:
    """Has a plan worked out afresh that failed or whose worker is gone; what it had so far stays until it is bettered.

    Raises Refused, OutOfDate, IllegalMove.
    """
    rules.check_is_programme(by)
    give_up_if_gone(allocation)
    check_move(RunState(allocation.state), RunState.WAITING)
    try:
        with transaction.atomic():
            again = Allocation.objects.filter(pk=allocation.pk, state=allocation.state).update(
                state=RunState.WAITING.value,
                failure="",
                asked_at=clock.now(),
                asked_by=by,
                cancel_asked_at=None,
                cancel_asked_by=None,
                started_at=None,
                finished_at=None,
                heartbeat_at=None,
                done=0,
                doing="",
            )
    except IntegrityError as taken:
        raise IllegalMove(ANOTHER) from taken
    if not again:
        raise OutOfDate("This plan")
    audit.record("matching.allocation_restarted", allocation.ref, by)
    _enqueue(allocation)
    allocation.refresh_from_db()
    return allocation


def give_up_if_gone(allocation: Allocation) -> None:
    """Records that whoever worked on it has stopped answering, where that is so. Needs a transaction."""
    if not allocation.gone:
        return
    seen = Allocation.objects.filter(
        pk=allocation.pk, state=RunState.RUNNING.value, heartbeat_at=allocation.heartbeat_at
    )
    if seen.update(state=RunState.FAILED.value, failure=Failure.GONE.value, finished_at=clock.now()):
        audit.record(
            "matching.allocation_finished",
            allocation.ref,
            None,
            state=RunState.FAILED.value,
            failure=Failure.GONE.value,
        )
    allocation.refresh_from_db()


def _enqueue(allocation: Allocation) -> None:
    for enqueue in _plugged:
        enqueue(allocation.ref)
