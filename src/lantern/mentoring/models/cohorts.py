"""A cohort, its call, the applications to it and how they were read."""

import json
from typing import Any

from django.conf import settings
from django.db import models

from lantern.kit import clock
from lantern.kit.references import new_ref
from lantern.mentoring.domain.applications import CohortState, State
from lantern.mentoring.domain.calls import Question, questions_of
from lantern.mentoring.domain.readings import Read
from lantern.pages.sealed import Sealed
from lantern.register.public import Expert

LIVE = [state.value for state in State if state.live]


class Cohort(models.Model):
    """A group that learns together. `questions` lists {code, words, hint, most_words}; `edition` is the framework's."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    name = models.CharField(max_length=80)
    call = models.TextField(blank=True, default="")
    questions = models.JSONField(default=list, blank=True)
    opens_on = models.DateField()
    closes_on = models.DateField()
    places = models.PositiveSmallIntegerField()
    edition = models.CharField(max_length=20)
    state = models.CharField(
        max_length=10, choices=[(s.value, s.label) for s in CohortState], default=CohortState.DRAFT.value
    )
    readers = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-opens_on", "-pk")

    class Privacy:
        keep = frozenset(
            {
                "id", "ref", "name", "call", "questions", "opens_on", "closes_on", "places", "edition", "state",
                "readers", "added_at", "added_by", "version",
            }
        )  # fmt: skip
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return self.ref

    @property
    def asked(self) -> list[Question]:
        return questions_of(self.questions)


class Application(models.Model):
    """Someone's application, written without an account by her own link. Her words are sealed.

    `answers` maps a question's code to what she wrote, as JSON. `expert` is set once she is linked to the register.
    """

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="applications")
    token_hash = models.CharField(max_length=64, unique=True)
    token_sealed = models.TextField(editable=False, blank=True, default="")
    token = Sealed()
    name_sealed = models.TextField(editable=False, blank=True, default="")
    name = Sealed()
    email_sealed = models.TextField(editable=False, blank=True, default="")
    email = Sealed()
    email_mark = models.CharField(max_length=64)
    answers_sealed = models.TextField(editable=False, blank=True, default="")
    answers = Sealed()
    state = models.CharField(max_length=10, choices=[(s.value, s.label) for s in State], default=State.DRAFT.value)
    expert = models.ForeignKey(Expert, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    begun_on = models.DateField(default=clock.today)
    sent_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    feedback_sealed = models.TextField(editable=False, blank=True, default="")
    feedback = Sealed()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("sent_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("cohort", "email_mark"), condition=models.Q(state__in=LIVE), name="one_live_application"
            ),
        )

    class Privacy:
        keep = frozenset({"id", "ref", "cohort", "state", "begun_on", "sent_on", "decided_at", "decided_by", "version"})
        scrub = frozenset(
            {
                "token_hash", "token_sealed", "name_sealed", "email_sealed", "email_mark", "answers_sealed", "expert",
                "feedback_sealed",
            }
        )  # fmt: skip

    def __str__(self) -> str:
        return self.ref

    @property
    def said(self) -> dict[str, str]:
        """What she wrote, by the question's code."""
        return dict(json.loads(self.answers)) if self.answers else {}

    @said.setter
    def said(self, said: dict[str, Any]) -> None:
        self.answers = json.dumps(said)


class Reading(models.Model):
    """What one reader thinks of one application. Nobody else sees it before both are in.

    `scores` maps a question's code to 1-4. A reader with a conflict says so and scores nothing.
    """

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="readings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    scores = models.JSONField(default=dict, blank=True)
    words_sealed = models.TextField(editable=False, blank=True, default="")
    words = Sealed()
    conflict = models.BooleanField(default=False)
    submitted_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("application", "reader"), name="reads_once"),)

    class Privacy:
        keep = frozenset({"id", "ref", "application", "reader", "conflict", "submitted_on", "version"})
        scrub = frozenset({"scores", "words_sealed"})

    def __str__(self) -> str:
        return self.ref

    @property
    def as_read(self) -> Read:
        return Read(self.reader.ref, self.conflict, self.scores)
