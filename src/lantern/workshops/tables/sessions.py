"""A session in words, for those who might come and those who have a place."""

from datetime import datetime, timedelta

from lantern.kit import clock
from lantern.register.public import REGIONS
from lantern.remuneration.public import duration
from lantern.workshops.domain.certificate import Certificate
from lantern.workshops.domain.places import Room, State, Way
from lantern.workshops.domain.sessions import ACCESS_NEEDS, TOPICS, Held, Presence, SessionState
from lantern.workshops.models import Session, SignUp

STANDINGS = {
    State.PLACED: "You have a place",
    State.WAITING: "You are on the waiting list",
    State.OFFERED: "A place is kept for you",
    State.LAPSED: "The offer of a place ran out",
    State.CANCELLED: "You cancelled",
}


def standing(sign_up: SignUp, now: datetime) -> str:
    """How she stands, in the words that head her page."""
    session, state = sign_up.session, State(sign_up.state)
    if session.state == SessionState.CANCELLED:
        return "The session is called off"
    if sign_up.presence and Presence(sign_up.presence).came and session.ends <= now:
        return "You were here"
    if state is not State.CANCELLED and session.ends <= now:
        return "This session is over"
    if state not in {State.CANCELLED, State.PLACED} and session.starts <= now:
        return "This session has begun"
    return STANDINGS[state]


def moment(when: datetime) -> str:
    """A day and a time by the clocks of England and Wales."""
    local = when.astimezone(clock.LONDON)
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M}"


def when(session: Session) -> str:
    ends = (session.starts + timedelta(minutes=session.minutes)).astimezone(clock.LONDON)
    return f"{moment(session.starts)} to {ends:%H:%M} (UK time)"


def facts(session: Session, room: Room | None = None) -> list[dict[str, object]]:
    """What anyone may know of a session: no address and no link."""
    rows: list[dict[str, object]] = [
        {"key": "When", "value": when(session)},
        {"key": "How", "value": Held(session.held).label},
    ]
    if session.region:
        rows.append({"key": "Where", "value": REGIONS.label(session.region)})
    if session.topics:
        rows.append({"key": "What it covers", "values_list": [TOPICS.label(code) for code in session.topics]})
    if room is not None:
        ways = [way for way in Way if session.places[way]]
        rows.append({"key": "Places", "values_list": [places_words(room, way, len(ways) > 1) for way in ways]})
    rows.append({"key": "Cost", "value": "Free. " + ("You are paid for your time." if session.honorarium else "")})
    rows.append({"key": "Sign up until", "value": moment(session.sign_up_until)})
    return rows


def places_words(room: Room, way: Way, named: bool) -> str:
    # Never how many: from one number to the next, somebody could try whether an address has a place already.
    words = "Places free" if room.free(way) else "Full. You can join the waiting list"
    return f"{way.label}: {words.lower()}" if named else words


def listed(session: Session) -> dict[str, object]:
    """One line of the public list."""
    return {
        "ref": session.ref,
        "title": session.title,
        "when": moment(session.starts),
        "how": Held(session.held).label,
        "length": duration(session.minutes),
    }


def own(sign_up: SignUp) -> list[dict[str, object]]:
    """What someone with a place, or waiting for one, sees of her session."""
    session, state = sign_up.session, State(sign_up.state)
    rows: list[dict[str, object]] = [
        {"key": "When", "value": when(session)},
        {"key": "How", "value": Way(sign_up.way).label},
    ]
    if state is State.PLACED and sign_up.way == Way.IN_PERSON:
        where = session.address_words
        rows.append({"key": "Where", "value": where} if where else {"key": "Where", "no_value": "We will tell you"})
    if state is State.PLACED and sign_up.way == Way.ONLINE and not session.online:
        rows.append({"key": "Link to join", "no_value": "It comes here before the day"})
    return rows


def own_needs(sign_up: SignUp, change: str) -> dict[str, object]:
    """What she said that she needs, and where to change it."""
    said = [ACCESS_NEEDS.label(code) for code in sign_up.needs]
    if sign_up.needs_words:
        said.append(sign_up.needs_words)
    row: dict[str, object] = {"key": "What you need", "href": change, "action": "Change"}
    answer: dict[str, object] = {"values_list": said} if said else {"no_value": "Nothing said"}
    return row | answer


def certificate(sign_up: SignUp) -> Certificate:
    """What her certificate says."""
    session = sign_up.session
    return Certificate(
        name=sign_up.name,
        session=session.title,
        session_ref=session.ref,
        series=session.series.title,
        held_on=session.starts.astimezone(clock.LONDON).date(),
        there=duration(sign_up.minutes_counted),
        topics=[TOPICS.label(code) for code in session.topics],
        number=sign_up.ref,
    )
