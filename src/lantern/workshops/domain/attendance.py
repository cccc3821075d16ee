"""Checking in by the code that is shown in the room, and when that can be done."""

import hashlib
import hmac
from datetime import datetime, timedelta

from lantern.kit.references import ALPHABET
from lantern.kit.states import IllegalMove

LETTERS = 6
BEFORE, AFTER = timedelta(hours=1), timedelta(hours=2)


def room_code(key: bytes, session_ref: str) -> str:
    """Six letters for one session, without look-alikes: the same whenever it is shown, and kept nowhere."""
    digest = hmac.new(key, f"workshops.room-code {session_ref}".encode(), hashlib.sha256).digest()
    number, letters = int.from_bytes(digest, "big"), []
    for _ in range(LETTERS):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def check_code(typed: str, code: str) -> None:
    """Raises IllegalMove unless it is the code, however it is spaced and in small or capital letters."""
    plain = "".join(typed.split()).replace("-", "").upper()
    if not hmac.compare_digest(plain.encode(), code.encode()):
        raise IllegalMove("This is not the code shown in the room. It has six letters and figures. Please try again.")


def check_time(now: datetime, starts: datetime, ends: datetime) -> None:
    """Raises IllegalMove, in a sentence, where it is too early or too late to check in."""
    if now < starts - BEFORE:
        raise IllegalMove("It is too early. You can check in from one hour before the start.")
    if now > ends + AFTER:
        raise IllegalMove("It is too late to check in here. Whoever runs the session can still say that you came.")
