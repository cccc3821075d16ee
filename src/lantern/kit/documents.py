"""A Word document with real headings, tables whose heading rows repeat, a title and a language."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

# What no XML document can carry; one such character, pasted into a text, would keep the whole file from opening.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Section:
    """A heading and a table; `none` is said where there are no rows. `before` and `after` are paragraphs."""

    heading: str
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    none: str = ""
    before: Sequence[str] = ()
    after: Sequence[str] = ()


@dataclass(frozen=True)
class Line:
    """A line of a text: `kind` is heading, p, li or quiet; a quiet one may end with links (words, address)."""

    kind: str
    words: str
    links: Sequence[tuple[str, str]] = ()


def text_document(title: str, lines: Sequence[Line], *, language: str = "en-GB", right_to_left: bool = False) -> bytes:
    """A text to be read, as a file: headings, paragraphs, lists and links, in its language and direction."""
    made = _new(title, language)
    styles = {"heading": "Heading 1", "li": "List Bullet"}
    for line in (Line("title", title), *lines):
        paragraph = made.add_paragraph(style=styles.get(line.kind, "Title" if line.kind == "title" else "Normal"))
        run = paragraph.add_run(_clean(line.words))
        if line.kind == "quiet":
            run.italic = True
        for at, (words, address) in enumerate(line.links):
            paragraph.add_run("; " if at else " ")
            _link(paragraph, words, address)
        if right_to_left:
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
            for one in paragraph.runs:
                one.font.rtl = True
    return _bytes(made)


def _new(title: str, language: str) -> Document:
    """An empty document. Its author is Lantern: nobody's name goes out in the file's own particulars."""
    made = docx.Document()
    made.core_properties.title = title
    made.core_properties.language = language
    made.core_properties.author = "Lantern"
    made.core_properties.comments = ""
    normal = made.styles["Normal"]
    normal.font.size, normal.font.name = Pt(11), "Calibri"
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), language)
    spoken.set(qn("w:bidi"), language)
    normal.element.get_or_add_rPr().append(spoken)
    for edge in ("left_margin", "right_margin"):
        setattr(made.sections[0], edge, Cm(2))
    return made


def _bytes(made: Document) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _link(paragraph: Paragraph, words: str, address: str) -> None:
    """A link that can be followed; python-docx only reads them."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RT.HYPERLINK, is_external=True))
    run, shape, text = OxmlElement("w:r"), OxmlElement("w:rPr"), OxmlElement("w:t")
    under = OxmlElement("w:u")
    under.set(qn("w:val"), "single")
    shape.append(under)
    text.text = _clean(words)
    run.extend((shape, text))
    link.append(run)
    paragraph._p.append(link)


def word_document(title: str, about: Sequence[str], sections: Sequence[Section], closing: Sequence[str] = ()) -> bytes:
    """Tables under headings, as a file."""
    made = _new(title, "en-GB")
    made.add_heading(title, 0)
    _paragraphs(made, about)
    for section in sections:
        made.add_heading(_clean(section.heading), 1)
        _paragraphs(made, section.before)
        if section.rows:
            _table(made, section.columns, section.rows)
        elif section.none:
            made.add_paragraph(_clean(section.none))
        _paragraphs(made, section.after)
    if closing:
        made.add_paragraph()
        _paragraphs(made, closing)
    return _bytes(made)


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("", text)


def _paragraphs(made: Document, texts: Sequence[str]) -> None:
    for text in texts:
        made.add_paragraph(_clean(text))


def _table(made: Document, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = made.add_table(rows=1, cols=len(columns))
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, columns, strict=True):
        cell.paragraphs[0].add_run(_clean(text)).bold = True
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for values in rows:
        for cell, text in zip(table.add_row().cells, values, strict=True):
            cell.text = _clean(text)
