"""Wagtail behind the one door: no way of its own to sign in, and nothing for whoever the table does not let in."""

import re

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import get_resolver, reverse
from wagtail.models import Page

from lantern.access.public import Reach, page_of
from lantern.accounts.models import User
from lantern.publishing.services.site import GROUP, make_site
from tests.every_url.test_access_table import every_pattern

pytestmark = pytest.mark.django_db
PASSWORD = "lantern light on the stair"
WAGTAIL = sorted(name for name in every_pattern(get_resolver()) if name.startswith(("wagtail", "simple_translation")))
OPEN = {"wagtail_serve", "wagtailimages_serve", "wagtailadmin_login", "wagtailcore_login"}


def filled(name: str) -> str:
    parts = every_pattern(get_resolver())[name]
    values = {}
    for part in parts:
        values[part] = 1 if part.endswith(("id", "pk")) else "x"
    for attempt in (values, dict.fromkeys(parts, "x"), dict.fromkeys(parts, 1)):
        try:
            return reverse(name, kwargs=attempt)
        except Exception:  # noqa: BLE001 - another shape of its parts
            continue
    return ""


@pytest.fixture
def site(cast):
    return make_site(by=None)


def test_every_part_of_wagtail_that_is_not_public_is_for_editors_and_coordinators_alone():
    assert len(WAGTAIL) > 100
    for name in WAGTAIL:
        row = page_of(name)
        if row is not None and name not in OPEN:
            assert {role for role, reach in row.reach.items() if reach is not Reach.NO} == {"editor", "coordinator"}, (
                name
            )


def test_wagtails_people_groups_sites_settings_and_documents_open_for_nobody(cast, site):
    shut = [name for name in WAGTAIL if page_of(name) is None]
    tried = 0
    for name in shut:
        if address := filled(name):
            for who in ("coordinator", "editor", "nobody"):
                assert cast.client(who).get(address, secure=True).status_code == 404, (name, who)
            tried += 1
    assert tried > 30
    assert {"wagtailusers_users:index", "wagtailsites:index", "wagtaildocs:index"} <= set(shut)


@pytest.mark.parametrize("who", ["researcher", "expert", "chair", "commissioner", "facilitator", "nobody"])
def test_the_editors_pages_do_not_exist_for_others(cast, site, who):
    for name in WAGTAIL:
        address = filled(name)
        if name in OPEN or not address:
            continue
        answer = cast.client(who).get(address, secure=True)
        if who == "nobody" and page_of(name) is not None:
            assert (answer.status_code, answer["Location"][:15]) == (302, "/account/login/"), name
        else:
            assert answer.status_code == 404, name


def test_a_password_alone_opens_nothing_by_any_of_wagtails_ways(cast, site):
    said = {
        "username": cast.editor.email,
        "login": cast.editor.email,
        "email": cast.editor.email,
        "password": PASSWORD,
        "next": "/edit/",
    }
    for path in (
        "/edit/login/", "/_util/login/", "/edit/password_reset/", "/_util/authenticate_with_password/1/1/", "/edit/",
        "/account/login/", "/django-admin/login/",
    ):  # fmt: skip
        client = Client(headers={"host": "testserver"})
        client.post(path, said, secure=True)
        desk = client.get("/edit/", secure=True)
        assert desk.status_code == 302, path
        assert desk["Location"].startswith(("/account/login/", "/account/2fa/")), path


def test_the_probe_would_see_an_open_desk(cast, site):
    """The same question of someone who did give a second factor."""
    assert cast.client("editor").get("/edit/", secure=True).status_code == 200


def test_an_editor_whose_membership_ended_a_moment_ago_is_out(cast, site):
    client = cast.client("editor")
    assert client.get("/edit/", secure=True).status_code == 200
    cast.editor.memberships.all().delete()
    assert client.get("/edit/", secure=True).status_code == 404
    assert cast.client("coordinator").get("/edit/", secure=True).status_code == 200
    assert cast.editor not in Group.objects.get(name=GROUP).user_set.all()


def test_there_is_no_superuser(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=cast.coordinator.pk).update(is_superuser=True)


def test_the_desk_loosens_the_policy_for_what_it_draws_and_for_no_script(cast, site):
    policy = cast.client("editor").get("/edit/", secure=True)["Content-Security-Policy"]
    assert "script-src 'self';" in f"{policy};"
    assert re.search(r"style-src 'self' 'unsafe-inline'", policy)
    assert "'unsafe-inline'" not in cast.client("nobody").get("/", secure=True)["Content-Security-Policy"]


def test_a_draft_may_be_framed_by_the_desk_and_by_nobody_else(cast, site):
    page = Page.objects.get(slug="guidance")
    desk = cast.client("editor").get(reverse("wagtailadmin_pages:edit", args=[page.pk]), secure=True)
    assert desk["X-Frame-Options"] == "DENY"
    draft = cast.client("editor").get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]), secure=True)
    assert (draft.status_code, draft["X-Frame-Options"]) == (200, "SAMEORIGIN")
    assert cast.client("nobody").get("/guidance/", secure=True)["X-Frame-Options"] == "DENY"


def test_making_the_site_twice_changes_nothing(cast, site):
    before = list(Page.objects.values_list("path", "slug", "live"))
    make_site(by=None)
    assert list(Page.objects.values_list("path", "slug", "live")) == before
    assert [slug for _path, slug, _live in before] == ["root", "home", "guidance", "blog", "partners"]


def test_only_public_pages_may_be_found(cast, site):
    found = {
        path: cast.client("nobody").get(path, secure=True)["X-Robots-Tag"]
        for path in ("/", "/guidance/", "/partners/", "/account/login/", "/nowhere/")
    }
    assert found == {
        "/": "all",
        "/guidance/": "all",
        "/partners/": "all",
        "/account/login/": "noindex, nofollow",
        "/nowhere/": "noindex, nofollow",
    }


def test_a_site_that_is_not_made_yet_asks_to_sign_in(cast):
    Page.objects.filter(depth__gt=1).delete()
    answer = cast.client("nobody").get("/", secure=True)
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/")
