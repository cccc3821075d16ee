"""Rate cards, payers and their terms."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from lantern.accounts.public import User
from lantern.kit import clock, money
from lantern.remuneration import rules, selectors
from lantern.remuneration.domain.invoice import day
from lantern.remuneration.domain.rates import CardState
from lantern.remuneration.models import Payer, RateCard

Cell = dict[str, Any]
TONES = {CardState.PROPOSED: "attention", CardState.IN_FORCE: "done", CardState.REFUSED: ""}


def scope_of(card: RateCard) -> str:
    parts = [one.name for one in (card.partnership, card.agency) if one is not None]
    return ", ".join(parts) or "Everyone"


def dates_of(card: RateCard) -> str:
    return f"From {day(card.valid_from)}" + (f" until before {day(card.valid_until)}" if card.valid_until else "")


def card_rows(cards: Iterable[RateCard]) -> list[list[Cell]]:
    return [
        [
            {
                "heading": "Rates",
                "text": f"{card.name}, version {card.number}",
                "href": reverse("remuneration:card", args=[card.ref]),
            },
            {"heading": "For", "text": scope_of(card)},
            {"heading": "When", "text": dates_of(card)},
            {"heading": "State", "tag": CardState(card.state).label, "kind": TONES[CardState(card.state)]},
        ]
        for card in cards
    ]


def card_page(card: RateCard, user: User) -> dict[str, Any]:
    proposed = card.state == CardState.PROPOSED
    programme = rules.is_programme(user)
    before = card.previous.table if card.previous else {}
    facts: list[dict[str, Any]] = [
        {"key": "For", "value": scope_of(card)},
        {"key": "When", "value": dates_of(card)},
        {"key": "A working day", "value": f"{card.day_minutes / 60:g} hours"},
    ]
    if programme:
        facts.append({"key": "Proposed by", "value": f"{card.proposed_by.name}, {on(card.proposed_at)}"})
        if card.decided_by and card.decided_at:
            facts.append({"key": "Decided by", "value": f"{card.decided_by.name}, {on(card.decided_at)}"})
    same = selectors.cards_visible_to(user).filter(partnership=card.partnership, agency=card.agency)
    return {
        "card": card,
        "state": CardState(card.state),
        "kind": TONES[CardState(card.state)],
        "facts": facts,
        "rates": [
            [
                {"heading": "Kind of work", "text": kind.label},
                {"heading": "Rate", "text": f"{money.in_words(rate.pence)} for {rate.unit.label}"},
                {"heading": "Before", **was(before.get(kind))},
            ]
            for kind, rate in card.table.items()
        ],
        "history": card_rows(same.exclude(pk=card.pk)),
        "programme": programme,
        "proposed": proposed,
        "can_approve": proposed and rules.can_decide_card(user, card),
        "own": proposed and card.proposed_by_id == user.pk,
    }


def was(rate: Any) -> Cell:
    return {"text": f"{money.in_words(rate.pence)} for {rate.unit.label}"} if rate else {"no_value": "None"}


def on(moment: Any) -> str:
    return day(moment.astimezone(clock.LONDON).date())


def payer_rows(payers: Iterable[Payer]) -> list[list[Cell]]:
    return [
        [
            {"heading": "Payer", "text": payer.name, "href": reverse("remuneration:payer", args=[payer.ref])},
            {"heading": "Pays within", "text": f"{payer.term_days} days"},
            {
                "heading": "Purchase order",
                **({"text": payer.purchase_order} if payer.purchase_order else {"no_value": "None"}),
            },
            {"heading": "Answers", "text": answers_by(payer)},
        ]
        for payer in payers
    ]


def answers_by(payer: Payer) -> str:
    by_account = payer.programme or payer.partnership_id is not None
    ways = ["here"] * by_account + ["by link"] * bool(payer.email)
    return " or ".join(ways).capitalize() or "Not yet: no address"
