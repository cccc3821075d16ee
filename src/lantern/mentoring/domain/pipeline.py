"""The whole path of a cohort: how many reached each stage, who waits where and how long, and who left."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from lantern.mentoring.domain.words import Leaving, Stage

ORDER = tuple(Stage)


@dataclass(frozen=True, slots=True)
class Walker:
    """One mentee of a cohort. `reached` are the stages she has ever been in."""

    stage: Stage
    since: date
    reached: frozenset[Stage]
    joined: date
    left: date | None = None

    @property
    def on_the_way(self) -> bool:
        return self.left is None and self.stage is not Stage.INDEPENDENT


@dataclass(frozen=True, slots=True)
class StageFigures:
    """One stage of one cohort. `days` is the middle wait of those in it today, None where nobody waits."""

    stage: Stage
    reached: int
    here: int
    days: int | None
    longest: int | None
    left_here: int


def figures(walkers: Sequence[Walker], today: date) -> list[StageFigures]:
    """Each stage in order. Whoever left is counted where she was when she left, and waits no longer."""
    found = []
    for stage in ORDER:
        here = [one for one in walkers if one.stage is stage and one.left is None]
        waits = sorted((today - one.since).days for one in here if one.on_the_way)
        found.append(
            StageFigures(
                stage,
                reached=sum(_reached(one, stage) for one in walkers),
                here=len(here),
                days=median_low(waits) if waits else None,
                longest=waits[-1] if waits else None,
                left_here=sum(one.left is not None and one.stage is stage for one in walkers),
            )
        )
    return found


def _reached(one: Walker, stage: Stage) -> bool:
    """A later stage was reached through the earlier ones, since none is skipped."""
    furthest = max(ORDER.index(each) for each in {one.stage, *one.reached})
    return ORDER.index(stage) <= furthest


def longest_wait(walkers: Sequence[Walker], today: date) -> tuple[Stage, int] | None:
    """The stage in which somebody on the way has waited longest, and the days; None where nobody waits."""
    waits = [((today - one.since).days, one.stage) for one in walkers if one.on_the_way]
    if not waits:
        return None
    days, stage = max(waits, key=lambda pair: (pair[0], -ORDER.index(pair[1])))
    return stage, days


def why_left(reasons: Iterable[Leaving]) -> list[tuple[Leaving, int]]:
    """Reasons counted together and never beside a person: not said and preferred not to say first, each its own."""
    found = Counter(reasons)
    first = [Leaving.UNKNOWN, Leaving.DECLINED]
    rest = sorted((one for one in found if one not in first), key=lambda one: (-found[one], one.label))
    return [(one, found[one]) for one in (*first, *rest) if found[one]]


def finding(walkers: Sequence[Walker]) -> str:
    """The page's one sentence."""
    if not walkers:
        return "Nobody is on the way yet"
    chairs = sum(one.stage is Stage.INDEPENDENT for one in walkers)
    on = sum(one.on_the_way for one in walkers)
    left = sum(one.left is not None for one in walkers)
    said = f"Of {len(walkers)} who joined, {chairs} {'is' if chairs == 1 else 'are'} independent, {on} on the way"
    return f"{said}, {left} left" if left else said
