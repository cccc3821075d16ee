"""Experts, as far as each person may see them."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from lantern.access.public import Hidden, Role
from lantern.accounts.public import User, memberships_of
from lantern.audit import public as audit
from lantern.register.domain import profiles
from lantern.register.models import Expert, Expertise


def experts_visible_to(user: Any) -> QuerySet[Expert]:
    """Every expert for a coordinator, her agency's for an agency lead, herself for an expert; else none."""
    held = memberships_of(user)
    roles = {role for role, _scope in held}
    if Role.COORDINATOR in roles:
        return Expert.objects.all()
    found = Expert.objects.none()
    if agencies := {scope for role, scope in held if role == Role.AGENCY_LEAD and scope}:
        found = found | Expert.objects.filter(agency__ref__in=agencies)
    if Role.EXPERT in roles:
        found = found | Expert.objects.filter(user=user)
    return found


def expert_for(user: User, ref: str) -> Expert:
    """One expert, if this person may open her record. The reading is recorded. Raises Hidden."""
    found = (
        experts_visible_to(user)
        .filter(ref=ref)
        .select_related("agency")
        .prefetch_related("expertise", "answers")
        .first()
    )
    if found is None:
        raise Hidden(ref[:40])
    with transaction.atomic():
        audit.record("register.expert_read", found.ref, user)
    return found


def expert_of(user: Any) -> Expert | None:
    """The register's record of this very person, or None. Nobody else's is ever answered."""
    if not isinstance(user, User):
        return None
    return Expert.objects.filter(user=user).select_related("agency").prefetch_related("expertise", "answers").first()


def own_expert(user: User) -> Expert:
    """This person's own record; the reading is recorded. Raises Hidden where the register has none of her."""
    found = expert_of(user)
    if found is None:
        raise Hidden("register:own")
    return expert_for(user, found.ref)


def name_for(expert: Expert, *, viewer_is_programme: bool, proposed: bool, seated: bool) -> str:
    """Her name where she allows it, else words that say it is not shared.

    `proposed` and `seated` are her standing on the viewer's own review. Never call it for the expert herself.
    """
    allowed = profiles.told(
        expert.name_audience, viewer_is_programme=viewer_is_programme, proposed=proposed, seated=seated
    )
    return expert.name if allowed else profiles.NAME_WITHHELD


def shown_expertise(expert: Expert, *, viewer_is_programme: bool, proposed: bool, seated: bool) -> list[Expertise]:
    """What she knows, as far as she allows. No query where `expertise` is prefetched."""
    return profiles.told_of(
        expert.expertise.all(), viewer_is_programme=viewer_is_programme, proposed=proposed, seated=seated
    )
