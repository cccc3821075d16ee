"""An offer to the programme and the partnership, and the same offer to the expert."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from lantern.accounts.public import User
from lantern.kit import clock
from lantern.register.public import ENGAGEMENT_BARRIERS, label_of, name_for, way_of
from lantern.reviews import rules, selectors, services
from lantern.reviews.domain import terms
from lantern.reviews.domain.lifecycle import Label, OfferState, Stage
from lantern.reviews.domain.terms import FeeAnswer
from lantern.reviews.models import Offer, Reflection
from lantern.reviews.tables.meetings import meeting_times, meeting_words
from lantern.reviews.tables.words import FEE_TAGS, OFFER_TAGS, day, pounds, row


def terms_rows(offer: Offer) -> list[dict[str, object]]:
    """Everything an offer states. An hour count of nought is a statement; nothing at all says so."""
    hours, meetings = offer.preparation_hours, offer.meetings
    first = offer.first_meeting_at
    return [
        row("Fee for a day", pounds(offer.day_rate_pence), "Not stated"),
        row("Who pays it", offer.payer, "Not stated"),
        row("Paid preparation", "" if hours is None else f"{hours} hours", "Not stated"),
        row("Meetings to expect", "" if meetings is None else meetings, "Not stated"),
        row("First meeting", f"{first.astimezone(clock.LONDON):%-d %B %Y, %H:%M}" if first else "", "No date yet"),
        row("Access costs paid", offer.access_costs, "Not stated"),
        row("Support", offer.support, "Not stated"),
    ]


def fee_sentence(offer: Offer) -> str:
    """What a partnership is asked to agree to, without whom it is for."""
    hours, meetings = offer.preparation_hours, offer.meetings
    if offer.day_rate_pence is None:
        return "The fee is not stated yet."
    stated = [f"{pounds(offer.day_rate_pence)} for a day", f"paid by {offer.payer or 'someone not stated yet'}"]
    stated += [] if hours is None else [f"{hours} paid hours of preparation"]
    stated += [] if meetings is None else [f"{meetings} meeting{'' if meetings == 1 else 's'}"]
    return f"{', '.join(stated)}."


def below_sentence(offer: Offer, stated: int | None) -> str:
    """What she is told where the fee is below the rate in her profile; empty where it is not."""
    if stated is None or not terms.is_below(offer.day_rate_pence, stated):
        return ""
    return (
        f"This fee is below the rate in your profile: {pounds(offer.day_rate_pence)} for a day is offered, and you "
        f"state {pounds(stated)}. Why: {offer.below_rate_reason}"
        + (" You can say no, and a no for this reason is counted." if OfferState(offer.state).waiting else "")
    )


def offer_page(offer: Offer, user: User) -> dict[str, Any]:
    programme = rules.is_programme(user, offer.ref)
    state = OfferState(offer.state)
    seated = offer.expert.ref in selectors.seated_here(offer.review)
    missing = [terms.QUESTIONS[name] for name in terms.missing(offer.terms)]
    late = state is OfferState.SENT and offer.answer_by is not None and offer.answer_by < clock.today()
    grade = selectors.grades_for(offer.review).get(offer.expert.ref) if programme else None
    drafted = state in {OfferState.DRAFTED, OfferState.RESERVE}
    rate = offer.expert.day_rate_pence if drafted else offer.stated_rate_pence
    seat = getattr(offer, "seat", None) if state is OfferState.ACCEPTED else None
    partnership = rules.speaks_for_partnership(user, offer.review)
    fee_open = state in services.FEE_OPEN and offer.day_rate_pence is not None and offer.payer
    return {
        "fee": FeeAnswer(offer.fee_answer),
        "fee_on": day(offer.fee_answered_at),
        "fee_tag": FEE_TAGS[FeeAnswer(offer.fee_answer)],
        "can_answer_fee": partnership and fee_open,
        "fee_button": "secondary" if seat is not None and seat.confirmed_at is None else "",
        "confirmed": day(seat.confirmed_at) if seat else "",
        "accepted": seat is not None,
        "can_confirm": partnership and seat is not None and seat.confirmed_at is None,
        "her_rate": pounds(rate) if programme and terms.is_below(offer.day_rate_pence, rate) else "",
        "offer": offer,
        "review": offer.review,
        "programme": programme,
        "name": name_for(
            offer.expert, viewer_is_programme=programme, proposed=offer.sent_at is not None, seated=seated
        ),
        "state": state,
        "kind": OFFER_TAGS[state],
        "terms": terms_rows(offer),
        "missing": missing if drafted else [],
        "drafted": drafted,
        "can_send": programme and drafted and not missing,
        "can_withdraw": programme and (drafted or state.waiting),
        "can_record_silence": programme and late,
        "late": late,
        "answer_by": day(offer.answer_by),
        "sent_on": day(offer.sent_at),
        "instead": way_of(offer.expert).instead if programme else "",
        "grade": grade,
        "barrier": ENGAGEMENT_BARRIERS.label(offer.barrier) if programme and offer.barrier else "",
        "thread": offer.messages.select_related("written_by") if programme else [],
        "asked": programme and state is OfferState.ASKED,
        "seat": seat if programme else None,
    }


def invitation_rows(offers: Iterable[Offer]) -> list[list[dict[str, Any]]]:
    return [
        [
            {
                "heading": "Invitation",
                "text": offer.review.partnership.name,
                "href": reverse("reviews:invitation", args=[offer.ref]),
            },
            {"heading": "Asked on", "text": day(offer.sent_at)},
            {"heading": "State", "tag": state_to_her(offer), "kind": OFFER_TAGS[OfferState(offer.state)]},
            {"heading": "Answer by", "text": day(offer.answer_by)},
        ]
        for offer in offers
    ]


def state_to_her(offer: Offer) -> str:
    """The state in words to the person herself."""
    return {
        OfferState.SENT: "Waiting for your answer",
        OfferState.ASKED: "Your question is being answered",
        OfferState.ACCEPTED: "You said yes",
        OfferState.DECLINED: "You said no",
        OfferState.SILENT: "The date has passed",
        OfferState.WITHDRAWN: "No longer open",
    }.get(OfferState(offer.state), OfferState(offer.state).label)


def invitation_page(offer: Offer) -> dict[str, Any]:
    """Her own invitation: what is offered, what is sought from her, and what she can do now."""
    state = OfferState(offer.state)
    late_yes = state is OfferState.SILENT and selectors.places_free(offer.review) > 0
    seat = getattr(offer, "seat", None)
    accepted = state is OfferState.ACCEPTED
    return {
        "below": below_sentence(offer, offer.stated_rate_pence),
        "meetings": [meeting_words(one) for one in selectors.meetings_of(offer.review)] if accepted else [],
        "seat": seat,
        "reflected": seat is not None and Reflection.objects.filter(seat=seat).exists(),
        "seat_over": seat is not None and (not accepted or not Stage(offer.review.stage).open),
        "offer": offer,
        "state": state,
        "state_words": state_to_her(offer),
        "kind": OFFER_TAGS[state],
        "facts": [
            row("Partnership", offer.review.partnership.name),
            row("Kind of review", Label(offer.review.label).label),
            row("Taking part remotely", "Yes" if offer.review.remote_ok else "No"),
            row("Panel wanted by", day(offer.review.panel_wanted_by)),
        ],
        "sought": [label_of(need.facet, need.code, need.own_words) for need in selectors.sought_from(offer)],
        "terms": terms_rows(offer),
        "answer_by": day(offer.answer_by),
        "can_answer": state.waiting or late_yes,
        "can_decline": state.waiting,
        "late_yes": late_yes,
        "accepted": state is OfferState.ACCEPTED,
        "grade": services.declared_grade(offer),
        "thread": offer.messages.select_related("written_by"),
        "calendar": accepted and bool(meeting_times(offer)),
    }
