"""What other contexts may use of remuneration: handing work down to be paid, and what was claimed and paid."""

from lantern.remuneration.domain.ledger import PaidClaim, Row
from lantern.remuneration.domain.rates import PayeeKind
from lantern.remuneration.domain.work import Kind, SourceKind, duration
from lantern.remuneration.models import Engagement
from lantern.remuneration.rules import EARNING
from lantern.remuneration.selectors import (
    card_on,
    cards_visible_to,
    claims_visible_to,
    engagements_visible_to,
    ledger_claims,
    ledger_rows,
    recorded_work,
    waiting_on,
    waiting_to_be_claimed,
)
from lantern.remuneration.services import (
    close_engagement,
    correct_work,
    open_engagement,
    payer_of_programme,
    record_work,
)

__all__ = [
    "EARNING",
    "Engagement",
    "Kind",
    "PaidClaim",
    "PayeeKind",
    "Row",
    "SourceKind",
    "card_on",
    "cards_visible_to",
    "claims_visible_to",
    "close_engagement",
    "correct_work",
    "duration",
    "engagements_visible_to",
    "ledger_claims",
    "ledger_rows",
    "open_engagement",
    "payer_of_programme",
    "record_work",
    "recorded_work",
    "waiting_on",
    "waiting_to_be_claimed",
]
