"""Barriers: what is counted, what each reader sees of it, and what was done about each."""

import csv
import io
import random
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from lantern.access.public import Hidden, Refused
from lantern.audit.models import Event
from lantern.insight import selectors, services
from lantern.insight.domain.barriers import (
    ALL,
    SAID,
    UNKNOWN,
    Barriers,
    count,
    finding,
    finished,
    period_of,
)
from lantern.insight.domain.chart import barrier_panels
from lantern.insight.domain.suppression import Withheld, is_small
from lantern.insight.models import Answer
from lantern.insight.selectors import BARRIER_LABELS
from lantern.kit import clock
from lantern.kit.states import OutOfDate
from tests.cast import Cast
from tests.reviews.panels import declined, sent, silent, someone

JUNE, JULY, LAST = date(2026, 6, 1), date(2026, 7, 1), date(2025, 1, 1)


@dataclass(frozen=True)
class Row:
    source: str
    barrier: str
    month: date = JUNE
    partnership_ref: str = "AAAA"


def exactly(rows: list[Row], **more: bool) -> Barriers:
    return count(rows, BARRIER_LABELS, **{"exact": True, "by_area": True, "fine": True} | more)


ROWS = [
    *[Row("decline", "unpaid")] * 7,
    *[Row("reflection", "unpaid", JULY)] * 6,
    *[Row("silence", "unknown", JULY, "BBBB")] * 9,
    Row("decline", "trauma", LAST),
    Row("reflection", "none", LAST),
    Row("workshop", "jargon"),
]


def test_counts_for_the_coordinator_are_exact_and_unknown_comes_first():
    found = exactly(ROWS)
    assert found.barriers == ("unknown", "unpaid", "trauma", "jargon", "none")
    assert [found.barrier(code) for code in found.barriers] == [9, 13, 1, 1, 1]
    assert (found.shown[ALL], found.shown[SAID]) == (25, 16)
    assert found.sources == ("decline", "silence", "reflection", "workshop")
    assert found.periods == ("2025 quarter 1", "2026 quarter 2", "2026 quarter 3")
    assert {area: found.shown["area", area, UNKNOWN] for area in found.areas} == {"AAAA": 0, "BBBB": 9}
    assert finding(found, BARRIER_LABELS).startswith("Said most often: Not paid or not paid enough (13), ")


def test_a_silence_has_a_cell_for_unknown_alone():
    cells = [key for key in exactly(ROWS).shown if key[-1] == "silence" and key[0] == "barrier"]
    assert cells == [("barrier", "unknown", "source", "silence")]


def test_a_source_nobody_listed_is_counted_all_the_same():
    found = exactly([Row("letter", "jargon"), Row("decline", "jargon")])
    assert (found.sources, found.at("jargon", "letter")) == (("decline", "letter"), 1)


def test_small_counts_are_withheld_from_everyone_else():
    found = exactly(ROWS, exact=False, fine=False)
    assert found.barrier("trauma") is Withheld.SMALL
    small = [key for key, value in exactly(ROWS, fine=False).shown.items() if is_small(value)]
    assert [key for key in small if isinstance(found.shown[key], int)] == []
    assert (found.shown[ALL], found.shown[SAID], found.barrier(UNKNOWN)) == (25, 16, 9)


rows = st.builds(
    Row,
    st.sampled_from(["decline", "reflection", "workshop"]),
    st.sampled_from(["unknown", "unpaid", "trauma", "jargon"]),
    st.sampled_from([JUNE, LAST]),
    st.sampled_from(["AAAA", "BBBB"]),
)


@settings(max_examples=40)
@given(st.lists(st.tuples(rows, st.integers(1, 9)), max_size=6), st.booleans())
def test_no_small_count_is_shown_whatever_was_recorded(taken: list[tuple[Row, int]], by_area: bool):
    many = [row for row, times in taken for _ in range(times)]
    true, found = exactly(many, by_area=by_area, fine=False), exactly(many, by_area=by_area, exact=False, fine=False)
    assert found.shown.keys() == true.shown.keys()
    for key, value in found.shown.items():
        assert isinstance(value, Withheld) or (value == true.shown[key] and not is_small(value))


def test_withheld_rows_stand_by_name_so_that_order_tells_nothing():
    few = [Row("decline", "trauma")] * 4 + [Row("decline", "jargon")] + [Row("decline", "unpaid")] * 20
    assert exactly(few).barriers == ("unknown", "unpaid", "trauma", "jargon")
    hidden = exactly(few, exact=False)
    labels = [BARRIER_LABELS[code] for code in hidden.barriers if isinstance(hidden.barrier(code), Withheld)]
    assert labels == sorted(labels)


