"""A series of sessions, who runs them, what is handed out, and who was invited."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models

from lantern.kit import clock
from lantern.kit.references import new_ref
from lantern.pages.sealed import Sealed
from lantern.register.public import REGIONS, Expert
from lantern.workshops.domain.places import Way
from lantern.workshops.domain.sessions import Held, SessionState


class Series(models.Model):
    """A run of sessions under one title. Only a listed one stands on the public page."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    title = models.CharField(max_length=120)
    about = models.TextField(blank=True, default="")
    listed = models.BooleanField(default=True)
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("title", "pk")
        verbose_name_plural = "series"

    class Privacy:
        keep = frozenset({"id", "ref", "title", "about", "listed", "added_at", "added_by", "version"})
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return self.ref


class Session(models.Model):
    """One workshop. Where it is and how to join are for those who have a place; the joining link is sealed."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="sessions")
    title = models.CharField(max_length=120)
    about = models.TextField(blank=True, default="")
    topics = models.JSONField(default=list, blank=True)
    held = models.CharField(max_length=10, choices=[(h.value, h.label) for h in Held])
    starts = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    region = models.CharField(max_length=20, choices=REGIONS.choices(), blank=True, default="")
    address_words = models.CharField(max_length=300, blank=True, default="")
    online_sealed = models.TextField(blank=True, default="", editable=False)
    online = Sealed()
    places_in_person = models.PositiveSmallIntegerField(default=0)
    places_online = models.PositiveSmallIntegerField(default=0)
    honorarium = models.BooleanField(default=False, help_text="Whether those who come are paid for their time.")
    state = models.CharField(
        max_length=10, choices=[(s.value, s.label) for s in SessionState], default=SessionState.DRAFT.value
    )
    sign_up_until = models.DateTimeField()
    offer_hours = models.PositiveSmallIntegerField(default=48)
    facilitators: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Facilitating", related_name="facilitated_sessions"
    )
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
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
                "id", "ref", "series", "title", "about", "topics", "held", "starts", "minutes", "region",
                "places_in_person", "places_online", "honorarium", "state", "sign_up_until", "offer_hours",
                "facilitators", "added_at", "added_by", "published_at", "published_by",
                "cancelled_at", "cancelled_by", "version",
            }
        )  # fmt: skip
        scrub = frozenset({"address_words", "online_sealed"})

    def __str__(self) -> str:
        return self.ref

    @property
    def ends(self) -> datetime:
        return self.starts + timedelta(minutes=self.minutes)

    @property
    def places(self) -> dict[Way, int]:
        """Places by way; none where that way is not offered."""
        return {Way.IN_PERSON: self.places_in_person, Way.ONLINE: self.places_online}


class Facilitating(models.Model):
    """Who runs a session."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="facilitating")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="facilitating")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("session", "user"), name="facilitates_once"),)

    class Privacy:
        keep = frozenset({"id", "session", "user"})
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return f"{self.session_id} {self.user_id}"


class Material(models.Model):
    """Something handed out: a link, or a small file. For those who have a place."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(max_length=120)
    url = models.URLField(blank=True, default="")
    file = models.BinaryField(null=True, blank=True)
    ending = models.CharField(max_length=5, blank=True, default="")
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)

    class Privacy:
        keep = frozenset({"id", "ref", "session", "title", "url", "file", "ending", "added_at", "added_by"})
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return self.ref


class Message(models.Model):
    """What those who run a session wrote to those who came. They read it on their own page, never in a mail."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="messages")
    words = models.TextField()
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-written_at", "-pk")

    class Privacy:
        keep = frozenset({"id", "ref", "session", "words", "written_at", "written_by"})
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return self.ref


class Invitation(models.Model):
    """A private invitation by a personal link, to a session that may not be listed. The address is sealed."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="invitations")
    email_sealed = models.TextField(editable=False)
    email = Sealed()
    token_hash = models.CharField(max_length=64, unique=True)
    expert = models.ForeignKey(Expert, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField(default=clock.now)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)

    class Privacy:
        keep = frozenset({"id", "ref", "session", "sent_at", "sent_by", "expires_at", "used_at"})
        scrub = frozenset({"email_sealed", "token_hash", "expert"})

    def __str__(self) -> str:
        return self.ref
