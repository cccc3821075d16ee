"""A claim with its lines, its payers' shares, the payments of each, and every step it took."""

from datetime import date

from django.conf import settings
from django.db import models

from lantern.kit import clock
from lantern.kit.references import new_ref
from lantern.remuneration.domain import claims
from lantern.remuneration.domain.claims import Action, ClaimState, Owner, PaymentState
from lantern.remuneration.domain.rates import Terms
from lantern.remuneration.models.engagements import Cost, Engagement, Entry
from lantern.remuneration.models.rates import Payee, Payer

STATES = [(s.value, s.label) for s in ClaimState]


class Claim(models.Model):
    """What she asks to be paid for one engagement. `terms` holds the rates of the day it was made; they never change.

    `submitted_at` is when it was first sent in; `due_on` the day by which it is promised.
    """

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="claims")
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="claims")
    state = models.CharField(max_length=10, choices=STATES, default=ClaimState.DRAFTED.value)
    terms = models.JSONField(default=dict)
    net_pence = models.PositiveIntegerField(default=0)
    vat_pence = models.PositiveIntegerField(default=0)
    drafted_at = models.DateTimeField(default=clock.now)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-pk",)

    class Privacy:
        keep = frozenset(
            {
                "id", "ref", "engagement", "payee", "state", "terms", "net_pence", "vat_pence", "drafted_at",
                "drafted_by", "submitted_at", "submitted_by", "due_on", "paid_on", "reminded_on", "version",
            }
        )  # fmt: skip
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return self.ref

    @property
    def total_pence(self) -> int:
        return self.net_pence + self.vat_pence

    @property
    def priced_by(self) -> Terms:
        return Terms.from_data(self.terms)

    @property
    def owner(self) -> Owner:
        return claims.OWNERS[ClaimState(self.state)]

    def days_waiting(self, today: date) -> int:
        """Days from sending it in until it was paid, or until today."""
        if self.submitted_at is None:
            return 0
        return ((self.paid_on or today) - self.submitted_at.astimezone(clock.LONDON).date()).days

    def overdue(self, today: date) -> bool:
        return ClaimState(self.state).open and self.due_on is not None and today > self.due_on

    def waiting_words(self, today: date) -> str:
        return claims.waiting_words(ClaimState(self.state), self.days_waiting(today))


class ClaimLine(models.Model):
    """One entry or one cost in a claim, as it stood and what it came to. Of a donated entry `pence` is its worth.

    `live` while the claim holds it: an entry stands in one claim at most. A claim withdrawn lets go of its lines.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="lines")
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="lines")
    cost = models.ForeignKey(Cost, null=True, blank=True, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=16)
    done_on = models.DateField()
    minutes = models.PositiveSmallIntegerField(default=0)
    donated = models.BooleanField(default=False)
    pence = models.PositiveIntegerField()
    live = models.BooleanField(default=True)

    class Meta:
        ordering = ("done_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=("entry",), condition=models.Q(live=True), name="an_entry_claimed_once"),
            models.UniqueConstraint(fields=("cost",), condition=models.Q(live=True), name="a_cost_claimed_once"),
            models.CheckConstraint(
                condition=models.Q(entry__isnull=True) ^ models.Q(cost__isnull=True), name="an_entry_or_a_cost"
            ),
        )

    class Privacy:
        keep = frozenset({"id", "claim", "entry", "cost", "done_on", "minutes", "donated", "pence", "live"})
        scrub = frozenset({"kind"})

    def __str__(self) -> str:
        return f"{self.claim_id} {self.pk}"


class ClaimShare(models.Model):
    """One payer's share of a claim, which is one invoice. Its number is given when it is sent for payment."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="shares")
    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, related_name="shares")
    order = models.PositiveSmallIntegerField(default=1)
    net_pence = models.PositiveIntegerField()
    vat_pence = models.PositiveIntegerField()
    purchase_order = models.CharField(max_length=40, blank=True, default="")
    invoice_number = models.PositiveIntegerField(null=True, blank=True, unique=True)
    invoiced_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("order", "pk")
        constraints = (models.UniqueConstraint(fields=("claim", "payer"), name="one_claim_share_a_payer"),)

    class Privacy:
        keep = frozenset(
            {
                "id", "ref", "claim", "payer", "order", "net_pence", "vat_pence", "purchase_order", "invoice_number",
                "invoiced_on",
            }
        )  # fmt: skip
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return self.ref

    @property
    def total_pence(self) -> int:
        return self.net_pence + self.vat_pence

    @property
    def invoice_name(self) -> str:
        return f"LN-{self.invoice_number:06d}" if self.invoice_number else ""


class Payment(models.Model):
    """One attempt to pay one share. Its reference is what the payer's bank quotes; a new attempt has a new one."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    share = models.ForeignKey(ClaimShare, on_delete=models.PROTECT, related_name="payments")
    state = models.CharField(
        max_length=8, choices=[(s.value, s.label) for s in PaymentState], default=PaymentState.SENT.value
    )
    sent_at = models.DateTimeField(default=clock.now)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    settled_on = models.DateField(null=True, blank=True, help_text="The day the bank gives.")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("share",), condition=models.Q(state__in=("sent", "paid")), name="a_share_is_paid_once"
            ),
        )

    class Privacy:
        keep = frozenset(
            {"id", "ref", "share", "state", "sent_at", "sent_by", "settled_on", "settled_at", "settled_by"}
        )
        scrub = frozenset({"reason"})

    def __str__(self) -> str:
        return self.ref


class ApprovalLink(models.Model):
    """A link by which a payer without an account answers one claim, once. Only a hash of it is kept."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="links")
    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)

    class Privacy:
        keep = frozenset({"id", "ref", "claim", "payer", "made_at", "made_by", "expires_at", "used_at"})
        scrub = frozenset({"token_hash"})

    def __str__(self) -> str:
        return self.ref


class ClaimStep(models.Model):
    """One move of a claim. `moved_by` is null where a link or the system moved it; `link` says which link."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="steps")
    action = models.CharField(max_length=10, choices=[(a.value, a.value) for a in Action])
    was = models.CharField(max_length=10, choices=STATES)
    now = models.CharField(max_length=10, choices=STATES)
    words = models.CharField(max_length=300, blank=True, default="")
    link = models.ForeignKey(ApprovalLink, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField(default=clock.now)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("pk",)

    class Privacy:
        keep = frozenset({"id", "claim", "action", "was", "now", "link", "moved_at", "moved_by"})
        scrub = frozenset({"words"})

    def __str__(self) -> str:
        return f"{self.claim_id} {self.action}"
