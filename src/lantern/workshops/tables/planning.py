"""Sessions as those who plan and run them see them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from lantern.accounts.public import User
from lantern.kit import clock
from lantern.kit.observances import Touch
from lantern.register.public import REGIONS
from lantern.remuneration.public import duration
from lantern.workshops import rules
from lantern.workshops.domain.dates import Checked
from lantern.workshops.domain.places import Room, Way
from lantern.workshops.domain.sessions import TOPICS, Held, SessionState
from lantern.workshops.models import Material, Series, Session
from lantern.workshops.selectors import Taken
from lantern.workshops.tables.sessions import moment, when

Cell = dict[str, Any]
TONES = {SessionState.DRAFT: "waiting", SessionState.PUBLISHED: "done", SessionState.CANCELLED: "problem"}


def rows(sessions: Iterable[Session], counts: Mapping[int, Taken]) -> list[list[Cell]]:
    """One a session: what, when, how it stands, and how full it is."""
    found: list[list[Cell]] = []
    for session in sessions:
        count = counts.get(session.pk, Taken())
        places = session.places_in_person + session.places_online
        found.append(
            [
                {
                    "heading": "Session",
                    "text": session.title,
                    "href": reverse("workshops:session", args=[session.ref]),
                },
                {"heading": "Series", "text": session.series.title},
                {"heading": "When", "text": moment(session.starts)},
                {"heading": "State", **tag(session)},
                {"heading": "Places", "text": f"{count.given} of {places}", "number": True},
                {"heading": "Waiting", "text": str(count.waiting), "number": True},
            ]
        )
    return found


def tag(session: Session) -> Cell:
    """How it stands, in words; one that was held says so."""
    state = SessionState(session.state)
    if state is SessionState.PUBLISHED and session.ends <= clock.now():
        return {"tag": "Held", "kind": ""}
    return {"tag": state.label, "kind": TONES[state]}


def split(sessions: Iterable[Session], now: datetime) -> tuple[list[Session], list[Session]]:
    """Those still to come, next first; then those past or called off, newest first."""
    coming: list[Session] = []
    past: list[Session] = []
    for session in sessions:
        done = session.ends <= now or session.state == SessionState.CANCELLED
        (past if done else coming).append(session)
    return coming, past[::-1]


def series_rows(found: Iterable[Series]) -> list[list[Cell]]:
    return [
        [
            {"heading": "Series", "text": one.title, "href": reverse("workshops:series", args=[one.ref])},
            {"heading": "Who sees it", "text": "On the public page" if one.listed else "By invitation only"},
        ]
        for one in found
    ]


def facts(session: Session, room: Room, waiting: int) -> list[dict[str, Any]]:
    """All that was planned, with what is not said yet."""
    ways = [way for way in Way if session.places[way]]
    given = [f"{way.label}: {room.given[way]} of {session.places[way]} given or kept" for way in ways]
    people = [one.name for one in session.facilitators.all()]
    return [
        {"key": "When", "value": when(session)},
        {"key": "How long", "value": duration(session.minutes)},
        {"key": "How", "value": Held(session.held).label},
        *places_of(session),
        {"key": "Topics", **listed([TOPICS.label(code) for code in session.topics])},
        {"key": "Places", **listed(given)},
        {"key": "Waiting", "value": str(waiting)},
        {"key": "Sign-up ends", "value": moment(session.sign_up_until)},
        {"key": "A free place is kept", "value": f"{session.offer_hours} hours"},
        {"key": "Paid for coming", "value": "Yes, by the rate card" if session.honorarium else "No"},
        {"key": "Who runs it", **listed(people)},
    ]


def places_of(session: Session) -> list[dict[str, Any]]:
    """Where it is, in the ways it is held."""
    rows: list[dict[str, Any]] = []
    if session.held != Held.ONLINE:
        rows += [
            {"key": "Region", **said(REGIONS.label(session.region) if session.region else "")},
            {"key": "Where", **said(session.address_words)},
        ]
    if session.held != Held.IN_PERSON:
        rows.append({"key": "Link to join", **said(session.online)})
    return rows


def said(text: str) -> dict[str, str]:
    return {"value": text} if text else {"no_value": "Not said yet"}


def listed(texts: list[str]) -> dict[str, Any]:
    return {"values_list": texts} if texts else {"no_value": "Not said yet"}


def materials(found: Iterable[Material]) -> list[dict[str, Any]]:
    return [
        {
            "title": one.title,
            "what": one.ending.upper() if one.file is not None else "Link",
            "href": one.url or reverse("workshops:material", args=[one.session.ref, one.ref]),
            "remove": reverse("workshops:material_remove", args=[one.session.ref, one.ref]),
        }
        for one in found
    ]


def dates(checked: Checked) -> dict[str, Any]:
    """What a date meets, each group as sentences with the basis beside them."""
    return {
        "warns": checked.warns,
        "groups": [
            {"title": title, "about": about, "touches": [touch_row(one) for one in touches]}
            for title, about, touches in (
                ("People who come to this series keep these days", STATED, checked.stated),
                ("Public holidays in England and Wales", "", checked.holidays),
                ("Other days that many people keep", "", checked.others),
                ("Every week, or only if a date moves", "", checked.minor),
            )
            if touches
        ],
        "unknown": checked.unknown,
    }


STATED = "Some of them told us, so that we do not plan on these days. Who they are, and how many, is not shown."


def touch_row(touch: Touch) -> dict[str, str]:
    note = f" {touch.observance.note}" if touch.observance.note else ""
    return {"words": touch.words, "basis": f"{touch.observance.basis}{note}"}


def acts(session: Session, user: User) -> dict[str, bool]:
    """Which buttons this person has now."""
    programme, now = rules.is_programme(user), clock.now()
    state = SessionState(session.state)
    begun = session.starts <= now
    return {
        "can_edit": programme
        and state is not SessionState.CANCELLED
        and not (state is SessionState.PUBLISHED and begun),
        "can_publish": programme and state is SessionState.DRAFT,
        "can_cancel": programme and state is not SessionState.CANCELLED and not begun,
    }
