"""Sealing a field: AES-GCM with the field's place as associated data, and a ring of keys that can be turned."""

import base64
import binascii
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


class CannotOpen(Exception):
    """The sealed text was moved, changed, or sealed with a key that is not on the ring."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Keys by name, newest first. The first seals; any opens."""

    keys: tuple[tuple[str, bytes], ...]

    @classmethod
    def from_text(cls, text: str) -> "KeyRing":
        """Reads `name:base64key,name:base64key`; each key is 32 bytes. Raises ValueError in words."""
        keys = []
        for part in filter(None, (piece.strip() for piece in text.split(","))):
            name, _, encoded = part.partition(":")
            try:
                key = base64.b64decode(encoded, validate=True)
            except binascii.Error:
                key = b""
            if not name or len(key) != 32:
                raise ValueError("each key is written name:key, the key being 32 bytes in base64")
            keys.append((name, key))
        if not keys:
            raise ValueError("at least one key is needed")
        return cls(tuple(keys))

    @property
    def newest(self) -> str:
        """The name of the key that seals."""
        return self.keys[0][0]

    def seal(self, text: str, place: str) -> str:
        """Seals the text for one place, written `table.column.row`; elsewhere it will not open."""
        name, key = self.keys[0]
        nonce = os.urandom(_NONCE)
        sealed = AESGCM(key).encrypt(nonce, text.encode(), place.encode())
        return f"{name}:{base64.b64encode(nonce + sealed).decode()}"

    def open(self, sealed: str, place: str) -> str:
        """The text sealed for this place. Raises CannotOpen."""
        name, _, encoded = sealed.partition(":")
        key = dict(self.keys).get(name)
        if key is None:
            raise CannotOpen("no key of that name")
        try:
            raw = base64.b64decode(encoded, validate=True)
            return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], place.encode()).decode()
        except (InvalidTag, binascii.Error, ValueError) as problem:
            raise CannotOpen("moved or changed") from problem
