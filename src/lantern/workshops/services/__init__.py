"""The verbs of workshops."""

from lantern.workshops.services.honoraria import say_honorarium, settle_honoraria
from lantern.workshops.services.places import (
    Asked,
    ask_again,
    cancel_place,
    check_still_open,
    lapse_offers,
    locked,
    settle,
    sign_up,
    take_place,
)
from lantern.workshops.services.planning import (
    Plan,
    add_material,
    add_series,
    add_session,
    cancel_session,
    edit_series,
    edit_session,
    invite,
    publish,
    remind,
    remove_material,
)

__all__ = [
    "Asked",
    "Plan",
    "add_material",
    "add_series",
    "add_session",
    "ask_again",
    "cancel_place",
    "cancel_session",
    "check_still_open",
    "edit_series",
    "edit_session",
    "invite",
    "lapse_offers",
    "locked",
    "publish",
    "remind",
    "remove_material",
    "say_honorarium",
    "settle",
    "settle_honoraria",
    "sign_up",
    "take_place",
]
