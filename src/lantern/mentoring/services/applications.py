"""An application, written by someone who has no account and holds the link that was mailed to her."""

import secrets

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac

from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.links import hash_of, new_token
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.mentoring.domain.applications import State, check_move
from lantern.mentoring.domain.calls import NAME, check_complete, check_length
from lantern.mentoring.models import Application, Cohort
from lantern.mentoring.selectors.cohorts import is_open
from lantern.register.public import Way, send_after_commit

UNSENT = "mentoring.mail_not_delivered"


def mark_of(email: str) -> str:
    """What an address is found by. It is kept only as this mark and sealed."""
    return salted_hmac("lantern.mentoring.applicant", email.strip().lower(), algorithm="sha256").hexdigest()


@transaction.atomic
def begin(*, cohort: Cohort, email: str) -> None:
    """Mails the link to a new application, or the same link again to whoever has one. The page answers both alike.

    Raises IllegalMove where the call is closed.
    """
    if not is_open(cohort):
        raise IllegalMove("This call is closed.")
    email = email.strip().lower()
    found = cohort.applications.filter(email_mark=mark_of(email)).exclude(state=State.WITHDRAWN.value).first()
    if found is None:
        token = new_token()
        found = Application(cohort=cohort, token_hash=hash_of(token), email_mark=mark_of(email))
        found.token, found.email = token, email
        try:
            with transaction.atomic():
                found.save()
        except IntegrityError:  # begun twice at once: the other's link is on its way
            return
        audit.record("mentoring.application_begun", found.ref, None, cohort=cohort.ref)
    send_link(found)


def send_link(application: Application) -> None:
    """The same neutral message whatever there is to read behind the link."""
    address = str(settings.SITE_ADDRESS) + reverse("mentoring:apply", kwargs={"token": application.token})
    text = (
        "There is something for you in Lantern. This link is yours alone. "
        f"Please do not forward it.\n\n{address}\n\nIf you did not ask for this, you can ignore it."
    )
    send_after_commit(Way(application.email, text), application.ref, failed=UNSENT)


@transaction.atomic
def save_answer(*, application: Application, version: int, code: str, text: str) -> None:
    """Keeps one answer, or her name. Raises IllegalMove after it was sent, OutOfDate."""
    if application.state != State.DRAFT.value:
        raise IllegalMove("You have sent this application, so it stays as it is.")
    if not is_open(application.cohort):
        raise IllegalMove("The call is closed, so nothing can be changed any more.")
    if code == NAME:
        application.name = text.strip()
    else:
        asked = {one.code: one for one in application.cohort.asked}
        if code not in asked:
            raise IllegalMove("That is not one of the questions.")
        check_length(asked[code], text)
        application.said = {**application.said, code: text.strip()}
    _keep(
        application,
        version,
        State.DRAFT,
        name_sealed=application.name_sealed,
        answers_sealed=application.answers_sealed,
    )


@transaction.atomic
def send(*, application: Application, version: int) -> None:
    """Raises IllegalMove where it is not complete or the call is closed, OutOfDate."""
    check_move(State(application.state), State.SENT)
    if not is_open(application.cohort):
        raise IllegalMove("The call is closed, so applications cannot be sent any more.")
    check_complete(application.cohort.asked, application.name, application.said)
    _keep(application, version, State.DRAFT, state=State.SENT.value, sent_on=clock.today())
    audit.record("mentoring.application_sent", application.ref, None, cohort=application.cohort.ref)
    send_link(application)


@transaction.atomic
def withdraw(*, application: Application, version: int) -> None:
    """Takes it back: every word of hers goes, and so does the link. Raises IllegalMove, OutOfDate."""
    was = State(application.state)
    check_move(was, State.WITHDRAWN)
    _keep(
        application,
        version,
        was,
        state=State.WITHDRAWN.value,
        name_sealed="",
        email_sealed="",
        answers_sealed="",
        token_sealed="",
        email_mark=secrets.token_hex(32),
        token_hash=secrets.token_hex(32),
        feedback_sealed="",
    )
    application.readings.all().delete()
    audit.record("mentoring.application_withdrawn", application.ref, None, was=was.value)


def _keep(application: Application, version: int, was: State, **fields: object) -> None:
    seen = Application.objects.filter(pk=application.pk, version=version, state=was.value)
    if not seen.update(**fields, version=version + 1):
        raise OutOfDate("This application")
