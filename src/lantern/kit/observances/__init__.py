"""Days that matter to people: of a faith or a people, and public holidays of England and Wales.

Each says whose it is, where its date comes from, whether it may still move, and whether it begins the evening before.
What is not held is said too: no date here never means that a day is free.
"""

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from lantern.kit.clock import LONDON
from lantern.kit.observances.calendars import DATA, basis_of, days_of, public_holidays
from lantern.kit.observances.daylight import sunset
from lantern.kit.vocabulary import Vocabulary

TRADITIONS = Vocabulary.read(DATA / "traditions.csv")
PUBLIC_HOLIDAY = "public_holiday"
JOURNEY = timedelta(hours=1)  # people must be home before it begins, and need a while after it ends


class Kind(StrEnum):
    """What a day asks of people."""

    REST = "rest"
    FAST = "fast"
    FESTIVAL = "festival"
    REMEMBRANCE = "remembrance"
    PRAYER = "prayer"
    HOLIDAY = "holiday"

    @property
    def label(self) -> str:
        return {
            Kind.REST: "a day of rest",
            Kind.FAST: "a fast",
            Kind.FESTIVAL: "a festival",
            Kind.REMEMBRANCE: "a day of remembrance",
            Kind.PRAYER: "prayer",
            Kind.HOLIDAY: "a public holiday",
        }[self]


class How(StrEnum):
    """How a time meets a day."""

    ON = "on"
    EVENING = "evening"  # it begins at sunset of that evening
    MAY = "may"  # it would, if the day moves


@dataclass(frozen=True, slots=True)
class Observance:
    """One day of one tradition. `day` is its daylight; `begins` and `ends` are when people keep it, by our clock."""

    day: date
    code: str
    name: str
    tradition: str
    kind: Kind
    basis: str
    certain: bool
    may_move: int  # by how many days, where that is known
    evening_before: bool
    begins: datetime
    ends: datetime
    note: str = ""

    @property
    def whose(self) -> str:
        return "Public holiday" if self.tradition == PUBLIC_HOLIDAY else TRADITIONS.label(self.tradition)

    @property
    def weekly(self) -> bool:
        return self.basis == basis_of("weekly")

    def moved(self, days: int) -> tuple[datetime, datetime]:
        """When it would be kept if it moved by so many days."""
        return self.begins + timedelta(days=days), self.ends + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Touch:
    """A day that a time meets, and how."""

    observance: Observance
    how: How

    @property
    def words(self) -> str:
        """One sentence, such as: Eid al-Fitr (Muslim, a festival) is on 10 March. Its date may move by a day."""
        seen = self.observance
        whose = seen.whose if seen.tradition == PUBLIC_HOLIDAY else f"{seen.whose}, {seen.kind.label}"
        on = f"{seen.day.day} {seen.day:%B}"
        said = {
            How.ON: f"{seen.name} ({whose}) is on {on}",
            How.EVENING: f"{seen.name} ({whose}) is on {on} and begins at sunset the evening before",
            How.MAY: f"{seen.name} ({whose}) is expected on {on} and may fall on this day",
        }[self.how]
        if seen.certain:
            return f"{said}."
        if not seen.may_move:
            return f"{said}. Some keep it on another day."
        why = " with the sighting of the moon" if seen.basis == basis_of("hijri") else ""
        return f"{said}. Its date may move by {'a day' if seen.may_move == 1 else f'{seen.may_move} days'}{why}."


@dataclass(frozen=True, slots=True)
class _Row:
    code: str
    tradition: str
    name: str
    rule: str
    kind: Kind
    evening_before: bool
    may_move: int
    certain: bool
    hours: tuple[time, time] | None
    note: str


@lru_cache(maxsize=1)
def _rows() -> tuple[_Row, ...]:
    with (DATA / "observances.csv").open(encoding="utf-8", newline="") as lines:
        found = []
        for row in csv.DictReader(lines):
            assert row["tradition"] in TRADITIONS, row  # noqa: S101 - the data file is ours
            begins, _, ends = row["hours"].partition("-")
            found.append(
                _Row(
                    code=row["code"],
                    tradition=row["tradition"],
                    name=row["name"],
                    rule=row["rule"],
                    kind=Kind(row["kind"]),
                    evening_before=row["evening_before"] == "yes",
                    may_move=max(0, int(row["may_move"])),
                    certain=row["may_move"] == "0",
                    hours=(time.fromisoformat(begins), time.fromisoformat(ends)) if begins else None,
                    note=row["note"],
                )
            )
        return tuple(found)


