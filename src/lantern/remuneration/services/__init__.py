"""Changing rates, logs, claims and payments. Each is one act: asked of the rules, one transaction, one event."""

from lantern.remuneration.services.claims import (
    answer_query,
    approve_by_link,
    approve_claim,
    claim_now,
    draft_claim,
    query_by_link,
    query_claim,
    send_link,
    submit_claim,
    withdraw_claim,
)
from lantern.remuneration.services.engagements import (
    close_engagement,
    open_engagement,
    payer_of_partnership,
    record_work,
    set_shares,
)
from lantern.remuneration.services.payers import add_payer, read_notice, set_payee, set_payer
from lantern.remuneration.services.payments import (
    Settled,
    record_failed,
    record_paid,
    remind_payers,
    send_for_payment,
    settle,
)
from lantern.remuneration.services.rates import approve_card, change_proposed, propose_card, refuse_card
from lantern.remuneration.services.work import (
    correct_cost,
    correct_entry,
    record_cost,
    record_entry,
    strike_cost,
    strike_entry,
)

__all__ = [
    "Settled",
    "add_payer",
    "answer_query",
    "approve_by_link",
    "approve_card",
    "approve_claim",
    "change_proposed",
    "claim_now",
    "close_engagement",
    "correct_cost",
    "correct_entry",
    "draft_claim",
    "open_engagement",
    "payer_of_partnership",
    "propose_card",
    "query_by_link",
    "query_claim",
    "read_notice",
    "record_cost",
    "record_entry",
    "record_failed",
    "record_paid",
    "record_work",
    "refuse_card",
    "remind_payers",
    "send_for_payment",
    "send_link",
    "set_payee",
    "set_payer",
    "set_shares",
    "settle",
    "strike_cost",
    "strike_entry",
    "submit_claim",
    "withdraw_claim",
]
