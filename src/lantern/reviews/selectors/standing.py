"""Who was asked, who sits, and how much each carries, as matching reads it. For the programme's eyes."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from lantern.kit import clock
from lantern.register.public import Grade, StandingConflict
from lantern.reviews.domain.lifecycle import OfferState, Stage
from lantern.reviews.models import ConflictDeclaration, Offer, Review, Seat

OPEN = [stage.value for stage in Stage if stage.open]
WAITING = [state.value for state in OfferState if state.waiting]
UNSENT = [OfferState.DRAFTED.value, OfferState.RESERVE.value]
NO = [OfferState.DECLINED.value, OfferState.SILENT.value, OfferState.WITHDRAWN.value]


@dataclass(frozen=True, slots=True)
class Standing:
    """Who stands where on one review, as references of experts.

    `waiting` have an offer in hand, `drafted` one that was not sent, `reserves` stand in their order, and `declined`
    were asked and said no, did not answer, or had an offer or seat taken back.
    """

    seated: frozenset[str]
    waiting: frozenset[str]
    drafted: frozenset[str]
    reserves: tuple[str, ...]
    declined: frozenset[str]


def open_reviews() -> list[Review]:
    """Every review that has not ended, with its needs and rules, for the programme's eyes: who calls has authorised."""
    found = Review.objects.filter(stage__in=OPEN).select_related("partnership", "chair")
    return list(found.prefetch_related("needs", "composition_rules").order_by("ref"))


def standing_of(found: Iterable[Review]) -> dict[str, Standing]:
    """Who stands where on each of these reviews, by the review's reference, in two queries."""
    refs = {review.pk: review.ref for review in found}
    seated: defaultdict[str, set[str]] = defaultdict(set)
    for review, expert in Seat.objects.filter(review__in=refs, given_up_at=None).values_list("review", "expert__ref"):
        seated[refs[review]].add(expert)
    offers = Offer.objects.filter(review__in=refs).order_by("reserve_rank", "pk")
    kinds: defaultdict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for review, expert, state, rank, sent in offers.values_list(
        "review", "expert__ref", "state", "reserve_rank", "sent_at"
    ):
        rows = kinds[refs[review]]
        if state in WAITING:
            rows["waiting"].append(expert)
        elif state in UNSENT:
            rows["drafted" if rank is None else "reserves"].append(expert)
        elif state in NO and sent is not None:
            rows["declined"].append(expert)
    return {
        ref: Standing(
            seated=frozenset(seated[ref]),
            waiting=frozenset(kinds[ref]["waiting"]),
            drafted=frozenset(kinds[ref]["drafted"]),
            reserves=tuple(kinds[ref]["reserves"]),
            declined=frozenset(kinds[ref]["declined"]),
        )
        for ref in refs.values()
    }


def grades_by_review(found: Iterable[Review]) -> dict[str, dict[str, Grade]]:
    """Conflict grades by review and expert: what was declared for the review, else what stands for its partnership.

    What a coordinator settled stands before what an expert declared. Someone who is absent has not declared, which is
    not the grade "none". Two queries, however many reviews.
    """
    known = list(found)
    of_area: defaultdict[int, list[str]] = defaultdict(list)
    for review in known:
        of_area[review.partnership_id].append(review.ref)
    refs = {review.pk: review.ref for review in known}
    standing = StandingConflict.objects.filter(partnership__in=of_area)
    declared = ConflictDeclaration.objects.filter(review__in=refs)
    rows: list[tuple[str, str, str, bool]] = []
    for area, expert, grade, pinned in standing.values_list("partnership", "expert__ref", "grade", "pinned"):
        rows += [(ref, expert, grade, pinned) for ref in of_area[area]]
    for pk, expert, grade, pinned in declared.values_list("review", "expert__ref", "grade", "pinned"):
        rows.append((refs[pk], expert, grade, pinned))
    best: dict[str, dict[str, tuple[bool, str]]] = {ref: {} for ref in refs.values()}
    # Each later row replaces an earlier one, but never a settled one by one that is not.
    for ref, expert, grade, pinned in rows:
        if pinned or not best[ref].get(expert, (False, ""))[0]:
            best[ref][expert] = (pinned, grade)
    return {ref: {who: Grade(grade) for who, (_, grade) in grades.items()} for ref, grades in best.items()}


def grades_for(review: Review) -> dict[str, Grade]:
    """Conflict grades of one review by expert's reference: see `grades_by_review`."""
    return grades_by_review([review])[review.ref]


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
