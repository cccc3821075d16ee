"""A certificate of attendance: who, which session, when, how long, on what. It keeps the session it came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lantern.kit.typesetting import Words, tagged_pdf

TEMPLATE = Path(__file__).parents[1] / "data" / "certificate.typ"


@dataclass(frozen=True, slots=True)
class Certificate:
    """`session_ref` names the session for good; `number` names this certificate. `there` is the time in words."""

    name: str
    session: str
    session_ref: str
    series: str
    held_on: date
    there: str
    topics: Sequence[str]
    number: str


def written(said: Certificate) -> dict[str, Words]:
    """Every word of the page in its order, as the template takes them."""
    return {
        "title": "Certificate of attendance",
        "opening": "This says that",
        "name": said.name,
        "lines": [
            f"took part in “{said.session}”, a session of “{said.series}”,",
            f"on {said.held_on.day} {said.held_on:%B %Y}, for {said.there}.",
        ],
        "topics_words": "It covered:",
        "topics": list(said.topics),
        "footer": f"Session {said.session_ref} · Certificate {said.number} · It says who was there, not how skilled.",
        "notes": [],
    }


def pdf(said: Certificate) -> bytes:
    """The certificate as PDF/UA-1."""
    return tagged_pdf(TEMPLATE, "certificate", written(said), said.held_on)
