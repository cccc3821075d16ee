"""Importing experts from a spreadsheet: read, shown, and then taken whole or not at all."""

import json

from django.db import transaction

from lantern.access.public import Hidden
from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock, spreadsheets
from lantern.kit.states import OutOfDate
from lantern.register import rules
from lantern.register.domain import importing
from lantern.register.domain.importing import ImportRow, Refusal
from lantern.register.models import Agency, Expert, Expertise, FacetAnswer, PendingImport
from lantern.register.selectors.imports import KEPT_FOR, pending_import


def preview_import(*, content: bytes, by: User) -> PendingImport:
    """Reads a file and keeps what was read, sealed, until it is confirmed. Raises Unreadable; writes no expert."""
    rules.check_is_programme(by)
    parsed = importing.parse(spreadsheets.read(content))
    agencies = _agencies()
    refused = list(parsed.refused)
    rows = []
    for number, row in parsed.accepted:
        if row.agency and row.agency.casefold() not in agencies:
            refused.append(
                Refusal(number, "Agency", f"There is no agency “{row.agency[:60]}” in the register. Add it first.")
            )
        else:
            rows.append((number, row))
    pending = PendingImport(uploaded_by=by)
    pending.content = json.dumps(
        {
            "numbers": [number for number, _row in rows],
            "rows": importing.serialise([row for _number, row in rows]),
            "refused": [[one.row, one.column, one.sentence] for one in sorted(refused, key=lambda one: one.row)],
        }
    )
    with transaction.atomic():
        # One waiting file a person, and none for longer than it takes to look at it.
        PendingImport.objects.filter(uploaded_by=by).delete()
        PendingImport.objects.filter(uploaded_at__lt=clock.now() - KEPT_FOR).delete()
        pending.save()
        audit.record("register.import_read", pending.ref, by, rows=len(rows), refused=len(refused))
    return pending


def confirm_import(*, ref: str, expected: int, by: User) -> int:
    """Registers every accepted row of the preview, or none. Answers how many.

    `expected` is the number the person saw. Raises OutOfDate where the register has changed since so that it is
    another number, and Hidden where it was confirmed, cancelled or kept too long.
    """
    rules.check_is_programme(by)
    with transaction.atomic():
        preview = pending_import(by, ref)
        if not PendingImport.objects.filter(ref=ref, uploaded_by=by).delete()[0]:
            raise Hidden(ref)
        agencies = _agencies()
        if len(preview.accepted) != expected or any(
            row.agency and row.agency.casefold() not in agencies for _number, row in preview.accepted
        ):
            raise OutOfDate("The register")
        for _number, row in preview.accepted:
            expert = _register(row, agencies.get(row.agency.casefold()), by)
            audit.record("register.expert_added", expert.ref, by, source="import")
        audit.record("register.imported", ref, by, rows=len(preview.accepted))
    return len(preview.accepted)


def cancel_import(*, ref: str, by: User) -> None:
    """Forgets an uploaded file."""
    with transaction.atomic():
        if not PendingImport.objects.filter(ref=ref, uploaded_by=by).delete()[0]:
            raise Hidden(ref[:40])
        audit.record("register.import_cancelled", ref, by)


def _register(row: ImportRow, agency: Agency | None, by: User) -> Expert:
    expert = Expert.objects.create(
        name=row.name,
        agency=agency,
        regions=list(row.regions),
        remote=row.remote,
        accepting=row.accepting,
        max_reviews=row.max_reviews,
        day_rate_pence=row.day_rate_pence,
        registered_by=by,
    )
    FacetAnswer.objects.bulk_create(
        FacetAnswer(expert=expert, facet=facet.value, known=known.value) for facet, known in row.answers
    )
    # The audience is left at its narrowest: a spreadsheet cannot speak for her.
    Expertise.objects.bulk_create(
        Expertise(
            expert=expert,
            facet=facet.value,
            code=item.code,
            own_words=item.own_words,
            level=item.level.value,
            dialect=item.dialect,
            script=item.script,
        )
        for facet, items in row.knows
        for item in items
    )
    return expert


def _agencies() -> dict[str, Agency]:
    return {agency.name.casefold(): agency for agency in Agency.objects.all()}
