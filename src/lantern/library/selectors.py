"""Reading the published record. It is public, so nobody is asked who they are."""

from lantern.library.domain.dhrd import DeathDate, Record, Row, schema
from lantern.library.models import Edition, PublishedPerpetrator, PublishedReview, PublishedVictim


def edition() -> Edition | None:
    """The edition in place, or None before the first import."""
    return Edition.objects.first()


def dhrd_counts() -> dict[str, int]:
    """How many rows are in place, by file."""
    return {
        "incidents": PublishedReview.objects.count(),
        "victims": PublishedVictim.objects.count(),
        "perpetrators": PublishedPerpetrator.objects.count(),
    }


def dhrd_record() -> Record | None:
    """The record as it was parsed, every column in the source's order, or None before the first import."""
    here = edition()
    if here is None:
        return None
    ids = dict(PublishedReview.objects.values_list("pk", "row_id"))
    return Record(
        incidents=tuple(_incident(review) for review in PublishedReview.objects.all()),
        victims=tuple(_linked("victims", row, ids[row.review_id]) for row in PublishedVictim.objects.all()),
        perpetrators=tuple(
            _linked("perpetrators", row, ids[row.review_id]) for row in PublishedPerpetrator.objects.all()
        ),
        sha256=here.sha256,
    )


def _incident(review: PublishedReview) -> Row:
    typed = {
        "incident_id": review.row_id,
        "csp": review.csp,
        "region": review.region,
        "death_date": str(DeathDate(review.death_year, review.death_month)),
        "multiple_victims": review.multiple_victims,
    }
    return _row("incidents", review.row_id, review.row_id, typed | review.tags)


def _linked(file: str, row: PublishedVictim | PublishedPerpetrator, incident_id: str) -> Row:
    own_id = schema().columns[file][0].name
    return _row(file, row.row_id, incident_id, {own_id: row.row_id, "incident_id": incident_id} | row.tags)


def _row(file: str, row_id: str, incident_id: str, values: dict[str, str | bool]) -> Row:
    # PostgreSQL's JSON does not keep the order of keys.
    return Row(row_id, incident_id, {column.name: values[column.name] for column in schema().columns[file]})
