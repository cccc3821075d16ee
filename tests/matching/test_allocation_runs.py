"""A plan is worked out in a process of its own: what comes of it, and of everything that can happen to it."""

import os
import signal
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django_tasks_db.models import DBTaskResult

from lantern.access.public import Refused
from lantern.audit import public as audit
from lantern.audit.public import events_of
from lantern.kit import clock
from lantern.kit.states import IllegalMove
from lantern.matching import selectors, services
from lantern.matching.domain.programme import checker
from lantern.matching.domain.programme.model import Placing
from lantern.matching.domain.runs import GONE_AFTER, NEXT_STATE, Failure, RunState, check_move
from lantern.matching.models import Allocation
from lantern.matching.selectors.allocations import plan_of
from lantern.matching.services import worker
from tests.matching.programmes import crowd, expert, planned, review

pytestmark = pytest.mark.django_db(transaction=True)

PROCESSES = Path("/proc")
needs_proc = pytest.mark.skipif(not PROCESSES.is_dir(), reason="no /proc here to find the process in")


def the_child() -> int | None:
    """The number of our own process that works out a plan, where there is one."""
    for stat in PROCESSES.glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
            line = stat.with_name("cmdline").read_bytes()
        except OSError:
            continue
        if int(words[1]) == os.getpid() and worker.CHILD.encode() in line:
            return int(stat.parent.name)
    return None


