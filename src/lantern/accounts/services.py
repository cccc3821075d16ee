"""Inviting people, giving and ending roles, and ending sessions."""

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse

from lantern.access.public import ROLES, Role
from lantern.accounts import rules
from lantern.accounts.domain import invitations
from lantern.accounts.models import Invitation, Membership, User
from lantern.audit import public as audit
from lantern.kit import clock, links
from lantern.kit.references import new_ref
from lantern.kit.states import IllegalMove, OutOfDate

# What a context above does with an account that was just made, such as connecting it with its record.
ON_JOINED: list[Callable[[User], None]] = []


def plug_joined(told: Callable[[User], None]) -> None:
    if told not in ON_JOINED:
        ON_JOINED.append(told)


@transaction.atomic
def invite(*, email: str, name: str, role: str, scope: str = "", by: User) -> Invitation:
    """Sends a link that makes one account with one role, once, within seven days.

    Raises Refused, or IllegalMove where the address already has an account or the scope does not suit the role.
    """
    rules.check_can_manage_people(by)
    check_scope(role, scope)
    made, token = _make_invitation(email=email, name=name, role=role, scope=scope, by=by)
    transaction.on_commit(partial(send_invitation, made.email, name, token))
    return made


@transaction.atomic
def invite_first_coordinator(*, email: str, name: str) -> str:
    """The address of a page that makes an installation's first coordinator. Nothing is sent: mail may not work yet.

    For whoever holds the machine. Asked for again, it replaces the first link, whomever that was for. Raises
    IllegalMove where there is a coordinator, or where the address has an account.
    """
    if Membership.objects.current().filter(role=Role.COORDINATOR, user__is_active=True).exists():
        raise IllegalMove("There is a coordinator already. Ask them to invite people, on the page “People”.")
    now = clock.now()
    Invitation.objects.filter(invited_by=None, used_at__isnull=True, expires_at__gt=now).update(expires_at=now)
    _made, token = _make_invitation(email=email, name=name, role=Role.COORDINATOR.value, scope="", by=None)
    return address_of(token)


def _make_invitation(*, email: str, name: str, role: str, scope: str, by: User | None) -> tuple[Invitation, str]:
    """The invitation and the secret of its link, which is kept nowhere."""
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise IllegalMove("Someone with this address already has an account. Give them the role on the list of people.")
    now = clock.now()
    # A second invitation replaces the first, so that a mislaid link dies.
    Invitation.objects.filter(email=email, used_at__isnull=True, expires_at__gt=now).update(expires_at=now)
    token = links.new_token()
    made = Invitation.objects.create(
        email=email,
        name=name,
        role=role,
        scope=scope,
        token_hash=links.hash_of(token),
        invited_at=now,
        invited_by=by,
        expires_at=now + invitations.LASTS,
    )
    audit.record("accounts.invited", made.ref, by, role=role, scope=scope)
    return made, token


def address_of(token: str) -> str:
    return str(settings.SITE_ADDRESS) + reverse("accounts:accept", kwargs={"token": token})


def send_invitation(email: str, name: str, token: str) -> None:
    """Nothing in it but the recipient's own name: not the role, not who invited them, not what Lantern is about."""
    body = render_to_string("accounts/mail/invitation.txt", {"name": name, "address": address_of(token)})
    send_mail("Your invitation", body, None, [email])


@transaction.atomic
def accept_invitation(*, invitation: Invitation, name: str, password: str) -> User:
    """Makes the account and its role. The person then signs in; accepting never yields a session.

    Raises OutOfDate where the link was used or replaced meanwhile, IllegalMove where the address has an account by now.
    """
    now = clock.now()
    try:
        with transaction.atomic():
            user = User.objects.create_user(invitation.email, password, name=name)
    except IntegrityError as problem:
        raise IllegalMove("This address has an account already. Sign in with it.") from problem
    still_open = Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True, expires_at__gt=now)
    if not still_open.update(used_at=now, used_by=user):
        raise OutOfDate("The invitation")
    Membership.objects.create(user=user, role=invitation.role, scope=invitation.scope)
    audit.record("accounts.joined", user.ref, user, invitation=invitation.ref, role=invitation.role)
    for told in ON_JOINED:
        told(user)
    return user


@transaction.atomic
def grant_role(*, user: User, role: str, scope: str = "", by: User) -> Membership:
    """Gives a role over a scope from today. Raises Refused for one's own, IllegalMove where it is held already."""
    rules.check_can_grant(by, user)
    check_scope(role, scope)
    today = clock.today()
    held, made = Membership.objects.get_or_create(user=user, role=role, scope=scope, defaults={"since": today})
    if not made:
        ended = Membership.objects.filter(pk=held.pk, until__lte=today)
        if not ended.update(since=today, until=None):
            raise IllegalMove("They hold this role already.")
        held.refresh_from_db()
    audit.record("accounts.role_granted", user.ref, by, role=role, scope=scope)
    return held


@transaction.atomic
def end_membership(*, membership: Membership, by: User) -> None:
    """Ends a role from this moment. Raises Refused for one's own last place as coordinator, OutOfDate if over."""
    rules.check_can_end(by, membership)
    if not Membership.objects.current().filter(pk=membership.pk).update(until=clock.today()):
        raise OutOfDate("The role")
    audit.record("accounts.role_ended", membership.user.ref, by, role=membership.role, scope=membership.scope)


@transaction.atomic
def end_sessions(*, user: User, because: str) -> None:
    """Ends every session of theirs, this one too unless the caller ties it to the new stamp."""
    user.sign_in_stamp = new_ref()
    user.save(update_fields=["sign_in_stamp"])
    audit.record("accounts.sessions_ended", user.ref, user, because=because)


def check_scope(role: str, scope: str) -> None:
    if bool(ROLES[Role(role)].scope) != bool(scope):
        raise IllegalMove("Choose the partnership or the agency that this role is over, or neither if it is over none.")
