"""Engagements and the log, as far as each person may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from lantern.access.public import Hidden, Role
from lantern.accounts.public import User, memberships_of
from lantern.audit import public as audit
from lantern.remuneration import rules
from lantern.remuneration.domain import pricing
from lantern.remuneration.domain.pricing import Price, Work
from lantern.remuneration.domain.work import Kind
from lantern.remuneration.models import ClaimLine, Cost, Engagement, Entry
from lantern.remuneration.selectors.rates import terms_of


def hers_or_her_agencys(user: Any, prefix: str = "") -> Q:
    """Whose log and drafts these are: her own, an agency lead's agency's."""
    held = memberships_of(user)
    found = Q(pk__in=())
    if any(role in rules.EARNING for role, _scope in held):
        found |= Q(**{f"{prefix}expert__user": user})
    if agencies := {scope for role, scope in held if role == Role.AGENCY_LEAD and scope}:
        found |= Q(**{f"{prefix}agency__ref__in": agencies})
    return found


def engagements_visible_to(user: Any) -> QuerySet[Engagement]:
    """Every engagement for a coordinator, her own for whoever earns, her agency's for a lead; else none.

    A commissioner sees claims, not logs: what is not claimed is not hers yet.
    """
    found = Engagement.objects.select_related("expert__user", "agency", "payee__expert", "payee__agency", "card")
    found = found.prefetch_related("payer_shares__payer__partnership")
    if (Role.COORDINATOR.value, "") in memberships_of(user):
        return found
    return found.filter(hers_or_her_agencys(user))


def engagement_for(user: User, ref: str) -> Engagement:
    """One engagement with its log; the reading is recorded. Raises Hidden."""
    found = engagements_visible_to(user).filter(ref=ref).first()
    if found is None:
        raise Hidden(ref[:40])
    with transaction.atomic():
        audit.record("remuneration.engagement_read", found.ref, user)
    return found


def entry_for(user: User, engagement_ref: str, ref: str) -> Entry:
    """One entry of the log that is not struck out. Raises Hidden."""
    engagement = engagement_for(user, engagement_ref)
    found = engagement.entries.filter(ref=ref, struck_at=None).first()
    if found is None:
        raise Hidden(ref[:40])
    found.engagement = engagement
    return found


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """What one press would claim, and what it comes to. `price` is None where a rate is missing."""

    entries: tuple[Entry, ...]
    costs: tuple[Cost, ...]
    price: Price | None


def unclaimed(engagement: Engagement) -> Unclaimed:
    """All that stands in the log of an engagement and in no claim."""
    entries = tuple(_in_no_claim(Entry.objects.filter(engagement=engagement), "entry"))
    costs = tuple(_in_no_claim(Cost.objects.filter(engagement=engagement), "cost"))
    for entry in entries:
        entry.engagement = engagement
    terms = terms_of(engagement)
    kinds = {Kind(entry.kind) for entry in entries}
    if terms.day_rate_pence is None and kinds - terms.rates.keys():
        return Unclaimed(entries, costs, None)
    return Unclaimed(entries, costs, pricing.price(works(entries), {c.ref: c.pence for c in costs}, terms))


def _in_no_claim(log: QuerySet[Any], what: str) -> QuerySet[Any]:
    return log.filter(~Exists(ClaimLine.objects.filter(**{what: OuterRef("pk")}, live=True)), struck_at=None)


def waiting_to_be_claimed(engagements: Iterable[Engagement]) -> dict[int, tuple[int, int]]:
    """By engagement's key: paid minutes logged and in no claim, and the number of costs. Two queries in all."""
    keys = [engagement.pk for engagement in engagements]
    hours = _in_no_claim(Entry.objects.filter(engagement__in=keys, donated=False), "entry")
    spent = _in_no_claim(Cost.objects.filter(engagement__in=keys), "cost")
    minutes = dict(hours.order_by().values_list("engagement").annotate(Sum("minutes")))
    costs = dict(spent.order_by().values_list("engagement").annotate(Count("pk")))
    return {key: (minutes.get(key, 0), costs.get(key, 0)) for key in minutes.keys() | costs.keys()}


def recorded_work(work_refs: Iterable[str]) -> dict[str, Entry]:
    """What was handed down for these references, struck out or not, by reference. For the context above."""
    found = Entry.objects.filter(source_ref__in=list(work_refs)).select_related("engagement")
    return {entry.source_ref: entry for entry in found}


def works(entries: Any) -> list[Work]:
    """Entries as pricing reads them, by reference."""
    return [Work(one.ref, Kind(one.kind), one.done_on, one.minutes, one.donated) for one in entries]
