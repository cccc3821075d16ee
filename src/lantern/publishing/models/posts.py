"""Contributions to the blog before they are pages, by people without an account."""

from django.db import models

from lantern.kit.references import new_ref
from lantern.pages.sealed import Sealed
from lantern.publishing.domain.posts import Final, Look, PostState


class Post(models.Model):
    """One contribution. Its words stand here in the open only as long as its author lets them."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    state = models.CharField(
        max_length=12, choices=[(one.value, one.label) for one in PostState], default=PostState.WRITING.value
    )
    version = models.PositiveIntegerField(default=1)
    contact_sealed = models.TextField(blank=True, editable=False)
    author_sealed = models.TextField(blank=True, editable=False)
    token_sealed = models.TextField(blank=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    title = models.CharField(max_length=160, blank=True)
    text = models.TextField(blank=True)
    byline = models.CharField(max_length=120, blank=True, help_text="The name it stands under, which may be invented.")
    content_note = models.CharField(max_length=300, blank=True)
    embargo_until = models.DateField(null=True, help_text="Not published before this day.")
    word_to_author = models.TextField(blank=True)
    word_to_editor = models.TextField(blank=True)
    looked_at = models.JSONField(default=list, help_text="Words, what they are, and why they are harmless.")
    approved_mark = models.CharField(max_length=64, blank=True)
    page = models.OneToOneField(
        "publishing.BlogPage", on_delete=models.SET_NULL, null=True, related_name="post", editable=False
    )
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_on = models.DateField(null=True)

    contact = Sealed()
    author = Sealed()
    token = Sealed()

    class Meta:
        ordering = ("-asked_at",)

    class Privacy:
        keep = frozenset(
            {
                "id", "ref", "state", "version", "embargo_until", "page", "asked_at", "asked_by", "published_at",
                "published_by", "withdrawn_on", "approved_mark",
            }
        )  # fmt: skip
        scrub = frozenset(
            {
                "contact_sealed", "author_sealed", "token_sealed", "token_hash", "title", "text", "byline",
                "content_note", "word_to_author", "word_to_editor", "looked_at",
            }
        )  # fmt: skip

    def __str__(self) -> str:
        return self.ref

    @property
    def final(self) -> Final:
        return Final(self.title, self.text, self.byline, self.content_note)

    @property
    def looks(self) -> list[Look]:
        return [Look(**one) for one in self.looked_at]
