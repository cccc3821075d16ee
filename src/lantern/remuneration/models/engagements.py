"""What an expert or an agency is engaged for, by an opaque reference from above, and the time and costs logged."""

from datetime import date

from django.conf import settings
from django.db import models

from lantern.kit import clock
from lantern.kit.references import new_ref
from lantern.register.public import Agency, Expert
from lantern.remuneration.domain import work
from lantern.remuneration.domain.pricing import Part
from lantern.remuneration.domain.rates import PayeeKind
from lantern.remuneration.domain.work import CostKind, Kind, Origin, SourceKind, Span
from lantern.remuneration.models.rates import Payee, Payer, RateCard


class Engagement(models.Model):
    """Work that someone was asked to do and is paid for. `source_ref` means something only to the context above.

    Its card is that of the day it was opened; the offer's own day rate may raise it. Once it is closed nothing new is
    prefilled, but what she did before can still be logged and claimed.

    Without an expert it is an agency's: people came for it who are not named here, and it is paid for their time.
    """

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    source_ref = models.CharField(max_length=40, unique=True)
    source_kind = models.CharField(max_length=10, choices=[(s.value, s.label) for s in SourceKind])
    expert = models.ForeignKey(Expert, null=True, blank=True, on_delete=models.PROTECT, related_name="engagements")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    payee_kind = models.CharField(max_length=8, choices=[(k.value, k.label) for k in PayeeKind])
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="engagements")
    card = models.ForeignKey(RateCard, null=True, blank=True, on_delete=models.PROTECT, related_name="engagements")
    day_rate_pence = models.PositiveIntegerField(null=True, blank=True)
    access_costs = models.CharField(max_length=300, blank=True, default="")
    opened_on = models.DateField(default=clock.today)
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-opened_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(expert__isnull=False) | models.Q(agency__isnull=False, payee_kind="agency"),
                name="a_person_or_an_agency_paid",
            ),
        )

    class Privacy:
        keep = frozenset(
            {
                "id", "ref", "source_ref", "source_kind", "expert", "agency", "payee_kind", "payee", "card",
                "day_rate_pence", "opened_on", "opened_at", "opened_by", "closed_on", "closed_at", "closed_by",
                "version",
            }
        )  # fmt: skip
        scrub = frozenset({"access_costs"})

    def __str__(self) -> str:
        return self.ref

    @property
    def her_user_id(self) -> int | None:
        """Whose account logs and claims it: None where she has none, and where no one person is named."""
        return self.expert.user_id if self.expert is not None else None

    @property
    def who(self) -> str:
        """Whose time it is, by name, for those who may see it."""
        return self.expert.name if self.expert is not None else self.agency.name if self.agency is not None else ""

    @property
    def lead_payer(self) -> Payer:
        """The first payer, whose approval counts for all of them."""
        return next(iter(self.payer_shares.all())).payer


class PayerShare(models.Model):
    """A payer's part in an engagement: a weight in the whole (such as per cent), or a fixed amount of each claim."""

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="payer_shares")
    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=1)
    parts = models.PositiveIntegerField(default=0)
    fixed_pence = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("order", "pk")
        constraints = (models.UniqueConstraint(fields=("engagement", "payer"), name="one_share_a_payer"),)

    class Privacy:
        keep = frozenset({"id", "engagement", "payer", "order", "parts", "fixed_pence"})
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return f"{self.engagement_id} {self.payer_id}"

    @property
    def part(self) -> Part:
        return Part(self.parts, self.fixed_pence)


class Entry(models.Model):
    """Time she worked on one day. A donated entry is unpaid by her choice and counts in the ledger.

    `source_ref` names the meeting or the paper it was prefilled from, opaquely; empty for her own.
    """

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=16, choices=[(k.value, k.label) for k in Kind])
    done_on = models.DateField()
    starts = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField()
    donated = models.BooleanField(default=False)
    origin = models.CharField(max_length=10, choices=[(o.value, o.label) for o in Origin], default=Origin.OWN.value)
    source_ref = models.CharField(max_length=40, blank=True, default="")
    words = models.CharField(max_length=200, blank=True, default="")
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    corrected_at = models.DateTimeField(null=True, blank=True)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    struck_at = models.DateTimeField(null=True, blank=True, help_text="Taken out of the log: it did not happen so.")
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("done_on", "pk")
        verbose_name_plural = "entries"
        constraints = (
            models.UniqueConstraint(
                fields=("engagement", "source_ref"), condition=~models.Q(source_ref=""), name="prefilled_once"
            ),
        )

    class Privacy:
        keep = frozenset(
            {
                "id", "ref", "engagement", "kind", "done_on", "minutes", "donated", "origin", "source_ref",
                "recorded_at", "recorded_by", "corrected_at", "corrected_by", "struck_at", "struck_by", "version",
            }
        )  # fmt: skip
        scrub = frozenset({"starts", "words"})

    def __str__(self) -> str:
        return self.ref

    @property
    def span(self) -> Span:
        return Span(self.done_on, self.minutes, self.starts)

    @property
    def flags(self) -> tuple[str, ...]:
        """What is late or unusual about it, in words."""
        recorded_on: date = self.recorded_at.astimezone(clock.LONDON).date()
        return work.flags(self.span, recorded_on, self.engagement.opened_on, self.engagement.closed_on)


class Cost(models.Model):
    """An access cost: what a carer, an interpreter, a journey or equipment cost her, as its own line."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="costs")
    kind = models.CharField(max_length=12, choices=[(k.value, k.label) for k in CostKind])
    spent_on = models.DateField()
    pence = models.PositiveIntegerField()
    words = models.CharField(max_length=200, blank=True, default="")
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("spent_on", "pk")

    class Privacy:
        keep = frozenset(
            {
                "id", "ref", "engagement", "spent_on", "pence", "recorded_at", "recorded_by", "struck_at", "struck_by",
                "version",
            }
        )  # fmt: skip
        scrub = frozenset({"kind", "words"})  # an interpreter or a carer says something about her

    def __str__(self) -> str:
        return self.ref
