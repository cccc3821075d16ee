"""Who may say what was done about a barrier, and who sees counts."""

from lantern.access.public import Reach, Refused, Role, pages, permitted
from lantern.accounts.public import User, has_role, roles_of


def check_is_programme(actor: User) -> None:
    if not has_role(actor, Role.COORDINATOR):
        raise Refused("not_programme", "Only the programme's coordinators can do this.")


def can_see_counts(actor: User) -> bool:
    return pages()["insight:barriers"].reach_for(roles_of(actor)) is not Reach.NO


is_programme = permitted(check_is_programme)
