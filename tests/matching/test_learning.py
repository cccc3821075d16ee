"""Seats to learn in: who is put beside a panel, what confirming proposes, and what is fed back."""

import pytest

from lantern.access.public import Role as Held
from lantern.kit.states import IllegalMove
from lantern.matching import selectors, services
from lantern.matching.domain.programme.model import Placing, Role, Seated, SeatState
from lantern.matching.models import Confirmation
from lantern.mentoring.domain.words import PlacementKind, Stage
from lantern.mentoring.models import Placement
from lantern.register.models import Expert
from lantern.reviews import services as reviewing
from lantern.reviews.domain.learning import Voice
from lantern.reviews.models import LearningSeat, Review
from tests.cast import Cast
from tests.matching.programmes import drafts, expert, planned, review
from tests.mentoring.paths import a_mentee

pytestmark = pytest.mark.django_db(transaction=True)
ROMA, POLISH = ("community", "roma"), ("language", "polish")


@pytest.fixture
def one(cast: Cast) -> Review:
    """One open review with one person who can serve it, and a mentee who could learn beside her."""
    Review.objects.update(stage="finished")
    expert("Roma", ROMA)
    a_mentee(cast)
    return review(cast, ROMA)


def confirmed(cast, reviews=None):
    return services.confirm(allocation=planned(cast), reviews=reviews, by=cast.coordinator)


def learner(cast) -> str:
    return Expert.objects.get(user=cast.mentee).ref


def fed_back(cast) -> list[Seated]:
    return [seat for seat in selectors.programme_inputs().programme.seated if seat.placing.role is Role.SHADOW]


@pytest.mark.parametrize(
    ("stage", "left", "placed"),
    [
        (Stage.LEARNING, False, True),
        (Stage.OBSERVE, False, True),
        (Stage.SHADOW, False, True),
        (Stage.CO_CHAIR, False, False),
        (Stage.FIRST_REVIEW, False, False),
        (Stage.INDEPENDENT, False, False),
        (Stage.SHADOW, True, False),
    ],
)
def test_who_may_be_put_beside_a_panel(cast, one, stage, left, placed):
    mentee = a_mentee(cast)
    mentee.stage = stage.value
    if left:
        mentee.left_at, mentee.left_by = mentee.joined_at, cast.coordinator
    mentee.save()
    people = {person.ref: person for person in selectors.programme_inputs().programme.people}
    assert people[learner(cast)].mentee is placed


def test_the_role_alone_puts_nobody_beside_a_panel(cast):
    her = Expert.objects.create(name="Mei Mentee", user=cast.mentee)
    assert cast.mentee.memberships.filter(role=Held.MENTEE).exists()
    people = {person.ref: person for person in selectors.programme_inputs().programme.people}
    assert not people[her.ref].mentee


@pytest.mark.parametrize(
    ("stage", "kind"),
    [(Stage.LEARNING, PlacementKind.OBSERVE), (Stage.OBSERVE, PlacementKind.SHADOW), (Stage.SHADOW, "shadow")],
)
def test_confirming_proposes_a_seat_that_nobody_has_agreed_to(cast, one, stage, kind):
    mentee = a_mentee(cast)
    mentee.stage = stage.value
    mentee.save()
    confirmation = confirmed(cast)
    seat = LearningSeat.objects.get()
    assert (seat.review, seat.mentee, seat.kind, seat.state) == (one, mentee, kind, "proposed")
    assert (seat.partnership_agreed_at, seat.panel_agreed_at, seat.begun_at) == (None, None, None)
    assert Placement.objects.count() == 0
    assert confirmation.reviews[one.ref]["learning"] == seat.ref
    assert drafts(one) == {"Roma"}  # she takes nobody's place


def test_a_live_seat_is_fed_back_as_accepted_and_a_plan_puts_nobody_else_there(cast, one):
    expert("Polish", POLISH)
    other = review(cast, POLISH)
    reviewing.propose_learning_seat(
        review=other, mentee=a_mentee(cast), kind=PlacementKind.OBSERVE, by=cast.coordinator
    )
    assert fed_back(cast) == [Seated(Placing(other.ref, learner(cast), Role.SHADOW), SeatState.ACCEPTED)]
    a_mentee(cast, cast.expert_user, "Esra Expert")
    plan = selectors.planned_for(cast.coordinator, planned(cast).ref).plan
    shadows = {(p.review, p.person) for p in plan.placings if p.role is Role.SHADOW}
    assert shadows == {(other.ref, learner(cast)), (one.ref, cast.expert.ref)}


def test_a_seat_that_ended_is_not_fed_back(cast, one):
    confirmed(cast)
    seat = LearningSeat.objects.get()
    assert len(fed_back(cast)) == 1
    reviewing.end_learning_seat(seat=seat, version=seat.version, finished=False, by=cast.coordinator)
    assert fed_back(cast) == []


def test_somebody_who_would_learn_is_enough_to_confirm(cast, one):
    services.undo(confirmation=confirmed(cast), by=cast.coordinator)
    mentee = a_mentee(cast)
    mentee.expert.accepting = False
    mentee.expert.save()
    confirmed(cast)
    assert LearningSeat.objects.filter(state="proposed").count() == 0
    mentee.expert.accepting = True
    mentee.expert.save()
    plan = planned(cast)
    assert selectors.planned_for(cast.coordinator, plan.ref).to_confirm == (one.ref,)
    services.confirm(allocation=plan, reviews=None, by=cast.coordinator)
    assert LearningSeat.objects.filter(state="proposed").count() == 1
    again = selectors.planned_for(cast.coordinator, planned(cast).ref)
    assert again.to_confirm == ()


def test_undone_the_seat_is_taken_back_and_can_be_proposed_again(cast, one):
    plan = planned(cast)
    services.undo(
        confirmation=services.confirm(allocation=plan, reviews=None, by=cast.coordinator), by=cast.coordinator
    )
    assert list(LearningSeat.objects.values_list("state", flat=True)) == ["broken_off"]
    services.confirm(allocation=plan, reviews=None, by=cast.coordinator)
    assert sorted(LearningSeat.objects.values_list("state", flat=True)) == ["broken_off", "proposed"]


def test_what_somebody_agreed_to_since_is_not_undone(cast, one):
    confirmation = confirmed(cast)
    seat = LearningSeat.objects.get()
    reviewing.agree_learning_seat(seat=seat, version=seat.version, voice=Voice.PANEL, by=cast.chair)
    with pytest.raises(IllegalMove, match=f"review {one.ref} was answered since"):
        services.undo(confirmation=confirmation, by=cast.coordinator)
    assert (drafts(one), Confirmation.objects.get().undone_at) == ({"Roma"}, None)


def test_a_seat_given_elsewhere_since_stops_the_plan_and_changes_nothing(cast, one):
    expert("Polish", POLISH)
    other = review(cast, POLISH)
    plan = planned(cast)
    found = selectors.planned_for(cast.coordinator, plan.ref)
    here, there = (one, other) if found.learner(one.ref) else (other, one)
    reviewing.propose_learning_seat(
        review=there, mentee=a_mentee(cast), kind=PlacementKind.OBSERVE, by=cast.coordinator
    )
    with pytest.raises(IllegalMove, match="Mei Mentee shadows 2 reviews"):
        services.confirm(allocation=plan, reviews=[here.ref], by=cast.coordinator)
    assert (LearningSeat.objects.count(), drafts(here)) == (1, set())
