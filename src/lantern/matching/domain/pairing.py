"""Who might mentor whom: the best pairs for all who wait, exactly, with the reasons for each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linear_sum_assignment

# What counts first counts before anything later, however much of that there is: a mentor for as many as can have one,
# then help with what each lacks, then a language they share, then an even load.
GAP = 100
LANGUAGE = 40
ALREADY = 1  # for each mentee a mentor has: the next one goes to whoever has fewer
MOST_GAPS = 40


@dataclass(frozen=True, slots=True)
class Waiting:
    """A mentee without a mentor. `gaps` says how many levels she lacks of each competency she works on next."""

    ref: str
    gaps: Mapping[str, int]
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Free:
    """A mentor with room. `strengths` are competencies; she has `has` mentees and can take `room` more."""

    ref: str
    strengths: frozenset[str]
    languages: frozenset[str] = frozenset()
    room: int = 1
    has: int = 0


@dataclass(frozen=True, slots=True)
class Suggested:
    """One pair. `gaps` are what she helps with, the widest first; `languages` what both speak."""

    waiting: str
    free: str
    gaps: tuple[str, ...]
    languages: tuple[str, ...]

    @property
    def reasons(self) -> list[str]:
        """As codes, to be kept with the pair."""
        return [f"gap:{code}" for code in self.gaps] + [f"language:{code}" for code in self.languages]


@dataclass(frozen=True, slots=True)
class Pairing:
    """Every pair suggested, and who is left over. Refs in their order."""

    pairs: tuple[Suggested, ...]
    without: tuple[str, ...] = ()
    worth: int = field(default=0, compare=False)


def suggested(one: Waiting, other: Free) -> Suggested:
    widest = sorted(one.gaps.keys() & other.strengths, key=lambda code: (-one.gaps[code], code))
    gaps = tuple(code for code in widest if one.gaps[code] > 0)
    return Suggested(one.ref, other.ref, gaps, tuple(sorted(one.languages & other.languages)))


def worth_of(one: Waiting, other: Free) -> int:
    """What a pair is worth beside another: only ever compared, never shown."""
    found = suggested(one, other)
    lacking = min(sum(one.gaps[code] for code in found.gaps), MOST_GAPS)
    return GAP * lacking + LANGUAGE * bool(found.languages)


def pairing(waiting: Sequence[Waiting], free: Sequence[Free], apart: Collection[tuple[str, str]] = ()) -> Pairing:
    """The pairs worth most together. `apart` are (mentee, mentor) that cannot be.

    As many mentees as possible get a mentor, whatever it costs in fit. The order of what is given does not matter.
    """
    waiting = sorted(waiting, key=lambda one: one.ref)
    # A place each; a mentor's second costs more than her first, so that the load is even.
    places = [
        (one, at) for one in sorted(free, key=lambda one: one.ref) for at in range(one.has, one.has + max(one.room, 0))
    ]
    if not waiting or not places:
        return Pairing((), tuple(one.ref for one in waiting))
    most = max(at for _one, at in places) + 1
    loaded = ALREADY * most * len(waiting) + 1  # so that no load outweighs the smallest gain in fit
    paired = loaded * (GAP * MOST_GAPS + LANGUAGE) * len(waiting) + 1
    apart = frozenset(apart)
    worth = np.zeros((len(waiting), len(places) + len(waiting)))  # one more column each: left over
    for row, one in enumerate(waiting):
        for column, (other, at) in enumerate(places):
            if (one.ref, other.ref) not in apart:
                worth[row, column] = paired + loaded * worth_of(one, other) - ALREADY * at
    rows, columns = linear_sum_assignment(worth, maximize=True)
    taken = [
        (waiting[row], places[column][0]) for row, column in zip(rows, columns, strict=True) if worth[row, column] > 0
    ]
    got = {one.ref for one, _other in taken}
    return Pairing(
        tuple(suggested(one, other) for one, other in taken),
        tuple(one.ref for one in waiting if one.ref not in got),
        int(worth[rows, columns].sum()),
    )
