"""Who was asked, who sits, and how much each carries, as matching reads it. For the programme's eyes."""

from collections import Counter
from datetime import date

from django.db.models import Max

from lantern.kit import clock
from lantern.register.public import Grade, StandingConflict
from lantern.reviews.domain.lifecycle import OfferState, Stage
from lantern.reviews.models import ConflictDeclaration, Offer, Review, Seat

OPEN = [stage.value for stage in Stage if stage.open]
WAITING = [state.value for state in OfferState if state.waiting]
NO = [OfferState.DECLINED.value, OfferState.SILENT.value, OfferState.WITHDRAWN.value]


def grades_for(review: Review) -> dict[str, Grade]:
    """Conflict grades by expert's reference: what was declared for this review, else what stands for its partnership.

    What a coordinator settled stands before what an expert declared. Someone who is absent has not declared, which is
    not the grade "none".
    """
    standing = StandingConflict.objects.filter(partnership=review.partnership_id)
    declared = ConflictDeclaration.objects.filter(review=review)
    found: dict[str, tuple[bool, str]] = {}
    # Each later row replaces an earlier one, but never a settled one by one that is not.
    for rows in (standing, declared):
        for ref, grade, pinned in rows.values_list("expert__ref", "grade", "pinned"):
            if pinned or not found.get(ref, (False, ""))[0]:
                found[ref] = (pinned, grade)
    return {ref: Grade(grade) for ref, (_pinned, grade) in found.items()}


def loads() -> tuple[dict[str, int], dict[str, int]]:
    """Live seats on open reviews and offers that wait for an answer: by expert's reference, and by agency's."""
    seats = Seat.objects.filter(given_up_at=None, review__stage__in=OPEN)
    offers = Offer.objects.filter(state__in=WAITING, review__stage__in=OPEN)
    experts: Counter[str] = Counter()
    agencies: Counter[str] = Counter()
    for rows in (seats, offers):
        for expert, agency in rows.values_list("expert__ref", "expert__agency__ref"):
            experts[expert] += 1
            if agency:
                agencies[agency] += 1
    return dict(experts), dict(agencies)


def last_asked() -> dict[str, date]:
    """The day on which each expert was last sent an offer, for any review."""
    rows = Offer.objects.filter(sent_at__isnull=False).values_list("expert__ref").annotate(last=Max("sent_at"))
    return {ref: at.astimezone(clock.LONDON).date() for ref, at in rows}


def declined_here(review: Review) -> set[str]:
    """Experts who were asked for this review and said no, did not answer, or whose offer or seat was taken back."""
    rows = Offer.objects.filter(review=review, state__in=NO, sent_at__isnull=False)
    return set(rows.values_list("expert__ref", flat=True))


def seated_here(review: Review) -> set[str]:
    """Experts who hold a seat on this review now."""
    return set(Seat.objects.filter(review=review, given_up_at=None).values_list("expert__ref", flat=True))


def seats_on(review: Review, day: date) -> list[Seat]:
    """Seats that were held on this day, first taken first."""
    seats = Seat.objects.filter(review=review).select_related(
        "expert__agency", "expert__user", "review__partnership", "offer"
    )
    return [
        seat
        for seat in seats.order_by("seated_at", "pk")
        if seat.seated_at.astimezone(clock.LONDON).date() <= day
        and (seat.given_up_at is None or seat.given_up_at.astimezone(clock.LONDON).date() >= day)
    ]


def waiting_here(review: Review) -> set[str]:
    """Experts who have an offer of this review in hand."""
    return set(Offer.objects.filter(review=review, state__in=WAITING).values_list("expert__ref", flat=True))


def asked_or_seated(review: Review) -> int:
    """Places that are taken or promised: seats held, and offers that wait for an answer."""
    return (
        Seat.objects.filter(review=review, given_up_at=None).count()
        + Offer.objects.filter(review=review, state__in=WAITING).count()
    )


def places_free(review: Review) -> int:
    """Places that nobody holds and nobody has been promised."""
    return max(0, review.seats_wanted - asked_or_seated(review))
