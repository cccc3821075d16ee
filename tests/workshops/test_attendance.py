"""Who came: a code in the room, the last word with those who run it, and what follows for those who came."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

from lantern.access.public import Refused
from lantern.audit.models import Event
from lantern.kit import clock
from lantern.kit.references import ALPHABET
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.workshops import services
from lantern.workshops.domain import attendance
from lantern.workshops.domain.sessions import Presence
from lantern.workshops.models import SignUp
from tests.remuneration.pdfs import Pdf
from tests.workshops.rooms import again, opened, signed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_one_has_asked_yet():
    cache.clear()
    yield
    cache.clear()


@given(st.binary(min_size=1), st.text(ALPHABET, min_size=8, max_size=8))
def test_a_room_code_is_six_letters_that_nobody_mistakes(key, ref):
    code = attendance.room_code(key, ref)
    assert len(code) == 6
    assert set(code) <= set(ALPHABET)
    attendance.check_code(f" {code[:3].lower()}-{code[3:]} ", code)


def test_she_checks_in_on_her_own_page_and_a_wrong_code_says_so(cast, client):
    session = opened(cast)
    link = f"/place/{again(signed(session, 'Ayesha')).token}/"
    code = services.room_code_of(session)
    early = client.post(f"{link}here/", {"code": code}, secure=True)
    assert "too early" in early.content.decode()
    with time_machine.travel(session.starts):
        page = client.get(link, secure=True).content.decode()
        assert "Are you here?" in page
        wrong = client.post(f"{link}here/", {"code": "WRONG1"}, secure=True)
        assert (wrong.status_code, "not the code shown in the room" in wrong.content.decode()) == (409, True)
        assert "WRONG1" in wrong.content.decode()
        right = client.post(f"{link}here/", {"code": code.lower()}, secure=True, follow=True)
        assert "You were here" in right.content.decode()
    one = SignUp.objects.get()
    assert (one.presence, one.marked_by) == ("present", None)


def test_checking_in_by_address_answers_alike_for_every_address(cast, client):
    session = opened(cast)
    signed(session, "Ayesha")
    code = services.room_code_of(session)
    pages = set()
    with time_machine.travel(session.starts):
        for email in ("ayesha@example.org", "stranger@example.org"):
            answer = client.post(f"/workshops/{session.ref}/here/", {"email": email, "code": code}, secure=True)
            pages.add(re.sub(rb'value="[^"]+"', b"", answer.content))
    assert len(pages) == 1
    assert [(one.name, one.presence) for one in SignUp.objects.all()] == [("Ayesha", "present")]


def test_those_who_run_it_correct_what_was_said_and_a_late_code_changes_nothing(cast):
    session = opened(cast)
    one = signed(session, "Ayesha")
    with time_machine.travel(session.starts + timedelta(minutes=10)):
        services.check_in(sign_up=again(one), code=services.room_code_of(session))
        marks = {one.ref: (Presence.PART, 45)}
        services.mark_attendance(session=session, version=session.version, marks=marks, by=cast.facilitator)
        assert again(one).minutes_counted == 45
        services.check_in(sign_up=again(one), code=services.room_code_of(session))
        assert (again(one).presence, again(one).marked_by) == ("part", cast.facilitator)
        with pytest.raises(OutOfDate):
            services.mark_attendance(session=session, version=1, marks=marks, by=cast.facilitator)


@pytest.mark.parametrize("marks", [(Presence.PART, None), (Presence.PART, 180), (Presence.PRESENT, 30)])
def test_a_part_needs_minutes_that_can_be(cast, marks):
    session = opened(cast)
    one = signed(session, "Ayesha")
    with time_machine.travel(session.starts), pytest.raises(IllegalMove, match="how many of the 180"):
        services.mark_attendance(session=session, version=session.version, marks={one.ref: marks}, by=cast.facilitator)


def test_nobody_but_those_who_run_it_says_who_came_and_not_before_it_begins(cast):
    session = opened(cast)
    marks = {signed(session, "Ayesha").ref: (Presence.PRESENT, None)}
    with pytest.raises(IllegalMove, match="has not begun"):
        services.mark_attendance(session=session, version=session.version, marks=marks, by=cast.facilitator)
    for nobody in (cast.editor, cast.commissioner, cast.agency_lead):
        with time_machine.travel(session.starts), pytest.raises(Refused):
            services.mark_attendance(session=session, version=session.version, marks=marks, by=nobody)


def test_a_message_reaches_those_who_came_on_their_page_and_nobody_by_mail(
    cast, client, django_capture_on_commit_callbacks
):
    session = opened(cast)
    came, absent = signed(session, "Ayesha"), signed(session, "Bela")
    with time_machine.travel(session.starts + timedelta(hours=1)):
        marks = {came.ref: (Presence.PRESENT, None), absent.ref: (Presence.ABSENT, None)}
        services.mark_attendance(session=session, version=session.version, marks=marks, by=cast.facilitator)
        with django_capture_on_commit_callbacks(execute=True):
            services.write_to_those_who_came(session=session, words="Slides of the canary", by=cast.facilitator)
        assert [message.to for message in mail.outbox] == [["ayesha@example.org"]]
        assert "canary" not in mail.outbox[0].body
        assert "Slides of the canary" in client.get(f"/place/{again(came).token}/", secure=True).content.decode()
        assert "canary" not in client.get(f"/place/{again(absent).token}/", secure=True).content.decode()


def test_a_certificate_names_the_session_it_came_from_and_only_for_those_who_came(cast, client):
    session = opened(cast)
    came, absent = signed(session, "Ayesha Begum"), signed(session, "Bela")
    link = f"/place/{again(came).token}/"
    with time_machine.travel(session.starts + timedelta(hours=1)):
        marks = {came.ref: (Presence.PART, 90), absent.ref: (Presence.EXCUSED, None)}
        services.mark_attendance(session=session, version=session.version, marks=marks, by=cast.facilitator)
        assert client.get(f"{link}certificate.pdf", secure=True).status_code == 404  # it is not over yet
    with time_machine.travel(session.starts + timedelta(hours=4)):
        made = client.get(f"{link}certificate.pdf", secure=True)
        assert made["Content-Disposition"] == 'attachment; filename="certificate.pdf"'
        said = " ".join(Pdf(made.content).text.split())
        for words in ("Ayesha Begum", "What reviews are", "1 h 30 min", session.ref, came.ref):
            assert words in said
        assert client.get(f"/place/{again(absent).token}/certificate.pdf", secure=True).status_code == 404


def test_names_and_needs_leave_apart_after_a_fresh_sign_in_and_without_addresses(cast):
    session = opened(cast)
    signed(session, "Ayesha", needs=["interpreter"], needs_words="Sylheti")
    client, address = cast.client("facilitator"), f"/workshops/run/{session.ref}/people"
    page = client.get(f"{address}/", secure=True).content.decode()
    for words in ("Ayesha", "An interpreter", "Sylheti"):
        assert words in page
    names = client.get(f"{address}.csv", secure=True).content.decode()
    needs = client.get(f"{address}.csv?what=needs", secure=True).content.decode()
    assert ("Ayesha" in names, "Sylheti" in names) == (True, False)
    assert ("Ayesha" in needs, "Sylheti" in needs) == (False, True)
    assert "example.org" not in names + needs + page
    told = Event.objects.filter(name="workshops.people_exported", actor=cast.facilitator.ref)
    assert [one.detail["named"] for one in told] == [True, False]
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        assert client.get(f"{address}.csv", secure=True).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_people_costs_the_same_at_one_and_at_three(cast, still_clock, django_assert_num_queries, count):
    session = opened(cast, places_in_person=5)
    for n in range(count):
        signed(session, f"Person {n}")
    client = cast.client("coordinator")
    client.get(f"/workshops/run/{session.ref}/people/", secure=True)
    with django_assert_num_queries(15):
        client.get(f"/workshops/run/{session.ref}/people/", secure=True)
