"""What other contexts may use of remuneration: handing work down to be paid, and what was claimed and paid."""

from lantern.remuneration.domain.ledger import Figure, PaidClaim, Row, Wait, by, days_to_pay, figure
from lantern.remuneration.domain.rates import PayeeKind
from lantern.remuneration.domain.work import Kind, SourceKind
from lantern.remuneration.models import Engagement
from lantern.remuneration.selectors import (
    card_on,
    claims_visible_to,
    engagements_visible_to,
    ledger_claims,
    ledger_rows,
    waiting_on,
)
from lantern.remuneration.services import close_engagement, open_engagement, record_work

__all__ = [
    "Engagement",
    "Figure",
    "Kind",
    "PaidClaim",
    "PayeeKind",
    "Row",
    "SourceKind",
    "Wait",
    "by",
    "card_on",
    "claims_visible_to",
    "close_engagement",
    "days_to_pay",
    "engagements_visible_to",
    "figure",
    "ledger_claims",
    "ledger_rows",
    "open_engagement",
    "record_work",
    "waiting_on",
]
