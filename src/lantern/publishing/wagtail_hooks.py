"""What Wagtail's editor shows and lets happen here."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks

from lantern.publishing.models.pages import BlogPage, GuidancePage

NOT_USED = frozenset({"documents", "help", "settings"})
BY_THE_DESK = (GuidancePage, BlogPage)


@hooks.register("construct_main_menu")
def only_what_opens(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in NOT_USED]


@hooks.register("before_publish_page")
def published_by_the_desk(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Guidance goes out as a numbered version, and a contribution when its author has approved it: both at the desk."""
    if not isinstance(page.specific_deferred, BY_THE_DESK):
        return None
    messages.error(
        request,
        "This is published at the desk: guidance as a numbered version, a contribution once its author has approved "
        "the final text. Your words are saved as a draft.",
    )
    page.save_revision(user=request.user)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_copy_page")
def no_copies(request: HttpRequest, page: Any) -> HttpResponse | None:
    """A copy of what is published would be published with it."""
    if not isinstance(page.specific_deferred, BY_THE_DESK):
        return None
    messages.error(
        request, "Guidance and contributions are not copied: start a new page, or a new version at the desk."
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


KEPT = (
    "This is kept by the desk, with who was asked and what they said. Unpublish it, or take a contribution back at the "
    "desk: nothing was deleted."
)


@hooks.register("before_delete_page")
def kept_by_the_desk(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Deleting a page would delete what people said of it, and their sign-offs."""
    if not isinstance(page.specific_deferred, BY_THE_DESK):
        return None
    messages.error(request, KEPT)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def kept_in_bulk(request: HttpRequest, action: str, pages: Any, instance: Any) -> HttpResponse | None:
    if action != "delete" or not any(isinstance(getattr(one, "specific", one), BY_THE_DESK) for one in pages):
        return None
    messages.error(request, KEPT)
    return redirect("wagtailadmin_explore_root")
