"""What a session's day and hours meet: holidays, days that people of its series keep, and everyone else's."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from lantern.kit.observances import PUBLIC_HOLIDAY, Touch, not_held, touching


@dataclass(frozen=True, slots=True)
class Checked:
    """`stated`: days that people who come to this series said they keep. `unknown`: what nobody here knows."""

    holidays: tuple[Touch, ...]
    stated: tuple[Touch, ...]
    others: tuple[Touch, ...]
    unknown: tuple[str, ...]

    @property
    def warns(self) -> bool:
        return bool(self.holidays or self.stated or self.others)


def check_date(starts: datetime, ends: datetime, stated: Collection[str]) -> Checked:
    """Holds the hours between two moments against every calendar there is."""
    met = touching(starts, ends)
    theirs = {(one.observance.tradition, one.observance.code) for one in touching(starts, ends, stated)}
    holidays = [one for one in met if one.observance.tradition == PUBLIC_HOLIDAY]
    kept = [one for one in met if one not in holidays]
    of_them = [one for one in kept if (one.observance.tradition, one.observance.code) in theirs]
    return Checked(
        holidays=tuple(holidays),
        stated=tuple(of_them),
        others=tuple(one for one in kept if one not in of_them),
        unknown=tuple(not_held({starts.year, ends.year})),
    )
