"""Honoraria that wait, in words."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from lantern.remuneration.public import duration
from lantern.workshops.domain.sessions import Honorarium, Presence
from lantern.workshops.models import Session, SignUp
from lantern.workshops.selectors import Waiting, Why
from lantern.workshops.tables.sessions import moment

Cell = dict[str, Any]


def rows(waiting: Iterable[Waiting]) -> list[list[Cell]]:
    found: list[list[Cell]] = []
    for one in waiting:
        sign_up = one.sign_up
        what: Cell = {"text": one.why.label}
        if one.why is Why.DIFFERS:
            what = {"text": f"{one.why.label}: {minutes(one.recorded or 0)} stand in the log"}
        else:
            what |= {"href": reverse("workshops:honorarium", args=[sign_up.ref]), "hidden": f"for {sign_up.name}"}
        found.append(
            [
                {"heading": "Who came", "text": sign_up.name},
                {"heading": "Session", "text": f"{sign_up.session.title}, {moment(sign_up.session.starts)}"},
                {"heading": "Time there", "text": minutes(sign_up.minutes_counted)},
                {"heading": "What she said", "text": Honorarium(sign_up.honorarium).label},
                {"heading": "To do", **what},
            ]
        )
    return found


def unsaid(sessions: Iterable[Session]) -> list[dict[str, str]]:
    return [
        {
            "title": one.title,
            "when": moment(one.starts),
            "href": reverse("workshops:session", args=[one.ref]),
        }
        for one in sessions
    ]


def facts(sign_up: SignUp) -> list[dict[str, Any]]:
    words = sign_up.agency_words or (sign_up.agency.name if sign_up.agency else "")
    return [
        {"key": "Who came", "value": sign_up.name},
        {"key": "Session", "value": f"{sign_up.session.title}, {moment(sign_up.session.starts)}"},
        {"key": "Presence", "value": Presence(sign_up.presence).label},
        {"key": "Time there", "value": minutes(sign_up.minutes_counted)},
        {"key": "What she said", "value": Honorarium(sign_up.honorarium).label},
        {"key": "Organisation she named", **({"value": words} if words else {"no_value": "Not said"})},
    ]


def minutes(count: int) -> str:
    return duration(count) or "No time"
