"""Rows for the ledger, as far as each person may see them."""

from typing import Any

from lantern.access.public import Role
from lantern.accounts.public import has_role, scopes_of
from lantern.kit import clock
from lantern.kit.states import IllegalMove
from lantern.remuneration.domain import pricing
from lantern.remuneration.domain.claims import ClaimState
from lantern.remuneration.domain.ledger import PaidClaim, Row
from lantern.remuneration.domain.rates import CardState, Terms
from lantern.remuneration.domain.work import Kind
from lantern.remuneration.models import Claim, ClaimLine, Engagement, Entry, RateCard
from lantern.remuneration.selectors.claims import claims_visible_to
from lantern.remuneration.selectors.engagements import hers_or_her_agencys
from lantern.remuneration.selectors.rates import nearest_card, terms_of


def ledger_rows(user: Any, *, whole: bool = False) -> list[Row]:
    """Every entry this person may see, by the same reach as claims; a commissioner's are of engagements she pays.

    `whole`: all of them, for sums that the caller withholds small counts from. Constant in queries: one each for
    entries, lines, engagements and their cards.
    """
    engagements = (
        Engagement.objects.select_related("expert", "agency", "payee", "card")
        .prefetch_related("payer_shares__payer__partnership", "card__rates")
        .distinct()
    )
    if not whole and not has_role(user, Role.COORDINATOR):
        mine = hers_or_her_agencys(user)
        if areas := scopes_of(user, Role.COMMISSIONER):
            paid = Engagement.objects.filter(payer_shares__payer__partnership__ref__in=areas)
            mine |= type(mine)(pk__in=paid.values("pk"))
        engagements = engagements.filter(mine)
    found = {engagement.pk: engagement for engagement in engagements}
    lines = {
        line.entry_id: line
        for line in ClaimLine.objects.filter(live=True, entry__engagement__in=found).select_related("claim")
    }
    cards = list(RateCard.objects.filter(state=CardState.IN_FORCE).prefetch_related("rates"))
    for engagement in found.values():
        if engagement.card is None:  # opened before there was a card; one may have been approved for that day since
            partnership = engagement.lead_payer.partnership
            engagement.card = nearest_card(cards, engagement.opened_on, partnership, engagement.agency)
    terms = {pk: _terms(engagement) for pk, engagement in found.items()}
    rows = []
    for entry in Entry.objects.filter(engagement__in=found, struck_at=None).order_by("done_on", "pk"):
        engagement, line = found[entry.engagement_id], lines.get(entry.pk)
        if line is None:
            try:
                worth: int | None = pricing.worth(Kind(entry.kind), entry.minutes, terms[engagement.pk])
            except IllegalMove:
                worth = None
        else:
            worth = line.pence
        partnership = engagement.lead_payer.partnership
        rows.append(
            Row(
                entry_ref=entry.ref,
                engagement_ref=engagement.ref,
                expert_ref=engagement.expert.ref if engagement.expert else "",
                agency_ref=engagement.agency.ref if engagement.agency else "",
                partnership_ref=partnership.ref if partnership else "",
                kind=entry.kind,
                month=f"{entry.done_on:%Y-%m}",
                minutes=entry.minutes,
                donated=entry.donated,
                worth_pence=worth,
                state=line.claim.state if line else "",
                claim_ref=line.claim.ref if line else "",
            )
        )
    return rows


def _terms(engagement: Engagement) -> Terms:
    """As `terms_of`, which would look for a card once more."""
    return terms_of(engagement) if engagement.card else Terms({}, engagement.day_rate_pence)


def ledger_claims(user: Any, *, whole: bool = False) -> list[PaidClaim]:
    """Every claim this person may see (`whole`: every one) that was sent in and not taken back."""
    seen = Claim.objects.select_related("engagement__agency").prefetch_related("shares__payer__partnership")
    found = (
        (seen if whole else claims_visible_to(user))
        .filter(submitted_at__isnull=False)
        .exclude(state=ClaimState.WITHDRAWN)
    )
    return [_paid(claim) for claim in found]


def _paid(claim: Claim) -> PaidClaim:
    assert claim.submitted_at is not None  # noqa: S101 - filtered above
    agency, partnership = claim.engagement.agency, next(iter(claim.shares.all())).payer.partnership
    submitted_on = claim.submitted_at.astimezone(clock.LONDON).date()
    return PaidClaim(
        claim_ref=claim.ref,
        agency_ref=agency.ref if agency else "",
        partnership_ref=partnership.ref if partnership else "",
        submitted_on=submitted_on,
        paid_on=claim.paid_on,
        month=f"{submitted_on:%Y-%m}",
    )
