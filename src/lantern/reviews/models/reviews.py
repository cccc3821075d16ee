"""Reviews, what they need, who was asked, who sits. No field for a name or a narrative."""

from django.conf import settings
from django.db import models

from lantern.kit import clock
from lantern.kit.references import new_ref
from lantern.register.public import ENGAGEMENT_BARRIERS, FACET_LABELS, Expert, Facet, Grade, Partnership
from lantern.reviews.domain.lifecycle import Label, OfferState, Stage
from lantern.reviews.domain.questions import Answer
from lantern.reviews.domain.terms import Characteristic, FeeAnswer, Relevance, Terms, Weight


def default_label() -> str:
    return settings.REVIEW_LABEL


class Review(models.Model):
    """One review: a neutral reference, an area, a stage, dates, and the seats it wants. Never what happened.

    `expert_half_days` is the work expected of a panel member, in half days. `rate_ceiling_pence` is the most the
    partnership pays for a day; null where nobody has said.
    """

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="reviews")
    label = models.CharField(max_length=8, choices=[(x.value, x.label) for x in Label], default=default_label)
    stage = models.CharField(max_length=12, choices=[(x.value, x.label) for x in Stage], default=Stage.SCOPING.value)
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="chaired_reviews"
    )
    seats_wanted = models.PositiveSmallIntegerField(default=1)
    remote_ok = models.BooleanField(default=True)
    expert_half_days = models.PositiveSmallIntegerField(default=12)
    rate_ceiling_pence = models.PositiveIntegerField(null=True, blank=True)
    commissioned_on = models.DateField(null=True, blank=True)
    panel_wanted_by = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it finished or was withdrawn.")
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-opened_at", "pk")

    class Privacy:
        keep = frozenset(
            {
                "id", "ref", "partnership", "label", "stage", "chair", "seats_wanted", "remote_ok", "expert_half_days",
                "rate_ceiling_pence", "commissioned_on", "panel_wanted_by", "opened_at", "opened_by", "ended_at",
                "ended_by", "version",
            }
        )  # fmt: skip
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return self.ref


class Need(models.Model):
    """Expertise a review needs: one value of one facet, how much, and why in words. `question` is what led to it.

    Several questions can lead to one need: their codes stand with spaces between them, with * where it was also
    stated by itself. It goes when the last of them no longer asks for it.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="needs")
    facet = models.CharField(max_length=20, choices=[(f.value, FACET_LABELS[f]) for f in Facet])
    code = models.CharField(max_length=40)
    own_words = models.CharField(max_length=80, blank=True, default="")
    weight = models.CharField(max_length=8, choices=[(w.value, w.label) for w in Weight])
    lived = models.BooleanField(default=False, help_text="Only lived expertise will do.")
    reason = models.CharField(max_length=200)
    question = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("review", "facet", "code", "own_words"), name="need_once"),)

    class Privacy:
        keep = frozenset({"id", "review", "facet", "code", "weight", "lived", "question"})
        scrub = frozenset({"own_words", "reason"})

    def __str__(self) -> str:
        return f"{self.review_id} {self.facet}:{self.code}"


class QuestionAnswer(models.Model):
    """What a review answers to one of the questions that lead to needs. No row means nobody has answered it."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=40)
    answer = models.CharField(max_length=10, choices=[(a.value, a.label) for a in Answer])
    answered_at = models.DateTimeField(default=clock.now)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("review", "question"), name="question_once"),)

    class Privacy:
        keep = frozenset({"id", "review", "question", "answer", "answered_at", "answered_by"})
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return f"{self.review_id} {self.question}"


class CharacteristicAnswer(models.Model):
    """What a review says of one of the nine protected characteristics. No row means nobody has answered."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="characteristics")
    characteristic = models.CharField(max_length=30, choices=[(c.value, c.label) for c in Characteristic])
    relevance = models.CharField(max_length=16, choices=[(r.value, r.label) for r in Relevance])
    reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("review", "characteristic"), name="characteristic_once"),)

    class Privacy:
        keep = frozenset({"id", "review", "characteristic", "relevance"})
        scrub = frozenset({"reason"})

    def __str__(self) -> str:
        return f"{self.review_id} {self.characteristic}"


class CompositionRule(models.Model):
    """A rule on who the panel is made of, as data: its kind, what it counts, how few and how many.

    The kinds and their meaning are the matching context's; here they are only kept. `hard` rules bar a panel that
    breaks them; the others are kept where they can be.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="composition_rules")
    kind = models.CharField(max_length=60)
    facet = models.CharField(max_length=20, blank=True, default="")
    code = models.CharField(max_length=40, blank=True, default="")
    agency_ref = models.CharField(max_length=8, blank=True, default="")
    least = models.PositiveSmallIntegerField(null=True, blank=True)
    most = models.PositiveSmallIntegerField(null=True, blank=True)
    hard = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)

    class Privacy:
        keep = frozenset({"id", "review", "kind", "facet", "code", "agency_ref", "least", "most", "hard"})
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return f"{self.review_id} {self.kind}"