def test_a_large_record_is_withheld_within_a_moment():
    chance = random.Random(4)
    codes = [code for code in BARRIER_LABELS if code != UNKNOWN]
    many = [
        Row(
            chance.choice(["decline", "reflection"]),
            chance.choice(codes),
            date(chance.choice([2024, 2025, 2026]), 5, 1),
            chance.choice("ABCDEFGH"),
        )
        for _ in range(260)
    ] + [Row("silence", "unknown", JUNE, "A")] * 30
    found = exactly(many, exact=False, fine=False)
    assert isinstance(found.shown[ALL], int)


def test_only_months_that_are_over_are_told_to_others():
    assert finished([Row("decline", "unpaid", JUNE), Row("decline", "unpaid", JULY)], date(2026, 7, 31)) == [
        Row("decline", "unpaid", JUNE)
    ]
    assert [period_of(date(2026, month, 1), True) for month in (1, 3, 4, 12)] == [
        "2026 quarter 1", "2026 quarter 1", "2026 quarter 2", "2026 quarter 4",
    ]  # fmt: skip


def test_nothing_recorded_says_so():
    found = exactly([])
    assert (found.empty, finding(found, BARRIER_LABELS)) == (True, "Nothing has been recorded yet")


def test_the_chart_begins_with_what_is_not_known_and_draws_no_withheld_length():
    panels = barrier_panels(exactly(ROWS, exact=False, fine=False), BARRIER_LABELS)
    assert [title for title, _bars, _top in panels] == ["Not known", "What was said", "Over time"]
    assert panels[0][1][0]["words"] == "Not known: nobody said: 9"
    withheld = [bar for _title, bars, _top in panels for bar in bars if bar["words"].endswith(("1 to 4", "not shown"))]
    assert {bar["to"] for bar in withheld} == {0}


