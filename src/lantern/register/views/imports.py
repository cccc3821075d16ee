"""Importing experts: upload, look, confirm."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lantern.access.public import Hidden
from lantern.accounts.public import actor
from lantern.kit.spreadsheets import MOST_BYTES, Unreadable
from lantern.kit.states import OutOfDate
from lantern.pages.files import sheet
from lantern.register import rules, selectors, services
from lantern.register.domain import importing
from lantern.register.forms import UploadForm

MOST_SHOWN = 200


def import_upload(request: HttpRequest) -> HttpResponse:
    rules.check_is_programme(actor(request))
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            # One byte more than is allowed shows that there is more, without reading it.
            content = form.cleaned_data["sheet"].read(MOST_BYTES + 1)
            pending = services.preview_import(content=content, by=actor(request))
        except Unreadable as problem:
            form.add_error("sheet", str(problem))
        else:
            return redirect("register:import_preview", pending.ref)
    context = {"form": form, "columns": importing.COLUMNS}
    return render(request, "register/import_upload.html", context, status=status)


def import_template(request: HttpRequest) -> HttpResponse:
    return sheet(importing.template(), "register-template", as_csv=request.GET.get("as") == "csv")


def import_preview(request: HttpRequest, ref: str) -> HttpResponse:
    preview = selectors.pending_import(actor(request), ref)
    accepted = [
        [
            {"heading": "Name", "text": row.name},
            {"heading": "Row", "text": str(number), "number": True},
            {"heading": "Agency", **({"text": row.agency} if row.agency else {"no_value": "Independent"})},
            {"heading": "Things known", "text": str(sum(len(items) for _f, items in row.knows)), "number": True},
        ]
        for number, row in preview.accepted[:MOST_SHOWN]
    ]
    refused = [
        [
            {"heading": "Row", "text": f"Row {one.row}"},
            {"heading": "Column", **({"text": one.column} if one.column else {"no_value": "No heading"})},
            {"heading": "What to mend", "text": one.sentence},
        ]
        for one in preview.refused
    ]
    context = {
        "preview": preview,
        "accepted": accepted,
        "refused": refused,
        "refused_rows": len({one.row for one in preview.refused}),
        "not_shown": max(0, len(preview.accepted) - MOST_SHOWN),
        "there": [f"{row.name}, row {number}" for number, row in preview.there],
    }
    return render(request, "register/import_preview.html", context)


def import_confirm(request: HttpRequest, ref: str) -> HttpResponse:
    expected = request.POST.get("expected", "")
    try:
        count = services.confirm_import(
            ref=ref, expected=int(expected) if expected.isascii() and expected.isdigit() else -1, by=actor(request)
        )
    except OutOfDate:
        messages.error(request, "The register has changed since. Nothing was added. Look again before you add.")
        return redirect("register:import_preview", ref)
    except Hidden:
        messages.error(request, "This file was added or put away already, or waited for too long.")
        return redirect("register:import_upload")
    messages.success(request, f"Added {count} expert{'' if count == 1 else 's'}.")
    return redirect("register:experts")


def import_cancel(request: HttpRequest, ref: str) -> HttpResponse:
    services.cancel_import(ref=ref, by=actor(request))
    messages.success(request, "The file is put away. Nothing was added.")
    return redirect("register:import_upload")
