"""Agencies, as far as each person may see them."""

from typing import Any

from django.db.models import QuerySet

from lantern.access.public import Hidden, Role
from lantern.accounts.public import User, has_role, scopes_of
from lantern.register.models import Agency


def agencies_visible_to(user: Any) -> QuerySet[Agency]:
    """Every agency for a coordinator, her own for an agency lead; else none."""
    return Agency.objects.all() if has_role(user, Role.COORDINATOR) else own_agencies(user)


def own_agencies(user: Any) -> QuerySet[Agency]:
    """The agencies this person leads."""
    return Agency.objects.filter(ref__in=scopes_of(user, Role.AGENCY_LEAD))


def agency_for(user: User, ref: str) -> Agency:
    """One agency, if this person may open its page. Raises Hidden."""
    found = agencies_visible_to(user).filter(ref=ref).prefetch_related("specialisms").first()
    if found is None:
        raise Hidden(ref[:40])
    return found
