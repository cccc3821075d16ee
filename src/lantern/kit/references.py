"""Short random references for addresses: no row numbers, no letters that look alike."""

import re
import secrets

# No 0/O, 1/I/L, 2/Z, 5/S, 8/B, and no vowels, so that a reference never spells a word.
ALPHABET = "3467CDFGHJKMNPQRTVWXY"
LENGTH = 8
PATTERN = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


def new_ref() -> str:
    """A new reference: 8 characters of 21, about 38 milliard possible; the unique index settles a collision."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def is_ref(text: str) -> bool:
    """Whether the text has the shape of a reference."""
    return PATTERN.fullmatch(text) is not None
