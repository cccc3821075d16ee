"""Those who asked for a place, for whoever runs the session: how they stand, what they need, whether they came."""

from collections import Counter
from collections.abc import Iterable, Sequence

from lantern.workshops.domain.places import State, Way
from lantern.workshops.domain.sessions import ACCESS_NEEDS, Presence
from lantern.workshops.models import SignUp

STATES = {
    State.PLACED: "done",
    State.OFFERED: "attention",
    State.WAITING: "waiting",
    State.LAPSED: "",
    State.CANCELLED: "",
}
ORDER = list(STATES)
HEADINGS = ("Name", "Stands", "How", "Organisation", "Came")


def in_order(found: Iterable[SignUp]) -> list[SignUp]:
    """Those with a place first, then those who wait in their line."""
    return sorted(found, key=lambda one: (ORDER.index(State(one.state)), one.queued_since, one.pk))


def needs_words(one: SignUp) -> str:
    return "; ".join(ACCESS_NEEDS.label(code) for code in one.needs)


def came_words(one: SignUp) -> str:
    if not one.presence:
        return ""
    words = Presence(one.presence).label
    if one.presence == Presence.PART:
        words += f" ({one.minutes_there} minutes)"
    return words if one.marked_by_id else f"{words} (said so herself)"


def rows(found: Sequence[SignUp]) -> list[list[dict[str, object]]]:
    """The list on the page."""
    return [
        [
            {"heading": "Name", "text": one.name},
            {"heading": "Stands", "tag": State(one.state).label, "kind": STATES[State(one.state)]},
            {"heading": "How", "text": Way(one.way).label},
            cell("Organisation", one.agency.name if one.agency else one.agency_words, "Not said"),
            cell("Needs", needs_words(one) + (f": {one.needs_words}" if one.needs_words else ""), "None said"),
            cell("Came", came_words(one), "Not said yet"),
        ]
        for one in in_order(found)
    ]


def cell(heading: str, text: str, unknown: str) -> dict[str, object]:
    return {"heading": heading, "text": text} if text else {"heading": heading, "no_value": unknown}


def sheet(found: Sequence[SignUp]) -> list[list[str]]:
    """The same as a file, for whoever arranges the room. No address leaves with it."""
    return [
        list(HEADINGS),
        *(
            [
                one.name,
                State(one.state).label,
                Way(one.way).label,
                one.agency.name if one.agency else one.agency_words,
                came_words(one),
            ]
            for one in in_order(found)
        ),
    ]


def needs_sheet(found: Sequence[SignUp]) -> list[list[str]]:
    """What to arrange, a line for each person and no name: for interpreters, caterers, and those who mind children."""
    placed = [one for one in in_order(found) if State(one.state).takes_a_place and one.needs]
    return [
        ["How", "Needs", "More about the needs"],
        *([Way(one.way).label, needs_words(one), one.needs_words] for one in placed),
    ]


def needs(found: Sequence[SignUp]) -> list[dict[str, object]]:
    """What has to be arranged for those with a place, as a list without names; words beside each where she gave any."""
    placed = [one for one in found if State(one.state).takes_a_place]
    counted = Counter(code for one in placed for code in one.needs)
    shown = [code for code in ACCESS_NEEDS if counted[code]]
    return [{"key": ACCESS_NEEDS.label(code), "value": str(counted[code])} for code in shown]


def counts(found: Sequence[SignUp]) -> list[dict[str, object]]:
    """How many stand where."""
    counted = Counter(State(one.state) for one in found)
    rows: list[dict[str, object]] = [{"key": state.label, "value": str(counted[state])} for state in ORDER]
    return rows
