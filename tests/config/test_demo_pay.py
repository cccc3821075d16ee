"""The demonstration's money and barriers tell a story, to each reader as much as she may be told."""

import pytest

from lantern.accounts.models import User
from lantern.audit import public as audit
from lantern.audit.models import Event
from lantern.config.demo import people
from lantern.config.demo.load import load
from lantern.insight.selectors import answers_for, barriers_for
from lantern.kit import clock
from lantern.remuneration.domain.claims import ClaimState
from lantern.remuneration.models import Claim, RateCard


@pytest.fixture
def told(db) -> None:
    assert load()


def person(mailbox: str) -> User:
    return User.objects.get(email=f"{mailbox}@{people.DOMAIN}")


def test_the_demonstration_has_claims_in_each_state_and_one_paid_late(told):
    states = {state for (state,) in Claim.objects.values_list("state")}
    assert states == {state.value for state in ClaimState} - {"withdrawn"}
    paid = {claim.paid_on > claim.due_on for claim in Claim.objects.filter(state="paid")}
    assert paid == {True, False}
    assert list(RateCard.objects.order_by("number").values_list("state", flat=True)) == [
        "in_force", "in_force", "proposed",
    ]  # fmt: skip
    late = {claim.state for claim in Claim.objects.all() if claim.overdue(clock.today())}
    assert late == {"submitted", "sent", "failed"}
    assert {claim.shares.count() for claim in Claim.objects.all()} == {1, 2}
    assert Claim.objects.exclude(vat_pence=0).exists()


def test_each_reader_is_told_something_of_the_barriers(told):
    assert barriers_for(person("coordinator")).barrier("unpaid") == 17
    # What may be told of small counts moves with the day of loading, so no figure is held here.
    assert [barriers_for(person(mailbox)).empty for mailbox in ("commissioner", "researcher")] == [False, False]
    assert {len(answers_for(person(mailbox))) for mailbox in ("coordinator", "commissioner")} == {3}
    assert len(answers_for(person("expert"))) == 2


def test_loading_twice_changes_nothing(told):
    events = Event.objects.count()
    assert not load()
    assert Event.objects.count() == events
    assert audit.verify().broken_at is None
