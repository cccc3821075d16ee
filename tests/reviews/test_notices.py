"""What leaves by mail: one sentence that is the same for everyone, along the channel she chose, after the commit."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import icalendar
import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse

from lantern.register.domain.contact import SUBJECT, TO_AGENCY, TO_HER
from lantern.register.public import SafeContact
from lantern.reviews import services
from lantern.reviews.models import Offer
from tests.cast import Cast
from tests.reviews.panels import TERMS, declined, draft, events, mark, reserve, seated, sent, someone

HERS, SHARED = "private.way@example.org", "shared.desk@example.org"
CANARY = "CANARYWORDS"


def planted(cast: Cast, choice: SafeContact | str, *, contact: str = HERS, shared: str = SHARED) -> list[str]:
    """Makes everything about her and the review telling; answers what must never be in a message."""
    cast.expert.name = f"{CANARY} Person"
    cast.expert.safe_contact, cast.expert.contact = str(choice), contact
    cast.expert.save()
    cast.agency.name, cast.agency.shared_email = f"{CANARY} House", shared
    cast.agency.save()
    cast.partnership.name = f"{CANARY} Partnership"
    cast.partnership.save()
    cast.review.needs.update(reason=f"{CANARY} reason", own_words=CANARY)
    for thing in (cast.expert, cast.review):
        thing.refresh_from_db()
    return [CANARY, "kurdish", "Kurdish", "sorani", cast.review.ref, cast.expert.ref, cast.expert_user.email, "review"]


def posted() -> list[tuple[Any, ...]]:
    return [(m.to, m.cc, m.bcc, m.reply_to, m.subject, m.body, m.attachments) for m in mail.outbox]


def to(address: str, text: str) -> tuple[Any, ...]:
    return ([address], [], [], [], SUBJECT, text, [])


WAYS = {
    SafeContact.EMAIL: [to(HERS, TO_HER)],
    SafeContact.AGENCY: [to(SHARED, TO_AGENCY)],
    SafeContact.PHONE: [],
    SafeContact.NONE: [],
}


def answered(cast: Cast) -> Offer:
    offer = Offer.objects.get(expert=cast.expert)
    services.ask_question(offer=offer, version=offer.version, text=CANARY, by=cast.expert_user)
    return services.answer_question(offer=offer, version=offer.version, text=CANARY, by=cast.coordinator)


def withdrawn(cast: Cast) -> Offer:
    offer = Offer.objects.get(expert=cast.expert)
    return services.withdraw_offer(offer=offer, version=offer.version, by=cast.coordinator)


def first_in_line(cast: Cast) -> Offer:
    other = sent(cast, someone("Someone Else"))
    sent(cast, someone("Another Else"))
    reserve(cast, cast.expert)
    return declined(other, words=CANARY)


ACTS: dict[str, tuple[Callable[[Cast], Any], Callable[[Cast], Any]]] = {
    "sent": (lambda cast: None, lambda cast: sent(cast, cast.expert)),
    "answered": (lambda cast: sent(cast, cast.expert), answered),
    "withdrawn": (lambda cast: sent(cast, cast.expert), withdrawn),
    "next in line": (lambda cast: None, first_in_line),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("choice", SafeContact)
def test_each_notice_goes_the_one_way_she_chose_and_tells_nothing(
    cast: Cast, choice: SafeContact, act: str, django_capture_on_commit_callbacks: Any
) -> None:
    telling = planted(cast, choice)
    before, then = ACTS[act]
    before(cast)
    with django_capture_on_commit_callbacks(execute=True):
        then(cast)
        assert posted() == []
    assert posted() == WAYS[choice]
    offer = Offer.objects.get(expert=cast.expert)
    assert offer.state == {"withdrawn": "withdrawn"}.get(act, "sent")
    written = [m.message().as_string() for m in mail.outbox]
    assert [word for text in written for word in [*telling, offer.ref] if word in text] == []


@pytest.mark.parametrize(
    ("choice", "contact", "shared"),
    [("email", "", SHARED), ("agency", HERS, ""), ("phone", "020 7946 0000", SHARED), ("none", HERS, SHARED)],
)
def test_a_way_without_its_address_never_falls_back_on_another(
    cast: Cast, choice: str, contact: str, shared: str, django_capture_on_commit_callbacks: Any
) -> None:
    planted(cast, choice, contact=contact, shared=shared)
    with django_capture_on_commit_callbacks(execute=True):
        sent(cast, cast.expert)
    assert posted() == []


def test_an_act_that_is_undone_tells_nobody(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    planted(cast, SafeContact.EMAIL)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        sent(cast, cast.expert)
        transaction.set_rollback(True)
    assert posted() == []
    assert Offer.objects.count() == 0


def test_a_draft_taken_back_unsent_tells_nobody(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    planted(cast, SafeContact.EMAIL)
    offer = draft(cast, cast.expert, **TERMS)
    with django_capture_on_commit_callbacks(execute=True):
        services.withdraw_offer(offer=offer, version=1, by=cast.coordinator)
    assert posted() == []


def test_a_message_that_cannot_leave_is_recorded_without_its_address(
    cast: Cast, settings: Any, caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Any
) -> None:
    telling = planted(cast, SafeContact.EMAIL)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    before = mark()
    with caplog.at_level(logging.DEBUG), django_capture_on_commit_callbacks(execute=True):
        sent(cast, cast.expert)
    assert events(before) == ["review.offer_sent", "review.notice_failed"]
    assert caplog.messages == ["A message could not be delivered (ConnectionRefusedError)."]
    assert [word for word in [*telling, HERS] if word in caplog.text.replace("lantern.reviews", "")] == []


def test_the_calendar_entry_says_meeting_and_nothing_else(cast: Cast) -> None:
    telling = planted(cast, SafeContact.EMAIL)
    offer = seated(cast, cast.expert).offer
    address = reverse("reviews:invitation_calendar", args=[offer.ref])
    client = cast.client("expert")
    assert client.get(address).status_code == 404
    begins = datetime(2027, 1, 12, 10, 0, tzinfo=UTC)
    Offer.objects.update(first_meeting_at=begins, payer=CANARY, support=CANARY)
    response = client.get(address)
    assert response["Content-Disposition"] == 'attachment; filename="meeting.ics"'
    made = icalendar.Calendar.from_ical(response.content)
    (event,) = made.walk("VEVENT")
    assert set(event) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "CLASS"}
    assert (str(event["SUMMARY"]), str(event["CLASS"]), event["DTSTART"].dt) == ("Meeting", "PRIVATE", begins)
    assert [word for word in telling if word in response.content.decode()] == []
