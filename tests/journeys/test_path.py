"""The path to the chair: a mentee on her way, the chair who countersigns, her mentor, the programme."""

from datetime import date
from types import SimpleNamespace

import pytest

from lantern.accounts.models import User
from lantern.mentoring.models import Mentee
from tests.mentoring.paths import a_mentee, a_pair, ready_for_all

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def on_the_way() -> tuple[SimpleNamespace, Mentee]:
    """The demonstration's mentee, at the beginning of a path, with the demonstration's mentor."""
    roles = {"coordinator": "coordinator", "chair": "chair", "mentor": "mentor", "mentee": "mentee"}
    people = {name: User.objects.filter(memberships__role=role).order_by("pk").first() for name, role in roles.items()}
    cast = SimpleNamespace(**people, agency=None)
    known = Mentee.objects.filter(expert__user=cast.mentee).first()
    mentee = known or a_mentee(cast, name="Joy Bluebell")
    if not mentee.pairs.filter(state="standing").exists():
        a_pair(cast, mentee)
    return cast, mentee


def test_a_mentee_answers_her_audit_and_a_chair_countersigns(traveller):
    _cast, mentee = on_the_way()
    joy = traveller("mentee")
    joy.go("/mentoring/mine/")
    joy.look("path-mentee")
    joy.follow("Answer your skills audit")
    group = joy.page.get_by_role("group", name="Equality law")
    group.get_by_label("Says what the Act", exact=False).check()
    joy.look("path-audit")
    joy.press("Save your answers")
    joy.look("path-gap-mentee")
    joy.follow("Path")
    joy.follow("Add evidence")
    joy.press("Save")
    joy.look("path-evidence-error")
    joy.page.get_by_label("A piece of writing").check()
    joy.page.get_by_label("When?").fill("2026-05-04")
    joy.page.get_by_label("What did you do, and what did you learn?").fill(
        "I drafted a section on how an agency trained its staff, and learned to say less."
    )
    joy.page.get_by_label("Writing a report").check()
    joy.page.get_by_label("Which chair do you ask to countersign?").select_option(label="Pearl Lavender")
    joy.look("path-evidence-add")
    joy.press("Save")
    joy.look("path-evidence")

    pearl = traveller("chair")
    pearl.go("/mentoring/evidence/")
    pearl.look("path-to-countersign")
    pearl.page.locator(".card a").last.click()
    pearl.follow("Countersign")
    pearl.page.get_by_label("Drafts a section", exact=False).check()
    pearl.look("path-countersign")
    pearl.press("Countersign")
    pearl.look("path-countersigned")
    assert list(mentee.levels.filter(basis="countersigned", competency="report_writing").values_list("level")) == [(2,)]


def test_a_mentor_says_a_level_and_the_programme_moves_her_on(traveller):
    cast, mentee = on_the_way()
    ines = traveller("mentor")
    ines.go(f"/mentoring/path/{mentee.ref}/skills/")
    ines.look("path-gap-mentor")
    ines.follow("Equality law")
    ines.page.get_by_label("Makes a panel look", exact=False).check()
    ines.look("path-level")
    ines.press("Save")

    carys = traveller("coordinator")
    carys.go(f"/mentoring/path/{mentee.ref}/")
    carys.look("path-coordinator")
    carys.follow("Record a confidentiality agreement")
    carys.page.get_by_label("Day on which it was signed").fill("2024-01-05")
    carys.page.get_by_label("Last day on which it holds").fill("2025-01-05")
    carys.press("Save")
    carys.look("path-agreement-expired")
    ready_for_all(cast, mentee)
    carys.go(f"/mentoring/path/{mentee.ref}/")
    before = mentee.stage
    carys.press("Go on to this stage")
    carys.look("path-moved")
    mentee.refresh_from_db()
    assert mentee.stage != before
    assert mentee.stage_since >= date(2026, 1, 1)
    Mentee.objects.filter(pk=mentee.pk).update(stage="first_review")
    ines.go(f"/mentoring/path/{mentee.ref}/sign-off/")
    ines.look("path-sign-off")
    ines.press("Sign that she is ready")
    carys.go(f"/mentoring/path/{mentee.ref}/sign-off/")
    carys.press("Sign that she is ready")
    carys.look("path-chair")
    mentee.refresh_from_db()
    assert mentee.stage == "independent"
