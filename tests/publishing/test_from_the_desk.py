"""Guidance and contributions go out through the desk alone, whichever button of Wagtail is pressed."""

import pytest
from django.urls import reverse
from wagtail.actions.publish_page_revision import PublishPagePermissionError

from lantern.kit import clock
from lantern.publishing.models import BlogIndexPage, BlogPage, GuidanceIndexPage, GuidancePage, StandardPage
from lantern.publishing.services.site import make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(cast):
    home = make_site(by=None)
    guidance = GuidanceIndexPage.objects.get().add_child(
        instance=GuidancePage(title="On panels", slug="on-panels", live=False)
    )
    post = BlogIndexPage.objects.get().add_child(
        instance=BlogPage(title="What I learned", slug="learned", day=clock.today(), live=False)
    )
    plain = home.add_child(instance=StandardPage(title="Privacy", slug="privacy", live=False))
    return guidance, post, plain


def pressed_publish(client, page):
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    said = {
        "title": "Changed", "slug": page.slug, "summary": "", "audience": "", "standing": "", "byline": "",
        "day": clock.today().isoformat(), "content_note": "", "review_by": "", "translated_by": "", "checked_by": "",
        "body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "action-publish": "1",
    }  # fmt: skip
    return client.post(address, said, secure=True, follow=True)


def test_the_editors_publish_button_publishes_a_plain_page_and_nothing_of_the_desk(cast, pages):
    for page in pages:
        assert pressed_publish(cast.client("editor"), page).status_code == 200
    live = [type(page).objects.get(pk=page.pk).live for page in pages]
    assert live == [False, False, True]
    drafts = [type(page).objects.get(pk=page.pk).get_latest_revision_as_object().title for page in pages]
    assert drafts == ["Changed", "Changed", "Changed"]  # nothing that was typed is lost


def test_bulk_workflow_and_schedule_publish_nothing_of_the_desk(cast, pages):
    for page in pages[:2]:
        revision = page.save_revision()
        with pytest.raises(PublishPagePermissionError):
            revision.publish()
        assert not type(page).objects.get(pk=page.pk).live
    pages[2].save_revision().publish()
    assert StandardPage.objects.get().live


def test_the_desk_publishes(cast, pages):
    pages[0].save_revision().publish(user=cast.editor, skip_permission_checks=True)
    assert GuidancePage.objects.get().live


def test_neither_is_copied(cast, pages):
    for page in pages[:2]:
        address = reverse("wagtailadmin_pages:copy", args=[page.pk])
        assert cast.client("editor").get(address, secure=True).status_code == 302
    assert (
        cast.client("editor").get(reverse("wagtailadmin_pages:copy", args=[pages[2].pk]), secure=True).status_code
        == 200
    )


def test_a_second_editor_approves_and_guidance_still_waits_for_the_desk(cast, pages):
    one, two = cast.client("editor"), cast.client("coordinator")
    two.get("/edit/", secure=True)  # both are let in
    for page in (pages[0], pages[2]):
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        said = {
            "title": "Read twice", "slug": page.slug, "summary": "", "audience": "", "standing": "", "review_by": "",
            "translated_by": "", "checked_by": "", "body-count": "0", "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0", "action-submit": "1",
        }  # fmt: skip
        assert one.post(address, said, secure=True).status_code == 302
        task = type(page).objects.get(pk=page.pk).current_workflow_task_state
        answer = two.post(
            reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk]), secure=True
        )
        assert answer.status_code == 302
    assert [type(page).objects.get(pk=page.pk).live for page in (pages[0], pages[2])] == [False, True]


def test_neither_is_deleted_with_what_people_said(cast, pages):
    client = cast.client("editor")
    for page in pages:
        client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), {"next": ""}, secure=True)
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    client.post(f"{bulk}?id={pages[0].pk}&id={pages[1].pk}&next=/edit/", secure=True)
    assert [type(page).objects.filter(pk=page.pk).exists() for page in pages] == [True, True, False]
