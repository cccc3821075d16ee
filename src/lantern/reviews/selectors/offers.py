"""Offers: whole for the programme, without the private parts for a partnership, and her own for an expert."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from lantern.access.public import Hidden, Role
from lantern.accounts.public import User, has_role, scopes_of
from lantern.audit import public as audit
from lantern.register.public import FACETS
from lantern.reviews.domain.lifecycle import OfferState, Stage
from lantern.reviews.domain.terms import FeeAnswer
from lantern.reviews.models import Need, Offer
from lantern.reviews.selectors.reviews import reviews_visible_to

# What she answered was sent to her; a draft or a reserve is not hers to see, since it may never be sent.
UNSENT = (OfferState.DRAFTED.value, OfferState.RESERVE.value)


def offer_for(user: User, ref: str) -> Offer:
    """One offer, for a coordinator or the commissioner of its review. The reading is recorded. Raises Hidden."""
    found = None
    if has_role(user, Role.COORDINATOR, Role.COMMISSIONER):
        found = (
            Offer.objects.filter(ref=ref, review__in=reviews_visible_to(user))
            .select_related("review__partnership", "expert__agency", "expert__user")
            .first()
        )
    if found is None:
        raise Hidden(ref[:40])
    if not has_role(user, Role.COORDINATOR) and found.review.partnership.ref not in scopes_of(user, Role.COMMISSIONER):
        raise Hidden(ref[:40])
    with transaction.atomic():
        audit.record("review.offer_read", found.ref, user)
    return found


def asked_of_partnership(user: User) -> list[Offer]:
    """Offers of her area that wait for her partnership's word: a fee nobody has answered, a seat not confirmed."""
    areas = scopes_of(user, Role.COMMISSIONER)
    unsaid = Q(fee_answer=FeeAnswer.NOT_ASKED, state__in=("drafted", "reserve", "sent", "asked", "accepted"))
    unsaid &= Q(day_rate_pence__isnull=False, preparation_hours__isnull=False, meetings__isnull=False)
    unsaid &= ~Q(payer="") & ~Q(access_costs="") & ~Q(support="")
    taken = Q(seat__given_up_at=None, seat__confirmed_at=None, state=OfferState.ACCEPTED)
    open_stages = [stage.value for stage in Stage if stage.open]
    offers = Offer.objects.filter(unsaid | taken, review__partnership__ref__in=areas, review__stage__in=open_stages)
    return list(offers.select_related("review__partnership", "seat").order_by("review_id", "pk"))


def invitations_of(user: Any) -> QuerySet[Offer]:
    """What was sent to this very person, newest first."""
    if not has_role(user, Role.EXPERT):
        return Offer.objects.none()
    return (
        Offer.objects.filter(expert__user=user, sent_at__isnull=False)
        .exclude(state__in=UNSENT)
        .select_related("review__partnership", "expert__user", "expert__agency", "seat")
        .order_by("-sent_at", "-pk")
    )


def invitation_for(user: User, ref: str) -> Offer:
    """Her own invitation, once it was sent. The reading is recorded. Raises Hidden, for everyone else too."""
    found = invitations_of(user).filter(ref=ref).first()
    if found is None:
        raise Hidden(ref[:40])
    with transaction.atomic():
        audit.record("review.invitation_read", found.ref, user)
    return found


def sought_from(offer: Offer) -> list[Need]:
    """The needs she may be told (decision 0008): before she answers yes, only those that she herself can meet.

    A whole list of needs together with an area can tell who died; her own part of it tells her no more than that
    someone like herself is sought.
    """
    needs = list(offer.review.needs.all())
    if offer.state == OfferState.ACCEPTED:
        return needs
    held = {
        (known.facet, code) for known in offer.expert.expertise.all() for code in FACETS[known.facet].covers(known.code)
    }
    return [need for need in needs if (need.facet, need.code) in held and need.code != "self_described"]
