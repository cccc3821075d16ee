"""Handing a seat's work down to be paid: the one place where reviews writes to remuneration."""

from datetime import date, time

from lantern.accounts.public import User
from lantern.kit import clock
from lantern.remuneration.public import Kind, SourceKind, close_engagement, open_engagement, record_work
from lantern.reviews.models import Seat


def begin_work(seat: Seat, by: User) -> None:
    """From now on she can log hours and claim them, on the terms she accepted. Twice is once.

    The partnership pays; where the offer names another payer, a coordinator sets who pays how much.
    """
    offer = seat.offer
    open_engagement(
        source_ref=seat.ref,
        source_kind=SourceKind.SEAT,
        expert=seat.expert,
        partnership=seat.review.partnership,
        day_rate_pence=offer.day_rate_pence,
        access_costs=offer.access_costs,
        on=seat.seated_at.astimezone(clock.LONDON).date(),
        offered_on=offer.sent_at.astimezone(clock.LONDON).date() if offer.sent_at else None,
        by=by,
    )


def end_work(seat: Seat, by: User) -> None:
    """The seat has ended. What she did before can still be claimed."""
    close_engagement(source_ref=seat.ref, by=by)


def log_work(
    seat: Seat, kind: Kind, done_on: date, minutes: int, work_ref: str, by: User, starts: time | None = None
) -> None:
    """Puts work into her log for her to see and correct. The same `work_ref` is written once."""
    begin_work(seat, by)  # a seat taken before hours were logged here has nothing open yet
    record_work(
        source_ref=seat.ref,
        kind=kind,
        done_on=done_on,
        minutes=minutes,
        starts=starts,
        work_ref=work_ref,
        by=by,
    )
