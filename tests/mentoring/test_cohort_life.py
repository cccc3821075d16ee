"""A cohort from its draft to its mentees, by the services and by the pages."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lantern.access.public import Refused
from lantern.accounts.models import Invitation, User
from lantern.accounts.services import accept_invitation
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.mentoring.domain.applications import CohortState, State
from lantern.mentoring.domain.calls import questions_of
from lantern.mentoring.models import Application, Cohort, Mentee
from lantern.mentoring.selectors import cohorts as selectors
from lantern.mentoring.services import applications, cohorts, joining, readings
from lantern.register.models import Expert
from tests.cast import person
from tests.mentoring.cohorting import QUESTIONS, SAID, a_cohort, an_application

SCORES = {"q1": 3, "q2": 4}


def again(row):
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def reading(cast):
    return a_cohort(cast.coordinator, [cast.coordinator, cast.mentor], state="reading")


def read(application, by, version=0, conflict=False, scores=SCORES):
    return readings.read_application(
        application=application, version=version, conflict=conflict, scores=scores, words="Clear", by=by
    )


def decide(application, by, to=State.OFFERED):
    readings.decide(application=application, version=application.version, to=to, feedback="Words that help", by=by)
    return again(application)


# Applying


def test_a_link_is_mailed_once_asked_and_the_same_link_again(cast, django_capture_on_commit_callbacks):
    cohort = a_cohort(cast.coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        applications.begin(cohort=cohort, email="Ana@Example.org")
        applications.begin(cohort=cohort, email=" ana@example.org")
    made = Application.objects.get()
    assert [message.to for message in mail.outbox] == [["ana@example.org"], ["ana@example.org"]]
    assert all(reverse("mentoring:apply", args=[made.token]) in message.body for message in mail.outbox)
    assert {message.subject for message in mail.outbox} == {"Something for you in Lantern"}
    assert "chair" not in mail.outbox[0].body.lower()


def test_the_call_says_the_same_to_a_known_and_an_unknown_address(cast):
    cohort = a_cohort(cast.coordinator)
    an_application(cohort, "ana@example.org")
    client, address = cast.client("nobody"), reverse("mentoring:call", args=[cohort.ref])
    said = [client.post(address, {"email": email}, secure=True) for email in ("ana@example.org", "new@example.org")]
    assert [one.status_code for one in said] == [200, 200]
    assert said[0].content == said[1].content


def test_asking_for_links_too_often_is_slowed_down(cast):
    cohort = a_cohort(cast.coordinator)
    client, address = cast.client("nobody"), reverse("mentoring:call", args=[cohort.ref])
    statuses = [client.post(address, {"email": f"a{n}@example.org"}, secure=True).status_code for n in range(12)]
    assert statuses == [200] * 10 + [429] * 2


def test_answers_are_kept_one_by_one_and_sealed(cast):
    made = an_application(a_cohort(cast.coordinator), state="draft", sent_on=None, answers="", name="")
    for code, text in (("name", "Ana"), ("q1", "I listen"), ("q2", "A canary of a group")):
        applications.save_answer(application=made, version=made.version, code=code, text=text)
        made = again(made)
    assert (made.name, made.said) == ("Ana", {"q1": "I listen", "q2": "A canary of a group"})
    row = Application.objects.values().get()
    assert not any("canary" in str(value) or "ana@example.org" in str(value) for value in row.values())
    with pytest.raises(OutOfDate):
        applications.save_answer(application=made, version=1, code="q1", text="From another window")
    applications.send(application=made, version=made.version)
    with pytest.raises(IllegalMove):
        applications.save_answer(application=again(made), version=again(made).version, code="q1", text="Later")


def test_nothing_is_sent_half_done_or_late(cast):
    cohort = a_cohort(cast.coordinator)
    made = an_application(cohort, state="draft", answers="")
    with pytest.raises(IllegalMove):
        applications.send(application=made, version=1)
    Cohort.objects.update(closes_on=clock.today() - timedelta(days=1))
    made.said = SAID
    made.save()
    with pytest.raises(IllegalMove):
        applications.send(application=again(made), version=1)


def test_taking_it_back_leaves_no_word_and_no_link(cast):
    made = an_application(a_cohort(cast.coordinator))
    token = made.token
    applications.withdraw(application=made, version=1)
    made = again(made)
    assert (made.name, made.said, made.email, made.token) == ("", {}, "", "")
    answer = cast.client("nobody").get(reverse("mentoring:apply", args=[token]), secure=True)
    assert answer.status_code == 404
    applications.begin(cohort=made.cohort, email="ana@example.org")  # and she can come again
    assert Application.objects.filter(state="draft").count() == 1


def test_a_page_keeps_what_was_typed_when_it_holds_detail_of_a_review(cast):
    made = an_application(a_cohort(cast.coordinator), state="draft", sent_on=None, answers="")
    address = reverse("mentoring:apply_answer", args=[made.token, "q1"])
    typed = "On 14 March 2024 she was killed."
    answer = cast.client("nobody").post(address, {"version": 1, "text": typed}, secure=True)
    assert answer.status_code == 422
    assert typed in answer.content.decode()
    assert again(made).said == {}


# Reading blind


def test_a_reader_sees_the_other_s_scores_only_when_both_are_in(cast, reading):
    made = an_application(reading)
    address = reverse("mentoring:application", args=[made.ref])
    read(made, cast.mentor, scores={"q1": 1, "q2": 2})
    before = cast.client("coordinator").get(address, secure=True).content.decode()
    assert "Mina Mentor" not in before
    assert "1 of 2 is in" in before
    read(made, cast.coordinator)
    after = cast.client("coordinator").get(address, secure=True).content.decode()
    assert "Mina Mentor’s reading: 3 in all" in after
    with pytest.raises(IllegalMove):
        read(made, cast.mentor, version=1)


def test_a_conflict_excuses_and_closes_the_application(cast, reading):
    made = an_application(reading)
    read(made, cast.mentor, conflict=True, scores={})
    page = cast.client("mentor").get(reverse("mentoring:application", args=[made.ref]), secure=True).content.decode()
    assert SAID["q1"] not in page
    assert selectors.waiting_to_read(cast.mentor) == []
    with pytest.raises(IllegalMove):
        read(made, cast.mentor, version=1)


def test_only_named_readers_read_and_never_their_own(cast, reading):
    made = an_application(reading)
    with pytest.raises(Refused):
        read(made, person("Stray Mentor", "mentor"))
    own = an_application(reading, cast.mentor.email)
    with pytest.raises(Refused):
        read(own, cast.mentor)


def test_a_third_reading_comes_too_late(cast, reading):
    third = person("Third Reader", "mentor")
    reading.readers.add(third)
    made = an_application(reading)
    read(made, cast.mentor)
    read(made, cast.coordinator)
    with pytest.raises(IllegalMove):
        read(made, third)


# Deciding and joining


def test_nobody_decides_before_both_have_read_and_no_place_is_given_twice(cast, reading):
    Cohort.objects.update(places=1)
    first, second = an_application(reading), an_application(reading, "bea@example.org")
    with pytest.raises(IllegalMove):
        decide(first, cast.coordinator)
    for made in (first, second):
        read(made, cast.mentor)
        read(made, cast.coordinator)
    with pytest.raises(Refused):
        decide(first, cast.mentor)
    assert decide(first, cast.coordinator).state == "offered"
    with pytest.raises(IllegalMove):
        decide(second, cast.coordinator)
    assert decide(second, cast.coordinator, State.NOT_NOW).feedback == "Words that help"


def test_a_cohort_begins_once_everyone_is_answered_and_drafts_go(cast, reading):
    made = an_application(reading)
    an_application(reading, "late@example.org", state="draft")
    with pytest.raises(IllegalMove):
        cohorts.move_cohort(cohort=reading, version=1, to=CohortState.RUNNING, by=cast.coordinator)
    read(made, cast.mentor)
    read(made, cast.coordinator)
    decide(made, cast.coordinator)
    cohorts.move_cohort(cohort=reading, version=1, to=CohortState.RUNNING, by=cast.coordinator)
    assert list(Application.objects.values_list("state", flat=True)) == ["offered"]


def test_her_answer_and_its_words_stand_behind_her_link(cast, reading):
    made = an_application(reading)
    read(made, cast.mentor)
    read(made, cast.coordinator)
    made = decide(made, cast.coordinator, State.NOT_NOW)
    page = cast.client("nobody").get(reverse("mentoring:apply", args=[made.token]), secure=True).content.decode()
    assert "Words that help" in page
    assert "Mina Mentor" not in page


def test_someone_without_an_account_gets_a_record_an_invitation_and_a_path(cast, reading):
    made = an_application(reading, state="offered")
    mentee = joining.join_applicant(application=made, version=1, expert=None, agency=cast.agency, by=cast.coordinator)
    assert (mentee.expert.name, mentee.expert.agency, mentee.expert.user) == ("Ana Applicant", cast.agency, None)
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("ana@example.org", "mentee")
    user = accept_invitation(invitation=invitation, name="Ana", password="four words mean nothing")
    assert again(mentee.expert).user == user


def test_someone_with_an_account_and_a_record_keeps_both(cast, reading):
    made = an_application(reading, cast.expert_user.email, state="offered")
    mentee = joining.join_applicant(application=made, version=1, expert=None, agency=None, by=cast.coordinator)
    assert mentee.expert == cast.expert
    assert cast.expert_user.memberships.filter(role="mentee").exists()
    assert Invitation.objects.count() == 0
    with pytest.raises(IllegalMove):
        joining.join_applicant(application=again(made), version=2, expert=None, agency=None, by=cast.coordinator)


def test_a_stranger_s_account_takes_nobody_s_record(cast, reading):
    made = an_application(reading, state="offered")
    mentee = joining.join_applicant(application=made, version=1, expert=None, agency=None, by=cast.coordinator)
    joining.connect_account(User.objects.create_user("other@example.org", "x"))
    assert again(mentee.expert).user is None


# Cohorts


def test_questions_stay_once_people_answer_them(cast):
    cohort = a_cohort(cast.coordinator)
    said = {
        "name": "Spring",
        "call": "Come",
        "opens_on": cohort.opens_on,
        "closes_on": cohort.closes_on,
        "places": 3,
        "by": cast.coordinator,
    }
    with pytest.raises(IllegalMove):
        cohorts.change_cohort(cohort=cohort, version=1, questions=questions_of(QUESTIONS[:1]), **said)
    cohorts.change_cohort(cohort=cohort, version=1, questions=questions_of(QUESTIONS), **said)
    assert again(cohort).places == 3
    with pytest.raises(OutOfDate):
        cohorts.change_cohort(cohort=cohort, version=1, questions=questions_of(QUESTIONS), **said)


def test_whoever_has_read_stays_a_reader(cast, reading):
    read(an_application(reading), cast.mentor)
    with pytest.raises(IllegalMove):
        cohorts.name_readers(
            cohort=reading, version=1, readers=[cast.coordinator, person("New", "mentor")], by=cast.coordinator
        )
    with pytest.raises(IllegalMove):
        cohorts.name_readers(cohort=reading, version=1, readers=[cast.mentor, cast.expert_user], by=cast.coordinator)


def test_every_act_is_one_event_without_a_word_of_hers(cast, reading):
    made = an_application(reading)
    read(made, cast.mentor)
    read(made, cast.coordinator)
    decide(made, cast.coordinator)
    found = [event.name for event in audit.events_of(made.ref)]
    assert found == ["mentoring.application_scored"] * 2 + ["mentoring.application_decided"]


@pytest.mark.parametrize("name", ["mentoring:cohorts", "mentoring:pipeline", "mentoring:cohort"])
def test_lists_cost_the_same_at_one_row_and_three(cast, name, still_clock):
    def rows(number):
        cohort = a_cohort(cast.coordinator, [cast.coordinator, cast.mentor], state="reading")
        made = an_application(cohort, f"a{number}@example.org")
        expert = Expert.objects.create(name=f"Mentee {number}")
        Mentee.objects.create(expert=expert, cohort=cohort, joined_by=cast.coordinator)
        if name == "mentoring:cohort":
            read(made, cast.mentor)
        return cohort

    first = rows(1)
    parts = [first.ref] if name == "mentoring:cohort" else []
    client = cast.client("coordinator")
    client.get(reverse(name, args=parts), secure=True)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(reverse(name, args=parts), secure=True)
    for number in (2, 3):
        if name == "mentoring:cohort":
            read(an_application(first, f"b{number}@example.org"), cast.mentor)
        else:
            rows(number)
    with CaptureQueriesContext(connection) as three:
        client.get(reverse(name, args=parts), secure=True)
    assert len(one) == len(three)


def test_her_link_s_pages_are_kept_nowhere_on_the_way_and_lead_nowhere(cast):
    made = an_application(a_cohort(cast.coordinator), state="draft")
    for name, more in (("apply", []), ("apply_answer", ["q1"]), ("apply_send", []), ("apply_withdraw", [])):
        answer = cast.client("nobody").get(reverse(f"mentoring:{name}", args=[made.token, *more]), secure=True)
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] in {"same-origin", "no-referrer"}
        assert "Ana Applicant" not in answer.content.decode().split("<body>")[0]
