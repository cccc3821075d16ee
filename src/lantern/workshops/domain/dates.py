"""What a session's day and hours meet: holidays, days that people of its series keep, and everyone else's."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from lantern.kit.observances import PUBLIC_HOLIDAY, How, Touch, not_held, touching


@dataclass(frozen=True, slots=True)
class Checked:
    """`stated`: days that people who come to this series said they keep. `unknown`: what nobody here knows.

    `minor` are the others' weekly days and those that would meet it only if they moved: they are shown and ask for
    nothing, since a warning on every second day is one that nobody reads.
    """

    holidays: tuple[Touch, ...]
    stated: tuple[Touch, ...]
    others: tuple[Touch, ...]
    minor: tuple[Touch, ...]
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
    rest = [one for one in kept if one not in of_them]
    return Checked(
        holidays=tuple(holidays),
        stated=tuple(of_them),
        others=tuple(one for one in rest if not _is_minor(one)),
        minor=tuple(one for one in rest if _is_minor(one)),
        unknown=tuple(not_held({starts.year, ends.year})),
    )


def _is_minor(touch: Touch) -> bool:
    return touch.observance.weekly or touch.how is How.MAY
