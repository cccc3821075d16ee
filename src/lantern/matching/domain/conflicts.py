"""Graded conflicts: what each grade asks for before anyone is approached (domain.md sections 3 and 8, row 19)."""

from dataclasses import dataclass

from lantern.matching.domain.model import Grade


@dataclass(frozen=True)
class Handling:
    """`points` order the grades where coverage is equal; they measure nothing."""

    words: str
    safeguard: str
    points: int
    bars: bool = False


HANDLING: dict[Grade | None, Handling] = {
    Grade.NONE: Handling("no connection declared", "Ask again when names emerge.", 0),
    # Not declared is not "none": it ranks just behind it, and the declaration comes before the papers.
    None: Handling(
        "not yet declared", "Ask for a declaration, in grades and in private, before any papers are sent.", 1
    ),
    Grade.COMMUNITY_ACQUAINTANCE: Handling(
        "community acquaintance",
        "Agree with the chair, before the offer, which parts of the review to step out of; record it and ask again "
        "when names emerge.",
        2,
    ),
    Grade.AGENCY_CONTACT: Handling(
        "agency contact",
        "Keep this seat apart from the agency's own report: someone else at the agency answers for its contact, and "
        "the chair agrees to this before the offer.",
        4,
    ),
    Grade.DIRECT_INVOLVEMENT: Handling(
        "direct involvement", "Not to be asked: find someone from outside the area instead.", 8, bars=True
    ),
}


def handling(grade: Grade | None) -> Handling:
    return HANDLING[grade]


def bars(grade: Grade | None) -> bool:
    return HANDLING[grade].bars
