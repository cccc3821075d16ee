"""Who sees whom, what is told to whom, and that a reading is recorded."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lantern.access.public import Hidden
from lantern.audit.models import Event
from lantern.register import selectors
from lantern.register.domain import profiles
from lantern.register.models import Agency, Expert, Expertise, Specialism
from tests.cast import Cast

SEEN = {
    "coordinator": {"expert", "expert_elsewhere"},
    "agency_lead": {"expert"},
    "expert": {"expert"},
    **{
        key: set()
        for key in ["commissioner", "chair", "mentor", "mentee", "facilitator", "editor", "researcher", "roleless"]
    },
}


@pytest.mark.parametrize("who", SEEN)
def test_experts_visible_follow_the_role(cast: Cast, who: str) -> None:
    found = {expert.ref for expert in selectors.experts_visible_to(cast.user(who))}
    assert found == {getattr(cast, name).ref for name in SEEN[who]}


@pytest.mark.parametrize("who", SEEN)
def test_expert_opens_for_those_who_see_her_and_leaves_an_event(cast: Cast, who: str) -> None:
    if "expert" in SEEN[who]:
        assert selectors.expert_for(cast.user(who), cast.expert.ref) == cast.expert
        assert list(Event.objects.values_list("name", "subject", "actor", "detail")) == [
            ("register.expert_read", cast.expert.ref, cast.user(who).ref, {})
        ]
    else:
        with pytest.raises(Hidden):
            selectors.expert_for(cast.user(who), cast.expert.ref)
        assert not Event.objects.exists()


def test_a_wrong_reference_is_hidden_from_the_coordinator_too(cast: Cast) -> None:
    with pytest.raises(Hidden):
        selectors.expert_for(cast.coordinator, "nonsense" * 20)


def test_own_record_is_nobody_elses(cast: Cast) -> None:
    assert selectors.expert_of(cast.expert_user) == cast.expert
    assert selectors.expert_of(cast.coordinator) is None
    assert selectors.expert_of(None) is None


# audience, then shown to: the programme, a stranger, one who proposes her, one she sits with, and her agency's lead
MATRIX = [
    ("programme", (True, False, False, False, False)),
    ("seated", (True, False, False, True, False)),
    ("proposed", (True, False, True, True, True)),
]


@pytest.mark.parametrize(("audience", "shown"), MATRIX)
def test_what_she_knows_is_told_as_she_allows(cast: Cast, audience: str, shown: tuple[bool, ...]) -> None:
    Expertise.objects.filter(expert=cast.expert).delete()
    Expert.objects.filter(pk=cast.expert.pk).update(name_audience=audience, name="CANARY NAME")
    canary = Expertise.objects.create(
        expert=cast.expert, facet="faith", code="self_described", own_words="CANARY", level="lived", audience=audience
    )
    expert = Expert.objects.get(pk=cast.expert.pk)
    standings = [
        {"viewer_is_programme": True, "proposed": False, "seated": False},
        {"viewer_is_programme": False, "proposed": False, "seated": False},
        {"viewer_is_programme": False, "proposed": True, "seated": False},
        {"viewer_is_programme": False, "proposed": False, "seated": True},
    ]
    told = [selectors.shown_expertise(expert, **standing) for standing in standings]
    told.append(profiles.told_to_agency(expert.expertise.all()))
    assert told == [[canary] if yes else [] for yes in shown]
    names = [selectors.name_for(expert, **standing) for standing in standings]
    assert names == ["CANARY NAME" if yes else "Name not shared" for yes in shown[:4]]


def test_profiles_hold_every_expert_in_two_queries(cast: Cast) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        found = selectors.profiles()
    assert [profile.ref for profile in found] == [cast.expert_elsewhere.ref, cast.expert.ref]
    assert found[1] == profiles.ExpertProfile(
        ref=cast.expert.ref,
        name="Esra Expert",
        agency_ref=cast.agency.ref,
        agency_name=cast.agency.name,
        by_and_for=True,
        expertise=(("community", "kurdish", "lived"), ("language", "kurdish_sorani", "lived")),
        regions=("london",),
        remote=True,
        accepting=True,
        max_reviews=2,
        agency_max=4,
        day_rate_pence=350_00,
    )
    for name in ("Third", "Fourth"):
        Expertise.objects.create(expert=Expert.objects.create(name=name), facet="faith", code="sikh", level="lived")
    with CaptureQueriesContext(connection) as more:
        selectors.profiles()
    assert (len(few), len(more)) == (2, 2)


def test_held_expertise_counts_regions_and_reach(cast: Cast) -> None:
    Expert.objects.update(remote=False)
    partner = Agency.objects.create(name="Partner", kind="by_and_for", is_partner=True, national=True)
    nowhere = Agency.objects.create(name="Area unknown", kind="by_and_for", is_partner=True)
    Specialism.objects.create(agency=partner, facet="practice", code="fgm")
    Specialism.objects.create(agency=nowhere, facet="practice", code="hba")
    Specialism.objects.create(agency=cast.agency, facet="practice", code="dowry_abuse")
    assert selectors.held_expertise(partners_only=True) == {("practice", "fgm", None)}
    assert selectors.held_expertise() == {
        ("practice", "fgm", None),
        ("practice", "dowry_abuse", "london"),
        ("community", "kurdish", "london"),
        ("language", "kurdish_sorani", "london"),
        ("community", "jewish", "north_west"),
    }
