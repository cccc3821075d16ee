"""What a plan for the whole programme is made from: every open review and the whole register."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lantern.access.public import Refused
from lantern.accounts.models import Membership
from lantern.audit.public import events_of
from lantern.kit import clock
from lantern.matching import selectors
from lantern.matching.domain.model import Grade, Level
from lantern.matching.domain.programme import instance
from lantern.matching.domain.programme.model import (
    Agency,
    Ban,
    Person,
    Placing,
    ProgrammeRule,
    Role,
    RuleKind,
    Seated,
    SeatState,
    Wanted,
    Wish,
)
from lantern.register.models import Expert, Expertise
from lantern.register.public import StandingConflict
from lantern.reviews.models import CompositionRule, Need, Offer, Review, Seat
from tests.cast import person
from tests.mentoring.paths import a_mentee

ACCEPTED, PROPOSED = SeatState.ACCEPTED, SeatState.PROPOSED


def offer(cast, review, expert, state, **more):
    return Offer.objects.create(review=review, expert=expert, state=state, drafted_by=cast.coordinator, **more)


def persons(inputs):
    return {one.ref: one for one in inputs.programme.people}


def wishes(inputs):
    return {one.ref: one for one in inputs.programme.reviews}


def test_a_person_is_as_the_register_and_the_reviews_know_her(cast):
    Membership.objects.create(user=cast.expert_user, role="chair")
    Membership.objects.create(user=cast.expert_user, role="mentee")  # the role alone puts nobody on the way
    a_mentee(cast, cast.expert_user_elsewhere)
    gone = offer(cast, cast.review_elsewhere, cast.expert, "declined", sent_at=clock.now())
    inputs = selectors.programme_inputs()
    assert persons(inputs)[cast.expert.ref] == Person(
        ref=cast.expert.ref,
        agency=cast.agency.ref,
        roles=frozenset({Role.EXPERT, Role.CHAIR}),
        by_and_for=True,
        levels={"community:kurdish": Level.LIVED, "language:kurdish_sorani": Level.LIVED},
        regions=frozenset({"london"}),
        remote=True,
        rate_pence=350_00,
        max_reviews=2,
        last_asked=gone.sent_at.astimezone(clock.LONDON).date(),
    )
    assert persons(inputs)[cast.expert_elsewhere.ref].mentee
    assert inputs.programme.agencies == tuple(
        sorted((Agency(cast.agency.ref, 4), Agency(cast.agency_elsewhere.ref, None)), key=lambda a: a.ref)
    )
    assert inputs.programme.on == clock.today()


def test_a_review_is_as_it_stands(cast):
    other = Expert.objects.create(name="Says No")
    offer(cast, cast.review, other, "declined", sent_at=clock.now())
    StandingConflict.objects.create(expert=cast.expert, partnership=cast.partnership, grade="community_acquaintance")
    cast.review.needs.create(facet="language", code="kurdish_sorani", weight="should", lived=True, reason="Spoken.")
    CompositionRule.objects.create(
        review=cast.review, kind="seats_from_agency", hard=True, least=1, most=2, agency_ref=cast.agency.ref
    )
    inputs = selectors.programme_inputs()
    assert wishes(inputs)[cast.review.ref] == Wish(
        ref=cast.review.ref,
        region="london",
        seats=2,
        expert_days=6,
        chair_days=6,
        needs=(
            Wanted("community:kurdish", 5, True, False, "Kurdish"),
            Wanted(
                "language:kurdish_sorani", 3, False, True, inputs.labels[cast.review.ref, "language:kurdish_sorani"]
            ),
        ),
        bans=(Ban(other.ref, "declined"),),
        grades={cast.expert.ref: Grade.COMMUNITY_ACQUAINTANCE},
    )
    assert [rule for rule in inputs.programme.rules if rule.review == cast.review.ref] == [
        ProgrammeRule(RuleKind.SEATS_FROM_AGENCY, least=1, review=cast.review.ref, agency=cast.agency.ref),
        ProgrammeRule(RuleKind.SEATS_FROM_AGENCY, most=2, review=cast.review.ref, agency=cast.agency.ref),
    ]


def test_the_standard_rules_hold_where_a_review_has_none(cast):
    rules = {rule for rule in selectors.programme_inputs().programme.rules if rule.review == cast.review.ref}
    assert rules == {
        ProgrammeRule(RuleKind.BY_AND_FOR_FOR_EACH_MUST_COMMUNITY, False, review=cast.review.ref),
        ProgrammeRule(RuleKind.NO_LONE_MEMBER_FOR_TWO_COMMUNITIES, False, review=cast.review.ref),
    }


def test_seats_held_and_offers_in_hand_stay_and_drafts_are_proposed(cast):
    sits, asked, drafted, reserve = (Expert.objects.create(name=name) for name in ("Sits", "Asked", "Draft", "Rank"))
    taken = offer(cast, cast.review, sits, "accepted", sent_at=clock.now())
    Seat.objects.create(review=cast.review, expert=sits, offer=taken, seated_by=cast.coordinator)
    offer(cast, cast.review, asked, "sent", sent_at=clock.now())
    offer(cast, cast.review, drafted, "drafted")
    offer(cast, cast.review, reserve, "reserve", reserve_rank=1)
    inputs = selectors.programme_inputs()
    assert set(inputs.programme.seated) == {
        Seated(Placing(cast.review.ref, sits.ref), ACCEPTED),
        Seated(Placing(cast.review.ref, asked.ref), ACCEPTED),
        Seated(Placing(cast.review.ref, drafted.ref), PROPOSED),
    }
    assert inputs.waiting == {Placing(cast.review.ref, asked.ref)}
    assert inputs.standing[cast.review.ref].reserves == (reserve.ref,)


def test_a_chair_of_the_register_sits_and_another_leaves_no_chair_wanted(cast):
    bare = Review.objects.create(partnership=cast.partnership, opened_by=cast.coordinator)
    Review.objects.filter(pk=cast.review_elsewhere.pk).update(chair=cast.expert_user)
    inputs = selectors.programme_inputs()
    assert [(wishes(inputs)[r.ref].chair) for r in (bare, cast.review, cast.review_elsewhere)] == [True, False, True]
    seat = Seated(Placing(cast.review_elsewhere.ref, cast.expert.ref, Role.CHAIR), ACCEPTED)
    assert inputs.programme.seated == (seat,)


def test_a_review_that_states_no_needs_takes_nobody_new(cast):
    inputs = selectors.programme_inputs()
    assert (wishes(inputs)[cast.review_elsewhere.ref].seats, wishes(inputs)[cast.review_elsewhere.ref].needs) == (0, ())


def test_a_review_that_has_ended_is_left_out(cast):
    Review.objects.filter(pk=cast.review.pk).update(stage="finished")
    assert set(wishes(selectors.programme_inputs())) == {cast.review_elsewhere.ref}


def test_own_words_stand_as_a_mark_and_as_words_for_the_page(cast):
    cast.review.needs.create(
        facet="community", code="self_described", own_words="Ezidi Woman", weight="must", reason=""
    )
    inputs = selectors.programme_inputs()
    need = wishes(inputs)[cast.review.ref].needs[1]
    assert need.tag.startswith("community:self_described_")
    assert "zidi" not in repr(inputs.programme)
    assert "Ezidi Woman" in inputs.labels[cast.review.ref, need.tag]


def test_a_broader_profile_answers_as_professional_and_is_said(cast):
    cast.review.needs.update(code="south_asian_indian")
    broad = Expert.objects.create(name="Broad")
    Expertise.objects.create(expert=broad, facet="community", code="south_asian", level="lived")
    inputs = selectors.programme_inputs()
    assert persons(inputs)[broad.ref].levels["community:south_asian_indian"] is Level.PROFESSIONAL
    assert set(inputs.wider) == {(broad.ref, "community:south_asian_indian")}


@pytest.mark.parametrize("change", ["need", "fee", "offer", "version"])
def test_the_digest_changes_with_what_a_plan_depends_on(cast, change):
    before = selectors.programme_inputs().digest
    assert selectors.programme_inputs().digest == before
    match change:
        case "need":
            cast.review.needs.update(weight="could")
        case "fee":
            Expert.objects.filter(pk=cast.expert.pk).update(day_rate_pence=1)
        case "offer":
            offer(cast, cast.review, cast.expert, "drafted")
        case "version":
            Review.objects.filter(pk=cast.review.pk).update(version=7)
    assert selectors.programme_inputs().digest != before


def grown(cast, count):
    for number in range(count, 2 * count):
        review = Review.objects.create(partnership=cast.partnership, opened_by=cast.coordinator, seats_wanted=3)
        Need.objects.create(review=review, facet="community", code="roma", weight="must", reason="")
        CompositionRule.objects.create(review=review, kind="members_with_expertise", facet="issue", code="suicide")
        expert = Expert.objects.create(
            name=f"Grown {number}", agency=cast.agency, user=person(f"Grown {number}", "chair")
        )
        Expertise.objects.create(expert=expert, facet="community", code="roma", level="lived")
        offer(cast, review, expert, "sent", sent_at=clock.now())
        StandingConflict.objects.create(expert=expert, partnership=cast.partnership_elsewhere, grade="agency_contact")


def test_queries_do_not_grow_with_reviews_and_people(cast):
    counts = []
    for more in (1, 2):
        grown(cast, more)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            inputs = selectors.programme_inputs()
        counts.append(len(queries))
    assert len(inputs.programme.reviews) == 5
    assert counts[0] == counts[1]


def test_only_a_coordinator_reads_the_programme_and_the_reading_is_recorded(cast):
    for who in ("commissioner", "chair", "expert", "agency_lead", "researcher"):
        with pytest.raises(Refused):
            selectors.programme_for(cast.user(who))
    assert list(events_of("programme")) == []
    selectors.programme_for(cast.coordinator)
    (event,) = events_of("programme")
    assert (event.name, event.actor, event.detail) == (
        "matching.programme_read",
        cast.coordinator.ref,
        {"reviews": 2, "people": 2},
    )


def test_whatever_reviews_and_rules_say_the_programme_can_be_handed_over(cast):
    cast.review.needs.create(facet="community", code="self_described", own_words="Ezidi", weight="must", reason="")
    cast.review.needs.create(facet="community", code="self_described", own_words="ezidi", weight="must", reason="")
    Review.objects.filter(pk=cast.review.pk).update(seats_wanted=9)
    for rule in (
        {"kind": "seats_from_agency", "agency_ref": "GGGGGGGG", "least": 3, "most": 1},
        {"kind": "seats_from_agency", "agency_ref": "GGGGGGGG"},
        {"kind": "members_with_expertise", "least": 1},
        {"kind": "members_with_expertise", "facet": "issue", "code": "suicide", "least": 2, "most": 0},
        {"kind": "no_lone_member_for_two_communities", "least": 1, "most": 2},
    ):
        CompositionRule.objects.create(review=cast.review, hard=True, **rule)
    for number in range(4):
        taken = offer(cast, cast.review, Expert.objects.create(name=f"Sits {number}"), "accepted", sent_at=clock.now())
        Seat.objects.create(review=cast.review, expert=taken.expert, offer=taken, seated_by=cast.coordinator)
    programme = selectors.programme_inputs().programme
    assert instance.read(instance.write(programme)) == programme
    assert wishes(selectors.programme_inputs())[cast.review.ref].seats == 7
