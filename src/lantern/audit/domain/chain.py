"""The chain: each event's mark covers the event and the mark before it, under a key the database does not hold."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

START = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """One event as the chain sees it. `at` is ISO 8601 in UTC; `detail` holds codes, references and numbers only."""

    seq: int
    at: str
    name: str
    subject: str
    actor: str
    detail: dict[str, Any]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a verification found: how many links hold, and the first that does not, with why."""

    good: int
    broken_at: int | None
    why: str


def mark_of(link: Link, before: str, key: bytes) -> str:
    """The HMAC-SHA-256 of the link and the mark before it, in hexadecimal."""
    said = json.dumps(
        [before, link.seq, link.at, link.name, link.subject, link.actor, link.detail],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()


def verify(links: Iterable[Link], key: bytes, anchor: tuple[int, str] | None = None) -> Finding:
    """Walks the links in order. `anchor` is a (seq, mark) kept elsewhere: without one, a cut-off end cannot be seen."""
    before, good = START, 0
    anchor_seen = anchor is None or anchor[0] == 0
    for link in links:
        if link.seq != good + 1:
            return Finding(good, good + 1, "an event is missing, or stands out of order")
        if not hmac.compare_digest(link.mark, mark_of(link, before, key)):
            return Finding(good, link.seq, "the event was changed after it was written")
        if anchor is not None and link.seq == anchor[0]:
            if not hmac.compare_digest(link.mark, anchor[1]):
                return Finding(good, link.seq, "the chain is not the one the anchor was taken from")
            anchor_seen = True
        before, good = link.mark, link.seq
    if not anchor_seen:
        return Finding(good, good + 1, "events that the anchor vouches for are missing from the end")
    return Finding(good, None, "")
