"""Whose time can be handed down to be paid, and what waits for the programme to say."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.db import transaction

from lantern.access.public import Hidden, Role
from lantern.accounts.public import User, has_role
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.remuneration.public import recorded_work
from lantern.workshops.domain.sessions import Honorarium, Presence, SessionState
from lantern.workshops.models import Session, SignUp

BACK = timedelta(days=400)
CAME = [presence.value for presence in Presence if presence.came]


class Why(StrEnum):
    """Why a person's honorarium waits for somebody."""

    NO_PAYEE = "no_payee"
    TWICE = "twice"
    DIFFERS = "differs"

    @property
    def label(self) -> str:
        return {
            Why.NO_PAYEE: "Say who is paid",
            Why.TWICE: "The same person is paid for this session already",
            Why.DIFFERS: "Claimed or changed before it was put right",
        }[self]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One honorarium that waits. `recorded` is what the log of whoever is paid says, in minutes."""

    sign_up: SignUp
    why: Why
    recorded: int | None = None


def work_ref(sign_up: SignUp) -> str:
    """By which a person's time in a session is known to what pays it: one for ever."""
    return f"workshop/{sign_up.ref}"


def payable(sign_up: SignUp) -> bool:
    """Whether it is known who is paid: her agency, she herself in the register, or nobody by her wish."""
    said = Honorarium(sign_up.honorarium)
    if said is Honorarium.AGENCY:
        return sign_up.agency is not None or (sign_up.expert is not None and sign_up.expert.agency_id is not None)
    return said is not Honorarium.NONE and sign_up.expert is not None


def honoraria_waiting(user: Any) -> list[Waiting]:
    """For a coordinator, those who came in the last year or so and whose honorarium waits; else none. Two queries."""
    if not has_role(user, Role.COORDINATOR):
        return []
    found = (
        SignUp.objects.select_related("session__series", "agency", "expert")
        .filter(session__honorarium=True, session__starts__gt=clock.now() - BACK, session__starts__lte=clock.now())
        .exclude(session__state=SessionState.CANCELLED.value)
        .exclude(presence="")
        .order_by("-session__starts", "pk")
    )
    recorded = recorded_work([work_ref(one) for one in found])
    paid = {(one.session_id, one.expert_id) for one in found if one.expert_id and work_ref(one) in recorded}
    waiting = []
    for one in found:
        minutes = one.minutes_counted if one.honorarium != Honorarium.NONE else 0
        entry = recorded.get(work_ref(one))
        if entry is not None:
            logged = 0 if entry.struck_at else entry.minutes
            if logged != minutes:
                waiting.append(Waiting(one, Why.DIFFERS, logged))
        elif minutes and not payable(one):
            waiting.append(Waiting(one, Why.NO_PAYEE))
        elif minutes and (one.session_id, one.expert_id) in paid:
            waiting.append(Waiting(one, Why.TWICE))
    return waiting


def sessions_not_settled(user: Any) -> list[Session]:
    """Paid sessions that are over and whose attendance nobody who runs them has said; for a coordinator."""
    if not has_role(user, Role.COORDINATOR):
        return []
    now = clock.now()
    over = Session.objects.select_related("series").filter(
        honorarium=True, state=SessionState.PUBLISHED.value, starts__gt=now - BACK, starts__lte=now
    )
    said = SignUp.objects.filter(marked_by__isnull=False).values("session")
    asked = SignUp.objects.filter(state="placed").values("session")
    return [one for one in over.filter(pk__in=asked).exclude(pk__in=said) if one.ends <= now]


def honorarium_for(user: User, ref: str) -> SignUp:
    """One person's, for a coordinator; the reading is recorded. Raises Hidden."""
    found = None
    if has_role(user, Role.COORDINATOR):
        paid = SignUp.objects.select_related("session__series", "agency", "expert")
        found = paid.filter(ref=ref, session__honorarium=True, presence__in=CAME).first()
    if found is None:
        raise Hidden(ref[:40])
    with transaction.atomic():
        audit.record("workshops.honorarium_read", found.ref, user, session=found.session.ref)
    return found
