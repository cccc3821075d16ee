"""Handing the time of those who came down to be paid: once each, to whom they said, when those who run it said so.

A code in a room is not enough: what someone says of herself is handed down when those who run the session save it.
"""

from datetime import date

from django.db import transaction

from lantern.access.public import Refused, Role
from lantern.accounts.public import User, people_with
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.register.public import Agency, Expert
from lantern.remuneration.public import (
    Kind,
    PayeeKind,
    SourceKind,
    close_engagement,
    correct_work,
    open_engagement,
    payer_of_programme,
    record_work,
    recorded_work,
)
from lantern.workshops import rules
from lantern.workshops.domain.sessions import Honorarium
from lantern.workshops.models import Session, SignUp
from lantern.workshops.selectors.honoraria import payable, work_ref
from lantern.workshops.services.places import locked


@transaction.atomic
def settle_honoraria(*, session: Session, by: User) -> int:
    """Hands down the time of everyone who came and whose payee is known. Answers how many were handed down anew.

    Again is harmless: a person's time in a session is recorded once for ever, and later only put right. Someone in the
    register who signed up twice is paid once.
    """
    rules.check_can_run(by, session)
    session = locked(session)  # two who save at once stand in a line
    if not session.honorarium:
        return 0
    came = list(SignUp.objects.filter(session=session).exclude(presence="").select_related("agency", "expert__agency"))
    recorded = recorded_work([work_ref(one) for one in came])
    paid = {one.expert_id for one in came if one.expert_id and work_ref(one) in recorded}
    new = 0
    for one in came:
        one.session = session
        minutes = one.minutes_counted if one.honorarium != Honorarium.NONE else 0
        if work_ref(one) in recorded:
            correct_work(work_ref=work_ref(one), minutes=minutes, by=by)
        elif minutes and payable(one) and one.expert_id not in paid:
            _hand_down(one, minutes, by)
            new += 1
            if one.expert_id:
                paid.add(one.expert_id)
    return new


def _hand_down(one: SignUp, minutes: int, by: User) -> None:
    """One piece of work a session for each agency, or each person: the agency's people stand in it as hours only."""
    session, paid_herself = one.session, one.honorarium == Honorarium.PERSON
    agency = None if one.expert is not None and paid_herself else one.agency
    whose = one.expert.ref if one.expert is not None else agency.ref if agency is not None else ""
    day: date = session.starts.astimezone(clock.LONDON).date()
    source = f"workshop/{session.ref}/{whose}"
    open_engagement(
        source_ref=source,
        source_kind=SourceKind.WORKSHOP,
        expert=one.expert,
        agency=agency,
        payee_kind=PayeeKind.PERSON if paid_herself else None,
        payer=payer_of_programme(),
        on=day,
        by=by,
    )
    made = record_work(
        source_ref=source, kind=Kind.WORKSHOP, done_on=day, minutes=minutes, work_ref=work_ref(one), by=by
    )
    assert made is not None  # noqa: S101 - opened above, on that day
    close_engagement(source_ref=source, on=day, by=by)
    audit.record("workshops.honorarium_handed_down", one.ref, by, session=session.ref, minutes=minutes)


@transaction.atomic
def say_honorarium(
    *,
    sign_up: SignUp,
    version: int,
    honorarium: Honorarium,
    by: User,
    agency: Agency | None = None,
    expert: Expert | None = None,
) -> SignUp:
    """Says who is paid for someone who came, or that she wants nothing; then hands it down.

    Raises Refused for anyone but a coordinator, and for what would be paid to her; IllegalMove where it was handed down
    already; OutOfDate.
    """
    rules.check_is_programme(by, sign_up.ref)
    _check_not_own(by, sign_up, agency, expert)
    if honorarium is Honorarium.AGENCY and agency is None:
        raise IllegalMove("Choose the agency that is paid.")
    if honorarium is Honorarium.PERSON and expert is None:
        raise IllegalMove("Choose the person in the register. Someone who is not there is added first.")
    session = locked(sign_up.session)
    if work_ref(sign_up) in recorded_work([work_ref(sign_up)]):
        raise IllegalMove("Her time is handed down already. Whoever is paid for it can put it right in their hours.")
    seen = SignUp.objects.filter(pk=sign_up.pk, version=version)
    changes = {"honorarium": honorarium.value, "agency": agency or sign_up.agency, "expert": expert or sign_up.expert}
    if not seen.update(version=version + 1, **changes):
        raise OutOfDate("This honorarium")
    sign_up.refresh_from_db()
    audit.record("workshops.honorarium_said", sign_up.ref, by, session=session.ref, honorarium=honorarium)
    settle_honoraria(session=session, by=by)
    return sign_up


def _check_not_own(by: User, sign_up: SignUp, agency: Agency | None, expert: Expert | None) -> None:
    """Nobody says that they themselves, or an agency they belong to, are paid."""
    own = {one.user_id for one in (expert, sign_up.expert) if one is not None and one.user_id}
    if agency is not None:
        own |= {lead.pk for lead in people_with(Role.AGENCY_LEAD, agency.ref)}
        own |= set(Expert.objects.filter(agency=agency, user__isnull=False).values_list("user", flat=True))
    if by.pk in own:
        raise Refused(
            "own_money", "This would be paid to you or your agency. Another coordinator says it.", sign_up.ref
        )
