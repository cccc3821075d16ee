"""What people felt sure of before and after, and what they said. No row names, dates or orders anybody.

Rows carry random keys and nothing of when they came. Each new one is written together with all the others of its
session in a new random order (services/evaluation.py), so that neither keys nor places in the table tell who was last.
"""

import uuid

from django.conf import settings
from django.db import models

from lantern.kit import clock
from lantern.kit.references import new_ref
from lantern.pages.sealed import Sealed
from lantern.workshops.domain.sessions import Moment
from lantern.workshops.models.planning import Session


class Evaluation(models.Model):
    """The evaluation of one session. One link serves everybody. The pepper (hex) is destroyed when it closes."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="evaluation")
    token_hash = models.CharField(max_length=64, unique=True)
    token_sealed = models.TextField(editable=False)
    token = Sealed()
    pepper_sealed = models.TextField(editable=False, blank=True, default="")
    pepper = Sealed()
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("pk",)

    class Privacy:
        keep = frozenset({"id", "ref", "session", "opened_at", "opened_by", "closed_at", "closed_by", "version"})
        scrub = frozenset({"token_hash", "token_sealed", "pepper_sealed"})

    def __str__(self) -> str:
        return self.ref


class Answer(models.Model):
    """How sure somebody felt, once. `scores` maps a topic to 1-5; a topic left out was not answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="answers")
    moment = models.CharField(max_length=6, choices=[(m.value, m.label) for m in Moment])
    code_hash = models.CharField(max_length=64)
    scores = models.JSONField(default=dict)

    class Privacy:
        keep = frozenset({"id", "evaluation", "moment"})
        scrub = frozenset({"code_hash"})
        aggregate_only = frozenset({"scores"})

    def __str__(self) -> str:
        return str(self.evaluation_id)


class Comment(models.Model):
    """What somebody said in her own words, never beside her scores. `themes` are codes of the barrier vocabulary."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="comments")
    words_sealed = models.TextField(editable=False)
    words = Sealed("id")
    may_quote = models.BooleanField(default=False)
    themes = models.JSONField(default=list, blank=True)
    coded_at = models.DateTimeField(null=True, blank=True)
    coded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)

    class Privacy:
        keep = frozenset({"id", "evaluation", "may_quote", "coded_at", "coded_by"})
        scrub = frozenset({"words_sealed"})
        aggregate_only = frozenset({"themes"})

    def __str__(self) -> str:
        return str(self.evaluation_id)
