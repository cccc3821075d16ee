"""Writing to the chain."""

from typing import Any, Protocol

from django.db import connection

from lantern.audit.domain import chain
from lantern.audit.models import Event, Head
from lantern.audit.selectors import key
from lantern.kit import clock


class Actor(Protocol):
    ref: str


def record(name: str, subject: str, by: Actor | None, /, **detail: Any) -> None:
    """Adds one event inside the caller's transaction, so that both happen or neither.

    `by` is None for the system itself. `detail` takes codes, references and numbers, never names or free text.
    Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{name} must be recorded inside the transaction it records")
    head = Head.objects.select_for_update().get_or_create(pk=1, defaults={"mark": chain.START})[0]
    link = chain.Link(
        seq=head.seq + 1,
        at=clock.now().isoformat(timespec="microseconds"),
        name=name,
        subject=subject,
        actor="system" if by is None else (getattr(by, "ref", "") or "nobody"),
        detail=detail,
    )
    mark = chain.mark_of(link, head.mark, key())
    Event.objects.create(
        seq=link.seq, at=link.at, name=name, subject=subject, actor=link.actor, detail=detail, mark=mark
    )
    Head.objects.filter(pk=1).update(seq=link.seq, mark=mark)
