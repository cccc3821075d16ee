"""The pages of a pair, as the two of it and the programme see them."""

import re
from datetime import timedelta

import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lantern.audit.models import Event
from lantern.kit import clock
from lantern.mentoring.domain.debrief import helps
from lantern.mentoring.domain.pairs import PairState
from lantern.mentoring.models import Mentor, MentoringSession, Note, Pair, Reflection
from lantern.mentoring.services import pairs, reflections, sessions, shared
from tests.mentoring.pairing import a_session, another_mentee, another_mentor, proposed, standing, two

WITHOUT_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"')


@pytest.fixture
def who(cast):
    return two(cast)


def get(cast, role, name, *args, status=200):
    answer = cast.client(role).get(reverse(name, args=args), secure=True)
    assert answer.status_code == status
    return answer.content.decode()


def post(cast, role, name, *args, **data):
    return cast.client(role).post(reverse(name, args=args), data, secure=True)


def selects(client, address):
    """Queries that read: a session is written again whenever a second has passed."""
    with CaptureQueriesContext(connection) as found:
        client.get(address, secure=True)
    return sum(one["sql"].startswith("SELECT") for one in found)


def test_both_see_the_same_and_the_programme_does_not_read_it(cast, who):
    pair = standing(who)
    shared.set_goal(pair=pair, words="Chair a meeting with two interpreters", competency="family", by=cast.mentee)
    shared.set_action(pair=pair, words="Read the guidance", whose="mentee", due_on=clock.today(), by=cast.mentor)
    shared.write_note(pair=pair, words="A good first talk", by=cast.mentor)
    kept = ("Chair a meeting with two interpreters", "Read the guidance", "A good first talk")
    for role, other in (("mentee", "Mina Mentor, your mentor"), ("mentor", "Mei Mentee, your mentee")):
        body = get(cast, role, "mentoring:pair", pair.ref)
        assert [words in body for words in (*kept, other)] == [True] * 4
    body = get(cast, "coordinator", "mentoring:pair", pair.ref)
    assert [words in body for words in kept] == [False] * 3
    assert "Mei Mentee, mentored by Mina Mentor" in body


def test_a_name_is_told_to_the_other_once_both_said_yes(cast, who):
    pair = proposed(who)
    for role, name in (("mentee", "Mina Mentor"), ("mentor", "Mei Mentee")):
        assert name not in get(cast, role, "mentoring:pair", pair.ref)
    for by in (cast.mentee, cast.mentor):
        pair = pairs.agree_to_pair(pair=pair, version=pair.version, by=by)
    for role, name in (("mentee", "Mina Mentor"), ("mentor", "Mei Mentee")):
        assert name in get(cast, role, "mentoring:pair", pair.ref)


def test_the_language_they_share_is_not_told_to_the_other(cast, who):
    pair = proposed(who)
    Pair.objects.filter(pk=pair.pk).update(reasons=["gap:family", "language:kurdish_sorani"])
    assert "Kurdish" in get(cast, "coordinator", "mentoring:pair", pair.ref)
    for role in ("mentee", "mentor"):
        body = get(cast, role, "mentoring:pair", pair.ref)
        assert "You have a language in common." in body
        assert "Kurdish" not in body


def test_a_pair_is_chosen_answered_and_declined_on_pages(cast, who):
    choosing = get(cast, "mentee", "mentoring:pair_add")
    assert "Name not shared" in choosing
    answer = post(cast, "mentee", "mentoring:pair_add", mentor=who.mentor.ref)
    pair = Pair.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("mentoring:pair", args=[pair.ref]))
    assert "You said yes" in get(cast, "mentee", "mentoring:pair", pair.ref)
    post(cast, "mentor", "mentoring:pair_decline", pair.ref, version="1")
    pair.refresh_from_db()
    assert pair.state == PairState.DECLINED
    assert "Did not come about" in get(cast, "mentee", "mentoring:pairs")


def test_the_programme_does_not_see_whose_answer_is_missing(cast, who):
    pair = proposed(who)
    before = WITHOUT_TOKEN.sub("", get(cast, "coordinator", "mentoring:pair", pair.ref))
    pair = pairs.agree_to_pair(pair=pair, version=1, by=cast.mentee)
    Pair.objects.filter(pk=pair.pk).update(version=1)  # the page's buttons carry it
    assert WITHOUT_TOKEN.sub("", get(cast, "coordinator", "mentoring:pair", pair.ref)) == before


