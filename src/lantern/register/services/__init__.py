"""Changing the register. Each is one act: asked of the rules, in one transaction, with one event."""

from lantern.register.services.agencies import add_agency, edit_agency, set_agency_capacity, set_specialisms
from lantern.register.services.experts import (
    add_expert,
    add_expertise,
    answer_facet,
    connect_sign_in,
    declare_conflict,
    edit_about,
    edit_capacity,
    edit_contact,
    edit_expertise,
    edit_shown,
    edit_where,
    remove_expertise,
)
from lantern.register.services.exports import export_own, export_register
from lantern.register.services.imports import cancel_import, confirm_import, preview_import
from lantern.register.services.notices import send_after_commit, tell, way_of
from lantern.register.services.partners import load_partners
from lantern.register.services.partnerships import add_partnership

__all__ = [
    "add_agency",
    "add_expert",
    "add_expertise",
    "add_partnership",
    "answer_facet",
    "cancel_import",
    "confirm_import",
    "connect_sign_in",
    "declare_conflict",
    "edit_about",
    "edit_agency",
    "edit_capacity",
    "edit_contact",
    "edit_expertise",
    "edit_shown",
    "edit_where",
    "export_own",
    "export_register",
    "load_partners",
    "preview_import",
    "remove_expertise",
    "send_after_commit",
    "set_agency_capacity",
    "set_specialisms",
    "tell",
    "way_of",
]
