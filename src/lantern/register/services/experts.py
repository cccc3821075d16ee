"""Changing an expert's profile, a section at a time. `version` is the one the person saw."""

from typing import Any

from django.db import transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.kit.vocabulary import Known
from lantern.register import rules
from lantern.register.domain.expertise import Audience, Grade, Level, SafeContact
from lantern.register.domain.sections import Section, check_answer, settled_words
from lantern.register.domain.vocabularies import Facet
from lantern.register.models import Agency, Expert, Expertise, FacetAnswer, Partnership, StandingConflict


def add_expert(*, name: str, agency: Agency | None, by: User) -> Expert:
    """Registers someone of whom nothing else is known yet. Raises IllegalMove where she is there already."""
    rules.check_is_programme(by)
    with transaction.atomic():
        _check_not_there(name, agency)
        made = Expert.objects.create(name=name, agency=agency, registered_by=by)
        audit.record("register.expert_added", made.ref, by)
    return made


def edit_about(*, expert: Expert, version: int, name: str, agency: Agency | None, user: User | None, by: User) -> None:
    """Her name; for a coordinator also her agency and sign-in, which decide who sees her and so are not hers alone."""
    if agency != expert.agency or user != expert.user:
        rules.check_is_programme(by)
    if user is not None and Expert.objects.filter(user=user).exclude(pk=expert.pk).exists():
        raise IllegalMove("That sign-in belongs to another expert's profile.")
    with transaction.atomic():
        if (name, agency) != (expert.name, expert.agency):
            _check_not_there(name, agency, but=expert)
        _change(expert, version, by, Section.ABOUT, name=name, agency=agency, user=user)


@transaction.atomic
def connect_sign_in(*, expert: Expert, user: User, by: User) -> None:
    """Gives a record without a sign-in that of its person. Raises IllegalMove where either has another."""
    if Expert.objects.filter(user=user).exclude(pk=expert.pk).exists():
        raise IllegalMove("That sign-in belongs to another expert's profile.")
    if not Expert.objects.filter(pk=expert.pk, user=None).update(user=user):
        raise IllegalMove("This record has a sign-in already.")
    audit.record("register.sign_in_connected", expert.ref, by)


def edit_where(*, expert: Expert, version: int, regions: list[str], remote: bool, by: User) -> None:
    with transaction.atomic():
        _change(expert, version, by, Section.WHERE, regions=regions, remote=remote)


def edit_capacity(
    *, expert: Expert, version: int, accepting: bool, max_reviews: int | None, day_rate_pence: int | None, by: User
) -> None:
    """What she takes on, and for how much at least. None: she has not said."""
    with transaction.atomic():
        _change(
            expert,
            version,
            by,
            Section.CAPACITY,
            accepting=accepting,
            max_reviews=max_reviews,
            day_rate_pence=day_rate_pence,
        )


def edit_contact(*, expert: Expert, version: int, safe_contact: SafeContact, contact: str, by: User) -> None:
    """How she may be reached. Raises IllegalMove where the channel leads nowhere."""
    wants_address = safe_contact in (SafeContact.EMAIL, SafeContact.PHONE)
    if wants_address and not contact:
        raise IllegalMove("Give the address or number for this.")
    if safe_contact is SafeContact.AGENCY and not (expert.agency and expert.agency.shared_email):
        raise IllegalMove("There is no shared address of an agency to use. Choose another way.")
    # The seal belongs to her reference; an address that is no longer used is not kept.
    sealed = Expert(ref=expert.ref)
    sealed.contact = contact if wants_address else ""
    with transaction.atomic():
        _change(
            expert,
            version,
            by,
            Section.CONTACT,
            safe_contact=safe_contact.value,
            contact_sealed=sealed.contact_sealed,
        )


def edit_shown(*, expert: Expert, version: int, name_audience: Audience, name_in_evidence: bool, by: User) -> None:
    """Who may see her name, and whether it may stand in evidence."""
    if name_in_evidence and not expert.name_in_evidence:
        _check_may_widen(expert, by)
    _check_widening(expert, Audience(expert.name_audience), name_audience, by)
    with transaction.atomic():
        _change(
            expert,
            version,
            by,
            Section.SHOWN,
            name_audience=name_audience.value,
            name_in_evidence=name_in_evidence,
        )


def answer_facet(*, expert: Expert, version: int, facet: Facet, known: Known, by: User) -> None:
    """That a facet is none, declined or not known. Raises IllegalMove where that does not agree with what is listed."""
    with transaction.atomic():
        _change(expert, version, by, Section(facet.value))
        check_answer(known, expert.expertise.filter(facet=facet.value).count())
        _answer(expert, facet, known)


