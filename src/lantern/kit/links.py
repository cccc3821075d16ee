"""The secret of a personal link, which opens one thing without an account, and how it is remembered."""

import hashlib
import secrets


def new_token() -> str:
    """The secret part of a link: 256 random bits. It is mailed and kept nowhere."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What is kept of it. The token is random, so a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()
