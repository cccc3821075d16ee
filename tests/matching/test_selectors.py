"""What a proposal is made from: the register and the review as the domain reads them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lantern.access.public import Hidden
from lantern.audit.public import events_of
from lantern.kit import clock
from lantern.matching import selectors
from lantern.matching.domain.breadth import answering, tag_code
from lantern.matching.domain.model import Candidate, Expertise, Grade, Level, Need, Weight
from lantern.matching.rules import Reader
from lantern.register.models import Expert
from lantern.register.models import Expertise as Known
from lantern.register.public import FACETS, StandingConflict
from lantern.reviews.models import CompositionRule, Offer, Seat
from lantern.reviews.models import Need as ReviewNeed

LIVED, PROFESSIONAL = Level.LIVED, Level.PROFESSIONAL


@pytest.mark.parametrize(
    ("held", "level", "needed", "answer"),
    [
        ("south_asian", LIVED, "south_asian", LIVED),
        ("south_asian_indian", LIVED, "south_asian", LIVED),
        ("south_asian_indian", PROFESSIONAL, "south_asian", PROFESSIONAL),
        ("south_asian", LIVED, "south_asian_indian", PROFESSIONAL),
        ("south_asian", PROFESSIONAL, "south_asian_indian", PROFESSIONAL),
        ("south_asian_pakistani", LIVED, "south_asian_indian", None),
        ("kurdish", LIVED, "south_asian_indian", None),
    ],
)
def test_a_broader_term_answers_only_as_professional_knowledge(held, level, needed, answer):
    assert answering(FACETS["community"], needed).level(held, level) == answer


def test_own_words_are_compared_as_words():
    assert tag_code("kurdish", "") == "kurdish"
    assert tag_code("self_described", " Yezidi  WOMAN") == "self_described:yezidi woman"


def test_inputs_carry_the_person_as_the_register_and_the_reviews_know_her(cast):
    offer = Offer.objects.create(
        review=cast.review_elsewhere, expert=cast.expert, drafted_by=cast.coordinator, state="sent", sent_at=clock.now()
    )
    StandingConflict.objects.create(expert=cast.expert, partnership=cast.partnership, grade="community_acquaintance")
    inputs = selectors.inputs_for(cast.review)
    assert {c.ref: c for c in inputs.candidates}[cast.expert.ref] == Candidate(
        ref=cast.expert.ref,
        agency_ref=cast.agency.ref,
        by_and_for=True,
        expertise=(Expertise("community", "kurdish", LIVED), Expertise("language", "kurdish_sorani", LIVED)),
        regions=frozenset({"london"}),
        remote=True,
        day_rate_pence=350_00,
        active_reviews=1,
        max_reviews=2,
        agency_active=1,
        agency_max=4,
        conflict=Grade.COMMUNITY_ACQUAINTANCE,
        last_asked=offer.sent_at.astimezone(clock.LONDON).date(),
    )
    assert inputs.needs.needs == (Need("community", "kurdish", "Kurdish", Weight.MUST),)
    assert (inputs.needs.region, inputs.needs.seats, inputs.needs.half_days) == ("london", 2, 12)


def test_someone_who_has_declared_nothing_and_said_nothing_stays_unknown(cast):
    plain = Expert.objects.create(name="Nothing Known")
    found = {c.ref: c for c in selectors.inputs_for(cast.review).candidates}[plain.ref]
    assert (found.conflict, found.regions, found.day_rate_pence, found.max_reviews, found.agency_ref) == (None,) * 5


def test_a_broader_profile_is_said_and_a_narrower_one_is_not(cast):
    cast.review.needs.update(code="south_asian_indian")
    broad, narrow = Expert.objects.create(name="Broad"), Expert.objects.create(name="Narrow")
    Known.objects.create(expert=broad, facet="community", code="south_asian", level="lived")
    Known.objects.create(expert=narrow, facet="community", code="south_asian_indian", level="lived")
    inputs = selectors.inputs_for(cast.review)
    held = {c.ref: c.expertise for c in inputs.candidates}
    assert held[broad.ref] == (
        Expertise("community", "south_asian", LIVED),
        Expertise("community", "south_asian_indian", PROFESSIONAL),
    )
    assert held[narrow.ref] == (Expertise("community", "south_asian_indian", LIVED),)
    assert set(inputs.wider) == {broad.ref}


def test_own_words_of_a_profile_do_not_answer_for_own_words_of_a_review(cast):
    cast.review.needs.all().delete()
    ReviewNeed.objects.create(
        review=cast.review, facet="faith", code="self_described", own_words="Zoroastrian", weight="must", reason="x"
    )
    Known.objects.create(expert=cast.expert, facet="faith", code="self_described", own_words="Druze", level="lived")
    assert selectors.proposal_for(cast.coordinator, cast.review.ref).new == ()


def test_an_offer_in_hand_holds_its_place(cast):
    Offer.objects.create(review=cast.review, expert=cast.expert, drafted_by=cast.coordinator, state="sent")
    inputs = selectors.inputs_for(cast.review)
    assert (inputs.needs.seated, inputs.waiting) == ((cast.expert.ref,), frozenset({cast.expert.ref}))


def test_a_rule_of_the_review_replaces_the_standard_ones(cast):
    CompositionRule.objects.create(review=cast.review, kind="seats_from_agency", agency_ref=cast.agency.ref, most=1)
    (rule,) = selectors.inputs_for(cast.review).needs.rules
    assert (rule.minimum, rule.maximum, rule.agency_ref, rule.label) == (None, 1, cast.agency.ref, cast.agency.name)


@pytest.mark.parametrize(
    "change",
    [
        lambda cast: Expert.objects.filter(pk=cast.expert.pk).update(accepting=False),
        lambda cast: cast.expert.expertise.filter(facet="language").delete(),
        lambda cast: type(cast.review).objects.filter(pk=cast.review.pk).update(version=7),
        lambda cast: cast.review.needs.update(weight="could"),
    ],
)
def test_the_digest_follows_whatever_the_proposal_depends_on(cast, change):
    before = selectors.inputs_for(cast.review).digest
    assert selectors.inputs_for(cast.review).digest == before
    change(cast)
    cast.review.refresh_from_db()
    assert selectors.inputs_for(cast.review).digest != before


def queries(cast):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        selectors.inputs_for(cast.review)
    return len(seen)


def test_inputs_cost_the_same_queries_for_two_people_and_for_thirty(cast):
    few = queries(cast)
    for n in range(30):
        one = Expert.objects.create(name=f"Person {n}", agency=cast.agency)
        Known.objects.create(expert=one, facet="community", code="kurdish", level="lived")
        offer = Offer.objects.create(review=cast.review, expert=one, drafted_by=cast.coordinator, state="accepted")
        Seat.objects.create(review=cast.review, expert=one, offer=offer, seated_by=cast.coordinator)
    assert queries(cast) == few


@pytest.mark.parametrize(
    ("who", "reader"),
    [("coordinator", Reader.COORDINATOR), ("commissioner", Reader.COMMISSIONER), ("chair", Reader.CHAIR)],
)
def test_reading_a_proposal_is_recorded_in_counts(cast, who, reader):
    shown = selectors.proposal_for(cast.user(who), cast.review.ref)
    assert shown.reader is reader
    event = events_of(cast.review.ref).filter(name="matching.proposal_read").get()
    assert event.detail == {
        "reader": reader.value,
        "considered": 2,
        "proposed": [cast.expert.ref],
        "unmet": 0,
    }


@pytest.mark.parametrize("who", ["commissioner_elsewhere", "chair_elsewhere", "expert", "agency_lead", "researcher"])
def test_a_proposal_that_is_not_theirs_is_hidden(cast, who):
    with pytest.raises(Hidden):
        selectors.proposal_for(cast.user(who), cast.review.ref)
