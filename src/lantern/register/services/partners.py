"""Loading the programme's real partners."""

from django.db import transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.register.domain.partners import partners
from lantern.register.models import Agency, Specialism


def load_partners(*, by: User | None = None) -> int:
    """Adds the partners that are missing, with their public specialisms, and answers how many.

    Those already there stay as they are, whatever a coordinator has changed since.
    """
    with transaction.atomic():
        there = {name.casefold() for name in Agency.objects.values_list("name", flat=True)}
        missing = [partner for partner in partners() if partner.name.casefold() not in there]
        for partner in missing:
            agency = Agency.objects.create(
                name=partner.name,
                kind=partner.kind,
                regions=list(partner.regions),
                national=partner.national,
                is_partner=True,
                basis=partner.basis,
            )
            Specialism.objects.bulk_create(
                Specialism(agency=agency, facet=facet, code=code, own_words=own_words)
                for facet, code, own_words in partner.specialisms
            )
        if missing:
            audit.record("register.partners_loaded", "partners", by, agencies=len(missing))
    return len(missing)
