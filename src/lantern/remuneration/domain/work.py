"""Kinds of work and cost, and what may be logged: the words of a time sheet, and its bounds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from lantern.kit.states import IllegalMove

MOST_MINUTES = 16 * 60  # in one day, whatever it was for
LONG_MINUTES = 10 * 60
LATE_DAYS = 90
OLDEST_DAYS = 3 * 366
MOST_COST_PENCE = 2_500_00


class Kind(StrEnum):
    PANEL_MEETING = "panel_meeting"
    READING = "reading"
    DRAFTING = "drafting"
    TRAVEL = "travel"
    SUPERVISION = "supervision"
    WORKSHOP = "workshop"
    MENTORING = "mentoring"

    @property
    def label(self) -> str:
        return {
            Kind.PANEL_MEETING: "Panel meeting",
            Kind.READING: "Reading papers",
            Kind.DRAFTING: "Commenting on drafts",
            Kind.TRAVEL: "Travel",
            Kind.SUPERVISION: "Supervision and debrief",
            Kind.WORKSHOP: "Workshop",
            Kind.MENTORING: "Mentoring",
        }[self]


class CostKind(StrEnum):
    CARER = "carer"
    INTERPRETER = "interpreter"
    TRAVEL = "travel"
    EQUIPMENT = "equipment"

    @property
    def label(self) -> str:
        return {
            CostKind.CARER: "Carer",
            CostKind.INTERPRETER: "Interpreter",
            CostKind.TRAVEL: "Fares and parking",
            CostKind.EQUIPMENT: "Equipment",
        }[self]


class Origin(StrEnum):
    PREFILLED = "prefilled"
    OWN = "own"

    @property
    def label(self) -> str:
        return {Origin.PREFILLED: "Filled in for you", Origin.OWN: "Added by you"}[self]


class SourceKind(StrEnum):
    SEAT = "seat"
    WORKSHOP = "workshop"
    MENTORING = "mentoring"

    @property
    def label(self) -> str:
        return {
            SourceKind.SEAT: "Seat on a panel",
            SourceKind.WORKSHOP: "Workshop",
            SourceKind.MENTORING: "Mentoring",
        }[self]


@dataclass(frozen=True, slots=True)
class Span:
    """Time on one day. `starts` is None where nobody said when."""

    done_on: date
    minutes: int
    starts: time | None = None

    @property
    def bounds(self) -> tuple[int, int] | None:
        """First minute, and the first minute after, counted from midnight."""
        if self.starts is None:
            return None
        first = self.starts.hour * 60 + self.starts.minute
        return first, first + self.minutes

    def overlaps(self, other: "Span") -> bool:
        """Whether both say when, and the times meet. An evening may run past midnight into the next day."""
        mine, theirs = self.bounds, other.bounds
        if mine is None or theirs is None:
            return False
        shift = (other.done_on - self.done_on).days * 24 * 60
        return mine[0] < theirs[1] + shift and theirs[0] + shift < mine[1]


def duration(minutes: int) -> str:
    """Minutes as people write them: 200 is 3 h 20 min."""
    hours, rest = divmod(minutes, 60)
    return " ".join(filter(None, [f"{hours} h" if hours else "", f"{rest} min" if rest else ""]))


def check_span(span: Span, others: Iterable[Span], today: date) -> None:
    """Raises IllegalMove, in a sentence, where these hours cannot be: `others` are all else she has logged nearby."""
    if span.minutes <= 0:
        raise IllegalMove("Enter how long it took, in hours and minutes: more than nothing.")
    if span.minutes > MOST_MINUTES:
        raise IllegalMove("More than 16 hours in one day cannot be right. Enter each day on its own.")
    check_day(span.done_on, today)
    others = list(others)
    if any(span.overlaps(other) for other in others):
        raise IllegalMove("These hours overlap with others you have logged. Change one of them.")
    if span.minutes + sum(other.minutes for other in others if other.done_on == span.done_on) > MOST_MINUTES:
        raise IllegalMove("With what is logged already, that day would have more than 16 hours.")


def check_day(day: date, today: date) -> None:
    if day > today:
        raise IllegalMove("This day has not come yet. Log the time once it is done.")
    if day < today - timedelta(days=OLDEST_DAYS):
        raise IllegalMove("This is more than three years ago. Ask the programme about it.")


def check_cost(pence: int, spent_on: date, today: date) -> None:
    """Raises IllegalMove, in a sentence, for an amount or a day that cannot be."""
    if pence <= 0:
        raise IllegalMove("Enter what it cost: more than nothing.")
    if pence > MOST_COST_PENCE:
        raise IllegalMove("An access cost of more than £2,500 is agreed with the programme first.")
    check_day(spent_on, today)


def flags(span: Span, recorded_on: date, opened_on: date, closed_on: date | None) -> tuple[str, ...]:
    """What is late or unusual, in words. None of it stops a claim."""
    found = []
    if (recorded_on - span.done_on).days > LATE_DAYS:
        found.append(f"Logged late: more than {LATE_DAYS} days after the day itself.")
    if span.minutes > LONG_MINUTES:
        found.append("A long day: more than 10 hours.")
    if span.done_on < opened_on:
        found.append("Before the engagement began.")
    if closed_on is not None and span.done_on > closed_on:
        found.append("After the engagement ended.")
    return tuple(found)
