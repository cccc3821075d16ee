"""Working out a plan in a process of its own, which may run out of memory or be killed and harm nothing else."""

import contextlib
import json
import logging
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction

from lantern.audit import public as audit
from lantern.kit import clock
from lantern.matching.domain.marks import review_marks
from lantern.matching.domain.programme import instance, kept, what_if
from lantern.matching.domain.programme.changes import change_from
from lantern.matching.domain.programme.model import Programme
from lantern.matching.domain.runs import Failure, RunKind, RunState
from lantern.matching.models import Allocation
from lantern.matching.selectors.programme import ProgrammeInputs, programme_inputs

log = logging.getLogger(__name__)

CHILD = "lantern.matching.domain.programme.child"
BEAT_SECONDS = 1.0
# Beyond the time that was asked for: starting up, reading a large programme, and proving the last tier.
GRACE_SECONDS = 60
NO_MEMORY = ("MemoryError", "bad_alloc", "Cannot allocate memory", "failed to map segment", "out of memory")


class Taken(Exception):
    """The row is no longer this worker's to write: it was given up as gone, or started again by another."""


@dataclass
class Child:
    """The process, and what it says. It gets no keys and no database address: it needs neither."""

    process: subprocess.Popen[str]
    said: "queue.Queue[dict[str, Any] | None]" = field(default_factory=queue.Queue)
    errors: list[str] = field(default_factory=list)

    @classmethod
    def start(cls, request: Mapping[str, Any]) -> "Child":
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT", "TMPDIR") if name in os.environ}
        process = subprocess.Popen(  # noqa: S603 - our own module, by its name
            [sys.executable, "-m", CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            env={**kept, "PYTHONPATH": str(settings.PACKAGE.parent), "OPENBLAS_NUM_THREADS": "1"},
        )
        child = cls(process)
        for read in (child._hear, child._keep_errors):
            threading.Thread(target=read, daemon=True).start()
        child._tell(json.dumps(request))
        return child

    def _hear(self) -> None:
        assert self.process.stdout is not None  # noqa: S101 - for the types
        for line in self.process.stdout:
            try:
                self.said.put(json.loads(line))
            except ValueError:  # a process killed in the middle of a line
                break
        self.said.put(None)

    def _keep_errors(self) -> None:
        assert self.process.stderr is not None  # noqa: S101 - for the types
        for line in self.process.stderr:
            self.errors[:] = [*self.errors[-20:], line]

    def _tell(self, line: str) -> None:
        assert self.process.stdin is not None  # noqa: S101 - for the types
        with contextlib.suppress(OSError):  # it has ended already: what it said, or did not, tells why
            self.process.stdin.write(f"{line}\n")
            self.process.stdin.flush()

    def stop(self) -> None:
        """Asks for the best so far."""
        self._tell("stop")

    def next(self, timeout: float) -> dict[str, Any] | None:
        """What it says next; None where it has ended. Raises queue.Empty."""
        return self.said.get(timeout=timeout)

    def end(self) -> int:
        """Ends it, however that takes, and answers how it ended (negative: by that signal)."""
        if self.process.poll() is None:
            try:
                self.process.wait(timeout=2 if self.said.empty() else 0)
            except subprocess.TimeoutExpired:
                self.process.kill()
        code = self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        return code

    def why(self, code: int) -> Failure:
        """Why it ended without an answer."""
        if any(words in line for words in NO_MEMORY for line in self.errors):
            return Failure.MEMORY
        return Failure.KILLED if code in {-9, -15} else Failure.CRASHED


def run_allocation(ref: str) -> None:
    """Works out the plan that waits under this reference; nothing where none does (it was stopped, or is taken).

    However it ends, the row says how, and the best checked plan so far stays in it.
    """
    allocation = _begin(ref)
    if allocation is None:
        return
    try:
        _work(allocation)
    except Taken:
        log.warning("Plan %s was taken over, so this worker left it.", ref)
    except MemoryError:
        _end(allocation, RunState.FAILED, failure=Failure.MEMORY)
    except Exception as problem:  # noqa: BLE001 - the row must not stay "running" for whatever reason
        log.error("Plan %s broke off: %s.", ref, type(problem).__name__)
        _end(allocation, RunState.FAILED, failure=Failure.CRASHED)
    except BaseException:  # the worker is told to end
        _end(allocation, RunState.FAILED, failure=Failure.KILLED)
        raise


def _begin(ref: str) -> Allocation | None:
    now = clock.now()
    with transaction.atomic():
        waiting = Allocation.objects.filter(ref=ref, state=RunState.WAITING.value)
        if not waiting.update(
            state=RunState.RUNNING.value,
            started_at=now,
            heartbeat_at=now,
            finished_at=None,
            failure="",
            done=0,
            doing="",
        ):
            return None
        audit.record("matching.allocation_started", ref, None)
    return Allocation.objects.get(ref=ref)


def _work(allocation: Allocation) -> None:
    inputs = programme_inputs()
    try:
        programme, including = variant(inputs.programme, allocation.change)
    except KeyError:
        return _end(allocation, RunState.FAILED, failure=Failure.MISSING)
    child = Child.start(
        {
            "instance": instance.write(programme),
            "seconds": allocation.seconds,
            "seed": allocation.seed,
            "including": including,
            "memory_mb": settings.PLAN_MEMORY_MB,
        }
    )
    try:
        _follow(allocation, child, programme, inputs)
    finally:
        child.end()


def variant(programme: Programme, change: Mapping[str, Any]) -> tuple[Programme, list[dict[str, str]]]:
    """The programme with a change made to it, and the placings that are forced in."""
    tried = [change_from(one) for one in change.get("changes", ())]
    return what_if.changed(programme, tried), list(change.get("including", ()))


def _follow(allocation: Allocation, child: Child, programme: Programme, inputs: ProgrammeInputs) -> None:
    """Keeps the row up to date with what the child says, passes on a wish to stop, and ends the row."""
    until = time.monotonic() + allocation.seconds + GRACE_SECONDS
    beat, stopping = 0.0, False
    latest: dict[str, Any] = {}
    while True:
        try:
            message = child.next(timeout=0.25)
        except queue.Empty:
            message = {}
        if message is None:
            code = child.end()
            failure = child.why(code)
            log.warning("Plan %s: its process ended with %d (%s).", allocation.ref, code, failure.value)
            return _end(allocation, RunState.FAILED, failure=failure)
        if "failure" in message:
            log.error("Plan %s: %s. %s", allocation.ref, message["failure"], message.get("why", ""))
            failure = Failure(message["failure"])
            if failure is Failure.INPUT and allocation.kind == RunKind.WHAT_IF:
                failure = Failure.IMPOSSIBLE  # the programme itself can be read: it is the change that makes no sense
            return _end(allocation, RunState.FAILED, failure=failure)
        latest |= {name: value for name, value in message.get("progress", {}).items() if name in PROGRESS}
        if "plan" in message:
            found = _kept(message["plan"], programme, inputs)
            if message.get("final"):
                stopped = stopping and kept.plan_from(message["plan"]).stopped_early
                return _end(allocation, RunState.CANCELLED if stopped else RunState.FINISHED, **found)
            _note(allocation, **found, **latest)
        if time.monotonic() - beat >= BEAT_SECONDS:
            beat = time.monotonic()
            _note(allocation, **latest)
            if not stopping and Allocation.objects.filter(pk=allocation.pk, cancel_asked_at__isnull=False).exists():
                stopping = True
                child.stop()
        if time.monotonic() > until:
            return _end(allocation, RunState.FAILED, failure=Failure.OVERRAN)


PROGRESS = {"done", "doing", "memory_mb", "gap"}


def _kept(plan: Mapping[str, Any], programme: Programme, inputs: ProgrammeInputs) -> dict[str, Any]:
    placings = kept.plan_from(plan).placings
    marks = review_marks(programme, placings)
    return {"result": {"plan": dict(plan), "marks": marks}, "digest": inputs.digest}


def _note(allocation: Allocation, **changes: Any) -> None:
    if "memory_mb" in changes:
        changes["memory_mb"] = round(changes["memory_mb"])
    if "doing" in changes:
        changes["doing"] = str(changes["doing"])[:120]
    running = Allocation.objects.filter(
        pk=allocation.pk, state=RunState.RUNNING.value, started_at=allocation.started_at
    )
    if not running.update(heartbeat_at=clock.now(), **changes):
        raise Taken(allocation.ref)


def _end(allocation: Allocation, to: RunState, *, failure: Failure | None = None, **changes: Any) -> None:
    if to is RunState.FINISHED:
        changes["done"] = 1.0
    with transaction.atomic():
        running = Allocation.objects.filter(
            pk=allocation.pk, state=RunState.RUNNING.value, started_at=allocation.started_at
        )
        ended = running.update(
            state=to.value, finished_at=clock.now(), failure=failure.value if failure else "", **changes
        )
        if ended:
            audit.record(
                "matching.allocation_finished",
                allocation.ref,
                None,
                state=to.value,
                failure=failure.value if failure else None,
            )
