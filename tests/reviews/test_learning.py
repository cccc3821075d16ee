"""Seats to learn in: who agrees, what must be there before one begins, what ends it, and how little she sees."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from lantern.access.public import Refused
from lantern.audit.models import Event
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.mentoring.models import Agreement, Mentee, Placement
from lantern.mentoring.public import NotYet, PlacementKind
from lantern.register.models import StandingConflict
from lantern.remuneration.models import Entry
from lantern.reviews import selectors, services
from lantern.reviews.domain.learning import FamilyTold, LearningState, Voice
from lantern.reviews.domain.lifecycle import Stage
from lantern.reviews.domain.meetings import MeetingKind, Presence, Way
from lantern.reviews.models import LearningAttendance, LearningSeat, Meeting, Review
from tests.cast import Cast
from tests.mentoring.paths import a_mentee, ready_for_all
from tests.reviews.panels import events, mark, seated

VOICES = {Voice.PARTNERSHIP: "commissioner", Voice.PANEL: "chair"}


def learner(cast: Cast) -> Mentee:
    """The cast's mentee with all that any seat demands but the consents."""
    mentee = a_mentee(cast)
    ready_for_all(cast, mentee)
    return mentee


def proposed(cast: Cast, mentee: Mentee | None = None, **more: Any) -> LearningSeat:
    given = {"review": cast.review, "kind": PlacementKind.OBSERVE, "by": cast.coordinator, **more}
    return services.propose_learning_seat(mentee=mentee or learner(cast), **given)


def agreed(cast: Cast, seat: LearningSeat, *voices: Voice, family: FamilyTold | None = FamilyTold.TOLD) -> LearningSeat:
    for voice in voices or tuple(Voice):
        by = cast.user(VOICES[voice])
        seat = services.agree_learning_seat(seat=seat, version=seat.version, voice=voice, by=by)
    if family is not None:
        seat = services.say_family_told(seat=seat, version=seat.version, family=family, by=cast.chair)
    return seat


def begun(cast: Cast) -> LearningSeat:
    seat = agreed(cast, proposed(cast))
    return services.begin_learning_seat(seat=seat, version=seat.version, by=cast.chair)


def placed(seat: LearningSeat) -> Placement:
    return Placement.objects.get(source_ref=seat.ref)


def meeting(cast: Cast, hours: float) -> Meeting:
    return services.add_meeting(
        review=cast.review,
        kind=MeetingKind.PANEL,
        way=Way.ONLINE,
        starts=clock.now() + timedelta(hours=hours),
        minutes=90,
        by=cast.chair,
    )


def test_from_a_proposal_to_the_end_each_step_stands_in_the_audit_and_below(cast: Cast):
    mentee, before = learner(cast), mark()
    seat = agreed(cast, proposed(cast, mentee))
    assert not Placement.objects.filter(source_ref=seat.ref).exists()
    seat = services.begin_learning_seat(seat=seat, version=seat.version, by=cast.chair)
    placement = placed(seat)
    assert (placement.mentee, placement.kind, placement.ended_on) == (mentee, "observe", None)
    assert placement.consents == ["family_informed", "panel", "partnership"]
    services.end_learning_seat(seat=seat, version=seat.version, finished=True, by=cast.chair)
    placement.refresh_from_db()
    assert (placement.finished, placement.ended_on) == (True, clock.today())
    assert events(before) == [
        "review.learning_proposed",
        "review.learning_agreed",
        "review.learning_agreed",
        "review.learning_family_said",
        "review.learning_begun",
        "review.learning_ended",
    ]


@pytest.mark.parametrize(
    ("voices", "family", "words"),
    [
        ((Voice.PANEL,), FamilyTold.TOLD, "the partnership agreed"),
        ((Voice.PARTNERSHIP,), FamilyTold.TOLD, "the panel agreed"),
        (tuple(Voice), None, "the family was told"),
        (tuple(Voice), FamilyTold.UNKNOWN, "the family was told"),
    ],
)
def test_nothing_begins_without_every_consent_and_the_refusal_is_kept(cast: Cast, voices, family, words):
    seat = agreed(cast, proposed(cast), *voices, family=family)
    before = mark()
    with pytest.raises(NotYet, match=words):
        services.begin_learning_seat(seat=seat, version=seat.version, by=cast.chair)
    seat = LearningSeat.objects.get()
    assert (seat.state, seat.begun_at) == (LearningState.PROPOSED, None)
    assert Placement.objects.filter(source_ref=seat.ref).count() == 0
    assert list(Event.objects.filter(seq__gt=before).values_list("name", flat=True)) == ["mentoring.refused"]