def observances(first: date, last: date, traditions: Collection[str] | None = None) -> list[Observance]:
    """Every day between two days, both counted, earliest first; of these traditions, or of all.

    Public holidays come along always. Whoever states a narrower tradition keeps the days of the wider one too.
    """
    asked = _with_wider(traditions)
    found = [
        _made(row, day)
        for row in _rows()
        if asked is None or row.tradition in asked
        for year in range(first.year, last.year + 1)
        for day in days_of(row.rule, year) or ()
        if first <= day <= last
    ]
    found += [
        _holiday(day, name)
        for year in range(first.year, last.year + 1)
        for day, name in public_holidays(year).items()
        if first <= day <= last
    ]
    return sorted(found, key=lambda one: (one.day, one.tradition, one.name))


def touching(starts: datetime, ends: datetime, traditions: Collection[str] | None = None) -> list[Touch]:
    """The days that a time between two moments meets, surest first."""
    around = timedelta(days=2)
    seen = observances(starts.astimezone(LONDON).date() - around, ends.astimezone(LONDON).date() + around, traditions)
    found = [touch for one in seen if (touch := _touch(one, starts, ends))]
    sure = {(touch.observance.code, touch.observance.tradition) for touch in found if touch.how is not How.MAY}
    # A fast of thirty days that is on today need not also say that tomorrow's may move to today.
    kept = [t for t in found if t.how is not How.MAY or (t.observance.code, t.observance.tradition) not in sure]
    return sorted(_once(kept), key=lambda touch: (list(How).index(touch.how), touch.observance.day))


def not_held(years: Collection[int], traditions: Collection[str] | None = None) -> list[str]:
    """What nothing here knows, in sentences: years past a calendar, and what each tradition's data leaves out."""
    asked = _with_wider(traditions)
    said = []
    for code, term in TRADITIONS.items():
        if asked is not None and code not in asked:
            continue
        rows = [row for row in _rows() if row.tradition == code]
        for year in sorted(years):
            missing = [row.name for row in rows if days_of(row.rule, year) is None]
            if missing:
                said.append(f"{term.label}: no dates are held for {year} of {', '.join(missing)}.")
        if not rows or "not held" in term.note:
            said.append(f"{term.label}: {term.note}")
    return said


def _with_wider(traditions: Collection[str] | None) -> set[str] | None:
    if traditions is None:
        return None
    known = {code for code in traditions if code in TRADITIONS}
    return known | {TRADITIONS[code].broader for code in known if TRADITIONS[code].broader}


def _made(row: _Row, day: date) -> Observance:
    if row.hours:
        begins, ends = (datetime.combine(day, moment, LONDON) for moment in row.hours)
    else:
        midnight = datetime.combine(day, time(), LONDON)
        begins = sunset(day - timedelta(days=1)) - JOURNEY if row.evening_before else midnight
        # A day that begins with the sun ends with it, but a feast goes on into its own night.
        over = row.evening_before and row.kind in {Kind.REST, Kind.FAST}
        ends = sunset(day) + JOURNEY if over else datetime.combine(day + timedelta(days=1), time(), LONDON)
    return Observance(
        day=day,
        code=row.code,
        name=row.name,
        tradition=row.tradition,
        kind=row.kind,
        basis=basis_of(row.rule),
        certain=row.certain,
        may_move=row.may_move,
        evening_before=row.evening_before,
        begins=begins,
        ends=ends,
        note=row.note,
    )


def _holiday(day: date, name: str) -> Observance:
    begins, ends = (datetime.combine(at, time(), LONDON) for at in (day, day + timedelta(days=1)))
    basis = "Bank holidays of England and Wales, with those moved from a weekend."
    return Observance(day, PUBLIC_HOLIDAY, name, PUBLIC_HOLIDAY, Kind.HOLIDAY, basis, True, 0, False, begins, ends)


def _touch(seen: Observance, starts: datetime, ends: datetime) -> Touch | None:
    if starts < seen.ends and seen.begins < ends:
        return Touch(seen, How.ON if ends.astimezone(LONDON).date() >= seen.day else How.EVENING)
    for days in (*range(-seen.may_move, 0), *range(1, seen.may_move + 1)):
        begins, over = seen.moved(days)
        if starts < over and begins < ends:
            return Touch(seen, How.MAY)
    return None


def _once(touches: list[Touch]) -> Iterator[Touch]:
    """One of each observance: the surest."""
    seen = set()
    for touch in sorted(touches, key=lambda one: list(How).index(one.how)):
        key = (touch.observance.code, touch.observance.tradition, touch.observance.name)
        if key not in seen:
            seen.add(key)
            yield touch
