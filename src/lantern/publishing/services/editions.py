"""The first texts of the site: put in where a page is missing, and never over an editor's work."""

from typing import Any

from django.db import transaction

from lantern.audit import public as audit
from lantern.publishing.domain.editions import Edition, read
from lantern.publishing.models import (
    BlogIndexPage,
    GuidanceIndexPage,
    GuidancePage,
    HomePage,
    PartnersPage,
    PublicPage,
    StandardPage,
    Version,
)
from lantern.publishing.services.figures import take_figures
from lantern.publishing.services.site import make_site
from lantern.publishing.services.versions import cut_version, publish_version

GUIDANCE = ("expert-panel-member", "inviting-preparing-paying")
STANDARD = ("accessibility", "privacy")
ABOUT: dict[type[PublicPage], str] = {
    GuidanceIndexPage: "Written together with the agencies it is about. What was said of it, and who agrees, stands "
    "beside it.",
    BlogIndexPage: "Words of those who sat on panels, under the name that each chose.",
    PartnersPage: "The organisations that write the guidance together: public facts, and links.",
}


@transaction.atomic
def load_editions(*, by: Any) -> int:
    """Makes the pages that are missing, publishes the guidance as its first version, and answers how many it made."""
    home = make_site(by=by)
    made = 0
    if not home.body:
        _fill(home, read("home"))
    for kind, summary in ABOUT.items():
        index = kind.ours().get()
        if not index.summary:
            index.summary = summary
            index.save_revision().publish()
    for name in STANDARD:
        edition = read(name)
        if not StandardPage.ours().filter(slug=edition.slug).exists():
            page = StandardPage(title=edition.title, slug=edition.slug, live=False)
            HomePage.objects.get(pk=home.pk).add_child(instance=page)
            _fill(page, edition)
            made += 1
    take_figures(by=by)
    for name in GUIDANCE:
        edition = read(name)
        if not GuidancePage.ours().filter(slug=edition.slug).exists():
            _guide(edition, by)
            made += 1
    audit.record("publishing.editions_loaded", "editions", by, pages=made)
    return made


def _fill(page: PublicPage, edition: Edition) -> None:
    page.title, page.summary, page.body = edition.title, edition.summary, list(edition.body)
    page.save_revision().publish()


def _guide(edition: Edition, by: Any) -> Version:
    page = GuidancePage(
        title=edition.title,
        slug=edition.slug,
        summary=edition.summary,
        audience=edition.audience,
        standing=edition.standing,
        body=list(edition.body),
        live=False,
    )
    GuidanceIndexPage.ours().get().add_child(instance=page)
    page.save_revision()
    version = cut_version(page=page, major=False, by=by)
    publish_version(version=version, by=by)
    return version
