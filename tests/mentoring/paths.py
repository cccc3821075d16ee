"""People on the way to the chair, made as the services make them."""

from datetime import date, timedelta
from typing import Any

from lantern.kit import clock
from lantern.mentoring.domain import framework
from lantern.mentoring.domain.evidence import expires_on
from lantern.mentoring.domain.stages import Consent
from lantern.mentoring.domain.words import Basis, EvidenceKind, PlacementKind
from lantern.mentoring.models import Agreement, Cohort, Evidence, Level, Mentee, Mentor, Pair, Placement
from lantern.register.models import Expert

CODES = list(framework.framework(framework.LATEST))
ALL_CONSENTS = [Consent.PARTNERSHIP, Consent.PANEL, Consent.FAMILY_INFORMED]


def a_cohort(cast: Any, name: str = "First cohort") -> Cohort:
    return Cohort.objects.get_or_create(
        name=name,
        defaults={
            "opens_on": date(2026, 1, 1),
            "closes_on": date(2026, 2, 1),
            "places": 2,
            "edition": framework.LATEST,
            "state": "running",
            "added_by": cast.coordinator,
        },
    )[0]


def a_mentee(cast: Any, user: Any = None, name: str = "Mei Mentee") -> Mentee:
    """The cast's mentee unless another person is given, with a record in the register."""
    who = user or cast.mentee
    expert, _ = Expert.objects.get_or_create(user=who, defaults={"name": name, "agency": cast.agency})
    return Mentee.objects.get_or_create(
        expert=expert, defaults={"cohort": a_cohort(cast), "joined_by": cast.coordinator}
    )[0]


def a_pair(cast: Any, mentee: Mentee) -> Pair:
    """She and the cast's mentor, working together."""
    expert, _ = Expert.objects.get_or_create(user=cast.mentor, defaults={"name": "Mina Mentor"})
    mentor, _ = Mentor.objects.get_or_create(expert=expert, defaults={"added_by": cast.coordinator})
    return Pair.objects.create(
        mentee=mentee,
        mentor=mentor,
        state="standing",
        chosen="coordinator",
        mentee_agreed=True,
        mentor_agreed=True,
        proposed_by=cast.coordinator,
        began_on=clock.today(),
    )


def evidence_of(cast: Any, mentee: Mentee, kind: EvidenceKind = EvidenceKind.LEARNING, **more: Any) -> Evidence:
    """Something she did, the cast's chair asked; countersigned where `signed`."""
    signed, chair = more.pop("signed", False), more.pop("chair", cast.chair)
    done_on = more.pop("done_on", clock.today() - timedelta(days=30))
    made = Evidence(
        mentee=mentee,
        kind=kind.value,
        done_on=done_on,
        competencies=more.pop("competencies", ["knowledge", "equality"]),
        expires_on=expires_on(kind, done_on),
        asked=chair,
        added_by=mentee.expert.user,
        **more,
    )
    made.words = "Wrote what a panel should ask an agency about its training."
    if signed:
        made.countersigned_at, made.countersigned_by = clock.now(), chair
    made.save()
    return made


def ready_for_all(cast: Any, mentee: Mentee) -> None:
    """Everything that any stage demands but the signatures."""
    her = mentee.expert.user
    for basis, level, by in ((Basis.SELF, 1, her), (Basis.COUNTERSIGNED, 4, cast.chair)):
        Level.objects.bulk_create(
            Level(mentee=mentee, competency=code, level=level, basis=basis.value, stated_by=by) for code in CODES
        )
    for kind in [EvidenceKind.LEARNING, *[EvidenceKind.PLACEMENT] * 4, *[EvidenceKind.WRITING] * 2]:
        evidence_of(cast, mentee, kind, signed=True)
    today = clock.today()
    Agreement.objects.create(
        mentee=mentee, signed_on=today, expires_on=today + timedelta(days=365), recorded_by=cast.coordinator
    )
    for kind in PlacementKind:
        Placement.objects.create(
            mentee=mentee,
            kind=kind.value,
            source_ref=f"seat-{mentee.ref}-{kind}",
            consents=sorted(ALL_CONSENTS),
            ended_on=today,
            finished=True,
            opened_by=cast.coordinator,
        )
