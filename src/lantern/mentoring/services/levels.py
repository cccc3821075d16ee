"""How far along she is: her own audit, and her mentor's view."""

from collections.abc import Mapping

from django.db import transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit.states import IllegalMove
from lantern.mentoring import rules
from lantern.mentoring.domain import framework
from lantern.mentoring.domain.refusals import NotYet
from lantern.mentoring.domain.words import Basis
from lantern.mentoring.models import Evidence, Level, Mentee
from lantern.mentoring.selectors.path import stated_of
from lantern.mentoring.services.refusals import stands_in_the_audit


def check_levels(mentee: Mentee, levels: Mapping[str, int]) -> None:
    """Raises IllegalMove for a competency that her framework has not, or a level that there is not."""
    if levels.keys() - framework.framework(mentee.cohort.edition).keys() or not set(levels.values()) <= {0, 1, 2, 3, 4}:
        raise IllegalMove("Choose levels from the list of your framework.")


def state(
    mentee: Mentee, levels: Mapping[str, int], basis: Basis, by: User, evidence: Evidence | None = None
) -> list[Level]:
    return Level.objects.bulk_create(
        Level(mentee=mentee, competency=code, level=level, basis=basis.value, evidence=evidence, stated_by=by)
        for code, level in levels.items()
    )


@transaction.atomic
def audit_skills(*, mentee: Mentee, levels: Mapping[str, int], by: User) -> None:
    """Keeps her own view where it is new. It is where she starts, and moves no stage. Raises Refused, IllegalMove."""
    rules.check_is_she(by, mentee)
    check_levels(mentee, levels)
    held = framework.own_view(stated_of(mentee))
    new = {code: level for code, level in levels.items() if held.get(code) != level}
    state(mentee, new, Basis.SELF, by)
    audit.record("mentoring.skills_audited", mentee.ref, by, changed=len(new))


@stands_in_the_audit
@transaction.atomic
def state_level(*, mentee: Mentee, competency: str, level: int, by: User) -> Level:
    """Her mentor's view of one competency. The latest word counts. Raises Refused, IllegalMove, NotYet."""
    rules.check_can_state(by, mentee)
    check_levels(mentee, {competency: level})
    if mentee.left_at is not None:
        raise NotYet("She has left, so nothing is added.", "left", mentee.ref)
    made = state(mentee, {competency: level}, Basis.MENTOR, by)[0]
    audit.record("mentoring.level_stated", mentee.ref, by, competency=competency, level=level)
    return made
