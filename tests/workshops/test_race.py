"""However many ask at the same moment, no place is given twice."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from lantern.audit import public as audit
from lantern.kit import clock
from lantern.workshops import selectors, services
from lantern.workshops.domain.places import Way
from lantern.workshops.models import SignUp
from tests.racing import at_once
from tests.workshops.rooms import again, opened, signed, states

pytestmark = pytest.mark.django_db(transaction=True)


def test_sixteen_ask_at_once_for_five_places(cast):
    session = opened(cast, places_in_person=5)
    went = at_once(*(lambda n=n: signed(session, f"Person {n}") for n in range(16)))
    assert went == ["done"] * 16
    found = sorted(states(session).values())
    assert found == ["placed"] * 5 + ["waiting"] * 11
    assert selectors.room_of(session).free(Way.IN_PERSON) == 0
    assert audit.verify().broken_at is None


def test_the_same_person_pressing_eight_times_at_once_is_seated_once(cast):
    session = opened(cast, places_in_person=5)
    assert at_once(*(lambda: signed(session, "Ayesha") for _ in range(8))) == ["done"] * 8
    assert SignUp.objects.count() == 1


def test_cancelling_and_asking_at_once_never_fills_a_place_twice(cast):
    session = opened(cast, places_in_person=3)
    placed = [signed(session, f"Placed {n}") for n in range(3)]
    for n in range(3):
        signed(session, f"Waiting {n}")
    acts = [lambda one=one: services.cancel_place(sign_up=again(one)) for one in placed]
    acts += [lambda n=n: signed(session, f"New {n}") for n in range(5)]
    assert at_once(*acts) == ["done"] * 8
    found = list(states(session).values())
    assert (found.count("cancelled"), found.count("offered"), found.count("placed"), found.count("waiting")) == (
        3,
        3,
        0,
        5,
    )


def test_taking_and_letting_go_of_one_offer_at_once_is_one_of_the_two(cast):
    session = opened(cast, places_in_person=1)
    first, second = signed(session, "Ayesha"), signed(session, "Bela")
    services.cancel_place(sign_up=first)
    went = at_once(
        lambda: services.take_place(sign_up=again(second)),
        lambda: services.take_place(sign_up=again(second)),
        lambda: services.cancel_place(sign_up=again(second)),
    )
    assert went.count("done") >= 1
    assert states(session)["Bela"] == "cancelled"


def test_the_night_and_those_who_come_and_go_do_not_stand_in_each_others_way(cast):
    sessions = [opened(cast, places_in_person=1) for _ in range(3)]
    for session in sessions:
        first = signed(session, "Ayesha")
        signed(session, "Bela")
        signed(session, "Chidi")
        services.cancel_place(sign_up=first)
    with time_machine.travel(clock.now() + timedelta(hours=49)):
        acts = [lambda one=one: signed(one, "Dara") for one in reversed(sessions)]
        went = at_once(services.lapse_offers, services.lapse_offers, services.remind, *acts)
    assert went == ["done"] * 6
    for session in sessions:
        expected = {"Ayesha": "cancelled", "Bela": "lapsed", "Chidi": "offered", "Dara": "waiting"}
        assert states(session) == expected


def test_sixteen_browsers_at_once_for_five_places(cast):
    """Real requests, each from an address of its own, so that no throttle stands in for the lock."""
    session = opened(cast, places_in_person=5)

    def press(number: int) -> None:
        cache.clear()
        answer = Client(REMOTE_ADDR=f"10.0.0.{number}").post(
            f"/workshops/{session.ref}/sign-up/",
            {"name": f"Person {number}", "email": f"p{number}@example.org", "way": "in_person"},
            secure=True,
        )
        assert answer.status_code == 302

    assert at_once(*(lambda n=n: press(n) for n in range(16))) == ["done"] * 16
    assert sorted(states(session).values()) == ["placed"] * 5 + ["waiting"] * 11
