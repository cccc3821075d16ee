"""The days that a written rule gives in one year, by libraries that know the calendar.

A rule is a word and what it needs: `fixed 12-25`, `weekly 5` (Friday), `easter -2 1`, `julian_easter 0 2` (so many days
from it, for so many days), `hijri 9 1 month`, `hebrew_rest Pesach`, `naw_ruz 31`, `library IN Dussehra -9 9`.
"""

import csv
import re
import warnings
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import holidays
from hijridate import Gregorian, Hijri
from pyluach.dates import GregorianDate

DATA = Path(__file__).parent.parent / "data"
_LANGUAGES = {"IN": "en_IN", "ET": "en_US", "IR": "en_US", "SG": "en_US", "CN": "en_US"}
_LIBRARY = re.compile(r"(?P<country>[A-Z]{2}) (?P<name>.+?)(?: (?P<shift>-?\d+) (?P<count>\d+)(?P<first> first)?)?")


@lru_cache(maxsize=1024)
def days_of(rule: str, year: int) -> tuple[date, ...] | None:
    """The days of this year, earliest first; None where nothing here knows that year."""
    kind, _, rest = rule.partition(" ")
    found = RULES[kind](rest, year)
    return None if found is None else tuple(sorted(set(found)))


def public_holidays(year: int) -> dict[date, str]:
    """The bank holidays of England and Wales, with those moved from a weekend."""
    return dict(_country("GB", year, "ENG"))


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian rule (the anonymous computus, as printed by Meeus)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def julian_easter(year: int) -> date:
    """Easter Sunday by the Julian rule (Meeus), as a date of our calendar: 13 days later from 1900 to 2099."""
    d = (19 * (year % 19) + 15) % 30
    month, day = divmod(d + (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7 + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


def _run(first: date, shift: int, count: int) -> list[date]:
    return [first + timedelta(days=shift + number) for number in range(count)]


def _fixed(rest: str, year: int) -> list[date]:
    return [date.fromisoformat(f"{year}-{rest}")]


def _weekly(rest: str, year: int) -> list[date]:
    first = date(year, 1, 1)
    first += timedelta(days=(int(rest) - first.isoweekday()) % 7)
    return [first + timedelta(weeks=week) for week in range(53) if (first + timedelta(weeks=week)).year == year]


def _easter(rest: str, year: int) -> list[date]:
    shift, count = map(int, rest.split())
    return _run(easter(year), shift, count)


def _julian_easter(rest: str, year: int) -> list[date] | None:
    shift, count = map(int, rest.split())
    return _run(julian_easter(year), shift, count) if 1900 <= year <= 2099 else None


def _hijri(rest: str, year: int) -> list[date] | None:
    month, day, length = rest.split()
    found = []
    try:
        last = Gregorian(year, 12, 31).to_hijri().year
        for hijri_year in range(Gregorian(year, 1, 1).to_hijri().year - 1, last + 1):
            first = Hijri(hijri_year, int(month), int(day))
            count = first.month_length() if length == "month" else int(length)
            found += _run(first.to_gregorian(), 0, count)
    except OverflowError:
        return None
    return [day for day in found if day.year == year]


@lru_cache(maxsize=8)
def _hebrew(year: int) -> dict[tuple[str, str], list[date]]:
    found: dict[tuple[str, str], list[date]] = {}
    first = date(year, 1, 1)
    for number in range((date(year + 1, 1, 1) - first).days):
        day = first + timedelta(days=number)
        hebrew = GregorianDate(day.year, day.month, day.day)
        for kind, name in (
            ("rest", hebrew.festival(include_working_days=False)),
            ("day", hebrew.festival()),
            ("fast", hebrew.fast_day()),
        ):
            if name:
                found.setdefault((kind, name), []).append(day)
    return found


def _naw_ruz(rest: str, year: int) -> list[date] | None:
    written = _written_naw_ruz().get(year)
    return _run(date(year, 3, written), int(rest), 1) if written else None


@lru_cache(maxsize=1)
def _written_naw_ruz() -> dict[int, int]:
    with (DATA / "naw_ruz.csv").open(encoding="utf-8", newline="") as lines:
        return {int(row["year"]): int(row["day"]) for row in csv.DictReader(lines)}


def _library(rest: str, year: int) -> list[date] | None:
    parts = _LIBRARY.fullmatch(rest)
    assert parts is not None, rest  # noqa: S101 - the data file is ours
    named = [day for day, said in _country(parts["country"], year).items() if parts["name"] in _names(said)]
    if not named:
        return None
    if parts["shift"] is None:
        return named
    firsts = [min(named)] if parts["first"] else named
    return [day for first in firsts for day in _run(first, int(parts["shift"]), int(parts["count"]))]


def _names(said: str) -> list[str]:
    return [name.removesuffix(" (estimated)") for name in said.split("; ")]


@lru_cache(maxsize=32)
def _country(country: str, year: int, part: str | None = None) -> dict[date, str]:
    entity = getattr(holidays, country)
    with warnings.catch_warnings():  # past the years it was checked for, it warns and leaves those days out
        warnings.simplefilter("ignore")
        found = holidays.country_holidays(
            country,
            subdiv=part,
            years=[year],
            language=_LANGUAGES.get(country),
            categories=("public",) if part else entity.supported_categories,
        )
        return dict(sorted(found.items()))


def _hebrew_rule(kind: str, rest: str, year: int) -> list[date]:
    return _hebrew(year).get((kind, rest), [])


RULES = {
    "fixed": _fixed,
    "weekly": _weekly,
    "easter": _easter,
    "julian_easter": _julian_easter,
    "hijri": _hijri,
    "hebrew_rest": lambda rest, year: _hebrew_rule("rest", rest, year),
    "hebrew_day": lambda rest, year: _hebrew_rule("day", rest, year),
    "hebrew_fast": lambda rest, year: _hebrew_rule("fast", rest, year),
    "naw_ruz": _naw_ruz,
    "library": _library,
}
BASES = {
    "fixed": "The same date every year.",
    "weekly": "Every week.",
    "easter": "Reckoned from Easter by the Gregorian rule.",
    "julian_easter": "Reckoned from Easter by the Julian rule.",
    "hijri": "The Umm al-Qura calendar, worked out beforehand.",
    "hebrew_rest": "The Hebrew calendar, as kept outside Israel.",
    "hebrew_day": "The Hebrew calendar, as kept outside Israel.",
    "hebrew_fast": "The Hebrew calendar, as kept outside Israel.",
    "naw_ruz": "Reckoned from the March equinox at Tehran.",
    "library IN": "As published in India.",
    "library ET": "As published in Ethiopia.",
    "library IR": "As published in Iran.",
    "library SG": "As published in Singapore.",
    "library CN": "As published in China.",
}


def basis_of(rule: str) -> str:
    """Where a day of this rule comes from, in a sentence."""
    kind, _, rest = rule.partition(" ")
    return BASES[f"library {rest[:2]}" if kind == "library" else kind]
