"""Reading the partners' entries."""

from typing import Any

from django.db.models import QuerySet

from lantern.access.public import Hidden
from lantern.kit.links import hash_of
from lantern.publishing import rules
from lantern.publishing.models import Partner


def partners_visible_to(user: Any) -> QuerySet[Partner]:
    """At the desk. Everyone reads what the partners' page shows."""
    return Partner.objects.all() if rules.is_editor(user) else Partner.objects.none()


def partner_for(user: Any, ref: str) -> Partner:
    """Raises Hidden."""
    found = partners_visible_to(user).filter(ref=ref).first()
    if found is None:
        raise Hidden(ref)
    return found


def partner_by_link(token: str) -> Partner:
    """Whose entry this link is for. Raises Hidden."""
    found = Partner.objects.filter(token_hash=hash_of(token)).first()
    if found is None:
        raise Hidden("link")
    return found
