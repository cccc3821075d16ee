"""Importing the published record."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from lantern.audit.public import Actor
from lantern.audit.public import record as record_event
from lantern.kit import clock
from lantern.library import selectors
from lantern.library.domain.dhrd import FILES, DeathDate, Record, Row, schema
from lantern.library.models import Edition, PublishedPerpetrator, PublishedReview, PublishedVictim

REVIEW_FIELDS = frozenset({"csp", "region", "death_date", "multiple_victims"})
BATCH = 100


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. `changed` is False where these very files were in place already."""

    changed: bool
    counts: dict[str, int]


def import_dhrd(*, record: Record, by: Actor | None, progress: Callable[[int], None] = lambda rows: None) -> Imported:
    """Puts a checked record in place of the one before, in one transaction. The same files again change nothing.

    `progress` is called with the number of rows just written.
    """
    counts = {name: len(record.rows(name)) for name in FILES}
    with transaction.atomic():
        before = selectors.edition()
        if before is not None and before.sha256 == dict(record.sha256) and selectors.dhrd_counts() == counts:
            return Imported(changed=False, counts=counts)
        Edition.objects.all().delete()
        about = schema()
        edition = Edition.objects.create(
            name=about.name,
            version=about.version if record.sha256 == about.sha256 else "unknown",
            source=about.source,
            licence=about.licence,
            attribution=about.attribution,
            sha256=dict(record.sha256),
            imported_at=clock.now(),
        )
        reviews: dict[str, PublishedReview] = {}
        for start in range(0, len(record.incidents), BATCH):
            rows = record.incidents[start : start + BATCH]
            made = PublishedReview.objects.bulk_create([_review(edition, row) for row in rows])
            reviews |= {review.row_id: review for review in made}
            progress(len(rows))
        for name, table in (("victims", PublishedVictim), ("perpetrators", PublishedPerpetrator)):
            for start in range(0, len(record.rows(name)), BATCH):
                rows = record.rows(name)[start : start + BATCH]
                for row in rows:
                    review = reviews[row.incident_id]
                    table(edition=edition, row_id=row.row_id, review=review, tags=_tags(name, row)).save(
                        force_insert=True
                    )
                progress(len(rows))
        record_event("library.dhrd_imported", "dhrd", by, version=edition.version, **counts)
    return Imported(changed=True, counts=counts)


def _review(edition: Edition, row: Row) -> PublishedReview:
    death = DeathDate.read(str(row.values["death_date"]))
    return PublishedReview(
        edition=edition,
        row_id=row.row_id,
        csp=str(row.values["csp"]),
        region=str(row.values["region"]),
        death_year=death.year,
        death_month=death.month,
        multiple_victims=bool(row.values["multiple_victims"]),
        tags=_tags("incidents", row),
    )


def _tags(file: str, row: Row) -> dict[str, str | bool]:
    own_id = schema().columns[file][0].name
    fields = {own_id, "incident_id"} | (REVIEW_FIELDS if file == "incidents" else frozenset())
    return {name: value for name, value in row.values.items() if name not in fields}
