"""Levels, evidence and placements. Levels are only ever added: the latest of each competency counts."""

from django.conf import settings
from django.db import models

from lantern.kit import clock
from lantern.kit.references import new_ref
from lantern.mentoring.domain.words import Basis, EvidenceKind, PlacementKind
from lantern.mentoring.models.people import Mentee
from lantern.pages.sealed import Sealed


class Placement(models.Model):
    """A mentee's seat of its own kind on a real review, handed down from above under an opaque reference.

    `consents` holds codes of what was agreed when it began; never anything about the review.
    """

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    mentee = models.ForeignKey(Mentee, on_delete=models.PROTECT, related_name="placements")
    kind = models.CharField(max_length=10, choices=[(k.value, k.label) for k in PlacementKind])
    source_ref = models.CharField(max_length=40, unique=True)
    consents = models.JSONField(default=list, blank=True)
    began_on = models.DateField(default=clock.today)
    ended_on = models.DateField(null=True, blank=True)
    finished = models.BooleanField(default=False, help_text="Ended because it was done, and not broken off.")
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("began_on", "pk")

    class Privacy:
        keep = frozenset(
            {
                "id", "ref", "mentee", "kind", "source_ref", "consents", "began_on", "ended_on", "finished",
                "opened_at", "opened_by",
            }
        )  # fmt: skip
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return self.ref


class Evidence(models.Model):
    """Something she did that shows what she can do, in words without detail of a review, sealed.

    It counts once a chair has countersigned it, until `expires_on`. `asked` is the chair she asks to. `source_ref`
    names a workshop, opaquely; the workshop's own list of who came then stands in for a signature.
    """

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    mentee = models.ForeignKey(Mentee, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=10, choices=[(k.value, k.label) for k in EvidenceKind])
    done_on = models.DateField()
    words_sealed = models.TextField(editable=False, blank=True, default="")
    words = Sealed()
    competencies = models.JSONField(default=list)
    expires_on = models.DateField(null=True, blank=True)
    placement = models.ForeignKey(Placement, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence")
    source_ref = models.CharField(max_length=40, blank=True, default="")
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    countersigned_at = models.DateTimeField(null=True, blank=True)
    countersigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("done_on", "pk")
        verbose_name_plural = "evidence"
        constraints = (
            models.UniqueConstraint(
                fields=("mentee", "source_ref"), condition=~models.Q(source_ref=""), name="evidence_from_a_source_once"
            ),
        )

    class Privacy:
        keep = frozenset(
            {
                "id", "ref", "mentee", "kind", "done_on", "competencies", "expires_on", "placement", "source_ref",
                "added_at", "added_by", "asked", "countersigned_at", "countersigned_by", "withdrawn_at", "withdrawn_by",
                "version",
            }
        )  # fmt: skip
        scrub = frozenset({"words_sealed"})

    def __str__(self) -> str:
        return self.ref


class Level(models.Model):
    """How far along she is in one competency on somebody's word: 1 to 4, and 0 for none of it yet."""

    mentee = models.ForeignKey(Mentee, on_delete=models.CASCADE, related_name="levels")
    competency = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=14, choices=[(b.value, b.label) for b in Basis])
    evidence = models.ForeignKey(Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="levels")
    stated_at = models.DateTimeField(default=clock.now)
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("stated_at", "pk")
        constraints = (models.CheckConstraint(condition=models.Q(level__gte=0, level__lte=4), name="four_levels"),)

    class Privacy:
        keep = frozenset({"id", "mentee", "competency", "level", "basis", "evidence", "stated_at", "stated_by"})
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return f"{self.mentee_id} {self.competency}"
