"""Writing to reviews: every act a verb, in one transaction, with one event."""

from lantern.reviews.services.agreements import FEE_OPEN, answer_fee, confirm_seat
from lantern.reviews.services.chair import appoint_chair, take_back_chair
from lantern.reviews.services.learning import (
    agree_learning_seat,
    begin_learning_seat,
    consents_of,
    end_lapsed_learning_seats,
    end_learning_seat,
    leave_learning_seat,
    propose_learning_seat,
    say_family_told,
    take_back_consent,
)
from lantern.reviews.services.meetings import add_meeting, cancel_meeting, mark_attendance, send_papers
from lantern.reviews.services.needs import (
    answer_characteristics,
    answer_question_on_needs,
    remove_need,
    set_rules,
    state_needs,
)
from lantern.reviews.services.offers import (
    accept_offer,
    answer_question,
    ask_question,
    complete_terms,
    declare_conflict,
    declared_grade,
    decline_offer,
    give_up_seat,
    lapse_offers,
    offer_next_reserve,
    record_silence,
    send_offer,
    settle_conflict,
    withdraw_offer,
)
from lantern.reviews.services.panel import decide_panel
from lantern.reviews.services.reflections import reflect
from lantern.reviews.services.reviews import CHANGEABLE, change_review, move_review, open_review

__all__ = [
    "CHANGEABLE",
    "FEE_OPEN",
    "accept_offer",
    "add_meeting",
    "agree_learning_seat",
    "answer_characteristics",
    "answer_fee",
    "answer_question",
    "answer_question_on_needs",
    "appoint_chair",
    "ask_question",
    "begin_learning_seat",
    "cancel_meeting",
    "change_review",
    "complete_terms",
    "confirm_seat",
    "consents_of",
    "decide_panel",
    "declare_conflict",
    "declared_grade",
    "decline_offer",
    "end_lapsed_learning_seats",
    "end_learning_seat",
    "give_up_seat",
    "lapse_offers",
    "leave_learning_seat",
    "mark_attendance",
    "move_review",
    "offer_next_reserve",
    "open_review",
    "propose_learning_seat",
    "record_silence",
    "reflect",
    "remove_need",
    "say_family_told",
    "send_offer",
    "send_papers",
    "set_rules",
    "settle_conflict",
    "state_needs",
    "take_back_chair",
    "take_back_consent",
    "withdraw_offer",
]
