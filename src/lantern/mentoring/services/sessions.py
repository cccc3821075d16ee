"""Sessions of a pair: planned, held and paid for, or called off."""

from datetime import datetime

from django.db import transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import OutOfDate
from lantern.mentoring import rules
from lantern.mentoring.domain.pairs import SessionState, SessionWay, check_can_cancel, check_can_hold
from lantern.mentoring.models import MentoringSession, Pair
from lantern.mentoring.services.pairs import engagement_of, sides
from lantern.mentoring.services.refusals import stands_in_the_audit
from lantern.mentoring.services.shared import working
from lantern.remuneration.public import Kind, record_work


@stands_in_the_audit
@transaction.atomic
def plan_session(*, pair: Pair, starts: datetime, minutes: int, way: SessionWay, by: User) -> MentoringSession:
    """Raises Refused, NotYet where the pair ended meanwhile."""
    session = MentoringSession.objects.create(
        pair=working(pair, by), starts=starts, minutes=minutes, way=way.value, planned_by=by
    )
    audit.record("mentoring.session_planned", session.ref, by, pair=pair.ref)
    return session


@transaction.atomic
def cancel_session(*, session: MentoringSession, version: int, by: User) -> None:
    """Raises Refused, IllegalMove, OutOfDate."""
    rules.check_is_of(by, session.pair)
    check_can_cancel(SessionState(session.state))
    _write(session, version, state=SessionState.CANCELLED.value)
    audit.record("mentoring.session_cancelled", session.ref, by, pair=session.pair.ref)


@transaction.atomic
def hold_session(*, session: MentoringSession, version: int, minutes: int, hard_material: bool, by: User) -> None:
    """It was held, for so long: the time stands in both logs, for each to correct and claim.

    That of a pair ended since is written too, for a day before the end. Raises Refused, IllegalMove, OutOfDate.
    """
    rules.check_is_of(by, session.pair)
    check_can_hold(SessionState(session.state), session.starts, clock.now())
    _write(session, version, state=SessionState.HELD.value, minutes=minutes, hard_material=hard_material)
    began = clock.local(session.starts)
    for side, _expert in sides(session.pair):
        record_work(
            source_ref=engagement_of(session.pair, side),
            kind=Kind.MENTORING,
            done_on=began.date(),
            starts=began.time(),
            minutes=minutes,
            work_ref=session.ref,
            by=by,
        )
    audit.record("mentoring.session_held", session.ref, by, pair=session.pair.ref, minutes=minutes)


def _write(session: MentoringSession, version: int, **fields: object) -> None:
    seen = MentoringSession.objects.filter(pk=session.pk, version=version, state=SessionState.PLANNED.value)
    if not seen.update(version=version + 1, **fields):
        raise OutOfDate("This session")
