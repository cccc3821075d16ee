"""The life of one allocation that is worked out outside the web process, as a table of moves."""

from datetime import datetime, timedelta
from enum import StrEnum

from lantern.kit.states import IllegalMove

# After so long without a sign of life whoever worked on it is taken to be gone: it gives one every two seconds.
GONE_AFTER = timedelta(seconds=30)
# After so long nobody has begun: the page says that the worker may not be running.
LONG_WAIT = timedelta(seconds=15)


class RunKind(StrEnum):
    PROGRAMME = "programme"
    WHAT_IF = "what_if"
    REPAIR = "repair"

    @property
    def label(self) -> str:
        return {
            RunKind.PROGRAMME: "The whole programme",
            RunKind.WHAT_IF: "What if",
            RunKind.REPAIR: "After a no",
        }[self]


class RunState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"  # stopped by a person; the best plan so far, where there was one, is kept
    FAILED = "failed"  # likewise

    @property
    def label(self) -> str:
        return {
            RunState.WAITING: "Waiting to begin",
            RunState.RUNNING: "Being worked out",
            RunState.FINISHED: "Finished",
            RunState.CANCELLED: "Stopped",
            RunState.FAILED: "Could not be finished",
        }[self]

    @property
    def live(self) -> bool:
        return self in {RunState.WAITING, RunState.RUNNING}


NEXT_STATE: dict[RunState, frozenset[RunState]] = {
    RunState.WAITING: frozenset({RunState.RUNNING, RunState.CANCELLED}),
    RunState.RUNNING: frozenset({RunState.FINISHED, RunState.CANCELLED, RunState.FAILED}),
    RunState.FINISHED: frozenset(),
    RunState.CANCELLED: frozenset(),
    RunState.FAILED: frozenset({RunState.WAITING}),  # started again
}


def check_move(now: RunState, to: RunState) -> None:
    """Raises IllegalMove unless the table allows it."""
    if to not in NEXT_STATE[now]:
        raise IllegalMove(f"This plan is “{now.label.lower()}”, so it cannot become “{to.label.lower()}”.")


class Failure(StrEnum):
    """Why a plan could not be finished. Each has a sentence for the coordinator."""

    MEMORY = "memory"
    KILLED = "killed"
    CRASHED = "crashed"
    OVERRAN = "overran"
    GONE = "gone"
    BREACH = "breach"
    INPUT = "input"
    IMPOSSIBLE = "impossible"
    MISSING = "missing"

    @property
    def sentence(self) -> str:
        return {
            Failure.MEMORY: "There was not enough memory to work it out. Nothing was changed. Whoever runs Lantern for "
            "you can allow it more.",
            Failure.KILLED: "The work was stopped from outside, perhaps because the machine ran short of memory. "
            "Nothing was changed. You can start it again.",
            Failure.CRASHED: "The work broke off because of a fault in Lantern. Nothing was changed. Tell whoever runs "
            "Lantern for you.",
            Failure.OVERRAN: "The work took far longer than it was given, so it was stopped. Nothing was changed. You "
            "can start it again.",
            Failure.GONE: "Whatever was working on it stopped answering, for example because the machine was "
            "restarted. Nothing was changed. You can start it again.",
            Failure.BREACH: "The plan that was found did not pass its own check, so it is not shown. Nothing was "
            "changed. Tell whoever runs Lantern for you.",
            Failure.INPUT: "What the programme holds could not be read as a whole. Nothing was changed. Tell whoever "
            "runs Lantern for you.",
            Failure.IMPOSSIBLE: "No plan can hold what was asked for: a rule, a limit or somebody's own word stands "
            "against it. Nothing was changed.",
            Failure.MISSING: "What was to be different is no longer in the programme. Look at it as it is now, and ask "
            "again.",
        }[self]


def is_gone(state: RunState, heartbeat: datetime | None, now: datetime) -> bool:
    """Whether something that is said to be worked out has given no sign of life for too long."""
    return state is RunState.RUNNING and (heartbeat is None or now - heartbeat > GONE_AFTER)


def waits_long(state: RunState, asked: datetime, now: datetime) -> bool:
    """Whether nobody has begun for so long that the worker is probably not running."""
    return state is RunState.WAITING and now - asked > LONG_WAIT
