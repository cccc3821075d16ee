"""Numbered versions of guidance, the consultation on one, what was said, and which organisations agree."""

from django.db import models

from lantern.kit.references import new_ref
from lantern.pages.sealed import Sealed
from lantern.publishing.domain.consulting import (
    NOT_ANSWERED,
    Answer,
    Change,
    Credit,
    Decision,
    Signed,
    VersionState,
    YouSaid,
)
from lantern.publishing.domain.passages import passages


class Version(models.Model):
    """A guidance page as it stood: its words and its figures, frozen. What is live is the published one."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    page = models.ForeignKey("publishing.GuidancePage", on_delete=models.PROTECT, related_name="versions")
    number = models.CharField(max_length=12)
    state = models.CharField(
        max_length=12, choices=[(one.value, one.label) for one in VersionState], default=VersionState.CUT.value
    )
    title = models.CharField(max_length=255)
    body = models.JSONField(help_text="The stream as Wagtail keeps it.")
    figures = models.JSONField(default=dict, help_text="As they stood when it was published.")
    revision = models.PositiveIntegerField(help_text="The page's revision that it was cut from.")
    language = models.CharField(max_length=12)
    translates = models.CharField(
        max_length=12, blank=True, help_text="The number of the version that this translation was made from."
    )
    review_by = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("page", "-made_at")
        constraints = (models.UniqueConstraint(fields=("page", "number"), name="one_version_of_a_number"),)

    class Privacy:
        keep = frozenset(
            {
                "id", "ref", "page", "number", "state", "title", "body", "figures", "revision", "language",
                "translates", "review_by", "made_at", "made_by", "published_at", "published_by",
            }
        )  # fmt: skip
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return self.ref

    def signed(self) -> list[Signed]:
        """Every organisation that was asked, with its answer; a note only where it wished that."""
        rows = []
        for one in self.sign_offs.select_related("partner"):
            answer = Answer(one.answer) if one.answer else None
            rows.append(
                Signed(
                    one.partner.name,
                    answer.label if answer else NOT_ANSWERED,
                    one.note if one.note_public else "",
                    None if answer is None else answer is not Answer.DISSENT,
                )
            )
        return rows

    def credits(self) -> list[str]:
        """Whom to thank for the page and how, as each wishes now; nobody who took her words back or has not chosen."""
        found = Contributor.objects.filter(
            consultation__version__page=self.page_id,
            withdrawn_on__isnull=True,
            credit__in=[Credit.NAMED.value, Credit.ORGANISATION.value],
            comments__in=Comment.objects.filter(withdrawn_on__isnull=True),
        )
        return sorted({one.credited_as for one in found if one.credited_as}, key=str.casefold)

    def you_said(self) -> YouSaid | None:
        """Generated from the comments as they are now: what was taken back is counted and not shown."""
        consultation = Consultation.objects.filter(version=self).first()
        if consultation is None:
            return None
        headings = {one.id: one.heading for one in passages(self.body)}
        standing = list(consultation.comments.filter(withdrawn_on__isnull=True))
        changes = tuple(
            Change(
                headings.get(one.passage, "") or "The whole",
                one.said,
                one.proposed_words,
                Decision(one.decision).label,
                one.reply,
            )
            for one in standing
            if one.decision
        )
        waiting = sum(not one.decision for one in standing)
        return YouSaid(changes, waiting, consultation.comments.filter(withdrawn_on__isnull=False).count())


class Consultation(models.Model):
    """Asking people about one version. It ends with its last day, or when it is closed."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    version = models.OneToOneField(Version, on_delete=models.CASCADE, related_name="consultation")
    question = models.TextField(blank=True, help_text="What is asked of people in particular.")
    closes_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField(null=True, help_text="When everyone was sent what became of their words.")
    told_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Privacy:
        keep = frozenset(
            {
                "id", "ref", "version", "question", "closes_on", "opened_at", "opened_by", "closed_at", "closed_by",
                "told_at", "told_by",
            }
        )  # fmt: skip
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return self.ref


class Contributor(models.Model):
    """Someone asked, by a personal link. Everything that points to her goes when she takes her words back."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="contributors")
    name = models.CharField(max_length=120, blank=True)
    organisation = models.CharField(max_length=160, blank=True)
    email_sealed = models.TextField(blank=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    credit = models.CharField(
        max_length=14, choices=[(one.value, one.label) for one in Credit], default=Credit.NOT_CHOSEN.value, blank=True
    )
    credited_as = models.CharField(max_length=160, blank=True)
    token_sealed = models.TextField(blank=True, editable=False)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_on = models.DateField(null=True)

    email = Sealed()
    token = Sealed()  # so that each message to her holds the same link

    class Meta:
        ordering = ("consultation", "asked_at", "pk")

    class Privacy:
        keep = frozenset({"id", "ref", "consultation", "credit", "asked_at", "asked_by", "withdrawn_on"})
        scrub = frozenset({"name", "organisation", "email_sealed", "token_sealed", "token_hash", "credited_as"})

    def __str__(self) -> str:
        return self.ref


class Comment(models.Model):
    """What somebody said of a passage, with the passage as it stood, the words they would put, and the reply."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="comments")
    contributor = models.ForeignKey(Contributor, on_delete=models.CASCADE, related_name="comments")
    passage = models.CharField(max_length=40, help_text="The identity of the block; empty: the whole.", blank=True)
    passage_words = models.TextField(blank=True)
    said = models.TextField(blank=True)
    proposed_words = models.TextField(blank=True)
    decision = models.CharField(
        max_length=10, choices=[(one.value, one.label) for one in Decision], blank=True, default=""
    )
    reply = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    made_on = models.DateField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_on = models.DateField(null=True)

    class Meta:
        ordering = ("consultation", "pk")

    class Privacy:
        keep = frozenset(
            {
                "id", "ref", "consultation", "contributor", "passage", "passage_words", "decision", "version",
                "made_on", "decided_at", "decided_by", "withdrawn_on",
            }
        )  # fmt: skip
        scrub = frozenset({"said", "proposed_words", "reply"})

    def __str__(self) -> str:
        return self.ref


class SignOff(models.Model):
    """Whether one organisation agrees with one version. No answer is an answer of its own, and is shown as that."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="sign_offs")
    partner = models.ForeignKey("publishing.Partner", on_delete=models.PROTECT, related_name="sign_offs")
    contact_sealed = models.TextField(blank=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    token_sealed = models.TextField(blank=True, editable=False)
    answer = models.CharField(max_length=16, choices=[(one.value, one.label) for one in Answer], blank=True, default="")
    note = models.TextField(blank=True)
    note_public = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True)
    answers = models.PositiveIntegerField(default=0, help_text="How often it was answered: the last one stands.")

    contact = Sealed()
    token = Sealed()

    class Meta:
        ordering = ("version", "partner__name")
        constraints = (models.UniqueConstraint(fields=("version", "partner"), name="one_sign_off_an_organisation"),)

    class Privacy:
        keep = frozenset(
            {
                "id",
                "ref",
                "version",
                "partner",
                "answer",
                "note_public",
                "asked_at",
                "asked_by",
                "answered_on",
                "answers",
            }
        )
        scrub = frozenset({"contact_sealed", "token_sealed", "token_hash", "note"})

    def __str__(self) -> str:
        return self.ref
