"""The pages of those who come without an account."""

import re
from datetime import timedelta

import icalendar
import pytest
import time_machine
from django.core import mail
from django.core.cache import cache

from lantern.access.public import Refused
from lantern.kit import clock
from lantern.workshops import services
from lantern.workshops.models import SignUp
from tests.workshops.rooms import again, asked, drafted, opened, signed, states

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_one_has_asked_yet():
    cache.clear()
    yield
    cache.clear()


def form(name: str, **more: object) -> dict[str, object]:
    email = f"{name.lower()}@example.org"
    return {"name": name, "email": email, "way": "in_person", "honorarium": "agency", **more}


def ask(client, session, name: str, **more: object):
    return client.post(f"/workshops/{session.ref}/sign-up/", form(name, **more), secure=True)


def without_tokens(page: bytes) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", page)


def test_a_session_is_found_asked_for_taken_into_a_calendar_and_cancelled_without_an_account(
    cast, client, django_capture_on_commit_callbacks
):
    session = opened(cast)
    listing = client.get("/workshops/", secure=True).content.decode()
    assert f"/workshops/{session.ref}/" in listing
    page = client.get(f"/workshops/{session.ref}/", secure=True).content.decode()
    assert "Places free" in page
    assert "4 Rowan Street" not in listing + page
    assert "Exit this page" in page
    with django_capture_on_commit_callbacks(execute=True):
        done = ask(client, session, "Ayesha", needs=["interpreter"], needs_words="Sylheti")
    assert (done.status_code, done.url) == (302, f"/workshops/{session.ref}/thanks/")
    link = re.search(r"https?://[^/]+(/place/\S+)", mail.outbox[0].body).group(1)
    own = client.get(link, secure=True).content.decode()
    assert "You have a place" in own
    assert "4 Rowan Street" in own
    entry = icalendar.Calendar.from_ical(client.get(f"{link}meeting.ics", secure=True).content).walk("VEVENT")[0]
    assert (str(entry["summary"]), entry.decoded("dtstart")) == ("Meeting", session.starts.replace(microsecond=0))
    assert set(entry) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "CLASS"}
    after = client.post(f"{link}cancel/", secure=True, follow=True).content.decode()
    assert "You cancelled" in after
    assert "4 Rowan Street" not in after
    assert client.get(f"{link}meeting.ics", secure=True).status_code == 404


def test_the_answer_is_alike_whether_or_not_an_address_has_asked_before(cast, client):
    session = opened(cast)
    pages = []
    for name in ("Ayesha", "Ayesha", "Bela"):
        pages.append(client.post(f"/workshops/{session.ref}/sign-up/", form(name), secure=True, follow=True).content)
    assert len({without_tokens(page) for page in pages}) == 1
    assert states(session) == {"Ayesha": "placed", "Bela": "placed"}


def test_whoever_runs_it_asks_for_somebody_who_phones_and_nobody_else_does(cast):
    session = opened(cast)
    cast.client("facilitator").post(f"/workshops/run/{session.ref}/ask/", form("Ayesha"), secure=True)
    made = SignUp.objects.get()
    assert (made.name, made.signed_up_by) == ("Ayesha", cast.facilitator)
    with pytest.raises(Refused):
        services.sign_up(session=session, asked=asked("Bela"), by=cast.editor)


def test_a_mailbox_gets_no_flood_and_the_page_never_says_so(cast, client, django_capture_on_commit_callbacks):
    session = opened(cast)
    pages = set()
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(8):
            answer = client.post(
                f"/workshops/{session.ref}/sign-up/",
                form("Ayesha"),
                secure=True,
                follow=True,
                REMOTE_ADDR=f"10.0.0.{number}",
            )
            pages.add(without_tokens(answer.content))
    assert (len(mail.outbox), len(pages)) == (4, 1)


@pytest.mark.parametrize("requests", [100, pytest.param(1_000, marks=pytest.mark.slow)])
def test_very_many_requests_from_one_address_are_slowed_and_nobody_is_seated_twice(cast, client, requests):
    session = opened(cast, places_in_person=4)
    codes = [ask(client, session, f"Person{n}").status_code for n in range(requests)]
    assert set(codes) == {302, 429}
    assert codes.count(302) == 10
    assert sorted(states(session).values()) == ["placed"] * 4 + ["waiting"] * 6
    kept = ask(client, session, "Person1001")
    assert "Please wait a minute" in kept.content.decode()
    assert "Person1001" in kept.content.decode()


