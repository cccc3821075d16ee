"""A version of guidance on paper: as PDF that is tagged, and as a Word document."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from lantern.kit.documents import Line, text_document
from lantern.kit.typesetting import Words, tagged_pdf, unprintable
from lantern.publishing.domain.consulting import Signed
from lantern.publishing.domain.living import Figure
from lantern.publishing.domain.passages import lines

TEMPLATE = Path(__file__).parent.parent / "data" / "guidance.typ"
ADVICE = "Practice advice, awaiting the partners’ review."


class NoLetters(ValueError):
    """The fonts of this machine have not the letters of this language."""


@dataclass(frozen=True, slots=True)
class Guidance:
    """All that goes on paper. `on` is the day it was published, or the day a draft was made."""

    title: str
    number: str
    language: str
    right_to_left: bool
    standing: str
    body: Iterable[Mapping[str, Any]]
    figures: Mapping[str, Figure]
    signed: Iterable[Signed]
    thanks: Iterable[str]
    on: date
    draft: bool
    address: str
    more: tuple[str, ...] = field(default=())

    @property
    def about(self) -> list[str]:
        kind = "A draft" if self.draft else "Published on"
        day = f"{self.on.day} {self.on:%B %Y}"
        first = f"Version {self.number}. {kind} {'of ' if self.draft else ''}{day}."
        return [first, *self.more, f"The newest version: {self.address}"]

    def lines(self) -> list[Line]:
        """What stands on the page, in order, with the basis of each passage under it."""
        found: list[Line] = []
        for block in self.body:
            value = block["value"]
            match block["type"]:
                case "section":
                    found.append(Line("heading", value["heading"]))
                case "passage":
                    found += [Line(kind, words) for kind, words in lines(value["text"])]
                    found += _basis(value)
                case "note":
                    found += [Line(kind, words) for kind, words in lines(value)]
                case "figure":
                    found += _figure(self.figures.get(value["key"]))
        if rows := list(self.signed):
            found.append(Line("heading", "Who agrees with this version"))
            found += [Line("li", f"{one.name}: {one.answer}{f' – {one.note}' if one.note else ''}") for one in rows]
        if names := list(self.thanks):
            found.append(Line("heading", "With thanks to"))
            found.append(Line("p", f"{'; '.join(names)}, and to those who wish not to be named."))
        return found


def _basis(value: Mapping[str, Any]) -> list[Line]:
    sources = [one.get("value", one) for one in value.get("sources", ())]
    if not sources and not value.get("advice"):
        return []
    words = f"{ADVICE if value.get('advice') else ''}{' Source:' if sources else ''}".strip()
    return [Line("quiet", words, tuple((one["label"], one["address"]) for one in sources if one["address"]))]


def _figure(figure: Figure | None) -> list[Line]:
    if figure is None:
        return [Line("quiet", "A figure stands here on the site; it could not be shown when this was made.")]
    said = f"{figure.value}. {figure.count}" if figure.value else figure.why
    day = f"{figure.on.day} {figure.on:%B %Y}"
    about = f"{figure.definition} Counted on {day}; source: {figure.source}."
    return [Line("p", f"{figure.title}: {said}"), Line("quiet", about)]


def word(guidance: Guidance) -> bytes:
    """The Word document."""
    first = [Line("quiet", line) for line in guidance.about]
    standing = [Line("p", guidance.standing)] if guidance.standing else []
    return text_document(
        guidance.title,
        [*first, *standing, *guidance.lines()],
        language=guidance.language,
        right_to_left=guidance.right_to_left,
    )


def pdf(guidance: Guidance) -> bytes:
    """The tagged PDF. Raises NoLetters where the fonts of this machine cannot print its language."""
    written: list[Any] = [
        {"kind": line.kind, "words": line.words, "links": [list(link) for link in line.links]}
        for line in guidance.lines()
    ]
    words: dict[str, Words] = {
        "title": guidance.title,
        "language": guidance.language.split("-")[0],
        "rtl": guidance.right_to_left,
        "about": list(guidance.about),
        "standing": guidance.standing,
        "lines": written,
        "notes": [],
    }
    if unprintable({"words": [guidance.title, *(line.words for line in guidance.lines())]}):
        raise NoLetters(guidance.language)
    return tagged_pdf(TEMPLATE, "guidance", words, guidance.on)
