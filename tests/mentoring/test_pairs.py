"""How a pair comes about, is worked in, paid and ended."""

from datetime import date, timedelta

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from lantern.access.public import Hidden, Refused
from lantern.accounts.public import roles_of
from lantern.audit.models import Event
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.mentoring.domain.pairs import Barrier, Chosen, Guide, Learner, PairState, barrier
from lantern.mentoring.domain.refusals import NotYet
from lantern.mentoring.models import MentoringSession, Note, Reflection
from lantern.mentoring.selectors import pairs as seen
from lantern.mentoring.services import pairs, reflections, sessions, shared
from lantern.remuneration import services as money
from lantern.remuneration.domain.rates import Rate, Unit
from lantern.remuneration.domain.work import Kind
from lantern.remuneration.models import Engagement, Entry
from lantern.remuneration.selectors import claims_visible_to, engagement_for, engagements_visible_to
from tests.mentoring.pairing import a_session, another_mentee, another_mentor, proposed, standing, two
from tests.remuneration import paid

REFS = st.sampled_from(["A", "B", "C", ""])
LEARNERS = st.builds(
    Learner, expert=REFS, agency=REFS, left=st.booleans(), taken=st.booleans(), before=st.frozensets(REFS)
)
GUIDES = st.builds(
    Guide,
    ref=REFS,
    expert=REFS,
    agency=REFS,
    accepting=st.booleans(),
    most=st.integers(0, 2),
    with_her=st.integers(0, 2),
)


@given(LEARNERS, GUIDES)
def test_only_two_whom_nothing_keeps_apart_are_a_pair(learner, guide):
    apart = (
        learner.expert == guide.expert
        or (learner.agency != "" and learner.agency == guide.agency)
        or guide.ref in learner.before
        or learner.left
        or learner.taken
        or not guide.accepting
        or guide.with_her >= guide.most
    )
    assert (barrier(learner, guide) is not None) is apart


@pytest.fixture
def who(cast):
    return two(cast)


def events(prefix="mentoring."):
    return list(Event.objects.filter(name__startswith=prefix).order_by("seq").values_list("name", flat=True))


def test_a_pair_stands_once_both_said_yes(who):
    pair = proposed(who)
    pair = pairs.agree_to_pair(pair=pair, version=pair.version, by=who.cast.mentor)
    assert (pair.state, pair.began_on) == (PairState.PROPOSED, None)
    assert Engagement.objects.count() == 0
    pair = pairs.agree_to_pair(pair=pair, version=pair.version, by=who.cast.mentee)
    assert (pair.state, pair.began_on) == (PairState.STANDING, clock.today())
    assert events() == ["mentoring.pair_proposed", "mentoring.pair_agreed", "mentoring.pair_agreed"]


def test_a_mentee_chooses_for_herself_and_the_mentor_answers(who):
    pair = pairs.propose_pair(mentee=who.mentee, mentor=who.mentor, chosen=Chosen.MENTEE, by=who.cast.mentee)
    assert (pair.mentee_agreed, pair.mentor_agreed) == (True, False)
    pair = pairs.agree_to_pair(pair=pair, version=1, by=who.cast.mentor)
    assert pair.state == PairState.STANDING


@pytest.mark.parametrize("by", ["mentor", "mentee", "expert", "commissioner", "chair"])
def test_only_the_programme_proposes_a_pair(who, by):
    with pytest.raises(Refused):
        pairs.propose_pair(mentee=who.mentee, mentor=who.mentor, chosen=Chosen.COORDINATOR, by=who.cast.user(by))


def test_a_mentee_chooses_for_nobody_else(who):
    other = another_mentee(who.cast)
    with pytest.raises(Refused):
        pairs.propose_pair(mentee=other, mentor=who.mentor, chosen=Chosen.MENTEE, by=who.cast.mentee)


