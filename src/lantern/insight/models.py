"""What was done about a barrier: the "we did" beside what was said."""

from django.conf import settings
from django.db import models

from lantern.insight.domain.barriers import Audience
from lantern.kit import clock
from lantern.kit.references import new_ref
from lantern.register.public import ENGAGEMENT_BARRIERS


class Answer(models.Model):
    """One thing done about one barrier, by an organisation, and to whom it is published. Never who had said it."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    barrier = models.CharField(max_length=30, choices=ENGAGEMENT_BARRIERS.choices())
    done = models.CharField(max_length=400)
    done_on = models.DateField()
    done_by = models.CharField(max_length=120)
    audience = models.CharField(max_length=12, choices=[(a.value, a.label) for a in Audience])
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-done_on", "-pk")

    class Privacy:
        keep = frozenset(
            {
                "id", "ref", "barrier", "done_on", "audience", "added_at", "added_by", "changed_at", "changed_by",
                "withdrawn_at", "withdrawn_by", "version",
            }
        )  # fmt: skip
        scrub = frozenset({"done", "done_by"})

    def __str__(self) -> str:
        return self.ref
