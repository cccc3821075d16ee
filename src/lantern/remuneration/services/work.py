"""The log: hours and access costs, hers to add, correct and strike out until they are claimed."""

from datetime import date, time, timedelta
from typing import Any

from django.db import transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import OutOfDate
from lantern.remuneration import rules
from lantern.remuneration.domain import work
from lantern.remuneration.domain.work import CostKind, Kind, Span
from lantern.remuneration.models import ClaimLine, Cost, Engagement, Entry
from lantern.remuneration.services.lines import hers_again, reprice

_FIELDS = {"kind", "done_on", "starts", "minutes", "donated", "words"}
_COST_FIELDS = {"kind", "spent_on", "pence", "words"}


@transaction.atomic
def record_entry(
    *,
    engagement: Engagement,
    kind: Kind,
    done_on: date,
    minutes: int,
    by: User,
    starts: time | None = None,
    donated: bool = False,
    words: str = "",
) -> Entry:
    """Logs time. Late and odd entries are welcome and say so; those that cannot be are refused in a sentence.

    Raises Refused (an engagement she does not hold), IllegalMove.
    """
    rules.check_can_record(by, engagement)
    _lock(engagement)
    _check_span(engagement, Span(done_on, minutes, starts))
    entry = Entry.objects.create(
        engagement=engagement,
        kind=kind.value,
        done_on=done_on,
        starts=starts,
        minutes=minutes,
        donated=donated,
        words=words.strip(),
        recorded_by=by,
    )
    audit.record("remuneration.entry_recorded", entry.ref, by, engagement=engagement.ref, kind=kind, minutes=minutes)
    return entry


@transaction.atomic
def correct_entry(*, entry: Entry, version: int, by: User, **changes: Any) -> Entry:
    """Corrects an entry that is in no claim, or in a claim that is hers at present, which is then priced anew.

    `changes` are fields of the entry. Raises Refused, IllegalMove, OutOfDate.
    """
    rules.check_can_record(by, entry.engagement)
    if unknown := set(changes) - _FIELDS:
        raise TypeError(f"no such fields: {', '.join(sorted(unknown))}")
    _lock(entry.engagement)
    claim = hers_again(ClaimLine.objects.filter(entry=entry))
    span = Span(
        changes.get("done_on", entry.done_on),
        changes.get("minutes", entry.minutes),
        changes.get("starts", entry.starts),
    )
    _check_span(entry.engagement, span, entry)
    if "kind" in changes:
        changes["kind"] = Kind(changes["kind"]).value
    seen = Entry.objects.filter(pk=entry.pk, version=version, struck_at=None)
    if not seen.update(version=version + 1, corrected_at=clock.now(), corrected_by=by, **changes):
        raise OutOfDate("This entry")
    entry.refresh_from_db()
    if claim is not None:
        reprice(claim)
    audit.record("remuneration.entry_corrected", entry.ref, by, minutes=entry.minutes, donated=entry.donated)
    return entry


@transaction.atomic
def strike_entry(*, entry: Entry, version: int, by: User) -> Entry:
    """Takes an entry out of the log: it did not happen so. Raises Refused, IllegalMove, OutOfDate."""
    rules.check_can_record(by, entry.engagement)
    _lock(entry.engagement)
    claim = hers_again(ClaimLine.objects.filter(entry=entry))
    seen = Entry.objects.filter(pk=entry.pk, version=version, struck_at=None)
    if not seen.update(version=version + 1, struck_at=clock.now(), struck_by=by):
        raise OutOfDate("This entry")
    entry.refresh_from_db()
    if claim is not None:
        reprice(claim)
    audit.record("remuneration.entry_struck", entry.ref, by)
    return entry


@transaction.atomic
def record_cost(
    *, engagement: Engagement, kind: CostKind, spent_on: date, pence: int, by: User, words: str = ""
) -> Cost:
    """Logs an access cost as its own line. Raises Refused, IllegalMove."""
    rules.check_can_record(by, engagement)
    work.check_cost(pence, spent_on, clock.today())
    cost = Cost.objects.create(
        engagement=engagement, kind=kind.value, spent_on=spent_on, pence=pence, words=words.strip(), recorded_by=by
    )
    audit.record("remuneration.cost_recorded", cost.ref, by, engagement=engagement.ref, pence=pence)
    return cost


@transaction.atomic
def correct_cost(*, cost: Cost, version: int, by: User, **changes: Any) -> Cost:
    """Corrects a cost as `correct_entry` does an entry. Raises Refused, IllegalMove, OutOfDate."""
    rules.check_can_record(by, cost.engagement)
    if unknown := set(changes) - _COST_FIELDS:
        raise TypeError(f"no such fields: {', '.join(sorted(unknown))}")
    _lock(cost.engagement)
    claim = hers_again(ClaimLine.objects.filter(cost=cost))
    work.check_cost(changes.get("pence", cost.pence), changes.get("spent_on", cost.spent_on), clock.today())
    if "kind" in changes:
        changes["kind"] = CostKind(changes["kind"]).value
    if not Cost.objects.filter(pk=cost.pk, version=version, struck_at=None).update(version=version + 1, **changes):
        raise OutOfDate("This cost")
    cost.refresh_from_db()
    if claim is not None:
        reprice(claim)
    audit.record("remuneration.cost_corrected", cost.ref, by, pence=cost.pence)
    return cost


@transaction.atomic
def strike_cost(*, cost: Cost, version: int, by: User) -> Cost:
    """Takes a cost out of the log. Raises Refused, IllegalMove, OutOfDate."""
    rules.check_can_record(by, cost.engagement)
    _lock(cost.engagement)
    claim = hers_again(ClaimLine.objects.filter(cost=cost))
    seen = Cost.objects.filter(pk=cost.pk, version=version, struck_at=None)
    if not seen.update(version=version + 1, struck_at=clock.now(), struck_by=by):
        raise OutOfDate("This cost")
    cost.refresh_from_db()
    if claim is not None:
        reprice(claim)
    audit.record("remuneration.cost_struck", cost.ref, by)
    return cost


def _lock(engagement: Engagement) -> None:
    """Her acts stand in a line, so that two entries made at once are held against each other, and against a claim."""
    together = {"expert": engagement.expert_id} if engagement.expert_id else {"pk": engagement.pk}
    list(Engagement.objects.select_for_update().filter(**together).order_by("pk"))


def _check_span(engagement: Engagement, span: Span, itself: Entry | None = None) -> None:
    """Against everything else she has logged around that day, for whatever engagement.

    Several people of an agency may be busy at one time, so what stands for no one person is held against nothing else.
    """
    if engagement.expert_id is None:
        work.check_span(span, (), clock.today())
        return
    near = Entry.objects.filter(
        engagement__expert=engagement.expert_id,
        struck_at=None,
        done_on__range=(span.done_on - timedelta(days=1), span.done_on + timedelta(days=1)),
    )
    if itself is not None:
        near = near.exclude(pk=itself.pk)
    work.check_span(span, [other.span for other in near], clock.today())
