"""Changing agencies."""

from django.db import IntegrityError, transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.kit.vocabulary import SELF_DESCRIBED
from lantern.register import rules
from lantern.register.domain.vocabularies import FACETS
from lantern.register.models import Agency, Specialism

_SAME_NAME = "An agency of this name is in the register already."


def add_agency(
    *, name: str, kind: str, regions: list[str], national: bool, max_reviews: int | None, shared_email: str, by: User
) -> Agency:
    rules.check_is_programme(by)
    try:
        with transaction.atomic():
            made = Agency.objects.create(
                name=name,
                kind=kind,
                regions=regions,
                national=national,
                max_reviews=max_reviews,
                shared_email=shared_email,
            )
            audit.record("register.agency_added", made.ref, by)
    except IntegrityError as problem:
        raise IllegalMove(_SAME_NAME) from problem
    return made


def edit_agency(
    *,
    agency: Agency,
    version: int,
    name: str,
    kind: str,
    regions: list[str],
    national: bool,
    max_reviews: int | None,
    shared_email: str,
    by: User,
) -> None:
    rules.check_can_edit_agency(by, agency)
    try:
        with transaction.atomic():
            _change(
                agency,
                version,
                name=name,
                kind=kind,
                regions=regions,
                national=national,
                max_reviews=max_reviews,
                shared_email=shared_email,
            )
            audit.record("register.agency_edited", agency.ref, by, part="facts")
    except IntegrityError as problem:
        raise IllegalMove(_SAME_NAME) from problem


def set_agency_capacity(*, agency: Agency, version: int, max_reviews: int | None, by: User) -> None:
    """The agency's own ceiling over all its experts; None: it has set none."""
    rules.check_can_set_capacity(by, agency)
    with transaction.atomic():
        _change(agency, version, max_reviews=max_reviews)
        audit.record("register.agency_edited", agency.ref, by, part="capacity")


def set_specialisms(*, agency: Agency, version: int, chosen: dict[str, list[str]], by: User) -> None:
    """The listed specialisms, by facet. What the agency described in its own words stays as it is."""
    rules.check_can_edit_agency(by, agency)
    wanted = {(facet, code) for facet, codes in chosen.items() for code in codes if code in FACETS[facet]}
    with transaction.atomic():
        _change(agency, version)
        held = agency.specialisms.exclude(code=SELF_DESCRIBED)
        there = set()
        for one in held:
            if (one.facet, one.code) in wanted:
                there.add((one.facet, one.code))
            else:
                one.delete()
        Specialism.objects.bulk_create(
            Specialism(agency=agency, facet=facet, code=code) for facet, code in sorted(wanted - there)
        )
        audit.record("register.agency_edited", agency.ref, by, part="specialisms")


def _change(agency: Agency, version: int, **fields: object) -> None:
    if not Agency.objects.filter(pk=agency.pk, version=version).update(version=version + 1, **fields):
        raise OutOfDate("This agency")
