"""Joining, evidence, seats, stages, signatures: what is kept, what is refused, and that refusals stand in the audit."""

from datetime import timedelta

import pytest

from lantern.access.public import Refused
from lantern.accounts.models import Membership
from lantern.accounts.public import has_role
from lantern.audit.models import Event
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.mentoring import public, rules
from lantern.mentoring.domain.evidence import years_after
from lantern.mentoring.domain.framework import counted
from lantern.mentoring.domain.refusals import NotYet
from lantern.mentoring.domain.words import EvidenceKind, Leaving, PlacementKind, Stage
from lantern.mentoring.models import Agreement, Evidence, Level, Placement, SignOff, StageMove
from lantern.mentoring.selectors import path as selectors
from lantern.mentoring.services import evidence as evidence_services
from lantern.mentoring.services import levels as level_services
from lantern.mentoring.services import path as services
from lantern.mentoring.services import signing
from tests.cast import person
from tests.mentoring.paths import ALL_CONSENTS, CODES, a_cohort, a_mentee, a_pair, evidence_of, ready_for_all

pytestmark = pytest.mark.django_db


def events(*names: str) -> list[tuple[str, dict]]:
    found = Event.objects.order_by("seq").values_list("name", "detail")
    return [(name, detail) for name, detail in found if name in names]


def refusals() -> list[tuple[str, str]]:
    return [(detail["act"], detail["code"]) for _name, detail in events("mentoring.refused")]


@pytest.fixture
def mei(cast):
    return a_mentee(cast)


def test_joining_begins_a_path_and_gives_the_role(cast):
    made = services.join(expert=cast.expert, cohort=a_cohort(cast), by=cast.coordinator)
    assert (made.stage, made.expert, made.left_at) == (Stage.LEARNING, cast.expert, None)
    assert has_role(cast.expert_user, "mentee")
    with pytest.raises(IllegalMove, match="has a path already"):
        services.join(expert=cast.expert, cohort=a_cohort(cast), by=cast.coordinator)


def test_nobody_but_the_programme_lets_someone_join(cast):
    with pytest.raises(Refused):
        services.join(expert=cast.expert, cohort=a_cohort(cast), by=cast.mentor)


def test_her_audit_keeps_what_is_new_and_moves_nothing(cast, mei):
    level_services.audit_skills(mentee=mei, levels=dict.fromkeys(CODES, 2), by=cast.mentee)
    level_services.audit_skills(mentee=mei, levels=dict.fromkeys(CODES, 2) | {"family": 0}, by=cast.mentee)
    assert Level.objects.count() == len(CODES) + 1
    assert counted(selectors.stated_of(mei), clock.today()) == {}
    assert [detail["changed"] for _n, detail in events("mentoring.skills_audited")] == [len(CODES), 1]


@pytest.mark.parametrize("levels", [{"knowledge": 5}, {"knowledge": -1}, {"charm": 2}])
def test_levels_that_there_are_not_are_refused(cast, mei, levels):
    with pytest.raises(IllegalMove):
        level_services.audit_skills(mentee=mei, levels=levels, by=cast.mentee)
    assert not Level.objects.exists()


def test_only_her_mentor_states_a_level_and_the_latest_word_counts(cast, mei):
    with pytest.raises(Refused):
        level_services.state_level(mentee=mei, competency="knowledge", level=3, by=cast.mentor)
    a_pair(cast, mei)
    for level in (3, 2):
        level_services.state_level(mentee=mei, competency="knowledge", level=level, by=cast.mentor)
    assert counted(selectors.stated_of(mei), clock.today()) == {"knowledge": 2}


def add(cast, mei, **more):
    given = {
        "kind": EvidenceKind.LEARNING,
        "done_on": clock.today(),
        "words": "Finished the module.",
        "competencies": ["knowledge"],
        "asked": cast.chair,
        "by": cast.mentee,
    }
    return evidence_services.add_evidence(mentee=mei, **(given | more))


