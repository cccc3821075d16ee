"""Numbered versions of guidance: cut from the page, published, replaced."""

from datetime import date
from typing import Any

from django.db import transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.publishing import rules
from lantern.publishing.domain.consulting import VersionState, check_move, next_number
from lantern.publishing.domain.passages import passages
from lantern.publishing.models import GuidancePage, Version
from lantern.publishing.models.figures import figures_now


@transaction.atomic
def cut_version(*, page: GuidancePage, major: bool, by: User | None) -> Version:
    """Freezes the page's newest draft under the next number. Raises Refused, IllegalMove."""
    if by is not None:
        rules.check_is_editor(by)
    held = GuidancePage.objects.select_for_update().get(pk=page.pk)
    revision = held.latest_revision or held.save_revision(user=by)
    draft = revision.as_object()
    body = list(draft.body.raw_data)
    if not any(passages(body)):
        raise IllegalMove("This page has no words yet. Write and save it first.")
    if held.versions.filter(state=VersionState.CUT.value).exists():
        raise IllegalMove("A version of this page is being worked on already. Publish it or set it aside first.")
    made = Version.objects.create(
        page=held,
        number=next_number(list(held.versions.values_list("number", flat=True)), major=major),
        title=draft.title,
        body=body,
        revision=revision.pk,
        language=held.locale.language_code,
        translates=_source_number(held),
        review_by=draft.review_by,
        made_at=clock.now(),
        made_by=by,
    )
    audit.record("publishing.version_cut", made.ref, by, number=made.number)
    return made


def _source_number(page: GuidancePage) -> str:
    """The number that the page it translates is published under now; empty for a page that translates none."""
    source = page.translated_page()
    return source.number if source is not None else ""


@transaction.atomic
def publish_version(*, version: Version, by: User | None, review_by: date | None = None) -> None:
    """Makes this version what everyone reads, with its figures as they stand today; the one before is replaced.

    The page's own draft, if it went on meanwhile, stays a draft. Raises Refused, IllegalMove, OutOfDate.
    """
    if by is not None:
        rules.check_is_editor(by, version.ref)
    check_move(VersionState(version.state), VersionState.PUBLISHED)
    consultation = getattr(version, "consultation", None)
    if consultation is not None and consultation.closed_at is None:
        raise IllegalMove("People are still being asked about this version. Close the consultation first.")
    page = GuidancePage.objects.select_for_update().get(pk=version.pk and version.page_id)
    now, figures = clock.now(), figures_now()
    before = page.versions.filter(state=VersionState.PUBLISHED.value)
    replaced = list(before.values_list("ref", flat=True))
    before.update(state=VersionState.SUPERSEDED.value)
    seen = Version.objects.filter(pk=version.pk, state=version.state)
    if not seen.update(
        state=VersionState.PUBLISHED.value,
        figures=figures,
        published_at=now,
        published_by=by,
        review_by=review_by or version.review_by,
    ):
        raise OutOfDate("This version")
    _put_live(page, version, figures, review_by or version.review_by, by)
    audit.record("publishing.version_published", version.ref, by, number=version.number, replaced=len(replaced))


def _put_live(
    page: GuidancePage, version: Version, figures: dict[str, Any], review_by: date | None, by: User | None
) -> None:
    """Publishes the words of the version, and puts a newer draft back on top of it where there is one."""
    newest = page.latest_revision
    cut = page.revisions.get(pk=version.revision)
    draft = cut.as_object()
    draft.figures, draft.number, draft.review_by = figures, version.number, review_by
    draft.save_revision(user=by).publish(user=by, skip_permission_checks=True)
    if newest is not None and newest.pk != cut.pk:
        later = newest.as_object()
        later.save_revision(user=by)


@transaction.atomic
def set_aside(*, version: Version, by: User) -> None:
    """A version that will not be published. Its links no longer open. Raises Refused, IllegalMove, OutOfDate."""
    rules.check_is_editor(by, version.ref)
    check_move(VersionState(version.state), VersionState.SET_ASIDE)
    if not Version.objects.filter(pk=version.pk, state=version.state).update(state=VersionState.SET_ASIDE.value):
        raise OutOfDate("This version")
    audit.record("publishing.version_set_aside", version.ref, by, number=version.number)
