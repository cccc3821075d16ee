"""The evidence of one review: what was needed, who was sought, what came of it. One shape for page and exports."""

from dataclasses import dataclass, field
from datetime import date

# Reasons for a no are counted only from so many on, so that none can be traced to a person (domain.md section 8).
LEAST_SHOWN = 5
PRIVATE_REASON = "Kept private"
PRIVATE_BARRIERS = frozenset({"conflict", "prefer_not_to_say", "self_described"})
TITLE = "Expertise sought for a review panel"


@dataclass(frozen=True, slots=True)
class NeedLine:
    expertise: str
    facet: str
    weight: str
    lived: bool
    reason: str


@dataclass(frozen=True, slots=True)
class SoughtLine:
    """One person who was asked. `who` is a name only where she allows it in evidence. None: not known."""

    who: str
    asked_on: date | None
    answer: str
    answered_on: date | None
    offered: str


@dataclass(frozen=True, slots=True)
class SearchLine:
    decided_on: date
    chosen: int
    reserves: int
    reason: str
    unmet: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    ref: str
    label: str
    area: str
    stage: str
    seats_wanted: int
    seated: int
    needs: tuple[NeedLine, ...]
    sought: tuple[SoughtLine, ...]
    searches: tuple[SearchLine, ...]
    unmet: tuple[str, ...]
    declined: int
    barriers: tuple[tuple[str, int], ...] = field(default=())

    @property
    def barriers_withheld(self) -> bool:
        return 0 < self.declined < LEAST_SHOWN


def numbered(names: list[tuple[str, str, bool]]) -> dict[str, str]:
    """What to call each person, by reference: her name where she allows it in evidence, else Expert 1, 2, 3 in order.

    `names` holds (reference, name, allowed). A reference that stands twice keeps one number.
    """
    called: dict[str, str] = {}
    count = 0
    for ref, name, allowed in names:
        if ref in called:
            continue
        if allowed:
            called[ref] = name
        else:
            count += 1
            called[ref] = f"Expert {count}"
    return called


def counted(barriers: list[tuple[str, str]]) -> tuple[tuple[str, int], ...]:
    """Reasons for a no with how often each was given, private ones together; none below the least shown.

    `barriers` holds (code, label) of each no.
    """
    if len(barriers) < LEAST_SHOWN:
        return ()
    counts: dict[str, int] = {}
    for code, label in barriers:
        said = PRIVATE_REASON if code in PRIVATE_BARRIERS else label
        counts[said] = counts.get(said, 0) + 1
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def cell(text: object) -> str:
    """A spreadsheet cell that no program takes for a formula."""
    written = "" if text is None else str(text)
    return f"'{written}" if written[:1] in {"=", "+", "-", "@", "\t", "\r"} else written
