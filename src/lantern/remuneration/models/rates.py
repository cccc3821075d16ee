"""What work is worth, who pays, and who is paid."""

from django.conf import settings
from django.db import models

from lantern.kit import clock
from lantern.kit.references import new_ref
from lantern.pages.sealed import Sealed
from lantern.register.public import Agency, Expert, Partnership
from lantern.remuneration.domain.claims import TERM_DAYS
from lantern.remuneration.domain.rates import DAY_MINUTES, CardState, Unit
from lantern.remuneration.domain.rates import Rate as UnitRate
from lantern.remuneration.domain.work import Kind


class RateCard(models.Model):
    """One version of the rates for everyone, one partnership's payments, one agency's people, or both at once.

    Proposed by one coordinator and approved by another; never changed after that. A new version ends the one before
    it: `valid_until` is the first day without it, null while nothing follows.
    """

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    name = models.CharField(max_length=80)
    partnership = models.ForeignKey(Partnership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(default=1)
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=[(s.value, s.label) for s in CardState], default=CardState.PROPOSED.value
    )
    day_minutes = models.PositiveSmallIntegerField(default=DAY_MINUTES)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    proposed_at = models.DateTimeField(default=clock.now)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-valid_from", "-pk")

    class Privacy:
        keep = frozenset(
            {
                "id", "ref", "name", "partnership", "agency", "number", "previous", "state", "day_minutes",
                "valid_from", "valid_until", "proposed_at", "proposed_by", "decided_at", "decided_by", "version",
            }
        )  # fmt: skip
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return self.ref

    @property
    def table(self) -> dict[Kind, UnitRate]:
        """Its rates by kind of work, in the order of the kinds."""
        found = {Kind(rate.kind): UnitRate(Unit(rate.unit), rate.pence) for rate in self.rates.all()}
        return {kind: found[kind] for kind in Kind if kind in found}


class Rate(models.Model):
    """What one unit of one kind of work is paid on one card."""

    card = models.ForeignKey(RateCard, on_delete=models.CASCADE, related_name="rates")
    kind = models.CharField(max_length=16, choices=[(k.value, k.label) for k in Kind])
    unit = models.CharField(max_length=8, choices=[(u.value, u.label) for u in Unit])
    pence = models.PositiveIntegerField()

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("card", "kind"), name="one_rate_a_card_and_kind"),)

    class Privacy:
        keep = frozenset({"id", "card", "kind", "unit", "pence"})
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return f"{self.card_id} {self.kind}"


class Payer(models.Model):
    """Who pays: a partnership, the programme itself, or another body. It needs no account, only an address.

    `term_days` is the time within which it promises to pay. For a body that is neither, nobody here can answer: it
    answers by link. Who last set or confirmed the address that links go to is kept, since whoever claims must not be
    the one who says where the approval is asked for.
    """

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    name = models.CharField(max_length=160)
    partnership = models.OneToOneField(
        Partnership, null=True, blank=True, on_delete=models.PROTECT, related_name="payer"
    )
    programme = models.BooleanField(default=False, help_text="The programme itself: its coordinators answer for it.")
    email = models.EmailField(blank=True, default="")
    email_set_at = models.DateTimeField(null=True, blank=True)
    email_set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    term_days = models.PositiveSmallIntegerField(default=TERM_DAYS)
    purchase_order = models.CharField(max_length=40, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name", "pk")

    class Privacy:
        keep = frozenset(
            {
                "id", "ref", "name", "partnership", "programme", "email_set_at", "email_set_by", "term_days",
                "purchase_order", "version",
            }
        )  # fmt: skip
        scrub = frozenset({"email"})

    def __str__(self) -> str:
        return self.ref


class Payee(models.Model):
    """Who is paid: an agency, or the expert herself. Its address and bank details are sealed."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    agency = models.OneToOneField(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="payee")
    expert = models.OneToOneField(Expert, null=True, blank=True, on_delete=models.PROTECT, related_name="payee")
    name = models.CharField(max_length=160, blank=True, default="", help_text="As it stands on an invoice.")
    address_sealed = models.TextField(blank=True, default="", editable=False)
    address = Sealed()
    bank_sealed = models.TextField(blank=True, default="", editable=False)
    bank = Sealed()  # account name, sort code and account number, a line each
    vat_number = models.CharField(max_length=20, blank=True, default="")
    vat_basis_points = models.PositiveSmallIntegerField(default=0)
    notice_read_at = models.DateTimeField(null=True, blank=True)
    notice_read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(agency__isnull=True) ^ models.Q(expert__isnull=True), name="an_agency_or_a_person"
            ),
        )

    class Privacy:
        keep = frozenset(
            {"id", "ref", "agency", "expert", "vat_basis_points", "notice_read_at", "notice_read_by", "version"}
        )
        scrub = frozenset({"name", "address_sealed", "bank_sealed", "vat_number"})

    def __str__(self) -> str:
        return self.ref

    @property
    def invoice_name(self) -> str:
        """The name on an invoice: the one given, or else the register's."""
        return self.name or (self.agency.name if self.agency else self.expert.name if self.expert else "")
