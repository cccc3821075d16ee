"""How long an invitation's link works, and how it is remembered."""

import hashlib
import secrets
from datetime import datetime, timedelta

LASTS = timedelta(days=7)


def new_token() -> str:
    """The secret part of a link: 256 random bits."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What is kept of it. The token is random, so a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_open(used_at: datetime | None, expires_at: datetime, now: datetime) -> bool:
    return used_at is None and now < expires_at
