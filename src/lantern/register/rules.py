"""Who may change what in the register."""

from lantern.access.public import Refused, Role, permitted
from lantern.accounts.public import User, has_role, scopes_of
from lantern.register.models import Agency, Expert


def check_is_programme(actor: User) -> None:
    if not has_role(actor, Role.COORDINATOR):
        raise Refused("not_programme", "Only the programme's coordinators can do this.")


def check_can_edit_expert(actor: User, expert: Expert) -> None:
    if expert.user_id is not None and expert.user_id == actor.pk and has_role(actor, Role.EXPERT):
        return
    if not has_role(actor, Role.COORDINATOR):
        raise Refused("not_hers", "Only the expert herself and the programme can change a profile.", expert.ref)


def check_can_edit_agency(actor: User, agency: Agency) -> None:
    """Everything about an agency: its name, kind, regions and specialisms."""
    if not has_role(actor, Role.COORDINATOR):
        raise Refused("not_programme", "Only the programme's coordinators can change this.", agency.ref)


def check_can_set_capacity(actor: User, agency: Agency) -> None:
    if agency.ref in scopes_of(actor, Role.AGENCY_LEAD) or has_role(actor, Role.COORDINATOR):
        return
    raise Refused("not_lead", "Only the agency's lead and the programme can set its limit.", agency.ref)


is_programme = permitted(check_is_programme)
can_edit_expert = permitted(check_can_edit_expert)
can_edit_agency = permitted(check_can_edit_agency)
can_set_capacity = permitted(check_can_set_capacity)
