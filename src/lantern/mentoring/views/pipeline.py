"""Where everyone is on the way to the chair."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lantern.accounts.public import actor
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.mentoring.selectors.pipeline import paths, reasons_for_leaving
from lantern.mentoring.tables.pipeline import pipeline_page


def pipeline(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    with transaction.atomic():
        audit.record("mentoring.pipeline_read", "pipeline", actor(request))
    context = {"today": today, **pipeline_page(paths(), reasons_for_leaving(), today)}
    return render(request, "mentoring/pipeline.html", context)
