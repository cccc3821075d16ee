"""What is written on the path and the event that says so happen together or not at all (security.md row 44)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lantern.accounts.models import Membership
from lantern.audit import public as audit
from lantern.audit.models import Event, Head
from lantern.kit import clock
from lantern.mentoring.domain.stages import Consent
from lantern.mentoring.domain.words import EvidenceKind, PlacementKind, Stage
from lantern.mentoring.models import Agreement, Evidence, Level, Mentee, Placement, SignOff, StageMove
from lantern.mentoring.services import evidence, levels, path, placements, signing
from tests.cast import Cast
from tests.mentoring.paths import a_cohort, a_mentee, a_pair, evidence_of, ready_for_all

pytestmark = pytest.mark.django_db


def full(cast: Cast) -> dict[str, Any]:
    """Someone of whom every stage's demands are met, with a mentor, evidence that waits and a seat that has begun."""
    mentee = a_mentee(cast)
    a_pair(cast, mentee)
    ready_for_all(cast, mentee)
    seat = Placement.objects.create(mentee=mentee, kind="observe", source_ref="open")
    with transaction.atomic():
        audit.record("tests.begun", mentee.ref, None)
    return {"mentee": mentee, "evidence": evidence_of(cast, mentee), "seat": seat}


# Where she is when the act is tried, for those that are not at the beginning.
SCENES: dict[str, dict[str, Any]] = {
    "come_back": {"left_at": clock.now()},
    "sign_off": {"stage": Stage.FIRST_REVIEW.value},
}
Act = Callable[[Cast, dict[str, Any]], object]
ACTS: dict[str, Act] = {
    "join": lambda cast, _there: path.join(expert=cast.expert, cohort=a_cohort(cast), by=cast.coordinator),
    "audit": lambda cast, there: levels.audit_skills(mentee=there["mentee"], levels={"family": 3}, by=cast.mentee),
    "level": lambda cast, there: levels.state_level(
        mentee=there["mentee"], competency="family", level=3, by=cast.mentor
    ),
    "evidence": lambda cast, there: evidence.add_evidence(
        mentee=there["mentee"],
        kind=EvidenceKind.WRITING,
        done_on=clock.today(),
        words="A draft.",
        competencies=["family"],
        asked=cast.chair,
        by=cast.mentee,
    ),
    "ask": lambda cast, there: evidence.ask_another(
        evidence=there["evidence"], asked=cast.chair_elsewhere, version=1, by=cast.mentee
    ),
    "countersign": lambda cast, there: evidence.countersign(
        evidence=there["evidence"], levels={"knowledge": 2}, version=1, by=cast.chair
    ),
    "withdraw": lambda cast, there: evidence.withdraw_evidence(evidence=there["evidence"], version=1, by=cast.mentee),
    "agreement": lambda cast, there: path.sign_agreement(
        mentee=there["mentee"],
        signed_on=clock.today(),
        expires_on=clock.today() + timedelta(days=30),
        by=cast.coordinator,
    ),
    "move": lambda cast, there: path.move_stage(
        mentee=there["mentee"], to=Stage.OBSERVE, version=1, by=cast.coordinator
    ),
    "leave": lambda cast, there: path.leave(mentee=there["mentee"], version=1, by=cast.mentee),
    "come_back": lambda cast, there: path.come_back(mentee=there["mentee"], version=1, by=cast.coordinator),
    "sign_off": lambda cast, there: signing.sign_off(mentee=there["mentee"], version=1, by=cast.mentor),
    "open": lambda cast, there: placements.open_placement(
        mentee=there["mentee"],
        kind=PlacementKind.OBSERVE,
        source_ref="another",
        consents=[Consent.PARTNERSHIP, Consent.PANEL, Consent.NO_FAMILY_IN_TOUCH],
        by=cast.coordinator,
    ),
    "close": lambda cast, there: placements.close_placement(source_ref="open", finished=True, by=cast.coordinator),
}


def rows() -> list[Any]:
    """Everything that these acts could have written."""
    models = (Mentee, Level, Evidence, Agreement, StageMove, SignOff, Placement, Membership)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize("name", ACTS)
def test_an_event_that_cannot_be_written_leaves_nothing_written(cast: Cast, name: str):
    there = full(cast)
    Mentee.objects.update(version=1, **SCENES.get(name, {}))
    there["mentee"].refresh_from_db()
    before = rows()
    # The place of the next event is taken, as by a fault: the chain refuses it.
    taken = Event.objects.create(seq=Head.objects.get().seq + 1, at=clock.now(), name="x.y", subject="", mark="z")
    with pytest.raises(IntegrityError):
        ACTS[name](cast, there)
    assert rows() == before
    Event.objects.filter(pk=taken.pk).delete()
    for fresh in there.values():
        fresh.refresh_from_db()
    ACTS[name](cast, there)
    assert rows() != before