def add_expertise(
    *,
    expert: Expert,
    version: int,
    facet: Facet,
    code: str,
    own_words: str,
    level: Level,
    dialect: str,
    script: str,
    audience: Audience,
    by: User,
) -> None:
    """One more thing she knows."""
    own_words = settled_words(facet, code, own_words)
    _check_widening(expert, Audience.PROGRAMME, audience, by)
    with transaction.atomic():
        _change(expert, version, by, Section(facet.value))
        _check_not_listed(expert, facet, code, own_words)
        Expertise.objects.create(
            expert=expert,
            facet=facet.value,
            code=code,
            own_words=own_words,
            level=level.value,
            dialect=dialect,
            script=script,
            audience=audience.value,
        )
        _answer(expert, facet, Known.STATED)


def edit_expertise(
    *,
    expert: Expert,
    version: int,
    expertise: Expertise,
    code: str,
    own_words: str,
    level: Level,
    dialect: str,
    script: str,
    audience: Audience,
    by: User,
) -> None:
    """How she knows a thing, and who may be told."""
    facet = Facet(expertise.facet)
    own_words = settled_words(facet, code, own_words)
    _check_widening(expert, Audience(expertise.audience), audience, by)
    with transaction.atomic():
        _change(expert, version, by, Section(facet.value))
        _check_not_listed(expert, facet, code, own_words, but=expertise)
        expert.expertise.filter(pk=expertise.pk).update(
            code=code,
            own_words=own_words,
            level=level.value,
            dialect=dialect,
            script=script,
            audience=audience.value,
        )


def remove_expertise(*, expert: Expert, version: int, expertise: Expertise, by: User) -> None:
    """Takes a thing off the list. With the last one the facet is not known again: not none, and not declined."""
    facet = Facet(expertise.facet)
    with transaction.atomic():
        _change(expert, version, by, Section(facet.value))
        expert.expertise.filter(pk=expertise.pk).delete()
        if not expert.expertise.filter(facet=facet.value).exists():
            _answer(expert, facet, Known.UNKNOWN)


def declare_conflict(
    *, expert: Expert, version: int, partnership: Partnership, grade: Grade, pinned: bool, by: User
) -> None:
    """A connection that holds for all of a partnership's reviews. Raises IllegalMove where it is settled."""
    with transaction.atomic():
        _change(expert, version, by, Section.CONFLICTS)
        settles = rules.is_programme(by) and expert.user_id != by.pk
        settled = expert.standing_conflicts.filter(partnership=partnership, pinned=True).exists()
        if settled and not settles:
            raise IllegalMove(
                "A coordinator has settled this one after talking with you. Ask the coordinator to change it."
            )
        StandingConflict.objects.update_or_create(
            expert=expert,
            partnership=partnership,
            defaults={
                "grade": grade.value,
                "pinned": pinned and settles,
                "declared_at": clock.now(),
                "declared_by": by,
            },
        )


def _change(expert: Expert, version: int, by: User, section: Section, **fields: Any) -> None:
    rules.check_can_edit_expert(by, expert)
    if not Expert.objects.filter(pk=expert.pk, version=version).update(version=version + 1, **fields):
        raise OutOfDate("This profile")
    audit.record("register.expert_edited", expert.ref, by, section=section.value)


def _answer(expert: Expert, facet: Facet, known: Known) -> None:
    FacetAnswer.objects.update_or_create(expert=expert, facet=facet.value, defaults={"known": known.value})


def _check_not_there(name: str, agency: Agency | None, but: Expert | None = None) -> None:
    there = Expert.objects.filter(name__iexact=name, agency=agency)
    if but is not None:
        there = there.exclude(pk=but.pk)
    if there.exists():
        raise IllegalMove("Someone of this name at this agency is in the register already.")


def _check_not_listed(expert: Expert, facet: Facet, code: str, own_words: str, but: Expertise | None = None) -> None:
    listed = expert.expertise.filter(facet=facet.value, code=code, own_words__iexact=own_words)
    if but is not None:
        listed = listed.exclude(pk=but.pk)
    if listed.exists():
        raise IllegalMove("That is listed already. Change it there.")


def _check_widening(expert: Expert, was: Audience, now: Audience, by: User) -> None:
    if now.wider_than(was):
        _check_may_widen(expert, by)


def _check_may_widen(expert: Expert, by: User) -> None:
    # Someone who cannot sign in tells the programme, which writes it down for her.
    if expert.user_id not in (None, by.pk):
        raise IllegalMove("Only she can let more people see this, signed in as herself. You can let fewer.")
