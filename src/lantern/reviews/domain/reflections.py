"""A reflection after a seat: was she paid, heard, safe, and what stood in the way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from lantern.kit.vocabulary import Known

# The page says a month; counted in days, so that no month is shorter than another.
DAYS_TO_CHANGE = 31
DECLINED = "prefer_not_to_say"
UNKNOWN = "unknown"
NONE = "none"


class Reply(StrEnum):
    """One of the three answers. Unknown (not answered) and declined (she would rather not say) stay apart."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    DECLINED = "declined"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return {
            Reply.YES: "Yes",
            Reply.PARTLY: "Partly",
            Reply.NO: "No",
            Reply.DECLINED: "I would rather not say",
            Reply.UNKNOWN: "Not answered",
        }[self]


# What a "no" or a "partly" says in the one vocabulary of barriers (register's engagement_barrier).
QUESTIONS: dict[str, str] = {"paid": "unpaid", "heard": "not_heard", "safe": "unsafe"}


@dataclass(frozen=True, slots=True)
class BarrierRecord:
    """One barrier met once: from where, which, in which month (its first day), in which area and agency. No person.

    `barrier` is a code of the register's vocabulary, or UNKNOWN where nobody said, or NONE where she said that nothing
    stood in the way. `agency_ref` is empty where she belongs to no agency.
    """

    source: str
    barrier: str
    month: date
    partnership_ref: str
    agency_ref: str


def barriers_of(replies: Mapping[str, str], known: str, chosen: Iterable[str]) -> frozenset[str]:
    """The barriers that one reflection names, each once: what she chose, and what her three answers say.

    `replies` holds an answer to each of QUESTIONS; `known` is a value of Known.
    """
    found = set(chosen) if known == Known.STATED else set()
    found |= {QUESTIONS[name] for name, reply in replies.items() if reply in {Reply.NO, Reply.PARTLY}}
    if found:
        return frozenset(found)
    return frozenset({{Known.NONE: NONE, Known.DECLINED: DECLINED}.get(Known(known), UNKNOWN)})


def can_change(review_ended_on: date | None, today: date) -> bool:
    """Whether a reflection that was given may still be changed: until the review has been closed for a month."""
    return review_ended_on is None or today <= review_ended_on + timedelta(days=DAYS_TO_CHANGE)
