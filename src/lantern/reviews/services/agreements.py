"""What a partnership says in its own name: of an offer's fee, and of a seat once it is taken."""

from django.db import transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.reviews import rules
from lantern.reviews.domain.lifecycle import OfferState
from lantern.reviews.domain.terms import FeeAnswer
from lantern.reviews.models import Offer, Seat
from lantern.reviews.services.offers import claim

FEE_OPEN = frozenset(
    {OfferState.DRAFTED, OfferState.RESERVE, OfferState.SENT, OfferState.ASKED, OfferState.ACCEPTED, OfferState.SILENT}
)


@transaction.atomic
def answer_fee(*, offer: Offer, version: int, answer: FeeAnswer, by: User, words: str = "") -> Offer:
    """Keeps whether the partnership agrees the fee, before the offer is sent or after; a no has a sentence.

    It binds the partnership and stops nobody: the programme may send the offer all the same. Raises Refused,
    IllegalMove, OutOfDate.
    """
    rules.check_speaks_for_partnership(by, offer.review)
    if OfferState(offer.state) not in FEE_OPEN:
        raise IllegalMove("This offer is closed, so there is no fee to agree.")
    if offer.day_rate_pence is None or not offer.payer:
        raise IllegalMove("The fee is not stated yet. You can answer once the programme has stated it.")
    if answer is FeeAnswer.NOT_ASKED or (answer is FeeAnswer.NOT_AGREED and not words.strip()):
        raise IllegalMove("Say in a sentence why the fee is not agreed, or what you could agree to.")
    said = words.strip() if answer is FeeAnswer.NOT_AGREED else ""
    claim(offer, version, fee_answer=answer.value, fee_words=said, fee_answered_at=clock.now(), fee_answered_by=by)
    audit.record(
        "review.fee_answered", offer.ref, by, review=offer.review.ref, answer=answer.value, pence=offer.day_rate_pence
    )
    return offer


@transaction.atomic
def confirm_seat(*, seat: Seat, by: User) -> Seat:
    """Confirms a seat for the partnership, once. Raises Refused, IllegalMove, OutOfDate."""
    rules.check_speaks_for_partnership(by, seat.review)
    if seat.given_up_at is not None:
        raise IllegalMove("This seat has ended.")
    if not Seat.objects.filter(pk=seat.pk, given_up_at=None, confirmed_at=None).update(
        confirmed_at=clock.now(), confirmed_by=by
    ):
        raise OutOfDate("This seat")
    seat.refresh_from_db()
    audit.record("review.seat_confirmed", seat.ref, by, review=seat.review.ref)
    return seat
