"""Claims and payments, as far as each person may see them."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from lantern.access.public import Hidden, Role
from lantern.accounts.public import User, has_role, people_with, scopes_of
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.links import hash_of
from lantern.remuneration import rules
from lantern.remuneration.domain.claims import ClaimState, Owner, PaymentState
from lantern.remuneration.models import ApprovalLink, Claim, Payer, Payment
from lantern.remuneration.selectors.engagements import hers_or_her_agencys

# A draft is the claimant's own, and so is one she took back before anybody decided.
_UNSENT = (ClaimState.DRAFTED.value,)


def claims_visible_to(user: Any) -> QuerySet[Claim]:
    """All for a coordinator; her own for an expert, her agency's for a lead, what she pays once sent for a payer."""
    found = Claim.objects.select_related(
        "engagement__expert__user", "engagement__agency", "payee__agency", "payee__expert", "drafted_by"
    ).prefetch_related("shares__payer__partnership")
    if has_role(user, Role.COORDINATOR):
        return found
    mine = hers_or_her_agencys(user, "engagement__")
    if areas := scopes_of(user, Role.COMMISSIONER):
        paid = Claim.objects.filter(shares__payer__partnership__ref__in=areas, submitted_at__isnull=False)
        mine |= Q(pk__in=paid.exclude(state__in=_UNSENT).values("pk"))
    return found.filter(mine)


def claim_for(user: User, ref: str) -> Claim:
    """One claim; the reading is recorded. Raises Hidden."""
    found = claims_visible_to(user).filter(ref=ref).first()
    if found is None:
        raise Hidden(ref[:40])
    with transaction.atomic():
        audit.record("remuneration.claim_read", found.ref, user)
    return found


def link_by_token(token: str) -> ApprovalLink | None:
    """The link behind a token while it works: not used, not expired, and its claim still waiting for this answer."""
    return (
        ApprovalLink.objects.filter(
            token_hash=hash_of(token),
            used_at=None,
            expires_at__gt=clock.now(),
            claim__state=ClaimState.SUBMITTED,
        )
        .select_related("claim__engagement__expert", "claim__engagement__agency", "claim__payee", "payer")
        .first()
    )


def claim_by_link(token: str) -> Claim:
    """The claim a link is for, for whoever holds the link; the reading is recorded. Raises Hidden.

    Opening the page uses nothing up: mail programs open links by themselves.
    """
    link = link_by_token(token)
    if link is None:
        raise Hidden("remuneration:link")
    with transaction.atomic():
        audit.record("remuneration.claim_read", link.claim.ref, None, link=link.ref)
    return link.claim


def waiting_on(user: Any) -> list[Claim]:
    """The claims in which the next move is this person's, the longest waiting first. Constant in queries.

    What waits for a claimant waits also for whoever claimed for her.
    """
    if not isinstance(user, User):
        return []
    standing = rules.standing_of(user)
    states = [state.value for state in ClaimState if state.open or state is ClaimState.DRAFTED]
    found = claims_visible_to(user).filter(state__in=states).order_by("submitted_at", "pk")
    return [claim for claim in found if _is_waiting(claim, standing)]


def _is_waiting(claim: Claim, standing: rules.Standing) -> bool:
    match claim.owner:
        case Owner.PROGRAMME:
            return standing.programme
        case Owner.PAYER if claim.state == ClaimState.SUBMITTED:
            return standing.decides(claim)
        case Owner.PAYER:
            return any(standing.pays(share.payer) for share in claim.shares.all())
    return standing.logs_for(claim.engagement) or standing.made(claim)


def payments_open(user: Any) -> QuerySet[Payment]:
    """Payments sent and not settled that this person may settle: all for a coordinator, a commissioner's own."""
    found = (
        Payment.objects.filter(state=PaymentState.SENT)
        .select_related("share__payer__partnership", "share__claim__engagement__expert", "share__claim__payee__agency")
        .order_by("sent_at", "pk")
    )
    if has_role(user, Role.COORDINATOR):
        return found
    return found.filter(share__payer__partnership__ref__in=scopes_of(user, Role.COMMISSIONER))


def approvers_of(payer: Payer) -> list[User]:
    """The people with an account who answer for a payer; none for a body that answers by link."""
    if payer.programme:
        return people_with(Role.COORDINATOR)
    return people_with(Role.COMMISSIONER, payer.partnership.ref) if payer.partnership else []
