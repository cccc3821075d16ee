"""Messages to people who asked for a place: a link, and no word of what it is about."""

from django.conf import settings
from django.urls import reverse

from lantern.kit import clock
from lantern.register.public import Way, send_after_commit
from lantern.workshops.models import Invitation, SignUp

FAILED = "workshops.notice_failed"
YOURS = "Here is your own link. Keep it: it is how you see what you asked for, change it or cancel it.\n{address}"
OFFERED = "A place is kept for you until {until}. Take it, or let it go, here:\n{address}"
CANCELLED = "Something you asked for will not take place. Read more here:\n{address}"
MOVED = "Something you have a place in has changed. Please look at it here:\n{address}"
REMINDER = "Something you have a place in is soon. See when and where here:\n{address}"
INVITED = "The programme invites you to something. Read what it is, and answer, here:\n{address}"
WRITTEN = "There is a message for you, and things to read. See them here:\n{address}"


def own_link(sign_up: SignUp) -> str:
    """The address of her own page: the same in every message."""
    return str(settings.SITE_ADDRESS) + reverse("workshops:mine", kwargs={"token": sign_up.token})


def write(sign_up: SignUp, text: str, **more: str) -> None:
    """Sends one message with her own link in it, once the transaction is through."""
    if not sign_up.email_sealed:
        return
    said = text.format(address=own_link(sign_up), **more)
    send_after_commit(Way(sign_up.email, said), sign_up.session.ref, failed=FAILED)


def offer_told(sign_up: SignUp) -> None:
    assert sign_up.offered_until is not None  # noqa: S101 - an offer has its end
    until = sign_up.offered_until.astimezone(clock.LONDON)
    write(sign_up, OFFERED, until=f"{until:%H:%M} on {until.day} {until:%B}")


def invited(invitation: Invitation, token: str) -> None:
    address = str(settings.SITE_ADDRESS) + reverse("workshops:invitation", kwargs={"token": token})
    send_after_commit(Way(invitation.email, INVITED.format(address=address)), invitation.session.ref, failed=FAILED)
