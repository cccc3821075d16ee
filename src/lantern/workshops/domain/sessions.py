"""A session's states, ways and topics, and whether someone came."""

from enum import StrEnum
from pathlib import Path

from lantern.kit.states import IllegalMove
from lantern.kit.vocabulary import Vocabulary

_FOLDER = Path(__file__).parent.parent / "data"
TOPICS = Vocabulary.read(_FOLDER / "topics.csv")
ACCESS_NEEDS = Vocabulary.read(_FOLDER / "access_needs.csv")


class Held(StrEnum):
    """How a session is held."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    BOTH = "both"

    @property
    def label(self) -> str:
        return {Held.IN_PERSON: "In person", Held.ONLINE: "Online", Held.BOTH: "In person or online"}[self]


class SessionState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return {
            SessionState.DRAFT: "Draft",
            SessionState.PUBLISHED: "Open",
            SessionState.CANCELLED: "Cancelled",
        }[self]


NEXT_STATE: dict[SessionState, frozenset[SessionState]] = {
    SessionState.DRAFT: frozenset({SessionState.PUBLISHED, SessionState.CANCELLED}),
    SessionState.PUBLISHED: frozenset({SessionState.CANCELLED}),
    SessionState.CANCELLED: frozenset(),
}


def check_move(now: SessionState, to: SessionState) -> None:
    """Raises IllegalMove unless the table allows it."""
    if to not in NEXT_STATE[now]:
        raise IllegalMove(f"A session that is “{now.label.lower()}” cannot become “{to.label.lower()}”.")


class Presence(StrEnum):
    """Whether she came. No mark means that nobody has said, which is not absent."""

    PRESENT = "present"
    PART = "part"
    ABSENT = "absent"
    EXCUSED = "excused"

    @property
    def label(self) -> str:
        return {
            Presence.PRESENT: "Came",
            Presence.PART: "Came for part",
            Presence.ABSENT: "Did not come",
            Presence.EXCUSED: "Excused",
        }[self]

    @property
    def came(self) -> bool:
        return self in {Presence.PRESENT, Presence.PART}


class Honorarium(StrEnum):
    """Whom a participant would have paid for her time."""

    UNKNOWN = "unknown"
    AGENCY = "agency"
    PERSON = "person"
    NONE = "none"

    @property
    def label(self) -> str:
        return {
            Honorarium.UNKNOWN: "Not said yet",
            Honorarium.AGENCY: "Pay my agency",
            Honorarium.PERSON: "Pay me",
            Honorarium.NONE: "No payment, thank you",
        }[self]


class Moment(StrEnum):
    BEFORE = "before"
    AFTER = "after"

    @property
    def label(self) -> str:
        return {Moment.BEFORE: "Before the session", Moment.AFTER: "After the session"}[self]
