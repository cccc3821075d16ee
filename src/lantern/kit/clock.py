"""The one place that reads the time, so that a test can set it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """This moment, with its zone (UTC)."""
    return datetime.now(UTC)


def today() -> date:
    """The date in England and Wales, which is what every deadline here means."""
    return datetime.now(LONDON).date()


def local(moment: datetime) -> datetime:
    """The same moment by the clock in England and Wales."""
    return moment.astimezone(LONDON)
