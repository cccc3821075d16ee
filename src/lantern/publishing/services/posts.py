"""Contributions to the blog: asked for, written, checked, approved, published, and taken back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils.html import escape
from django.utils.text import slugify
from wagtail.models import PageLogEntry

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.links import hash_of, new_token
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.publishing import rules
from lantern.publishing.domain.posts import Final, PostState, check_move
from lantern.publishing.models import BlogIndexPage, BlogPage, Post
from lantern.publishing.selectors.posts import found_in, waiting_for_a_look
from lantern.publishing.services.consulting import FAILED
from lantern.register.public import Way, send_after_commit

ASKED = (
    "You are asked to write something. You need no account; what you write is kept as you go. It is here:\n{address}"
)
TO_APPROVE = "Something of yours is ready for you to read and to say yes or no to. It is here:\n{address}"
ANSWERED = "There is an answer for you here:\n{address}"


def _write(post: Post, text: str) -> None:
    address = f"{settings.SITE_ADDRESS}{reverse('publishing:write', args=[post.token])}"
    send_after_commit(Way(post.contact, text.format(address=address)), post.ref, failed=FAILED)


def _move(post: Post, version: int, to: PostState, **fields: Any) -> None:
    check_move(PostState(post.state), to)
    seen = Post.objects.filter(pk=post.pk, version=version, state=post.state)
    if not seen.update(state=to.value, version=version + 1, **fields):
        raise OutOfDate("This contribution")


@transaction.atomic
def ask_for_post(*, name: str, email: str, word: str, by: User) -> Post:
    """Asks somebody to write, by a link of her own. Raises Refused."""
    rules.check_is_editor(by)
    token = new_token()
    made = Post(token_hash=hash_of(token), asked_at=clock.now(), asked_by=by, word_to_author=word)
    made.contact, made.author, made.token = email, name, token
    made.save()
    _write(made, ASKED)
    audit.record("publishing.post_asked", made.ref, by)
    return made


@transaction.atomic
def keep_post(*, post: Post, version: int, final: Final, embargo_until: date | None) -> None:
    """Keeps what its author has written so far. Raises IllegalMove, OutOfDate."""
    if PostState(post.state) is not PostState.WRITING:
        raise IllegalMove(
            "You have sent it, so the editor has it now. Ask for it back by writing a word to the editor."
        )
    seen = Post.objects.filter(pk=post.pk, version=version, state=PostState.WRITING.value)
    if not seen.update(**_fields(final), embargo_until=embargo_until, version=version + 1):
        raise OutOfDate("Your text")
    audit.record("publishing.post_kept", post.ref, None)


def _fields(final: Final) -> dict[str, str]:
    return {"title": final.title, "text": final.text, "byline": final.byline, "content_note": final.content_note}


@transaction.atomic
def send_post(*, post: Post, version: int, final: Final, embargo_until: date | None) -> None:
    """Gives it to the editor. Raises IllegalMove, OutOfDate."""
    if not final.title.strip() or not final.paragraphs():
        raise IllegalMove("Write a title and your text before you send it.")
    _move(post, version, PostState.SUBMITTED, **_fields(final), embargo_until=embargo_until, word_to_editor="")
    audit.record("publishing.post_sent", post.ref, None)


@transaction.atomic
def edit_post(
    *,
    post: Post,
    version: int,
    final: Final,
    embargo_until: date | None,
    word: str,
    reasons: Mapping[tuple[str, str], str],
    by: User,
) -> list[tuple[str, str]]:
    """The editor's wording, and why each finding is harmless. An approved text that is changed needs approval again.

    `reasons` are by the finding (its words, what they are). Answers what still waits for a look.
    Raises Refused, IllegalMove, OutOfDate.
    """
    rules.check_is_editor(by, post.ref)
    state = PostState(post.state)
    if state not in {PostState.SUBMITTED, PostState.WITH_AUTHOR, PostState.APPROVED}:
        raise IllegalMove("This contribution is not with the editor.")
    changed = final.mark() != post.final.mark()
    to = PostState.SUBMITTED if changed else state
    held = Post(**_fields(final))
    looked = [
        {"words": words, "what": what, "reason": reasons[words, what].strip()}
        for words, what in found_in(held)
        if reasons.get((words, what), "").strip()
    ]
    seen = Post.objects.filter(pk=post.pk, version=version, state=post.state)
    if not seen.update(
        **_fields(final),
        state=to.value,
        approved_mark="" if changed else post.approved_mark,
        embargo_until=embargo_until,
        word_to_author=word,
        looked_at=looked,
        version=version + 1,
    ):
        raise OutOfDate("This contribution")
    audit.record("publishing.post_edited", post.ref, by, changed=changed, looked_at=len(looked))
    post.refresh_from_db()
    return waiting_for_a_look(post)


@transaction.atomic
def give_to_author(*, post: Post, version: int, by: User) -> None:
    """Sends the final text to its author, once every finding was looked at. Raises Refused, IllegalMove, OutOfDate."""
    rules.check_is_editor(by, post.ref)
    if waiting_for_a_look(post):
        raise IllegalMove("Some words could point to somebody. Change them, or say of each why it is harmless.")
    _move(post, version, PostState.WITH_AUTHOR, approved_mark="")
    _write(post, TO_APPROVE)
    audit.record("publishing.post_to_author", post.ref, by)


@transaction.atomic
def approve_post(*, post: Post, mark: str) -> None:
    """Its author's yes to exactly the words she was shown. Raises IllegalMove, OutOfDate."""
    if mark != post.final.mark():
        raise OutOfDate("This text")
    _move(post, post.version, PostState.APPROVED, approved_mark=mark)
    audit.record("publishing.post_approved", post.ref, None)


