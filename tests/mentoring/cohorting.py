"""Cohorts and applications to them, as tests need them."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from lantern.accounts.models import User
from lantern.kit import clock
from lantern.kit.links import hash_of, new_token
from lantern.mentoring.domain import framework
from lantern.mentoring.models import Application, Cohort
from lantern.mentoring.services.applications import mark_of

QUESTIONS = [
    {"code": "q1", "words": "Why do you want to chair?", "hint": "", "most_words": 50},
    {"code": "q2", "words": "What have you led before?", "hint": "Paid or not.", "most_words": 50},
]
SAID = {"q1": "Because I listen well", "q2": "A support group"}


def a_cohort(by: User, readers: Iterable[User] = (), **more: Any) -> Cohort:
    """Open since yesterday unless told otherwise."""
    today = clock.today()
    wanted = {
        "name": "Spring",
        "call": "Come and chair.",
        "questions": QUESTIONS,
        "opens_on": today - timedelta(days=1),
        "closes_on": today + timedelta(days=20),
        "places": 2,
        "edition": framework.LATEST,
        "state": "open",
        "added_by": by,
    }
    made = Cohort.objects.create(**{**wanted, **more})
    made.readers.set(readers)
    return made


def an_application(cohort: Cohort, email: str = "ana@example.org", **more: Any) -> Application:
    """Sent, unless told otherwise."""
    token = new_token()
    made = Application(cohort=cohort, token_hash=hash_of(token), email_mark=mark_of(email), state="sent")
    made.token, made.email, made.name, made.said = token, email, "Ana Applicant", SAID
    made.sent_on = clock.today()
    for field, value in more.items():
        setattr(made, field, value)
    made.save()
    return made
