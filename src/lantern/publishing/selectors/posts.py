"""Reading contributions: at the desk, and by their author's link."""

from typing import Any

from django.db.models import QuerySet

from lantern.access.public import Hidden
from lantern.kit.links import hash_of
from lantern.pages.free_text import detail_in
from lantern.publishing import rules
from lantern.publishing.domain.posts import not_looked_at
from lantern.publishing.models import Post


def posts_visible_to(user: Any) -> QuerySet[Post]:
    return Post.objects.select_related("page") if rules.is_editor(user) else Post.objects.none()


def post_for(user: Any, ref: str) -> Post:
    """A contribution at the desk. Raises Hidden."""
    found = posts_visible_to(user).filter(ref=ref).first()
    if found is None:
        raise Hidden(ref)
    return found


def post_by_link(token: str) -> Post:
    """Whose contribution this link is for. Raises Hidden."""
    found = Post.objects.select_related("page").filter(token_hash=hash_of(token)).first()
    if found is None:
        raise Hidden("link")
    return found


def found_in(post: Post) -> list[tuple[str, str]]:
    """What in the words to be published could point to a review or a family: the words, and what they are."""
    whole = "\n".join((post.title, post.text, post.content_note))
    return list(dict.fromkeys((one.words, str(one.what.label)) for one in detail_in(whole)))


def waiting_for_a_look(post: Post) -> list[tuple[str, str]]:
    return not_looked_at(found_in(post), post.looks)
