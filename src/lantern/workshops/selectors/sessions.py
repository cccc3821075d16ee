"""Series and sessions, as far as each person may see them."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from lantern.access.public import Hidden, Role
from lantern.accounts.public import User, roles_of
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.workshops.domain.sessions import SessionState
from lantern.workshops.models import Series, Session


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