@transaction.atomic
def ask_for_change(*, post: Post, word: str) -> None:
    """Its author's no to these words: they go back to the editor. Raises IllegalMove, OutOfDate."""
    if not word.strip():
        raise IllegalMove("Say what you would like changed.")
    _move(post, post.version, PostState.SUBMITTED, approved_mark="", word_to_editor=word)
    audit.record("publishing.post_change_asked", post.ref, None)


@transaction.atomic
def decline_post(*, post: Post, version: int, word: str, by: User) -> None:
    """It will not be published, and its author is told why. Raises Refused, IllegalMove, OutOfDate."""
    rules.check_is_editor(by, post.ref)
    if not word.strip():
        raise IllegalMove("Write a word to its author: she hears why.")
    _move(post, version, PostState.DECLINED, word_to_author=word)
    _write(post, ANSWERED)
    audit.record("publishing.post_declined", post.ref, by)


@transaction.atomic
def publish_post(*, post: Post, version: int, by: User | None) -> BlogPage:
    """Publishes exactly what its author approved, not before its day. Raises Refused, IllegalMove, OutOfDate."""
    if by is not None:
        rules.check_is_editor(by, post.ref)
    check_move(PostState(post.state), PostState.PUBLISHED)
    if post.approved_mark != post.final.mark():
        raise IllegalMove("These are not the words its author approved. Send them to her again.")
    if waiting_for_a_look(post):
        raise IllegalMove("Some words could point to somebody. Change them, or say of each why it is harmless.")
    if post.embargo_until and post.embargo_until > clock.today():
        raise IllegalMove(f"It may be published from {post.embargo_until:%d/%m/%Y}. It goes out by itself that night.")
    index = BlogIndexPage.ours().first()
    if index is None:
        raise IllegalMove("There is no blog yet. Make the public site first.")
    _move(post, version, PostState.PUBLISHED, published_at=clock.now(), published_by=by)
    paragraphs = post.final.paragraphs()
    page = BlogPage(
        title=post.title,
        slug=f"{slugify(post.title)[:50] or 'words'}-{post.ref.lower()}",
        summary="" if post.content_note else _first(paragraphs[0]),
        byline=post.byline,
        day=clock.today(),
        content_note=post.content_note,
        live=False,
        body=[_block(part) for part in paragraphs],
    )
    index.add_child(instance=page)
    page.save_revision(user=by).publish(user=by, skip_permission_checks=True)
    Post.objects.filter(pk=post.pk).update(page=page)
    audit.record("publishing.post_published", post.ref, by)
    return page


def _block(paragraph: str) -> dict[str, Any]:
    words = escape(paragraph).replace("\n", "<br/>")
    return {"type": "passage", "value": {"text": f"<p>{words}</p>", "sources": [], "advice": False}}


def _first(paragraph: str, most: int = 200) -> str:
    """The beginning for lists and share cards; none where a reader is to be told something before."""
    return paragraph if len(paragraph) <= most else paragraph[:most].rsplit(" ", 1)[0] + "…"


def publish_due(*, by: User | None = None) -> int:
    """Publishes what is approved and whose day has come. Answers how many."""
    due = Post.objects.filter(state=PostState.APPROVED.value, embargo_until__lte=clock.today())
    done = 0
    for post in due:
        try:
            publish_post(post=post, version=post.version, by=by)
        except (IllegalMove, OutOfDate):
            continue  # an editor sees it at the desk, with the reason
        done += 1
    return done


@transaction.atomic
def withdraw_post(*, post: Post, by: User | None) -> None:
    """Takes it back, by its author's link or at the desk: the page, its revisions and every word of it.

    What stays is that there was one. Raises Refused, IllegalMove, OutOfDate.
    """
    if by is not None:
        rules.check_is_editor(by, post.ref)
    held = Post.objects.select_for_update().get(pk=post.pk)
    page = held.page
    _move(
        held,
        held.version,
        PostState.WITHDRAWN,
        page=None,
        title="",
        text="",
        byline="",
        content_note="",
        word_to_author="",
        word_to_editor="",
        looked_at=[],
        approved_mark="",
        contact_sealed="",
        author_sealed="",
        embargo_until=None,
        withdrawn_on=clock.today(),
    )
    if page is not None:
        # Wagtail's own log keeps the title, and a full-text index keeps words until it is made anew (security.md, 5).
        PageLogEntry.objects.filter(page=page.pk).delete()
        BlogPage.objects.get(pk=page.pk).delete()
        PageLogEntry.objects.filter(page=page.pk).delete()
        transaction.on_commit(forget_indexed_words)
    audit.record("publishing.post_withdrawn", post.ref, by)


def forget_indexed_words() -> None:
    """Has SQLite write its full-text index anew without what was deleted, and give up its write-ahead log."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO wagtailsearch_indexentry_fts(wagtailsearch_indexentry_fts) VALUES ('optimize')")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
