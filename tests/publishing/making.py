"""Guidance, people who are asked and organisations that sign, made the way they come about."""

import re
from datetime import timedelta
from typing import Any

from lantern.kit import clock
from lantern.publishing.models import GuidanceIndexPage, GuidancePage, Partner, Version
from lantern.publishing.services import consulting, signing, versions
from lantern.publishing.services.site import make_site

FIRST = "11111111-1111-4111-8111-111111111111"
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
    page = GuidanceIndexPage.objects.get().add_child(
        instance=GuidancePage(title=title, slug=slug, live=False, audience="by-and-for agencies", body=body())
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
