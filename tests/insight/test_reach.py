"""Whom workshops reached: counted against the register, unknown first, small counts withheld."""

import csv
import io
import random
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from lantern.audit.models import Event
from lantern.insight import selectors
from lantern.insight.domain.chart import reach_panels
from lantern.insight.domain.reach import KINDS, KNOWN, OUTCOMES, Registered, count, finding
from lantern.insight.domain.suppression import Withheld, is_small
from lantern.insight.selectors import COMMUNITIES
from lantern.kit import clock
from lantern.kit.vocabulary import Known
from lantern.register.models import Specialism
from lantern.workshops.models import Session, SignUp
from tests.workshops.rooms import opened, signed

CODES = {
    "african": frozenset({"african", "east_african"}),
    "caribbean": frozenset({"caribbean"}),
    "kurdish": frozenset({"kurdish"}),
    "roma": frozenset({"roma"}),
}


@dataclass(frozen=True)
class Row:
    outcome: str = "came"
    kind: str = "unknown"
    communities_known: str = "unknown"
    communities: tuple[str, ...] = field(default=())
    agency_ref: str = ""
    month: date = date(2026, 6, 1)


HOUSE = Registered("HOUSE", "by_and_for", frozenset({"african", "kurdish"}))
CENTRE = Registered("CENTRE", "by_and_for", frozenset({"caribbean"}))
ROWS = [
    *[Row(kind="by_and_for", communities_known="stated", communities=("african",), agency_ref="HOUSE")] * 7,
    *[Row(kind="by_and_for", communities_known="stated", communities=("east_african", "caribbean"))] * 2,
    *[Row(communities_known="declined")] * 6,
    *[Row()] * 5,
    *[Row(outcome="away")] * 6,
    *[Row(outcome="unsaid", communities=("kurdish",))] * 8,
]


def test_what_is_counted_and_what_is_missed():
    found = count(ROWS, [HOUSE, CENTRE], CODES, exact=True)
    shown = {" ".join(key): value for key, value in found.shown.items() if value}
    assert shown == {
        "places": 34, "outcome unsaid": 8, "outcome away": 6, "outcome came": 20,
        "kind unknown": 11, "kind by_and_for": 9,
        "known unknown": 5, "known declined": 6, "known stated": 9,
        "agencies by_and_for": 2, "reached by_and_for": 1, "missed by_and_for": 1,
        "community african": 9, "community caribbean": 2,
    }  # fmt: skip
    assert (found.gaps, found.missed, dict(found.served)) == (
        ("kurdish",),
        ("CENTRE",),
        {"african": 1, "caribbean": 1, "kurdish": 1, "roma": 0},
    )
    assert finding(found) == "Nobody came yet for 1 of the 3 communities that agencies of the register serve"


def test_who_may_not_see_small_counts_sees_none_and_no_agency_by_name():
    found = count(ROWS, [HOUSE, CENTRE], CODES, exact=False)
    assert [value for value in found.shown.values() if isinstance(value, int) and is_small(value)] == [2]
    assert (found.shown["agencies", "by_and_for"], found.missed) == (2, ())  # how many agencies there are is public
    assert found.shown["community", "caribbean"] is Withheld.SMALL
    assert {found.shown["reached", "by_and_for"], found.shown["missed", "by_and_for"]} == {Withheld.OTHER}


def test_one_who_said_nothing_cannot_be_found_by_subtracting():
    rows = [*[Row(kind="by_and_for")] * 9, Row(kind="declined")]
    found = count(rows, [], {}, exact=False)
    assert found.shown["kind", "declined"] is Withheld.SMALL
    assert found.shown["outcome", "came"] == 10
    assert isinstance(found.shown["kind", "by_and_for"], Withheld)


