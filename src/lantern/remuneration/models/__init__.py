"""Rate cards, payers and payees, engagements, the log, claims and payments. No field for a review's matter."""

from lantern.remuneration.models.claims import ApprovalLink, Claim, ClaimLine, ClaimShare, ClaimStep, Payment
from lantern.remuneration.models.engagements import Cost, Engagement, Entry, PayerShare
from lantern.remuneration.models.finance import Batch, BatchLine, PendingRemittance, Remittance
from lantern.remuneration.models.rates import Payee, Payer, Rate, RateCard

__all__ = [
    "ApprovalLink",
    "Batch",
    "BatchLine",
    "Claim",
    "ClaimLine",
    "ClaimShare",
    "ClaimStep",
    "Cost",
    "Engagement",
    "Entry",
    "Payee",
    "Payer",
    "PayerShare",
    "Payment",
    "PendingRemittance",
    "Rate",
    "RateCard",
    "Remittance",
]
