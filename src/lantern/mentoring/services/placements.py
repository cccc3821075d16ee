"""A seat to learn in on a real review, as it is handed down: an opaque reference, a kind, and what was agreed."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import OutOfDate
from lantern.mentoring.domain import stages
from lantern.mentoring.domain.refusals import NotYet
from lantern.mentoring.domain.stages import Consent
from lantern.mentoring.domain.words import PlacementKind, Stage
from lantern.mentoring.models import Mentee, Placement
from lantern.mentoring.selectors.path import facts_of
from lantern.mentoring.services.path import in_words, locked
from lantern.mentoring.services.refusals import stands_in_the_audit


@stands_in_the_audit
@transaction.atomic
def open_placement(
    *, mentee: Mentee, kind: PlacementKind, source_ref: str, consents: Iterable[Consent], by: User | None
) -> Placement:
    """Begins a seat to learn in. Whoever calls has authorised `by`.

    Raises NotYet with what is missing: a consent, an agreement in date, or what the seat's stage demands.
    """
    mentee = locked(mentee)
    given = frozenset(consents)
    missing = stages.may_begin(Stage(mentee.stage), kind, given, facts_of(mentee))
    if missing:
        raise NotYet(f"This seat cannot begin yet. Missing: {in_words(missing)}.", missing[0].code, mentee.ref)
    if Placement.objects.filter(source_ref=source_ref).exists():
        raise NotYet("This seat has begun already.", "begun", mentee.ref)
    made = Placement.objects.create(
        mentee=mentee, kind=kind.value, source_ref=source_ref, consents=sorted(given), opened_by=by
    )
    audit.record("mentoring.placement_opened", made.ref, by, mentee=mentee.ref, kind=kind)
    return made


@transaction.atomic
def close_placement(*, source_ref: str, finished: bool, by: User | None, ended_on: date | None = None) -> Placement:
    """Ends it: because it was done, or broken off. Only a finished one counts. Raises OutOfDate where it is over."""
    ended = ended_on or clock.today()
    if not Placement.objects.filter(source_ref=source_ref, ended_on=None).update(ended_on=ended, finished=finished):
        raise OutOfDate("The seat")
    found = Placement.objects.get(source_ref=source_ref)
    audit.record("mentoring.placement_closed", found.ref, by, finished=finished)
    return found
