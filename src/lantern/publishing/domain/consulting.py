"""Guidance made together: what becomes of a version, of a comment, and of the question who agrees."""

from dataclasses import dataclass
from enum import StrEnum

from lantern.kit.states import IllegalMove


class VersionState(StrEnum):
    CUT = "cut"  # numbered and frozen, to be consulted on or signed
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    SET_ASIDE = "set_aside"  # never published

    @property
    def label(self) -> str:
        return {
            VersionState.CUT: "Being worked on",
            VersionState.PUBLISHED: "Published",
            VersionState.SUPERSEDED: "Replaced by a newer one",
            VersionState.SET_ASIDE: "Set aside",
        }[self]


NEXT: dict[VersionState, frozenset[VersionState]] = {
    VersionState.CUT: frozenset({VersionState.PUBLISHED, VersionState.SET_ASIDE}),
    VersionState.PUBLISHED: frozenset({VersionState.SUPERSEDED}),
}


def check_move(now: VersionState, to: VersionState) -> None:
    """Raises IllegalMove with a sentence."""
    if to not in NEXT.get(now, frozenset()):
        raise IllegalMove(f"This version is “{now.label.lower()}” and cannot become “{to.label.lower()}”.")


class Decision(StrEnum):
    """What became of a comment. A comment without one waits for an answer."""

    ACCEPTED = "accepted"
    IN_PART = "in_part"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        return {
            Decision.ACCEPTED: "Accepted",
            Decision.IN_PART: "Accepted in part",
            Decision.DECLINED: "Not taken up",
        }[self]


class Answer(StrEnum):
    """What an organisation says of a version. None is a fourth value: it has not answered."""

    AGREED = "agreed"
    AGREED_WITH_NOTE = "agreed_with_note"
    DISSENT = "dissent"

    @property
    def label(self) -> str:
        return {
            Answer.AGREED: "Agreed",
            Answer.AGREED_WITH_NOTE: "Agreed, with a note",
            Answer.DISSENT: "Does not agree",
        }[self]


NOT_ANSWERED = "Not answered"


def check_note(answer: Answer, note: str) -> None:
    """A note is what makes an agreement one with a note; a no may stand without a reason. Raises IllegalMove."""
    if answer is Answer.AGREED_WITH_NOTE and not note.strip():
        raise IllegalMove("Write your note, or choose “Agreed”.")


class Credit(StrEnum):
    """How someone wishes to be thanked. Nobody is named until they have chosen."""

    NOT_CHOSEN = ""
    NAMED = "named"
    ORGANISATION = "organisation"
    ANONYMOUS = "anonymous"

    @property
    def label(self) -> str:
        return {
            Credit.NOT_CHOSEN: "Not chosen yet",
            Credit.NAMED: "By the name I write here",
            Credit.ORGANISATION: "By my organisation’s name alone",
            Credit.ANONYMOUS: "Not named",
        }[self]


@dataclass(frozen=True, slots=True)
class Change:
    """One line of "you said, we did": where, what was said, what became of it; never by whom."""

    heading: str
    said: str
    proposed: str
    decision: str
    reply: str


@dataclass(frozen=True, slots=True)
class YouSaid:
    """What was said of a version and what became of it, as everyone may read it."""

    changes: tuple[Change, ...]
    waiting: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class Signed:
    """An organisation's word on a version as everyone may read it. `agrees` is None where it has not answered."""

    name: str
    answer: str
    note: str
    agrees: bool | None


def next_number(numbers: list[str], *, major: bool) -> str:
    """The number after these ("1.2"): a new edition counts up before the dot, a revision after it."""
    pairs = [tuple(int(part) for part in number.split(".")) for number in numbers]
    first, second = max(pairs, default=(0, 0))
    return f"{first + 1}.0" if major else f"{first}.{second + 1}"
