"""What an expert says after a seat."""

from collections.abc import Iterable

from django.db import transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.kit.vocabulary import Known
from lantern.register.public import ENGAGEMENT_BARRIERS
from lantern.reviews import rules
from lantern.reviews.domain.reflections import DECLINED, Reply, can_change
from lantern.reviews.models import Reflection, Seat


@transaction.atomic
def reflect(
    *,
    seat: Seat,
    version: int,
    paid: Reply,
    heard: Reply,
    safe: Reply,
    barriers_known: Known,
    barriers: Iterable[str],
    words: str,
    may_quote: bool,
    by: User,
) -> Reflection:
    """Keeps her reflection, the first or a changed one. `version` 0 is the first. The chain holds no word of it.

    A first one is welcome however late; one that was given changes until its review has been closed for a month.
    Raises Refused, IllegalMove, OutOfDate.
    """
    rules.check_is_hers(by, seat.offer)
    chosen = list(dict.fromkeys(barriers))
    if any(code not in ENGAGEMENT_BARRIERS or code == DECLINED for code in chosen):
        raise IllegalMove("Choose what stood in the way from the list.")
    # The seat's row is locked, so that two first reflections stand in a line.
    seat = Seat.objects.select_for_update().select_related("review", "offer").get(pk=seat.pk)
    kept = Reflection.objects.filter(seat=seat).first()
    if version != (kept.version if kept else 0):
        raise OutOfDate("This reflection")
    ended = seat.review.ended_at
    if kept and not can_change(ended.astimezone(clock.LONDON).date() if ended else None, clock.today()):
        raise IllegalMove("The review has been closed for a month, so what you said stays as it is.")
    made = kept or Reflection(seat=seat, version=0)
    made.paid, made.heard, made.safe = paid.value, heard.value, safe.value
    made.barriers_known = barriers_known.value
    made.barriers = chosen if barriers_known is Known.STATED else []
    made.words = words.strip()
    made.may_quote = may_quote and bool(made.words)
    made.reflected_at, made.reflected_by = clock.now(), by
    made.version += 1
    made.save()
    audit.record("review.reflection_changed" if kept else "review.reflection_given", seat.ref, by)
    return made
