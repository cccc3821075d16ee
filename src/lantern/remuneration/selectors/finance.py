"""Invoices, batches and remittances, as far as each person may see them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from lantern.access.public import Hidden, Role
from lantern.accounts.public import User, has_role, scopes_of
from lantern.audit import public as audit
from lantern.kit import clock, money
from lantern.kit.states import IllegalMove
from lantern.remuneration.domain import batch, invoice, pricing, remittance
from lantern.remuneration.domain.claims import PaymentState
from lantern.remuneration.domain.rates import Terms
from lantern.remuneration.domain.work import CostKind, Kind, duration
from lantern.remuneration.models import Batch, ClaimLine, ClaimShare, Payer, Payment, PendingRemittance, Remittance
from lantern.remuneration.selectors.claims import claims_visible_to
from lantern.remuneration.selectors.engagements import hers_or_her_agencys

KEPT_FOR = timedelta(minutes=30)
MOST_SHOWN = 200


def shares_visible_to(user: Any) -> QuerySet[ClaimShare]:
    """Invoices: of her claims for whoever is paid, her own part for a payer, all for a coordinator."""
    found = ClaimShare.objects.filter(
        claim__in=claims_visible_to(user).values("pk"), invoice_number__isnull=False
    ).select_related(
        "payer__partnership", "claim__engagement__expert", "claim__engagement__agency", "claim__payee__agency",
        "claim__payee__expert",
    )  # fmt: skip
    areas = scopes_of(user, Role.COMMISSIONER)
    if areas and not has_role(user, Role.COORDINATOR):
        # Who pays a part sees her own invoice, and not another payer's.
        mine = hers_or_her_agencys(user, "claim__engagement__")
        found = found.filter(Q(payer__partnership__ref__in=areas) | mine)
    return found


def share_for(user: User, ref: str) -> ClaimShare:
    """One invoice's share. Raises Hidden, also before it has a number."""
    found = shares_visible_to(user).filter(ref=ref).first()
    if found is None:
        raise Hidden(ref[:40])
    return found


