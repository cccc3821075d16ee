"""What her own page says and offers as time goes on, and what waits for those who run the session."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache

from lantern.kit.states import IllegalMove
from lantern.workshops import selectors, services
from lantern.workshops.domain.sessions import Presence
from lantern.workshops.models import SignUp
from lantern.workshops.tables.people import needs as needs_table
from tests.workshops.rooms import again, drafted, opened, signed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_one_has_asked_yet():
    cache.clear()
    yield
    cache.clear()


def page(client, sign_up: SignUp, path: str = "") -> str:
    return client.get(f"/place/{sign_up.token}/{path}", secure=True).content.decode()


def offered(text: str) -> set[str]:
    """What can be pressed on a page, by its words, the exit and signing in aside."""
    main = text[text.index("<main") : text.index("</main>")]
    found = re.findall(r"<(?:button|a)[^>]*>([^<]+)<", main)
    return {one.strip() for one in found}


def test_her_page_offers_only_what_can_still_be_done(cast, client):
    session = opened(cast, places_in_person=1)
    first, second = signed(session, "Ada Alder"), signed(session, "Bea Birch")
    assert offered(page(client, first)) == {"Change", "Put it in your calendar", "Cancel my place"}
    assert offered(page(client, second)) == {"Change", "Leave the waiting list"}
    with time_machine.travel(session.starts + timedelta(minutes=5)):
        assert offered(page(client, first)) == {
            "I am here",
            "Put it in your calendar",
            "See the workshops that are open",
        }
        assert "This session has begun" in page(client, second)
        assert offered(page(client, second)) == {"See the workshops that are open"}
    with time_machine.travel(session.ends + timedelta(days=1)):
        session = services.mark_attendance(
            session=session, version=session.version, marks={first.ref: (Presence.PRESENT, None)}, by=cast.facilitator
        )
        assert "You were here" in page(client, first)
        assert offered(page(client, first)) == {"Your certificate (PDF)", "See the workshops that are open"}
        assert "This session is over" in page(client, second)


def test_a_place_is_not_given_back_once_the_session_has_begun(cast, client):
    session = opened(cast)
    her = signed(session, "Ada Alder")
    with time_machine.travel(session.starts + timedelta(minutes=5)):
        with pytest.raises(IllegalMove, match="has begun"):
            services.cancel_place(sign_up=her)
        client.post(f"/place/{her.token}/cancel/", secure=True)
        assert again(her).state == "placed"


def test_a_full_session_says_so_before_anybody_writes_anything(cast, client):
    session = opened(cast, places_in_person=1)
    for path in ("", "sign-up/"):
        assert (
            "Join the waiting list" not in client.get(f"/workshops/{session.ref}/{path}", secure=True).content.decode()
        )
    signed(session, "Ada Alder")
    for path in ("", "sign-up/"):
        assert "Join the waiting list" in client.get(f"/workshops/{session.ref}/{path}", secure=True).content.decode()


def test_saving_what_people_said_of_themselves_is_saying_it(cast):
    session = opened(cast)
    her = signed(session, "Ada Alder")
    with time_machine.travel(session.starts):
        services.check_in(sign_up=her, code=services.room_code_of(session))
    with time_machine.travel(session.ends + timedelta(hours=1)):
        assert [one.ref for one in selectors.today_or_unsaid(cast.facilitator)] == [session.ref]
        services.mark_attendance(
            session=session, version=session.version, marks={her.ref: (Presence.PRESENT, None)}, by=cast.facilitator
        )
        assert selectors.today_or_unsaid(cast.facilitator) == []
        assert again(her).marked_by == cast.facilitator


def test_what_waits_is_shown_to_those_who_run_it_alone(cast):
    session, draft = opened(cast), drafted(cast)
    signed(session, "Ada Alder")
    with time_machine.travel(session.starts - timedelta(days=2)):
        assert selectors.today_or_unsaid(cast.facilitator) == []
    with time_machine.travel(session.starts - timedelta(minutes=1)):
        found = {
            who: (
                [one.ref for one in selectors.today_or_unsaid(getattr(cast, who))],
                [one.ref for one in selectors.drafts_to_open(getattr(cast, who))],
            )
            for who in ("facilitator", "coordinator", "expert")
        }
    assert found == {
        "facilitator": ([session.ref], []),
        "coordinator": ([session.ref], [draft.ref]),
        "expert": ([], []),
    }


def test_the_first_page_names_what_waits_in_workshops(cast):
    session, draft = opened(cast), drafted(cast, title="A draft of ours")
    signed(session, "Ada Alder")
    with time_machine.travel(session.ends + timedelta(days=1)):
        text = cast.client("facilitator").get("/", secure=True).content.decode()
        assert f"/workshops/run/{session.ref}/attendance/" in text
        assert "Say who came to a workshop" in text
    text = cast.client("coordinator").get("/", secure=True).content.decode()
    assert f"/workshops/run/{draft.ref}/" in text


def test_she_changes_what_she_needs_until_it_begins(cast, client):
    session = opened(cast)
    her = signed(session, "Ada Alder", needs=["captions"], needs_words="")
    where = f"/place/{her.token}/needs/"
    said = {"version": again(her).version, "needs": ["bsl", "interpreter"], "needs_words": "Sorani"}
    assert client.post(where, said, secure=True).status_code == 302
    assert (again(her).needs, again(her).needs_words) == (["bsl", "interpreter"], "Sorani")
    assert "Sorani" in page(client, her)
    late = client.post(where, {**said, "needs_words": "Typed twice"}, secure=True)
    assert (late.status_code, again(her).needs_words) == (409, "Sorani")
    assert "Typed twice" in late.content.decode()
    with time_machine.travel(session.starts):
        now = {**said, "version": again(her).version, "needs_words": "Too late"}
        assert client.post(where, now, secure=True).status_code == 409
    assert again(her).needs_words == "Sorani"
    row = [one["value"] for one in needs_table([again(her)])]
    assert row == ["1", "1"]
