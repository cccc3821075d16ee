"""A version of guidance to take away."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from lantern.pages.files import WORD, attachment
from lantern.publishing.domain.living import Figure
from lantern.publishing.domain.paper import Guidance, NoLetters, pdf, word
from lantern.publishing.models import Version
from lantern.publishing.models.figures import figures_shown
from lantern.publishing.selectors import guidance as selectors

NO_LETTERS = (
    "This language cannot be printed as PDF here: its letters are missing on the server. The Word file "
    "holds all of it, and so does the page itself."
)


def _guidance(version: Version) -> Guidance:
    page = version.page
    draft = version.published_at is None
    figures: dict[str, Figure] = figures_shown(None if draft else version.figures)
    translated = f"Translated by {page.translated_by}." if page.translated_by else ""
    checked = f"Checked by {page.checked_by}." if page.checked_by else ""
    return Guidance(
        title=version.title,
        number=version.number,
        language=version.language,
        right_to_left=page.locale.is_bidi,
        standing=page.standing,
        body=version.body,
        figures=figures,
        signed=version.signed(),
        thanks=version.credits(),
        on=timezone.localdate(version.published_at or version.made_at),
        draft=draft,
        address=page.full_url or settings.SITE_ADDRESS,
        more=tuple(said for said in (translated, checked) if said),
    )


def paper_pdf(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.version_to_read(request.user, ref)
    try:
        made = pdf(_guidance(found))
    except NoLetters:
        return render(request, "publishing/no_letters.html", {"version": found, "said": NO_LETTERS}, status=409)
    return attachment(made, "guidance.pdf", "application/pdf")


def paper_word(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.version_to_read(request.user, ref)
    return attachment(word(_guidance(found)), "guidance.docx", WORD)
