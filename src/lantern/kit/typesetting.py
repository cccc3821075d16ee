"""Tagged PDF from a Typst template and plain data. Nothing that a person typed is ever read as markup."""

import json
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Literal

import typst

Words = str | bool | list["Words"] | dict[str, "Words"]

STANDARD: Literal["ua-1"] = "ua-1"  # PDF/UA: tagged, titled, with a language, every letter readable as text
REPLACEMENT = "\ufffd"
# A longer run of letters would leave its column. No word of a name is as long.
_RUN = re.compile(r"\S{30}(?=\S)")
_BREAK = "\u200b"
# Control characters, and those that turn the direction of a line, by which an amount could be made to read otherwise.
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def tagged_pdf(template: Path, name: str, words: dict[str, Words], on: date) -> bytes:
    """PDF/UA-1 made on that day: the same bytes for the same words and fonts. The template finds `words` under `name`.

    A letter that no font of this machine has is printed as a replacement sign, and `notes` then says so.
    """
    try:
        return _compiled(template, name, _clean(words, frozenset()), on)
    except typst.TypstError:
        missing = frozenset(letter for letter in _letters(words) if not _can_print(letter))
        if not missing:
            raise
        note = f"Where {REPLACEMENT} stands, a letter could not be printed on this page. Its true spelling is kept."
        return _compiled(template, name, _clean({**words, "notes": [note]}, missing), on)


def unprintable(words: dict[str, Words]) -> frozenset[str]:
    """The letters among the words that no font of this machine has."""
    return frozenset(letter for letter in _letters(words) if not _UNSEEN.match(letter) and not _can_print(letter))


def _clean(words: Words | dict[str, Words], missing: frozenset[str]) -> Words | dict[str, Words]:
    if isinstance(words, dict):
        return {name: _clean(part, missing) for name, part in words.items()}
    if isinstance(words, list):
        return [_clean(part, missing) for part in words]
    if isinstance(words, bool):
        return words
    seen = _UNSEEN.sub("", words)
    seen = "".join(REPLACEMENT if letter in missing else letter for letter in seen)
    return _RUN.sub(lambda run: run[0] + _BREAK, seen)


def _letters(words: Words | dict[str, Words]) -> Iterable[str]:
    if isinstance(words, str):
        return set(words)
    parts = words.values() if isinstance(words, dict) else words if isinstance(words, list) else ()
    return {letter for part in parts for letter in _letters(part)}


def _compiled(template: Path, name: str, words: Words | dict[str, Words], on: date) -> bytes:
    made: bytes = typst.compile(
        template.read_bytes(),
        format="pdf",
        pdf_standards=STANDARD,
        sys_inputs={name: json.dumps(words)},
        timestamp=datetime.combine(on, time(), UTC),
    )
    return made


@lru_cache(maxsize=4096)
def _can_print(letter: str) -> bool:
    source = b'#set document(title: "x")\n#set text(lang: "en", font: "Libertinus Serif")\n#sys.inputs.letter'
    if letter.isascii() and letter.isprintable():
        return True
    try:
        typst.compile(source, format="pdf", pdf_standards=STANDARD, sys_inputs={"letter": f"a{letter}"})
    except typst.TypstError:
        return False
    return True