@pytest.mark.parametrize("by", ["mentee", "mentor", "coordinator"])
def test_a_no_looks_the_same_whoever_says_it(who, by):
    pair = proposed(who)
    mail.outbox.clear()
    pairs.decline_pair(pair=pair, version=pair.version, by=who.cast.user(by))
    pair.refresh_from_db()
    kept = {
        name: getattr(pair, name)
        for name in ("state", "chosen", "reasons", "mentee_agreed", "mentor_agreed", "ended_on", "version")
    }
    assert kept == {
        "state": "declined",
        "chosen": "coordinator",
        "reasons": [],
        "mentee_agreed": False,
        "mentor_agreed": False,
        "ended_on": clock.today(),
        "version": 2,
    }


def test_a_yes_before_a_no_is_not_kept(who):
    pair = proposed(who)
    pair = pairs.agree_to_pair(pair=pair, version=pair.version, by=who.cast.mentee)
    pairs.decline_pair(pair=pair, version=pair.version, by=who.cast.mentor)
    pair.refresh_from_db()
    assert (pair.mentee_agreed, pair.mentor_agreed) == (False, False)


def test_those_whose_pair_did_not_come_about_are_not_asked_again(who):
    pair = proposed(who)
    pairs.decline_pair(pair=pair, version=pair.version, by=who.cast.mentor)
    with pytest.raises(NotYet, match="Neither is asked again"):
        proposed(who)
    assert events()[-1] == "mentoring.refused"
    assert Event.objects.order_by("-seq").first().detail == {"code": "before", "act": "propose_pair"}


def test_a_mentor_who_is_full_takes_nobody_on(who):
    proposed(who)
    with pytest.raises(NotYet, match="as many mentees as she can take"):
        pairs.propose_pair(
            mentee=another_mentee(who.cast), mentor=who.mentor, chosen=Chosen.COORDINATOR, by=who.cast.coordinator
        )


def test_two_of_one_agency_are_no_pair(who):
    mentor = another_mentor(who.cast, agency=who.cast.agency)
    with pytest.raises(NotYet, match="same agency"):
        pairs.propose_pair(mentee=who.mentee, mentor=mentor, chosen=Chosen.COORDINATOR, by=who.cast.coordinator)


def test_an_answer_on_a_pair_that_changed_is_out_of_date(who):
    pair = proposed(who)
    pairs.agree_to_pair(pair=pair, version=1, by=who.cast.mentee)
    with pytest.raises(OutOfDate):
        pairs.decline_pair(pair=pair, version=1, by=who.cast.mentor)


def test_both_are_paid_for_a_session_that_was_held(who):
    pair = standing(who)
    session = a_session(pair, who.cast.mentee)
    session.starts = clock.now() - timedelta(hours=2)
    session.save()
    sessions.hold_session(session=session, version=1, minutes=75, hard_material=True, by=who.cast.mentor)
    logged = Entry.objects.order_by("engagement__source_ref").values_list(
        "engagement__expert__name", "engagement__payer_shares__payer__programme", "kind", "minutes", "origin"
    )
    assert list(logged) == [
        ("Mei Mentee", True, "mentoring", 75, "prefilled"),
        ("Mina Mentor", True, "mentoring", 75, "prefilled"),
    ]
    with pytest.raises(IllegalMove, match="already"):
        sessions.hold_session(
            session=MentoringSession.objects.get(), version=2, minutes=75, hard_material=True, by=who.cast.mentor
        )
    assert Entry.objects.count() == 2


def test_each_of_the_two_sees_her_own_pay_and_not_the_others(who):
    standing(who)
    assert [one.expert for one in engagements_visible_to(who.cast.mentee)] == [who.mentee.expert]
    assert [one.expert for one in engagements_visible_to(who.cast.mentor)] == [who.mentor.expert]
    assert list(engagements_visible_to(who.cast.chair)) == []


