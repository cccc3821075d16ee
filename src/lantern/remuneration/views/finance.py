"""Invoices, batches for finance teams, and the files they send back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from lantern.access.public import Hidden
from lantern.accounts.public import actor, needs_fresh_sign_in
from lantern.kit import money, spreadsheets
from lantern.kit.spreadsheets import MOST_BYTES, Unreadable
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.pages.files import attachment
from lantern.remuneration import selectors, services
from lantern.remuneration.domain import batch as batches
from lantern.remuneration.domain.invoice import pdf
from lantern.remuneration.forms.finance import LayoutForm, RemittanceForm
from lantern.remuneration.tables import finance as tables

MOST_BATCHES = 100


@needs_fresh_sign_in
def invoice(request: HttpRequest, ref: str) -> HttpResponse:
    share = selectors.share_for(actor(request), ref)
    found = services.take_invoice(share=share, by=actor(request))
    return attachment(pdf(found), found.filename, "application/pdf")


def finance(request: HttpRequest) -> HttpResponse:
    user = actor(request)
    return render(
        request,
        "remuneration/finance.html",
        {
            "waiting": tables.waiting_by_payer(selectors.waiting_for_batch(user)),
            "batches": tables.batch_rows(selectors.batches_visible_to(user)[:MOST_BATCHES]),
        },
    )


@require_POST
def batch_make(request: HttpRequest, ref: str) -> HttpResponse:
    payer = selectors.payers_settled_by(actor(request)).filter(ref=ref).first()
    if payer is None:
        raise Hidden(ref[:40])
    try:
        made = services.make_batch(payer=payer, by=actor(request))
    except (IllegalMove, OutOfDate) as problem:
        messages.error(request, str(problem))
        return redirect("remuneration:finance")
    messages.success(request, f"Batch {made.number} is made.")
    return redirect("remuneration:batch", made.ref)


def batch(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.batch_for(actor(request), ref)
    payments = selectors.batch_payments(found)
    due = selectors.due_of(payments)
    context = {
        "batch": found,
        "rows": tables.payment_rows(payments, due),
        "total": money.exactly(batches.total_pence(due)),
        "many": len(payments),
    }
    return render(request, "remuneration/batch.html", context)


@needs_fresh_sign_in
def batch_csv(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.batch_for(actor(request), ref)
    rows = services.take_batch(batch=found, by=actor(request))
    # Some finance systems read the mark at the start as a letter of the first heading.
    content = spreadsheets.to_csv(rows, marked=request.GET.get("mark") != "no")
    return attachment(content, f"batch-{found.number}.csv", "text/csv; charset=utf-8")


def remittance_upload(request: HttpRequest) -> HttpResponse:
    form = RemittanceForm(request.POST, request.FILES) if request.method == "POST" else RemittanceForm()
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            # One byte more than is allowed shows that there is more, without reading it.
            content = form.cleaned_data["sheet"].read(MOST_BYTES + 1)
            pending = services.read_remittance(content=content, by=actor(request))
        except Unreadable as problem:
            form.add_error("sheet", str(problem))
        else:
            return redirect("remuneration:remittance_preview", pending.ref)
    return render(request, "remuneration/remittance_upload.html", {"form": form}, status=status)


def remittance_preview(request: HttpRequest, ref: str) -> HttpResponse:
    """What would be marked; and, by POST, which column of the file is which."""
    preview = selectors.pending_remittance(actor(request), ref)
    form = LayoutForm(request.POST or None, sheet=preview.sheet, chosen=preview.layout)
    if form.is_valid():
        services.set_remittance_layout(ref=ref, layout=form.layout, by=actor(request))
        return redirect("remuneration:remittance_preview", ref)
    context = {
        "preview": preview,
        "form": form,
        "matched": tables.matched_rows(preview.matched),
        "unmatched": tables.unmatched_rows(preview.unmatched),
        "total": money.exactly(sum(line.pence or 0 for line in preview.matched)),
    }
    return render(request, "remuneration/remittance_preview.html", context, status=422 if form.is_bound else 200)


@require_POST
def remittance_confirm(request: HttpRequest, ref: str) -> HttpResponse:
    expected = request.POST.get("expected", "")
    number = int(expected) if expected.isascii() and expected.isdigit() and len(expected) < 10 else -1
    try:
        count = services.confirm_remittance(ref=ref, expected=number, by=actor(request))
    except OutOfDate:
        messages.error(request, "What is owed has changed since. Nothing was marked. Look again before you mark.")
        return redirect("remuneration:remittance_preview", ref)
    except Hidden:
        messages.error(request, "This file was taken or put away already, or waited for too long.")
        return redirect("remuneration:remittance_upload")
    messages.success(request, f"Marked {count} payment{'' if count == 1 else 's'} as paid.")
    return redirect("remuneration:finance")


@require_POST
def remittance_cancel(request: HttpRequest, ref: str) -> HttpResponse:
    services.put_remittance_away(ref=ref, by=actor(request))
    messages.success(request, "The file is put away. Nothing was marked.")
    return redirect("remuneration:remittance_upload")
