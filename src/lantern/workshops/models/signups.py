"""A person's place in a session, asked for without an account. What says who she is is sealed."""

from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac

from lantern.kit import clock
from lantern.kit.links import hash_of
from lantern.kit.references import new_ref
from lantern.kit.vocabulary import Known
from lantern.pages.sealed import Sealed
from lantern.register.public import Agency, Expert
from lantern.workshops.domain.places import State, Way
from lantern.workshops.domain.sessions import Honorarium, Presence
from lantern.workshops.models.planning import Session

AGENCY_KINDS = [
    ("by_and_for", "By-and-for agency"),
    ("second_tier", "Second-tier organisation"),
    ("other", "Another organisation"),
    ("none", "No organisation"),
    ("declined", "Prefers not to say"),
    ("unknown", "Not said"),
]
LIVE = [state.value for state in State if state.live]


def mark_of(session_ref: str, email: str) -> str:
    """By which the same address is known again within one session, and in no other."""
    salt = f"lantern.workshops.sign-up {session_ref}"
    return salted_hmac(salt, email.strip().casefold(), algorithm="sha256").hexdigest()


class SignUp(models.Model):
    """One person's place, or her wish for one. She has no account: her link is her key.

    Its secret is found again by its hash, and kept sealed so that every message can carry the same link.

    `communities` holds codes of the register's vocabulary, `needs` of the access needs, `observances` of the faith
    calendar, each only as she chose to state it. `signed_up_by` is set where somebody signed in, or a facilitator for
    her, did it. `presence` is empty while nobody has said.
    """

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="sign_ups")
    token_hash = models.CharField(max_length=64, unique=True)
    token_sealed = models.TextField(editable=False, blank=True, default="")
    token = Sealed()
    name_sealed = models.TextField(editable=False, blank=True, default="")
    name = Sealed()
    email_sealed = models.TextField(editable=False, blank=True, default="")
    email = Sealed()
    email_mark = models.CharField(max_length=64)
    way = models.CharField(max_length=10, choices=[(w.value, w.label) for w in Way])
    state = models.CharField(max_length=10, choices=[(s.value, s.label) for s in State])
    offered_until = models.DateTimeField(null=True, blank=True)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agency_words_sealed = models.TextField(editable=False, blank=True, default="")
    agency_words = Sealed()
    agency_kind = models.CharField(max_length=12, choices=AGENCY_KINDS, default="unknown")
    communities = models.JSONField(default=list, blank=True)
    communities_known = models.CharField(
        max_length=10, choices=[(k.value, k.label) for k in Known], default=Known.UNKNOWN.value
    )
    needs = models.JSONField(default=list, blank=True)
    needs_words_sealed = models.TextField(editable=False, blank=True, default="")
    needs_words = Sealed()
    observances = models.JSONField(default=list, blank=True)
    honorarium = models.CharField(
        max_length=8, choices=[(h.value, h.label) for h in Honorarium], default=Honorarium.UNKNOWN.value
    )
    expert = models.ForeignKey(Expert, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_up_at = models.DateTimeField(default=clock.now)
    signed_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    queued_since = models.DateTimeField(default=clock.now, help_text="Her place in the line: when she last joined it.")
    reminded_on = models.DateField(null=True, blank=True)
    presence = models.CharField(max_length=8, choices=[(p.value, p.label) for p in Presence], blank=True, default="")
    minutes_there = models.PositiveSmallIntegerField(null=True, blank=True)
    marked_at = models.DateTimeField(null=True, blank=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("queued_since", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("session", "email_mark"), condition=models.Q(state__in=LIVE), name="one_live_sign_up_an_address"
            ),
        )

    class Privacy:
        keep = frozenset(
            {
                "id", "ref", "session", "way", "state", "offered_until", "signed_up_at", "signed_up_by", "queued_since",
                "reminded_on", "presence", "minutes_there", "marked_at", "marked_by", "honorarium", "version",
            }
        )  # fmt: skip
        scrub = frozenset(
            {
                "token_hash", "token_sealed", "name_sealed", "email_sealed", "email_mark", "agency",
                "agency_words_sealed", "expert", "needs", "needs_words_sealed", "observances",
            }
        )  # fmt: skip
        aggregate_only = frozenset({"agency_kind", "communities", "communities_known"})

    def __str__(self) -> str:
        return self.ref

    @property
    def minutes_counted(self) -> int:
        """How long she was there: all of it, the part that was said, or nought."""
        if self.presence == Presence.PRESENT:
            return self.session.minutes
        return (self.minutes_there or 0) if self.presence == Presence.PART else 0

    def take_token(self, token: str) -> None:
        """Her own link: found again by its hash, and kept so that every message carries the same."""
        self.token, self.token_hash = token, hash_of(token)

    def take_email(self, email: str) -> None:
        """Her address, and the mark by which it is known again in this session."""
        self.email, self.email_mark = email, mark_of(self.session.ref, email)