def test_nobody_to_tell_is_enough_and_an_agreement_out_of_date_is_not(cast: Cast):
    seat = agreed(cast, proposed(cast), family=FamilyTold.NOT_IN_TOUCH)
    term = Agreement.objects.get()
    Agreement.objects.update(signed_on=clock.today() - timedelta(days=9), expires_on=clock.today() - timedelta(days=1))
    with pytest.raises(NotYet, match="confidentiality agreement"):
        services.begin_learning_seat(seat=seat, version=seat.version, by=cast.chair)
    term.save()
    seat.refresh_from_db()
    services.begin_learning_seat(seat=seat, version=seat.version, by=cast.chair)
    assert "no_family_in_touch" in placed(seat).consents


@pytest.mark.parametrize("voice", list(Voice))
def test_each_says_yes_and_takes_it_back_in_its_own_name_only(cast: Cast, voice):
    seat = proposed(cast)
    own = VOICES[voice]
    others = {"coordinator", "commissioner", "commissioner_elsewhere", "chair", "chair_elsewhere", "mentee"} - {own}
    for who in sorted(others):
        for act in (services.agree_learning_seat, services.take_back_consent):
            with pytest.raises(Refused):
                act(seat=seat, version=seat.version, voice=voice, by=cast.user(who))
    services.take_back_consent(seat=seat, version=seat.version, voice=voice, by=cast.user(own))
    assert LearningSeat.objects.get().state == LearningState.BROKEN_OFF


@pytest.mark.parametrize("voice", list(Voice))
def test_a_consent_taken_back_ends_it_at_once_and_it_does_not_count(cast: Cast, voice):
    seat = begun(cast)
    services.take_back_consent(seat=seat, version=seat.version, voice=voice, by=cast.user(VOICES[voice]))
    assert (seat.state, placed(seat).finished, placed(seat).ended_on) == ("broken_off", False, clock.today())


def test_a_family_no_longer_known_to_know_ends_it_at_once(cast: Cast):
    seat = begun(cast)
    services.say_family_told(seat=seat, version=seat.version, family=FamilyTold.UNKNOWN, by=cast.chair)
    assert (LearningSeat.objects.get().state, placed(seat).finished) == (LearningState.BROKEN_OFF, False)
    with pytest.raises(IllegalMove, match="has ended"):
        services.say_family_told(seat=seat, version=seat.version, family=FamilyTold.TOLD, by=cast.chair)


def test_she_ends_her_own_and_nobody_elses(cast: Cast):
    seat = begun(cast)
    for who in ("coordinator", "chair", "expert", "mentor"):
        with pytest.raises(Refused):
            services.leave_learning_seat(seat=seat, version=seat.version, by=cast.user(who))
    services.leave_learning_seat(seat=seat, version=seat.version, by=cast.mentee)
    assert (seat.state, placed(seat).finished) == (LearningState.BROKEN_OFF, False)


def test_a_night_ends_what_no_longer_stands(cast: Cast):
    seat = begun(cast)
    assert services.end_lapsed_learning_seats() == 0
    Agreement.objects.update(signed_on=clock.today() - timedelta(days=9), expires_on=clock.today() - timedelta(days=1))
    with pytest.raises(IllegalMove, match="run out"):
        services.end_learning_seat(seat=seat, version=seat.version, finished=True, by=cast.chair)
    assert selectors.meetings_ahead(seat) == []
    page = cast.client("chair").get(reverse("reviews:learning", args=[cast.review.ref])).content.decode()
    assert "Stopped: her agreement has run out" in page
    assert services.end_lapsed_learning_seats() == 1
    assert (LearningSeat.objects.get().state, placed(seat).finished) == (LearningState.BROKEN_OFF, False)


@pytest.mark.parametrize("over", ["left", "review"])
def test_a_night_frees_a_review_from_a_proposal_that_cannot_come_true(cast: Cast, over):
    proposed(cast)
    if over == "left":
        Mentee.objects.update(left_at=clock.now(), left_by=cast.coordinator)
    else:
        Review.objects.update(stage=Stage.WITHDRAWN.value)
    assert services.end_lapsed_learning_seats() == 1
    assert selectors.learning_placements() == []


