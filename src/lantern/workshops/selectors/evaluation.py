"""Evaluations: by the one link for those who answer; closed ones, and never fewer than five, for those who run them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from lantern.access.public import Hidden
from lantern.accounts.public import User
from lantern.kit import clock
from lantern.kit.links import hash_of
from lantern.register.public import ENGAGEMENT_BARRIERS
from lantern.workshops.domain import codes, confidence
from lantern.workshops.domain.codes import Paired
from lantern.workshops.domain.confidence import SMALLEST, Change
from lantern.workshops.domain.sessions import Moment
from lantern.workshops.models import Comment, Evaluation, Series, Session
from lantern.workshops.selectors.sessions import session_for

UNKNOWN = "unknown"


def evaluation_by_link(token: str) -> Evaluation:
    """The evaluation that everybody's link opens, closed or not. Nothing is recorded. Raises Hidden."""
    found = Evaluation.objects.select_related("session__series").filter(token_hash=hash_of(token)).first()
    if found is None:
        raise Hidden("workshops:evaluate")
    return found


def evaluation_link(session: Session) -> str:
    """The path of everybody's link while the evaluation is open; else nothing."""
    found = Evaluation.objects.filter(session=session, closed_at=None).first()
    return reverse("workshops:evaluate", kwargs={"token": found.token}) if found else ""


def evaluation_for(user: User, session_ref: str) -> Evaluation:
    """The evaluation of a session that this person runs. Raises Hidden."""
    session = session_for(user, session_ref)
    found = Evaluation.objects.filter(session=session).first()
    if found is None:
        raise Hidden(session_ref[:40])
    found.session = session
    return found


@dataclass(frozen=True, slots=True)
class Results:
    """What may be shown of one evaluation or of several. `changes` holds None for a topic with fewer than five pairs.

    `answers` are how many answered before and after; None for each while it is fewer than five.
    """

    before: int | None
    after: int | None
    pairs: int | None
    twice: int
    changes: tuple[tuple[str, Change | None], ...]

    @property
    def shown(self) -> bool:
        return any(found is not None for _topic, found in self.changes)


def results_of(evaluation: Evaluation) -> Results | None:
    """The results of a closed evaluation; None while it is open, so that nobody can look before and after an answer."""
    if evaluation.closed_at is None:
        return None
    return _results(list(evaluation.session.topics), [_paired(evaluation)])


def results_of_series(series: Series) -> Results | None:
    """Two or more sessions that are shown on their own, so that no hidden one is what is left of a sum; else None."""
    closed = Evaluation.objects.filter(session__series=series, closed_at__isnull=False).select_related("session")
    shown = [one for one in closed if (found := results_of(one)) is not None and found.shown]
    if len(shown) < 2:
        return None
    topics = list(dict.fromkeys(topic for one in shown for topic in one.session.topics))
    return _results(topics, [_paired(one, only=shown_topics(one)) for one in shown])


def shown_topics(evaluation: Evaluation) -> frozenset[str]:
    found = results_of(evaluation)
    return frozenset(topic for topic, one in found.changes if one is not None) if found else frozenset()


def _paired(evaluation: Evaluation, only: frozenset[str] | None = None) -> Paired:
    said: dict[str, list[tuple[str, dict[str, int]]]] = {moment.value: [] for moment in Moment}
    for moment, code_hash, scores in evaluation.answers.values_list("moment", "code_hash", "scores"):
        kept = {topic: score for topic, score in scores.items() if only is None or topic in only}
        said[moment].append((code_hash, kept))
    return codes.paired(said[Moment.BEFORE], said[Moment.AFTER])


def _results(topics: list[str], found: list[Paired]) -> Results:
    pairs = [pair for one in found for pair in one.pairs]
    before = len(pairs) + sum(one.before_only for one in found)
    after = len(pairs) + sum(one.after_only for one in found)
    return Results(
        _enough(before),
        _enough(after),
        _enough(len(pairs)),
        sum(one.twice for one in found),
        tuple(confidence.changes(topics, pairs)),
    )


def _enough(count: int) -> int | None:
    return count if count >= SMALLEST else None


def comments_of(evaluation: Evaluation) -> list[Comment] | None:
    """What people wrote, once it is closed and at least five did; else None. In no order that means anything."""
    if evaluation.closed_at is None:
        return None
    found = list(evaluation.comments.select_related("evaluation__session"))
    return found if len(found) >= SMALLEST else None


def comment_for(user: User, session_ref: str, key: Any) -> Comment:
    """One comment that may be read. Raises Hidden."""
    evaluation = evaluation_for(user, session_ref)
    found = next((one for one in comments_of(evaluation) or () if str(one.pk) == str(key)), None)
    if found is None:
        raise Hidden(session_ref[:40])
    found.evaluation = evaluation
    return found


def quotable(session: Session) -> list[str]:
    """The words of those who said that they may be quoted, where comments may be read at all."""
    evaluation = Evaluation.objects.filter(session=session).first()
    found = comments_of(evaluation) if evaluation else None
    return [one.words for one in found or () if one.may_quote]


@dataclass(frozen=True, slots=True)
class BarrierSaid:
    """One barrier that one comment speaks of: where from, which, in which month (its first day). No person, no area."""

    source: str
    barrier: str
    month: date
    partnership_ref: str = ""
    agency_ref: str = ""


def barriers_said() -> Iterator[BarrierSaid]:
    """Every barrier coded in a comment that may be read, for insight, which withholds small counts. Two queries."""
    closed = Evaluation.objects.filter(closed_at__isnull=False).select_related("session").prefetch_related("comments")
    for evaluation in closed.order_by("pk"):
        comments = list(evaluation.comments.all())
        if len(comments) < SMALLEST:
            continue
        month = evaluation.session.starts.astimezone(clock.LONDON).date().replace(day=1)
        for comment in comments:
            for theme in comment.themes:
                if theme in ENGAGEMENT_BARRIERS:
                    yield BarrierSaid("workshop", theme, month)