def running_beside(allocation: Allocation) -> threading.Thread:
    """The worker, in a thread with a connection of its own."""

    def run() -> None:
        try:
            services.run_allocation(allocation.ref)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def waited_for(found, seconds: float = 30):
    """What `found` answers, once that is something."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if answer := found():
            return answer
        time.sleep(0.02)
    raise AssertionError("it did not happen")


def again(allocation: Allocation) -> Allocation:
    return Allocation.objects.get(pk=allocation.pk)


def names_of(ref: str) -> list[str]:
    return [event.name for event in events_of(ref)]


def test_a_plan_is_worked_out_and_kept(cast):
    roma = expert("Roma", ("community", "roma"))
    wanted = review(cast, ("community", "roma"))
    allocation = planned(cast)
    assert (allocation.state, allocation.failure, allocation.done) == ("finished", "", 1.0)
    seen = selectors.planned_for(cast.coordinator, allocation.ref)
    assert set(seen.plan.placings) == {
        Placing(wanted.ref, roma.ref),
        Placing(cast.review.ref, cast.expert.ref),
    }
    assert (seen.changed, seen.outdated) == (frozenset(), False)
    assert sorted(names_of(allocation.ref)) == [
        "matching.allocation_asked",
        "matching.allocation_finished",
        "matching.allocation_read",
        "matching.allocation_started",
    ]
    assert audit.verify().broken_at is None


def test_what_is_kept_holds_no_names_and_no_own_words(cast):
    cast.review.needs.create(facet="community", code="self_described", own_words="Ezidi", weight="must", reason="")
    allocation = planned(cast)
    assert allocation.result["plan"]
    for word in ("Ezidi", "Esra", "Rowan"):
        assert word not in str(allocation.result)


@pytest.mark.parametrize("empty", ["experts", "reviews", "needs"])
def test_an_empty_programme_gives_an_empty_plan(cast, empty):
    if empty == "experts":
        cast.expert.delete()
        cast.expert_elsewhere.delete()
    elif empty == "reviews":
        type(cast.review).objects.update(stage="finished")
    else:
        cast.review.needs.all().delete()
    allocation = planned(cast)
    assert (allocation.state, plan_of(allocation).placings) == ("finished", ())


def test_only_one_plan_for_the_programme_waits_or_runs(cast):
    first = services.ask_allocation(by=cast.coordinator)
    with pytest.raises(IllegalMove, match="being worked out already"):
        services.ask_allocation(by=cast.coordinator)
    assert Allocation.objects.get() == first
    assert DBTaskResult.objects.count() == 1


def test_of_two_asked_at_once_one_is_told(cast):
    start, went = threading.Barrier(2), []

    def ask() -> None:
        start.wait()
        try:
            services.ask_allocation(by=cast.coordinator)
            went.append("asked")
        except IllegalMove:
            went.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(went) == ["asked", "told"]
    assert Allocation.objects.count() == DBTaskResult.objects.count() == 1


def test_the_queue_brings_it_to_the_worker(cast):
    allocation = services.ask_allocation(by=cast.coordinator, seconds=5)
    handlers = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    try:
        call_command("db_worker", "--backend", "queued", "--batch", "--no-startup-delay", verbosity=0)
    finally:
        for one, handler in handlers.items():
            signal.signal(one, handler)
    assert again(allocation).state == "finished"
    assert list(DBTaskResult.objects.values_list("status", flat=True)) == ["SUCCESSFUL"]


def test_only_a_coordinator_asks_stops_and_looks(cast):
    allocation = services.ask_allocation(by=cast.coordinator)
    for who in ("commissioner", "chair", "expert", "agency_lead", "researcher"):
        user = cast.user(who)
        for act in (
            lambda user=user: services.ask_allocation(by=user),
            lambda user=user: services.cancel_allocation(allocation=allocation, by=user),
            lambda user=user: services.start_again(allocation=allocation, by=user),
            lambda user=user: selectors.planned_for(user, allocation.ref),
            lambda user=user: selectors.progress_for(user, allocation.ref),
            lambda user=user: selectors.allocations_for(user),
        ):
            with pytest.raises(Refused):
                act()
    assert again(allocation).state == "waiting"


def test_a_plan_that_waits_is_stopped_at_once_and_then_not_begun(cast):
    allocation = services.ask_allocation(by=cast.coordinator)
    services.cancel_allocation(allocation=allocation, by=cast.coordinator)
    services.run_allocation(allocation.ref)
    assert (again(allocation).state, again(allocation).result) == ("cancelled", {})
    with pytest.raises(IllegalMove):
        services.cancel_allocation(allocation=again(allocation), by=cast.coordinator)


def test_stopping_keeps_the_best_so_far(cast):
    crowd(cast, 400, 120)
    allocation = services.ask_allocation(by=cast.coordinator, seconds=300)
    thread = running_beside(allocation)
    waited_for(lambda: again(allocation).result)
    services.cancel_allocation(allocation=again(allocation), by=cast.coordinator)
    thread.join(timeout=60)
    ended = again(allocation)
    assert (ended.state, ended.cancel_asked_by) == ("cancelled", cast.coordinator)
    inputs = selectors.programme_inputs()
    checker.check_plan(inputs.programme, plan_of(ended))
    assert plan_of(ended).stopped_early


@needs_proc
def test_a_process_killed_half_way_leaves_the_last_good_plan_and_says_so(cast):
    crowd(cast, 400, 120)
    allocation = services.ask_allocation(by=cast.coordinator, seconds=300)
    thread = running_beside(allocation)
    waited_for(lambda: again(allocation).result)
    os.kill(waited_for(the_child), signal.SIGKILL)
    thread.join(timeout=60)
    ended = again(allocation)
    assert (ended.state, ended.failure, ended.sentence) == ("failed", "killed", Failure.KILLED.sentence)
    checker.check_plan(selectors.programme_inputs().programme, plan_of(ended))


def test_without_enough_memory_it_says_so(cast, settings):
    settings.PLAN_MEMORY_MB = 1
    allocation = planned(cast)
    assert (allocation.state, allocation.failure, allocation.result) == ("failed", "memory", {})
    settings.PLAN_MEMORY_MB = 2048
    services.start_again(allocation=allocation, by=cast.coordinator)
    services.run_allocation(allocation.ref)
    assert again(allocation).state == "finished"


def test_a_worker_that_is_gone_is_told_from_one_that_works_and_can_be_replaced(cast):
    allocation = services.ask_allocation(by=cast.coordinator, seconds=5)
    long_ago = clock.now() - GONE_AFTER - timedelta(seconds=1)
    Allocation.objects.update(state="running", started_at=long_ago, heartbeat_at=clock.now())
    assert not again(allocation).gone
    with pytest.raises(IllegalMove):
        services.start_again(allocation=again(allocation), by=cast.coordinator)
    Allocation.objects.update(heartbeat_at=long_ago)
    assert (again(allocation).gone, again(allocation).sentence) == (True, Failure.GONE.sentence)
    services.start_again(allocation=again(allocation), by=cast.coordinator)
    services.run_allocation(allocation.ref)
    assert again(allocation).state == "finished"
    assert names_of(allocation.ref).count("matching.allocation_finished") == 2


def test_a_worker_that_is_gone_does_not_bar_the_next_plan(cast):
    first = services.ask_allocation(by=cast.coordinator)
    Allocation.objects.update(state="running", started_at=clock.now(), heartbeat_at=clock.now() - 2 * GONE_AFTER)
    second = services.ask_allocation(by=cast.coordinator)
    assert (again(first).state, again(first).failure, second.state) == ("failed", "gone", "waiting")


def test_a_plan_nobody_begins_is_seen(cast):
    allocation = services.ask_allocation(by=cast.coordinator)
    assert not allocation.waits_long
    allocation.asked_at = clock.now() - timedelta(minutes=1)
    assert allocation.waits_long


@pytest.mark.parametrize("now", list(RunState))
@pytest.mark.parametrize("to", list(RunState))
def test_moves_are_those_of_the_table(now, to):
    if to in NEXT_STATE[now]:
        check_move(now, to)
    else:
        with pytest.raises(IllegalMove):
            check_move(now, to)
