"""Who asked for a place, how many there are, and what a personal link opens."""

from django.db import transaction
from django.db.models import Count, QuerySet

from lantern.access.public import Hidden
from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.links import hash_of
from lantern.workshops.domain.places import Room, State, Way
from lantern.workshops.models import Invitation, Session, SignUp
from lantern.workshops.selectors.sessions import session_for

TAKING = [state.value for state in State if state.takes_a_place]


def room_of(session: Session) -> Room:
    """The places and how many are given or kept. One query."""
    counted = dict(
        SignUp.objects.filter(session=session, state__in=TAKING).order_by().values_list("way").annotate(Count("pk"))
    )
    return Room(session.places, {way: counted.get(way.value, 0) for way in Way})


def sign_ups_of(session: Session) -> QuerySet[SignUp]:
    """Everyone who asked, in the order in which they stand in line."""
    return SignUp.objects.filter(session=session).select_related("session", "agency", "expert__user")


def sign_up_for(user: User, session_ref: str, ref: str) -> SignUp:
    """One sign-up of a session that this person runs. Raises Hidden."""
    session = session_for(user, session_ref)
    found = sign_ups_of(session).filter(ref=ref).first()
    if found is None:
        raise Hidden(ref[:40])
    found.session = session
    return found


def sign_up_by_link(token: str) -> SignUp:
    """What her own link opens; the reading is recorded without saying who. Raises Hidden."""
    found = (
        SignUp.objects.select_related("session__series", "agency", "expert").filter(token_hash=hash_of(token)).first()
    )
    if found is None:
        raise Hidden("workshops:mine")
    with transaction.atomic():
        audit.record("workshops.own_place_read", found.ref, None)
    return found


def invitation_by_link(token: str) -> Invitation:
    """An invitation that is still open, to a session that is. Raises Hidden."""
    found = (
        Invitation.objects.select_related("session__series", "expert")
        .filter(token_hash=hash_of(token), used_at=None, expires_at__gt=clock.now(), session__state="published")
        .first()
    )
    if found is None:
        raise Hidden("workshops:invitation")
    return found


def standing_in_line(sign_up: SignUp) -> int:
    """How many wait for the same way before her; nought where she is next."""
    before = SignUp.objects.filter(session=sign_up.session, way=sign_up.way, state=State.WAITING.value)
    return sum(
        (other.queued_since, other.pk) < (sign_up.queued_since, sign_up.pk)
        for other in before.only("queued_since", "pk", "session", "way", "state")
    )
