"""Saying what was done about a barrier, and correcting it."""

from typing import Any

from django.db import transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.insight import rules
from lantern.insight.models import Answer
from lantern.kit import clock
from lantern.kit.states import OutOfDate

STATED = ("barrier", "done", "done_on", "done_by", "audience")


@transaction.atomic
def add_answer(*, by: User, **stated: Any) -> Answer:
    """Keeps what was done. `stated` holds each of STATED. Raises Refused."""
    rules.check_is_programme(by)
    made = Answer.objects.create(added_by=by, **{name: stated[name] for name in STATED})
    audit.record("insight.answer_added", made.ref, by, barrier=made.barrier, audience=made.audience)
    return made


@transaction.atomic
def change_answer(*, answer: Answer, version: int, withdrawn: bool, by: User, **stated: Any) -> Answer:
    """Corrects an answer, or takes it off the pages: its row stays. Raises Refused, OutOfDate."""
    rules.check_is_programme(by)
    now = clock.now()
    changes: dict[str, Any] = {name: stated[name] for name in STATED} | {"changed_at": now, "changed_by": by}
    if withdrawn != (answer.withdrawn_at is not None):
        changes |= {"withdrawn_at": now if withdrawn else None, "withdrawn_by": by if withdrawn else None}
    if not Answer.objects.filter(pk=answer.pk, version=version).update(version=version + 1, **changes):
        raise OutOfDate("This answer")
    answer.refresh_from_db()
    audit.record(
        "insight.answer_changed",
        answer.ref,
        by,
        barrier=answer.barrier,
        audience=answer.audience,
        withdrawn=withdrawn,
    )
    return answer
