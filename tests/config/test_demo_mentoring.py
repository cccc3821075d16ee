"""The demonstration's cohort of two has a full history."""

import pytest

from lantern.accounts.public import User, has_role
from lantern.config.demo.load import load
from lantern.config.demo.load_pay import person
from lantern.kit import clock
from lantern.mentoring.models import Application, Cohort, Mentee
from lantern.mentoring.selectors.cohorts import is_open, waiting_to_read


@pytest.fixture
def loaded(db: None) -> None:
    load()


def test_two_people_came_by_a_call_and_one_of_them_chairs(loaded):
    first = Cohort.objects.get(name="First cohort")
    found = {mentee.expert.name: mentee for mentee in Mentee.objects.filter(cohort=first)}
    assert {name: mentee.stage for name, mentee in found.items()} == {
        "Wren Thistle": "independent",
        "Joy Bluebell": "observe",
    }
    wren = found["Wren Thistle"]
    assert [move.now for move in wren.moves.all()] == ["observe", "shadow", "co_chair", "first_review", "independent"]
    assert sorted(wren.sign_offs.values_list("capacity", flat=True)) == ["chair", "programme"]
    assert has_role(wren.expert.user, "chair")
    assert sorted(Application.objects.filter(cohort=first).values_list("state", flat=True)) == [
        "joined",
        "joined",
        "not_now",
    ]
    assert all(one.feedback for one in Application.objects.filter(cohort=first))


def test_days_of_the_story_go_forward(loaded):
    for mentee in Mentee.objects.all():
        moved = [move.moved_at for move in mentee.moves.order_by("pk")]
        assert moved == sorted(moved)
        assert mentee.joined_at <= min(moved)
        assert all(seat.began_on <= seat.ended_on <= clock.today() for seat in mentee.placements.all())


def test_one_application_waits_for_the_coordinator_and_one_call_is_open(loaded):
    coordinator = User.objects.get(pk=person("coordinator").pk)
    assert [one.name for one in waiting_to_read(coordinator)] == ["Clementine Ash", "Hazel Sedge"]
    assert [one.name for one in waiting_to_read(person("mentor"))] == ["Hazel Sedge"]
    assert [one.name for one in Cohort.objects.all() if is_open(one)] == ["Third cohort"]
