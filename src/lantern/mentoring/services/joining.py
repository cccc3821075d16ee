"""From an offered place to a path: her record in the register, and a way to sign in."""

from django.db import transaction

from lantern.access.public import Role
from lantern.accounts.public import User, account_of, invite
from lantern.audit import public as audit
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.mentoring import rules
from lantern.mentoring.domain.applications import State, check_move
from lantern.mentoring.models import Application, Mentee
from lantern.mentoring.services.applications import mark_of, send_link
from lantern.mentoring.services.path import join
from lantern.register.public import Agency, Expert, add_expert, connect_sign_in


@transaction.atomic
def join_applicant(
    *, application: Application, version: int, expert: Expert | None, agency: Agency | None, by: User
) -> Mentee:
    """Makes her a mentee: with her record in the register, or a new one; without an account she is invited to make one.

    Raises Refused, IllegalMove, OutOfDate.
    """
    rules.check_is_programme(by, application.ref)
    check_move(State(application.state), State.JOINED)
    user = account_of(application.email)
    expert = expert or (Expert.objects.filter(user=user).first() if user else None)
    if expert is not None and user is not None and expert.user_id not in (None, user.pk):
        raise IllegalMove("That record has another sign-in than the address she applied from. Choose hers.")
    if expert is None:
        expert = add_expert(name=application.name, agency=agency, by=by)
    if user is not None and expert.user_id is None:
        connect_sign_in(expert=expert, user=user, by=by)
        expert.refresh_from_db()
    seen = Application.objects.filter(pk=application.pk, version=version, state=State.OFFERED.value)
    if not seen.update(state=State.JOINED.value, expert=expert, version=version + 1):
        raise OutOfDate("This application")
    made = join(expert=expert, cohort=application.cohort, by=by)
    audit.record("mentoring.application_joined", application.ref, by, mentee=made.ref)
    if expert.user_id is None:
        invite(email=application.email, name=application.name, role=Role.MENTEE.value, by=by)
    else:
        send_link(application)
    return made


@transaction.atomic
def connect_account(user: User) -> None:
    """Gives a new account its record in the register, where the address is that of someone who joined."""
    joined = Application.objects.filter(
        state=State.JOINED.value, email_mark=mark_of(user.email), expert__user=None, expert__isnull=False
    )
    for application in joined.select_related("expert"):
        assert application.expert is not None  # noqa: S101 - for the types
        connect_sign_in(expert=application.expert, user=user, by=user)
        return
