"""Evidence: hers to add and take back, a chair's to countersign."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.mentoring import rules
from lantern.mentoring.domain import evidence as domain
from lantern.mentoring.domain import framework
from lantern.mentoring.domain.refusals import NotYet
from lantern.mentoring.domain.words import Basis, EvidenceKind
from lantern.mentoring.models import Evidence, Mentee, Placement
from lantern.mentoring.selectors.path import attended, chairs_to_ask
from lantern.mentoring.services.levels import check_levels, state
from lantern.mentoring.services.refusals import stands_in_the_audit


@stands_in_the_audit
@transaction.atomic
def add_evidence(
    *,
    mentee: Mentee,
    kind: EvidenceKind,
    done_on: date,
    words: str,
    competencies: list[str],
    asked: User,
    by: User,
    placement: Placement | None = None,
) -> Evidence:
    """Keeps something she did and asks a chair to countersign it. `words` were checked for detail of a review.

    Raises Refused, IllegalMove, NotYet.
    """
    rules.check_is_she(by, mentee)
    if mentee.left_at is not None:
        raise NotYet("You have left the programme, so nothing is added.", "left", mentee.ref)
    if kind is EvidenceKind.WORKSHOP:
        raise IllegalMove("A workshop is taken from its own list of who came.")
    if done_on > clock.today():
        raise IllegalMove("Enter a day that has been.")
    if not competencies:
        raise IllegalMove("Choose at least one competency that it shows.")
    check_levels(mentee, dict.fromkeys(competencies, 0))
    if placement is not None and placement.mentee_id != mentee.pk:
        raise IllegalMove("Choose one of your own placements.")
    _check_asked(mentee, asked)
    made = Evidence(
        mentee=mentee,
        kind=kind.value,
        done_on=done_on,
        competencies=competencies,
        expires_on=domain.expires_on(kind, done_on),
        placement=placement,
        asked=asked,
        added_by=by,
    )
    made.words = words.strip()
    made.save()
    audit.record("mentoring.evidence_added", made.ref, by, mentee=mentee.ref, kind=kind, asked=asked.ref)
    return made


def _check_asked(mentee: Mentee, asked: User) -> None:
    if mentee.expert.user_id == asked.pk:
        raise NotYet("Nobody countersigns her own evidence. Choose another chair.", "own_evidence", mentee.ref)
    if asked not in chairs_to_ask(mentee):
        raise IllegalMove("Choose someone who chairs reviews.")


@stands_in_the_audit
@transaction.atomic
def ask_another(*, evidence: Evidence, asked: User, version: int, by: User) -> Evidence:
    """Asks another chair, while nobody has countersigned. Raises Refused, IllegalMove, OutOfDate, NotYet."""
    rules.check_is_she(by, evidence.mentee)
    _check_asked(evidence.mentee, asked)
    _change(evidence, version, asked=asked)
    audit.record("mentoring.evidence_asked", evidence.ref, by, asked=asked.ref)
    return evidence


@transaction.atomic
def withdraw_evidence(*, evidence: Evidence, version: int, by: User) -> Evidence:
    """Takes it back. Levels that rest on it fall with it. Raises Refused, OutOfDate."""
    rules.check_is_she(by, evidence.mentee)
    seen = Evidence.objects.filter(pk=evidence.pk, version=version, withdrawn_at=None)
    if not seen.update(version=version + 1, withdrawn_at=clock.now(), withdrawn_by=by):
        raise OutOfDate("This evidence")
    evidence.refresh_from_db()
    audit.record("mentoring.evidence_withdrawn", evidence.ref, by)
    return evidence


@stands_in_the_audit
@transaction.atomic
def countersign(*, evidence: Evidence, levels: Mapping[str, int], version: int, by: User) -> Evidence:
    """A chair's signature, with the levels she saw in it, of the competencies it is about.

    Raises Refused (one's own, not asked), NotYet (expired, attendance), IllegalMove, OutOfDate.
    """
    rules.check_can_countersign(by, evidence)
    if evidence.expires_on is not None and evidence.expires_on < clock.today():
        raise NotYet("This evidence has expired, so it no longer counts.", "expired", evidence.ref)
    if evidence.mentee.left_at is not None:
        raise NotYet("She has left the programme, so nothing is countersigned.", "left", evidence.ref)
    check_levels(evidence.mentee, levels)
    if levels.keys() - set(evidence.competencies):
        raise IllegalMove("Give a level only to what this evidence is about.")
    _change(evidence, version, countersigned_at=clock.now(), countersigned_by=by)
    state(evidence.mentee, levels, Basis.COUNTERSIGNED, by, evidence)
    audit.record("mentoring.evidence_countersigned", evidence.ref, by, mentee=evidence.mentee.ref, levels=dict(levels))
    return evidence


def _change(evidence: Evidence, version: int, **values: object) -> None:
    seen = Evidence.objects.filter(pk=evidence.pk, version=version, countersigned_at=None, withdrawn_at=None)
    if not seen.update(version=version + 1, **values):
        raise OutOfDate("This evidence")
    evidence.refresh_from_db()


@transaction.atomic
def take_attendance(*, mentee: Mentee, by: User) -> int:
    """Adds the workshops she attended as evidence, each once, and answers how many were new. Never a level."""
    rules.check_is_she(by, mentee)
    known = set(mentee.evidence.values_list("source_ref", flat=True))
    new = [
        Evidence(
            mentee=mentee,
            kind=EvidenceKind.WORKSHOP.value,
            done_on=day,
            competencies=framework.competencies_of(topics),
            expires_on=domain.expires_on(EvidenceKind.WORKSHOP, day),
            source_ref=source_ref,
            added_by=by,
        )
        for source_ref, day, topics, _minutes in attended(mentee.expert.ref)
        if source_ref not in known
    ]
    Evidence.objects.bulk_create(new)
    audit.record("mentoring.attendance_taken", mentee.ref, by, new=len(new))
    return len(new)
