"""An offer's life: terms, sending, the answer, silence, the reserve. Decision 0008 gives the reasons."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock, money
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.register.public import ENGAGEMENT_BARRIERS, Grade, tell
from lantern.reviews import rules
from lantern.reviews.domain import lifecycle, terms
from lantern.reviews.domain.lifecycle import OfferState, Stage
from lantern.reviews.domain.terms import FeeAnswer
from lantern.reviews.models import ConflictDeclaration, Offer, OfferMessage, Review, Seat
from lantern.reviews.selectors import grades_for, places_free
from lantern.reviews.services.work import begin_work, end_work

# After an answer to her question she has at least so many days to think, whatever the date said before.
DAYS_AFTER_AN_ANSWER = 3
_OPEN = [stage.value for stage in Stage if stage.open]
# Terms may be stated, and a question asked, again; an answer or an end stands as it was given the first time.
_REPEATABLE = {OfferState.DRAFTED, OfferState.RESERVE, OfferState.ASKED}


def claim(offer: Offer, version: int, to: OfferState | None = None, **changes: Any) -> None:
    """Takes the next version of an offer from the state and version seen. Raises IllegalMove, OutOfDate.

    The review's row is locked first, so that two answers to one free seat stand in a line.
    """
    review = Review.objects.select_for_update().get(pk=offer.review_id)
    if not Stage(review.stage).open:
        raise IllegalMove("This review has ended, so its offers can no longer change.")
    seen = Offer.objects.filter(pk=offer.pk, version=version, state=offer.state)
    if not seen.exists():
        raise OutOfDate("This offer")
    if to is not None and (to != OfferState(offer.state) or to not in _REPEATABLE):
        lifecycle.check_offer_move(OfferState(offer.state), to)
        changes["state"] = to.value
    if not seen.update(version=version + 1, **changes):
        raise OutOfDate("This offer")
    offer.refresh_from_db()


@transaction.atomic
def complete_terms(*, offer: Offer, version: int, by: User, **stated: Any) -> Offer:
    """States an offer's terms, wholly or in part, before it is sent. A reserve with all its terms stands ready.

    `stated` holds fields of `domain.terms.Terms`, `answer_days`, `first_meeting_at` and `below_rate_reason` (decision
    0011). Another fee or payer undoes what the partnership said of the one before. Raises Refused, IllegalMove,
    OutOfDate.
    """
    rules.check_is_programme(by, offer.ref)
    if unknown := set(stated) - {*terms.QUESTIONS, "answer_days", "first_meeting_at", "below_rate_reason"}:
        raise TypeError(f"no such terms: {', '.join(sorted(unknown))}")
    if OfferState(offer.state) not in {OfferState.DRAFTED, OfferState.RESERVE}:
        raise IllegalMove("Its terms were sent. They are what she was offered, so they stay.")
    was = (offer.day_rate_pence, offer.payer)
    for name, value in stated.items():
        setattr(offer, name, value)
    if not terms.is_below(offer.day_rate_pence, offer.expert.day_rate_pence):
        stated["below_rate_reason"] = ""
    if was != (offer.day_rate_pence, offer.payer) and offer.fee_answer != FeeAnswer.NOT_ASKED:
        stated |= {"fee_answer": FeeAnswer.NOT_ASKED.value, "fee_words": ""}
        stated |= {"fee_answered_at": None, "fee_answered_by": None}
    wanting = terms.missing(offer.terms)
    ready = offer.reserve_rank is not None and not wanting
    claim(offer, version, OfferState.RESERVE if ready else OfferState.DRAFTED, **stated)
    audit.record("review.terms_stated", offer.ref, by, missing=list(wanting))
    return offer


def check_sendable(offer: Offer) -> None:
    """Whether the offer says everything it must and has a place to give, and says why where it is below her rate.

    Raises IllegalMove.
    """
    if wanting := terms.missing(offer.terms):
        raise IllegalMove(f"Say {'; '.join(terms.QUESTIONS[name] for name in wanting)} before you send it.")
    least = offer.expert.day_rate_pence
    if least is not None and terms.is_below(offer.day_rate_pence, least) and not offer.below_rate_reason.strip():
        raise IllegalMove(
            f"Her day rate is {money.in_words(least)}. Say in the terms why this is below it; she reads it."
        )
    if not places_free(offer.review):
        raise IllegalMove("Every place is taken, or promised to someone who has not answered yet.")
    grade = grades_for(offer.review).get(offer.expert.ref)
    if grade is not None and grade.bars:
        raise IllegalMove("She is directly involved in this review and cannot be asked.")


@transaction.atomic
def send_offer(*, offer: Offer, version: int, by: User) -> Offer:
    """Sends a complete offer. Raises Refused, IllegalMove, OutOfDate."""
    rules.check_is_programme(by, offer.ref)
    return _send(offer, version, by)


def _send(offer: Offer, version: int, by: User | None) -> Offer:
    offer.review = Review.objects.select_for_update().get(pk=offer.review_id)
    lifecycle.check_offer_move(OfferState(offer.state), OfferState.SENT)
    check_sendable(offer)
    stated = offer.expert.day_rate_pence
    claim(
        offer,
        version,
        OfferState.SENT,
        stated_rate_pence=stated,
        sent_at=clock.now(),
        sent_by=by,
        answer_by=clock.today() + timedelta(days=offer.answer_days),
        reserve_rank=None,
    )
    below = terms.is_below(offer.day_rate_pence, stated)
    audit.record(
        "review.offer_sent",
        offer.ref,
        by,
        review=offer.review.ref,
        answer_by=str(offer.answer_by),
        below_rate=below,
        fee=offer.fee_answer,
    )
    tell(offer.expert, offer.ref, failed="review.notice_failed")
    return offer


@transaction.atomic
def declare_conflict(*, offer: Offer, version: int, grade: Grade, by: User) -> Offer:
    """Keeps how close she says she stands, in a grade. What a coordinator settled stays as it is.

    Raises Refused, IllegalMove, OutOfDate.
    """
    rules.check_is_hers(by, offer)
    if OfferState(offer.state) not in {OfferState.SENT, OfferState.ASKED, OfferState.SILENT, OfferState.ACCEPTED}:
        raise IllegalMove("This invitation is closed.")
    claim(offer, version)
    kept, made = ConflictDeclaration.objects.get_or_create(
        review=offer.review, expert=offer.expert, defaults={"grade": grade.value, "declared_by": by}
    )
    if not made and not kept.pinned:
        kept.grade, kept.declared_at, kept.declared_by = grade.value, clock.now(), by
        kept.save()
    audit.record("review.conflict_declared", offer.ref, by)
    return offer


@transaction.atomic
def settle_conflict(*, offer: Offer, version: int, grade: Grade, by: User) -> Offer:
    """Settles a grade for the programme, before anyone is approached or after: what she says later does not undo it.

    Raises Refused, OutOfDate.
    """
    rules.check_is_programme(by, offer.ref)
    claim(offer, version)
    ConflictDeclaration.objects.update_or_create(
        review=offer.review,
        expert=offer.expert,
        defaults={"grade": grade.value, "pinned": True, "declared_at": clock.now(), "declared_by": by},
    )
    audit.record("review.conflict_settled", offer.ref, by)
    return offer


def declared_grade(offer: Offer) -> Grade | None:
    """What she declared since this offer was sent, or what a coordinator settled; None where she has not yet."""
    kept = ConflictDeclaration.objects.filter(review=offer.review_id, expert=offer.expert_id).first()
    if kept is None:
        return None
    hers = kept.declared_by_id == offer.expert.user_id and offer.sent_at and kept.declared_at >= offer.sent_at
    return Grade(kept.grade) if kept.pinned or hers else None


@transaction.atomic
def accept_offer(*, offer: Offer, version: int, by: User) -> Seat:
    """Seats her, once. A late yes is welcome while a place is free. Raises Refused, IllegalMove, OutOfDate."""
    rules.check_is_hers(by, offer)
    grade = declared_grade(offer)
    if grade is None:
        raise IllegalMove("Say first how close you stand to this review.")
    if grade.bars or grades_for(offer.review).get(offer.expert.ref, grade).bars:
        raise IllegalMove("Someone who is directly involved does not sit on the panel. Please say no to this one.")
    late = offer.state == OfferState.SILENT
    offer.review = Review.objects.select_for_update().get(pk=offer.review_id)
    if late and not places_free(offer.review):
        raise IllegalMove("Thank you. The place has been offered to someone else since, so it is no longer free.")
    if late:
        _take_back_newer(offer, by)
    claim(offer, version, OfferState.ACCEPTED, answered_at=clock.now(), answered_by=by)
    held = Seat.objects.filter(review=offer.review_id, given_up_at=None).count()
    if held >= offer.review.seats_wanted:
        raise IllegalMove("Thank you. Every place on this panel has been taken since.")
    seat = Seat.objects.create(review=offer.review, expert=offer.expert, offer=offer, seated_by=by)
    begin_work(seat, by)
    audit.record("review.offer_accepted", offer.ref, by, review=offer.review.ref, seat=seat.ref, late=late)
    return seat


def _take_back_newer(offer: Offer, by: User) -> None:
    """A late yes stands in place of an offer that was drafted for her since; one that she has in hand she answers."""
    for newer in Offer.objects.filter(review=offer.review_id, expert=offer.expert_id).exclude(pk=offer.pk):
        if newer.state == OfferState.ACCEPTED:
            raise IllegalMove("You have a seat on this panel already.")
        if OfferState(newer.state).waiting:
            raise IllegalMove("You have a newer invitation to this panel. Please answer that one.")
        if newer.state in {OfferState.DRAFTED, OfferState.RESERVE}:
            claim(newer, newer.version, OfferState.WITHDRAWN, ended_at=clock.now(), ended_by=by)


@transaction.atomic
def decline_offer(*, offer: Offer, version: int, barrier: str, by: User, words: str = "") -> Offer:
    """Keeps her no and the barrier she chose, then offers the place to the next reserve.

    Raises Refused, IllegalMove, OutOfDate.
    """
    rules.check_is_hers(by, offer)
    if barrier not in ENGAGEMENT_BARRIERS:
        raise IllegalMove("Choose a reason from the list; “I would rather not say” is one.")
    claim(
        offer,
        version,
        OfferState.DECLINED,
        barrier=barrier,
        barrier_words=words.strip(),
        answered_at=clock.now(),
        answered_by=by,
    )
    audit.record("review.offer_declined", offer.ref, by, review=offer.review.ref)
    offer_next_reserve(review=offer.review)
    return offer


@transaction.atomic
def ask_question(*, offer: Offer, version: int, text: str, by: User) -> Offer:
    """Keeps her question about the terms. While it waits, no silence is counted.

    Raises Refused, IllegalMove, OutOfDate.
    """
    rules.check_is_hers(by, offer)
    if not OfferState(offer.state).waiting:
        raise IllegalMove("This invitation is closed.")
    claim(offer, version, OfferState.ASKED)
    OfferMessage.objects.create(offer=offer, text=text.strip(), written_by=by)
    audit.record("review.offer_asked", offer.ref, by)
    return offer


@transaction.atomic
def answer_question(*, offer: Offer, version: int, text: str, by: User) -> Offer:
    """Answers her and gives her time to think. Raises Refused, IllegalMove, OutOfDate."""
    rules.check_is_programme(by, offer.ref)
    if offer.state != OfferState.ASKED:
        raise IllegalMove("She has not asked anything that waits for an answer.")
    least = clock.today() + timedelta(days=DAYS_AFTER_AN_ANSWER)
    claim(offer, version, OfferState.SENT, answer_by=max(offer.answer_by or least, least))
    OfferMessage.objects.create(offer=offer, text=text.strip(), written_by=by)
    audit.record("review.offer_answered", offer.ref, by)
    tell(offer.expert, offer.ref, failed="review.notice_failed")
    return offer


@transaction.atomic
def record_silence(*, offer: Offer, version: int, by: User | None, today: date | None = None) -> Offer:
    """Keeps that the date passed without an answer, then offers the place to the next reserve.

    `by` is None for the nightly command. Raises Refused, IllegalMove, OutOfDate.
    """
    if by is not None:
        rules.check_is_programme(by, offer.ref)
    lifecycle.check_offer_move(OfferState(offer.state), OfferState.SILENT)
    if offer.answer_by is None or offer.answer_by >= (today or clock.today()):
        raise IllegalMove("She has until the end of the day named in the offer.")
    claim(offer, version, OfferState.SILENT, ended_at=clock.now(), ended_by=by)
    audit.record("review.offer_lapsed", offer.ref, by, review=offer.review.ref)
    offer_next_reserve(review=offer.review)
    return offer


@transaction.atomic
def withdraw_offer(*, offer: Offer, version: int, by: User) -> Offer:
    """Takes an offer back before it is answered. Raises Refused, IllegalMove, OutOfDate."""
    rules.check_is_programme(by, offer.ref)
    if offer.state == OfferState.ACCEPTED:
        raise IllegalMove("She has accepted. Only giving up the seat can end this.")
    in_hand = OfferState(offer.state).waiting
    claim(offer, version, OfferState.WITHDRAWN, ended_at=clock.now(), ended_by=by)
    audit.record("review.offer_withdrawn", offer.ref, by, review=offer.review.ref)
    if in_hand:
        tell(offer.expert, offer.ref, failed="review.notice_failed")
        offer_next_reserve(review=offer.review)
    return offer


@transaction.atomic
def give_up_seat(*, seat: Seat, by: User) -> Seat:
    """Ends a seat, by herself or by the programme, and offers the place to the next reserve.

    Raises Refused, IllegalMove, OutOfDate.
    """
    rules.check_can_give_up(by, seat)
    if seat.given_up_at is not None:
        raise OutOfDate("This seat")
    offer = seat.offer
    claim(offer, offer.version, OfferState.WITHDRAWN, ended_at=clock.now(), ended_by=by)
    if not Seat.objects.filter(pk=seat.pk, given_up_at=None).update(given_up_at=clock.now(), given_up_by=by):
        raise OutOfDate("This seat")
    seat.refresh_from_db()
    end_work(seat, by)
    audit.record("review.seat_given_up", seat.ref, by, review=seat.review.ref)
    offer_next_reserve(review=seat.review)
    return seat


@transaction.atomic
def offer_next_reserve(*, review: Review) -> Offer | None:
    """Sends the next ready reserve her offer, as the system.

    None where no place is free or nobody stands ready; then the review's page asks a coordinator to look again.
    """
    if not Stage(review.stage).open or not places_free(review):
        return None
    ready = Offer.objects.filter(review=review, state=OfferState.RESERVE, reserve_rank__isnull=False)
    for offer in ready.select_related("review", "expert__agency", "expert__user").order_by("reserve_rank", "pk"):
        if terms.is_below(offer.day_rate_pence, offer.expert.day_rate_pence):
            continue  # below her rate only a person sends it (decision 0011)
        try:
            check_sendable(offer)
        except IllegalMove:
            continue  # asked for more since, or stands too close: she waits for a coordinator, the next one does not
        return _send(offer, offer.version, None)
    return None


def lapse_offers(today: date) -> int:
    """Records every silence whose date has passed, each in a transaction of its own. Answers how many."""
    overdue = Offer.objects.filter(state=OfferState.SENT, answer_by__lt=today, review__stage__in=_OPEN)
    count = 0
    for offer in overdue.select_related("review", "expert__agency", "expert__user").order_by("answer_by", "pk"):
        try:
            record_silence(offer=offer, version=offer.version, by=None, today=today)
        except OutOfDate:
            continue  # answered in this very moment: her answer stands
        count += 1
    return count
