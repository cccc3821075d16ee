"""A mentee and a mentor of the cast, with their records, and pairs of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lantern.accounts.models import User
from lantern.kit import clock
from lantern.mentoring.domain.pairs import Chosen, SessionWay
from lantern.mentoring.models import Cohort, Mentee, Mentor, MentoringSession, Pair
from lantern.mentoring.services import pairs, sessions
from lantern.register.models import Agency, Expert
from tests.cast import Cast, person


@dataclass(frozen=True)
class Two:
    """The cast's mentee and mentor."""

    cast: Cast
    mentee: Mentee
    mentor: Mentor


def cohort(by: User) -> Cohort:
    today = clock.today()
    return Cohort.objects.create(
        name="First cohort", call="", opens_on=today, closes_on=today, places=2, edition="2026", added_by=by
    )


def two(cast: Cast) -> Two:
    """The cast's mentee, of its agency, and mentor, of none, with their records."""
    mentee = Expert.objects.create(name="Mei Mentee", user=cast.mentee, agency=cast.agency)
    mentor = Expert.objects.create(name="Mina Mentor", user=cast.mentor)
    return Two(
        cast,
        Mentee.objects.create(expert=mentee, cohort=cohort(cast.coordinator), joined_by=cast.coordinator),
        Mentor.objects.create(expert=mentor, most_mentees=1, strengths=["family"], added_by=cast.coordinator),
    )


def another_mentor(cast: Cast, name: str = "Else Mentor", agency: Agency | None = None) -> Mentor:
    expert = Expert.objects.create(name=name, user=person(name, "mentor"), agency=agency)
    return Mentor.objects.create(expert=expert, added_by=cast.coordinator)


def another_mentee(cast: Cast, name: str = "Else Mentee", agency: Agency | None = None) -> Mentee:
    expert = Expert.objects.create(name=name, user=person(name, "mentee"), agency=agency)
    return Mentee.objects.create(expert=expert, cohort=cohort(cast.coordinator), joined_by=cast.coordinator)


def proposed(who: Two, chosen: Chosen = Chosen.COORDINATOR) -> Pair:
    return pairs.propose_pair(mentee=who.mentee, mentor=who.mentor, chosen=chosen, by=who.cast.coordinator)


def standing(who: Two) -> Pair:
    pair = proposed(who)
    for by in (who.cast.mentee, who.cast.mentor):
        pair = pairs.agree_to_pair(pair=pair, version=pair.version, by=by)
    return pair


def a_session(pair: Pair, by: User, starts: datetime | None = None) -> MentoringSession:
    when = starts or clock.now() + timedelta(days=3)
    return sessions.plan_session(pair=pair, starts=when, minutes=60, way=SessionWay.ONLINE, by=by)
