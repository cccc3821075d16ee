"""Asking for a place, taking, losing and giving one back. Every verb holds the session's row while it counts."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.links import new_token
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.kit.vocabulary import Known
from lantern.register.public import Agency, expert_of
from lantern.workshops import rules
from lantern.workshops.domain import places
from lantern.workshops.domain.places import Act, State, Way
from lantern.workshops.domain.sessions import Honorarium, SessionState
from lantern.workshops.models import Invitation, Session, SignUp, mark_of
from lantern.workshops.selectors import room_of
from lantern.workshops.selectors.honoraria import payable
from lantern.workshops.services import telling


@dataclass(frozen=True, slots=True)
class Asked:
    """What someone says when she asks for a place. Only name, address and way are needed."""

    name: str
    email: str
    way: Way
    agency: Agency | None = None
    agency_words: str = ""
    agency_kind: str = "unknown"
    communities: Collection[str] = ()
    communities_known: Known = Known.UNKNOWN
    needs: Collection[str] = ()
    needs_words: str = ""
    observances: Collection[str] = field(default=())
    honorarium: Honorarium = Honorarium.UNKNOWN


@transaction.atomic
def sign_up(*, session: Session, asked: Asked, by: User | None = None, invitation: Invitation | None = None) -> SignUp:
    """Gives a place or a place in the line, and mails her own link. Raises IllegalMove where it is too late.

    The same address asking again is the same sign-up: nothing changes and the link comes again, so that a page that
    answers alike both times tells nobody who has asked before. `by` is whoever runs the session and asks for her.
    """
    if by is not None:
        rules.check_can_run(by, session)
    session = locked(session)
    check_open(session, asked.way)
    settle(session)
    held = SignUp.objects.filter(
        session=session, email_mark=mark_of(session.ref, asked.email), state__in=[s.value for s in State if s.live]
    ).first()
    if held is not None:
        held.session = session
        telling.write(held, telling.YOURS)
        return held
    waiting = SignUp.objects.filter(session=session, way=asked.way.value, state=State.WAITING.value).count()
    state = places.first_state(room_of(session), asked.way, waiting)
    made = SignUp(
        session=session,
        way=asked.way.value,
        state=state.value,
        agency=asked.agency,
        agency_kind=asked.agency.kind if asked.agency else asked.agency_kind,
        communities=sorted(asked.communities),
        communities_known=asked.communities_known.value,
        needs=sorted(asked.needs),
        observances=sorted(asked.observances),
        honorarium=asked.honorarium.value,
        expert=invitation.expert if invitation else None,
        signed_up_by=by,
    )
    made.take_token(new_token())
    made.take_email(asked.email.strip())
    made.name = asked.name.strip()
    made.agency_words, made.needs_words = asked.agency_words.strip(), asked.needs_words.strip()
    made.save()
    if invitation is not None:
        unused = Invitation.objects.filter(pk=invitation.pk, used_at=None, expires_at__gt=clock.now())
        if not unused.update(used_at=clock.now()):
            raise IllegalMove("This invitation was used already, or is too old. Ask the programme for another.")
    audit.record("workshops.place_asked", made.ref, by, session=session.ref, state=state, way=asked.way)
    telling.write(made, telling.YOURS)
    return made


def take_place(*, sign_up: SignUp, by: User | None = None) -> SignUp:
    """Takes the place that was kept for her. Raises IllegalMove where the offer has ended, or the session begun."""
    with transaction.atomic():
        settle(locked(sign_up.session))  # of its own: where she comes too late, the next in line still hears
    with transaction.atomic():
        session = locked(sign_up.session)
        if session.state != SessionState.PUBLISHED or session.starts <= clock.now():
            raise IllegalMove("This session has begun or was called off, so there is no place to take.")
        return _move(sign_up, Act.TAKE, by)


@transaction.atomic
def cancel_place(*, sign_up: SignUp, by: User | None = None) -> SignUp:
    """Gives up her place or her wait for one; whoever is next hears at once. Raises IllegalMove once it has begun."""
    session = locked(sign_up.session)
    if session.starts <= clock.now():
        raise IllegalMove("The session has begun, so there is nothing to cancel any more.")
    found = _move(sign_up, Act.CANCEL, by)
    settle(session)
    return found


@transaction.atomic
def ask_again(*, sign_up: SignUp, by: User | None = None) -> SignUp:
    """After an offer ran out: a place if one is free now, else the end of the line. Raises IllegalMove."""
    session = locked(sign_up.session)
    check_open(session, Way(sign_up.way))
    settle(session)
    mark = SignUp.objects.filter(pk=sign_up.pk).values_list("email_mark", flat=True)[0]
    live = [s.value for s in State if s.live]
    if SignUp.objects.filter(session=session, email_mark=mark, state__in=live).exclude(pk=sign_up.pk).exists():
        raise IllegalMove("You have asked for a place in this session again since. Use the newer link.")
    _move(sign_up, Act.ASK_AGAIN, by, queued_since=clock.now())
    settle(session)
    sign_up.refresh_from_db()
    return sign_up


@transaction.atomic
def change_needs(*, sign_up: SignUp, version: int, needs: Collection[str], needs_words: str) -> SignUp:
    """Says anew what she needs, until the session begins. Raises IllegalMove, OutOfDate."""
    if not State(sign_up.state).live or sign_up.session.starts <= clock.now():
        raise IllegalMove("This can be changed only while you have a place, or wait for one, and before it begins.")
    sign_up.needs, sign_up.needs_words = sorted(needs), needs_words.strip()
    changes = {"needs": sign_up.needs, "needs_words_sealed": sign_up.needs_words_sealed, "version": version + 1}
    locked(sign_up.session)  # before the row and the chain's head, as every verb here does
    if not SignUp.objects.filter(pk=sign_up.pk, state=sign_up.state, version=version).update(**changes):
        raise OutOfDate("Your place")
    sign_up.refresh_from_db()
    audit.record("workshops.needs_changed", sign_up.ref, None, session=sign_up.session.ref)
    return sign_up


@transaction.atomic
def join_to_profile(*, sign_up: SignUp, by: User) -> SignUp:
    """Joins her place to her own profile in the register, so that having come can count there. Raises IllegalMove.

    Not while the programme says who is paid for it: what is joined then would be paid by nobody's decision.
    """
    session = locked(sign_up.session)
    expert = expert_of(by)
    if expert is None:
        raise IllegalMove("You have no profile in the register yet. Please speak to the programme.")
    if SignUp.objects.filter(session=session, expert=expert).exclude(pk=sign_up.pk).exists():
        raise IllegalMove("Another place in this session is joined to your profile already.")
    held = SignUp.objects.select_related("session", "agency", "expert").get(pk=sign_up.pk)
    if held.marked_by_id and session.honorarium and held.minutes_counted and not payable(held):
        raise IllegalMove("The programme is saying who is paid for your time. Your profile can be joined after that.")
    if not SignUp.objects.filter(pk=sign_up.pk, expert=None).update(expert=expert, version=F("version") + 1):
        raise IllegalMove("This place is joined to a profile already.")
    held.refresh_from_db()
    audit.record("workshops.place_joined_to_profile", held.ref, by, session=session.ref)
    return held


def lapse_offers() -> int:
    """Ends every offer whose moment has passed and hands the places on. Answers how many ended.

    Each session in a transaction of its own: to hold the chain's head while waiting for a second session's row would
    stand in the way of somebody who holds that row and waits for the head.
    """
    late = SignUp.objects.filter(state=State.OFFERED.value, offered_until__lte=clock.now())
    ended = 0
    for session in list(Session.objects.filter(sign_ups__in=late).distinct()):
        with transaction.atomic():
            ended += settle(locked(session))
    return ended


@transaction.atomic
def settle_now(*, session: Session) -> int:
    """Ends late offers of one session and hands places on, before somebody reads how she stands."""
    return settle(locked(session))


def locked(session: Session) -> Session:
    """The session as it is now, held until this transaction ends: nobody else counts its places meanwhile."""
    return Session.objects.select_for_update().get(pk=session.pk)


def settle(session: Session) -> int:
    """Ends late offers and hands on what is free, in a session that is held. Answers how many ended."""
    now, ended = clock.now(), 0
    for late in SignUp.objects.filter(session=session, state=State.OFFERED.value, offered_until__lte=now):
        late.session = session
        _move(late, Act.LAPSE, None)
        ended += 1
    if session.state != SessionState.PUBLISHED or session.starts <= now:
        return ended
    waiting = SignUp.objects.filter(session=session, state=State.WAITING.value).order_by("queued_since", "pk")
    by_key = {one.pk: one for one in waiting}
    line = [(one.pk, Way(one.way)) for one in by_key.values()]
    for key in places.next_in_line(line, room_of(session)):
        chosen = by_key[key]
        chosen.session = session
        until = places.offer_until(now, session.offer_hours, session.starts)
        telling.offer_told(_move(chosen, Act.OFFER, None, offered_until=until))
    return ended


def check_open(session: Session, way: Way) -> None:
    """Raises IllegalMove, in a sentence, unless places in this way can be asked for now."""
    check_still_open(session)
    if not session.places[way]:
        raise IllegalMove("This session is not held in that way. Please choose the other one.")


def check_still_open(session: Session) -> None:
    """Raises IllegalMove, in a sentence, where nobody can ask for a place any more."""
    if session.state != SessionState.PUBLISHED:
        raise IllegalMove("This session does not take place as planned, so there are no places to ask for.")
    if clock.now() >= min(session.sign_up_until, session.starts):
        raise IllegalMove("It is too late to ask for a place in this session. Please look at the next ones.")


def _move(sign_up: SignUp, act: Act, by: User | None, **more: object) -> SignUp:
    """One move by the table, against the state there is now. Its session is held."""
    now = State(SignUp.objects.filter(pk=sign_up.pk).values_list("state", flat=True)[0])
    to = places.after(now, act)
    more = {"offered_until": None, **more}
    SignUp.objects.filter(pk=sign_up.pk).update(state=to.value, version=F("version") + 1, **more)
    sign_up.refresh_from_db()
    audit.record(f"workshops.place_{PAST[act]}", sign_up.ref, by, session=sign_up.session.ref)
    return sign_up


PAST = {
    Act.OFFER: "offered",
    Act.TAKE: "taken",
    Act.LAPSE: "lapsed",
    Act.CANCEL: "cancelled",
    Act.ASK_AGAIN: "asked_again",
}
