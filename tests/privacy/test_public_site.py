"""Nothing of a review is reached through the public site: pages, feed, map, figures, files, search of the editor."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from lantern.publishing.models import GuidancePage
from lantern.publishing.services.editions import load_editions
from lantern.publishing.services.partners import load_partners
from lantern.register.models import Expert, Partnership

pytestmark = pytest.mark.django_db
CANARY = "ŽIVACANARY"


@pytest.fixture
def planted(cast):
    """A word that could leak in every text of reviews, the register and people."""
    for at, area in enumerate(Partnership.objects.all()):
        Partnership.objects.filter(pk=area.pk).update(name=f"{CANARY} {at} Community Safety Partnership")
    Expert.objects.update(name=f"{CANARY} Expert")
    for user in (cast.chair, cast.expert_user, cast.mentee):
        type(user).objects.filter(pk=user.pk).update(name=f"{CANARY} Person")
    load_editions(by=None)
    load_partners(by=None)
    return cast


def public_paths() -> list[str]:
    pages = [page.url for page in Page.objects.live().filter(depth__gt=1)]
    version = GuidancePage.objects.first().versions.get()
    files = [reverse(f"publishing:{name}", args=[version.ref]) for name in ("paper_word", "you_said")]
    return [*pages, *files, "/blog/feed/", "/sitemap.xml", "/robots.txt", "/figures/", "/figures/figures.csv"]


def test_nobody_finds_anything_of_a_review_on_the_public_site(planted):
    seen = {path: planted.client("nobody").get(path, secure=True) for path in public_paths()}
    assert {path: answer.status_code for path, answer in seen.items()} == dict.fromkeys(seen, 200)
    assert [path for path, answer in seen.items() if CANARY in answer.content.decode("utf-8", "ignore")] == []
    refs = {planted.review.ref, planted.review_elsewhere.ref, planted.expert.ref, planted.agency.ref}
    assert [(path, ref) for path, answer in seen.items() for ref in refs if ref.encode() in answer.content] == []


def test_the_editors_searches_and_choosers_hold_pages_alone(planted):
    editor = planted.client("editor")
    paths = (
        "/edit/", "/edit/pages/", "/edit/images/", f"/edit/pages/search/?q={CANARY}", "/edit/choose-page/",
        f"/edit/choose-page/search/?q={CANARY}", f"/edit/images/?q={CANARY}", f"/edit/images/chooser/?q={CANARY}",
        "/edit/reports/site-history/", "/edit/api/main/pages/", "/edit/api/main/images/", "/desk/",
    )  # fmt: skip
    for path in paths:
        answer = editor.get(path, secure=True)
        assert answer.status_code in {200, 404}, path
        text = answer.content.decode("utf-8", "ignore").replace(f"q={CANARY}", "").replace(f'value="{CANARY}"', "")
        assert f"{CANARY} " not in text, path


def test_the_scan_would_see_a_leak(planted):
    """The planted fault: a page that names an expert."""
    page = GuidancePage.objects.first()
    page.audience = Expert.objects.first().name
    page.save()
    assert CANARY in planted.client("nobody").get(page.url, secure=True).content.decode()
