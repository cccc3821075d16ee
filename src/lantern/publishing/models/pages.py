"""The kinds of page. What is published is what everyone may read; nothing else is ever put here."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_info
from wagtail.actions.publish_page_revision import PublishPagePermissionError
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from lantern.kit.references import new_ref
from lantern.publishing.blocks import Body, Plain
from lantern.publishing.domain.consulting import VersionState
from lantern.publishing.models.figures import figures_shown
from lantern.publishing.models.partners import Partner

FOOT = ("accessibility", "privacy")  # linked from the foot of every page
OF_WAGTAIL = frozenset({"page_ptr", *(field.name for field in Page._meta.concrete_fields)})


class PublicPage(Page):
    """What all pages share: a summary for lists, feeds and share cards, and leave to be found."""

    summary = models.CharField(max_length=300, blank=True, help_text="One or two sentences, for lists and share cards.")
    body = StreamField(Body(), blank=True)

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary", widget=Plain),
        FieldPanel("body"),
    ]
    promote_panels: ClassVar[list[Any]] = [MultiFieldPanel([FieldPanel("slug")], "Address")]
    settings_panels: ClassVar[list[Any]] = []
    show_in_menus_default = False

    class Meta:
        abstract = True

    @classmethod
    def ours(cls) -> Any:
        """The pages of this kind in our own language."""
        return cls.objects.filter(locale__language_code=settings.LANGUAGE_CODE)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().serve(request, *args, **kwargs)
        response["X-Robots-Tag"] = "all"
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        code = self.locale.language_code
        direction = "rtl" if get_language_info(code)["bidi"] else "ltr"
        return context | {
            "language": {"code": code, "dir": direction, "ours": code == settings.LANGUAGE_CODE},
            "site_address": settings.SITE_ADDRESS,
            "translations": self.get_translations().live().public().select_related("locale"),
            "figures": figures_shown(self.frozen_figures()),
        }

    def frozen_figures(self) -> dict[str, Any] | None:
        """The figures as they stood when this page's version was published; None shows them as they stand now."""
        return None


class FromTheDesk:
    """What the desk alone publishes, whatever else Wagtail offers: workflow, bulk, schedule, or a copy."""

    from_the_desk = True

    def publish(self, revision: Any, *args: Any, skip_permission_checks: bool = False, **kwargs: Any) -> Any:
        if not skip_permission_checks:  # only services of publishing say so
            raise PublishPagePermissionError("This is published at the desk.")
        return super().publish(revision, *args, skip_permission_checks=True, **kwargs)  # type: ignore[misc]


class HomePage(PublicPage):
    """The first page. There is one in each language."""

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    template = "publishing/home.html"
    max_count_per_parent = 1

    class Privacy:
        keep = OF_WAGTAIL | {"summary", "body"}
        scrub = frozenset[str]()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        parts = self.get_children().live().public().exclude(slug__in=FOOT).specific()
        return super().get_context(request, *args, **kwargs) | {"parts": parts}


