"""A mentee and where she is; a mentor; what was signed."""

from django.conf import settings
from django.db import models

from lantern.kit import clock
from lantern.kit.references import new_ref
from lantern.mentoring.domain.words import Leaving, Stage
from lantern.mentoring.models.cohorts import Cohort
from lantern.register.public import Expert

STAGES = [(stage.value, stage.label) for stage in Stage]


class Mentee(models.Model):
    """Someone on the way to chairing reviews. Her record in the register is how she is paid and later offered."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    expert = models.OneToOneField(Expert, on_delete=models.PROTECT, related_name="mentee")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="mentees")
    stage = models.CharField(max_length=12, choices=STAGES, default=Stage.LEARNING.value)
    stage_since = models.DateField(default=clock.today)
    joined_at = models.DateTimeField(default=clock.now)
    joined_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    left_why = models.CharField(
        max_length=14, choices=[(one.value, one.label) for one in Leaving], default=Leaving.UNKNOWN.value
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("joined_at", "pk")

    class Privacy:
        keep = frozenset(
            {
                "id", "ref", "expert", "cohort", "stage", "stage_since", "joined_at", "joined_by", "left_at", "left_by",
                "version",
            }
        )  # fmt: skip
        scrub = frozenset[str]()
        aggregate_only = frozenset({"left_why"})

    def __str__(self) -> str:
        return self.ref


class StageMove(models.Model):
    """One move from a stage to another. The history is never rewritten."""

    mentee = models.ForeignKey(Mentee, on_delete=models.CASCADE, related_name="moves")
    was = models.CharField(max_length=12, choices=STAGES)
    now = models.CharField(max_length=12, choices=STAGES)
    moved_at = models.DateTimeField(default=clock.now)
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("moved_at", "pk")

    class Privacy:
        keep = frozenset({"id", "mentee", "was", "now", "moved_at", "moved_by"})
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return f"{self.mentee_id} {self.now}"


class Agreement(models.Model):
    """A confidentiality agreement that a mentee signed. After `expires_on` it counts no longer."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    mentee = models.ForeignKey(Mentee, on_delete=models.CASCADE, related_name="agreements")
    signed_on = models.DateField()
    expires_on = models.DateField()
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("signed_on", "pk")

    class Privacy:
        keep = frozenset({"id", "ref", "mentee", "signed_on", "expires_on", "recorded_at", "recorded_by"})
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return self.ref


class SignOff(models.Model):
    """One of the two signatures that say she is ready. `capacity` is in which capacity it was given."""

    mentee = models.ForeignKey(Mentee, on_delete=models.CASCADE, related_name="sign_offs")
    capacity = models.CharField(max_length=10, choices=[("chair", "A chair or mentor"), ("programme", "The programme")])
    signed_at = models.DateTimeField(default=clock.now)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("signed_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("mentee", "signed_by"), name="signs_off_once"),
            models.UniqueConstraint(fields=("mentee", "capacity"), name="one_signature_a_capacity"),
        )

    class Privacy:
        keep = frozenset({"id", "mentee", "capacity", "signed_at", "signed_by"})
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return f"{self.mentee_id} {self.capacity}"


class Mentor(models.Model):
    """Someone who has chaired and helps another to. `strengths` are codes of the framework's competencies."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    expert = models.OneToOneField(Expert, on_delete=models.PROTECT, related_name="mentor")
    most_mentees = models.PositiveSmallIntegerField(default=1)
    strengths = models.JSONField(default=list, blank=True)
    accepting = models.BooleanField(default=True)
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("pk",)

    class Privacy:
        keep = frozenset(
            {"id", "ref", "expert", "most_mentees", "strengths", "accepting", "added_at", "added_by", "version"}
        )
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return self.ref
