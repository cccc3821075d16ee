"""Demand over the real record: the published figures, and need = met + unmet whoever holds what."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.insight import selectors
from lantern.insight.domain import demand, needs
from lantern.insight.domain.needs import Group, Outcome
from lantern.insight.domain.partners import Holding
from lantern.library.domain import dhrd
from lantern.register.public import REGIONS

EVERYWHERE = frozenset(REGIONS)


@pytest.fixture(scope="module")
def record() -> dhrd.Record:
    return dhrd.parse(dhrd.read_folder(dhrd.FOLDER))


def counted(record, register=frozenset(), held=None) -> demand.Demand:
    said = selectors.partner_words()
    return demand.count(
        selectors.published_from(record),
        needs.derivation(),
        said.holdings if held is None else held,
        said.umbrella,
        register,
        REGIONS,
    )


def test_unknowns_are_the_published_ones(record):
    found = counted(record)
    assert (found.reviews, found.victims, found.no_victim_row) == (647, 619, 28)
    assert found.unknown == {"ethnicity": 164, "religion": 516, "sexual_orientation": 550, "age": 121, "sex": 5}
    assert sum(found.outcomes["victim_ethnicity"].values()) == 619
    assert found.outcomes["victim_ethnicity"][Outcome.NONE] == 322 + 3
    assert found.outcomes["victim_ethnicity"][Outcome.TOO_LITTLE] == 6


def test_needs_are_the_published_counts(record):
    reviews = {count.need.key: count.reviews for count in counted(record).needs}
    assert {key: reviews[key] for key in (
        "community:african", "community:caribbean", "community:south_asian_indian", "community:south_asian_pakistani",
        "community:south_asian_bangladeshi", "community:gypsy|irish_traveller", "community:white_other_not_named",
        "faith:muslim", "faith:sikh", "faith:hindu", "faith:jewish", "practice:hba", "practice:forced_marriage",
        "issue:faith_marriage", "issue:suicide", "community:lgbt",
    )} == {
        "community:african": 12 + 1, "community:caribbean": 9 + 4, "community:south_asian_indian": 10,
        "community:south_asian_pakistani": 10, "community:south_asian_bangladeshi": 8,
        "community:gypsy|irish_traveller": 2, "community:white_other_not_named": 29,
        "faith:muslim": 25, "faith:sikh": 5, "faith:hindu": 3, "faith:jewish": 1, "practice:hba": 15,
        "practice:forced_marriage": 9, "issue:faith_marriage": 4, "issue:suicide": 65, "community:lgbt": 11,
    }  # fmt: skip


def test_review_counts_once_for_a_need_that_two_tags_show(record):
    either = sum(
        bool(row.values["victim_vuln_alcohol"] or row.values["victim_vuln_substance_misuse"]) for row in record.victims
    )
    both = sum(
        bool(row.values["victim_vuln_alcohol"] and row.values["victim_vuln_substance_misuse"]) for row in record.victims
    )
    assert both > 0
    assert [c.reviews for c in counted(record).needs if c.need.key == "issue:addiction"] == [either]


def test_partners_meet_what_they_publicly_say_and_no_more(record):
    met = {count.need.key: (count.met, count.unmet) for count in counted(record).of(Group.BY_AND_FOR) if count.met}
    assert met == {
        "community:gypsy|irish_traveller": (2, 0),
        "community:african": (13, 0),
        "community:south_asian_indian": (10, 0),
        "community:south_asian_pakistani": (10, 0),
        "community:south_asian_bangladeshi": (8, 0),
        "community:arab": (4, 0),
        "faith:sikh": (5, 0),
        "faith:jewish": (1, 0),
        "practice:hba": (15, 0),
        "practice:forced_marriage": (9, 0),
    }


def test_partner_in_one_region_meets_needs_of_that_region_only(record):
    caribbean = Holding("community", "caribbean", frozenset({"london"}))
    there = Counter(
        row.values["region"]
        for row in record.incidents
        if row.row_id
        in {
            v.incident_id
            for v in record.victims
            if v.values["victim_ethnicity"] in {"Black - Caribbean", "Mixed - White and Black Caribbean"}
        }
    )
    assert 0 < there["Greater London"] < 13
    found = {c.need.key: c for c in counted(record, register=frozenset({caribbean})).needs}["community:caribbean"]
    assert (found.met, found.met_by_register, found.umbrella_only) == (
        0,
        there["Greater London"],
        there["Greater London"],
    )


def test_umbrella_and_unnamed_needs_are_never_met(record):
    every = frozenset(Holding(need.facet, code, EVERYWHERE) for need in needs.derivation().needs for code in need.codes)
    found = counted(record, held=every)
    assert {c.need.key for c in found.needs if c.met} == {c.need.key for c in found.needs if c.need.named}
    assert all(c.met == 0 for c in found.needs if not c.need.named)


HOLDINGS = st.frozensets(
    st.builds(
        Holding,
        facet=st.sampled_from(["community", "faith", "practice", "issue"]),
        code=st.sampled_from(["african", "muslim", "hba", "suicide", "lgbt", "gypsy", "irish_traveller", "caribbean"]),
        regions=st.frozensets(st.sampled_from(sorted(EVERYWHERE))),
    ),
    max_size=8,
)


@given(held=HOLDINGS, register=HOLDINGS)
def test_counts_add_up_whoever_holds_what(held, register):
    record = dhrd_record()
    found = counted(record, held=held, register=register)
    for count in found.needs:
        assert count.met + count.unmet == count.reviews == sum(count.by_region.values())
        assert 0 <= count.umbrella_only <= count.unmet
        assert 0 <= count.met_by_register <= count.reviews
        assert sum(count.unmet_by_region.values()) == count.unmet
    assert sum(place.reviews for place in found.regions) == 647
    assert all(p.all_met + p.some_unmet + p.no_need == p.reviews for p in found.regions)
    assert sum(place.ethnicity_unknown for place in found.regions) == 164


_KEPT: list[dhrd.Record] = []


def dhrd_record() -> dhrd.Record:
    if not _KEPT:
        _KEPT.append(dhrd.parse(dhrd.read_folder(dhrd.FOLDER)))
    return _KEPT[0]


def test_regions_are_the_published_ones(record):
    assert {place.region: place.reviews for place in counted(record).regions} == {
        "north_east": 27, "north_west": 99, "yorkshire": 41, "east_midlands": 52, "west_midlands": 74,
        "east": 70, "london": 89, "south_east": 82, "south_west": 84, "wales": 29,
    }  # fmt: skip
