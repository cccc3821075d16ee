"""Reading the chain."""

import base64
from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet

from lantern.audit.domain import chain
from lantern.audit.models import Event, Head


def key() -> bytes:
    return base64.b64decode(settings.LANTERN_AUDIT_KEY)


def head() -> tuple[int, str]:
    """The last event's place and mark: the anchor to keep elsewhere."""
    found = Head.objects.filter(pk=1).first()
    return (found.seq, found.mark) if found else (0, chain.START)


def links() -> Iterator[chain.Link]:
    for event in Event.objects.order_by("seq").iterator(chunk_size=2000):
        yield chain.Link(
            seq=event.seq,
            at=event.at.isoformat(timespec="microseconds"),
            name=event.name,
            subject=event.subject,
            actor=event.actor,
            detail=event.detail,
            mark=event.mark,
        )


def verify(anchor: tuple[int, str] | None = None) -> chain.Finding:
    """Walks the whole chain against the key, the chain's own head, and an anchor kept elsewhere."""
    finding = chain.verify(links(), key(), anchor)
    return finding if finding.broken_at is not None else chain.verify(links(), key(), head())


def events_of(subject: str) -> QuerySet[Event]:
    """Everything that was done or read under one reference, oldest first."""
    return Event.objects.filter(subject=subject).order_by("seq")
