"""Cohorts and applications, for those who may see them: coordinators, and the readers a coordinator named."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from lantern.access.public import Hidden, Role
from lantern.accounts.public import User, has_role, people_with
from lantern.kit import clock
from lantern.kit.links import hash_of
from lantern.mentoring.domain.applications import CohortState, State
from lantern.mentoring.domain.calls import takes_applications
from lantern.mentoring.domain.readings import Standing, both_in, standing_of
from lantern.mentoring.models import Application, Cohort, Reading

# A draft is hers alone, and so are words taken back.
READABLE = [state.value for state in State if state not in {State.DRAFT, State.WITHDRAWN}]


def cohorts_visible_to(user: User) -> QuerySet[Cohort]:
    """All of them for a coordinator; for anyone else, those she was named a reader of."""
    found = Cohort.objects.all()
    return found if has_role(user, Role.COORDINATOR) else found.filter(readers=user.pk)


def cohort_for(user: User, ref: str) -> Cohort:
    """Raises Hidden."""
    found = cohorts_visible_to(user).filter(ref=ref).first()
    if found is None:
        raise Hidden(ref[:40])
    return found


def applications_of(cohort: Cohort) -> list[Application]:
    """Those that were sent, with their readings, in two queries."""
    found = cohort.applications.filter(state__in=READABLE).prefetch_related("readings__reader")
    return list(found)


def application_for(user: User, ref: str) -> Application:
    """An application that was sent, for a coordinator or a reader of its cohort. Raises Hidden."""
    found = (
        Application.objects.filter(ref=ref, state__in=READABLE, cohort__in=cohorts_visible_to(user))
        .select_related("cohort", "decided_by", "expert")
        .prefetch_related("readings__reader")
        .first()
    )
    if found is None:
        raise Hidden(ref[:40])
    return found


def application_to_read(user: User, ref: str) -> Application:
    """As `application_for`, for its readers alone: a coordinator who is not one reads no further than anyone."""
    found = application_for(user, ref)
    if not found.cohort.readers.filter(pk=user.pk).exists():
        raise Hidden(ref[:40])
    return found


def own_reading(user: User, application: Application) -> Reading | None:
    return next((one for one in application.readings.all() if one.reader_id == user.pk), None)


def possible_readers() -> list[User]:
    """Whom a coordinator can name: coordinators and mentors."""
    found = {user.pk: user for role in (Role.COORDINATOR, Role.MENTOR) for user in people_with(role)}
    return sorted(found.values(), key=lambda user: (user.name, user.ref))


def open_call(ref: str) -> Cohort:
    """A cohort whose call the public may see: from its opening until it has ended. Raises Hidden."""
    found = Cohort.objects.filter(ref=ref).exclude(state=CohortState.DRAFT.value).first()
    if found is None or clock.today() < found.opens_on:
        raise Hidden(ref[:40])
    return found


def is_open(cohort: Cohort) -> bool:
    return takes_applications(CohortState(cohort.state), cohort.opens_on, cohort.closes_on, clock.today())


def application_by_link(token: str) -> Application:
    """The application behind a personal link. Raises Hidden, also once it was taken back."""
    found = Application.objects.filter(token_hash=hash_of(token)).select_related("cohort").first()
    if found is None or found.state == State.WITHDRAWN.value:
        raise Hidden("application")
    return found


def waiting_to_read(user: User) -> list[Application]:
    """Applications that this reader has still to read, oldest first."""
    return [
        one
        for one in _being_read(Q(cohort__readers=user.pk))
        if standing_of(user.ref, readings_of(one)) is Standing.TO_READ
    ]


def waiting_to_decide() -> list[Application]:
    return [one for one in _being_read(Q()) if both_in(readings_of(one))]


def waiting_to_join() -> list[Application]:
    return list(Application.objects.filter(state=State.OFFERED.value).select_related("cohort"))


def readings_of(application: Application) -> list[Any]:
    return [one.as_read for one in application.readings.all()]


def _being_read(which: Q) -> Iterable[Application]:
    sent = Application.objects.filter(which, state=State.SENT.value, cohort__state=CohortState.READING.value)
    return sent.select_related("cohort").prefetch_related("readings__reader")


def sent_in(cohorts: Iterable[Cohort]) -> dict[int, int]:
    """How many applications each of these cohorts has, drafts and those taken back left out."""
    sent = Application.objects.filter(cohort__in=list(cohorts), state__in=READABLE)
    return dict(sent.values_list("cohort").annotate(count=Count("pk")).order_by())
