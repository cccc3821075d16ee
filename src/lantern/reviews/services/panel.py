"""Deciding on a panel: what was proposed, what a person chose, and why."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import IllegalMove
from lantern.register.public import Expert
from lantern.reviews import rules
from lantern.reviews.domain.lifecycle import OfferState, Stage
from lantern.reviews.models import Offer, Review, Search
from lantern.reviews.selectors import grades_for, places_free, seated_here, waiting_here
from lantern.reviews.services.reviews import claim


@transaction.atomic
def decide_panel(
    *,
    review: Review,
    version: int,
    proposal: Mapping[str, Any],
    proposed: Sequence[str],
    chosen: Sequence[str],
    reserves: Sequence[str],
    unmet: Sequence[Mapping[str, Any]],
    reason: str,
    by: User,
) -> Search:
    """Records a search with what was decided, and drafts an offer for each chosen expert and each reserve, in order.

    Experts are named by reference. Those who sit or have an offer in hand keep it; drafts of an earlier decision that
    are not chosen again are withdrawn unsent. Raises Refused, OutOfDate, and IllegalMove where a choice that differs
    has no reason, where more are chosen than places are free, or where someone is directly involved.
    """
    rules.check_is_programme(by, review.ref)
    if not Stage(review.stage).open:
        raise IllegalMove("This review has ended, so nobody can be asked.")
    if set(chosen) != set(proposed) and not reason.strip():
        raise IllegalMove("The choice differs from the proposal. Give the reason in a sentence.")
    claim(review, version)
    placed = seated_here(review) | waiting_here(review)
    asked = [ref for ref in dict.fromkeys(chosen) if ref not in placed]
    kept = [ref for ref in dict.fromkeys(reserves) if ref not in placed and ref not in asked]
    _check_choice(review, asked, kept)
    search = Search.objects.create(
        review=review,
        proposal=dict(proposal),
        proposed=list(proposed),
        chosen=list(chosen),
        reserves=list(reserves),
        unmet=[dict(need) for need in unmet],
        reason=reason.strip(),
        decided_by=by,
    )
    _draft(review, {**dict.fromkeys(asked), **{ref: rank for rank, ref in enumerate(kept, 1)}}, by)
    audit.record(
        "review.panel_decided",
        review.ref,
        by,
        search=search.ref,
        chosen=list(chosen),
        reserves=list(reserves),
        unmet=len(unmet),
        as_proposed=set(chosen) == set(proposed),
    )
    return search


def _check_choice(review: Review, asked: Sequence[str], kept: Sequence[str]) -> None:
    if len(asked) > (free := places_free(review)):
        places = "1 place is" if free == 1 else f"{free} places are"
        raise IllegalMove(f"{places} free and {len(asked)} people are chosen. Keep the others as reserves.")
    grades = grades_for(review)
    if any(grades[ref].bars for ref in (*asked, *kept) if ref in grades):
        raise IllegalMove("Someone chosen is directly involved in this review and cannot be asked.")
    refused = Offer.objects.filter(review=review, state=OfferState.DECLINED, expert__ref__in=(*asked, *kept))
    if refused.exists():
        raise IllegalMove("Someone chosen has said no to this review. Her answer stands.")


def _draft(review: Review, ranks: dict[str, int | None], by: User) -> None:
    drafts = {
        offer.expert.ref: offer
        for offer in Offer.objects.filter(
            review=review, state__in=(OfferState.DRAFTED, OfferState.RESERVE)
        ).select_related("expert")
    }
    for ref, offer in drafts.items():
        if ref not in ranks:
            offer.state, offer.ended_at, offer.ended_by = OfferState.WITHDRAWN.value, clock.now(), by
        elif offer.reserve_rank != ranks[ref]:
            offer.reserve_rank = ranks[ref]
            offer.state = OfferState.DRAFTED.value if ranks[ref] is None else offer.state
        else:
            continue
        offer.version += 1
        offer.save()
    experts = Expert.objects.in_bulk([ref for ref in ranks if ref not in drafts], field_name="ref")
    if len(experts) != len(ranks.keys() - drafts.keys()):
        raise IllegalMove("Someone chosen is no longer in the register.")
    for ref, rank in ranks.items():
        if ref in experts:
            Offer.objects.create(review=review, expert=experts[ref], reserve_rank=rank, drafted_by=by)
