"""Seats to learn in: proposed, agreed to, begun and ended. What stands here is handed down to mentoring."""

from typing import Any

from django.db import IntegrityError, transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.mentoring.public import (
    Consent,
    Mentee,
    PlacementKind,
    close_placement,
    open_placement,
    placement_stands,
    stands_in_the_audit,
)
from lantern.reviews import rules
from lantern.reviews.domain.learning import FamilyTold, LearningState, Voice, check_move
from lantern.reviews.domain.lifecycle import Stage
from lantern.reviews.models import LearningSeat, Review, Seat
from lantern.reviews.selectors import grades_for

AGREED = {
    Voice.PARTNERSHIP: ("partnership_agreed_at", "partnership_agreed_by"),
    Voice.PANEL: ("panel_agreed_at", "panel_agreed_by"),
}


@transaction.atomic
def propose_learning_seat(*, review: Review, mentee: Mentee, kind: PlacementKind, by: User) -> LearningSeat:
    """Proposes that somebody learns in a review. Raises Refused, IllegalMove in a sentence."""
    rules.check_is_programme(by, review.ref)
    if not Stage(review.stage).open:
        raise IllegalMove("This review has ended, so nobody can learn in it any more.")
    if mentee.left_at is not None:
        raise IllegalMove("She has left the programme.")
    grade = grades_for(review).get(mentee.expert.ref)
    if grade is not None and grade.bars:
        raise IllegalMove("She is directly involved in this review, so she cannot learn in it.")
    if Seat.objects.filter(review=review, expert=mentee.expert, given_up_at=None).exists():
        raise IllegalMove("She sits on this panel already.")
    try:
        with transaction.atomic():
            made = LearningSeat.objects.create(review=review, mentee=mentee, kind=kind.value, proposed_by=by)
    except IntegrityError as problem:
        raise IllegalMove("Somebody learns in this review already. One at a time.") from problem
    audit.record("review.learning_proposed", review.ref, by, seat=made.ref, mentee=mentee.ref, kind=kind)
    return made


@transaction.atomic
def agree_learning_seat(*, seat: LearningSeat, version: int, voice: Voice, by: User) -> LearningSeat:
    """The partnership's or the panel's own yes. Raises Refused, IllegalMove, OutOfDate."""
    check_voice(by, seat, voice)
    at, who = AGREED[voice]
    _change(seat, version, LearningState.PROPOSED, **{at: clock.now(), who: by})
    audit.record("review.learning_agreed", seat.review.ref, by, seat=seat.ref, voice=voice)
    return seat


@transaction.atomic
def say_family_told(*, seat: LearningSeat, version: int, family: FamilyTold, by: User) -> LearningSeat:
    """Whether the family knows. Where that is no longer known while she learns there, it ends at once.

    Raises Refused, IllegalMove, OutOfDate.
    """
    rules.check_keeps_meetings(by, seat.review)
    if not LearningState(seat.state).live:
        raise IllegalMove("This seat has ended.")
    _change(seat, version, None, family=family.value, family_said_at=clock.now(), family_said_by=by)
    audit.record("review.learning_family_said", seat.review.ref, by, seat=seat.ref, family=family)
    if family is FamilyTold.UNKNOWN and seat.state == LearningState.BEGUN:
        _end(seat, seat.version, LearningState.BROKEN_OFF, by)
    return seat


@stands_in_the_audit
@transaction.atomic
def begin_learning_seat(*, seat: LearningSeat, version: int, by: User) -> LearningSeat:
    """Begins it, once everything is there. Raises Refused, OutOfDate, and NotYet with what is missing."""
    rules.check_keeps_meetings(by, seat.review)
    check_move(LearningState(seat.state), LearningState.BEGUN)
    _change(seat, version, LearningState.PROPOSED, state=LearningState.BEGUN.value, begun_at=clock.now(), begun_by=by)
    kind = PlacementKind(seat.kind)
    open_placement(mentee=seat.mentee, kind=kind, source_ref=seat.ref, consents=consents_of(seat), by=by)
    audit.record("review.learning_begun", seat.review.ref, by, seat=seat.ref)
    return seat


