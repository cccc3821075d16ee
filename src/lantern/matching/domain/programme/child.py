"""A process of its own that works out one plan: `python -m lantern.matching.domain.programme.child`.

It reads one line of JSON, {"instance" (JSON within it), "seconds", "seed",
"including", "memory_mb"}, and writes lines of JSON:
{"progress": {...}, "plan": {...} or absent} while it works, then {"plan": {...}} or {"failure": code}. Any further
line on its input, or the end of it, asks it to stop with the best so far: so it never outlives whoever started it.
"""

import contextlib
import json
import os
import signal
import sys
import threading
from collections.abc import Mapping
from typing import Any, TextIO

from lantern.matching.domain.programme import instance, kept
from lantern.matching.domain.programme.allocate import allocate
from lantern.matching.domain.programme.checker import Breach
from lantern.matching.domain.programme.model import Placing, Plan, Progress, Role
from lantern.matching.domain.programme.strict_json import NotAnInstance
from lantern.matching.domain.runs import Failure


def hold_to(memory_mb: int) -> None:
    """Refuses this process more address space than this; does nothing where the machine has no such limit."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # Unix only

        resource.setrlimit(resource.RLIMIT_AS, (memory_mb * 2**20, memory_mb * 2**20))


class Speaker:
    """Writes what there is to say, and a plan only when it is another one."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._said: Plan | None = None

    def say(self, **message: Any) -> None:
        with contextlib.suppress(BrokenPipeError):  # nobody listens any more: the end of the input says so too
            print(json.dumps(message), file=self._out, flush=True)

    def report(self, progress: Progress) -> None:
        said = {
            "done": progress.done,
            "doing": progress.doing,
            "seconds": progress.seconds,
            "memory_mb": progress.memory_mb,
            "gap": progress.gap,
        }
        if progress.best is not None and progress.best is not self._said:
            self._said = progress.best
            self.say(progress=said, plan=kept.plan_as(progress.best))
        else:
            self.say(progress=said)


def work(request: Mapping[str, Any], speaker: Speaker, stop: threading.Event) -> None:
    try:
        programme = instance.read(request["instance"])
        including = tuple(Placing(p["review"], p["expert"], Role(p["role"])) for p in request["including"])
    except (NotAnInstance, KeyError, TypeError, ValueError) as problem:
        speaker.say(failure=Failure.INPUT.value, why=str(problem)[:1000])
        return
    try:
        plan = allocate(
            programme,
            seconds=request["seconds"],
            seed=request["seed"],
            report=speaker.report,
            cancelled=stop.is_set,
            including=including,
        )
    except Breach:
        speaker.say(failure=Failure.BREACH.value)
        return
    except ValueError as problem:  # seats that are to be in it and cannot
        speaker.say(failure=Failure.IMPOSSIBLE.value, why=str(problem)[:1000])
        return
    speaker.say(plan=kept.plan_as(plan), final=True)


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group: whoever started this decides
    # A library that prints would speak into the middle of a message: its words go where errors go.
    speaker = Speaker(os.fdopen(os.dup(1), "w", encoding="utf-8"))
    os.dup2(2, 1)
    request = json.loads(sys.stdin.readline())
    hold_to(request["memory_mb"])
    stop = threading.Event()

    def listen() -> None:
        sys.stdin.readline()
        stop.set()

    try:
        threading.Thread(target=listen, daemon=True).start()
        work(request, speaker, stop)
    except MemoryError:
        speaker.say(failure=Failure.MEMORY.value)
    except RuntimeError as problem:
        if "thread" not in str(problem):  # no room for a thread is no room
            raise
        speaker.say(failure=Failure.MEMORY.value)
    sys.stdout.flush()
    os._exit(0)  # the listening thread holds the input: an ordinary end would wait for its lock


if __name__ == "__main__":
    main()
