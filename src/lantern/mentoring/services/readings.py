"""Reading applications blind, and deciding on them with words for everyone who applied."""

from collections.abc import Mapping

from django.db import transaction

from lantern.access.public import Refused
from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.mentoring import rules
from lantern.mentoring.domain.applications import CohortState, State, check_move
from lantern.mentoring.domain.readings import check_may_decide, check_may_read, check_place, check_scores
from lantern.mentoring.models import Application, Cohort, Reading
from lantern.mentoring.selectors.cohorts import readings_of
from lantern.mentoring.services.applications import mark_of, send_link


@transaction.atomic
def read_application(
    *, application: Application, version: int, conflict: bool, scores: Mapping[str, int], words: str, by: User
) -> Reading:
    """Keeps a reading, the first (`version` 0) or a changed one, until both are in. With a conflict nothing is scored.

    Raises Refused, IllegalMove, OutOfDate.
    """
    rules.check_reads(by, application)
    # The row is locked, so that two readings that come at once stand in a line and a third is too late.
    held = Application.objects.select_for_update().select_related("cohort").get(pk=application.pk)
    if held.state != State.SENT.value or held.cohort.state != CohortState.READING.value:
        raise IllegalMove("Applications are read between the end of the call and the decision.")
    if mark_of(by.email) == held.email_mark:
        raise Refused("own_application", "Nobody reads her own application.", held.ref)
    check_may_read(by.ref, readings_of(held))
    kept = held.readings.filter(reader=by).first()
    if version != (kept.version if kept else 0):
        raise OutOfDate("This reading")
    if not conflict:
        check_scores(scores, [one.code for one in held.cohort.asked])
    made = kept or Reading(application=held, reader=by, version=0)
    made.conflict, made.scores = conflict, {} if conflict else dict(scores)
    made.words = "" if conflict else words.strip()
    made.submitted_on = clock.today()
    made.version += 1
    made.save()
    audit.record("mentoring.application_scored", held.ref, by, conflict=conflict)
    return made


@transaction.atomic
def decide(*, application: Application, version: int, to: State, feedback: str, by: User) -> None:
    """Offers a place or says not this time, with words for her, and mails her link.

    Raises Refused, IllegalMove, OutOfDate.
    """
    rules.check_is_programme(by, application.ref)
    if to not in {State.OFFERED, State.NOT_NOW}:
        raise IllegalMove("Choose what you decide.")
    check_move(State(application.state), to)
    if not feedback.strip():
        raise IllegalMove("Everyone who applied gets words that help her. Write them.")
    # Two last places are not offered at once.
    cohort = Cohort.objects.select_for_update().get(pk=application.cohort_id)
    held = Application.objects.prefetch_related("readings__reader").get(pk=application.pk)
    check_may_decide(readings_of(held))
    if to is State.OFFERED:
        taken = cohort.applications.filter(state__in=[State.OFFERED.value, State.JOINED.value]).count()
        check_place(taken, cohort.places)
    application.feedback = feedback.strip()
    seen = Application.objects.filter(pk=application.pk, version=version, state=State.SENT.value)
    if not seen.update(
        state=to.value,
        feedback_sealed=application.feedback_sealed,
        decided_at=clock.now(),
        decided_by=by,
        version=version + 1,
    ):
        raise OutOfDate("This application")
    audit.record("mentoring.application_decided", application.ref, by, now=to.value)
    send_link(application)
