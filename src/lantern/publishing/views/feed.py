"""What is new, for readers of feeds: published guidance and blog, and nothing that was taken back."""

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from lantern.publishing.models.pages import BlogPage, GuidancePage, PublicPage

MOST = 30


class NewPages(Feed):
    title = "Lantern: guidance and blog"
    description = "Guidance on panels of domestic homicide reviews, and words of those who sit on them."

    def link(self) -> str:
        return f"{settings.SITE_ADDRESS}/"

    def items(self) -> list[PublicPage]:
        found: list[PublicPage] = [*GuidancePage.objects.live().public(), *BlogPage.objects.live().public()]
        return sorted(found, key=lambda page: page.first_published_at, reverse=True)[:MOST]

    def item_title(self, item: Any) -> str:
        return str(item.title)

    def item_description(self, item: Any) -> str:
        return str(item.summary)

    def item_link(self, item: Any) -> str:
        return str(item.full_url)

    def item_pubdate(self, item: Any) -> datetime:
        if isinstance(item, BlogPage):
            return timezone.make_aware(datetime.combine(item.day, time(9)))
        published: datetime = item.last_published_at
        return published


def feed(request: HttpRequest) -> HttpResponse:
    return NewPages()(request)
