"""Chairs beside the need for them."""

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from lantern.accounts.models import Membership
from lantern.insight.domain.chairs import GROUPS, Holder, beside, finding
from lantern.insight.domain.demand import NeedCount
from lantern.insight.domain.needs import Group, Need
from lantern.insight.domain.suppression import Withheld, is_small
from lantern.kit.vocabulary import Known
from lantern.library.domain import dhrd
from lantern.library.services import import_dhrd
from lantern.register.models import Expert, Expertise, FacetAnswer

KURDISH = NeedCount(Need("community", ("kurdish",), "Kurdish", Group.BY_AND_FOR, named=True), reviews=9)
SIKH = NeedCount(Need("faith", ("sikh",), "Sikh", Group.BY_AND_FOR, named=True), reviews=12)
UNNAMED = NeedCount(Need("community", ("other",), "Not named", Group.BY_AND_FOR, named=False), reviews=90)
NEVER = NeedCount(Need("community", ("roma",), "Roma", Group.BY_AND_FOR, named=True), reviews=0)
HOLDS = Holder(frozenset({("community", "kurdish")}), {"faith": Known.DECLINED})
SILENT = Holder(frozenset(), {})


def test_named_needs_that_a_review_had_stand_most_first():
    found = beside({"chairs": [HOLDS, SILENT], "mentees": []}, 1, [KURDISH, UNNAMED, NEVER, SIKH], exact=True)
    assert [count.need.label for count in found.needs] == ["Sikh", "Kurdish"]
    assert (found.total("chairs"), found.total("mentees")) == (3, 0)
    assert (found.holding("chairs", KURDISH), found.holding("chairs", SIKH)) == (1, 0)
    assert finding(found) == (
        "Published reviews called for 2 kinds of by-and-for expertise; chairs are known to bring 1 of them"
    )


def test_unknown_none_and_declined_are_three_things_and_no_record_is_unknown():
    none = Holder(frozenset(), {"faith": Known.NONE})
    found = beside({"chairs": [HOLDS, SILENT, none], "mentees": []}, 2, [KURDISH], exact=True)
    assert {known: found.known("chairs", "faith", known) for known in Known} == {
        Known.UNKNOWN: 3,
        Known.STATED: 0,
        Known.NONE: 1,
        Known.DECLINED: 1,
    }


@settings(deadline=None)
@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 6))
def test_nobody_but_the_coordinator_sees_or_subtracts_a_small_count(holding, silent, without):
    people = {"chairs": [HOLDS] * holding + [SILENT] * silent, "mentees": [HOLDS] * without}
    found = beside(people, without, [KURDISH, SIKH], exact=False)
    for group in GROUPS:
        total, held = found.total(group), found.holding(group, KURDISH)
        assert not any(isinstance(one, int) and is_small(one) for one in (total, held))
        if isinstance(total, int) and isinstance(held, int):
            assert not is_small(total - held)


def chair_of(cast, number, code):
    expert = Expert.objects.create(name=f"Chair {number}", user=cast[number])
    Membership.objects.get_or_create(user=cast[number], role="chair", scope="")
    Expertise.objects.create(expert=expert, facet="community", code=code, level="lived")
    FacetAnswer.objects.create(expert=expert, facet="community", known="stated")


def test_the_page_the_chart_and_the_file_show_one_set_of_figures(cast):
    import_dhrd(record=dhrd.parse(dhrd.read_folder(dhrd.FOLDER)), by=None)
    chair_of([cast.chair], 0, "caribbean")
    seen = {}
    for who in ("coordinator", "researcher"):
        client = cast.client(who)
        page = client.get(reverse("insight:chairs"), secure=True)
        file = client.get(reverse("insight:chairs_csv"), secure=True).content.decode()
        chart = client.get(reverse("insight:chairs_chart"), secure=True).content.decode()
        assert (page.status_code, "<svg" in chart) == (200, True)
        seen[who] = next(line for line in file.splitlines() if line.startswith("chairs,Caribbean"))
    assert seen["coordinator"].split(",")[2:4] == ["1", "Chairs: 2"]
    assert seen["researcher"].split(",")[2] in {Withheld.SMALL.value, Withheld.OTHER.value}
    assert "Chairs: 2" not in seen["researcher"]


@pytest.mark.parametrize("who", ["chair", "mentee", "commissioner"])
def test_others_do_not_see_it(cast, who):
    assert cast.client(who).get(reverse("insight:chairs"), secure=True).status_code == 404
