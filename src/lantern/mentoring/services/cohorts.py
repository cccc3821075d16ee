"""Cohorts and their readers, by the programme."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.mentoring import rules
from lantern.mentoring.domain.applications import CohortState, State, check_cohort_move
from lantern.mentoring.domain.calls import Question
from lantern.mentoring.models import Application, Cohort, Reading
from lantern.mentoring.selectors.cohorts import possible_readers


@transaction.atomic
def add_cohort(
    *,
    name: str,
    call: str,
    questions: Sequence[Question],
    opens_on: date,
    closes_on: date,
    places: int,
    edition: str,
    by: User,
) -> Cohort:
    """A draft, which nobody outside sees yet. Raises Refused, IllegalMove."""
    rules.check_is_programme(by)
    _check_days(opens_on, closes_on)
    made = Cohort.objects.create(
        name=name,
        call=call,
        questions=[one.as_kept() for one in questions],
        opens_on=opens_on,
        closes_on=closes_on,
        places=places,
        edition=edition,
        added_by=by,
    )
    audit.record("mentoring.cohort_added", made.ref, by, places=places)
    return made


@transaction.atomic
def change_cohort(
    *,
    cohort: Cohort,
    version: int,
    name: str,
    call: str,
    questions: Sequence[Question],
    opens_on: date,
    closes_on: date,
    places: int,
    by: User,
) -> None:
    """Changes a cohort. What is asked stays as it is once the call is open. Raises Refused, IllegalMove, OutOfDate."""
    rules.check_is_programme(by, cohort.ref)
    _check_days(opens_on, closes_on)
    kept = [one.as_kept() for one in questions]
    if kept != cohort.questions and cohort.state != CohortState.DRAFT.value:
        raise IllegalMove("People are answering these questions, so they stay as they are.")
    if cohort.state == CohortState.ENDED.value:
        raise IllegalMove("This cohort has ended, so it stays as it is.")
    _change(
        cohort,
        version,
        name=name,
        call=call,
        questions=kept,
        opens_on=opens_on,
        closes_on=closes_on,
        places=places,
    )
    audit.record("mentoring.cohort_changed", cohort.ref, by, places=places)


@transaction.atomic
def move_cohort(*, cohort: Cohort, version: int, to: CohortState, by: User) -> None:
    """Opens, closes, begins or ends it. Before it begins, everyone who applied has been answered.

    What was never sent goes when the cohort begins or ends. Raises Refused, IllegalMove, OutOfDate.
    """
    rules.check_is_programme(by, cohort.ref)
    check_cohort_move(CohortState(cohort.state), to)
    if to is CohortState.OPEN and not cohort.questions:
        raise IllegalMove("Write the questions before you open the call.")
    if to in {CohortState.RUNNING, CohortState.ENDED}:
        if cohort.applications.filter(state=State.SENT.value).exists():
            raise IllegalMove("Someone who applied has had no answer yet. Decide on every application first.")
        _forget_drafts(cohort)
    _change(cohort, version, state=to.value)
    audit.record("mentoring.cohort_moved", cohort.ref, by, was=cohort.state, now=to.value)


@transaction.atomic
def name_readers(*, cohort: Cohort, version: int, readers: Iterable[User], by: User) -> None:
    """Who reads the applications. Someone who has read one stays. Raises Refused, IllegalMove, OutOfDate."""
    rules.check_is_programme(by, cohort.ref)
    chosen = set(readers)
    if not chosen <= set(possible_readers()):
        raise IllegalMove("Choose readers among the coordinators and mentors.")
    read = set(Reading.objects.filter(application__cohort=cohort, conflict=False).values_list("reader", flat=True))
    if read - {one.pk for one in chosen}:
        raise IllegalMove("Someone you took away has read an application already, so she stays a reader.")
    if not Cohort.objects.filter(pk=cohort.pk, version=version).update(version=version + 1):
        raise OutOfDate("This cohort")
    cohort.readers.set(chosen)
    audit.record("mentoring.readers_named", cohort.ref, by, readers=len(chosen))


def _forget_drafts(cohort: Cohort) -> None:
    Application.objects.filter(cohort=cohort, state=State.DRAFT.value).delete()


def _check_days(opens_on: date, closes_on: date) -> None:
    if closes_on < opens_on:
        raise IllegalMove("The call closes before it opens. Change one of the days.")


def _change(cohort: Cohort, version: int, **fields: object) -> None:
    seen = Cohort.objects.filter(pk=cohort.pk, version=version, state=cohort.state)
    if not seen.update(**fields, version=version + 1):
        raise OutOfDate("This cohort")
