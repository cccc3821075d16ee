"""What an expert says after a seat. Hers, and the coordinator's to read."""

from django.conf import settings
from django.db import models

from lantern.kit import clock
from lantern.kit.vocabulary import Known
from lantern.pages.sealed import Sealed
from lantern.reviews.domain.reflections import QUESTIONS, Reply, barriers_of
from lantern.reviews.models.reviews import Seat

_REPLIES = [(reply.value, reply.label) for reply in Reply]


class Reflection(models.Model):
    """One a seat: was she paid, heard, safe; what stood in the way; and words of her own, sealed.

    `barriers` holds codes of the register's vocabulary where `barriers_known` is stated. `may_quote` is her consent
    that the programme quotes her words without her name.
    """

    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="reflection")
    paid = models.CharField(max_length=10, choices=_REPLIES, default=Reply.UNKNOWN.value)
    heard = models.CharField(max_length=10, choices=_REPLIES, default=Reply.UNKNOWN.value)
    safe = models.CharField(max_length=10, choices=_REPLIES, default=Reply.UNKNOWN.value)
    barriers_known = models.CharField(
        max_length=10, choices=[(known.value, known.label) for known in Known], default=Known.UNKNOWN.value
    )
    barriers = models.JSONField(default=list, blank=True)
    words_sealed = models.TextField(blank=True, default="", editable=False)
    words = Sealed("seat.ref")
    may_quote = models.BooleanField(default=False)
    reflected_at = models.DateTimeField(default=clock.now)
    reflected_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("pk",)

    class Privacy:
        keep = frozenset({"id", "seat", "may_quote", "reflected_at", "reflected_by", "version"})
        scrub = frozenset({"words_sealed"})
        aggregate_only = frozenset({"paid", "heard", "safe", "barriers_known", "barriers"})

    def __str__(self) -> str:
        return f"{self.seat_id}"

    @property
    def named(self) -> frozenset[str]:
        """The barriers it names in the one vocabulary, each once."""
        return barriers_of({name: getattr(self, name) for name in QUESTIONS}, self.barriers_known, self.barriers)