def test_evidence_is_sealed_and_counts_once_a_chair_has_countersigned(cast, mei):
    made = add(cast, mei)
    assert (made.words, "Finished" in made.words_sealed) == ("Finished the module.", False)
    assert made.expires_on == years_after(clock.today(), 3)
    assert not selectors.shown_as(made).counts(clock.today())
    evidence_services.countersign(evidence=made, levels={"knowledge": 2}, version=1, by=cast.chair)
    made.refresh_from_db()
    assert selectors.shown_as(made).counts(clock.today())
    assert counted(selectors.stated_of(mei), clock.today()) == {"knowledge": 2}
    evidence_services.withdraw_evidence(evidence=made, version=2, by=cast.mentee)
    assert counted(selectors.stated_of(mei), clock.today()) == {}


def test_nobody_countersigns_herself_even_as_a_chair(cast, mei):
    Membership.objects.create(user=cast.mentee, role="chair")
    with pytest.raises(NotYet, match="Nobody countersigns her own evidence"):
        add(cast, mei, asked=cast.mentee)
    assert refusals() == [("add_evidence", "own_evidence")]
    made = evidence_of(cast, mei)
    Evidence.objects.update(asked=cast.mentee)
    made.refresh_from_db()
    with pytest.raises(Refused, match="Nobody countersigns her own evidence"):
        evidence_services.countersign(evidence=made, levels={}, version=1, by=cast.mentee)
    made.refresh_from_db()
    assert made.countersigned_at is None


def test_only_the_chair_who_was_asked_countersigns_and_only_once(cast, mei):
    made = evidence_of(cast, mei)
    for other in (cast.chair_elsewhere, cast.coordinator, cast.mentor):
        with pytest.raises(Refused):
            evidence_services.countersign(evidence=made, levels={}, version=1, by=other)
    evidence_services.countersign(evidence=made, levels={}, version=1, by=cast.chair)
    with pytest.raises(OutOfDate):
        evidence_services.countersign(evidence=made, levels={"knowledge": 4}, version=2, by=cast.chair)
    assert not Level.objects.exists()


def test_another_chair_can_be_asked_until_one_has_signed(cast, mei):
    made = evidence_of(cast, mei)
    evidence_services.ask_another(evidence=made, asked=cast.chair_elsewhere, version=1, by=cast.mentee)
    with pytest.raises(Refused):
        evidence_services.countersign(evidence=made, levels={}, version=2, by=cast.chair)
    evidence_services.countersign(evidence=made, levels={}, version=2, by=cast.chair_elsewhere)
    with pytest.raises(OutOfDate):
        evidence_services.ask_another(evidence=made, asked=cast.chair, version=3, by=cast.mentee)


def test_a_level_is_given_only_to_what_the_evidence_is_about(cast, mei):
    made = evidence_of(cast, mei)
    with pytest.raises(IllegalMove):
        evidence_services.countersign(evidence=made, levels={"family": 4}, version=1, by=cast.chair)
    made.refresh_from_db()
    assert (made.countersigned_at, Level.objects.count()) == (None, 0)


def test_expired_evidence_is_not_countersigned_and_the_refusal_stands(cast, mei):
    made = evidence_of(cast, mei, done_on=clock.today() - timedelta(days=4 * 366))
    with pytest.raises(NotYet, match="expired"):
        evidence_services.countersign(evidence=made, levels={}, version=1, by=cast.chair)
    assert refusals() == [("countersign", "expired")]


def test_workshops_come_from_their_own_list_once_and_give_no_level(cast, mei):
    came = [("w-1", clock.today(), ("families", "language"), 90), ("w-2", clock.today(), (), 60)]
    plugged = list(selectors._attendance)
    selectors.plug_attendance(lambda ref: came if ref == mei.expert.ref else [])
    try:
        assert evidence_services.take_attendance(mentee=mei, by=cast.mentee) == 2
        assert evidence_services.take_attendance(mentee=mei, by=cast.mentee) == 0
    finally:
        selectors._attendance[:] = plugged
    found = {one.source_ref: one for one in mei.evidence.all()}
    assert found["w-1"].competencies == ["family", "interpreting"]
    assert all(selectors.shown_as(one).counts(clock.today()) for one in found.values())
    assert counted(selectors.stated_of(mei), clock.today()) == {}
    with pytest.raises(IllegalMove):
        add(cast, mei, kind=EvidenceKind.WORKSHOP)
    with pytest.raises(Refused):
        evidence_services.countersign(evidence=found["w-1"], levels={"family": 4}, version=1, by=cast.chair)


