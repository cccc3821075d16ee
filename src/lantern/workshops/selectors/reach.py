"""Places that were given in sessions that have begun, for counting whom workshops reach. Nobody's name, and no key."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from lantern.kit import clock
from lantern.workshops.domain.places import State
from lantern.workshops.domain.sessions import Presence, SessionState
from lantern.workshops.models import SignUp


@dataclass(frozen=True, slots=True)
class Place:
    """One place in one session; the same person in two sessions is two. `month` is its first day.

    `outcome` is "came", "away" or "unsaid" (nobody said who came). `agency_ref` is empty for one not in the register.
    """

    month: date
    outcome: str
    kind: str
    communities_known: str
    communities: tuple[str, ...]
    agency_ref: str


def places_given() -> list[Place]:
    """Every place in a session that has begun and was not called off. One query."""
    found = (
        SignUp.objects.filter(
            state=State.PLACED.value,
            session__state=SessionState.PUBLISHED.value,
            session__starts__lte=clock.now(),
        )
        .select_related("session", "agency")
        .only(
            "presence", "agency_kind", "communities", "communities_known", "agency__ref", "agency__kind",
            "session__starts",
        )
        .order_by("pk")
    )  # fmt: skip
    return [
        Place(
            month=one.session.starts.astimezone(clock.LONDON).date().replace(day=1),
            outcome=_outcome(one.presence),
            kind=one.agency.kind if one.agency else one.agency_kind,
            communities_known=one.communities_known,
            communities=tuple(one.communities),
            agency_ref=one.agency.ref if one.agency else "",
        )
        for one in found
    ]


class Attended(NamedTuple):
    """One session that somebody in the register came to, as those who ran it said. `ref` names it and nothing else."""

    ref: str
    day: date
    topics: tuple[str, ...]
    minutes: int


def attendance_of(expert_ref: str) -> list[Attended]:
    """The sessions she came to, oldest first. A code in the room alone is not enough. One query."""
    found = (
        SignUp.objects.filter(
            expert__ref=expert_ref,
            presence__in=[one.value for one in Presence if one.came],
            marked_by__isnull=False,
            session__state=SessionState.PUBLISHED.value,
        )
        .select_related("session")
        .order_by("session__starts", "pk")
    )
    return [
        Attended(
            one.session.ref,
            one.session.starts.astimezone(clock.LONDON).date(),
            tuple(one.session.topics),
            one.minutes_counted,
        )
        for one in found
    ]


def _outcome(presence: str) -> str:
    if not presence:
        return "unsaid"
    return "came" if Presence(presence).came else "away"
