"""What other contexts may use of accounts."""

from lantern.accounts.models import User
from lantern.accounts.rules import confirmed_recently, needs_fresh_sign_in
from lantern.accounts.selectors import (
    actor,
    has_role,
    memberships_of,
    needs_second_factor,
    people_with,
    plug_scopes,
    roles_of,
    scopes_of,
)
from lantern.accounts.services import end_sessions

__all__ = [
    "User",
    "actor",
    "confirmed_recently",
    "end_sessions",
    "has_role",
    "memberships_of",
    "needs_fresh_sign_in",
    "needs_second_factor",
    "people_with",
    "plug_scopes",
    "roles_of",
    "scopes_of",
]
