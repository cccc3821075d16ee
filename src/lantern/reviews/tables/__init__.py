"""What pages and files show, as plain rows: nothing here decides who may see it but by asking the register's rules."""

from lantern.reviews.tables.evidence import evidence_document, evidence_rows, evidence_sections
from lantern.reviews.tables.meetings import marks_of, meeting_times, meeting_words, meetings_page, seats_at
from lantern.reviews.tables.needs import needs_page, question_initial
from lantern.reviews.tables.offers import fee_sentence, invitation_page, invitation_rows, offer_page
from lantern.reviews.tables.reflections import reflection_card, reflection_initial, reflection_page
from lantern.reviews.tables.reviews import default_label, review_page, review_rows

__all__ = [
    "default_label",
    "evidence_document",
    "evidence_rows",
    "evidence_sections",
    "fee_sentence",
    "invitation_page",
    "invitation_rows",
    "marks_of",
    "meeting_times",
    "meeting_words",
    "meetings_page",
    "needs_page",
    "offer_page",
    "question_initial",
    "reflection_card",
    "reflection_initial",
    "reflection_page",
    "review_page",
    "review_rows",
    "seats_at",
]
