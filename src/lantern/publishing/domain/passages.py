"""The passages of a page as its body is kept: their identity, and their words without marks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from html.parser import HTMLParser
from typing import Any

ENDS_A_LINE = frozenset({"p", "li", "br", "h2", "h3", "ul", "ol"})


class _Lines(HTMLParser):
    """Paragraphs and list items of rich text, each with what it is."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[str, str]] = []
        self.kind = "p"
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ENDS_A_LINE:
            self.end()
            self.kind = "li" if tag == "li" else "p"

    def handle_endtag(self, tag: str) -> None:
        if tag in ENDS_A_LINE:
            self.end()

    def end(self) -> None:
        words = " ".join("".join(self.pieces).split())
        if words:
            self.lines.append((self.kind, words))
        self.pieces = []


def lines(rich: str) -> list[tuple[str, str]]:
    """The words of rich text, a pair a line: "p" or "li", and the words without marks."""
    reader = _Lines()
    reader.feed(rich)
    reader.close()
    reader.end()
    return reader.lines


def plain(rich: str) -> str:
    """The words of rich text, a line a paragraph or item."""
    return "\n".join(words for _kind, words in lines(rich))


@dataclass(frozen=True, slots=True)
class Passage:
    """One block that can be commented on: its lasting identity, the heading it stands under, and its words."""

    id: str
    heading: str
    words: str


def passages(body: Iterable[Mapping[str, Any]]) -> Iterator[Passage]:
    """The passages of a stream as Wagtail keeps it, in order."""
    heading = ""
    for block in body:
        if block["type"] == "section":
            heading = block["value"]["heading"]
        elif block["type"] == "passage":
            yield Passage(block["id"], heading, plain(block["value"]["text"]))
        elif block["type"] == "note":
            yield Passage(block["id"], heading, plain(block["value"]))


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that were `kept`, taken `out` or put `in`."""

    what: str
    words: str


def changes(before: str, after: str) -> list[Piece]:
    """How one wording becomes the other, word by word, in reading order."""
    old, new = before.split(), after.split()
    found: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece("kept", " ".join(old[a:b])))
            continue
        if b > a:
            found.append(Piece("out", " ".join(old[a:b])))
        if d > c:
            found.append(Piece("in", " ".join(new[c:d])))
    return found
