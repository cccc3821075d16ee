"""Planning a session, opening it, changing it, calling it off, and asking people to it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from lantern.access.public import Role
from lantern.accounts.public import User, has_role
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.links import hash_of, new_token
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.register.public import Expert
from lantern.workshops import rules
from lantern.workshops.domain.places import State, Way
from lantern.workshops.domain.sessions import Held, SessionState, check_move
from lantern.workshops.models import Facilitating, Invitation, Material, Series, Session, SignUp
from lantern.workshops.selectors import room_of
from lantern.workshops.services import telling
from lantern.workshops.services.places import locked, settle

INVITATION_LASTS = timedelta(days=60)
LONGEST_MINUTES = 12 * 60


@dataclass(frozen=True, slots=True)
class Plan:
    """What a session is planned as. Places in a way that it is not held in are nought."""

    title: str
    about: str
    topics: Collection[str]
    held: Held
    starts: datetime
    minutes: int
    region: str
    address_words: str
    online: str
    places_in_person: int
    places_online: int
    honorarium: bool
    sign_up_until: datetime
    offer_hours: int
    facilitators: Collection[User]


@transaction.atomic
def add_series(*, title: str, about: str, listed: bool, by: User) -> Series:
    """Raises Refused."""
    rules.check_is_programme(by)
    made = Series.objects.create(title=title.strip(), about=about.strip(), listed=listed, added_by=by)
    audit.record("workshops.series_added", made.ref, by, listed=listed)
    return made


@transaction.atomic
def edit_series(*, series: Series, version: int, title: str, about: str, listed: bool, by: User) -> Series:
    """Raises Refused, OutOfDate."""
    rules.check_is_programme(by, series.ref)
    seen = Series.objects.filter(pk=series.pk, version=version)
    if not seen.update(version=version + 1, title=title.strip(), about=about.strip(), listed=listed):
        raise OutOfDate("This series")
    series.refresh_from_db()
    audit.record("workshops.series_edited", series.ref, by, listed=listed)
    return series


@transaction.atomic
def add_session(*, series: Series, plan: Plan, by: User) -> Session:
    """A draft, which nobody outside sees. Raises Refused, IllegalMove."""
    rules.check_is_programme(by, series.ref)
    check_plan(plan, clock.now())
    made = Session(series=series, added_by=by, **columns(plan))
    made.online = plan.online.strip()
    made.save()
    _set_facilitators(made, plan.facilitators)
    audit.record("workshops.session_added", made.ref, by, series=series.ref)
    return made


@transaction.atomic
def edit_session(*, session: Session, version: int, plan: Plan, by: User) -> Session:
    """Changes a session that has not begun. Who has a place hears of another time, place or way.

    More places go down the line at once. Raises Refused, IllegalMove where more places are given than there would be,
    OutOfDate.
    """
    rules.check_is_programme(by, session.ref)
    held = locked(session)
    if held.version != version:
        raise OutOfDate("This session")
    if held.state == SessionState.CANCELLED or (held.state == SessionState.PUBLISHED and held.starts <= clock.now()):
        raise IllegalMove("This session has begun or was called off, so its plan stays as it was.")
    check_plan(plan, clock.now())
    if held.state == SessionState.PUBLISHED:
        check_can_be_open(bool(plan.facilitators), plan.places_in_person, plan.address_words)
    room_of(held).check_places({Way.IN_PERSON: plan.places_in_person, Way.ONLINE: plan.places_online})
    planned = columns(plan)
    moved = [name for name in ("starts", "minutes", "held", "address_words") if getattr(held, name) != planned[name]]
    if held.online != plan.online.strip():
        moved.append("online")
    for name, value in planned.items():
        setattr(held, name, value)
    held.online, held.version = plan.online.strip(), version + 1
    held.save()
    _set_facilitators(held, plan.facilitators)
    audit.record("workshops.session_edited", held.ref, by, moved=moved)
    if "starts" in moved:  # she is reminded of the new day, and no offer outlasts the new beginning
        SignUp.objects.filter(session=held).update(reminded_on=None)
        outlasting = SignUp.objects.filter(session=held, state=State.OFFERED.value, offered_until__gt=held.starts)
        outlasting.update(offered_until=held.starts)
    if moved and held.state == SessionState.PUBLISHED:
        for sign_up in live_sign_ups(held):
            telling.write(sign_up, telling.MOVED)
    settle(held)
    return held


@transaction.atomic
def publish(*, session: Session, version: int, by: User) -> Session:
    """Opens a draft. Raises Refused, IllegalMove in a sentence for what is missing, OutOfDate."""
    rules.check_is_programme(by, session.ref)
    check_move(SessionState(session.state), SessionState.PUBLISHED)
    if session.starts <= clock.now():
        raise IllegalMove("This session would begin in the past. Change its date first.")
    if session.sign_up_until <= clock.now():
        raise IllegalMove("Nobody could sign up any more. Choose a later end for signing up first.")
    check_can_be_open(session.facilitating.exists(), session.places_in_person, session.address_words)
    seen = Session.objects.filter(pk=session.pk, version=version, state=SessionState.DRAFT.value)
    now = {"state": SessionState.PUBLISHED.value, "published_at": clock.now(), "published_by": by}
    if not seen.update(version=version + 1, **now):
        raise OutOfDate("This session")
    session.refresh_from_db()
    audit.record("workshops.session_published", session.ref, by)
    return session


@transaction.atomic
def cancel_session(*, session: Session, version: int, by: User) -> Session:
    """Calls a session off. Everyone who has a place or waits for one hears. Raises Refused, IllegalMove, OutOfDate."""
    rules.check_is_programme(by, session.ref)
    check_move(SessionState(session.state), SessionState.CANCELLED)
    if session.state == SessionState.PUBLISHED and session.ends <= clock.now():
        raise IllegalMove("This session is over, so it cannot be called off any more.")
    now = {"state": SessionState.CANCELLED.value, "cancelled_at": clock.now(), "cancelled_by": by}
    if not Session.objects.filter(pk=session.pk, version=version).update(version=version + 1, **now):
        raise OutOfDate("This session")
    session.refresh_from_db()
    audit.record("workshops.session_cancelled", session.ref, by)
    for sign_up in live_sign_ups(session):
        telling.write(sign_up, telling.CANCELLED)
    return session


@transaction.atomic
def invite(*, session: Session, email: str, by: User, expert: Expert | None = None) -> Invitation:
    """Mails a private link to an open session. A second one to the same address kills the first.

    Raises Refused, IllegalMove.
    """
    rules.check_is_programme(by, session.ref)
    if session.state != SessionState.PUBLISHED or session.starts <= clock.now():
        raise IllegalMove("Open the session first. People can be invited until it begins.")
    email, now = email.strip(), clock.now()
    for other in Invitation.objects.filter(session=session, used_at=None, expires_at__gt=now):
        if other.email.casefold() == email.casefold():
            Invitation.objects.filter(pk=other.pk).update(expires_at=now)
    token = new_token()
    made = Invitation(
        session=session,
        token_hash=hash_of(token),
        expert=expert,
        sent_by=by,
        expires_at=min(now + INVITATION_LASTS, session.starts),
    )
    made.email = email
    made.save()
    audit.record("workshops.invited", made.ref, by, session=session.ref)
    telling.invited(made, token)
    return made


@transaction.atomic
def invite_all(*, session: Session, emails: Collection[str], by: User) -> None:
    """Invites each address, or none. Raises Refused, IllegalMove."""
    for email in emails:
        invite(session=session, email=email, by=by)


@transaction.atomic
def add_material(
    *, session: Session, title: str, by: User, url: str = "", file: bytes | None = None, ending: str = ""
) -> Material:
    """Hands something out to those who have a place. Raises Refused, IllegalMove."""
    rules.check_can_run(by, session)
    if bool(url) == (file is not None):
        raise IllegalMove("Give either a link or a file.")
    made = Material.objects.create(session=session, title=title.strip(), url=url, file=file, ending=ending, added_by=by)
    audit.record("workshops.material_added", made.ref, by, session=session.ref)
    return made


@transaction.atomic
def remove_material(*, material: Material, by: User) -> None:
    """Raises Refused."""
    rules.check_can_run(by, material.session)
    audit.record("workshops.material_removed", material.ref, by, session=material.session.ref)
    material.delete()


def check_can_be_open(run: bool, places_in_person: int, address: str) -> None:
    """Raises IllegalMove, in a sentence, for what people who sign up would miss."""
    if not run:
        raise IllegalMove("Nobody runs this session yet. Say who does, then open it.")
    if places_in_person and not address.strip():
        raise IllegalMove("Say where it is before people sign up for it.")


def check_plan(plan: Plan, now: datetime) -> None:
    """Raises IllegalMove, in a sentence, for a plan that cannot be."""
    if plan.starts <= now:
        raise IllegalMove("This day and time are past. Choose one that is still to come.")
    if not 1 <= plan.offer_hours <= 24 * 14:
        raise IllegalMove("A free place is kept for someone between one hour and two weeks.")
    if not 15 <= plan.minutes <= LONGEST_MINUTES:
        raise IllegalMove("A session lasts between 15 minutes and 12 hours.")
    if plan.sign_up_until > plan.starts:
        raise IllegalMove("People cannot sign up after the session has begun. Choose an earlier end.")
    wanted = {
        Held.IN_PERSON: (True, False),
        Held.ONLINE: (False, True),
        Held.BOTH: (True, True),
    }[plan.held]
    if (bool(plan.places_in_person), bool(plan.places_online)) != wanted:
        raise IllegalMove("Say how many places there are in each way the session is held, and none in the other.")
    unfit = [person for person in plan.facilitators if not has_role(person, Role.FACILITATOR, Role.COORDINATOR)]
    if unfit:
        raise IllegalMove("Sessions are run by facilitators and coordinators. Give the role first.")


def columns(plan: Plan) -> dict[str, Any]:
    """The plan as the session's columns, but for who runs it and the sealed link."""
    return {
        "title": plan.title.strip(),
        "about": plan.about.strip(),
        "topics": list(plan.topics),
        "held": plan.held.value,
        "starts": plan.starts,
        "minutes": plan.minutes,
        "region": plan.region,
        "address_words": plan.address_words.strip(),
        "places_in_person": plan.places_in_person,
        "places_online": plan.places_online,
        "honorarium": plan.honorarium,
        "sign_up_until": plan.sign_up_until,
        "offer_hours": plan.offer_hours,
    }


