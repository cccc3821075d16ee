"""Who came: by the code in the room, or as those who run the session say. The last word is theirs."""

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.workshops import rules
from lantern.workshops.domain import attendance
from lantern.workshops.domain.places import State
from lantern.workshops.domain.sessions import Presence
from lantern.workshops.models import Message, Session, SignUp, mark_of
from lantern.workshops.selectors import sign_ups_of
from lantern.workshops.services import telling
from lantern.workshops.services.honoraria import settle_honoraria
from lantern.workshops.services.places import locked

CAME = [presence.value for presence in Presence if presence.came]


def room_code_of(session: Session) -> str:
    """The code to show in the room."""
    return attendance.room_code(settings.SECRET_KEY.encode(), session.ref)


def can_check_in(session: Session) -> bool:
    """Whether it is the time for it."""
    try:
        attendance.check_time(clock.now(), session.starts, session.ends)
    except IllegalMove:
        return False
    return True


@transaction.atomic
def check_in(*, sign_up: SignUp, code: str) -> SignUp:
    """She says herself that she is there. Twice is once. Raises IllegalMove in a sentence."""
    session = sign_up.session
    attendance.check_time(clock.now(), session.starts, session.ends)
    attendance.check_code(code, room_code_of(session))
    locked(session)
    held = SignUp.objects.select_related("session").get(pk=sign_up.pk)
    if held.state != State.PLACED:
        raise IllegalMove("You have no place in this session. Please speak to whoever runs it.")
    if held.marked_at is not None:
        return held  # said already, by her or by those who run it
    return _marked(held, Presence.PRESENT, None, None)


@transaction.atomic
def check_in_by_address(*, session: Session, email: str, code: str) -> None:
    """For someone without her link at hand. Says nothing of whether the address has a place. Raises IllegalMove."""
    attendance.check_time(clock.now(), session.starts, session.ends)
    attendance.check_code(code, room_code_of(session))
    mark = mark_of(session.ref, email)
    found = SignUp.objects.filter(session=session, email_mark=mark, state=State.PLACED.value).first()
    if found is not None:
        found.session = session
        check_in(sign_up=found, code=code)


@transaction.atomic
def mark_attendance(
    *, session: Session, version: int, marks: Mapping[str, tuple[Presence, int | None]], by: User
) -> Session:
    """Says who came, by reference, and minutes for a part. Who is not named stays as she is. Can be corrected later.

    Raises Refused, IllegalMove before the session begins or for a part without its minutes, OutOfDate.
    """
    rules.check_can_run(by, session)
    if clock.now() < session.starts - attendance.BEFORE:
        raise IllegalMove("The session has not begun. Say who came once it has.")
    if not Session.objects.filter(pk=session.pk, version=version).update(version=version + 1):
        raise OutOfDate("Who came")
    session.refresh_from_db()
    for held in SignUp.objects.select_for_update().filter(session=session, ref__in=list(marks)):
        presence, minutes = marks[held.ref]
        if held.state != State.PLACED:
            raise IllegalMove("Somebody in this list has no place any more. Look at it as it is now.")
        if (presence is Presence.PART) != (minutes is not None) or not 0 < (minutes or 1) < session.minutes:
            raise IllegalMove(f"For a part, say how many of the {session.minutes} minutes.")
        # What she said of herself stands as said by those who run it once they have saved it as it is.
        if (held.presence, held.minutes_there) != (presence.value, minutes) or held.marked_by_id is None:
            held.session = session
            _marked(held, presence, minutes, by)
    settle_honoraria(session=session, by=by)
    return session


@transaction.atomic
def copy_of_people(*, session: Session, named: bool, by: User) -> list[SignUp]:
    """Everyone who asked for a place, for a copy that leaves: an event of its own. Raises Refused."""
    rules.check_can_run(by, session)
    found = list(sign_ups_of(session))
    audit.record("workshops.people_exported", session.ref, by, named=named, people=len(found))
    return found


@transaction.atomic
def write_to_those_who_came(*, session: Session, words: str, by: User) -> int:
    """Puts a message on the page of everyone who came, and mails them that it is there. Answers how many.

    Raises Refused, IllegalMove where nobody is known to have come.
    """
    rules.check_can_run(by, session)
    came = list(SignUp.objects.filter(session=session, presence__in=CAME))
    if not came:
        raise IllegalMove("Say first who came. Only they get this message.")
    made = Message.objects.create(session=session, words=words.strip(), written_by=by)
    for one in came:
        one.session = session
        telling.write(one, telling.WRITTEN)
    audit.record("workshops.written_to_those_who_came", made.ref, by, session=session.ref, people=len(came))
    return len(came)


def _marked(held: SignUp, presence: Presence, minutes: int | None, by: User | None) -> SignUp:
    was = held.presence
    held.presence, held.minutes_there = presence.value, minutes
    held.marked_at, held.marked_by, held.version = clock.now(), by, held.version + 1
    held.save(update_fields=["presence", "minutes_there", "marked_at", "marked_by", "version"])
    audit.record("workshops.presence_said", held.ref, by, session=held.session.ref, was=was, now=held.presence)
    return held
