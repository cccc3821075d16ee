"""Who someone is here. Nothing is cached: a membership that ended a moment ago ends with the next request."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from lantern.access.public import ROLES, Role
from lantern.accounts import rules
from lantern.accounts.domain import invitations
from lantern.accounts.models import Invitation, Membership, User
from lantern.kit import clock, links

# What a role can be over, by kind ("partnership", "agency"): references and names, from a context above.
SCOPES: dict[str, Callable[[], list[tuple[str, str]]]] = {}


def plug_scopes(kind: str, offered: Callable[[], list[tuple[str, str]]]) -> None:
    """Tells accounts what a role of this kind can be over: pairs of reference and name."""
    SCOPES[kind] = offered


def scopes_offered() -> dict[str, list[tuple[str, str]]]:
    return {kind: offered() for kind, offered in SCOPES.items()}


def actor(request: HttpRequest) -> User:
    """The person signed in, which the access table has made sure of."""
    assert isinstance(request.user, User)  # noqa: S101 - for the types
    return request.user


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


def account_of(email: str) -> User | None:
    """The account with this address, which only an act of the programme may ask for."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


def people_with(role: str, scope: str = "") -> list[User]:
    """Everyone who holds the role over the scope today."""
    held = Membership.objects.current().filter(role=role, user__is_active=True)
    if scope:
        held = held.filter(scope=scope)
    return [membership.user for membership in held.select_related("user").order_by("user_id")]


@dataclass(frozen=True, slots=True)
class Held:
    """A role someone holds today, in words, with what a form needs to end it."""

    role: str
    scope: str
    label: str
    can_end: bool


@dataclass(frozen=True, slots=True)
class Person:
    user: User
    roles: tuple[Held, ...]
    can_grant: bool

    @property
    def address_parts(self) -> tuple[str, str]:
        """The e-mail address, where a narrow page may break it."""
        mailbox, _, host = self.user.email.rpartition("@")
        return mailbox, f"@{host}"


def people_for(user: Any) -> list[Person]:
    """Everyone with an account and the roles they hold today, for a coordinator. Raises Refused for anyone else."""
    rules.check_can_manage_people(user)
    names = {ref: name for pairs in scopes_offered().values() for ref, name in pairs}
    held: dict[int, list[Held]] = {}
    current = list(Membership.objects.current().order_by("role", "scope"))
    lone = sum(m.user_id == user.pk and m.role == Role.COORDINATOR for m in current) <= 1
    for one in current:
        label = ROLES[Role(one.role)].label
        if one.scope:
            label = f"{label}, {names.get(one.scope, one.scope)}"
        own_last = one.user_id == user.pk and one.role == Role.COORDINATOR and lone
        held.setdefault(one.user_id, []).append(Held(one.role, one.scope, label, not own_last))
    return [
        Person(person, tuple(held.get(person.pk, ())), can_grant=person != user)
        for person in User.objects.order_by("name", "ref")
    ]


def person_for(user: Any, ref: str) -> User:
    """A person by reference, for a coordinator; the same 404 as a wrong address when there is none."""
    rules.check_can_manage_people(user)
    return get_object_or_404(User, ref=ref)


def membership_for(user: Any, ref: str, role: str, scope: str) -> Membership:
    """A role that someone holds today, for a coordinator; 404 when they do not hold it."""
    rules.check_can_manage_people(user)
    return get_object_or_404(Membership.objects.current(), user__ref=ref, role=role, scope=scope)


def open_invitation(token: str) -> Invitation | None:
    """The invitation behind a link, while the link works. Unknown, used and expired are all None."""
    found = Invitation.objects.filter(token_hash=links.hash_of(token)).first()
    return found if found and invitations.is_open(found.used_at, found.expires_at, clock.now()) else None


def waiting_invitations(user: Any) -> list[Invitation]:
    """Invitations not used yet whose link still works, newest first."""
    rules.check_can_manage_people(user)
    return list(Invitation.objects.filter(used_at__isnull=True, expires_at__gt=clock.now()).order_by("-invited_at"))
