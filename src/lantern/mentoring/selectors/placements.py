"""What reviews ask of a mentee: whether a seat to learn in may begin, and whether it stands."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from lantern.kit import clock
from lantern.mentoring.domain import stages
from lantern.mentoring.domain.stages import Consent
from lantern.mentoring.domain.words import PlacementKind, Stage
from lantern.mentoring.models import Mentee, Placement
from lantern.mentoring.selectors.path import facts_of


def active_mentees() -> QuerySet[Mentee]:
    """Everyone on the way who has not left and is not an independent chair yet."""
    found = Mentee.objects.filter(left_at=None).exclude(stage=Stage.INDEPENDENT.value)
    return found.select_related("expert__user", "cohort")


def agreement_until(mentee: Mentee) -> date | None:
    """The last day of the agreement that is in date today; None where there is none."""
    today = clock.today()
    standing = mentee.agreements.filter(signed_on__lte=today, expires_on__gte=today)
    return standing.order_by("-expires_on").values_list("expires_on", flat=True).first()


def missing_to_begin(mentee: Mentee, kind: PlacementKind, consents: Iterable[Consent]) -> list[str]:
    """What stands in the way of a seat to learn in, in words; empty where nothing does."""
    found = stages.may_begin(Stage(mentee.stage), kind, frozenset(consents), facts_of(mentee))
    return [one.words for one in found]


def placement_stands(source_ref: str) -> bool:
    """Whether the seat goes on today: begun and not ended, she has not left, and her agreement is in date."""
    found = Placement.objects.filter(source_ref=source_ref, ended_on=None, mentee__left_at=None)
    placement = found.select_related("mentee").first()
    return placement is not None and agreement_until(placement.mentee) is not None