def test_a_session_booked_while_the_pair_ends_keeps_what_was_typed(cast, who):
    pair = standing(who)
    get(cast, "mentee", "mentoring:session_add", pair.ref)
    pairs.end_pair(pair=pair, version=pair.version, by=cast.mentor)
    answer = post(
        cast, "mentee", "mentoring:session_add", pair.ref, starts="2027-03-31T14:30", minutes="45", way="phone"
    )
    body = answer.content.decode()
    assert answer.status_code == 409
    assert "This pair is not working together now" in body
    assert 'value="2027-03-31T14:30"' in body
    assert 'value="45"' in body
    assert MentoringSession.objects.count() == 0
    last = Event.objects.order_by("-seq").first()
    assert (last.name, last.subject, last.detail["code"]) == ("mentoring.refused", pair.ref, "pair_ended")


def test_a_calendar_file_says_meeting_and_nothing_else(cast, who):
    pair = standing(who)
    session = a_session(pair, cast.mentee)
    answer = cast.client("mentor").get(reverse("mentoring:session_calendar", args=[pair.ref, session.ref]), secure=True)
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert {name: str(event[name]) for name in event if name not in {"DTSTART", "DTEND", "DTSTAMP"}} == {
        "SUMMARY": "Meeting",
        "UID": f"{session.ref}@lantern",
        "CLASS": "PRIVATE",
    }
    assert event.decoded("dtstart") == session.starts.replace(microsecond=0)
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=60)
    assert answer["Content-Disposition"] == 'attachment; filename="meeting.ics"'


def test_hard_material_leads_both_to_where_supervision_is_found(cast, who):
    pair = standing(who)
    session = a_session(pair, cast.mentee)
    MentoringSession.objects.filter(pk=session.pk).update(starts=clock.now() - timedelta(hours=2))
    answer = post(
        cast, "mentor", "mentoring:session_held", pair.ref, session.ref, version="1", minutes="80", hard_material="on"
    )
    assert answer["Location"] == reverse("mentoring:debrief")
    for role in ("mentor", "mentee"):
        assert "Where to find supervision" in get(cast, role, "mentoring:pair", pair.ref)
        body = get(cast, role, "mentoring:debrief")
        assert [one.title in body for one in helps()] == [True] * len(helps())


@pytest.mark.parametrize("role", ["coordinator", "mentor", "chair", "agency_lead", "researcher"])
def test_a_reflection_asked_for_by_somebody_else_is_no_page_and_stands_in_the_audit(cast, who, role):
    standing(who)
    kept = reflections.write_reflection(mentee=who.mentee, words="I was afraid", by=cast.mentee)
    get(cast, role, "mentoring:reflection", kept.ref, status=404)
    last = Event.objects.order_by("-seq").first()
    assert (last.name, last.actor, last.detail["page"]) == (
        "access.refused",
        cast.user(role).ref,
        "mentoring:reflection",
    )


def test_a_reflection_is_written_changed_and_deleted_by_her(cast, who):
    post(cast, "mentee", "mentoring:reflection_add", words="I was afraid", version="1")
    kept = Reflection.objects.get()
    assert "I was afraid" in get(cast, "mentee", "mentoring:reflection", kept.ref)
    assert "I was afraid" not in get(cast, "mentee", "mentoring:reflections")
    post(cast, "mentee", "mentoring:reflection", kept.ref, words="I was calm", version="1")
    late = post(cast, "mentee", "mentoring:reflection", kept.ref, words="Typed meanwhile", version="1")
    assert (late.status_code, "Typed meanwhile" in late.content.decode()) == (409, True)
    assert Reflection.objects.get().words == "I was calm"
    post(cast, "mentee", "mentoring:reflection_delete", kept.ref, version="2")
    assert Reflection.objects.count() == 0


def test_a_mentor_says_what_she_can_help_with(cast, who):
    answer = post(
        cast, "mentor", "mentoring:mentor", who.mentor.ref, version="1", most_mentees="2", strengths=["equality"]
    )
    assert answer.status_code == 302
    kept = Mentor.objects.get()
    assert (kept.most_mentees, kept.strengths, kept.accepting) == (2, ["equality"], False)