def invoice_of(share: ClaimShare) -> invoice.Invoice:
    """What stands on a share's invoice: the claim's lines, and this payer's part of their sum."""
    claim, payee, terms = share.claim, share.claim.payee, share.claim.priced_by
    lines = list(claim.lines.all())
    hours = [line for line in lines if line.entry_id is not None and not line.donated]
    day_of = invoice.day
    assert share.invoiced_on is not None  # noqa: S101 - an invoice has a number and a day together
    return invoice.Invoice(
        number=share.invoice_name,
        issued_on=share.invoiced_on,
        due_on=claim.due_on or share.invoiced_on + timedelta(days=share.payer.term_days),
        claim_ref=claim.ref,
        purchase_order=share.purchase_order,
        payee=invoice.Party(payee.invoice_name, _lines(payee.address)),
        payer=invoice.Party(share.payer.name),
        work=tuple(
            invoice.Work(
                Kind(line.kind).label,
                day_of(line.done_on),
                duration(line.minutes),
                _rate(line, hours, terms),
                line.pence,
            )
            for line in hours
        ),
        costs=tuple(
            invoice.Cost(CostKind(line.kind).label, day_of(line.done_on), line.pence)
            for line in lines
            if line.cost_id is not None
        ),
        whole_net_pence=claim.net_pence,
        whole_vat_pence=claim.vat_pence,
        net_pence=share.net_pence,
        vat_pence=share.vat_pence,
        vat_basis_points=terms.vat_basis_points,
        vat_number=payee.vat_number if terms.vat_basis_points else "",
        bank=_lines(payee.bank),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _rate(line: ClaimLine, hours: Iterable[ClaimLine], terms: Terms) -> str:
    """The rate that priced the line: the card's, or the day rate her offer promised where that came to more."""
    kind = Kind(line.kind)
    minutes = sum(one.minutes for one in hours if (one.done_on, one.kind) == (line.done_on, line.kind))
    by_card = _worth(kind, minutes, replace(terms, day_rate_pence=None))
    by_day = _worth(kind, minutes, replace(terms, rates={}))
    if by_card is None or (by_day is not None and by_day > by_card):
        return f"{money.exactly(terms.day_rate_pence or 0)} a day of {duration(terms.day_minutes)}"
    return f"{money.exactly(terms.rates[kind].pence)} {terms.rates[kind].unit.label}"


def _worth(kind: Kind, minutes: int, terms: Terms) -> int | None:
    try:
        return pricing.worth(kind, minutes, terms)
    except IllegalMove:
        return None


def payers_settled_by(user: Any) -> QuerySet[Payer]:
    """The payers whose payments this person sends out and marks: all for a coordinator, a commissioner's own."""
    if has_role(user, Role.COORDINATOR):
        return Payer.objects.all()
    return Payer.objects.filter(partnership__ref__in=scopes_of(user, Role.COMMISSIONER))


def batches_visible_to(user: Any) -> QuerySet[Batch]:
    found = Batch.objects.select_related("payer", "made_by").prefetch_related("lines__payment__share")
    return found.filter(payer__in=payers_settled_by(user))


def batch_for(user: User, ref: str) -> Batch:
    """One batch; the reading is recorded. Raises Hidden."""
    found = batches_visible_to(user).filter(ref=ref).first()
    if found is None:
        raise Hidden(ref[:40])
    with transaction.atomic():
        audit.record("remuneration.batch_read", found.ref, user)
    return found


def waiting_for_batch(user: Any) -> QuerySet[Payment]:
    """Payments sent that stand in no batch yet, by payer."""
    return (
        Payment.objects.filter(state=PaymentState.SENT, batch_line=None, share__payer__in=payers_settled_by(user))
        .select_related("share__payer", "share__claim")
        .order_by("share__payer__name", "pk")
    )


def due_of(payments: Iterable[Payment]) -> list[batch.Due]:
    """Payments as rows of a batch; `payments` with their share, payer, claim and payee."""
    return [
        batch.Due(
            payment_ref=payment.ref,
            invoice=share.invoice_name,
            invoiced_on=share.invoiced_on or _day(payment),
            due_on=share.claim.due_on or _day(payment) + timedelta(days=share.payer.term_days),
            payer=share.payer.name,
            purchase_order=share.purchase_order,
            payee=share.claim.payee.invoice_name,
            payee_ref=share.claim.payee.ref,
            claim_ref=share.claim.ref,
            net_pence=share.net_pence,
            vat_pence=share.vat_pence,
        )
        for payment in payments
        for share in [payment.share]
    ]


def batch_payments(found: Batch) -> list[Payment]:
    """The payments of a batch in the order they entered it."""
    lines = found.lines.select_related(
        "payment__share__payer", "payment__share__claim__payee__agency", "payment__share__claim__payee__expert"
    )
    return [line.payment for line in lines]


def owed_by(user: Any) -> list[remittance.Owed]:
    """Every payment that this person may mark, settled or not, for a remittance to be held against."""
    payments = Payment.objects.filter(share__payer__in=payers_settled_by(user)).select_related("share").order_by("pk")
    return [
        remittance.Owed(
            payment_ref=payment.ref,
            invoice=payment.share.invoice_name,
            total_pence=payment.share.total_pence,
            sent_on=_day(payment),
            paid_on=payment.settled_on if payment.state == PaymentState.PAID else None,
            failed=payment.state == PaymentState.FAILED,
        )
        for payment in payments
    ]


def _day(payment: Payment) -> date:
    return payment.sent_at.astimezone(clock.LONDON).date()


@dataclass(frozen=True, slots=True)
class RemittancePreview:
    """What taking the file would do. `lines` is None while it is not known which column is which."""

    ref: str
    sheet: remittance.Sheet
    layout: remittance.Layout | None
    lines: list[remittance.Line] | None
    taken_before: Remittance | None

    def of(self, *outcomes: remittance.Outcome) -> list[remittance.Line]:
        return [line for line in self.lines or [] if line.outcome in outcomes]

    @property
    def matched(self) -> list[remittance.Line]:
        return self.of(remittance.Outcome.MATCHED)

    @property
    def already(self) -> list[remittance.Line]:
        return self.of(remittance.Outcome.MARKED_ALREADY)

    @property
    def unmatched(self) -> list[remittance.Line]:
        harmless = {remittance.Outcome.MATCHED, remittance.Outcome.MARKED_ALREADY}
        return [line for line in self.lines or [] if line.outcome not in harmless]


def pending_remittance(user: User, ref: str) -> RemittancePreview:
    """What this person uploaded and has not confirmed, against what is owed now. Raises Hidden."""
    found = PendingRemittance.objects.filter(ref=ref, uploaded_by=user, uploaded_at__gte=clock.now() - KEPT_FOR).first()
    if found is None:
        raise Hidden(ref[:40])
    rows, owed = json.loads(found.content), owed_by(user)
    sheet = remittance.look(rows, owed)
    layout = remittance.Layout(**found.layout) if found.layout else sheet.layout
    lines = None if layout is None else remittance.match(rows, layout, owed, clock.today())
    return RemittancePreview(found.ref, sheet, layout, lines, Remittance.objects.filter(digest=found.digest).first())
