"""The demonstration's workshops show each thing that a session can be."""

import pytest

from lantern.accounts.models import User
from lantern.config.demo import people
from lantern.config.demo.load import load
from lantern.kit import clock
from lantern.workshops import selectors
from lantern.workshops.models import Evaluation, Session, SignUp
from lantern.workshops.selectors import dates_of


@pytest.fixture
def told(db) -> None:
    assert load()


def test_the_demonstration_has_sessions_at_each_point(told):
    now = clock.now()
    found = Session.objects.order_by("starts")
    assert [(one.state, one.starts < now) for one in found] == [
        ("published", True), ("published", True), ("published", False), ("published", False), ("published", False),
        ("draft", False),
    ]  # fmt: skip
    assert len(selectors.sessions_listed()) == 2
    assert dates_of(found.last()).warns  # a Friday at midday
    assert {one.state for one in SignUp.objects.all()} == {"placed", "waiting", "offered", "cancelled"}
    assert {one.presence for one in SignUp.objects.all()} == {"", "present", "part", "absent", "excused"}


def test_one_evaluation_can_be_read_and_one_is_still_open(told):
    read, waits = (selectors.results_of(one) for one in Evaluation.objects.order_by("opened_at"))
    assert waits is None
    assert read.shown
    assert [one.people for _topic, one in read.changes] == [6, 6, 6]


def test_some_honoraria_are_paid_and_some_wait_for_the_coordinator(told):
    coordinator = User.objects.get(email=f"coordinator@{people.DOMAIN}")
    waiting = [(one.sign_up.name, one.why.value) for one in selectors.honoraria_waiting(coordinator)]
    assert waiting == [("Gilda Gentian", "no_payee")]
    assert [one.title for one in selectors.sessions_not_settled(coordinator)] == ["Reading an agency report critically"]
