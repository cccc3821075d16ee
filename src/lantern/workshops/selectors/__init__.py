"""Reading workshops: for those who run them, for everyone, and by personal link."""

from lantern.workshops.selectors.honoraria import (
    Waiting,
    Why,
    honoraria_waiting,
    honorarium_for,
    sessions_not_settled,
)
from lantern.workshops.selectors.places import (
    invitation_by_link,
    room_of,
    sign_up_by_link,
    sign_up_for,
    sign_ups_of,
    standing_in_line,
)
from lantern.workshops.selectors.planning import Taken, dates_of, material_for, run_elsewhere, stated_in, taken
from lantern.workshops.selectors.sessions import (
    listed_series,
    open_session,
    public_session,
    series_for,
    series_visible_to,
    session_for,
    sessions_listed,
    sessions_visible_to,
)

__all__ = [
    "Taken",
    "Waiting",
    "Why",
    "dates_of",
    "honoraria_waiting",
    "honorarium_for",
    "invitation_by_link",
    "listed_series",
    "material_for",
    "open_session",
    "public_session",
    "room_of",
    "run_elsewhere",
    "series_for",
    "series_visible_to",
    "session_for",
    "sessions_listed",
    "sessions_not_settled",
    "sessions_visible_to",
    "sign_up_by_link",
    "sign_up_for",
    "sign_ups_of",
    "standing_in_line",
    "stated_in",
    "taken",
]
