"""Engagements, their log, and what one press would claim."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from lantern.accounts.public import User
from lantern.kit import clock, money
from lantern.remuneration import rules, selectors
from lantern.remuneration.domain.invoice import day
from lantern.remuneration.domain.rates import PayeeKind
from lantern.remuneration.domain.work import CostKind, Kind, Origin, SourceKind
from lantern.remuneration.models import Cost, Engagement, Entry
from lantern.remuneration.rules import Standing
from lantern.remuneration.tables.claims import claim_rows
from lantern.remuneration.tables.words import long, payers_of

Cell = dict[str, Any]


def cards(
    engagements: Iterable[Engagement], waiting: Mapping[int, tuple[int, int]], standing: Standing
) -> list[dict[str, Any]]:
    """One a piece of work: what it is, who pays, and what waits to be claimed. Open work first."""
    found = [
        {
            "engagement": one,
            "title": title_of(one),
            "who": "" if one.her_user_id == standing.user_id else one.who,
            "payers": payers_of(one),
            "waits": waits(*waiting.get(one.pk, (0, 0))),
            "closed": one.closed_on,
        }
        for one in engagements
    ]
    return sorted(found, key=lambda card: (not card["waits"], card["closed"] is not None))


def title_of(engagement: Engagement) -> str:
    return f"{SourceKind(engagement.source_kind).label}, since {day(engagement.opened_on)}"


def waits(minutes: int, costs: int) -> str:
    """What is logged and in no claim, in words; empty where nothing is."""
    parts = [long(minutes)] * bool(minutes)
    parts += ["1 cost" if costs == 1 else f"{costs} costs"] * bool(costs)
    return " and ".join(parts)


def engagement_page(found: Engagement, user: User) -> dict[str, Any]:
    free = selectors.unclaimed(found)
    standing = rules.standing_of(user)
    today = clock.today()
    hers = found.her_user_id == user.pk
    # Her agency's lead reads her claims here, and so does the programme.
    claims = list(selectors.claims_visible_to(user).filter(engagement=found))
    return {
        "engagement": found,
        "title": title_of(found),
        "who": "" if hers else found.who,
        "closed": day(found.closed_on) if found.closed_on else "",
        "entries": [entry_row(entry, free.price.lines if free.price else {}) for entry in free.entries],
        "costs": [cost_row(cost) for cost in free.costs],
        "total": money.in_words(free.price.total_pence) if free.price else "",
        "no_rate": free.price is None,
        "anything": bool(free.entries or free.costs),
        "claims": claim_rows(claims, today),
        "facts": facts(found),
        "rates": rate_rows(found),
        "can_choose_payee": rules.can_choose_payee(user, found),
        "can_set_payee": rules.can_set_payee(user, found.payee),
        "programme": standing.programme,
    }


def facts(found: Engagement) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"key": "Who pays", "values_list": [payer_words(share) for share in found.payer_shares.all()]},
        {"key": "Promised within", "value": f"{found.lead_payer.term_days} days of the claim"},
        {"key": "Who is paid", "value": f"{found.payee.invoice_name}. {PayeeKind(found.payee_kind).label}."},
        {"key": "Access costs agreed", **said(found.access_costs)},
    ]
    if found.day_rate_pence is not None:
        rows.append({"key": "Day rate she was offered", "value": money.in_words(found.day_rate_pence)})
    return rows


def said(text: str) -> dict[str, Any]:
    return {"value": text} if text else {"no_value": "Not known"}


def payer_words(share: Any) -> str:
    if share.fixed_pence is not None:
        return f"{share.payer.name}: {money.in_words(share.fixed_pence)} of each claim"
    return share.payer.name if share.parts in {0, 1, 100} else f"{share.payer.name}: {share.parts} parts"


def rate_rows(found: Engagement) -> list[list[Cell]]:
    return [
        [
            {"heading": "Kind of work", "text": kind.label},
            {"heading": "Rate", "text": f"{money.in_words(rate.pence)} for {rate.unit.label}", "number": True},
        ]
        for kind, rate in selectors.terms_of(found).rates.items()
    ]


def entry_row(entry: Entry, priced: Mapping[str, int]) -> dict[str, Any]:
    """One entry as a card takes it: what it was, whence, and what is odd about it."""
    return {
        "title": f"{Kind(entry.kind).label}, {long(entry.minutes)}",
        "day": day(entry.done_on),
        "origin": Origin(entry.origin).label if entry.origin == Origin.PREFILLED else "",
        "amount": money.in_words(priced[entry.ref]) if entry.ref in priced else "",
        "donated": entry.donated,
        "flags": entry.flags,
        "words": entry.words,
        "href": reverse("remuneration:entry", args=[entry.engagement.ref, entry.ref]),
    }


def cost_row(cost: Cost) -> dict[str, Any]:
    return {
        "title": CostKind(cost.kind).label,
        "day": day(cost.spent_on),
        "amount": money.in_words(cost.pence),
        "words": cost.words,
        "href": reverse("remuneration:cost", args=[cost.engagement.ref, cost.ref]),
    }


def check_page(found: Engagement, free: selectors.Unclaimed) -> dict[str, Any]:
    """Everything that one press would claim, and what it comes to."""
    priced = free.price.lines if free.price else {}
    sums: list[dict[str, Any]] = []
    if free.price is not None:
        if free.price.vat_pence:
            sums = [
                {"key": "Without VAT", "value": money.in_words(free.price.net_pence)},
                {"key": "VAT", "value": money.in_words(free.price.vat_pence)},
            ]
        sums.append({"key": "You claim", "value": money.in_words(free.price.total_pence)})
        if free.price.donated_pence:
            sums.append({"key": "Given unpaid, by your choice", "value": money.in_words(free.price.donated_pence)})
    return {
        "engagement": found,
        "title": title_of(found),
        "entries": [entry_row(entry, priced) for entry in free.entries],
        "costs": [cost_row(cost) for cost in free.costs],
        "sums": sums,
        "facts": facts(found)[:3],
        "no_rate": free.price is None,
        "nothing": not free.entries and not free.costs,
        "due": found.lead_payer.term_days,
    }
