"""The frame of the public site, and who may write in it."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
)
from wagtail.users.models import UserProfile

from lantern.access.public import Role
from lantern.accounts.public import people_with
from lantern.audit.public import Actor, record
from lantern.publishing.models.pages import (
    BlogIndexPage,
    GuidanceIndexPage,
    HomePage,
    PartnersPage,
    PublicPage,
)

GROUP = "Those who write"
WRITERS = (Role.EDITOR, Role.COORDINATOR)
PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page")
PARTS: tuple[tuple[type[PublicPage], str, str], ...] = (
    (GuidanceIndexPage, "guidance", "Guidance"),
    (BlogIndexPage, "blog", "Blog"),
    (PartnersPage, "partners", "Partners"),
)


def make_site(*, by: Actor | None) -> HomePage:
    """Makes what is missing of the public site's frame; what is there stays as it is. Answers the first page."""
    with transaction.atomic():
        Locale.objects.get_or_create(language_code="en-gb")
        root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
        home = HomePage.ours().child_of(root).first()
        if home is None:
            Page.objects.child_of(root).filter(slug="home", content_type__model="page").delete()  # Wagtail's welcome
            root = Page.objects.get(pk=root.pk)
            home = root.add_child(instance=HomePage(title="Lantern", slug="home"))
        address = urlsplit(settings.SITE_ADDRESS)
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={
                "hostname": address.hostname,
                "port": address.port or (443 if address.scheme == "https" else 80),
                "root_page": home,
                "site_name": "Lantern",
            },
        )
        for kind, slug, title in PARTS:
            if not kind.objects.child_of(home).exists():
                HomePage.objects.get(pk=home.pk).add_child(instance=kind(title=title, slug=slug))
        _group(root)
        record("publishing.site_made", "site", by)
    return HomePage.objects.get(pk=home.pk)


@transaction.atomic
def add_language(*, code: str, by: Actor | None) -> None:
    """Makes the frame for translations into a language: its first page and its guidance, ready to be written.

    Raises LookupError for a language that the settings do not offer.
    """
    if code not in dict(settings.LANGUAGES):
        raise LookupError(code)
    locale, _ = Locale.objects.get_or_create(language_code=code)
    for kind in (HomePage, GuidanceIndexPage):
        page = kind.ours().get()
        if not page.has_translation(locale):
            page.copy_for_translation(locale).save_revision().publish()
    record("publishing.language_added", "site", by, language=code)


def _group(root: Page) -> Group:
    """The one group that Wagtail knows. The two it comes with, and what they could do, are taken away."""
    Group.objects.exclude(name=GROUP).delete()
    group, _ = Group.objects.get_or_create(name=GROUP)
    group.permissions.set(
        Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
        | Permission.objects.filter(content_type__app_label="simple_translation")
    )
    for name in PAGE_PERMISSIONS:
        GroupPagePermission.objects.get_or_create(
            group=group,
            page=root,
            permission=Permission.objects.get(content_type__app_label="wagtailcore", codename=name),
        )
    for task in GroupApprovalTask.objects.all():
        task.groups.set([group])  # Wagtail's own workflow: a second editor reads before it goes on
    collection = Collection.get_first_root_node() or Collection.add_root(name="Root")
    for name in ("add_image", "change_image", "choose_image"):
        permission = Permission.objects.get(content_type__app_label="wagtailimages", codename=name)
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
    return group


def let_in(user: Any) -> None:
    """Has Wagtail's group hold exactly those who write now. The access table decides; the group follows it."""
    group = Group.objects.filter(name=GROUP).first()
    if group is None:
        return
    wanted = {person.pk for role in WRITERS for person in people_with(role)}
    there = set(group.user_set.values_list("pk", flat=True))
    if wanted != there:
        group.user_set.set(wanted)
    # Wagtail would write to them with the titles of drafts; ours are the only letters.
    quiet = dict.fromkeys(
        (
            "submitted_notifications",
            "approved_notifications",
            "rejected_notifications",
            "updated_comments_notifications",
        ),
        False,
    )
    UserProfile.objects.get_or_create(user=user, defaults=quiet)
