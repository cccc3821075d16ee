"""Who may do what with workshops. Taking part needs no rule: a personal link is its own."""

from lantern.access.public import Refused, Role, permitted
from lantern.accounts.public import User, has_role
from lantern.workshops.models import Session


def check_is_programme(actor: User, subject: str = "") -> None:
    """Series, publishing, cancelling, inviting and money are the programme's."""
    if not has_role(actor, Role.COORDINATOR):
        raise Refused("not_programme", "Only the programme's coordinators can do this.", subject)


def check_can_run(actor: User, session: Session) -> None:
    """Who came, what is handed out and the evaluation: those who run the session, and the programme."""
    if has_role(actor, Role.COORDINATOR):
        return
    if has_role(actor, Role.FACILITATOR) and session.facilitating.filter(user=actor).exists():
        return
    raise Refused("not_facilitator", "Only those who run this session can do this.", session.ref)


is_programme = permitted(check_is_programme)
