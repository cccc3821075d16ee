"""What other contexts may use of accounts."""

from lantern.accounts.models import User
from lantern.accounts.selectors import has_role, memberships_of, needs_second_factor, people_with, roles_of, scopes_of

__all__ = ["User", "has_role", "memberships_of", "needs_second_factor", "people_with", "roles_of", "scopes_of"]
