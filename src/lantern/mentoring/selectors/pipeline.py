"""The whole path of each cohort, for a coordinator."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from lantern.kit import clock
from lantern.mentoring.domain.applications import State
from lantern.mentoring.domain.pipeline import Walker
from lantern.mentoring.domain.words import Leaving, Stage
from lantern.mentoring.models import Application, Cohort, Mentee


@dataclass(frozen=True, slots=True)
class CohortPath:
    """One cohort: what became of its applications, and its mentees. `applications` counts by state."""

    cohort: Cohort
    applications: Counter[str]
    mentees: list[tuple[Mentee, Walker]]

    @property
    def walkers(self) -> list[Walker]:
        return [walker for _mentee, walker in self.mentees]

    def count(self, *states: State) -> int:
        return sum(self.applications[state.value] for state in states)


def paths() -> list[CohortPath]:
    """Every cohort, newest first, in a constant number of queries."""
    states: dict[int, Counter[str]] = {}
    for cohort, state in Application.objects.values_list("cohort", "state"):
        states.setdefault(cohort, Counter())[state] += 1
    mentees: dict[int, list[tuple[Mentee, Walker]]] = {}
    for one in Mentee.objects.select_related("expert").prefetch_related("moves"):
        mentees.setdefault(one.cohort_id, []).append((one, walker_of(one)))
    return [
        CohortPath(cohort, states.get(cohort.pk, Counter()), mentees.get(cohort.pk, []))
        for cohort in Cohort.objects.all()
    ]


def walker_of(mentee: Mentee) -> Walker:
    return Walker(
        stage=Stage(mentee.stage),
        since=mentee.stage_since,
        reached=frozenset(Stage(move.now) for move in mentee.moves.all()),
        joined=_day(mentee.joined_at),
        left=_day(mentee.left_at) if mentee.left_at else None,
    )


def reasons_for_leaving() -> list[Leaving]:
    """Of everyone who left, in no order that could be laid beside their names."""
    found = Mentee.objects.exclude(left_at=None).values_list("left_why", flat=True)
    return sorted(Leaving(why) for why in found)


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.LONDON).date()