@pytest.fixture
def recorded(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Seven unpaid here and six there, last year; one this very month; and a place for a small one."""
    year = clock.today().year - 1
    here, there = cast.partnership.ref, cast.partnership_elsewhere.ref
    made = [Row("decline", "unpaid", date(year, 3, 1), here)] * 7
    made += [Row("decline", "mistrust", date(year, 3, 1), there)] * 6
    made += [Row("decline", "retaliation", clock.today().replace(day=1), here)]
    monkeypatch.setattr(selectors, "BARRIER_SOURCES", [lambda: made])
    return cast


def test_each_reader_sees_her_own_part(recorded: Cast):
    def of(who: str) -> dict[str, object]:
        found = selectors.barriers_for(recorded.user(who))
        return {code: found.barrier(code) for code in found.barriers}

    assert of("coordinator") == {"unknown": 0, "unpaid": 7, "mistrust": 6, "retaliation": 1}
    assert of("researcher") == {"unknown": 0, "unpaid": 7, "mistrust": 6}
    assert of("commissioner") == {"unknown": 0, "unpaid": 7}
    assert of("commissioner_elsewhere") == {"unknown": 0, "mistrust": 6}
    for who in ("chair", "expert", "agency_lead", "editor"):
        with pytest.raises(Hidden):
            of(who)


def test_the_page_the_chart_and_the_file_say_the_same(recorded: Cast):
    client = recorded.client("commissioner")
    page = client.get(reverse("insight:barriers"), secure=True).content.decode()
    chart = client.get(reverse("insight:barriers_chart"), secure=True)
    file = client.get(reverse("insight:barriers_csv"), secure=True).content.decode("utf-8-sig")
    assert (chart["Content-Type"], "(7)" in page) == ("image/svg+xml", True)
    kept = {(row["table"], row["row"], row["column"]): row["count"] for row in csv.DictReader(io.StringIO(file))}
    assert kept["barrier", "Not paid or not paid enough", "together"] == "7"
    assert "Not paid or not paid enough: 7" in chart.content.decode().replace("\u00a0", " ")
    assert [text for text in (page, file, chart.content.decode()) if "Mistrust" in text or "etaliation" in text] == []
    assert Event.objects.filter(name="insight.barriers_exported").count() == 1


@pytest.mark.usefixtures("still_clock")
def test_a_page_costs_the_same_for_one_and_for_three(cast: Cast):
    cast.review.seats_wanted = 9
    cast.review.save()
    client, address = cast.client("coordinator"), reverse("insight:barriers")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address, secure=True).status_code == 200
        return len(queries)

    declined(sent(cast, cast.expert))
    answer(cast)
    cost()
    once = cost()
    for name in ("Two", "Three"):
        declined(sent(cast, someone(name)))
        answer(cast)
    silent(sent(cast, someone("Four")))
    assert cost() == once


def test_an_empty_programme_has_a_page(cast: Cast):
    others = "Nothing was recorded up to the end of last month"
    said = {"coordinator": "Nothing has been recorded yet", "researcher": others, "commissioner": others}
    for who, words in said.items():
        page = cast.client(who).get(reverse("insight:barriers"), secure=True).content.decode()
        assert words in page
        assert cast.client(who).get(reverse("insight:barriers_chart"), secure=True).status_code == 200


def answer(cast: Cast, **more: object) -> Answer:
    stated = {
        "barrier": "unpaid",
        "done": "Canary: fees are agreed before papers.",
        "done_on": JUNE,
        "done_by": "The programme",
        "audience": "everyone",
    }
    return services.add_answer(by=cast.coordinator, **stated | more)


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        ("programme", {"coordinator"}),
        ("partnerships", {"coordinator", "commissioner"}),
        ("everyone", {"coordinator", "commissioner", "chair", "expert", "agency_lead", "researcher"}),
    ],
)
def test_an_answer_reaches_those_it_is_published_to(cast: Cast, audience: str, readers: set[str]):
    answer(cast, audience=audience)
    address, met = reverse("insight:answers"), set()
    for who in ("coordinator", "commissioner", "chair", "expert", "agency_lead", "researcher", "mentor"):
        if "Canary" in cast.client(who).get(address, secure=True).content.decode():
            met.add(who)
    assert met == readers


def test_an_answer_stands_beside_its_barrier(recorded: Cast):
    answer(recorded)
    for who in ("coordinator", "commissioner"):
        page = recorded.client(who).get(reverse("insight:barriers"), secure=True).content.decode()
        assert page.index("Not paid or not paid enough: 7") < page.index("Canary: fees")
    assert (
        "Canary"
        in recorded.client("commissioner_elsewhere").get(reverse("insight:barriers"), secure=True).content.decode()
    )


def test_a_coordinator_adds_corrects_and_takes_off(cast: Cast):
    client = cast.client("coordinator")
    add = reverse("insight:answer_add")
    data = {
        "barrier": "jargon", "done": "A glossary.", "done_on": "2026-06-01", "done_by": "The programme",
        "audience": "everyone", "version": "0",
    }  # fmt: skip
    assert client.post(add, data | {"done": ""}, secure=True).status_code == 422
    assert client.post(add, data, secure=True).status_code == 302
    kept = Answer.objects.get()
    edit = reverse("insight:answer_edit", args=[kept.ref])
    later = data | {"version": "1", "done": "A glossary and a call."}
    assert client.post(edit, later, secure=True).status_code == 302
    stale = client.post(edit, later | {"done": "Typed in vain"}, secure=True)
    assert (stale.status_code, "Typed in vain" in stale.content.decode()) == (409, True)
    assert client.post(edit, later | {"version": "2", "withdrawn": "on"}, secure=True).status_code == 302
    assert selectors.answers_for(cast.coordinator) == {}
    kept.refresh_from_db()
    assert (kept.done, kept.changed_by, kept.withdrawn_by) == (later["done"], cast.coordinator, cast.coordinator)
    names = ["insight.answer_added", "insight.answer_changed", "insight.answer_changed"]
    assert list(Event.objects.filter(name__startswith="insight.").values_list("name", flat=True)) == names
    assert client.post(edit, later | {"version": "3"}, secure=True).status_code == 302
    assert Answer.objects.get().withdrawn_at is None


def test_only_the_programme_says_what_was_done(cast: Cast):
    kept = answer(cast)
    stated = {name: getattr(kept, name) for name in services.STATED}
    for by in (cast.commissioner, cast.expert_user, cast.chair):
        with pytest.raises(Refused):
            services.add_answer(by=by, **stated)
        with pytest.raises(Refused):
            services.change_answer(answer=kept, version=1, withdrawn=True, by=by, **stated)
    with pytest.raises(OutOfDate):
        services.change_answer(answer=kept, version=9, withdrawn=True, by=cast.coordinator, **stated)


def test_taking_the_figures_out_asks_for_a_fresh_sign_in(recorded: Cast):
    client = recorded.client("coordinator")
    session = client.session
    session["account_authentication_methods"] = [
        one | {"at": one["at"] - 24 * 3600} for one in session["account_authentication_methods"]
    ]
    session.save()
    answer = client.get(reverse("insight:barriers_csv"), secure=True)
    assert (answer.status_code, "reauthenticate" in answer["Location"]) == (302, True)
    assert Event.objects.filter(name="insight.barriers_exported").count() == 0
