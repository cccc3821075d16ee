"""Reads back what a reader program would find in an invoice: enough of PDF for what typst writes, and no more."""

import re
import zlib
from functools import cached_property

_OBJECT = re.compile(rb"\n(\d+) 0 obj\n(.*?)\nendobj", re.S)
_STREAM = re.compile(rb"stream\n(.*)\nendstream", re.S)
_INNER = (
    rb"(?:\\.|[^\\()]|\((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*\))*"  # a glyph's number may look like a pair of brackets
)
_STRING = re.compile(rb"\((" + _INNER + rb")\)", re.S)
_SHOWN = re.compile(
    rb"/(f\d+) [\d.]+ Tf|\[((?:\(" + _INNER + rb"\)|[^\[\]()])*)\]\s*TJ|(\(" + _INNER + rb"\))\s*Tj|(EMC)", re.S
)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


class Pdf:
    def __init__(self, content: bytes) -> None:
        self.content = content
        self.objects = {int(found[1]): found[2] for found in _OBJECT.finditer(content)}

    @property
    def catalog(self) -> str:
        return next(body for body in self.objects.values() if b"/Type/Catalog" in body).decode("latin-1")

    @cached_property
    def tags(self) -> list[str]:
        """The structure's elements in the order written."""
        found = (re.search(rb"/Type/StructElem/S/(\w+)", body) for body in self.objects.values())
        return [one[1].decode() for one in found if one]

    @property
    def pages(self) -> int:
        return sum(b"/Type/Page/" in body for body in self.objects.values())

    @cached_property
    def text(self) -> str:
        """The text that can be selected, a marked piece a line, with break opportunities taken out."""
        said = []
        for body in self.objects.values():
            if b"/Type/Page/" in body:
                said.append(self._page(body))
        return "\n".join(said).replace("\u200b", "")

    def _page(self, body: bytes) -> str:
        resources = self.objects[int(re.search(rb"/Resources (\d+) 0 R", body)[1])]  # type: ignore[index]
        fonts = {name: self._letters(int(at)) for name, at in re.findall(rb"/(f\d+) (\d+) 0 R", resources)}
        said, font = [], {}
        for found in _SHOWN.finditer(self._stream(int(re.search(rb"/Contents (\d+) 0 R", body)[1]))):  # type: ignore[index]
            if found[1]:
                font = fonts[found[1]]
            elif found[4]:
                said.append("\n")
            else:
                for piece in _STRING.findall(found[2] or found[3] or b""):
                    raw = _unescaped(piece)
                    said += [font[raw[at : at + 2]] for at in range(0, len(raw), 2)]
        return "".join(said)

    def _letters(self, font: int) -> dict[bytes, str]:
        """Glyph to letters, by the font's ToUnicode."""
        table = self._stream(int(re.search(rb"/ToUnicode (\d+) 0 R", self.objects[font])[1]))  # type: ignore[index]
        found: dict[bytes, str] = {}
        for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.S):
            for glyph, letters in re.findall(rb"<([0-9A-F]+)>\s*<([0-9A-F]+)>", block):
                found[bytes.fromhex(glyph.decode())] = bytes.fromhex(letters.decode()).decode("utf-16-be")
        return found

    def _stream(self, number: int) -> bytes:
        raw = _STREAM.search(self.objects[number])
        assert raw is not None
        return zlib.decompress(raw[1])


def _unescaped(raw: bytes) -> bytes:
    def one(found: re.Match[bytes]) -> bytes:
        code = found[1]
        return bytes([int(code, 8)]) if code[:1].isdigit() else _ESCAPES.get(code, code)

    return re.sub(rb"\\([0-7]{1,3}|.)", one, raw, flags=re.S)
