"""Contributions: only what their author approved goes out, and all of it goes when she takes it back."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from wagtail.models import PageLogEntry, ReferenceIndex, Revision

from lantern.access.public import Refused
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.publishing.domain.posts import NEXT, Final, Look, PostState, check_move, not_looked_at
from lantern.publishing.models import BlogPage, Post
from lantern.publishing.services import posts
from lantern.publishing.services.site import make_site
from tests.publishing import making

pytestmark = pytest.mark.django_db
PLANTED = Final(
    "živacanarytitle and more", "A živacanarytext stands here.\n\nMore.", "živacanarybyline", "živacanarynote"
)
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def test_no_move_leads_out_of_taken_back_and_every_state_leads_there():
    assert PostState.WITHDRAWN not in NEXT
    for state in PostState:
        if state is not PostState.WITHDRAWN:
            check_move(state, PostState.WITHDRAWN)
    with pytest.raises(IllegalMove):
        check_move(PostState.SUBMITTED, PostState.PUBLISHED)


def test_any_change_of_any_part_changes_the_mark():
    parts = ("a", "b", "c", "d")
    marks = {
        Final(*(f"{part}x" if at == changed else part for at, part in enumerate(parts))).mark() for changed in range(5)
    }
    assert len(marks) == 5


def test_a_finding_waits_until_it_has_a_reason_and_is_asked_once():
    found = [("Mrs Halloway", "a name"), ("Mrs Halloway", "a name"), ("3 March", "a date")]
    assert not_looked_at(
        found, [Look("3 March", "a date", "a public holiday"), Look("Mrs Halloway", "a name", " ")]
    ) == [("Mrs Halloway", "a name")]


def test_exactly_what_its_author_approved_is_published(cast):
    made = making.published(cast)
    page = BlogPage.objects.get()
    assert (page.live, page.title, page.byline) == (True, making.WORDS.title, "A panel member")
    shown = cast.client("nobody").get(made.page.url, secure=True).content.decode()
    assert "Ask to be paid for the reading." in shown
    assert shown.split("<main")[1].count("Ask early.") == 1
    assert 'class="inset"' not in shown
    assert "Amina" not in shown
    assert "<form" not in shown.split("<main")[1].split("</main>")[0]  # no comments, no search


def test_words_changed_after_approval_need_approval_again(cast):
    made = making.approved(cast)
    other = Final(made.title, made.text + "\n\nThe editor adds.", made.byline, "")
    posts.edit_post(
        post=made, version=made.version, final=other, embargo_until=None, word="", reasons={}, by=cast.editor
    )
    made = making.again(made)
    assert made.state == "submitted"
    with pytest.raises(IllegalMove):
        posts.publish_post(post=made, version=made.version, by=cast.editor)
    Post.objects.filter(pk=made.pk).update(state="approved", approved_mark=making.WORDS.mark())
    with pytest.raises(IllegalMove):  # even where the state says otherwise
        posts.publish_post(post=making.again(made), version=made.version, by=cast.editor)
    assert not BlogPage.objects.exists()


def test_her_yes_is_to_the_words_she_was_shown(cast):
    make_site(by=None)
    made = making.given(cast, making.post(cast))
    shown = made.final.mark()
    Post.objects.filter(pk=made.pk).update(text="Something else.")
    with pytest.raises(OutOfDate):
        posts.approve_post(post=making.again(made), mark=shown)


def test_words_that_could_point_to_somebody_stop_it_until_someone_has_looked(cast):
    make_site(by=None)
    pointing = Final("On a panel", "On 3 March 2021 Mrs Halloway spoke.", "", "")
    made = making.sent(making.post(cast), pointing)
    with pytest.raises(IllegalMove):
        posts.give_to_author(post=made, version=made.version, by=cast.editor)
    found = posts.found_in(made)
    assert {words for words, _what in found} >= {"3 March 2021", "Mrs Halloway"}
    left = posts.edit_post(
        post=made,
        version=made.version,
        final=pointing,
        embargo_until=None,
        word="",
        reasons={found[0]: "an invented example"},
        by=cast.editor,
    )
    assert left == found[1:]
    made = making.again(made)
    posts.edit_post(
        post=made,
        version=made.version,
        final=pointing,
        embargo_until=None,
        word="",
        reasons=dict.fromkeys(found, "an invented example"),
        by=cast.editor,
    )
    made = making.again(made)
    posts.give_to_author(post=made, version=made.version, by=cast.editor)
    assert making.again(made).state == "with_author"


def test_an_embargo_holds_until_its_day_and_the_night_then_publishes(cast):
    day = clock.today() + timedelta(days=3)
    made = making.approved(cast, embargo=day)
    with pytest.raises(IllegalMove):
        posts.publish_post(post=made, version=made.version, by=cast.editor)
    call_command("publishing", "nightly", verbosity=0)
    assert not BlogPage.objects.exists()
    with time_machine.travel(clock.now() + timedelta(days=3), tick=False):
        call_command("publishing", "nightly", verbosity=0)
        call_command("publishing", "nightly", verbosity=0)
    assert BlogPage.objects.count() == 1
    assert making.again(made).state == "published"


def test_two_editors_and_a_double_press(cast):
    made = making.approved(cast)
    posts.publish_post(post=made, version=made.version, by=cast.editor)
    with pytest.raises((IllegalMove, OutOfDate)):
        posts.publish_post(post=made, version=made.version, by=cast.coordinator)
    assert BlogPage.objects.count() == 1


@pytest.mark.parametrize("who", ["researcher", "expert_user", "facilitator"])
def test_others_do_nothing_with_contributions(cast, who):
    by, made = getattr(cast, who), making.approved(cast)
    acts = (
        lambda: posts.ask_for_post(name="x", email="x@example.org", word="", by=by),
        lambda: posts.publish_post(post=made, version=made.version, by=by),
        lambda: posts.withdraw_post(post=made, by=by),
        lambda: posts.give_to_author(post=made, version=made.version, by=by),
    )
    for act in acts:
        with pytest.raises(Refused):
            act()


def everywhere(cast):
    paths = ["/", "/blog/", "/blog/feed/", "/sitemap.xml", "/guidance/"]
    return "".join(cast.client("nobody").get(path, secure=True).content.decode() for path in paths)


def test_a_content_note_stands_before_the_text_and_its_beginning_nowhere_else(cast):
    making.published(cast, PLANTED)
    shown = everywhere(cast)
    assert "živacanarynote" in shown
    assert "živacanarytext" not in shown


def test_what_is_taken_back_is_gone_from_every_page_and_the_link_says_so(cast):
    made = making.published(cast, PLANTED)
    address = made.page.url
    assert "živacanarytitle" in everywhere(cast)
    assert cast.client("nobody").get(address, secure=True).status_code == 200
    token = made.token
    cast.client("nobody").post(f"/write/{token}/take-back/", secure=True)
    assert "živacanary" not in everywhere(cast)
    assert cast.client("nobody").get(address, secure=True).status_code == 404
    shown = cast.client("nobody").get(f"/write/{token}/", secure=True).content.decode()
    assert "You took it back" in shown
    assert not BlogPage.objects.exists()
    assert not Revision.objects.filter(object_str__contains="živacanary").exists()
    assert not PageLogEntry.objects.filter(label__contains="živacanary").exists()
    assert not ReferenceIndex.objects.exists()
    left = Post.objects.get()
    assert (left.title, left.text, left.contact_sealed, left.author_sealed) == ("", "", "", "")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="reads the database's file")
def test_no_byte_of_it_is_left_in_the_database_file(cast):
    path = Path(connection.settings_dict["NAME"])

    def found():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        whole = b"".join(
            file.read_bytes() for file in path.parent.glob(f"{path.name}*") if not file.name.endswith("-shm")
        )
        text = whole.decode("utf-8", "ignore") + whole.decode("utf-16-le", "ignore")
        return {word for word in ("CANARYTITLE", "CANARYTEXT", "CANARYBYLINE", "CANARYNOTE") if word in text.upper()}

    made = making.published(cast, PLANTED)
    assert found() == {"CANARYTITLE", "CANARYTEXT", "CANARYBYLINE", "CANARYNOTE"}  # the scan sees what is there
    posts.withdraw_post(post=made, by=None)
    assert found() == set()


def test_hostile_words_are_words(cast):
    made = making.published(cast, Final(HOSTILE[:100], HOSTILE, HOSTILE[:90], HOSTILE))
    for path in (made.page.url, "/blog/", "/blog/feed/", "/"):
        shown = cast.client("nobody").get(path, secure=True).content.decode()
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
    for path in (reverse("publishing:post", args=[made.ref]), reverse("publishing:posts")):
        shown = cast.client("editor").get(path, secure=True).content.decode()
        assert "<script>alert" not in shown
        assert "&lt;script&gt;" in shown


def test_her_page_keeps_what_she_types_and_sends_it_once(cast, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        making.post(cast)
    assert "write something" in mailoutbox[-1].body
    link, client = making.link_in(mailoutbox), cast.client("nobody")
    kept = client.post(link, {"version": "1", "title": "Half", "text": "A thought", "keep": "1"}, secure=True)
    assert kept.status_code == 302
    assert "A thought" in client.get(link, secure=True).content.decode()
    stale = client.post(link, {"version": "1", "title": "Half", "text": "From another window"}, secure=True)
    assert stale.status_code == 409
    assert "From another window" in stale.content.decode()
    empty = client.post(link, {"version": "2", "title": "", "text": "Only text", "send": "1"}, secure=True)
    assert empty.status_code == 409
    assert "Only text" in empty.content.decode()
    client.post(link, {"version": "2", "title": "Whole", "text": "All of it.", "send": "1"}, secure=True)
    assert Post.objects.get().state == "submitted"
    late = client.post(link, {"version": "3", "title": "Other", "text": "Later."}, secure=True)
    assert late.status_code == 200
    assert Post.objects.get().text == "All of it."


def test_the_desk_takes_it_through_and_its_author_answers(cast):
    make_site(by=None)
    made, client, desk = making.sent(making.post(cast)), cast.client("nobody"), cast.client("editor")
    page = desk.get(reverse("publishing:post", args=[made.ref]), secure=True).content.decode()
    assert "Ask early." in page
    assert "Amina Diallo" in page
    desk.post(reverse("publishing:post_give", args=[made.ref]), {"version": made.version}, secure=True)
    client.post(f"/write/{made.token}/change/", {"word": "Say “reading” once."}, secure=True)
    made = making.again(made)
    assert (made.state, made.word_to_editor) == ("submitted", "Say “reading” once.")
    form = desk.get(reverse("publishing:post_edit", args=[made.ref]), secure=True)
    assert form.status_code == 200
    desk.post(
        reverse("publishing:post_edit", args=[made.ref]),
        {
            "version": made.version,
            "title": made.title,
            "text": "Ask early.",
            "byline": "",
            "content_note": "",
            "word": "",
        },
        secure=True,
    )
    made = making.again(made)
    desk.post(reverse("publishing:post_give", args=[made.ref]), {"version": made.version}, secure=True)
    made = making.again(made)
    client.post(f"/write/{made.token}/approve/", {"mark": "another"}, secure=True)
    assert making.again(made).state == "with_author"
    client.post(f"/write/{made.token}/approve/", {"mark": made.final.mark()}, secure=True)
    made = making.again(made)
    desk.post(reverse("publishing:post_publish", args=[made.ref]), {"version": made.version}, secure=True)
    assert BlogPage.objects.get().live


def test_a_declined_contribution_tells_why(cast, mailoutbox, django_capture_on_commit_callbacks):
    made = making.sent(making.post(cast))
    with django_capture_on_commit_callbacks(execute=True):
        cast.client("editor").post(
            reverse("publishing:post_decline", args=[made.ref]),
            {"version": made.version, "word": "It speaks of a review that is not over."},
            secure=True,
        )
    assert "review" not in mailoutbox[-1].body
    shown = cast.client("nobody").get(making.link_in(mailoutbox), secure=True).content.decode()
    assert "It speaks of a review that is not over." in shown
