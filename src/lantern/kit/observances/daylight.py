"""When the sun sets in the middle of England, for days that begin and end with it."""

import math
from datetime import UTC, date, datetime, timedelta

_LATITUDE, _LONGITUDE = 52.5, -1.5  # anywhere in England and Wales is within half an hour of it


def sunset(day: date) -> datetime:
    """The moment of sunset, to within five minutes (the equation of time and the declination in their first terms)."""
    turn = 2 * math.pi * (day.timetuple().tm_yday - 1 + 0.75) / 365.25
    late = 229.18 * (
        0.000075
        + 0.001868 * math.cos(turn)
        - 0.032077 * math.sin(turn)
        - 0.014615 * math.cos(2 * turn)
        - 0.040849 * math.sin(2 * turn)
    )
    tilt = (
        0.006918
        - 0.399912 * math.cos(turn)
        + 0.070257 * math.sin(turn)
        - 0.006758 * math.cos(2 * turn)
        + 0.000907 * math.sin(2 * turn)
    )
    north = math.radians(_LATITUDE)
    zenith = math.cos(math.radians(90.833)) / (math.cos(north) * math.cos(tilt)) - math.tan(north) * math.tan(tilt)
    minutes = 720 - 4 * _LONGITUDE - late + 4 * math.degrees(math.acos(zenith))
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=round(minutes))
