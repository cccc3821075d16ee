"""The verbs of workshops."""

from lantern.workshops.services.places import (
    Asked,
    ask_again,
    cancel_place,
    lapse_offers,
    locked,
    settle,
    sign_up,
    take_place,
)

__all__ = ["Asked", "ask_again", "cancel_place", "lapse_offers", "locked", "settle", "sign_up", "take_place"]
