"""From approval to the money: sent to the payers' finance teams, paid or failed, and reminders of what was promised."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.remuneration import rules
from lantern.remuneration.domain import claims
from lantern.remuneration.domain.claims import Action, ClaimState, PaymentState
from lantern.remuneration.models import Claim, ClaimShare, Payment
from lantern.remuneration.services.claims import move
from lantern.remuneration.services.telling import remind

MARKED = "The payment was marked already."
UNKNOWN = "No payment has this reference."
WRONG_AMOUNT = "The amount is not the one that was sent for payment."
FAILED_BEFORE = "This attempt had failed. If it was paid after all, ask finance before you send it again."


@transaction.atomic
def send_for_payment(*, claim: Claim, version: int, by: User) -> list[Payment]:
    """Numbers the invoices and makes one payment a share, or a new attempt for each share that failed.

    Raises Refused, IllegalMove, OutOfDate.
    """
    rules.check_is_programme(by, claim.ref)
    move(claim, version, Action.SEND, by=by)
    # The chain of events has one end, which is locked from here on: two senders never take the same number.
    audit.record("remuneration.claim_sent", claim.ref, by, pence=claim.total_pence)
    made = []
    number = ClaimShare.objects.aggregate(most=Max("invoice_number"))["most"] or 0
    for share in claim.shares.all():
        if share.invoice_number is None:
            number += 1
            share.invoice_number, share.invoiced_on = number, clock.today()
            share.save(update_fields=["invoice_number", "invoiced_on"])
        if not share.payments.filter(state__in=(PaymentState.SENT, PaymentState.PAID)).exists():
            try:
                made.append(Payment.objects.create(share=share, sent_by=by))
            except IntegrityError as problem:
                raise OutOfDate("This claim") from problem
    return made


@transaction.atomic
def record_paid(*, payment: Payment, on: date, by: User) -> Payment:
    """Keeps that a payment went through; a second time is refused. Raises Refused, IllegalMove, OutOfDate."""
    rules.check_can_settle(by, payment.share.payer, payment.ref)
    return _settle(payment, PaymentState.PAID, on, "", by)


@transaction.atomic
def record_failed(*, payment: Payment, reason: str, by: User, on: date | None = None) -> Payment:
    """Keeps that a payment came back. Raises Refused, IllegalMove, OutOfDate."""
    rules.check_can_settle(by, payment.share.payer, payment.ref)
    return _settle(payment, PaymentState.FAILED, on or clock.today(), reason, by)


def _settle(payment: Payment, to: PaymentState, on: date, reason: str, by: User) -> Payment:
    if on > clock.today():
        raise IllegalMove("This day has not come yet.")
    # One claim's payments stand in a line: the last of two shares paid at once is what pays the claim.
    claim = Claim.objects.select_for_update().get(pk=payment.share.claim_id)
    if payment.state != PaymentState.SENT:
        raise IllegalMove(MARKED)
    seen = Payment.objects.filter(pk=payment.pk, state=PaymentState.SENT)
    changes = {"settled_on": on, "settled_at": clock.now(), "settled_by": by, "reason": reason.strip()[:200]}
    if not seen.update(state=to.value, **changes):
        raise OutOfDate("This payment")
    payment.refresh_from_db()
    newest = {p.share_id: PaymentState(p.state) for p in Payment.objects.filter(share__claim=claim).order_by("pk")}
    action = claims.settled(newest.values())
    event = "remuneration.share_paid" if to is PaymentState.PAID else "remuneration.share_failed"
    if action is not None and claim.state == ClaimState.SENT:
        move(claim, claim.version, action, by=by, paid_on=on if action is Action.PAY else None)
        event = f"remuneration.claim_{action.done}"
    audit.record(event, claim.ref, by, payment=payment.ref, pence=payment.share.total_pence)
    return payment


@dataclass(frozen=True, slots=True)
class Reported:
    """One line of what a finance team says: a payment's reference, its amount, the day, and whether it went through."""

    ref: str
    pence: int
    on: date
    paid: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """References marked now, marked before, and those that were not, each with its sentence."""

    marked: tuple[str, ...]
    already: tuple[str, ...]
    unmatched: tuple[tuple[str, str], ...]


@transaction.atomic
def settle(*, reported: Iterable[Reported], by: User) -> Settled:
    """Marks what a remittance says, as far as it matches; the rest is answered with a sentence each. Twice is once.

    Only payments this person may settle match at all.
    """
    marked, already, unmatched = [], [], []
    lines = list(reported)
    # All claims at once and in one order: two files read at the same moment stand in a line instead of in a knot.
    named = Claim.objects.filter(shares__payments__ref__in={line.ref for line in lines}).values("pk")
    list(Claim.objects.select_for_update().filter(pk__in=named).order_by("pk"))
    for line in lines:
        payment = (
            Payment.objects.select_related("share__claim", "share__payer__partnership").filter(ref=line.ref).first()
        )
        if payment is None or not rules.can_settle(by, payment.share.payer, payment.ref):
            unmatched.append((line.ref, UNKNOWN))
        elif line.pence != payment.share.total_pence:
            unmatched.append((line.ref, WRONG_AMOUNT))
        elif payment.state == (PaymentState.PAID if line.paid else PaymentState.FAILED):
            already.append(line.ref)
        elif payment.state != PaymentState.SENT:
            unmatched.append((line.ref, FAILED_BEFORE if line.paid else MARKED))
        else:
            to = PaymentState.PAID if line.paid else PaymentState.FAILED
            try:
                _settle(payment, to, line.on, line.reason, by)
            except IllegalMove as problem:
                unmatched.append((line.ref, str(problem)))
            else:
                marked.append(line.ref)
    audit.record(
        "remuneration.remittance_read",
        "remittance",
        by,
        marked=len(marked),
        already=len(already),
        unmatched=len(unmatched),
    )
    return Settled(tuple(marked), tuple(already), tuple(unmatched))


def remind_payers(today: date) -> int:
    """Reminds whoever an open claim waits for, from a week before the promised day. Each in its own transaction."""
    states = [state.value for state in ClaimState if state.open and state is not ClaimState.QUERIED]
    waiting = Claim.objects.filter(state__in=states, due_on__isnull=False).order_by("due_on", "pk")
    count = 0
    for claim in waiting.select_related("engagement__expert__user", "engagement__agency", "drafted_by"):
        assert claim.due_on is not None  # noqa: S101 - filtered above
        if not claims.reminder_due(claim.due_on, claim.reminded_on, today):
            continue
        with transaction.atomic():
            seen = Claim.objects.filter(pk=claim.pk, state=claim.state, reminded_on=claim.reminded_on)
            if not seen.update(reminded_on=today):
                continue  # moved on, or reminded by another run, in this very moment
            remind(claim)
            audit.record("remuneration.owner_reminded", claim.ref, None, owner=claim.owner, due_on=str(claim.due_on))
        count += 1
    return count
