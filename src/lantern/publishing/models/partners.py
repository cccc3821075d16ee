"""The organisations that write the guidance together: public facts and links only."""

from django.db import models

from lantern.kit.references import new_ref
from lantern.pages.sealed import Sealed


class Partner(models.Model):
    """One organisation's entry. Empty is unknown: nothing here is ever guessed."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    name = models.CharField(max_length=160, unique=True)
    short_name = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    about = models.TextField(blank=True, max_length=600)
    communities = models.CharField(max_length=300, blank=True)
    faiths = models.CharField(max_length=300, blank=True)
    practices = models.CharField(max_length=300, blank=True)
    area = models.CharField(max_length=120, blank=True)
    link = models.URLField(blank=True)
    source = models.URLField(blank=True, help_text="Where the facts stand publicly.")
    basis = models.CharField(max_length=160, blank=True)
    contact_sealed = models.TextField(blank=True, editable=False)
    token_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    corrected_at = models.DateTimeField(null=True, help_text="By the organisation itself.")
    corrected_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    contact = Sealed()

    class Meta:
        ordering = ("name",)

    class Privacy:
        keep = frozenset(
            {
                "id", "ref", "name", "short_name", "kind", "about", "communities", "faiths", "practices", "area",
                "link", "source", "basis", "version", "corrected_at", "corrected_by",
            }
        )  # fmt: skip
        scrub = frozenset({"contact_sealed", "token_hash"})

    def __str__(self) -> str:
        return self.ref