def test_a_session_is_not_held_before_it_began(who):
    session = a_session(standing(who), who.cast.mentee)
    with pytest.raises(IllegalMove, match="not begun"):
        sessions.hold_session(session=session, version=1, minutes=60, hard_material=False, by=who.cast.mentee)


def test_an_end_needs_no_reason_and_takes_what_is_planned_with_it(who):
    pair = standing(who)
    ahead = a_session(pair, who.cast.mentor)
    held = a_session(pair, who.cast.mentor)
    MentoringSession.objects.filter(pk=held.pk).update(starts=clock.now() - timedelta(hours=1))
    pairs.end_pair(pair=pair, version=pair.version, by=who.cast.mentee)
    assert [MentoringSession.objects.get(pk=one.pk).state for one in (ahead, held)] == ["cancelled", "planned"]
    assert {one.closed_on for one in Engagement.objects.all()} == {clock.today()}
    held.refresh_from_db()
    sessions.hold_session(session=held, version=held.version, minutes=50, hard_material=False, by=who.cast.mentor)
    assert sorted(Entry.objects.values_list("minutes", flat=True)) == [50, 50]


@pytest.mark.parametrize("act", ["session", "goal", "action", "note"])
def test_nothing_is_added_to_a_pair_that_ended_meanwhile(who, act):
    pair = standing(who)
    pairs.end_pair(pair=pair, version=pair.version, by=who.cast.mentor)
    adding = {
        "session": lambda: a_session(pair, who.cast.mentee),
        "goal": lambda: shared.set_goal(pair=pair, words="Chair a meeting", competency="", by=who.cast.mentee),
        "action": lambda: shared.set_action(pair=pair, words="Read", whose="mentee", due_on=None, by=who.cast.mentee),
        "note": lambda: shared.write_note(pair=pair, words="Went well", by=who.cast.mentee),
    }
    with pytest.raises(NotYet, match="What you typed is kept below"):
        adding[act]()
    assert Event.objects.order_by("-seq").first().name == "mentoring.refused"


@pytest.mark.parametrize("by", ["coordinator", "chair", "expert"])
def test_only_the_two_write_on_what_they_share(who, by):
    with pytest.raises(Refused):
        shared.write_note(pair=standing(who), words="Went well", by=who.cast.user(by))
    assert Note.objects.count() == 0


def test_what_is_done_is_done_once(who):
    pair = standing(who)
    goal = shared.set_goal(pair=pair, words="Chair a meeting", competency="family", by=who.cast.mentee)
    shared.reach_goal(goal=goal, version=1, by=who.cast.mentor)
    with pytest.raises(OutOfDate):
        shared.reach_goal(goal=goal, version=1, by=who.cast.mentee)
    goal.refresh_from_db()
    with pytest.raises(IllegalMove, match="done already"):
        shared.reach_goal(goal=goal, version=2, by=who.cast.mentee)
    assert goal.reached_by == who.cast.mentor


def test_one_pair_of_another_is_hidden(who):
    pair = standing(who)
    stranger = another_mentor(who.cast)
    for user in (stranger.expert.user, who.cast.chair, who.cast.expert_user, who.cast.agency_lead):
        with pytest.raises(Hidden):
            seen.pair_for(user, pair.ref)
    with pytest.raises(Hidden):
        seen.own_pair(who.cast.coordinator, pair.ref)
    assert seen.pair_for(who.cast.coordinator, pair.ref) == pair


@pytest.mark.parametrize(
    "who_asks",
    ["coordinator", "commissioner", "chair", "expert", "agency_lead", "mentor", "facilitator", "editor", "researcher"],
)
def test_a_reflection_is_read_by_its_writer_alone(who, who_asks):
    standing(who)
    kept = reflections.write_reflection(mentee=who.mentee, words="I was afraid", by=who.cast.mentee)
    assert seen.reflection_for(who.cast.mentee, kept.ref).words == "I was afraid"
    asking = who.cast.user(who_asks)
    with pytest.raises(Hidden):
        seen.reflection_for(asking, kept.ref)
    for act in (
        lambda: reflections.rewrite_reflection(reflection=kept, version=1, words="x", by=asking),
        lambda: reflections.delete_reflection(reflection=kept, version=1, by=asking),
    ):
        with pytest.raises(Refused):
            act()
    assert Reflection.objects.get().words == "I was afraid"


