"""Telling someone that something waits for her, without telling anything else (security.md fact 7)."""

import logging
from functools import partial

from django.core.mail import send_mail
from django.db import transaction

from lantern.audit import public as audit
from lantern.register.domain.contact import SUBJECT, Way, way_to
from lantern.register.models import Expert

log = logging.getLogger(__name__)


def way_of(expert: Expert) -> Way:
    """The way she chose; without an address, what a coordinator does instead."""
    return way_to(expert.safe_contact, expert.contact, expert.agency.shared_email if expert.agency else "")


def tell(expert: Expert, subject_ref: str, *, failed: str) -> None:
    """Sends the neutral message once the transaction is through; nothing where she chose no e-mail.

    `failed` is the event to record where it cannot be delivered.
    """
    send_after_commit(way_of(expert), subject_ref, failed=failed)


def send_after_commit(way: Way, subject_ref: str, *, failed: str) -> None:
    """Sends one message along a way, if it has an address."""
    if way.address:
        transaction.on_commit(partial(_deliver, way, subject_ref, failed))


def _deliver(way: Way, subject_ref: str, failed: str) -> None:
    try:
        send_mail(SUBJECT, way.text, None, [way.address])
    except OSError as problem:  # the mail library's errors are OSErrors; their text can hold the address
        log.warning("A message could not be delivered (%s).", type(problem).__name__)
        with transaction.atomic():
            audit.record(failed, subject_ref, None)
