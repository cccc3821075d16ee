"""Who may do what at the desk."""

from typing import Any

from lantern.access.public import Refused, Role, permitted
from lantern.accounts.public import roles_of

WRITERS = frozenset({Role.EDITOR.value, Role.COORDINATOR.value})


def check_is_editor(actor: Any, subject: str = "") -> None:
    """Raises Refused."""
    if not WRITERS & set(roles_of(actor)):
        raise Refused("not_editor", "Only an editor or a coordinator does this.", subject)


is_editor = permitted(check_is_editor)
