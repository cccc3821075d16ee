"""Series and sessions, as far as each person may see them."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from lantern.access.public import Hidden, Role
from lantern.accounts.public import User, roles_of
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.workshops.domain.places import State
from lantern.workshops.domain.sessions import SessionState
from lantern.workshops.models import Series, Session, SignUp

STILL_ASKED = timedelta(days=60)


def sessions_visible_to(user: Any) -> QuerySet[Session]:
    """Every session for a coordinator, those she runs for a facilitator; else none. Next first."""
    found = Session.objects.select_related("series").prefetch_related("facilitators")
    roles = roles_of(user)
    if Role.COORDINATOR in roles:
        return found
    if Role.FACILITATOR in roles:
        return found.filter(facilitating__user=user)
    return found.none()


def session_for(user: User, ref: str) -> Session:
    """One session for those who run it; the reading is recorded. Raises Hidden."""
    found = sessions_visible_to(user).filter(ref=ref).first()
    if found is None:
        raise Hidden(ref[:40])
    with transaction.atomic():
        audit.record("workshops.session_read", found.ref, user)
    return found


def series_visible_to(user: Any) -> QuerySet[Series]:
    """Every series for a coordinator, those with a session she runs for a facilitator; else none."""
    roles = roles_of(user)
    if Role.COORDINATOR in roles:
        return Series.objects.all()
    if Role.FACILITATOR in roles:
        return Series.objects.filter(sessions__facilitating__user=user).distinct()
    return Series.objects.none()


def series_for(user: User, ref: str) -> Series:
    """One series. Raises Hidden."""
    found = series_visible_to(user).filter(ref=ref).first()
    if found is None:
        raise Hidden(ref[:40])
    return found


def today_or_unsaid(user: Any) -> list[Session]:
    """Her sessions that are today, or over in the last two months with nobody having said who came. Last first."""
    now = clock.now()
    held = sessions_visible_to(user).filter(state=SessionState.PUBLISHED.value)
    placed = SignUp.objects.filter(state=State.PLACED.value).values("session")
    said = SignUp.objects.filter(marked_by__isnull=False).values("session")
    near = held.filter(starts__gt=now - STILL_ASKED, starts__lt=now + timedelta(days=1), pk__in=placed)
    found = near.exclude(pk__in=said).order_by("-starts", "pk")
    return [one for one in found if one.ends <= now or one.starts.astimezone(clock.LONDON).date() == clock.today()]


def drafts_to_open(user: Any) -> QuerySet[Session]:
    """For a coordinator, drafts of days still to come; else none."""
    found = sessions_visible_to(user).filter(state=SessionState.DRAFT.value, starts__gt=clock.now())
    return found if Role.COORDINATOR in roles_of(user) else found.none()


def sessions_listed() -> QuerySet[Session]:
    """What the public page lists: open sessions of listed series that have not begun, next first."""
    return (
        Session.objects.select_related("series")
        .filter(series__listed=True, state=SessionState.PUBLISHED.value, starts__gt=clock.now())
        .order_by("starts", "pk")
    )


def listed_series() -> list[tuple[Series, list[Session]]]:
    """The listed sessions by their series, in the order of the next of each."""
    found: dict[int, tuple[Series, list[Session]]] = {}
    for session in sessions_listed():
        found.setdefault(session.series_id, (session.series, []))[1].append(session)
    return list(found.values())


def public_session(ref: str) -> Session:
    """A session that anyone may see: published, of a listed series, also after it. Raises Hidden."""
    found = (
        Session.objects.select_related("series")
        .filter(ref=ref, series__listed=True, state=SessionState.PUBLISHED.value)
        .first()
    )
    if found is None:
        raise Hidden(ref[:40])
    return found


def open_session(ref: str) -> Session:
    """A session that takes place, listed or not, for those in its room. Raises Hidden."""
    found = Session.objects.select_related("series").filter(ref=ref, state=SessionState.PUBLISHED.value).first()
    if found is None:
        raise Hidden(ref[:40])
    return found