def test_a_reflection_is_rewritten_and_deleted_by_its_writer(who):
    kept = reflections.write_reflection(mentee=who.mentee, words="I was afraid", by=who.cast.mentee)
    reflections.rewrite_reflection(reflection=kept, version=1, words="I was calm", by=who.cast.mentee)
    with pytest.raises(OutOfDate):
        reflections.rewrite_reflection(reflection=kept, version=1, words="Again", by=who.cast.mentee)
    assert seen.reflection_for(who.cast.mentee, kept.ref).words == "I was calm"
    reflections.delete_reflection(reflection=kept, version=2, by=who.cast.mentee)
    assert Reflection.objects.count() == 0


def test_messages_are_neutral_and_spare_whoever_acted(who, django_capture_on_commit_callbacks):
    for expert, address in ((who.mentee.expert, "mei@example.org"), (who.mentor.expert, "mina@example.org")):
        expert.safe_contact, expert.contact = "email", address
        expert.save()
    pair = proposed(who)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        pairs.decline_pair(pair=pair, version=1, by=who.cast.coordinator)
    assert [message.to for message in mail.outbox] == [["mei@example.org"], ["mina@example.org"]]
    assert len({(message.subject, message.body) for message in mail.outbox}) == 1
    assert not any(word in mail.outbox[0].body for word in ("Mina", "Mei", "mentor", "declined"))


def test_one_mentee_has_one_mentor(who):
    standing(who)
    with pytest.raises(NotYet) as refused:
        pairs.propose_pair(mentee=who.mentee, mentor=another_mentor(who.cast), chosen=Chosen.MENTEE, by=who.cast.mentee)
    assert refused.value.code == Barrier.TAKEN


def test_time_together_is_claimed_by_her_and_approved_by_the_programme(who):
    paid.card(who.cast, valid_from=date(2025, 1, 1), rates={Kind.MENTORING: Rate(Unit.HOUR, 45_00)})
    session = a_session(standing(who), who.cast.mentee)
    MentoringSession.objects.filter(pk=session.pk).update(starts=clock.now() - timedelta(hours=2))
    session.refresh_from_db()
    sessions.hold_session(session=session, version=1, minutes=60, hard_material=False, by=who.cast.mentee)
    engagement = engagement_for(who.cast.mentor, engagements_visible_to(who.cast.mentor).get().ref)
    claim = money.claim_now(engagement=engagement, by=who.cast.mentor)
    with pytest.raises(Refused):
        money.approve_claim(claim=claim, version=claim.version, by=who.cast.mentor)
    claim = money.approve_claim(claim=claim, version=claim.version, by=who.cast.coordinator)
    assert (claim.state, claim.total_pence) == ("approved", 45_00)
    assert [one.ref for one in claims_visible_to(who.cast.mentor)] == [claim.ref]
    assert list(claims_visible_to(who.cast.mentee)) == []


def test_a_mentor_who_is_added_can_open_her_pages(who):
    mentor = pairs.add_mentor(expert=who.cast.expert, most_mentees=1, strengths=["family"], by=who.cast.coordinator)
    assert roles_of(who.cast.expert_user) == {"expert", "mentor"}
    assert seen.own_mentor(who.cast.expert_user) == mentor
    with pytest.raises(NotYet, match="a mentor already"):
        pairs.add_mentor(expert=who.cast.expert, most_mentees=1, strengths=["family"], by=who.cast.coordinator)
    with pytest.raises(Refused):
        pairs.add_mentor(expert=who.mentee.expert, most_mentees=1, strengths=[], by=who.cast.mentor)
