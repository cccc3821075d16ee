"""What goes out to a finance team, and what comes back from one."""

from django.conf import settings
from django.db import models

from lantern.kit import clock
from lantern.kit.references import new_ref
from lantern.pages.sealed import Sealed
from lantern.remuneration.models.claims import Payment
from lantern.remuneration.models.rates import Payer


class Batch(models.Model):
    """Payments that went out to one payer's finance team together. Numbers follow each other."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    number = models.PositiveIntegerField(unique=True)
    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, related_name="batches")
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-number",)
        verbose_name_plural = "batches"

    class Privacy:
        keep = frozenset({"id", "ref", "number", "payer", "made_at", "made_by"})
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return self.ref


class BatchLine(models.Model):
    """A payment's place in a batch: one for ever, so that no payment goes out twice."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="lines")
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="batch_line")

    class Meta:
        ordering = ("pk",)

    class Privacy:
        keep = frozenset({"id", "batch", "payment"})
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return f"{self.batch_id} {self.payment_id}"


class PendingRemittance(models.Model):
    """A finance team's file that someone is looking at: what was read, sealed, for a short while.

    `layout` says which column is which, once that is known. It goes when it is confirmed, put away, or too old.
    """

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    digest = models.CharField(max_length=64)
    content_sealed = models.TextField(editable=False)
    content = Sealed()
    layout = models.JSONField(null=True, blank=True)
    uploaded_at = models.DateTimeField(default=clock.now)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ("pk",)

    class Privacy:
        keep = frozenset({"id", "ref", "digest", "layout", "uploaded_at", "uploaded_by"})
        scrub = frozenset({"content_sealed"})

    def __str__(self) -> str:
        return self.ref


class Remittance(models.Model):
    """That a file was taken, by its digest and never its content, so that the same one is known when it comes again."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the file, in hex.")
    marked = models.PositiveIntegerField(default=0)
    unmatched = models.PositiveIntegerField(default=0)
    taken_at = models.DateTimeField(default=clock.now)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-pk",)

    class Privacy:
        keep = frozenset({"id", "ref", "digest", "marked", "unmatched", "taken_at", "taken_by"})
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return self.ref
