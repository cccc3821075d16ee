"""The derivation table: nothing falls through, every row has a basis, every code exists."""

from collections import Counter

import pytest

from lantern.insight import selectors
from lantern.insight.domain import needs, partners
from lantern.insight.domain.needs import Outcome, TableFault
from lantern.library.domain import dhrd
from lantern.register.public import FACETS, REGIONS

ROWS = partners.rows_of("dhrd_needs.csv")


def test_every_value_of_every_used_column_is_in_the_table_exactly_once():
    schema = {column.name: column for file in ("incidents", "victims") for column in dhrd.schema().columns[file]}
    used = dict.fromkeys(row["column"] for row in ROWS)
    wanted = Counter(
        (name, value)
        for name in used
        for value in (schema[name].values if schema[name].kind == "category" else ("True", "False"))
    )
    assert Counter((row["column"], row["value"]) for row in ROWS) == wanted


def test_every_code_is_in_the_registers_vocabularies():
    named = [need for need in needs.derivation().needs if need.named]
    assert [(n.facet, code) for n in named for code in n.codes if code not in FACETS[n.facet]] == []
    unnamed = [need for need in needs.derivation().needs if not need.named]
    assert [(n.facet, code) for n in unnamed for code in n.codes if code in FACETS[n.facet]] == []
    held = partners.rows_of("partner_specialisms.csv")
    assert [r for r in held if r["code"] and r["code"] not in FACETS[r["facet"]]] == []
    assert {row["code"] for row in partners.rows_of("regions.csv")} == set(REGIONS)


def test_unknown_founds_no_need_and_is_not_none():
    outcomes = {row["column"]: row["outcome"] for row in ROWS if row["value"] == "Unknown"}
    assert outcomes == dict.fromkeys(
        ["victim_ethnicity", "victim_religion", "sexual_orientation_of_victim", "age_at_death", "sex_of_victim"],
        Outcome.UNKNOWN.value,
    )
    table = needs.derivation()
    assert table.rule("victim_ethnicity", "White - British").outcome is Outcome.NONE
    assert table.rule("victim_ethnicity", "White, background not stated").outcome is Outcome.TOO_LITTLE
    assert table.rule("honour_based_violence", False).outcome is Outcome.NOT_TAGGED


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ([dict(ROWS[0])], "victim_ethnicity: Unknown stands twice"),
        ([dict(ROWS[0], value="x", basis="")], "victim_ethnicity: x has no basis"),
        (
            [dict(ROWS[0], value="x", outcome="need", facet="community", code="african", label="Other", group="issue")],
            "community:african is described in two ways",
        ),
    ],
)
def test_table_refuses_a_planted_fault(change, sentence):
    with pytest.raises(TableFault, match=sentence):
        needs.read([*ROWS, *change])


def test_value_without_a_row_is_refused_rather_than_dropped():
    with pytest.raises(TableFault, match="victim_ethnicity: Martian has no row"):
        needs.derivation().rule("victim_ethnicity", "Martian")


def test_partner_words_are_each_mapped_and_unknown_meets_nothing():
    said = selectors.partner_words()
    assert said.unknown == ("The Lioness Circle", "Pilas Resettlement")
    assert said.umbrella == {"london"}
    everywhere = frozenset(REGIONS)
    reach = {(h.facet, h.code): h.regions for h in said.holdings if h.regions == everywhere}
    assert {code for facet, code in reach if facet == "community" and code.startswith("south_asian")} == {
        "south_asian", "south_asian_indian", "south_asian_pakistani", "south_asian_bangladeshi",
        "south_asian_sri_lankan", "south_asian_tamil", "south_asian_nepali",
    }  # fmt: skip
    assert {h.regions for h in said.holdings if h.code == "latin_american"} == {frozenset({"london"})}
    assert [h for h in said.holdings if h.code == "caribbean"] == []


@pytest.mark.parametrize("words", ["Jewish;Martian", ""])
def test_partner_words_without_a_row_or_rows_without_words_are_refused(words):
    partner = {"name": "Jewish Women's Aid", "communities": words, "faiths": "", "practices": "", "area": "national"}
    rows = [row for row in partners.rows_of("partner_specialisms.csv") if row["partner"] == partner["name"]][:1]
    with pytest.raises(partners.PartnerFault):
        partners.read(
            [partner], rows, partners.rows_of("partner_areas.csv"), frozenset(REGIONS), lambda f, c: frozenset({c})
        )
