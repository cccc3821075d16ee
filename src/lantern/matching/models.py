"""Plans for the whole programme, and what was confirmed of them. References, codes and numbers; no names."""

from django.conf import settings
from django.db import models

from lantern.kit import clock
from lantern.kit.references import new_ref
from lantern.matching.domain.runs import Failure, RunKind, RunState, is_gone, waits_long


class Allocation(models.Model):
    """One plan for the whole programme: asked for, worked out elsewhere, and kept with what came of it.

    `change` says what is different from the programme as it is (what_if, repair), `base` the plan it is compared with.
    `result` holds the best checked plan so far as references and codes ({} before there is one), `digest` the mark of
    the inputs it was made from. `done` goes from 0 to 1. `heartbeat_at` is the worker's last sign of life.
    """

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    kind = models.CharField(
        max_length=10, choices=[(k.value, k.label) for k in RunKind], default=RunKind.PROGRAMME.value
    )
    state = models.CharField(
        max_length=10, choices=[(s.value, s.label) for s in RunState], default=RunState.WAITING.value
    )
    change = models.JSONField(default=dict, blank=True)
    base = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="variants")
    seconds = models.PositiveSmallIntegerField(default=20)
    seed = models.PositiveIntegerField(default=1)
    digest = models.CharField(max_length=64, blank=True, default="")
    done = models.FloatField(default=0)
    doing = models.CharField(max_length=120, blank=True, default="")
    memory_mb = models.PositiveIntegerField(null=True, blank=True)
    gap = models.FloatField(null=True, blank=True)
    result = models.JSONField(default=dict, blank=True)
    failure = models.CharField(max_length=10, blank=True, default="")
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    cancel_asked_at = models.DateTimeField(null=True, blank=True)
    cancel_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("kind",),
                condition=models.Q(kind="programme", state__in=("waiting", "running")),
                name="one_programme_plan_at_a_time",
            ),
        )

    class Privacy:
        keep = frozenset(
            {
                "id", "ref", "kind", "state", "base", "seconds", "seed", "digest", "done", "doing", "memory_mb", "gap",
                "failure", "asked_at", "asked_by", "cancel_asked_at", "cancel_asked_by", "heartbeat_at", "started_at",
                "finished_at",
            }
        )  # fmt: skip
        scrub = frozenset({"change", "result"})

    def __str__(self) -> str:
        return self.ref

    @property
    def gone(self) -> bool:
        """Whether whoever works on it has given no sign of life for too long."""
        return is_gone(RunState(self.state), self.heartbeat_at, clock.now())

    @property
    def waits_long(self) -> bool:
        """Whether it waits so long that the worker is probably not running."""
        return waits_long(RunState(self.state), self.asked_at, clock.now())

    @property
    def has_plan(self) -> bool:
        return bool(self.result)

    @property
    def sentence(self) -> str:
        """Why there is no finished plan; "" where there is one, or may yet be."""
        if self.gone:
            return Failure.GONE.sentence
        return Failure(self.failure).sentence if self.failure else ""


class Confirmation(models.Model):
    """What was confirmed of one plan, by review: the search that records it, and what stood before.

    `reviews` maps a review's reference to {"search", "chair", "drafted", "before": {"chosen", "reserves"}}, all
    references of experts and records.
    """

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    allocation = models.ForeignKey(Allocation, on_delete=models.PROTECT, related_name="confirmations")
    reviews = models.JSONField(default=dict)
    confirmed_at = models.DateTimeField(default=clock.now)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-confirmed_at", "-pk")

    class Privacy:
        keep = frozenset({"id", "ref", "allocation", "confirmed_at", "confirmed_by", "undone_at", "undone_by"})
        scrub = frozenset({"reviews"})

    def __str__(self) -> str:
        return self.ref