def test_a_form_with_faults_says_what_to_do_and_keeps_what_was_typed(cast, client):
    session = opened(cast)
    page = client.post(
        f"/workshops/{session.ref}/sign-up/",
        {
            "name": "",
            "email": "nonsense",
            "way": "by_boat",
            "needs_words": "Two children",
            "communities": ["none", "kurdish"],
        },
        secure=True,
    )
    text = page.content.decode()
    assert page.status_code == 422
    for words in ("Enter the name you wish", "such as name@example.org", "Two children", "not both"):
        assert words in text
    assert SignUp.objects.count() == 0


def test_what_is_not_listed_not_open_or_not_there_looks_the_same(cast, client):
    hidden, draft = opened(cast, listed=False), drafted(cast)
    pages = {}
    for ref in (hidden.ref, draft.ref, "XXXXXXXX"):
        for tail in ("", "sign-up/", "thanks/"):
            answer = client.get(f"/workshops/{ref}/{tail}", secure=True)
            assert answer.status_code == 404
            pages.setdefault(tail, set()).add(answer.content.replace(ref.encode(), b""))
    assert {tail: len(found) for tail, found in pages.items()} == {"": 1, "sign-up/": 1, "thanks/": 1}
    listing = client.get("/workshops/", secure=True).content.decode()
    assert hidden.ref not in listing
    assert draft.ref not in listing


def test_an_invitation_opens_a_hidden_session_once_and_only_while_it_lasts(
    cast, client, django_capture_on_commit_callbacks
):
    session = opened(cast, listed=False)
    with django_capture_on_commit_callbacks(execute=True):
        services.invite(session=session, email="ayesha@example.org", by=cast.coordinator)
    link = re.search(r"https?://[^/]+(/invited/\S+)", mail.outbox[0].body).group(1)
    assert "What reviews are" in client.get(link, secure=True).content.decode()
    with time_machine.travel(clock.now() + timedelta(days=61)):
        assert client.get(link, secure=True).status_code == 404
    assert client.post(link, form("Ayesha"), secure=True).status_code == 200
    assert states(session) == {"Ayesha": "placed"}
    assert client.get(link, secure=True).status_code == 404


def test_a_wrong_or_cut_off_link_says_so_and_nothing_else(cast, client):
    made = signed(opened(cast), "Ayesha")
    token = again(made).token
    for wrong in (token[:-1], token[::-1], "x"):
        answer = client.get(f"/place/{wrong}/", secure=True)
        assert (answer.status_code, "This link does not work" in answer.content.decode()) == (404, True)
    assert client.get(f"/place/{token}/", secure=True).status_code == 200
    assert client.get(f"/place/{token}/cancel/", secure=True).status_code == 405
    assert again(made).state == "placed"


def test_a_kept_place_is_taken_with_one_press_and_a_lapsed_one_asked_for_again(cast, client):
    session = opened(cast, places_in_person=1)
    first, second = signed(session, "Ayesha"), signed(session, "Bela")
    link = f"/place/{again(second).token}/"
    assert "You are next" in client.get(link, secure=True).content.decode()
    services.cancel_place(sign_up=first)
    assert "Take the place" in client.get(link, secure=True).content.decode()
    with time_machine.travel(clock.now() + timedelta(hours=49)):
        late = client.post(f"{link}take/", secure=True, follow=True).content.decode()
        assert "This offer of a place has ended" in late
        asked = client.post(f"{link}again/", secure=True, follow=True).content.decode()
        assert "A place is kept for you" in asked
        taken = client.post(f"{link}take/", secure=True, follow=True).content.decode()
        assert "The place is yours" in taken
    assert states(session) == {"Ayesha": "cancelled", "Bela": "placed"}


def test_the_joining_link_and_the_handouts_are_for_those_with_a_place(cast, client):
    session = opened(cast, places_in_person=1)
    services.add_material(session=session, title="A guide", file=b"%PDF-1.7 small", ending="pdf", by=cast.facilitator)
    services.add_material(session=session, title="A page", url="https://example.org/page", by=cast.facilitator)
    placed, waits = signed(session, "Ayesha"), signed(session, "Bela")
    page = client.get(f"/place/{again(placed).token}/", secure=True).content.decode()
    assert "A guide" in page
    got = client.get(f"/place/{again(placed).token}/handout/1/", secure=True)
    assert (got.content, got["Content-Disposition"]) == (b"%PDF-1.7 small", 'attachment; filename="handout.pdf"')
    assert client.get(f"/place/{again(placed).token}/handout/2/", secure=True).status_code == 404
    assert "A guide" not in client.get(f"/place/{again(waits).token}/", secure=True).content.decode()
    assert client.get(f"/place/{again(waits).token}/handout/1/", secure=True).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_at_one_and_at_three(cast, client, django_assert_num_queries, count):
    for _ in range(count):
        opened(cast)
    client.get("/workshops/", secure=True)
    with django_assert_num_queries(1):
        client.get("/workshops/", secure=True)
