"""A mentee's path, as far as each person may see it, and what is known of her on one day."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from lantern.access.public import Hidden, Role
from lantern.accounts.public import User, has_role, people_with
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.mentoring import rules
from lantern.mentoring.domain.evidence import Shown
from lantern.mentoring.domain.framework import Stated
from lantern.mentoring.domain.pairs import PairState
from lantern.mentoring.domain.stages import Capacity, Consent, Facts, Placed, Term
from lantern.mentoring.domain.words import Basis, EvidenceKind, PlacementKind, Stage
from lantern.mentoring.models import Evidence, Level, Mentee

# Expert's reference -> what she attended: an opaque reference, the day, the topics, minutes.
Attended = tuple[str, date, tuple[str, ...], int]
_attendance: list[Callable[[str], list[Attended]]] = []


def plug_attendance(source: Callable[[str], list[Attended]]) -> None:
    """Takes the function that tells which workshops an expert attended."""
    _attendance[:] = [source]


def attended(expert_ref: str) -> list[Attended]:
    return _attendance[0](expert_ref) if _attendance else []


def mentees_visible_to(user: Any) -> QuerySet[Mentee]:
    """Every mentee for a coordinator, herself for a mentee, those of her standing pairs for a mentor; else none."""
    found = Mentee.objects.select_related("expert__user", "expert__agency", "cohort")
    if has_role(user, Role.COORDINATOR):
        return found
    hers = Q(pk__in=())
    if has_role(user, Role.MENTEE):
        hers |= Q(expert__user=user)
    if has_role(user, Role.MENTOR):
        hers |= Q(pairs__state=PairState.STANDING.value, pairs__mentor__expert__user=user)
    return found.filter(hers).distinct()


def mentee_for(user: User, ref: str) -> Mentee:
    """One mentee's path; the reading is recorded. Raises Hidden."""
    return _read(mentees_visible_to(user).filter(ref=ref).first(), ref, user)


def own_mentee(user: User) -> Mentee | None:
    """Her own path, or None where she has none. The reading is recorded."""
    found = Mentee.objects.select_related("expert__user", "expert__agency", "cohort").filter(expert__user=user).first()
    return None if found is None else _read(found, found.ref, user)


def mentee_to_sign(user: User, ref: str) -> Mentee:
    """One mentee, for whoever may see her path or say that she is ready. Raises Hidden."""
    found = Mentee.objects.select_related("expert__user", "cohort").filter(ref=ref).first()
    if found is not None and rules.capacity_of(user, found) is None:
        found = mentees_visible_to(user).filter(ref=ref).first()
    return _read(found, ref, user)


def _read(found: Mentee | None, ref: str, user: User) -> Mentee:
    if found is None:
        raise Hidden(ref[:40])
    with transaction.atomic():
        audit.record("mentoring.path_read", found.ref, user)
    return found


def facts_of(mentee: Mentee, today: date | None = None) -> Facts:
    """What the stages are decided on. Four queries and one for the signatures."""
    return Facts(
        today=today or clock.today(),
        edition=mentee.cohort.edition,
        levels=stated_of(mentee),
        evidence=tuple(shown_as(one) for one in mentee.evidence.all()),
        agreements=tuple(Term(one.signed_on, one.expires_on) for one in mentee.agreements.all()),
        placements=tuple(
            Placed(
                PlacementKind(one.kind),
                frozenset(Consent(code) for code in one.consents),
                one.began_on,
                one.ended_on,
                one.finished,
            )
            for one in mentee.placements.all()
        ),
        signed=frozenset(Capacity(one.capacity) for one in mentee.sign_offs.all()),
        left=mentee.left_at is not None,
    )


def stated_of(mentee: Mentee) -> tuple[Stated, ...]:
    """Every level that was ever stated of her."""
    return stated(mentee.levels.select_related("evidence"))


def stated(levels: Iterable[Level]) -> tuple[Stated, ...]:
    return tuple(
        Stated(
            one.competency,
            one.level,
            Basis(one.basis),
            one.stated_at,
            one.pk,
            one.evidence.expires_on if one.evidence else None,
            one.evidence is not None and one.evidence.withdrawn_at is not None,
        )
        for one in levels
    )


def shown_as(evidence: Evidence) -> Shown:
    kind = EvidenceKind(evidence.kind)
    by_record = kind is EvidenceKind.WORKSHOP and bool(evidence.source_ref)
    return Shown(
        kind,
        frozenset(evidence.competencies),
        confirmed=evidence.countersigned_at is not None or by_record,
        expires_on=evidence.expires_on,
        withdrawn=evidence.withdrawn_at is not None,
    )


def evidence_visible_to(user: Any) -> QuerySet[Evidence]:
    """Evidence of the mentees she may see, and what a chair was asked to countersign."""
    found = Evidence.objects.select_related(
        "mentee__expert__user", "mentee__cohort", "asked", "countersigned_by", "placement"
    )
    seen = Q(mentee__in=mentees_visible_to(user).values("pk"))
    if has_role(user, Role.CHAIR):
        seen |= Q(asked=user, withdrawn_at=None)
    return found.filter(seen)


def evidence_for(user: User, ref: str) -> Evidence:
    """One piece of evidence with its words; the reading is recorded. Raises Hidden."""
    found = evidence_visible_to(user).filter(ref=ref).first()
    if found is None:
        raise Hidden(ref[:40])
    with transaction.atomic():
        audit.record("mentoring.evidence_read", found.ref, user)
    return found


def asked_of(user: User) -> list[Evidence]:
    """What this chair was asked to countersign and has not, oldest first."""
    waiting = Evidence.objects.filter(asked=user, countersigned_at=None, withdrawn_at=None, mentee__left_at=None)
    return list(waiting.select_related("mentee__expert"))


def countersigned_by(user: User) -> list[Mentee]:
    """The mentees whose evidence this chair has countersigned and who are before their last stage."""
    before = Mentee.objects.filter(evidence__countersigned_by=user, left_at=None, stage=Stage.FIRST_REVIEW.value)
    return list(before.select_related("expert", "cohort").distinct())


def chairs_to_ask(mentee: Mentee) -> list[User]:
    """Who can countersign: everyone who chairs today, but herself."""
    return [user for user in people_with(Role.CHAIR) if user.pk != mentee.expert.user_id]
