"""How many reviews someone carries. The register cannot see reviews, which stand above it: config plugs them in."""

from collections.abc import Callable

Loads = tuple[dict[str, int], dict[str, int]]
_plugged: list[Callable[[], Loads]] = []


def plug_loads(count: Callable[[], Loads]) -> None:
    """Takes the function that counts live seats and waiting offers, by expert's and by agency's reference."""
    _plugged[:] = [count]


def loads() -> Loads | None:
    """Loads by expert's and by agency's reference (absent: none), or None where nothing is plugged in: not known."""
    return _plugged[0]() if _plugged else None
