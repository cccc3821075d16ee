"""A claim's lines and shares: written from the log, priced by the terms the claim keeps."""

from collections.abc import Iterable

from django.db import IntegrityError
from django.db.models import QuerySet

from lantern.kit.money import Money
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.remuneration.domain import pricing
from lantern.remuneration.domain.claims import ClaimState
from lantern.remuneration.models import Claim, ClaimLine, ClaimShare, Cost, Entry
from lantern.remuneration.selectors.engagements import works

_HERS = {ClaimState.DRAFTED.value, ClaimState.QUERIED.value}


def hers_again(lines: QuerySet[ClaimLine]) -> Claim | None:
    """The claim that holds this line, locked, if she may change it now; None where it is in no claim.

    Raises IllegalMove where the claim is with the payer, or beyond.
    """
    line = lines.filter(live=True).first()
    if line is None:
        return None
    claim = Claim.objects.select_for_update().get(pk=line.claim_id)
    if claim.state not in _HERS:
        raise IllegalMove("This is in a claim that was sent in, so it stays. Withdraw the claim to change it.")
    return claim


def fill(claim: Claim, entries: Iterable[Entry], costs: Iterable[Cost]) -> None:
    """Takes entries and costs into a new claim. Raises OutOfDate where another claim took one in this very moment."""
    try:
        ClaimLine.objects.bulk_create(
            [ClaimLine(claim=claim, entry=one, done_on=one.done_on, kind=one.kind, pence=0) for one in entries]
            + [ClaimLine(claim=claim, cost=one, done_on=one.spent_on, kind=one.kind, pence=0) for one in costs]
        )
    except IntegrityError as problem:
        raise OutOfDate("This log") from problem
    reprice(claim)


def reprice(claim: Claim) -> None:
    """Writes each line as the log has it now, and what it comes to by the claim's own terms; then the shares.

    Lets go of what was struck out. Raises IllegalMove where nothing is left to be paid.
    """
    claim.lines.filter(live=True, entry__struck_at__isnull=False).update(live=False)
    claim.lines.filter(live=True, cost__struck_at__isnull=False).update(live=False)
    lines = list(claim.lines.filter(live=True).select_related("entry", "cost"))
    entries = [line.entry for line in lines if line.entry is not None]
    costs = {line.cost.ref: line.cost.pence for line in lines if line.cost is not None}
    priced = pricing.price(works(entries), costs, claim.priced_by)
    if not priced.net_pence:
        raise IllegalMove(
            "There is nothing to be paid in this claim. Time given unpaid counts without a claim; to take the "
            "claim back, withdraw it."
        )
    for line in lines:
        source = line.entry or line.cost
        assert source is not None  # noqa: S101 - the database has one or the other
        line.kind, line.pence = source.kind, priced.lines[source.ref]
        if line.entry is not None:
            line.done_on, line.minutes, line.donated = line.entry.done_on, line.entry.minutes, line.entry.donated
        elif line.cost is not None:
            line.done_on = line.cost.spent_on
    ClaimLine.objects.bulk_update(lines, ["kind", "pence", "done_on", "minutes", "donated"])
    claim.net_pence, claim.vat_pence, claim.version = priced.net_pence, priced.vat_pence, claim.version + 1
    claim.save(update_fields=["net_pence", "vat_pence", "version"])
    _share_out(claim)


def _share_out(claim: Claim) -> None:
    """One share a payer that has anything to pay. VAT follows the net amounts, to the penny."""
    payers = list(claim.engagement.payer_shares.select_related("payer"))
    nets = pricing.shares(claim.net_pence, [share.part for share in payers])
    vats = Money(claim.vat_pence).split(nets)
    claim.shares.all().delete()
    ClaimShare.objects.bulk_create(
        ClaimShare(
            claim=claim,
            payer=share.payer,
            order=order,
            net_pence=net,
            vat_pence=vat.pence,
            purchase_order=share.payer.purchase_order,
        )
        for order, (share, net, vat) in enumerate(zip(payers, nets, vats, strict=True), 1)
        if net
    )
