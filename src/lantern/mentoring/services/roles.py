"""Roles that come with a place on the path or with mentoring."""

from lantern.access.public import Role
from lantern.accounts.public import User, grant_role, has_role


def give_role(user: User | None, role: Role, by: User) -> None:
    """The role, where she has an account and does not hold it yet."""
    if user is not None and not has_role(user, role):
        grant_role(user=user, role=role.value, by=by)