@pytest.mark.parametrize(
    ("signed", "lasts", "code"),
    [(-400, -1, "expired"), (1, 30, "not_signed_yet"), (0, 800, "too_long")],
)
def test_an_agreement_that_would_not_count_is_not_kept_and_the_refusal_stands(cast, mei, signed, lasts, code):
    today = clock.today()
    with pytest.raises(NotYet):
        services.sign_agreement(
            mentee=mei,
            signed_on=today + timedelta(days=signed),
            expires_on=today + timedelta(days=lasts),
            by=cast.coordinator,
        )
    assert (refusals(), Agreement.objects.count()) == ([("sign_agreement", code)], 0)


def test_a_stage_is_not_skipped_and_the_refusal_stands(cast, mei):
    ready_for_all(cast, mei)
    with pytest.raises(NotYet, match="No stage is skipped"):
        services.move_stage(mentee=mei, to=Stage.CO_CHAIR, version=1, by=cast.coordinator)
    mei.refresh_from_db()
    assert (mei.stage, refusals()) == (Stage.LEARNING, [("move_stage", "order")])


def test_a_move_says_what_is_missing(cast, mei):
    with pytest.raises(NotYet, match="Missing: A skills audit with every competency answered; A confiden"):
        services.move_stage(mentee=mei, to=Stage.OBSERVE, version=1, by=cast.coordinator)
    assert not StageMove.objects.exists()


def test_a_move_on_a_page_that_is_old_changes_nothing(cast, mei):
    ready_for_all(cast, mei)
    services.move_stage(mentee=mei, to=Stage.OBSERVE, version=1, by=cast.coordinator)
    with pytest.raises(OutOfDate):
        services.move_stage(mentee=mei, to=Stage.SHADOW, version=1, by=cast.coordinator)
    mei.refresh_from_db()
    assert mei.stage == Stage.OBSERVE


def test_nobody_moves_herself(cast, mei):
    Membership.objects.create(user=cast.mentee, role="coordinator")
    with pytest.raises(Refused, match="her own path"):
        services.move_stage(mentee=mei, to=Stage.OBSERVE, version=1, by=cast.mentee)


def begin(mei, kind=PlacementKind.OBSERVE, consents=ALL_CONSENTS, ref="seat-1"):
    return public.open_placement(mentee=mei, kind=kind, source_ref=ref, consents=consents, by=None)


def test_a_seat_begins_with_everything_there_and_ends_once(cast, mei):
    ready_for_all(cast, mei)
    Placement.objects.all().delete()
    made = begin(mei)
    assert (made.kind, made.consents, public.placement_stands("seat-1")) == ("observe", sorted(ALL_CONSENTS), True)
    with pytest.raises(NotYet, match="begun already"):
        begin(mei)
    ended = public.close_placement(source_ref="seat-1", finished=True, by=None)
    assert (ended.ended_on, ended.finished, public.placement_stands("seat-1")) == (clock.today(), True, False)
    with pytest.raises(OutOfDate):
        public.close_placement(source_ref="seat-1", finished=False, by=None)


@pytest.mark.parametrize(
    ("kind", "consents", "code"),
    [
        (PlacementKind.OBSERVE, ALL_CONSENTS[:2], "consents"),  # the family's wish is unknown
        (PlacementKind.OBSERVE, ALL_CONSENTS[1:], "consents"),
        (PlacementKind.SHADOW, ALL_CONSENTS, "order"),
    ],
)
def test_a_seat_that_may_not_begin_leaves_a_refusal_and_nothing_else(cast, mei, kind, consents, code):
    ready_for_all(cast, mei)
    Placement.objects.all().delete()
    with pytest.raises(NotYet):
        public.open_placement(mentee=mei, kind=kind, source_ref="s", consents=consents, by=cast.coordinator)
    assert (Placement.objects.count(), refusals()) == (0, [("open_placement", code)])


