"""Reading versions, consultations and sign-offs: at the desk, by a personal link, and as everyone may."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from lantern.access.public import Hidden
from lantern.kit import clock
from lantern.kit.links import hash_of
from lantern.publishing import rules
from lantern.publishing.domain.consulting import VersionState
from lantern.publishing.domain.passages import Passage, passages
from lantern.publishing.models import Comment, Consultation, Contributor, GuidancePage, SignOff, Version

SOON = timedelta(days=60)


def guidance_pages(user: Any) -> QuerySet[GuidancePage]:
    """Every guidance page, live or not, for whoever writes."""
    if not rules.is_editor(user):
        return GuidancePage.objects.none()
    found: QuerySet[GuidancePage] = GuidancePage.objects.select_related("locale").order_by("title")
    return found


def page_for(user: Any, ref: str) -> GuidancePage:
    """A guidance page at the desk. Raises Hidden."""
    found = guidance_pages(user).filter(ref=ref).first()
    if found is None:
        raise Hidden(ref)
    return found


def version_for(user: Any, ref: str) -> Version:
    """A version at the desk. Raises Hidden."""
    if rules.is_editor(user):
        found = Version.objects.select_related("page", "consultation").filter(ref=ref).first()
        if found is not None:
            return found
    raise Hidden(ref)


def comment_for(user: Any, ref: str) -> Comment:
    """A comment at the desk. Raises Hidden."""
    if rules.is_editor(user):
        found = (
            Comment.objects.select_related("consultation__version__page", "contributor")
            .filter(ref=ref, withdrawn_on__isnull=True)
            .first()
        )
        if found is not None:
            return found
    raise Hidden(ref)


def versions_of(page: GuidancePage) -> QuerySet[Version]:
    """Newest first, with what was said and signed of each."""
    return (
        page.versions.select_related("consultation")
        .annotate(
            said=Count(
                "consultation__comments", filter=Q(consultation__comments__withdrawn_on__isnull=True), distinct=True
            ),
            waiting=Count(
                "consultation__comments",
                filter=Q(consultation__comments__withdrawn_on__isnull=True, consultation__comments__decision=""),
                distinct=True,
            ),
            signed=Count("sign_offs", filter=~Q(sign_offs__answer=""), distinct=True),
            asked=Count("sign_offs", distinct=True),
        )
        .order_by("-made_at")
    )


def with_live_version(pages: Iterable[GuidancePage]) -> list[dict[str, Any]]:
    """Each page with the version of it that is live, if any."""
    pages = list(pages)
    live = Version.objects.filter(page__in=pages, state=VersionState.PUBLISHED.value)
    by_page = {one.page_id: one for one in live}
    return [{"page": page, "live": by_page.get(page.pk)} for page in pages]


def is_open(consultation: Consultation, on: date | None = None) -> bool:
    return consultation.closed_at is None and (on or clock.today()) <= consultation.closes_on


def contributor_by_link(token: str) -> Contributor:
    """Whose personal link this is. Raises Hidden: the same for a wrong link and for one of a version set aside."""
    found = (
        Contributor.objects.select_related("consultation__version__page__locale")
        .exclude(consultation__version__state=VersionState.SET_ASIDE.value)
        .filter(token_hash=hash_of(token))
        .first()
    )
    if found is None:
        raise Hidden("link")
    return found


def sign_off_by_link(token: str) -> SignOff:
    """Which organisation's sign-off this link is for. Raises Hidden."""
    found = (
        SignOff.objects.select_related("version__page__locale", "partner")
        .exclude(version__state=VersionState.SET_ASIDE.value)
        .filter(token_hash=hash_of(token))
        .first()
    )
    if found is None:
        raise Hidden("link")
    return found


def passages_of(version: Version) -> list[Passage]:
    return list(passages(version.body))


def passage_of(version: Version, identity: str) -> Passage | None:
    """A passage of the version, or None where it has no such passage. "" is the whole."""
    if not identity:
        return Passage("", "The whole", "")
    return next((one for one in passages(version.body) if one.id == identity), None)


def comments_of(consultation: Consultation) -> QuerySet[Comment]:
    """What stands, in the order it came."""
    return consultation.comments.filter(withdrawn_on__isnull=True).select_related("contributor")


@dataclass(frozen=True, slots=True)
class Said:
    """A comment beside the passage as it is now. `rewritten`: its words are not those that were commented on."""

    comment: Comment
    passage: Passage | None
    rewritten: bool


def said_of(found: Iterable[Comment], now: Iterable[Passage]) -> list[Said]:
    """Comments with the passage as it stands in the words of now."""
    by_id = {one.id: one for one in now}
    rows = []
    for comment in found:
        passage = by_id.get(comment.passage)
        there = bool(comment.passage)
        rewritten = there and (passage is None or passage.words != comment.passage_words)
        rows.append(Said(comment, passage, rewritten))
    return rows


def due_to_be_read_again(user: Any) -> list[GuidancePage]:
    """Live guidance whose day to be read again is near or past, the longest first."""
    return list(
        guidance_pages(user)
        .filter(live=True, review_by__isnull=False, review_by__lte=clock.today() + SOON)
        .order_by("review_by")
    )


def public_version(ref: str) -> Version:
    """A version that is, or was, published. Raises Hidden."""
    found = (
        Version.objects.select_related("page")
        .filter(ref=ref, state__in=[VersionState.PUBLISHED.value, VersionState.SUPERSEDED.value], page__live=True)
        .first()
    )
    if found is None:
        raise Hidden(ref)
    return found


def body_of(version: Version) -> Any:
    """The frozen words of a version as blocks that can be drawn."""
    block = GuidancePage._meta.get_field("body").stream_block
    return block.to_python(version.body)


def version_to_read(user: Any, ref: str) -> Version:
    """A version that everyone may read, or at the desk any. Raises Hidden."""
    return version_for(user, ref) if rules.is_editor(user) else public_version(ref)
