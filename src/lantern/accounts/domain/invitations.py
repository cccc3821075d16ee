"""How long an invitation's link works."""

from datetime import datetime, timedelta

LASTS = timedelta(days=7)


def is_open(used_at: datetime | None, expires_at: datetime, now: datetime) -> bool:
    return used_at is None and now < expires_at
