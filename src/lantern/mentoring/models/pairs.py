"""A pair and what the two share; and what a mentee writes for herself alone."""

from django.conf import settings
from django.db import models

from lantern.kit import clock
from lantern.kit.references import new_ref
from lantern.mentoring.domain.pairs import Chosen, PairState, SessionState, SessionWay
from lantern.mentoring.models.people import Mentee, Mentor
from lantern.pages.sealed import Sealed


class Written(models.Model):
    """Words that are sealed for their own row."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    words_sealed = models.TextField(editable=False, blank=True, default="")
    words = Sealed()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.ref


class Pair(models.Model):
    """A mentee and a mentor. `mentee_agreed` and `mentor_agreed` are a yes each; a no is only the pair's state.

    `reasons` holds codes of why the two were proposed.
    """

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    mentee = models.ForeignKey(Mentee, on_delete=models.PROTECT, related_name="pairs")
    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="pairs")
    state = models.CharField(
        max_length=10, choices=[(s.value, s.label) for s in PairState], default=PairState.PROPOSED.value
    )
    chosen = models.CharField(max_length=12, choices=[(c.value, c.label) for c in Chosen])
    reasons = models.JSONField(default=list, blank=True)
    mentee_agreed = models.BooleanField(default=False)
    mentor_agreed = models.BooleanField(default=False)
    proposed_at = models.DateTimeField(default=clock.now)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    began_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("mentee",), condition=models.Q(state="standing"), name="one_standing_pair_a_mentee"
            ),
        )

    class Privacy:
        keep = frozenset(
            {
                "id", "ref", "mentee", "mentor", "state", "chosen", "reasons", "mentee_agreed", "mentor_agreed",
                "proposed_at", "proposed_by", "began_on", "ended_on", "version",
            }
        )  # fmt: skip
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return self.ref


class Goal(Written):
    """What the two work towards."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="goals")
    competency = models.CharField(max_length=40, blank=True, default="")
    set_at = models.DateTimeField(default=clock.now)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reached_at = models.DateTimeField(null=True, blank=True)
    reached_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("pk",)

    class Privacy:
        keep = frozenset({"id", "ref", "pair", "competency", "set_at", "set_by", "reached_at", "reached_by", "version"})
        scrub = frozenset({"words_sealed"})


class Action(Written):
    """Something one of the two will do."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="actions")
    whose = models.CharField(max_length=6, choices=[("mentee", "The mentee"), ("mentor", "The mentor")])
    due_on = models.DateField(null=True, blank=True)
    set_at = models.DateTimeField(default=clock.now)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("due_on", "pk")

    class Privacy:
        keep = frozenset({"id", "ref", "pair", "whose", "due_on", "set_at", "set_by", "done_at", "done_by", "version"})
        scrub = frozenset({"words_sealed"})


class Note(Written):
    """What either wrote for both."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="notes")
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-written_at", "-pk")

    class Privacy:
        keep = frozenset({"id", "ref", "pair", "written_at", "written_by"})
        scrub = frozenset({"words_sealed"})


class MentoringSession(models.Model):
    """One meeting of the two. `hard_material` asks for the debrief prompt afterwards."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="sessions")
    starts = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=10, choices=[(w.value, w.label) for w in SessionWay])
    state = models.CharField(
        max_length=10, choices=[(s.value, s.label) for s in SessionState], default=SessionState.PLANNED.value
    )
    hard_material = models.BooleanField(default=False)
    planned_at = models.DateTimeField(default=clock.now)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("starts", "pk")

    class Privacy:
        keep = frozenset(
            {
                "id", "ref", "pair", "starts", "minutes", "way", "state", "hard_material", "planned_at", "planned_by",
                "version",
            }
        )  # fmt: skip
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return self.ref


class Reflection(Written):
    """What she wrote for herself: sealed for her as well as its row, and read by nobody else whatever their role."""

    words = Sealed("ref", "written_by.ref")

    mentee = models.ForeignKey(Mentee, on_delete=models.CASCADE, related_name="reflections")
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-written_at", "-pk")

    class Privacy:
        keep = frozenset({"id", "ref", "mentee", "written_at", "written_by", "version"})
        scrub = frozenset({"words_sealed"})
