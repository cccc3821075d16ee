"""Rate cards, payers and payees."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from lantern.access.public import Hidden, Role
from lantern.accounts.public import User, has_role, scopes_of
from lantern.audit import public as audit
from lantern.register.public import Agency, Partnership
from lantern.remuneration import rules
from lantern.remuneration.domain.rates import CardState, Terms, in_force
from lantern.remuneration.models import Engagement, Payee, Payer, RateCard
from lantern.remuneration.rules import EARNING


def cards_visible_to(user: Any) -> QuerySet[RateCard]:
    """Every card for a coordinator; for those who pay or are paid, the approved ones that are theirs or everyone's."""
    found = RateCard.objects.select_related("partnership", "agency", "proposed_by", "decided_by")
    if has_role(user, Role.COORDINATOR):
        return found
    if not has_role(user, Role.COMMISSIONER, Role.AGENCY_LEAD, *EARNING):
        return found.none()
    areas, agencies = scopes_of(user, Role.COMMISSIONER), scopes_of(user, Role.AGENCY_LEAD)
    own_agency = Q(agency__ref__in=agencies) | Q(agency__experts__user=user)
    own_area = Q(partnership__ref__in=areas)
    if not areas:  # those who are paid may be paid by any partnership
        own_area = Q(partnership__isnull=False)
    return found.filter(
        Q(partnership__isnull=True) | own_area, Q(agency__isnull=True) | own_agency, state=CardState.IN_FORCE
    ).distinct()


def card_for(user: User, ref: str) -> RateCard:
    """One card. Raises Hidden."""
    found = cards_visible_to(user).filter(ref=ref).first()
    if found is None:
        raise Hidden(ref[:40])
    return found


def card_on(day: date, partnership: Partnership | None, agency: Agency | None) -> RateCard | None:
    """The approved card of that day: the one for both, else the partnership's, else the agency's, else everyone's."""
    return nearest_card(RateCard.objects.filter(state=CardState.IN_FORCE), day, partnership, agency)


def nearest_card(
    cards: Iterable[RateCard], day: date, partnership: Partnership | None, agency: Agency | None
) -> RateCard | None:
    """The same among approved cards already read."""
    fitting = [
        card
        for card in cards
        if in_force(card.valid_from, card.valid_until, day)
        and card.partnership_id in {None, partnership.pk if partnership else None}
        and card.agency_id in {None, agency.pk if agency else None}
    ]
    return min(fitting, key=lambda card: (card.partnership_id is None, card.agency_id is None, -card.pk), default=None)


def terms_of(engagement: Engagement) -> Terms:
    """What prices its claims from now on. A claim already made keeps its own."""
    payer = engagement.lead_payer
    card = engagement.card or card_on(engagement.opened_on, payer.partnership, engagement.agency)
    vat = engagement.payee.vat_basis_points
    if card is None:
        return Terms({}, engagement.day_rate_pence, vat_basis_points=vat)
    return Terms(card.table, engagement.day_rate_pence, card.day_minutes, vat, card.ref)


def payers_visible_to(user: Any) -> QuerySet[Payer]:
    """Every payer for a coordinator, a commissioner's own; else none."""
    found = Payer.objects.select_related("partnership")
    if has_role(user, Role.COORDINATOR):
        return found
    return found.filter(partnership__ref__in=scopes_of(user, Role.COMMISSIONER))


def payer_for(user: User, ref: str) -> Payer:
    """One payer. Raises Hidden."""
    found = payers_visible_to(user).filter(ref=ref).first()
    if found is None:
        raise Hidden(ref[:40])
    return found


def payee_for(user: User, ref: str) -> Payee:
    """Who is paid, with bank details; the reading is recorded. Raises Hidden for all who may not change it too."""
    found = Payee.objects.select_related("expert", "agency").filter(ref=ref).first()
    if found is None or not rules.can_set_payee(user, found):
        raise Hidden(ref[:40])
    with transaction.atomic():
        audit.record("remuneration.payee_read", found.ref, user)
    return found
