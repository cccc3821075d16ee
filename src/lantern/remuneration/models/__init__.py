"""Rate cards, payers and payees, engagements, the log, claims and payments. No field for a review's matter."""

from lantern.remuneration.models.claims import ApprovalLink, Claim, ClaimLine, ClaimShare, ClaimStep, Payment
from lantern.remuneration.models.engagements import Cost, Engagement, Entry, PayerShare
from lantern.remuneration.models.rates import Payee, Payer, Rate, RateCard

__all__ = [
    "ApprovalLink",
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
    "Rate",
    "RateCard",
]
