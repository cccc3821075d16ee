"""A place joined to a profile, and what mentoring may know of it."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache

from lantern.kit import clock
from lantern.kit.states import IllegalMove
from lantern.remuneration.public import recorded_work
from lantern.workshops import services
from lantern.workshops.domain.sessions import Honorarium, Presence
from lantern.workshops.models import Session
from lantern.workshops.public import Attended, attendance_of
from lantern.workshops.selectors.honoraria import work_ref
from tests.workshops.rooms import again, opened, signed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_one_has_asked_yet():
    cache.clear()
    yield
    cache.clear()


def said(session: Session, marks: dict, by) -> Session:
    session.refresh_from_db()
    return services.mark_attendance(session=session, version=session.version, marks=marks, by=by)


def test_having_come_counts_for_whoever_joined_her_place_once_those_who_run_it_say_so(cast):
    session = opened(cast)
    hers, other = signed(session, "Ada Alder", honorarium=Honorarium.NONE), signed(session, "Bea Birch")
    response = cast.client("expert").post(f"/place/{hers.token}/profile/", secure=True)
    assert response.status_code == 302
    with time_machine.travel(session.ends):
        services.check_in(sign_up=again(hers), code=services.room_code_of(session))
        assert attendance_of(cast.expert.ref) == []
        said(session, {hers.ref: (Presence.PART, 50), other.ref: (Presence.PRESENT, None)}, cast.facilitator)
        day = session.starts.astimezone(clock.LONDON).date()
        found = attendance_of(cast.expert.ref)
        assert found == [Attended(session.ref, day, ("reviews_and_law", "role_boundaries"), 50)]
        said(session, {hers.ref: (Presence.ABSENT, None)}, cast.facilitator)
        assert attendance_of(cast.expert.ref) == []


def test_a_place_is_joined_once_and_one_person_has_one_in_a_session(cast):
    session = opened(cast)
    first, second = signed(session, "Ada Alder"), signed(session, "Bea Birch")
    services.join_to_profile(sign_up=first, by=cast.expert_user)
    for sign_up, by, words in (
        (second, cast.expert_user, "Another place"),
        (second, cast.researcher, "no profile"),
        (again(first), cast.expert_user, "already"),
    ):
        with pytest.raises(IllegalMove, match=words):
            services.join_to_profile(sign_up=sign_up, by=by)
    assert again(second).expert is None


def test_joining_after_the_day_decides_no_payment(cast):
    session = opened(cast)
    her = signed(session, "Ada Alder", honorarium=Honorarium.PERSON)
    with time_machine.travel(session.ends + timedelta(hours=1)):
        said(session, {her.ref: (Presence.PRESENT, None)}, cast.facilitator)
        with pytest.raises(IllegalMove, match="who is paid"):
            services.join_to_profile(sign_up=her, by=cast.expert_user)
    assert again(her).expert is None
    assert recorded_work([work_ref(her)]) == {}


def test_the_button_stands_only_for_whoever_has_a_profile(cast, client):
    her = signed(opened(cast), "Ada Alder")

    def page(who):
        return who.get(f"/place/{her.token}/", secure=True).content.decode()

    assert "Join it to my profile" not in page(client)
    assert "Join it to my profile" not in page(cast.client("researcher"))
    assert "Join it to my profile" in page(cast.client("expert"))
    services.join_to_profile(sign_up=her, by=cast.expert_user)
    assert "This place is joined to your profile" in page(cast.client("expert"))
    assert "profile" not in page(client)[page(client).index("<main") :]
