"""Out to a finance team and back: invoices, batches, and what was paid."""

import hashlib
import json
from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.db.models import Max

from lantern.access.public import Hidden
from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock, spreadsheets
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.remuneration import rules
from lantern.remuneration.domain import batch as batches
from lantern.remuneration.domain import invoice as invoices
from lantern.remuneration.domain.remittance import Layout
from lantern.remuneration.models import Batch, BatchLine, ClaimShare, Payer, PendingRemittance, Remittance
from lantern.remuneration.selectors.finance import (
    KEPT_FOR,
    batch_payments,
    due_of,
    invoice_of,
    pending_remittance,
    waiting_for_batch,
)
from lantern.remuneration.services.payments import Reported, settle


def take_invoice(*, share: ClaimShare, by: User) -> invoices.Invoice:
    """The invoice as it leaves Lantern, which is an event of its own."""
    found = invoice_of(share)
    with transaction.atomic():
        audit.record("remuneration.invoice_taken", share.claim.ref, by, invoice=share.invoice_number)
    return found


def make_batch(*, payer: Payer, by: User) -> Batch:
    """Puts every payment of one payer that waits into a new batch. Raises IllegalMove where none does, or OutOfDate."""
    rules.check_can_settle(by, payer, payer.ref)
    try:
        with transaction.atomic():
            waiting = list(waiting_for_batch(by).filter(share__payer=payer))
            if not waiting:
                raise IllegalMove("There is no payment waiting for a batch. It may stand in one already.")
            last = Batch.objects.aggregate(last=Max("number"))["last"] or 0
            made = Batch.objects.create(number=last + 1, payer=payer, made_by=by)
            BatchLine.objects.bulk_create(BatchLine(batch=made, payment=payment) for payment in waiting)
            audit.record("remuneration.batch_made", made.ref, by, number=made.number, payments=len(waiting))
    except IntegrityError as problem:  # someone made one at the same moment: the number or a payment stands already
        raise OutOfDate("The list of payments") from problem
    return made


def take_batch(*, batch: Batch, by: User) -> list[list[str]]:
    """The rows of a batch as they leave Lantern, which is an event of its own."""
    rows = batches.rows(due_of(batch_payments(batch)))
    with transaction.atomic():
        audit.record("remuneration.batch_taken", batch.ref, by, number=batch.number, payments=len(rows) - 1)
    return rows


def read_remittance(*, content: bytes, by: User) -> PendingRemittance:
    """Reads a finance team's file and keeps what was read, sealed, until it is confirmed. Raises Unreadable."""
    rows = spreadsheets.read(content)
    pending = PendingRemittance(uploaded_by=by, digest=hashlib.sha256(content).hexdigest())
    pending.content = json.dumps(rows)
    with transaction.atomic():
        PendingRemittance.objects.filter(uploaded_by=by).delete()
        PendingRemittance.objects.filter(uploaded_at__lt=clock.now() - KEPT_FOR).delete()
        pending.save()
        audit.record("remuneration.remittance_uploaded", pending.ref, by, rows=len(rows))
    return pending


def set_remittance_layout(*, ref: str, layout: Layout, by: User) -> None:
    """Says which column of the waiting file is which. Raises Hidden."""
    with transaction.atomic():
        found = PendingRemittance.objects.filter(ref=ref, uploaded_by=by)
        if not found.update(layout=asdict(layout)):
            raise Hidden(ref[:40])
        audit.record("remuneration.remittance_columns_set", ref, by)


def confirm_remittance(*, ref: str, expected: int, by: User) -> int:
    """Marks every matched payment as paid, or none. Answers how many.

    `expected` is the number the person saw. Raises OutOfDate where it is another now, and Hidden where the file was
    confirmed, put away, or kept too long.
    """
    with transaction.atomic():
        preview = pending_remittance(by, ref)
        pending = PendingRemittance.objects.filter(ref=ref, uploaded_by=by)
        digest = pending.values_list("digest", flat=True).get()
        if preview.lines is None or len(preview.matched) != expected:
            raise OutOfDate("What is owed")
        if not pending.delete()[0]:
            raise Hidden(ref[:40])
        reported = [
            Reported(line.payment_ref, line.pence, line.paid_on)
            for line in preview.matched
            if line.pence is not None and line.paid_on is not None
        ]
        if len(settle(reported=reported, by=by).marked) != expected:
            raise OutOfDate("What is owed")
        Remittance.objects.get_or_create(
            digest=digest, defaults={"marked": expected, "unmatched": len(preview.unmatched), "taken_by": by}
        )
    return expected


def put_remittance_away(*, ref: str, by: User) -> None:
    """Forgets an uploaded file."""
    with transaction.atomic():
        if not PendingRemittance.objects.filter(ref=ref, uploaded_by=by).delete()[0]:
            raise Hidden(ref[:40])
        audit.record("remuneration.remittance_put_away", ref, by)
