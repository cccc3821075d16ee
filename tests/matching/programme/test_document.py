"""docs/develop/allocation.md: its example can be solved, and it names every key there is."""

import json
import re

import pytest

from lantern.matching.domain.programme import instance, result
from lantern.matching.domain.programme.allocate import allocate
from lantern.matching.domain.programme.model import Gate, RuleKind
from lantern.matching.domain.programme.result import TIERS
from tests.architecture.house import ROOT

TEXT = (ROOT / "docs/develop/allocation.md").read_text(encoding="utf-8")
INSTANCE, RESULT = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)


def test_the_example_can_be_solved_and_checked():
    programme = instance.read(INSTANCE)
    written = result.write_result(allocate(programme, seconds=10))
    plan, breaches = result.check_result(programme, written)
    assert breaches == ()
    assert {(p.review, p.person, p.role) for p in plan.placings} == {
        ("R1", "E1", "expert"),
        ("R1", "E2", "expert"),
        ("R1", "E3", "chair"),
        ("R2", "E1", "expert"),
        ("R2", "E7", "shadow"),
    }
    assert list(json.loads(written)) == list(json.loads(RESULT))


@pytest.mark.parametrize(
    "form",
    [instance.EXPERT, instance.AGENCY, instance.REVIEW, instance.NEED, instance.BAN, instance.SEAT, instance.RULE],
)
def test_every_key_is_explained(form):
    assert [key.name for key in form.keys if f"`{key.name}`" not in TEXT] == []


def test_the_example_of_an_expert_and_a_review_holds_every_key():
    example = json.loads(INSTANCE)
    assert set(example) == set(instance.PROGRAMME)
    assert set(example["experts"][0]) == {key.name for key in instance.EXPERT.keys}
    assert set(example["reviews"][0]) == {key.name for key in instance.REVIEW.keys}
    assert set(example["reviews"][0]["needs"][0]) == {key.name for key in instance.NEED.keys}


def test_the_example_of_a_result_can_be_read():
    programme = instance.read(INSTANCE)
    plan, breaches = result.check_result(programme, RESULT)
    assert breaches[0] == "the accepted seat of E2 as expert of R1 is gone"
    assert [p.person for p in plan.placings] == ["E1"]


def test_every_tier_gate_and_kind_of_rule_is_named():
    assert [name for name in (*TIERS, *Gate, *RuleKind) if f"`{name}`" not in TEXT] == []
