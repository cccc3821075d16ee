"""Who someone is here. Nothing is cached: a membership that ended a moment ago ends with the next request."""

from typing import Any

from lantern.access.public import ROLES, Role
from lantern.accounts.models import Membership, User


def roles_of(user: Any) -> frozenset[str]:
    """The roles someone holds today; none for a person not signed in or switched off."""
    return frozenset(role for role, _scope in memberships_of(user))


def memberships_of(user: Any) -> frozenset[tuple[str, str]]:
    """Role and scope of each membership held today."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    return frozenset(Membership.objects.current().filter(user=user).values_list("role", "scope"))


def has_role(user: Any, *roles: str) -> bool:
    return not roles_of(user).isdisjoint(roles)


def scopes_of(user: Any, role: str) -> frozenset[str]:
    """The partnerships or agencies over which someone holds the role today."""
    return frozenset(scope for held, scope in memberships_of(user) if held == role)


def needs_second_factor(user: Any) -> bool:
    """Whether any role of theirs sees reviews or experts."""
    return any(ROLES[Role(role)].second_factor for role in roles_of(user))


def people_with(role: str, scope: str = "") -> list[User]:
    """Everyone who holds the role over the scope today."""
    held = Membership.objects.current().filter(role=role, user__is_active=True)
    if scope:
        held = held.filter(scope=scope)
    return [membership.user for membership in held.select_related("user").order_by("user_id")]
