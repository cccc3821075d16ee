"""A count that a page may carry: what it says, what of, since when, and where the whole table stands."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

Source = Callable[[], Iterable["Figure"]]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in words. `value` is empty where it may not be shown or nothing is recorded: `why` says which."""

    key: str
    title: str
    value: str
    count: str
    definition: str
    source: str
    address: str
    on: date
    why: str = ""

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "on": self.on.isoformat()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Figure":
        return cls(**{**data, "on": date.fromisoformat(data["on"])})


# What can be placed in a page, by key: filled when the site starts.
TITLES: dict[str, str] = {}
