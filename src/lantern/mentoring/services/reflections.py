"""What a mentee writes for herself alone."""

from django.db import transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit.states import OutOfDate
from lantern.mentoring import rules
from lantern.mentoring.models import Mentee, Reflection


@transaction.atomic
def write_reflection(*, mentee: Mentee, words: str, by: User) -> Reflection:
    """Raises Refused."""
    rules.check_is_she(by, mentee)
    reflection = Reflection(mentee=mentee, written_by=by)
    reflection.words = words
    reflection.save()
    audit.record("mentoring.reflection_written", reflection.ref, by)
    return reflection


@transaction.atomic
def rewrite_reflection(*, reflection: Reflection, version: int, words: str, by: User) -> None:
    """Raises Refused, OutOfDate."""
    rules.check_wrote(by, reflection)
    reflection.words = words
    written = Reflection.objects.filter(pk=reflection.pk, version=version)
    if not written.update(words_sealed=reflection.words_sealed, version=version + 1):
        raise OutOfDate("This reflection")
    audit.record("mentoring.reflection_rewritten", reflection.ref, by)


@transaction.atomic
def delete_reflection(*, reflection: Reflection, version: int, by: User) -> None:
    """Raises Refused, OutOfDate."""
    rules.check_wrote(by, reflection)
    if not Reflection.objects.filter(pk=reflection.pk, version=version).delete()[0]:
        raise OutOfDate("This reflection")
    audit.record("mentoring.reflection_deleted", reflection.ref, by)