def test_an_expired_agreement_stops_a_seat_and_ends_its_standing(cast, mei):
    ready_for_all(cast, mei)
    Placement.objects.all().delete()
    begin(mei)
    Agreement.objects.update(expires_on=clock.today() - timedelta(days=1))
    assert (public.placement_stands("seat-1"), public.agreement_until(mei)) == (False, None)
    with pytest.raises(NotYet, match="agreement"):
        begin(mei, ref="seat-2")


def test_leaving_ends_her_seat_and_coming_back_keeps_her_stage(cast, mei):
    ready_for_all(cast, mei)
    services.move_stage(mentee=mei, to=Stage.OBSERVE, version=1, by=cast.coordinator)
    begin(mei, ref="seat-9")
    services.leave(mentee=mei, version=2, by=cast.mentee, why=Leaving.DECLINED)
    mei.refresh_from_db()
    seat = Placement.objects.get(source_ref="seat-9")
    assert (mei.left_why, seat.ended_on, seat.finished) == (Leaving.DECLINED, clock.today(), False)
    with pytest.raises(NotYet, match="Taking part"):
        services.move_stage(mentee=mei, to=Stage.SHADOW, version=3, by=cast.coordinator)
    services.come_back(mentee=mei, version=3, by=cast.coordinator)
    mei.refresh_from_db()
    assert (mei.stage, mei.left_at, mei.left_why) == (Stage.OBSERVE, None, Leaving.UNKNOWN)
    assert [detail.get("why") for _n, detail in events("mentoring.left")] == [None]


def at_the_last_stage(cast, mei):
    ready_for_all(cast, mei)
    mei.stage = Stage.FIRST_REVIEW
    mei.save()
    return a_pair(cast, mei)


def test_two_signatures_make_a_chair_whom_matching_offers(cast, mei):
    from lantern.matching.selectors.programme import programme_inputs

    def may_chair():
        people = programme_inputs().programme.people
        return {str(role) for one in people if one.ref == mei.expert.ref for role in one.roles}

    at_the_last_stage(cast, mei)
    assert may_chair() == {"expert"}
    signing.sign_off(mentee=mei, version=1, by=cast.mentor)
    mei.refresh_from_db()
    assert (mei.stage, has_role(cast.mentee, "chair")) == (Stage.FIRST_REVIEW, False)
    signing.sign_off(mentee=mei, version=2, by=cast.coordinator)
    mei.refresh_from_db()
    assert (mei.stage, has_role(cast.mentee, "chair"), may_chair()) == (
        Stage.INDEPENDENT,
        True,
        {"expert", "chair"},
    )
    assert sorted(SignOff.objects.values_list("capacity", "signed_by__name")) == [
        ("chair", "Mina Mentor"),
        ("programme", "Cora Dinator"),
    ]


def test_one_person_never_signs_twice(cast, mei):
    at_the_last_stage(cast, mei)
    Membership.objects.create(user=cast.mentor, role="coordinator")
    signing.sign_off(mentee=mei, version=1, by=cast.mentor)
    with pytest.raises(Refused, match="signed already"):
        signing.sign_off(mentee=mei, version=2, by=cast.mentor)
    assert SignOff.objects.count() == 1


def test_the_programme_does_not_sign_first_or_twice_over(cast, mei):
    at_the_last_stage(cast, mei)
    with pytest.raises(NotYet, match="signs first"):
        signing.sign_off(mentee=mei, version=1, by=cast.coordinator)
    assert refusals() == [("sign_off", "sign:chair")]


def test_nobody_signs_for_herself(cast, mei):
    at_the_last_stage(cast, mei)
    for role in ("coordinator", "chair"):
        Membership.objects.create(user=cast.mentee, role=role)
    with pytest.raises(Refused, match="Nobody signs for herself"):
        signing.sign_off(mentee=mei, version=1, by=cast.mentee)


