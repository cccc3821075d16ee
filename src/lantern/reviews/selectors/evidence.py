"""What a review's evidence says, with names only as each expert allows. The same for everyone who may read it."""

from lantern.kit import clock, money
from lantern.register.public import ENGAGEMENT_BARRIERS, FACET_LABELS, Facet, label_of
from lantern.reviews.domain.evidence import Evidence, NeedLine, SearchLine, SoughtLine, counted, numbered
from lantern.reviews.domain.lifecycle import Label, OfferState, Stage
from lantern.reviews.domain.terms import Weight
from lantern.reviews.models import Offer, Review, Seat
from lantern.reviews.selectors.standing import seated_here


def evidence_of(review: Review) -> Evidence:
    """The evidence of a review that the caller was allowed to read. Drafts that were never sent are not in it.

    Nothing of a declared conflict, and no reason beside the person who gave it.
    """
    offers = list(
        Offer.objects.filter(review=review, sent_at__isnull=False).select_related("expert").order_by("sent_at", "pk")
    )
    called = numbered([(o.expert.ref, o.expert.name, o.expert.name_in_evidence) for o in offers])
    given_up = set(Seat.objects.filter(review=review, given_up_at__isnull=False).values_list("offer_id", flat=True))
    searches = list(review.searches.all())
    declined = [offer for offer in offers if offer.state == OfferState.DECLINED]
    return Evidence(
        ref=review.ref,
        label=Label(review.label).label,
        area=review.partnership.name,
        stage=Stage(review.stage).label,
        seats_wanted=review.seats_wanted,
        seated=len(seated_here(review)),
        needs=tuple(
            NeedLine(
                expertise=label_of(need.facet, need.code, need.own_words),
                facet=FACET_LABELS[Facet(need.facet)],
                weight=Weight(need.weight).label,
                lived=need.lived,
                reason=need.reason,
            )
            for need in review.needs.all()
        ),
        sought=tuple(_sought(offer, called[offer.expert.ref], offer.pk in given_up) for offer in offers),
        searches=tuple(
            SearchLine(
                decided_on=search.decided_at.astimezone(clock.LONDON).date(),
                chosen=len(search.chosen),
                reserves=len(search.reserves),
                reason=search.reason,
                unmet=_unmet(search.unmet),
            )
            for search in searches
        ),
        unmet=_unmet(searches[-1].unmet) if searches else (),
        declined=len(declined),
        barriers=counted([(offer.barrier, ENGAGEMENT_BARRIERS.label(offer.barrier)) for offer in declined]),
    )


def _sought(offer: Offer, who: str, gave_up: bool) -> SoughtLine:
    answered = offer.answered_at or offer.ended_at
    rate = money.in_words(offer.day_rate_pence) if offer.day_rate_pence is not None else "Not stated"
    return SoughtLine(
        who=who,
        asked_on=offer.sent_at.astimezone(clock.LONDON).date() if offer.sent_at else None,
        answer="Accepted, and gave up the seat later" if gave_up else OfferState(offer.state).label,
        answered_on=answered.astimezone(clock.LONDON).date() if answered else None,
        offered=f"{rate} a day, {offer.preparation_hours} hours of preparation, {offer.meetings} meetings",
    )


def _unmet(needs: list[dict[str, str]]) -> tuple[str, ...]:
    """The sentences of the needs for which nobody was found."""
    return tuple(_sentence(need) for need in needs)


def _sentence(need: dict[str, str]) -> str:
    if need.get("sentence"):
        return need["sentence"]
    what = need.get("label") or label_of(need["facet"], need["code"], need.get("own_words", ""))
    return f"No suitable specialist was found for {what}."
