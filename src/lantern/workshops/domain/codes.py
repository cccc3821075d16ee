"""A code that someone makes herself, so that what she said before and after can be put together and she cannot."""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from lantern.kit.states import IllegalMove

SHORTEST = 5
EXAMPLE = "RO07LL"  # as the page shows how to make one
# About a twentieth of a second a guess, while the pepper lives; without it no guess can be tried at all.
COST, BLOCK, LENGTH = 2**14, 8, 32
Said = TypeVar("Said")


def plain(code: str) -> str:
    """The code as it counts, whatever its spaces, signs, accents and capitals. Raises IllegalMove if too short."""
    letters = unicodedata.normalize("NFKD", code)
    found = "".join(char for char in letters.casefold() if char.isalnum())
    if len(found) < SHORTEST:
        raise IllegalMove(f"Make a code of at least {SHORTEST} letters and figures, as the page describes.")
    if found == EXAMPLE.casefold():
        raise IllegalMove("This is the example. Make one of your own, or your answers cannot be told from others'.")
    return found


def hash_of(code: str, pepper: bytes) -> str:
    """What is kept while the evaluation is open. Raises IllegalMove for a code that is too short."""
    return hashlib.scrypt(plain(code).encode(), salt=pepper, n=COST, r=BLOCK, p=1, dklen=LENGTH).hex()


@dataclass(frozen=True, slots=True)
class Paired:
    """Answers put together. `twice` counts codes that stood more than once in one moment and are left out of pairs."""

    pairs: tuple[tuple[Mapping[str, int], Mapping[str, int]], ...]
    before_only: int
    after_only: int
    twice: int


def paired(before: Iterable[tuple[str, Mapping[str, int]]], after: Iterable[tuple[str, Mapping[str, int]]]) -> Paired:
    """Puts the two moments together by hash. Each answer is (hash, scores by topic)."""
    first, second = list(before), list(after)
    counts = Counter(code for code, _scores in first), Counter(code for code, _scores in second)
    twice = {code for counted in counts for code, number in counted.items() if number > 1}
    there = dict(first), dict(second)
    both = sorted((there[0].keys() & there[1].keys()) - twice)
    return Paired(
        tuple((there[0][code], there[1][code]) for code in both),
        len(there[0].keys() - there[1].keys() - twice),
        len(there[1].keys() - there[0].keys() - twice),
        len(twice),
    )
