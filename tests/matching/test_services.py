"""Deciding: what was proposed and what a person chose, kept together; nobody asked."""

import json

import pytest

from lantern.access.public import Refused
from lantern.audit.public import events_of
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.matching import selectors, services
from lantern.register.models import Agency, Expert, Expertise
from lantern.register.public import StandingConflict
from lantern.reviews.models import CompositionRule, Need, Offer, Search


def person(name, agency=None, **fields):
    made = Expert.objects.create(name=name, agency=agency, regions=["london"], **fields)
    Expertise.objects.create(expert=made, facet="community", code="kurdish", level="professional")
    return made


def decide(cast, chosen, reserves=(), reason="", version=None, by=None):
    shown = selectors.proposal_for(cast.coordinator, cast.review.ref)
    return services.decide(
        shown=shown,
        version=shown.review.version if version is None else version,
        chosen=chosen,
        reserves=reserves,
        reason=reason,
        by=by or cast.coordinator,
    )


def offers(cast):
    return list(Offer.objects.filter(review=cast.review).values_list("expert__ref", "state", "reserve_rank"))


def test_a_decision_keeps_proposal_and_choice_and_drafts_offers(cast):
    reserve = person("Second")
    search = decide(cast, [cast.expert.ref], [reserve.ref])
    assert (search.proposed, search.chosen, search.reserves) == ([cast.expert.ref], [cast.expert.ref], [reserve.ref])
    assert [m["ref"] for m in search.proposal["members"]] == [cast.expert.ref]
    assert {v["ref"]: v["gate"] for v in search.proposal["not_proposed"]} == {
        reserve.ref: "choice",
        cast.expert_elsewhere.ref: "relevance",
    }
    assert sorted(offers(cast), key=str) == sorted(
        [(cast.expert.ref, "drafted", None), (reserve.ref, "drafted", 1)], key=str
    )
    assert events_of(cast.review.ref).filter(name="review.panel_decided").count() == 1


def test_what_is_kept_names_nobody(cast):
    reserve = person("Second Name")
    Need.objects.create(review=cast.review, facet="language", code="somali", weight="should", reason="x")
    search = decide(cast, [cast.expert.ref], [reserve.ref])
    kept = json.dumps([search.proposal, search.unmet])
    for name in (cast.expert.name, reserve.name, cast.expert_elsewhere.name, cast.agency.name):
        assert name not in kept
    assert "{" + cast.expert.ref + "}" in kept


def test_an_unmet_need_is_kept_with_a_sentence_that_tells_nothing_of_anyone(cast):
    Need.objects.create(review=cast.review, facet="language", code="somali", weight="should", reason="x")
    (row,) = decide(cast, [cast.expert.ref]).unmet
    assert row["sentence"] == "No suitable specialist was found for Somali (should)."
    assert (row["facet"], row["code"], row["stopped_at"]) == ("language", "somali", "relevance")
    assert row["found"] == "Nobody in the register speaks Somali."


def test_nobody_suits_is_recorded_as_carefully_as_a_match(cast):
    Expert.objects.all().delete()
    search = decide(cast, [])
    assert (search.proposed, search.chosen, offers(cast)) == ([], [], [])
    assert search.unmet[0]["sentence"] == "No suitable specialist was found for Kurdish (must)."


def test_choosing_otherwise_needs_a_reason(cast):
    other = person("Other")
    with pytest.raises(IllegalMove):
        decide(cast, [other.ref])
    assert (Search.objects.count(), offers(cast)) == (0, [])
    assert decide(cast, [other.ref], reason="She was asked for.").reason == "She was asked for."


@pytest.mark.parametrize("who", ["commissioner", "chair", "expert"])
def test_only_a_coordinator_decides(cast, who):
    with pytest.raises(Refused):
        decide(cast, [cast.expert.ref], by=cast.user(who))
    assert Search.objects.count() == 0


def test_a_stale_version_writes_nothing(cast):
    with pytest.raises(OutOfDate):
        decide(cast, [cast.expert.ref], version=99)
    assert (Search.objects.count(), offers(cast)) == (0, [])


@pytest.mark.parametrize("fields", [{"accepting": False}, {"max_reviews": 0}])
def test_what_an_expert_settled_for_herself_is_not_overruled(cast, fields):
    other = person("Other", **fields)
    with pytest.raises(IllegalMove, match="Other"):
        decide(cast, [other.ref], reason="We want her.")
    assert offers(cast) == []


def test_direct_involvement_bars_reserves_too(cast):
    other = person("Other")
    StandingConflict.objects.create(expert=other, partnership=cast.partnership, grade="direct_involvement")
    with pytest.raises(IllegalMove, match="direct involvement"):
        decide(cast, [cast.expert.ref], [other.ref])
    assert offers(cast) == []


def test_a_fee_above_the_ceiling_may_be_chosen_with_a_reason(cast):
    type(cast.review).objects.filter(pk=cast.review.pk).update(rate_ceiling_pence=360_00)
    dear = person("Dear", day_rate_pence=500_00)
    assert decide(cast, [dear.ref], reason="The partnership agreed.").chosen == [dear.ref]


def test_an_agencys_limit_holds_for_a_choice_by_hand(cast):
    small = Agency.objects.create(name="Small (invented)", kind="by_and_for", max_reviews=1)
    refs = [person(f"Person {n}", small).ref for n in range(2)]
    with pytest.raises(IllegalMove, match="agency"):
        decide(cast, refs, reason="Both.")


def test_a_hard_rule_holds_for_a_choice_by_hand(cast):
    CompositionRule.objects.create(
        review=cast.review, kind="seats_from_agency", agency_ref=cast.agency.ref, least=1, hard=True
    )
    other = person("Other")
    with pytest.raises(IllegalMove, match="rule"):
        decide(cast, [other.ref], reason="Her.")


def test_a_proposal_that_fails_its_check_is_not_recorded(cast):
    shown = selectors.proposal_for(cast.coordinator, cast.review.ref)
    object.__setattr__(shown.proposal, "not_proposed", ())
    with pytest.raises(IllegalMove, match="did not pass its own check"):
        services.decide(shown=shown, version=1, chosen=[cast.expert.ref], reserves=[], reason="", by=cast.coordinator)
    assert Search.objects.count() == 0
