"""What each person may see: an expert her own, a lead her agency's, a commissioner what she pays, the programme all."""

from lantern.remuneration.selectors.claims import (
    approvers_of,
    claim_by_link,
    claim_for,
    claims_visible_to,
    link_by_token,
    payments_open,
    waiting_on,
)
from lantern.remuneration.selectors.engagements import (
    Unclaimed,
    engagement_for,
    engagements_visible_to,
    entry_for,
    unclaimed,
)
from lantern.remuneration.selectors.finance import (
    RemittancePreview,
    batch_for,
    batch_payments,
    batches_visible_to,
    due_of,
    payers_settled_by,
    pending_remittance,
    share_for,
    shares_visible_to,
    waiting_for_batch,
)
from lantern.remuneration.selectors.ledger import ledger_claims, ledger_rows
from lantern.remuneration.selectors.rates import (
    card_for,
    card_on,
    cards_visible_to,
    payee_for,
    payer_for,
    payers_visible_to,
    terms_of,
)

__all__ = [
    "RemittancePreview",
    "Unclaimed",
    "approvers_of",
    "batch_for",
    "batch_payments",
    "batches_visible_to",
    "card_for",
    "card_on",
    "cards_visible_to",
    "claim_by_link",
    "claim_for",
    "claims_visible_to",
    "due_of",
    "engagement_for",
    "engagements_visible_to",
    "entry_for",
    "ledger_claims",
    "ledger_rows",
    "link_by_token",
    "payee_for",
    "payer_for",
    "payers_settled_by",
    "payers_visible_to",
    "payments_open",
    "pending_remittance",
    "share_for",
    "shares_visible_to",
    "terms_of",
    "unclaimed",
    "waiting_for_batch",
    "waiting_on",
]
