"""Withholding small counts, and enough others that no adding or subtracting on the page gives a small one back.

A page publishes cells and, openly or not, sums between them. A cell of 1 to 4 is withheld as SMALL. It is *safe* when a
second table exists in which every published cell and every sum is the same and this cell is not: then nobody can tell
which is true. `protect` looks for that table by moving withheld cells up and down together; where the withheld ones do
not suffice it withholds the fewest, smallest others as well, as OTHER. Whoever knows more than the page shows (the
source is public) can still work out more; the page does not promise otherwise.
"""

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import count as counter

SMALLEST_SHOWN = 5
TRIES = 4000

Key = tuple[str, ...]
Move = dict[Key, int]


class Withheld(StrEnum):
    """Why a cell is not shown; the value is what people read."""

    SMALL = "1 to 4"
    OTHER = "not shown"


Shown = int | Withheld


@dataclass(frozen=True, slots=True)
class Sum:
    """`whole` is the sum of `parts`, on the page or in a reader's head."""

    whole: Key
    parts: tuple[Key, ...]

    def weights(self) -> dict[Key, int]:
        return {**dict.fromkeys(self.parts, 1), self.whole: -1}


def is_small(value: int) -> bool:
    return 0 < value < SMALLEST_SHOWN


def protect(cells: Mapping[Key, int], sums: Iterable[Sum], fixed: Iterable[Key] = ()) -> dict[Key, Shown]:
    """What may be shown of each cell. `fixed` are known to everyone (such as the size of the source) and always shown.

    Raises ValueError where the sums are not those of the cells, or where a cell cannot be made safe at all.
    """
    sums = tuple(sums)
    for rule in sums:
        if cells[rule.whole] != sum(cells[part] for part in rule.parts):
            raise ValueError(f"{rule.whole} is not the sum of its parts")
    known = frozenset(fixed)
    shown: dict[Key, Shown] = {
        key: Withheld.SMALL if is_small(value) and key not in known else value for key, value in cells.items()
    }
    search = _Search(cells, sums, known)
    for key in [key for key, value in shown.items() if value is Withheld.SMALL]:
        move = search.move_for(key, shown)
        if move is None:  # "1 to 4" itself says too much here
            for other in cells:
                if other not in known and isinstance(shown[other], Withheld):
                    shown[other] = Withheld.OTHER
            move = search.move_for(key, shown)
        if move is None:
            raise ValueError(f"{key} can be worked out whatever else is withheld")
        for other in move:
            if not isinstance(shown[other], Withheld):
                shown[other] = Withheld.OTHER
    return shown


class _Search:
    def __init__(self, cells: Mapping[Key, int], sums: tuple[Sum, ...], known: frozenset[Key]) -> None:
        self.cells, self.known = cells, known
        self.rules = [rule.weights() for rule in sums]
        self.rules_of: dict[Key, list[int]] = {key: [] for key in cells}
        for number, rule in enumerate(self.rules):
            for key in rule:
                self.rules_of[key].append(number)

    def move_for(self, key: Key, shown: Mapping[Key, Shown]) -> Move | None:
        """The cheapest set of steps that changes `key` and keeps every sum, or None within the tries allowed."""
        order = counter()
        heap: list[tuple[float, int, Move]] = []
        for step in (1, -1):
            if self._allowed(key, step, shown):
                heapq.heappush(heap, (0.0, next(order), {key: step}))
        seen: set[frozenset[tuple[Key, int]]] = set()
        for _ in range(TRIES):
            if not heap:
                return None
            cost, _tie, move = heapq.heappop(heap)
            state = frozenset(move.items())
            if state in seen:
                continue
            seen.add(state)
            broken = self._broken(move)
            if broken is None:
                return move
            rule, excess = broken
            for other, weight in rule.items():
                step = -weight if excess > 0 else weight
                if other in move or not self._allowed(other, step, shown):
                    continue
                heapq.heappush(heap, (cost + self._cost(other, shown), next(order), {**move, other: step}))
        return None

    def _broken(self, move: Move) -> tuple[Mapping[Key, int], int] | None:
        for key in move:
            for number in self.rules_of[key]:
                rule = self.rules[number]
                excess = sum(weight * move.get(other, 0) for other, weight in rule.items())
                if excess:
                    return rule, excess
        return None

    def _allowed(self, key: Key, step: int, shown: Mapping[Key, Shown]) -> bool:
        value = self.cells[key] + step
        if key in self.known:
            return False
        return is_small(value) if shown[key] is Withheld.SMALL else value >= 0

    def _cost(self, key: Key, shown: Mapping[Key, Shown]) -> float:
        if isinstance(shown[key], Withheld):
            return 0.01
        # One more cell withheld costs most; then a nought, which says most to a reader, then a large count.
        return 1.0 + (0.5 if self.cells[key] == 0 else min(self.cells[key], 1000) / 4000)
