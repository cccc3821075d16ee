"""What a page is made of. Each block keeps its own identity when its words are rewritten, so it can be pointed to."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.urls import reverse
from django.utils.text import slugify
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.images.utils import generate_signature

from lantern.publishing.domain.living import TITLES

WORDS = ["bold", "italic", "ol", "ul", "link"]
ANCHOR = RegexValidator(r"^[a-z0-9][a-z0-9-]*$", "Use small letters, figures and hyphens.")


class SectionBlock(blocks.StructBlock):
    """A heading. Its anchor is made once and then stays, whatever becomes of the heading."""

    heading = blocks.CharBlock(max_length=160)
    anchor = blocks.CharBlock(
        max_length=60,
        required=False,
        validators=[ANCHOR],
        help_text="The end of this section’s address. Made from the heading; leave it as it is once people link to it.",
    )

    class Meta:
        icon = "title"
        template = "publishing/blocks/section.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        cleaned["anchor"] = cleaned["anchor"] or slugify(cleaned["heading"])[:60].strip("-") or "section"
        return cleaned


class SourceBlock(blocks.StructBlock):
    label = blocks.CharBlock(max_length=200, help_text="Who says so, and where.")
    address = blocks.URLBlock(required=False, label="Link")

    class Meta:
        icon = "link"


class PassageBlock(blocks.StructBlock):
    """A few sentences that can be commented on, with what they rest on."""

    text = blocks.RichTextBlock(features=WORDS)
    sources = blocks.ListBlock(SourceBlock(), default=[], required=False)
    advice = blocks.BooleanBlock(
        required=False, label="Practice advice", help_text="No source yet: it waits for the partners’ review."
    )

    class Meta:
        icon = "pilcrow"
        template = "publishing/blocks/passage.html"


def figure_choices() -> list[tuple[str, str]]:
    return list(TITLES.items())


class FigureBlock(blocks.StructBlock):
    """A living figure: always shown with its date, what it counts, and where to see all of it."""

    key = blocks.ChoiceBlock(choices=figure_choices, label="Figure")

    class Meta:
        icon = "table"
        template = "publishing/blocks/figure.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"figure": (parent_context or {}).get("figures", {}).get(value["key"])}


class PictureBlock(ImageBlock):
    """A picture by its signed address alone: Wagtail's own ends in the name of the file that somebody uploaded."""

    SHOWN = "format-webp|width-1200"

    class Meta:
        template = "publishing/blocks/picture.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        parts = {"signature": generate_signature(value.pk, self.SHOWN), "image_id": value.pk, "filter_spec": self.SHOWN}
        return context | {"address": reverse("wagtailimages_serve", kwargs=parts)}


class Body(blocks.StreamBlock):
    """The blocks of every page."""

    section = SectionBlock()
    passage = PassageBlock()
    figure = FigureBlock()
    note = blocks.RichTextBlock(features=WORDS, icon="info-circle", template="publishing/blocks/note.html")
    picture = PictureBlock(help_text="Describe it for those who cannot see it.")

    class Meta:
        required = False


class Plain(forms.Textarea):
    """A box for a few plain words."""

    def __init__(self) -> None:
        super().__init__(attrs={"rows": 3})
