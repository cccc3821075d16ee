"""What the two of a pair write for each other: goals, what each will do, notes."""

from datetime import date

from django.db import transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.mentoring import rules
from lantern.mentoring.domain.pairs import ENDED, PairState
from lantern.mentoring.domain.refusals import NotYet
from lantern.mentoring.models import Action, Goal, Note, Pair
from lantern.mentoring.services.refusals import stands_in_the_audit


def working(pair: Pair, by: User) -> Pair:
    """The pair, held still: ended meanwhile, nothing is added to it. Raises Refused, NotYet."""
    rules.check_is_of(by, pair)
    found = Pair.objects.select_for_update().get(pk=pair.pk)
    if found.state != PairState.STANDING.value:
        raise NotYet(ENDED, "pair_ended", pair.ref)
    return found


@stands_in_the_audit
@transaction.atomic
def set_goal(*, pair: Pair, words: str, competency: str, by: User) -> Goal:
    goal = Goal(pair=working(pair, by), competency=competency, set_by=by)
    goal.words = words
    goal.save()
    audit.record("mentoring.goal_set", goal.ref, by, pair=pair.ref, competency=competency)
    return goal


@stands_in_the_audit
@transaction.atomic
def reach_goal(*, goal: Goal, version: int, by: User) -> None:
    working(goal.pair, by)
    _once(Goal, goal, version, reached_at=clock.now(), reached_by=by)
    audit.record("mentoring.goal_reached", goal.ref, by, pair=goal.pair.ref)


@stands_in_the_audit
@transaction.atomic
def set_action(*, pair: Pair, words: str, whose: str, due_on: date | None, by: User) -> Action:
    action = Action(pair=working(pair, by), whose=whose, due_on=due_on, set_by=by)
    action.words = words
    action.save()
    audit.record("mentoring.action_set", action.ref, by, pair=pair.ref, whose=whose)
    return action


@stands_in_the_audit
@transaction.atomic
def do_action(*, action: Action, version: int, by: User) -> None:
    working(action.pair, by)
    _once(Action, action, version, done_at=clock.now(), done_by=by)
    audit.record("mentoring.action_done", action.ref, by, pair=action.pair.ref)


@stands_in_the_audit
@transaction.atomic
def write_note(*, pair: Pair, words: str, by: User) -> Note:
    note = Note(pair=working(pair, by), written_by=by)
    note.words = words
    note.save()
    audit.record("mentoring.note_written", note.ref, by, pair=pair.ref)
    return note


def _once(model: type[Goal | Action], row: Goal | Action, version: int, **done: object) -> None:
    """Done once: again is a clear sentence, not a second date."""
    if next(iter(done.values())) and getattr(row, next(iter(done))) is not None:
        raise IllegalMove("This is done already.")
    if not model._default_manager.filter(pk=row.pk, version=version).update(version=version + 1, **done):
        raise OutOfDate("This")
