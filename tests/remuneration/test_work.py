"""The log's bounds: what is refused in a sentence, what is welcome and says so."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.kit.states import IllegalMove
from lantern.remuneration.domain import work
from lantern.remuneration.domain.work import Span

TODAY = date(2026, 11, 24)
spans = st.builds(
    Span,
    st.dates(TODAY - timedelta(days=2), TODAY),
    st.integers(1, work.MOST_MINUTES),
    st.none() | st.times().map(lambda at: at.replace(second=0, microsecond=0)),
)


@pytest.mark.parametrize(
    ("span", "sentence"),
    [
        (Span(TODAY, 0), "more than nothing"),
        (Span(TODAY, -30), "more than nothing"),
        (Span(TODAY, 961), "More than 16 hours"),
        (Span(TODAY + timedelta(days=1), 60), "not come yet"),
        (Span(date(2023, 1, 1), 60), "three years"),
    ],
)
def test_hours_that_cannot_be_are_refused(span, sentence):
    with pytest.raises(IllegalMove, match=sentence):
        work.check_span(span, [], TODAY)


@pytest.mark.parametrize(
    ("mine", "other", "meet"),
    [
        (("2026-11-24", "10:00", 60), ("2026-11-24", "10:59", 10), True),
        (("2026-11-24", "10:00", 60), ("2026-11-24", "11:00", 10), False),
        (("2026-11-23", "23:30", 60), ("2026-11-24", "00:29", 10), True),
        (("2026-11-23", "23:30", 60), ("2026-11-24", "00:30", 10), False),
        (("2026-11-24", None, 60), ("2026-11-24", "10:00", 60), False),
    ],
)
def test_overlaps(mine, other, meet):
    one, two = (
        Span(date.fromisoformat(day), minutes, time.fromisoformat(at) if at else None)
        for day, at, minutes in (mine, other)
    )
    assert (one.overlaps(two), two.overlaps(one)) == (meet, meet)


@given(spans, spans)
def test_two_times_meet_exactly_where_they_share_a_minute(one, two):
    if one.starts is None or two.starts is None:
        assert not one.overlaps(two)
        return
    minutes = [{(span.done_on - TODAY).days * 1440 + minute for minute in range(*span.bounds)} for span in (one, two)]
    assert one.overlaps(two) == bool(minutes[0] & minutes[1])


def test_a_day_has_sixteen_hours_whatever_they_were_for():
    others = [Span(TODAY, 600), Span(TODAY - timedelta(days=1), 900)]
    work.check_span(Span(TODAY, 360), others, TODAY)
    with pytest.raises(IllegalMove, match="16 hours"):
        work.check_span(Span(TODAY, 361), others, TODAY)


@pytest.mark.parametrize(("minutes", "words"), [(200, "3 h 20 min"), (60, "1 h"), (45, "45 min")])
def test_minutes_are_said_as_people_write_them(minutes, words):
    assert work.duration(minutes) == words


def test_late_and_odd_entries_say_so_and_are_not_refused():
    opened, closed = date(2026, 6, 1), date(2026, 7, 1)
    plain = Span(date(2026, 6, 15), 60)
    assert work.flags(plain, date(2026, 6, 16), opened, closed) == ()
    late = work.flags(Span(date(2026, 5, 31), 601), date(2026, 11, 1), opened, closed)
    assert late == (
        "Logged late: more than 90 days after the day itself.",
        "A long day: more than 10 hours.",
        "Before the engagement began.",
    )
    assert work.flags(Span(date(2026, 7, 2), 60), date(2026, 7, 3), opened, closed) == ("After the engagement ended.",)


@pytest.mark.parametrize(("pence", "fine"), [(0, False), (-1, False), (1, True), (2_500_00, True), (2_500_01, False)])
def test_costs_have_bounds(pence, fine):
    if fine:
        work.check_cost(pence, TODAY, TODAY)
    else:
        with pytest.raises(IllegalMove):
            work.check_cost(pence, TODAY, TODAY)