def test_the_list_of_pairs_costs_the_same_for_one_and_for_three(cast, who):
    def queries():
        return selects(cast.client("coordinator"), reverse("mentoring:pairs"))

    standing(who)
    before = queries()
    for number in range(2):
        pairs.propose_pair(
            mentee=another_mentee(cast, f"Mentee {number}"),
            mentor=another_mentor(cast, f"Mentor {number}"),
            chosen=pairs.Chosen.COORDINATOR,
            by=cast.coordinator,
        )
    assert queries() == before


def test_a_pairs_page_costs_the_same_for_one_and_for_three(cast, who):
    pair = standing(who)

    def queries():
        shared.set_goal(pair=pair, words="Chair", competency="family", by=cast.mentee)
        shared.set_action(pair=pair, words="Read", whose="mentor", due_on=None, by=cast.mentee)
        shared.write_note(pair=pair, words="Talked", by=cast.mentee)
        a_session(pair, cast.mentee)
        return selects(cast.client("mentee"), reverse("mentoring:pair", args=[pair.ref]))

    before = queries()
    queries()
    assert queries() == before


def test_a_coordinator_puts_a_proposed_pair_to_both(cast, who):
    body = get(cast, "coordinator", "matching:pairing")
    assert "Mei Mentee with Mina Mentor" in body
    answer = post(cast, "coordinator", "matching:pairing", mentee=who.mentee.ref, mentor=who.mentor.ref)
    assert answer.status_code == 302
    kept = Pair.objects.get()
    assert (kept.chosen, kept.state, kept.mentee, kept.mentor) == ("proposal", "proposed", who.mentee, who.mentor)
    assert "No pair to propose" in get(cast, "coordinator", "matching:pairing")
    post(cast, "coordinator", "matching:pairing", mentee=who.mentee.ref, mentor=who.mentor.ref)
    assert Pair.objects.count() == 1


def test_those_whose_pair_did_not_come_about_are_not_proposed_again(cast, who):
    pair = proposed(who)
    pairs.decline_pair(pair=pair, version=1, by=cast.mentee)
    body = get(cast, "coordinator", "matching:pairing")
    assert "No pair to propose" in body
    assert "Still without a mentor" in body


def test_a_proposal_costs_the_same_for_one_and_for_three(cast, who):
    def queries():
        return selects(cast.client("coordinator"), reverse("matching:pairing"))

    before = queries()
    for number in range(2):
        another_mentee(cast, f"Mentee {number}")
        another_mentor(cast, f"Mentor {number}")
    assert queries() == before


def test_nothing_is_written_without_words(cast, who):
    pair = standing(who)
    answer = post(cast, "mentee", "mentoring:note_add", pair.ref, words="   ")
    assert (answer.status_code, Note.objects.count()) == (422, 0)
    assert "Write a few words." in answer.content.decode()


def test_a_session_called_off_is_not_held(cast, who):
    pair = standing(who)
    session = a_session(pair, cast.mentee)
    sessions.cancel_session(session=session, version=1, by=cast.mentor)
    session.refresh_from_db()
    answer = post(
        cast, "mentee", "mentoring:session_held", pair.ref, session.ref, version=str(session.version), minutes="60"
    )
    assert answer.status_code == 409
    assert "This session is “cancelled” already." in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("mentoring:goal_add", {"competency": ""}),
        ("mentoring:action_add", {"whose": "mentee", "due_on": ""}),
        ("mentoring:note_add", {}),
        ("mentoring:reflection_add", {"version": "1"}),
    ],
)
def test_words_with_detail_of_a_review_are_given_back_and_not_kept(cast, who, name, more):
    pair = standing(who)
    place = () if name == "mentoring:reflection_add" else (pair.ref,)
    typed = "Her sister Zerrin told us about 12 March in Ashmere"
    answer = post(cast, "mentee", name, *place, words=typed, **more)
    body = answer.content.decode()
    assert (answer.status_code, typed in body) == (422, True)
    assert "This could point to a review or a family" in body
    assert [pair.goals.count(), pair.actions.count(), pair.notes.count(), Reflection.objects.count()] == [0, 0, 0, 0]
