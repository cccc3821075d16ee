"""Two readers who are blind to each other until both are in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lantern.kit.states import IllegalMove

READERS = 2
LEAST, MOST = 1, 4
SCORES = {1: "Not shown", 2: "A beginning", 3: "Shown", 4: "Shown strongly"}


@dataclass(frozen=True, slots=True)
class Read:
    """One reader's word on one application. `scores` maps a question's code to 1-4, and is empty with a conflict."""

    reader: str
    conflict: bool
    scores: Mapping[str, int]


class Standing(StrEnum):
    """Where the reading of one application is, as one reader may know it."""

    TO_READ = "to_read"
    WAITS = "waits"  # hers is in, the other's is not
    EXCUSED = "excused"  # she said that she has a conflict
    ENOUGH = "enough"  # two others have read it
    OPEN = "open"  # both are in, and hers is one of them


def counted(readings: Sequence[Read]) -> list[Read]:
    """The readings that count: those of readers without a conflict."""
    return [one for one in readings if not one.conflict]


def both_in(readings: Sequence[Read]) -> bool:
    return len(counted(readings)) >= READERS


def readers_lacking(readers: Collection[str], readings: Sequence[Read]) -> int:
    """How many more readers must be named before two can read it: those with a conflict have excused themselves."""
    excused = {one.reader for one in readings if one.conflict}
    done = {one.reader for one in counted(readings)}
    return max(0, READERS - len((set(readers) - excused) | done))


def standing_of(reader: str, readings: Sequence[Read]) -> Standing:
    mine = next((one for one in readings if one.reader == reader), None)
    if mine is not None and mine.conflict:
        return Standing.EXCUSED
    if both_in(readings):
        return Standing.OPEN if mine is not None else Standing.ENOUGH
    return Standing.TO_READ if mine is None else Standing.WAITS


def visible_to(reader: str, readings: Sequence[Read]) -> list[Read]:
    """What someone may see: her own at once; everyone's once both are in, unless she excused herself.

    It holds for a coordinator too, who may be a reader herself and decides only afterwards.
    """
    mine = [one for one in readings if one.reader == reader]
    if any(one.conflict for one in mine):
        return mine
    return list(readings) if both_in(readings) else mine


def check_scores(scores: Mapping[str, int], questions: Collection[str]) -> None:
    """Raises IllegalMove unless each question has one score from 1 to 4."""
    if set(scores) != set(questions) or any(not LEAST <= score <= MOST for score in scores.values()):
        raise IllegalMove("Give each answer a score from 1 to 4.")


def check_may_read(reader: str, readings: Sequence[Read]) -> None:
    """Raises IllegalMove where her reading would come too late, or after she excused herself."""
    standing = standing_of(reader, readings)
    if standing is Standing.EXCUSED:
        raise IllegalMove("You said that you have a conflict, so you do not read this one.")
    if standing in {Standing.ENOUGH, Standing.OPEN}:
        raise IllegalMove("Both readings are in, so the scores stay as they are.")


def check_may_decide(readings: Sequence[Read]) -> None:
    """Raises IllegalMove before both readings are in."""
    if not both_in(readings):
        raise IllegalMove("Two readings must be in before anyone decides.")


def check_place(taken: int, places: int) -> None:
    """Raises IllegalMove where every place has been offered."""
    if taken >= places:
        raise IllegalMove(f"All {places} places of this cohort are offered or taken.")