class Offer(models.Model):
    """One approach to one expert for one review: its terms, its dates, and what came of it.

    `stated_rate_pence` is the day rate in her profile on the day it was sent, null where she had stated none.
    `below_rate_reason` is why it is below that rate; she reads it. `fee_answer` is the partnership's word on the fee.
    """

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="offers")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="offers")
    state = models.CharField(
        max_length=10, choices=[(s.value, s.label) for s in OfferState], default=OfferState.DRAFTED.value
    )
    reserve_rank = models.PositiveSmallIntegerField(null=True, blank=True)
    day_rate_pence = models.PositiveIntegerField(null=True, blank=True)
    payer = models.CharField(max_length=160, blank=True, default="")
    preparation_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    meetings = models.PositiveSmallIntegerField(null=True, blank=True)
    access_costs = models.CharField(max_length=300, blank=True, default="")
    support = models.CharField(max_length=300, blank=True, default="")
    answer_days = models.PositiveSmallIntegerField(default=10, help_text="Days she has to answer, from sending.")
    first_meeting_at = models.DateTimeField(null=True, blank=True)
    below_rate_reason = models.CharField(max_length=300, blank=True, default="")
    stated_rate_pence = models.PositiveIntegerField(null=True, blank=True)
    fee_answer = models.CharField(
        max_length=12, choices=[(f.value, f.label) for f in FeeAnswer], default=FeeAnswer.NOT_ASKED.value
    )
    fee_words = models.CharField(max_length=300, blank=True, default="")
    fee_answered_at = models.DateTimeField(null=True, blank=True)
    fee_answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField(default=clock.now)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer_by = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    barrier = models.CharField(max_length=30, blank=True, default="", choices=ENGAGEMENT_BARRIERS.choices())
    barrier_words = models.CharField(max_length=200, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was withdrawn or fell silent.")
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("reserve_rank", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("review", "expert"),
                condition=models.Q(state__in=("drafted", "reserve", "sent", "asked", "accepted")),
                name="one_live_offer_a_review_and_expert",
            ),
        )

    class Privacy:
        keep = frozenset(
            {
                "id", "ref", "review", "expert", "state", "reserve_rank", "day_rate_pence", "preparation_hours",
                "meetings", "answer_days", "first_meeting_at", "drafted_at", "drafted_by", "sent_at", "sent_by",
                "answer_by", "answered_at", "answered_by", "barrier", "ended_at", "ended_by", "version",
                "fee_answer", "fee_answered_at", "fee_answered_by",
            }
        )  # fmt: skip
        scrub = frozenset(
            {
                "payer", "access_costs", "support", "barrier_words", "below_rate_reason", "stated_rate_pence",
                "fee_words",
            }
        )  # fmt: skip

    def __str__(self) -> str:
        return self.ref

    @property
    def terms(self) -> Terms:
        return Terms(
            self.day_rate_pence, self.payer, self.preparation_hours, self.meetings, self.access_costs, self.support
        )


class OfferMessage(models.Model):
    """A question about an offer's terms, or its answer. The form says to keep the review's matter out of it."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="messages")
    text = models.CharField(max_length=500)
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)

    class Privacy:
        keep = frozenset({"id", "offer", "written_at", "written_by"})
        scrub = frozenset({"text"})

    def __str__(self) -> str:
        return f"{self.offer_id} {self.pk}"


class ConflictDeclaration(models.Model):
    """What an expert declared for one review, in a grade; never who it is. Private to her, the chair and coordinators.

    The grade is checked before anyone is approached (from standing conflicts) and declared again on the offer.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="conflicts")
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="conflict_declarations")
    grade = models.CharField(max_length=24, choices=[(g.value, g.label) for g in Grade])
    pinned = models.BooleanField(default=False, help_text="Settled by a coordinator; a later edit does not undo it.")
    declared_at = models.DateTimeField(default=clock.now)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("review", "expert"), name="conflict_declared_once"),)

    class Privacy:
        keep = frozenset({"id", "review", "expert", "pinned", "declared_at", "declared_by"})
        scrub = frozenset({"grade"})

    def __str__(self) -> str:
        return f"{self.review_id} {self.pk}"


class Seat(models.Model):
    """A place on a panel that an expert holds or held. `given_up_at` ends it."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="seats")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="seats")
    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="seat")
    seated_at = models.DateTimeField(default=clock.now)
    seated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_up_at = models.DateTimeField(null=True, blank=True)
    given_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True, help_text="When the partnership confirmed it.")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("review", "expert"), condition=models.Q(given_up_at__isnull=True), name="one_seat_a_person"
            ),
        )

    class Privacy:
        keep = frozenset(
            {
                "id", "ref", "review", "expert", "offer", "seated_at", "seated_by", "given_up_at", "given_up_by",
                "confirmed_at", "confirmed_by",
            }
        )  # fmt: skip
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return self.ref


class Search(models.Model):
    """One search for expertise and what was decided: the proposal as it stood, the choice, and why they differ.

    `proposal` holds references, codes and sentences without names (matching writes it). `unmet` lists the needs for
    which no suitable specialist was found, each with its sentence: as carefully kept as a match.
    """

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="searches")
    proposal = models.JSONField(default=dict)
    proposed = models.JSONField(default=list)
    chosen = models.JSONField(default=list)
    reserves = models.JSONField(default=list)
    unmet = models.JSONField(default=list)
    reason = models.CharField(max_length=300, blank=True, default="")
    decided_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "searches"

    class Privacy:
        keep = frozenset({"id", "ref", "review", "proposed", "chosen", "reserves", "decided_at", "decided_by"})
        scrub = frozenset({"proposal", "unmet", "reason"})

    def __str__(self) -> str:
        return self.ref
