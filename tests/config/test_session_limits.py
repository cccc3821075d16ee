"""A quarter of an hour of nothing, eight hours in all: to the second."""

import pytest

from lantern.config import sign_in as signing_in
from lantern.kit import clock


def signed_in(client) -> bool:
    return client.get("/account/2fa/webauthn/").status_code == 200


@pytest.mark.parametrize(("idle", "stays"), [(15 * 60 - 1, True), (15 * 60, False)])
def test_a_session_ends_after_a_quarter_of_an_hour_of_nothing(cast, time_machine, idle, stays):
    time_machine.move_to(clock.now(), tick=False)
    client = cast.client("coordinator")
    assert signed_in(client)
    time_machine.shift(idle)
    assert signed_in(client) is stays


def test_each_page_begins_the_quarter_of_an_hour_again(cast, time_machine):
    time_machine.move_to(clock.now(), tick=False)
    client = cast.client("coordinator")
    for _ in range(4):
        time_machine.shift(14 * 60)
        assert signed_in(client)


@pytest.mark.parametrize(("late", "stays"), [(-1, True), (0, False)])
def test_a_session_ends_after_eight_hours_however_busy(cast, time_machine, late, stays):
    time_machine.move_to(clock.now(), tick=False)
    client = cast.client("coordinator")
    for _ in range(47):
        time_machine.shift(10 * 60)
        assert signed_in(client)
    time_machine.shift(10 * 60 + late)
    assert signed_in(client) is stays


def test_the_sign_in_page_says_why_and_leads_back(cast, time_machine):
    time_machine.move_to(clock.now(), tick=False)
    client = cast.client("coordinator")
    time_machine.shift(16 * 60)
    answer = client.get("/people/?page=2")
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/people/%3Fpage%3D2")
    page = client.get(answer["Location"]).content.decode()
    assert "Nothing had happened for a while, so we signed you out" in page
    assert cast.coordinator.name not in page


def test_static_files_do_not_keep_a_session_awake(cast, time_machine):
    time_machine.move_to(clock.now(), tick=False)
    client = cast.client("coordinator")
    time_machine.shift(10 * 60)
    style = client.get("/static/lantern/lantern.css")
    assert (style.status_code, len(b"".join(style.streaming_content)) > 1000) == (200, True)
    time_machine.shift(5 * 60)
    assert not signed_in(client)


def test_a_session_without_a_beginning_is_over(cast):
    client = cast.client("coordinator")
    session = client.session
    del session[signing_in.SIGNED_IN_AT]
    session.save()
    assert not signed_in(client)
