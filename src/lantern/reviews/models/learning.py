"""A seat of its own kind, in which somebody on the way to chairing learns: no seat of the panel, and no vote."""

from django.conf import settings
from django.db import models

from lantern.kit import clock
from lantern.kit.references import new_ref
from lantern.mentoring.public import Mentee, PlacementKind
from lantern.reviews.domain.learning import FamilyTold, LearningState
from lantern.reviews.domain.meetings import Presence
from lantern.reviews.models.meetings import Meeting
from lantern.reviews.models.reviews import Review

LIVE = [state.value for state in LearningState if state.live]


class LearningSeat(models.Model):
    """At most one a review. It begins once the partnership and the panel agree and the family knows."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="learning_seats")
    mentee = models.ForeignKey(Mentee, on_delete=models.PROTECT, related_name="learning_seats")
    kind = models.CharField(max_length=10, choices=[(k.value, k.label) for k in PlacementKind])
    state = models.CharField(
        max_length=10, choices=[(s.value, s.label) for s in LearningState], default=LearningState.PROPOSED.value
    )
    family = models.CharField(
        max_length=12, choices=[(f.value, f.label) for f in FamilyTold], default=FamilyTold.UNKNOWN.value
    )
    proposed_at = models.DateTimeField(default=clock.now)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    partnership_agreed_at = models.DateTimeField(null=True, blank=True)
    partnership_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    panel_agreed_at = models.DateTimeField(null=True, blank=True)
    panel_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    family_said_at = models.DateTimeField(null=True, blank=True)
    family_said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    begun_at = models.DateTimeField(null=True, blank=True)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("review",), condition=models.Q(state__in=LIVE), name="one_learning_seat_a_review"
            ),
        )

    class Privacy:
        keep = frozenset(
            {
                "id", "ref", "review", "mentee", "kind", "state", "family", "proposed_at", "proposed_by",
                "partnership_agreed_at", "partnership_agreed_by", "panel_agreed_at", "panel_agreed_by",
                "family_said_at", "family_said_by", "begun_at", "begun_by", "ended_at", "ended_by", "version",
            }
        )  # fmt: skip
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return self.ref


class LearningAttendance(models.Model):
    """Whether somebody who learns there came to one meeting. No row means nobody has said; `minutes` is for a part."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="learners")
    seat = models.ForeignKey(LearningSeat, on_delete=models.CASCADE, related_name="attendance")
    presence = models.CharField(max_length=10, choices=[(p.value, p.label) for p in Presence])
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    marked_at = models.DateTimeField(default=clock.now)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("meeting", "seat"), name="learner_attendance_once"),)

    class Privacy:
        keep = frozenset({"id", "meeting", "seat", "presence", "minutes", "marked_at", "marked_by"})
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.seat_id}"
