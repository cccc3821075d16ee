"""When a panel met, who came, and what was sent to read. No agenda, no title, no minutes."""

from django.conf import settings
from django.db import models

from lantern.kit import clock
from lantern.kit.references import new_ref
from lantern.reviews.domain.meetings import MeetingKind, PaperKind, Presence, Way
from lantern.reviews.models.reviews import Review, Seat


class Meeting(models.Model):
    """One meeting of a review's panel."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField(max_length=12, choices=[(k.value, k.label) for k in MeetingKind])
    way = models.CharField(max_length=12, choices=[(w.value, w.label) for w in Way])
    starts = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("starts", "pk")

    class Privacy:
        keep = frozenset(
            {
                "id", "ref", "review", "kind", "way", "starts", "minutes", "added_at", "added_by", "cancelled_at",
                "cancelled_by", "version",
            }
        )  # fmt: skip
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return self.ref


class Attendance(models.Model):
    """Whether the holder of one seat came to one meeting. No row means nobody has said. `minutes` only for a part."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="attendance")
    presence = models.CharField(max_length=10, choices=[(p.value, p.label) for p in Presence])
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    marked_at = models.DateTimeField(default=clock.now)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("meeting", "seat"), name="attendance_once"),)

    class Privacy:
        keep = frozenset({"id", "ref", "meeting", "seat", "presence", "minutes", "marked_at", "marked_by"})
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return self.ref


class Papers(models.Model):
    """Papers sent to everyone who sat on that day: their kind and the hours of reading expected of each."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=20, choices=[(k.value, k.label) for k in PaperKind])
    sent_on = models.DateField()
    reading_hours = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("sent_on", "pk")
        verbose_name_plural = "papers"

    class Privacy:
        keep = frozenset({"id", "ref", "review", "kind", "sent_on", "reading_hours", "added_at", "added_by"})
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return self.ref