def live_sign_ups(session: Session) -> list[SignUp]:
    found = list(SignUp.objects.filter(session=session, state__in=[s.value for s in State if s.live]))
    for one in found:
        one.session = session
    return found


def _set_facilitators(session: Session, people: Collection[User]) -> None:
    Facilitating.objects.filter(session=session).exclude(user__in=[person.pk for person in people]).delete()
    for person in people:
        Facilitating.objects.get_or_create(session=session, user=person)


def remind() -> int:
    """Once a night: reminds everyone with a place in a session of the next day or so. Answers how many."""
    now = clock.now()
    soon = SignUp.objects.select_related("session").filter(
        state=State.PLACED.value,
        reminded_on=None,
        session__state=SessionState.PUBLISHED.value,
        session__starts__gt=now,
        session__starts__lte=now + timedelta(hours=36),
    )
    count = 0
    for sign_up in list(soon):
        with transaction.atomic():  # one each, the session's row first: see lapse_offers
            locked(sign_up.session)
            still = SignUp.objects.filter(pk=sign_up.pk, state=State.PLACED.value, reminded_on=None)
            if not still.update(reminded_on=clock.today()):
                continue
            telling.write(sign_up, telling.REMINDER)
            audit.record("workshops.reminded", sign_up.ref, None, session=sign_up.session.ref)
            count += 1
    return count
