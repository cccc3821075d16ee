"""Handing a seat's work down to be paid: the one place where reviews writes to remuneration."""

from datetime import date, time

from lantern.accounts.public import User
from lantern.reviews.models import Seat


def begin_work(seat: Seat, by: User) -> None:
    pass


def end_work(seat: Seat, by: User) -> None:
    pass


def log_work(
    seat: Seat, kind: str, done_on: date, minutes: int, work_ref: str, by: User, starts: time | None = None
) -> None:
    """Puts work into her log for her to see and correct. The same `work_ref` is written once."""
