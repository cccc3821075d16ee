"""Figures told in words beside the text that they prove: each with what it counts, of how many, and since when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from lantern.insight.domain.suppression import SMALLEST_SHOWN, is_small

TOO_FEW = "There are too few to show without pointing to somebody."
NOTHING = "Nothing is recorded yet."


@dataclass(frozen=True, slots=True)
class Said:
    """A figure in words with its count in words, or `why` it is not shown."""

    value: str = ""
    count: str = ""
    why: str = ""


def share(part: int, whole: int, noun: str) -> Said:
    """A share with what it is of. Neither the part nor the rest is shown while it is small."""
    if not whole:
        return Said(why=NOTHING)
    if whole < SMALLEST_SHOWN or is_small(part) or is_small(whole - part):
        return Said(why=TOO_FEW)
    percent = round(100 * part / whole)
    # Not all is never called all, and some never none.
    percent = min(percent, 99) if part < whole else percent
    percent = max(percent, 1) if part else percent
    return Said(f"{percent}%", f"{part:,} of {whole:,} {noun}.")


def middle(days: Iterable[int], still_open: int, noun: str) -> Said:
    """The middle number of days, and how many are still open; from five on."""
    found = list(days)
    if not found:
        return Said(why=NOTHING)
    if len(found) < SMALLEST_SHOWN:
        return Said(why=TOO_FEW)
    waiting = f"{still_open:,} more are open." if not is_small(still_open) else "Fewer than 5 more are open."
    return Said(f"{round(median(found))} days", f"The middle of {len(found):,} {noun}; {waiting}")


def seats_paid(parts: Mapping[str, bool]) -> Said:
    """`parts`: for each seat with work in its log, whether any of it has been paid."""
    return share(sum(parts.values()), len(parts), "seats with work in their log")
