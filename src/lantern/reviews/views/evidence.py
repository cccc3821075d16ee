"""The evidence of a review: a page, a document and a table."""

import csv
import io

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lantern.accounts.public import actor, needs_fresh_sign_in
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.pages.files import CSV, WORD, attachment
from lantern.reviews import selectors, tables
from lantern.reviews.domain.evidence import Evidence, cell
from lantern.reviews.models import Review


def evidence(request: HttpRequest, ref: str) -> HttpResponse:
    review = selectors.review_for(actor(request), ref)
    found = selectors.evidence_of(review)
    context = {"review": review, "evidence": found, "sections": tables.evidence_sections(found), "on": clock.today()}
    return render(request, "reviews/evidence.html", context)


@needs_fresh_sign_in
def evidence_docx(request: HttpRequest, ref: str) -> HttpResponse:
    return attachment(tables.evidence_document(taken_out(request, ref, "docx"), clock.today()), "evidence.docx", WORD)


@needs_fresh_sign_in
def evidence_csv(request: HttpRequest, ref: str) -> HttpResponse:
    found = taken_out(request, ref, "csv")
    text = io.StringIO()
    # A byte-order mark, since Excel reads a file without one as Latin-1.
    text.write("\ufeff")
    writer = csv.writer(text)
    for row in tables.evidence_rows(found, clock.today()):
        writer.writerow([cell(value) for value in row])
    return attachment(text.getvalue().encode(), "evidence.csv", CSV)


def taken_out(request: HttpRequest, ref: str, form: str) -> Evidence:
    review: Review = selectors.review_for(actor(request), ref)
    with transaction.atomic():
        audit.record("review.evidence_exported", review.ref, actor(request), form=form)
    return selectors.evidence_of(review)
