"""The first texts of the site as files: read, checked, and turned into the stream that a page is made of."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

FOLDER = Path(__file__).parent.parent / "data" / "editions"
SOURCES = "sources"


class EditionFault(ValueError):
    """A text that cannot be used; the message names the file and the place."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One page's text. `body` is a stream as Wagtail keeps it; its passages keep their identity from load to load."""

    slug: str
    title: str
    summary: str
    audience: str
    standing: str
    body: tuple[Mapping[str, Any], ...]


def identity(*parts: str) -> str:
    """The lasting identity of a block, from where it stands."""
    return str(uuid5(UUID(str(NAMESPACE_URL)), "/".join(("lantern", *parts))))


def rich(text: str) -> str:
    """Plain paragraphs and lists ("- ") as rich text, everything escaped."""
    found: list[str] = []
    for part in text.strip().split("\n\n"):
        lines = part.strip().split("\n")
        items = [line[2:] for line in lines if line.startswith("- ")]
        before = [line for line in lines if not line.startswith("- ")]
        if before:
            found.append(f"<p>{escape(' '.join(before), quote=False)}</p>")
        if items:
            found.append("<ul>" + "".join(f"<li>{escape(item, quote=False)}</li>" for item in items) + "</ul>")
    return "".join(found)


def read_sources(folder: Path = FOLDER) -> dict[str, dict[str, str]]:
    """Who says so, by key."""
    return dict(tomllib.loads((folder / f"{SOURCES}.toml").read_text(encoding="utf-8"))["sources"])


def read(name: str, folder: Path = FOLDER) -> Edition:
    """Reads one text. Raises EditionFault where a passage rests on nothing, or on a source that is not listed."""
    sources = read_sources(folder)
    data = tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
    body: list[Mapping[str, Any]] = []
    for section in data["section"]:
        anchor = section["anchor"]
        body.append(
            {
                "type": "section",
                "value": {"heading": section["heading"], "anchor": anchor},
                "id": identity(data["slug"], anchor),
            }
        )
        for at, passage in enumerate(section.get("passage", ())):
            where = f"{name}.toml, {anchor}, passage {at + 1}"
            body.append(_passage(passage, sources, where, identity(data["slug"], anchor, str(at))))
        for figure in section.get("figure", ()):
            key = figure["key"]
            body.append({"type": "figure", "value": {"key": key}, "id": identity(data["slug"], anchor, "figure", key)})
    return Edition(
        slug=data["slug"],
        title=data["title"],
        summary=data["summary"],
        audience=data.get("audience", ""),
        standing=data.get("standing", ""),
        body=tuple(body),
    )


def _passage(
    passage: Mapping[str, Any], sources: Mapping[str, Mapping[str, str]], where: str, own: str
) -> dict[str, Any]:
    named = passage.get("sources", [])
    if unknown := [key for key in named if key not in sources]:
        raise EditionFault(f"{where}: no such source: {', '.join(unknown)}")
    if not (named or passage.get("advice") or passage.get("own")):
        raise EditionFault(f"{where}: it names no source, and is not marked as practice advice")
    return {
        "type": "passage",
        "value": {
            "text": rich(passage["text"]),
            "sources": [{"type": "item", "value": dict(sources[key]), "id": identity(own, key)} for key in named],
            "advice": bool(passage.get("advice")),
        },
        "id": own,
    }