@transaction.atomic
def end_learning_seat(*, seat: LearningSeat, version: int, finished: bool, by: User) -> LearningSeat:
    """Ends it: done, or early. Raises Refused, IllegalMove, OutOfDate."""
    rules.check_keeps_meetings(by, seat.review)
    if finished and seat.state == LearningState.BEGUN and not placement_stands(seat.ref):
        raise IllegalMove("Her agreement has run out, or she has left, so this seat ends early and is not done.")
    return _end(seat, version, LearningState.FINISHED if finished else LearningState.BROKEN_OFF, by)


@transaction.atomic
def take_back_consent(*, seat: LearningSeat, version: int, voice: Voice, by: User) -> LearningSeat:
    """The partnership or the panel no longer agrees. It ends at once, and nobody asks why.

    Raises Refused, IllegalMove, OutOfDate.
    """
    check_voice(by, seat, voice)
    return _end(seat, version, LearningState.BROKEN_OFF, by)


@transaction.atomic
def leave_learning_seat(*, seat: LearningSeat, version: int, by: User) -> LearningSeat:
    """She herself ends it. Raises Refused, IllegalMove, OutOfDate."""
    rules.check_learns_here(by, seat)
    return _end(seat, version, LearningState.BROKEN_OFF, by)


@transaction.atomic
def end_lapsed_learning_seats() -> int:
    """Once a night: ends seats whose agreement has run out, whose mentee has left, or whose review is over.

    Answers how many.
    """
    count = 0
    live = [state.value for state in LearningState if state.live]
    for seat in LearningSeat.objects.filter(state__in=live).select_related("review", "mentee"):
        over = seat.mentee.left_at is not None or not Stage(seat.review.stage).open
        if over or (seat.state == LearningState.BEGUN and not placement_stands(seat.ref)):
            _end(seat, seat.version, LearningState.BROKEN_OFF, None)
            count += 1
    return count


def consents_of(seat: LearningSeat) -> frozenset[Consent]:
    """What has been agreed so far."""
    family = {FamilyTold.TOLD: Consent.FAMILY_INFORMED, FamilyTold.NOT_IN_TOUCH: Consent.NO_FAMILY_IN_TOUCH}
    found = {
        Consent.PARTNERSHIP if seat.partnership_agreed_at else None,
        Consent.PANEL if seat.panel_agreed_at else None,
        family.get(FamilyTold(seat.family)),
    }
    return frozenset(one for one in found if one is not None)


def check_voice(actor: User, seat: LearningSeat, voice: Voice) -> None:
    """The partnership's yes is its review lead's, the panel's is its chair's. Nobody says it for them."""
    if voice is Voice.PARTNERSHIP:
        rules.check_speaks_for_partnership(actor, seat.review)
    else:
        rules.check_chairs(actor, seat.review)


def _end(seat: LearningSeat, version: int, to: LearningState, by: User | None) -> LearningSeat:
    was = LearningState(seat.state)
    check_move(was, to)
    _change(seat, version, was, state=to.value, ended_at=clock.now(), ended_by=by)
    if was is LearningState.BEGUN and placement_is_open(seat):
        close_placement(source_ref=seat.ref, finished=to is LearningState.FINISHED, by=by)
    audit.record("review.learning_ended", seat.review.ref, by, seat=seat.ref, finished=to is LearningState.FINISHED)
    return seat


def placement_is_open(seat: LearningSeat) -> bool:
    """Leaving the programme ends her placements by itself."""
    return bool(seat.mentee.placements.filter(source_ref=seat.ref, ended_on=None).exists())


def _change(seat: LearningSeat, version: int, was: LearningState | None, /, **changes: Any) -> None:
    """Takes the next version from the version and, where it matters, the state that was seen."""
    seen = LearningSeat.objects.filter(pk=seat.pk, version=version)
    if was is not None:
        seen = seen.filter(state=was.value)
    if not seen.update(version=version + 1, **changes):
        raise OutOfDate("This seat")
    seat.refresh_from_db()
