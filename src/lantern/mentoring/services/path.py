"""Joining, moving from stage to stage, leaving and coming back."""

from datetime import date

from django.db import IntegrityError, transaction

from lantern.access.public import Role
from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.mentoring import rules
from lantern.mentoring.domain import stages
from lantern.mentoring.domain.evidence import AGREEMENT_MOST_YEARS, years_after
from lantern.mentoring.domain.refusals import NotYet
from lantern.mentoring.domain.stages import Demand
from lantern.mentoring.domain.words import Leaving, Stage
from lantern.mentoring.models import Agreement, Cohort, Mentee, StageMove
from lantern.mentoring.selectors.path import facts_of
from lantern.mentoring.services.pairs import end_pairs_of
from lantern.mentoring.services.refusals import stands_in_the_audit
from lantern.mentoring.services.roles import give_role
from lantern.register.public import Expert


def in_words(missing: list[Demand]) -> str:
    return "; ".join(one.words for one in missing)


def locked(mentee: Mentee) -> Mentee:
    """The mentee as she is now, held until the end of the transaction."""
    found = Mentee.objects.select_for_update(of=("self",)).select_related("expert__user", "cohort")
    return found.get(pk=mentee.pk)


def changed(mentee: Mentee, version: int, **values: object) -> None:
    """Writes to the mentee that was seen. Raises OutOfDate."""
    if not Mentee.objects.filter(pk=mentee.pk, version=version).update(version=version + 1, **values):
        raise OutOfDate("Her path")
    mentee.refresh_from_db()


@transaction.atomic
def join(*, expert: Expert, cohort: Cohort, by: User) -> Mentee:
    """Begins someone's path; with an account she becomes a mentee there too. Raises Refused, IllegalMove."""
    rules.check_is_programme(by, expert.ref)
    try:
        with transaction.atomic():
            made = Mentee.objects.create(expert=expert, cohort=cohort, joined_by=by)
    except IntegrityError as problem:
        raise IllegalMove("She has a path already. If she left, she can come back to it.") from problem
    give_role(expert.user, Role.MENTEE, by)
    audit.record("mentoring.joined", made.ref, by, cohort=cohort.ref, expert=expert.ref)
    return made


@stands_in_the_audit
@transaction.atomic
def sign_agreement(*, mentee: Mentee, signed_on: date, expires_on: date, by: User) -> Agreement:
    """Records a confidentiality agreement. Raises Refused, NotYet where it would not count."""
    rules.check_can_steer(by, mentee)
    today = clock.today()
    if expires_on < today:
        raise NotYet("This agreement has expired, so it would not count. Ask her for a new one.", "expired", mentee.ref)
    if signed_on > today:
        raise NotYet("Enter the day on which she signed, not one to come.", "not_signed_yet", mentee.ref)
    if expires_on > years_after(signed_on, AGREEMENT_MOST_YEARS):
        raise NotYet(f"An agreement lasts {AGREEMENT_MOST_YEARS} years at most.", "too_long", mentee.ref)
    made = Agreement.objects.create(mentee=mentee, signed_on=signed_on, expires_on=expires_on, recorded_by=by)
    audit.record("mentoring.agreement_recorded", mentee.ref, by, agreement=made.ref)
    return made


@stands_in_the_audit
@transaction.atomic
def move_stage(*, mentee: Mentee, to: Stage, version: int, by: User) -> Mentee:
    """Takes her to the next stage. Raises Refused, OutOfDate, NotYet with what is missing."""
    rules.check_can_steer(by, mentee)
    mentee = locked(mentee)
    missing = stages.may_move(Stage(mentee.stage), to, facts_of(mentee))
    if missing:
        first = missing[0].code
        raise NotYet(f"She cannot go on to “{to.label}” yet. Missing: {in_words(missing)}.", first, mentee.ref)
    enter(mentee, to, version, by)
    return mentee


def enter(mentee: Mentee, to: Stage, version: int, by: User) -> None:
    """Writes the move, whatever it demands: the caller has asked."""
    was = mentee.stage
    changed(mentee, version, stage=to.value, stage_since=clock.today())
    StageMove.objects.create(mentee=mentee, was=was, now=to.value, moved_by=by)
    audit.record("mentoring.stage_moved", mentee.ref, by, was=was, now=to.value)


@stands_in_the_audit
@transaction.atomic
def leave(*, mentee: Mentee, version: int, by: User, why: Leaving = Leaving.UNKNOWN) -> Mentee:
    """Ends her part in the programme, from any stage; a seat to learn in ends with it. Why is hers to say or not."""
    rules.check_can_leave(by, mentee)
    if mentee.left_at is not None:
        raise NotYet("She has left already.", "left", mentee.ref)
    changed(mentee, version, left_at=clock.now(), left_by=by, left_why=why.value)
    mentee.placements.filter(ended_on=None).update(ended_on=clock.today())
    end_pairs_of(mentee, by)
    audit.record("mentoring.left", mentee.ref, by, said=why is not Leaving.UNKNOWN)
    return mentee


@stands_in_the_audit
@transaction.atomic
def come_back(*, mentee: Mentee, version: int, by: User) -> Mentee:
    """Takes up her path where she left it. What has expired meanwhile no longer counts."""
    rules.check_can_steer(by, mentee)
    if mentee.left_at is None:
        raise NotYet("She has not left.", "here", mentee.ref)
    changed(mentee, version, left_at=None, left_by=None, left_why=Leaving.UNKNOWN.value)
    give_role(mentee.expert.user, Role.MENTEE, by)
    audit.record("mentoring.came_back", mentee.ref, by)
    return mentee
