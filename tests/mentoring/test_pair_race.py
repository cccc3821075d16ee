"""Two acts on one pair at the same moment."""

import pytest

from lantern.audit import public as audit
from lantern.audit.models import Event
from lantern.mentoring.domain.pairs import Chosen, PairState
from lantern.mentoring.models import MentoringSession, Pair
from lantern.mentoring.services import pairs, shared
from lantern.remuneration.models import Engagement
from tests.mentoring.pairing import a_session, another_mentee, proposed, standing, two
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_pair_ended_while_sessions_are_booked_has_none_planned(cast):
    pair = standing(two(cast))
    went = at_once(
        *[lambda: a_session(pair, cast.mentee)] * 4,
        lambda: pairs.end_pair(pair=pair, version=pair.version, by=cast.mentor),
        *[lambda: a_session(pair, cast.mentor)] * 4,
    )
    booked, refused = went.count("done") - 1, went.count("NotYet")
    assert booked + refused == 8
    assert list(MentoringSession.objects.values_list("state", flat=True)) == ["cancelled"] * booked
    assert Event.objects.filter(name="mentoring.refused", detail__code="pair_ended").count() == refused
    assert Pair.objects.get().state == PairState.ENDED
    assert audit.verify().broken_at is None


def test_both_saying_yes_at_once_begin_one_pair(cast):
    pair = proposed(two(cast))
    went = at_once(
        lambda: pairs.agree_to_pair(pair=pair, version=1, by=cast.mentee),
        lambda: pairs.agree_to_pair(pair=pair, version=1, by=cast.mentor),
    )
    assert sorted(went) == ["OutOfDate", "done"]
    pair.refresh_from_db()
    missing = cast.mentor if pair.mentee_agreed else cast.mentee
    assert pairs.agree_to_pair(pair=pair, version=2, by=missing).state == PairState.STANDING
    assert Engagement.objects.count() == 2


def test_a_mentors_last_place_is_asked_for_once(cast):
    who = two(cast)
    mentees = [who.mentee, *(another_mentee(cast, f"Mentee {number}") for number in range(3))]
    went = at_once(
        *(
            lambda one=one: pairs.propose_pair(
                mentee=one, mentor=who.mentor, chosen=Chosen.COORDINATOR, by=cast.coordinator
            )
            for one in mentees
        )
    )
    assert sorted(went) == ["NotYet", "NotYet", "NotYet", "done"]
    assert Pair.objects.count() == 1


def test_a_goal_is_reached_once(cast):
    pair = standing(two(cast))
    goal = shared.set_goal(pair=pair, words="To chair a meeting", competency="", by=cast.mentee)
    went = at_once(
        *[lambda: shared.reach_goal(goal=goal, version=1, by=cast.mentee)] * 2,
        *[lambda: shared.reach_goal(goal=goal, version=1, by=cast.mentor)] * 2,
    )
    assert sorted(went) == ["OutOfDate"] * 3 + ["done"]
