"""What others may know of an expert, and the shape in which matching reads the whole register."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from lantern.register.domain.expertise import Audience

NAME_WITHHELD = "Name not shared"


class Told(Protocol):
    audience: str


Item = TypeVar("Item", bound=Told)


@dataclass(frozen=True, slots=True)
class ExpertProfile:
    """One expert as matching reads her, for the programme's eyes only.

    `expertise` holds (facet, code, level); `self_described` in it matches nothing by itself. Null numbers mean that
    she, or her agency, has not said: unknown is not nought and not unlimited.
    """

    ref: str
    name: str
    agency_ref: str
    agency_name: str
    by_and_for: bool
    expertise: tuple[tuple[str, str, str], ...]
    regions: tuple[str, ...]
    remote: bool
    accepting: bool
    max_reviews: int | None
    agency_max: int | None
    day_rate_pence: int | None


def told(audience: str, *, viewer_is_programme: bool, proposed: bool, seated: bool) -> bool:
    """Whether someone may be told a thing kept for this audience (decision 0007)."""
    return viewer_is_programme or Audience(audience).allows(proposed=proposed, seated=seated)


def told_of(items: Iterable[Item], *, viewer_is_programme: bool, proposed: bool, seated: bool) -> list[Item]:
    """Those of the items that may be told, in their order."""
    return [
        item
        for item in items
        if told(item.audience, viewer_is_programme=viewer_is_programme, proposed=proposed, seated=seated)
    ]


def told_to_agency(items: Iterable[Item]) -> list[Item]:
    """What an agency's lead sees of her expert: only what the expert tells any partnership that proposes her.

    A manager is not closer to someone's faith or community than strangers are; employment can make it worse.
    """
    return told_of(items, viewer_is_programme=False, proposed=True, seated=False)