@given(
    st.lists(
        st.builds(
            Row,
            outcome=st.sampled_from(sorted(OUTCOMES)),
            kind=st.sampled_from(sorted(KINDS)),
            communities_known=st.sampled_from(sorted(KNOWN)),
            communities=st.sets(st.sampled_from(sorted(CODES))).map(tuple),
            agency_ref=st.sampled_from(["", "HOUSE", "CENTRE"]),
        ),
        max_size=40,
    )
)
def test_no_small_count_is_ever_shown_or_follows_from_a_sum(rows):
    found = count(rows, [HOUSE, CENTRE], CODES, exact=False)
    shown = {key: value for key, value in found.shown.items() if key[0] != "agencies"}
    assert [value for value in shown.values() if isinstance(value, int) and is_small(value)] == []
    for whole, name, parts in (
        (("places",), "outcome", OUTCOMES),
        (("outcome", "came"), "kind", KINDS),
        (("outcome", "came"), "known", KNOWN),
    ):
        values = [shown[whole], *(shown[name, part] for part in parts)]
        assert sum(isinstance(value, Withheld) for value in values) != 1
    random.Random(1).shuffle(rows)
    assert count(rows, [HOUSE, CENTRE], CODES, exact=False).shown == found.shown


def test_nothing_yet_is_said():
    assert finding(count([], [HOUSE], CODES, exact=True)) == "No session has been held yet"
    assert finding(count([], [HOUSE], CODES, exact=False)) == "No session was held up to the end of last month"


def test_chart_says_the_unknown_first_and_draws_no_length_for_what_is_withheld():
    panels = reach_panels(count(ROWS, [HOUSE, CENTRE], CODES, exact=False), {code: code for code in CODES})
    assert [title for title, _bars, _top in panels] == [
        "Not known",
        "Came, by kind of organisation",
        "Came, by community",
    ]
    assert [(bar["words"], bar["to"]) for bar in panels[2][1]] == [
        ("african: 9", 9),
        ("caribbean: 1 to 4", 0),
        ("kurdish: 0", 0),
    ]


@pytest.fixture
def held(cast):
    """A session of last month that six by-and-for people and one who did not say came to."""
    Specialism.objects.create(agency=cast.agency, facet="community", code="caribbean")
    session = opened(cast, places_in_person=20)
    for number in range(6):
        signed(session, f"Person {number}", agency=cast.agency, communities=["kurdish"],
               communities_known=Known.STATED)  # fmt: skip
    signed(session, "Silent Person")
    SignUp.objects.filter(session=session).update(presence="present")
    earlier = clock.now().replace(day=1) - timedelta(days=3)
    Session.objects.filter(pk=session.pk).update(starts=earlier, sign_up_until=earlier)
    return session


def test_page_chart_and_file_show_the_same_to_each_reader(cast, held):
    first, second = COMMUNITIES["caribbean"], COMMUNITIES["kurdish"]
    for who, unknown in (("coordinator", "1"), ("researcher", "1 to 4")):
        client = cast.client(who)
        page = client.get(reverse("insight:reach"), secure=True)
        text = page.content.decode()
        assert (page.status_code, page.context["gaps"]) == (200, [first])
        assert str(page.context["unknown_kind"]) == unknown
        assert (cast.agency_elsewhere.name in text) is (who == "coordinator")
        assert "Person 1" not in text
        content = client.get(reverse("insight:reach_csv"), secure=True).content.decode("utf-8-sig")
        rows = {(row["table"], row["row"], row["figure"]): row["count"] for row in csv.DictReader(io.StringIO(content))}
        assert (rows["kind", "Not known", "came"], rows["community", second, "came"]) == (unknown, "6")
        assert client.get(reverse("insight:reach_chart"), secure=True)["Content-Type"] == "image/svg+xml"
    assert Event.objects.filter(name="insight.reach_exported").count() == 2


def test_what_happened_this_month_is_not_told_before_it_is_over(cast, held):
    Session.objects.filter(pk=held.pk).update(starts=clock.now() - timedelta(minutes=5))
    assert selectors.reach_for(cast.coordinator).shown["places",] == 7
    assert selectors.reach_for(cast.researcher).empty


@pytest.mark.parametrize("more", [0, 2])
def test_the_page_costs_the_same_queries_however_many_came(cast, held, more, django_assert_num_queries):
    for _ in range(more):
        other = opened(cast)
        signed(other, "Another Person", agency=cast.agency_elsewhere)
        Session.objects.filter(pk=other.pk).update(starts=held.published_at - timedelta(days=40))
    with django_assert_num_queries(4):
        selectors.reach_for(cast.coordinator)