def test_a_chair_signs_only_where_she_has_countersigned(cast, mei):
    at_the_last_stage(cast, mei)
    assert rules.capacity_of(cast.chair, mei) == "chair"
    assert rules.capacity_of(cast.chair_elsewhere, mei) is None
    with pytest.raises(Refused):
        signing.sign_off(mentee=mei, version=1, by=cast.chair_elsewhere)


def test_what_lapsed_between_the_two_signatures_stops_the_second(cast, mei):
    at_the_last_stage(cast, mei)
    signing.sign_off(mentee=mei, version=1, by=cast.chair)
    Agreement.objects.update(expires_on=clock.today() - timedelta(days=1))
    with pytest.raises(NotYet, match="agreement"):
        signing.sign_off(mentee=mei, version=2, by=cast.coordinator)
    assert not has_role(cast.mentee, "chair")


def test_a_path_is_seen_by_herself_her_mentor_and_the_programme_alone(cast, mei):
    other = a_mentee(cast, person("Other Mentee", "mentee"), "Other Mentee")
    a_pair(cast, mei)
    seen = {
        who: set(selectors.mentees_visible_to(cast.user(who)))
        for who in ("coordinator", "mentor", "mentee", "chair", "expert", "agency_lead", "researcher", "facilitator")
    }
    assert seen == {
        "coordinator": {mei, other},
        "mentor": {mei},
        "mentee": {mei},
        "chair": set(),
        "expert": set(),
        "agency_lead": set(),
        "researcher": set(),
        "facilitator": set(),
    }


def test_a_chair_sees_the_evidence_she_was_asked_about_and_no_other(cast, mei):
    asked, other = evidence_of(cast, mei), evidence_of(cast, mei)
    Evidence.objects.filter(pk=other.pk).update(asked=cast.chair_elsewhere)
    assert list(selectors.evidence_visible_to(cast.chair)) == [asked]
    assert selectors.asked_of(cast.chair) == [asked]


def test_a_mentor_whose_role_has_ended_states_and_signs_nothing(cast, mei):
    at_the_last_stage(cast, mei)
    cast.mentor.memberships.all().delete()
    with pytest.raises(Refused):
        level_services.state_level(mentee=mei, competency="knowledge", level=3, by=cast.mentor)
    with pytest.raises(Refused):
        signing.sign_off(mentee=mei, version=1, by=cast.mentor)
    assert list(selectors.mentees_visible_to(cast.mentor)) == []


def test_a_chair_whose_role_has_ended_signs_and_countersigns_nothing(cast, mei):
    at_the_last_stage(cast, mei)
    waiting = evidence_of(cast, mei)
    cast.chair.memberships.all().delete()
    with pytest.raises(Refused):
        signing.sign_off(mentee=mei, version=1, by=cast.chair)
    with pytest.raises(Refused):
        evidence_services.countersign(evidence=waiting, levels={}, version=1, by=cast.chair)
    assert list(selectors.evidence_visible_to(cast.chair)) == []


def test_a_seat_that_is_broken_off_is_not_finished(cast, mei):
    ready_for_all(cast, mei)
    Placement.objects.all().delete()
    begin(mei)
    ended = public.close_placement(source_ref="seat-1", finished=False, by=None)
    assert (ended.ended_on, ended.finished) == (clock.today(), False)
    assert [detail["finished"] for _name, detail in events("mentoring.placement_closed")] == [False]


def test_a_mentor_sees_the_path_no_longer_once_the_pair_has_ended(cast, mei):
    pair = a_pair(cast, mei)
    assert list(selectors.mentees_visible_to(cast.mentor)) == [mei]
    pair.state = "ended"
    pair.save()
    assert list(selectors.mentees_visible_to(cast.mentor)) == []
    with pytest.raises(Refused):
        level_services.state_level(mentee=mei, competency="knowledge", level=3, by=cast.mentor)
