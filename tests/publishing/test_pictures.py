"""Pictures: the public gets them by a signed address, without what a camera wrote into them."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Drawing
from wagtail.images.models import Image
from wagtail.images.utils import generate_signature

from lantern.kit import clock
from lantern.publishing.models import BlogIndexPage, BlogPage
from lantern.publishing.services.site import make_site

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file that it draws from to be closed by the rubbish collection.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
FILTER = "format-webp|width-1200"
GPS, MADE_BY, WORDS = 0x8825, 0x010F, 0x010E


@pytest.fixture
def picture(cast, settings, tmp_path):
    """A photograph with a place and a name in it, as a phone writes them."""
    settings.MEDIA_ROOT = tmp_path
    make_site(by=None)
    drawn = Drawing.new("RGB", (60, 40), "orange")
    exif = drawn.getexif()
    exif[MADE_BY], exif[WORDS] = "CANARYPHONE", "CANARYNAME"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (51.5, 0.0, 0.0)
    saved = io.BytesIO()
    drawn.save(saved, "JPEG", exif=exif)
    assert b"CANARYNAME" in saved.getvalue()
    return Image.objects.create(title="A lamp", file=SimpleUploadedFile("lamp.jpg", saved.getvalue()))


def address(picture, name=FILTER):
    parts = {"signature": generate_signature(picture.pk, name), "image_id": picture.pk, "filter_spec": name}
    return reverse("wagtailimages_serve", kwargs=parts)


def body(answer):
    if not answer.streaming:
        return answer.content
    content = b"".join(answer.streaming_content)
    for close in answer._resource_closers:  # not the answer: that would close the test's database
        close()
    return content


def test_the_public_gets_a_picture_without_where_and_by_whom_it_was_taken(cast, picture):
    answer = cast.client("nobody").get(address(picture), secure=True)
    content = body(answer)
    assert answer.status_code == 200
    assert b"CANARY" not in content
    assert not Drawing.open(io.BytesIO(content)).getexif().get_ifd(GPS)


@pytest.mark.parametrize("name", ["original", "width-10000", "max-5000x5000"])
def test_no_other_size_and_no_original_can_be_asked_for(cast, picture, name):
    forged = address(picture).replace(FILTER.replace("|", "%7C"), name)
    assert forged != address(picture)
    assert cast.client("nobody").get(forged, secure=True).status_code in {400, 403, 404}


def test_the_uploaded_file_is_for_those_who_write(cast, picture):
    path = f"/edit/files/{picture.file.name}"
    taken = cast.client("editor").get(path, secure=True)
    assert (taken.status_code, body(taken)[:2]) == (200, b"\xff\xd8")
    assert cast.client("nobody").get(path, secure=True).status_code == 302
    assert cast.client("researcher").get(path, secure=True).status_code == 404
    assert cast.client("editor").get("/edit/files/../../etc/passwd", secure=True).status_code in {400, 404}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("x.jpg", b"<script>alert(1)</script>"),
        ("x.html.png", b"<html></html>"),
        ("x.gif", b"GIF89a"),
    ],
)
def test_what_is_no_picture_is_refused(cast, picture, name, content):
    client = cast.client("editor")
    said = {"title": "x", "file": SimpleUploadedFile(name, content), "collection": picture.collection_id}
    answer = client.post(reverse("wagtailimages:add"), said, secure=True)
    assert answer.status_code == 200  # the form again
    assert Image.objects.count() == 1


def test_a_page_shows_a_picture_with_its_words(cast, picture):
    page = (
        BlogIndexPage.ours()
        .get()
        .add_child(
            instance=BlogPage(
                title="A lamp",
                slug="a-lamp",
                day=clock.today(),
                body=[
                    {
                        "type": "picture",
                        "value": {"image": picture.pk, "alt_text": "A lamp", "decorative": False},
                    }
                ],
            )
        )
    )
    shown = cast.client("nobody").get(page.url, secure=True).content.decode()
    assert 'alt="A lamp"' in shown
    assert "lamp.jpg" not in shown
    source = shown.split('<img src="/pictures/')[1].split('"')[0]
    assert body(cast.client("nobody").get(f"/pictures/{source}", secure=True))[8:12] == b"WEBP"
