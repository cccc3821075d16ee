"""What other contexts may use of accounts."""

from lantern.accounts.models import User
from lantern.accounts.rules import confirmed_recently, needs_fresh_sign_in
from lantern.accounts.selectors import (
    account_of,
    actor,
    has_role,
    memberships_of,
    needs_second_factor,
    people_with,
    plug_scopes,
    roles_of,
    scopes_of,
)
from lantern.accounts.services import end_sessions, grant_role, invite, plug_joined

__all__ = [
    "User",
    "account_of",
    "actor",
    "confirmed_recently",
    "end_sessions",
    "grant_role",
    "has_role",
    "invite",
    "memberships_of",
    "needs_fresh_sign_in",
    "needs_second_factor",
    "people_with",
    "plug_joined",
    "plug_scopes",
    "roles_of",
    "scopes_of",
]
