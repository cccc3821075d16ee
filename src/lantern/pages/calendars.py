"""Calendar files that say "Meeting" and nothing else: a calendar may be shared, or looked at over a shoulder."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import icalendar
from django.http import HttpResponse

from lantern.pages.files import attachment


@dataclass(frozen=True, slots=True)
class Meeting:
    """`mark` stays a meeting's own, so that a calendar moves its entry; `said_at` orders what was said of it."""

    mark: str
    starts: datetime
    ends: datetime
    said_at: datetime
    cancelled: bool = False


def calendar_file(meetings: Iterable[Meeting]) -> HttpResponse:
    made = icalendar.Calendar()
    made.add("prodid", "-//Lantern//EN")
    made.add("version", "2.0")
    for meeting in meetings:
        event = icalendar.Event()
        event.add("uid", f"{meeting.mark}@lantern")
        event.add("dtstamp", meeting.said_at)
        event.add("dtstart", meeting.starts)
        event.add("dtend", meeting.ends)
        event.add("summary", "Meeting")
        event.add("class", "PRIVATE")
        if meeting.cancelled:
            event.add("status", "CANCELLED")
        made.add_component(event)
    return attachment(made.to_ical(), "meeting.ics", "text/calendar; charset=utf-8")
