"""Guidance on paper: everything that stands on the page, tagged, in its own direction."""

import io
from datetime import date

import docx
import pypdfium2
import pytest
from django.urls import reverse

from lantern.kit import typesetting
from lantern.publishing.domain.consulting import Answer, Signed
from lantern.publishing.domain.living import Figure
from lantern.publishing.domain.paper import Guidance, NoLetters, pdf, word
from lantern.publishing.models import Version
from lantern.publishing.services import signing, versions
from tests.publishing import making

FIGURE = Figure(
    "paid", "Seats paid", "3 in 4", "12 of 16 seats.", "Seats taken.", "the ledger", "/x/", date(2026, 11, 1)
)
BODY = [
    {"type": "section", "value": {"heading": "Fees", "anchor": "fees"}, "id": "1"},
    {
        "type": "passage",
        "value": {
            "text": "<p>Agree it first & early.</p><ul><li>the rate</li><li>who pays</li></ul>",
            "sources": [{"type": "item", "value": {"label": "A survey", "address": "https://example.org/s"}}],
            "advice": True,
        },
        "id": "2",
    },
    {"type": "figure", "value": {"key": "paid"}, "id": "3"},
    {"type": "figure", "value": {"key": "gone"}, "id": "4"},
]


def guidance(**more):
    said = {
        "title": "On panels",
        "number": "1.0",
        "language": "en-gb",
        "right_to_left": False,
        "standing": "A draft for co-production.",
        "body": BODY,
        "figures": {"paid": FIGURE},
        "signed": [Signed("Bright Water", "Does not agree", "Too soon.", agrees=False)],
        "thanks": ["Amina D."],
        "on": date(2026, 11, 25),
        "draft": False,
        "address": "https://lantern.example.org/guidance/on-panels/",
    }
    return Guidance(**{**said, **more})


EXPECTED = (
    "On panels", "Version 1.0. Published on 25 November 2026.", "A draft for co-production.", "Fees",
    "Agree it first & early.", "the rate", "who pays", "Practice advice", "A survey", "Seats paid: 3 in 4",
    "Counted on 1 November 2026", "could not be shown", "Bright Water: Does not agree", "Too soon.", "Amina D.",
)  # fmt: skip


def words_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as found:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in found).split())


def test_the_pdf_holds_every_word_is_tagged_and_says_its_language():
    made = pdf(guidance())
    words = words_of(made)
    assert [one for one in EXPECTED if one not in words] == []
    assert b"/MarkInfo" in made or b"/StructTreeRoot" in made
    assert made == pdf(guidance())


def test_the_word_file_holds_every_word_with_real_headings_lists_and_links():
    found = docx.Document(io.BytesIO(word(guidance())))
    words = "\n".join(paragraph.text for paragraph in found.paragraphs)
    assert [one for one in EXPECTED if one not in words] == []
    kinds = {paragraph.text: paragraph.style.name for paragraph in found.paragraphs}
    assert (kinds["On panels"], kinds["Fees"], kinds["the rate"]) == ("Title", "Heading 1", "List Bullet")
    links = [relation.target_ref for relation in found.part.rels.values() if relation.is_external]
    assert links == ["https://example.org/s"]
    assert found.core_properties.author == "Lantern"


ARABIC = [
    {"type": "section", "value": {"heading": "الأجر", "anchor": "fees"}, "id": "1"},
    {"type": "passage", "value": {"text": "<p>هذا نص للاختبار.</p>", "sources": [], "advice": False}, "id": "2"},
]


def test_a_right_to_left_text_runs_from_the_right_in_the_word_file():
    made = word(guidance(title="نص", language="ar", right_to_left=True, body=ARABIC, signed=[], thanks=[], standing=""))
    found = docx.Document(io.BytesIO(made))
    text = next(paragraph for paragraph in found.paragraphs if paragraph.text == "هذا نص للاختبار.")
    assert text._p.xpath("./w:pPr/w:bidi")
    assert all(run.font.rtl for run in text.runs)


def test_a_language_whose_letters_are_missing_says_so_instead_of_boxes(monkeypatch):
    arabic = guidance(title="نص", language="ar", right_to_left=True, body=ARABIC)
    monkeypatch.setattr(typesetting, "_can_print", lambda letter: letter.isascii() or letter in "‘’“”–")
    with pytest.raises(NoLetters):
        pdf(arabic)
    assert pdf(guidance())


@pytest.mark.django_db
def test_everyone_takes_a_published_version_and_the_desk_any(cast):
    version = making.version(cast)
    sign_off = making.signing_off(cast, version)
    signing.sign(sign_off=sign_off, answers=0, answer=Answer.DISSENT, note="", note_public=False)
    addresses = [reverse(f"publishing:paper_{kind}", args=[version.ref]) for kind in ("pdf", "word")]
    for address in addresses:
        assert cast.client("nobody").get(address, secure=True).status_code == 404
        assert cast.client("editor").get(address, secure=True).status_code == 200
    versions.publish_version(version=Version.objects.get(), by=cast.editor)
    answer = cast.client("nobody").get(addresses[0], secure=True)
    words = words_of(answer.content)
    assert "Bright Water: Does not agree" in words
    assert answer["Content-Disposition"] == 'attachment; filename="guidance.pdf"'
    assert cast.client("nobody").get(addresses[1], secure=True).status_code == 200