def test_one_at_a_time_and_never_somebody_who_sits_or_is_too_close(cast: Cast):
    first = proposed(cast)
    other = a_mentee(cast, cast.expert_user)
    with pytest.raises(IllegalMove, match="One at a time"):
        proposed(cast, other)
    services.end_learning_seat(seat=first, version=first.version, finished=False, by=cast.coordinator)
    seated(cast, cast.expert)
    with pytest.raises(IllegalMove, match="sits on this panel"):
        proposed(cast, other)
    StandingConflict.objects.create(
        expert=first.mentee.expert, partnership=cast.partnership, grade="direct_involvement", declared_by=cast.mentee
    )
    with pytest.raises(IllegalMove, match="directly involved"):
        proposed(cast, first.mentee)
    assert LearningSeat.objects.count() == 1


def test_two_at_once_and_the_second_hears_of_it(cast: Cast):
    seat = proposed(cast)
    stale = LearningSeat.objects.get()
    agreed(cast, seat, Voice.PANEL, family=None)
    with pytest.raises(OutOfDate):
        agreed(cast, stale, Voice.PARTNERSHIP, family=None)
    assert LearningSeat.objects.get().partnership_agreed_at is None


def test_whether_she_came_is_kept_and_nothing_is_handed_down_to_be_paid(cast: Cast):
    seat = begun(cast)
    LearningSeat.objects.update(begun_at=clock.now() - timedelta(days=3))
    held = meeting(cast, -3)
    client = cast.client("chair")
    url = reverse("reviews:meeting_attendance", args=[held.ref])
    assert "who learns here" in client.get(url).content.decode()
    answer = client.post(url, {"version": held.version, seat.ref: "part", f"{seat.ref}_minutes": 40})
    assert answer.status_code == 302
    kept = LearningAttendance.objects.get()
    held.refresh_from_db()
    with pytest.raises(IllegalMove, match="was held"):
        services.cancel_meeting(meeting=held, version=held.version, by=cast.chair)
    assert (kept.seat, kept.presence, kept.minutes, Entry.objects.count()) == (seat, Presence.PART, 40, 0)


def test_a_meeting_before_she_began_has_no_row_for_her(cast: Cast):
    seat = begun(cast)
    held = meeting(cast, -72)
    with pytest.raises(IllegalMove, match="did not sit"):
        services.mark_attendance(
            meeting=held, version=held.version, marks={seat.ref: (Presence.ATTENDED, None)}, by=cast.chair
        )


def test_a_mentee_sees_the_kind_the_times_and_the_reference_and_nothing_else(cast: Cast):
    seat = begun(cast)
    ahead = meeting(cast, 48)
    page = cast.client("mentee").get(reverse("reviews:learning_mine")).content.decode()
    assert cast.review.ref in page
    assert f"{ahead.starts.astimezone(clock.LONDON):%H:%M} to" in page
    for hidden in (cast.partnership.name, cast.chair.name, "Panel meeting", "Kurdish", cast.expert.name):
        assert hidden not in page
    client = cast.client("mentee")
    for name in ("detail", "meetings", "learning", "evidence"):
        assert client.get(reverse(f"reviews:{name}", args=[cast.review.ref])).status_code == 404
    assert client.get(reverse("reviews:meeting_attendance", args=[ahead.ref])).status_code == 404
    assert seat.ref in page


def test_pages_walk_it_from_proposal_to_begin(cast: Cast):
    mentee = learner(cast)
    url = reverse("reviews:learning", args=[cast.review.ref])
    add = reverse("reviews:learning_propose", args=[cast.review.ref])
    coordinator, commissioner, chair = (cast.client(who) for who in ("coordinator", "commissioner", "chair"))
    assert coordinator.post(add, {"mentee": mentee.ref, "kind": "observe"}).status_code == 302
    seat = LearningSeat.objects.get()
    home, task = reverse("reviews:detail", args=[cast.review.ref]), "Say whether somebody may learn here"
    told = [task in client.get(home).content.decode() for client in (coordinator, commissioner, chair)]
    assert told == [False, True, True]
    assert "We do not agree" in commissioner.get(url).content.decode()
    assert "We agree" in commissioner.get(url).content.decode()
    assert "We agree" not in coordinator.get(url).content.decode()
    for version, client in ((1, commissioner), (2, chair)):
        client.post(reverse("reviews:learning_agree", args=[seat.ref]), {"version": version})
    assert task not in chair.get(home).content.decode()
    assert "the family was told" in chair.get(url).content.decode()
    chair.post(reverse("reviews:learning_family", args=[seat.ref]), {"version": 3, "family": "told"})
    chair.post(reverse("reviews:learning_begin", args=[seat.ref]), {"version": 4})
    seat.refresh_from_db()
    assert (seat.state, seat.version) == (LearningState.BEGUN, 5)
    again = chair.post(reverse("reviews:learning_begin", args=[seat.ref]), {"version": 4}, follow=True)
    assert "under way" in again.content.decode().lower()
