"""Translations: sibling pages with their own versions and sign-offs, set in their own direction."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import Locale

from lantern.publishing.domain.consulting import Answer
from lantern.publishing.models import GuidancePage, Version
from lantern.publishing.services import signing, versions
from lantern.publishing.services.site import add_language
from tests.publishing import making

pytestmark = pytest.mark.django_db
WORDS = "<p>هذا نص للاختبار.</p>"


def translated(cast) -> GuidancePage:
    """The guidance published in English, and its page in Arabic as Wagtail makes it, written and published."""
    page = making.guidance()
    versions.publish_version(version=making.version(cast, page), by=cast.editor)
    add_language(code="ar", by=None)
    copy = GuidancePage.objects.get(pk=page.pk).copy_for_translation(Locale.objects.get(language_code="ar"))
    copy.title, copy.slug = "نص", "on-panels"
    copy.translated_by, copy.checked_by = "A translator", ""
    copy.body = making.body(first=WORDS)
    copy.save_revision()
    copy = GuidancePage.objects.get(pk=copy.pk)
    version = versions.cut_version(page=copy, major=True, by=cast.editor)
    signing.sign(
        sign_off=making.signing_off(cast, version, "Only of the translation"),
        answers=0,
        answer=Answer.AGREED,
        note="",
        note_public=False,
    )
    versions.publish_version(version=version, by=cast.editor)
    return GuidancePage.objects.get(pk=copy.pk)


def shown(cast, page) -> str:
    answer = cast.client("nobody").get(page.url, secure=True)
    assert answer.status_code == 200, page.url
    return answer.content.decode()


def test_a_translation_has_its_own_address_direction_numbers_and_sign_offs(cast):
    page = translated(cast)
    assert page.url == "/ar/guidance/on-panels/"
    text = shown(cast, page)
    assert '<html lang="ar" dir="rtl">' in text
    assert '<header class="masthead" lang="en-GB" dir="ltr">' in text
    assert "هذا نص للاختبار." in text
    assert "Only of the translation" in text
    assert "Translated by A translator." in text
    assert "Not yet checked by a second person." in text
    english = GuidancePage.objects.get(locale__language_code="en-gb")
    assert "Only of the translation" not in shown(cast, english)
    assert 'hreflang="ar"' in shown(cast, english)
    assert page.ref != english.ref
    assert [one.translates for one in Version.objects.order_by("made_at")] == ["", "1.0"]


def test_a_translation_says_when_the_english_text_is_newer(cast):
    page = translated(cast)
    assert "The English text is newer" not in shown(cast, page)
    english = GuidancePage.objects.get(locale__language_code="en-gb")
    versions.publish_version(version=versions.cut_version(page=english, major=False, by=cast.editor), by=cast.editor)
    text = shown(cast, page)
    assert "The English text is newer" in text
    assert "Read the English text, version 1.1" in text
    page = GuidancePage.objects.get(pk=page.pk)
    versions.publish_version(version=versions.cut_version(page=page, major=False, by=cast.editor), by=cast.editor)
    assert "The English text is newer" not in shown(cast, page)


def test_an_editor_translates_through_wagtails_own_page(cast):
    page = making.guidance()
    call_command("publishing", "add-language", "cy", verbosity=0)
    call_command("publishing", "add-language", "cy", verbosity=0)
    client = cast.client("editor")
    form = client.get(f"/edit/translation/submit/page/{page.pk}/", secure=True)
    assert form.status_code == 200
    welsh = Locale.objects.get(language_code="cy")
    said = {"locales": str(welsh.pk), "include_subtree": ""}
    client.post(f"/edit/translation/submit/page/{page.pk}/", said, secure=True)
    made = GuidancePage.objects.get(locale=welsh)
    assert (made.live, made.title) == (False, "On panels")
    assert client.get(reverse("publishing:desk_guidance", args=[made.ref]), secure=True).status_code == 200


def test_a_language_that_is_not_offered_is_named():
    with pytest.raises(CommandError, match="There is no language xx"):
        call_command("publishing", "add-language", "xx", verbosity=0)
