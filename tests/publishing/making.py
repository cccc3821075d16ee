"""Guidance, people who are asked and organisations that sign, made the way they come about."""

import re
from datetime import timedelta
from typing import Any

from lantern.kit import clock
from lantern.publishing.domain.posts import Final
from lantern.publishing.models import GuidanceIndexPage, GuidancePage, Partner, Post, Version
from lantern.publishing.services import consulting, posts, signing, versions
from lantern.publishing.services.site import make_site

FIRST = "11111111-1111-4111-8111-111111111111"
ENTRY = "an-entry-of-the-tests"
WORDS = Final("What I would tell the next one", "Ask early.\n\nAsk to be paid for the reading.", "A panel member", "")
SECOND = "22222222-2222-4222-8222-222222222222"


def body(
    first: str = "<p>Agree the fee before papers are sent.</p>", second: str = "<p>Ask who interprets.</p>"
) -> list[Any]:
    return [
        {"type": "section", "value": {"heading": "Fees", "anchor": "fees"}, "id": "a" * 8 + FIRST[8:]},
        {"type": "passage", "value": {"text": first, "sources": [], "advice": True}, "id": FIRST},
        {"type": "section", "value": {"heading": "Language", "anchor": "language"}, "id": "b" * 8 + FIRST[8:]},
        {"type": "passage", "value": {"text": second, "sources": [], "advice": True}, "id": SECOND},
    ]


def guidance(slug: str = "on-panels", title: str = "On panels") -> GuidancePage:
    """A guidance page with two passages, as an editor saved it, not yet live."""
    make_site(by=None)
    page = (
        GuidanceIndexPage.ours()
        .get()
        .add_child(
            instance=GuidancePage(title=title, slug=slug, live=False, audience="by-and-for agencies", body=body())
        )
    )
    page.save_revision()
    return page


def rewritten(page: GuidancePage, **words: str) -> None:
    """The editor goes on writing."""
    draft = GuidancePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.body = body(**words)
    draft.save_revision()


def version(cast: Any, page: GuidancePage | None = None) -> Version:
    return versions.cut_version(page=page or guidance(), major=True, by=cast.editor)


def consulted(cast: Any, of: Version | None = None) -> Any:
    return consulting.open_consultation(
        version=of or version(cast),
        question="Is the part on fees right?",
        closes_on=clock.today() + timedelta(days=20),
        by=cast.editor,
    )


def asked(cast: Any, consultation: Any = None, name: str = "Amina Diallo", email: str = "amina@example.org") -> Any:
    return consulting.ask(
        consultation=consultation or consulted(cast),
        name=name,
        organisation="Bright Water",
        email=email,
        by=cast.editor,
    )


def partner(name: str = "Bright Water") -> Partner:
    return Partner.objects.get_or_create(name=name)[0]


def signing_off(cast: Any, of: Version, name: str = "Bright Water") -> Any:
    return signing.ask_to_sign(version=of, partner=partner(name), email="lead@example.org", by=cast.editor)


def link_in(mailbox: Any) -> str:
    """The path of the link in the newest message."""
    found = re.search(r"https?://[^/]+(/\S+)", mailbox[-1].body)
    assert found
    return found[1]


def post(cast: Any, email: str = "amina@example.org") -> Post:
    """Somebody is asked to write."""
    return posts.ask_for_post(name="Amina Diallo", email=email, word="", by=cast.editor)


def again(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def sent(made: Post, final: Final = WORDS, embargo: Any = None) -> Post:
    posts.send_post(post=made, version=made.version, final=final, embargo_until=embargo)
    return again(made)


def given(cast: Any, made: Post, final: Final = WORDS, embargo: Any = None) -> Post:
    made = sent(made, final, embargo)
    posts.give_to_author(post=made, version=made.version, by=cast.editor)
    return again(made)


def approved(cast: Any, final: Final = WORDS, embargo: Any = None) -> Post:
    make_site(by=None)
    made = given(cast, post(cast), final, embargo)
    posts.approve_post(post=made, mark=made.final.mark())
    return again(made)


def published(cast: Any, final: Final = WORDS) -> Post:
    made = approved(cast, final)
    posts.publish_post(post=made, version=made.version, by=cast.editor)
    return again(made)
