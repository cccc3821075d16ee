"""How a broader or narrower term of a vocabulary answers for the one that is needed (docs/decisions/0009)."""

from dataclasses import dataclass

from lantern.kit.vocabulary import SELF_DESCRIBED, Vocabulary
from lantern.matching.domain.model import Level


@dataclass(frozen=True, slots=True)
class Answering:
    """The codes that answer for one needed code. `same` holds it and every narrower one; `broader` the wider ones."""

    same: frozenset[str]
    broader: frozenset[str]

    def level(self, held: str, level: Level) -> Level | None:
        """How well the need is met by someone who holds `held` at `level`; None if not at all.

        A broader term never counts as lived experience of the narrower: "South Asian" does not say "Tamil".
        """
        if held in self.same:
            return level
        return Level.PROFESSIONAL if held in self.broader else None


def answering(vocabulary: Vocabulary, needed: str) -> Answering:
    same = vocabulary.covers(needed)
    return Answering(same, frozenset(code for code in vocabulary if needed in vocabulary.covers(code)) - same)


def tag_code(code: str, own_words: str) -> str:
    """The code under which matching compares: two people's own words are the same only where the words are."""
    if code != SELF_DESCRIBED:
        return code
    return f"{SELF_DESCRIBED}:{' '.join(own_words.casefold().split())}"