class StandardPage(PublicPage):
    """A page of words alone, such as the accessibility statement and the privacy notice."""

    template = "publishing/standard.html"
    parent_page_types: ClassVar[list[str]] = ["publishing.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Privacy:
        keep = OF_WAGTAIL | {"summary", "body"}
        scrub = frozenset[str]()


class GuidanceIndexPage(PublicPage):
    template = "publishing/guidance_index.html"
    parent_page_types: ClassVar[list[str]] = ["publishing.HomePage"]
    subpage_types: ClassVar[list[str]] = ["publishing.GuidancePage"]
    max_count_per_parent = 1

    class Privacy:
        keep = OF_WAGTAIL | {"summary", "body"}
        scrub = frozenset[str]()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        pages = GuidancePage.objects.child_of(self).live().public().order_by("title")
        return super().get_context(request, *args, **kwargs) | {"pages": pages}


class GuidancePage(FromTheDesk, PublicPage):
    """Guidance for one kind of reader. What is live is its newest published version; the desk alone publishes."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    audience = models.CharField(max_length=120, blank=True, help_text="Whom it is for.")
    standing = models.CharField(
        max_length=300, blank=True, help_text="What readers must know first, such as that this is a draft."
    )
    number = models.CharField(max_length=12, blank=True, editable=False, help_text="Of the published version.")
    figures = models.JSONField(null=True, blank=True, editable=False, help_text="As frozen with that version.")
    review_by = models.DateField(null=True, blank=True, help_text="The day by which it is to be read again.")
    translated_by = models.CharField(max_length=160, blank=True)
    checked_by = models.CharField(max_length=160, blank=True, help_text="Who checked the translation.")

    exclude_fields_in_copy: ClassVar[list[str]] = ["ref", "number", "figures"]
    template = "publishing/guidance.html"
    parent_page_types: ClassVar[list[str]] = ["publishing.GuidanceIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary", widget=Plain),
        FieldPanel("audience"),
        FieldPanel("standing"),
        FieldPanel("body"),
        FieldPanel("review_by"),
        MultiFieldPanel([FieldPanel("translated_by"), FieldPanel("checked_by")], "Where this is a translation"),
    ]

    class Privacy:
        keep = OF_WAGTAIL | {
            "ref", "summary", "body", "audience", "standing", "number", "figures", "review_by", "translated_by",
            "checked_by",
        }  # fmt: skip
        scrub = frozenset[str]()

    def frozen_figures(self) -> dict[str, Any] | None:
        figures: dict[str, Any] | None = self.figures
        return figures

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With the version that is live: who signed it, what was said, whom to thank."""
        version = self.versions.filter(state=VersionState.PUBLISHED.value).first()
        beside = {"version": version, "signed": [], "credits": [], "said": None}
        if version is not None:
            beside |= {"signed": version.signed(), "credits": version.credits(), "said": version.you_said()}
        source = self.translated_page()
        newer = source is not None and version is not None and source.number != version.translates
        return super().get_context(request, *args, **kwargs) | beside | {"newer": source if newer else None}

    def translated_page(self) -> "GuidancePage | None":
        """The page in our own language that this one translates."""
        if self.locale.language_code == settings.LANGUAGE_CODE:
            return None
        found: GuidancePage | None = (
            self.get_translations().filter(locale__language_code=settings.LANGUAGE_CODE).first()
        )
        return found

    def sections(self) -> list[dict[str, str]]:
        """The headings, for the list of contents."""
        return [
            {"anchor": block.value["anchor"], "heading": block.value["heading"]}
            for block in self.body
            if block.block_type == "section"
        ]


class BlogIndexPage(PublicPage):
    template = "publishing/blog_index.html"
    parent_page_types: ClassVar[list[str]] = ["publishing.HomePage"]
    subpage_types: ClassVar[list[str]] = ["publishing.BlogPage"]
    max_count_per_parent = 1

    class Privacy:
        keep = OF_WAGTAIL | {"summary", "body"}
        scrub = frozenset[str]()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        pages = BlogPage.objects.child_of(self).live().public().order_by("-day", "-pk")
        return super().get_context(request, *args, **kwargs) | {"pages": pages}


class BlogPage(FromTheDesk, PublicPage):
    """One contribution, under the name its author chose. There are no comments."""

    byline = models.CharField(max_length=120, blank=True)
    day = models.DateField(help_text="The day it is dated.")
    content_note = models.CharField(max_length=300, blank=True, help_text="What a reader may want to know before.")

    template = "publishing/blog_post.html"
    parent_page_types: ClassVar[list[str]] = ["publishing.BlogIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary", widget=Plain),
        FieldPanel("byline"),
        FieldPanel("day"),
        FieldPanel("content_note"),
        FieldPanel("body"),
    ]

    class Privacy:
        keep = OF_WAGTAIL | {"summary", "body", "day", "content_note"}
        scrub = frozenset({"byline"})


class PartnersPage(PublicPage):
    """The organisations that write the guidance together; their entries are rows of their own."""

    template = "publishing/partners.html"
    parent_page_types: ClassVar[list[str]] = ["publishing.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1

    class Privacy:
        keep = OF_WAGTAIL | {"summary", "body"}
        scrub = frozenset[str]()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"partners": Partner.objects.all()}
