"""What pages and files show, as plain rows: nothing here decides who may see it but by asking the register's rules."""

from lantern.reviews.tables.evidence import evidence_document, evidence_rows, evidence_sections
from lantern.reviews.tables.needs import needs_page, question_initial
from lantern.reviews.tables.offers import invitation_page, invitation_rows, offer_page
from lantern.reviews.tables.reviews import default_label, review_page, review_rows

__all__ = [
    "default_label",
    "evidence_document",
    "evidence_rows",
    "evidence_sections",
    "invitation_page",
    "invitation_rows",
    "needs_page",
    "offer_page",
    "question_initial",
    "review_page",
    "review_rows",
]
