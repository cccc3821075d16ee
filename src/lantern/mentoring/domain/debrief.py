"""What may help after hard material: the programme's own words, kept as data."""

import csv
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent.parent / "data" / "debrief.csv"
PROMPTED = timedelta(days=14)
"""For how long after a hard session the page says where to find supervision."""


@dataclass(frozen=True, slots=True)
class Help:
    title: str
    words: str


@cache
def helps() -> tuple[Help, ...]:
    """What may help, in the order in which to say it."""
    with _FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(Help(row["title"], row["words"]) for row in csv.DictReader(lines))


def prompts(held_hard: list[datetime], now: datetime) -> bool:
    """Whether a session of the last days was hard."""
    return any(now - PROMPTED <= at <= now for at in held_hard)
