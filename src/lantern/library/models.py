"""The DHRD record as imported. Rows are replaced whole by services.import_dhrd, never edited."""

from django.db import models


class Edition(models.Model):
    """The record as it was imported last: which version, from where, under which licence. There is at most one row."""

    name = models.CharField(max_length=120)
    version = models.CharField(max_length=20)
    source = models.URLField()
    licence = models.CharField(max_length=40)
    attribution = models.TextField()
    sha256 = models.JSONField(help_text="Of each file, by its name.")
    imported_at = models.DateTimeField()

    class Privacy:
        keep = frozenset({"id", "name", "version", "source", "licence", "attribution", "sha256", "imported_at"})
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class DhrdRow(models.Model):
    """What the three files share. `tags` holds, under the source's own names, every column without a field here."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    row_id = models.CharField(max_length=8, unique=True)
    tags = models.JSONField()

    class Meta:
        abstract = True
        ordering = ("row_id",)

    def __str__(self) -> str:
        return self.row_id


class PublishedReview(DhrdRow):
    """A row of incidents.csv. The date of death is as precise as the source has it: `death_month` may be null."""

    csp = models.CharField(max_length=80)
    region = models.CharField(max_length=40)
    death_year = models.PositiveSmallIntegerField()
    death_month = models.PositiveSmallIntegerField(null=True)
    multiple_victims = models.BooleanField()

    class Privacy:
        keep = frozenset(
            {"id", "edition", "row_id", "tags", "csp", "region", "death_year", "death_month", "multiple_victims"}
        )
        scrub = frozenset[str]()


class PublishedVictim(DhrdRow):
    """A row of victims.csv. Reviews of several deaths have none."""

    review = models.OneToOneField(PublishedReview, on_delete=models.CASCADE, related_name="victim")

    class Privacy:
        keep = frozenset({"id", "edition", "row_id", "tags", "review"})
        scrub = frozenset[str]()


class PublishedPerpetrator(DhrdRow):
    """A row of perpetrators.csv. Kept so that the record is whole; no page shows it."""

    review = models.OneToOneField(PublishedReview, on_delete=models.CASCADE, related_name="perpetrator")

    class Privacy:
        keep = frozenset({"id", "edition", "row_id", "tags", "review"})
        scrub = frozenset[str]()
