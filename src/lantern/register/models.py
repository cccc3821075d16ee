"""Partnerships, agencies and experts; what they know, and what of it may be shown to whom."""

from django.conf import settings
from django.db import models

from lantern.accounts.public import User
from lantern.kit import clock
from lantern.kit.references import new_ref
from lantern.kit.vocabulary import Known
from lantern.pages.sealed import Sealed
from lantern.register.domain.expertise import Audience, Grade, Level, SafeContact
from lantern.register.domain.vocabularies import FACET_LABELS, REGIONS, Facet

FACET_CHOICES = [(facet.value, FACET_LABELS[facet]) for facet in Facet]
LEVEL_CHOICES = [(level.value, level.label) for level in Level]
AUDIENCE_CHOICES = [(audience.value, audience.label) for audience in Audience]
KNOWN_CHOICES = [(known.value, known.label) for known in Known]
GRADE_CHOICES = [(grade.value, grade.label) for grade in Grade]
CONTACT_CHOICES = [(contact.value, contact.label) for contact in SafeContact]
REGION_CHOICES = REGIONS.choices()
KIND_CHOICES = [("by_and_for", "By-and-for agency"), ("second_tier", "Second-tier organisation"), ("other", "Other")]


class Partnership(models.Model):
    """A community safety partnership, which commissions reviews."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    name = models.CharField(max_length=160, unique=True)
    region = models.CharField(max_length=20, choices=REGION_CHOICES)

    class Meta:
        ordering = ("name",)

    class Privacy:
        keep = frozenset({"id", "ref", "name", "region"})
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """An organisation whose experts sit on panels. `max_reviews` is its own ceiling; null where it has set none."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    name = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=20, choices=KIND_CHOICES)
    regions = models.JSONField(default=list, blank=True)
    national = models.BooleanField(default=False)
    max_reviews = models.PositiveSmallIntegerField(null=True, blank=True)
    shared_email = models.EmailField(blank=True, default="")
    is_partner = models.BooleanField(default=False, help_text="Named on the programme's public page.")
    basis = models.CharField(max_length=120, blank=True, default="", help_text="Where its public facts come from.")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "agencies"

    class Privacy:
        keep = frozenset({"id", "ref", "kind", "regions", "national", "max_reviews", "is_partner", "basis", "version"})
        scrub = frozenset({"name", "shared_email"})

    def __str__(self) -> str:
        return self.name


class Specialism(models.Model):
    """What an agency says publicly that it specialises in."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="specialisms")
    facet = models.CharField(max_length=20, choices=FACET_CHOICES)
    code = models.CharField(max_length=40)
    own_words = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        ordering = ("facet", "code", "pk")
        constraints = (
            models.UniqueConstraint(fields=("agency", "facet", "code", "own_words"), name="specialism_once"),
        )

    class Privacy:
        keep = frozenset({"id", "agency", "facet", "code"})
        scrub = frozenset({"own_words"})

    def __str__(self) -> str:
        return f"{self.agency_id} {self.facet}:{self.code}"


class Expert(models.Model):
    """Someone with community expertise. What is shown to whom is hers to say; until then the programme alone sees it.

    `day_rate_pence`, `max_reviews` are null where she has not said: unknown is not nought and not unlimited.
    """

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="expert"
    )
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="experts")
    name = models.CharField(max_length=120)
    name_audience = models.CharField(max_length=12, choices=AUDIENCE_CHOICES, default=Audience.PROGRAMME.value)
    name_in_evidence = models.BooleanField(
        default=False, help_text="Whether her name may stand in a review's evidence."
    )
    regions = models.JSONField(default=list, blank=True)
    remote = models.BooleanField(default=True)
    accepting = models.BooleanField(default=True)
    max_reviews = models.PositiveSmallIntegerField(null=True, blank=True)
    day_rate_pence = models.PositiveIntegerField(null=True, blank=True)
    safe_contact = models.CharField(max_length=12, choices=CONTACT_CHOICES, default=SafeContact.NONE.value)
    contact_sealed = models.TextField(blank=True, default="", editable=False)
    contact = Sealed()  # the address or number she may safely be reached at
    registered_at = models.DateTimeField(default=clock.now)
    registered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name", "pk")

    class Privacy:
        keep = frozenset(
            {
                "id", "ref", "user", "agency", "name_audience", "name_in_evidence", "remote", "accepting",
                "max_reviews", "safe_contact", "registered_at", "registered_by", "version",
            }
        )  # fmt: skip
        scrub = frozenset({"name", "regions", "day_rate_pence", "contact_sealed"})

    def __str__(self) -> str:
        return self.ref


class Expertise(models.Model):
    """One thing an expert knows, how she knows it, and who may be told."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="expertise")
    facet = models.CharField(max_length=20, choices=FACET_CHOICES)
    code = models.CharField(max_length=40)
    own_words = models.CharField(max_length=80, blank=True, default="")
    level = models.CharField(max_length=12, choices=LEVEL_CHOICES)
    dialect = models.CharField(max_length=60, blank=True, default="")
    script = models.CharField(max_length=60, blank=True, default="")
    audience = models.CharField(max_length=12, choices=AUDIENCE_CHOICES, default=Audience.PROGRAMME.value)

    class Meta:
        ordering = ("facet", "code", "pk")
        constraints = (models.UniqueConstraint(fields=("expert", "facet", "code", "own_words"), name="expertise_once"),)

    class Privacy:
        keep = frozenset({"id", "expert", "audience"})
        scrub = frozenset({"facet", "code", "own_words", "level", "dialect", "script"})

    def __str__(self) -> str:
        return f"{self.expert_id} {self.pk}"


class FacetAnswer(models.Model):
    """What is known of one facet of an expert: unknown, stated, none or declined. No row means unknown."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="answers")
    facet = models.CharField(max_length=20, choices=FACET_CHOICES)
    known = models.CharField(max_length=10, choices=KNOWN_CHOICES, default=Known.UNKNOWN.value)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("expert", "facet"), name="facet_answered_once"),)

    class Privacy:
        keep = frozenset({"id", "expert"})
        scrub = frozenset({"facet", "known"})

    def __str__(self) -> str:
        return f"{self.expert_id} {self.facet}"


class StandingConflict(models.Model):
    """A connection that holds for every review of one partnership or one agency's work. It never names a person.

    `pinned` is a coordinator's decision, which a later edit by the expert does not undo.
    """

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="standing_conflicts")
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="+")
    grade = models.CharField(max_length=24, choices=GRADE_CHOICES)
    pinned = models.BooleanField(default=False)
    declared_at = models.DateTimeField(default=clock.now)
    declared_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("expert", "partnership"), name="standing_conflict_once"),)

    class Privacy:
        keep = frozenset({"id", "expert", "pinned", "declared_at", "declared_by"})
        scrub = frozenset({"partnership", "grade"})

    def __str__(self) -> str:
        return f"{self.expert_id} {self.pk}"


class PendingImport(models.Model):
    """A spreadsheet that someone has uploaded and not yet confirmed: what was read, sealed, for a short while.

    It is the very thing that confirming imports. It goes when it is confirmed, cancelled, or too old (decision 0007).
    """

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    content_sealed = models.TextField(editable=False)
    content = Sealed()
    uploaded_at = models.DateTimeField(default=clock.now)
    uploaded_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ("pk",)

    class Privacy:
        keep = frozenset({"id", "ref", "uploaded_at", "uploaded_by"})
        scrub = frozenset({"content_sealed"})

    def __str__(self) -> str:
        return self.ref
