"""The evidence as a Word document and as rows for a spreadsheet: the same facts as the page, in the same order."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from lantern.kit.documents import Section, word_document
from lantern.reviews.domain.evidence import TITLE, Evidence
from lantern.reviews.tables.words import day

SOURCE = "Source: this programme's own record in Lantern. It holds who was sought, never the matter of the review."
NAMES = "Names appear only where the person allows it; the others are numbered in the order they were asked."


CAPTIONS = {
    "What was needed": "Each kind of expertise, how much it mattered, and why",
    "Who was sought, and what they answered": "Everyone who was asked, in the order they were asked",
    "Searches and decisions": "Each search, with how many were chosen",
    "What remains unmet": "Needs for which nobody was found",
    "Reasons given for a no, counted together": "How often each reason was given",
}


def sections(found: Evidence) -> Iterator[tuple[str, Sequence[str], list[Sequence[str]], str]]:
    """Heading, column headings, rows, and what to say where there are no rows."""
    yield (
        "What was needed",
        ("Expertise", "Kind", "Weight", "Lived only", "Why"),
        [(n.expertise, n.facet, n.weight, "Yes" if n.lived else "No", n.reason) for n in found.needs],
        "No need has been stated yet.",
    )
    yield (
        "Who was sought, and what they answered",
        ("Who", "Asked on", "Answer", "Answered on", "What was offered"),
        [(s.who, day(s.asked_on), s.answer, day(s.answered_on) or "–", s.offered) for s in found.sought],
        "Nobody has been asked yet.",
    )
    yield (
        "Searches and decisions",
        ("Decided on", "Chosen", "Reserves", "Reason where the choice differed"),
        [(day(s.decided_on), str(s.chosen), str(s.reserves), s.reason or "–") for s in found.searches],
        "No search has been recorded yet.",
    )
    yield (
        "What remains unmet",
        ("Finding",),
        [(sentence,) for sentence in found.unmet],
        "Nothing is recorded as unmet.",
    )
    if found.barriers:
        yield (
            "Reasons given for a no, counted together",
            ("Reason", "Times"),
            [(label, str(count)) for label, count in found.barriers],
            "",
        )


def evidence_sections(found: Evidence) -> list[dict[str, Any]]:
    """The sections as the page's tables take them."""
    return [
        {
            "id": f"section-{place}",
            "heading": heading,
            "caption": CAPTIONS.get(heading, heading),
            "none": none,
            "rows": [
                [{"heading": column, "text": text} for column, text in zip(columns, cells, strict=True)]
                for cells in rows
            ],
        }
        for place, (heading, columns, rows, none) in enumerate(sections(found), 1)
    ]


def evidence_rows(found: Evidence, on: date) -> Iterator[Sequence[object]]:
    """The whole as one table: section, then its cells."""
    yield ("Section", "1", "2", "3", "4", "5")
    yield ("About", "Review", found.ref, "As of", on.isoformat(), "")
    yield ("About", "Partnership", found.area, "Kind", found.label, "")
    yield ("About", "Stage", found.stage, "Seats", f"{found.seated} of {found.seats_wanted}", "")
    yield ("About", SOURCE, NAMES, "", "", "")
    for heading, columns, rows, none in sections(found):
        yield (heading, *columns)
        for cells in rows:
            yield (heading, *cells)
        if not rows:
            yield (heading, none)


def evidence_document(found: Evidence, on: date) -> bytes:
    return word_document(
        TITLE,
        [
            f"Review {found.ref}. {found.label}. {found.area}. As of {day(on)}.",
            f"Stage: {found.stage}. Seats taken: {found.seated} of {found.seats_wanted}.",
        ],
        [Section(heading, columns, rows, none) for heading, columns, rows, none in sections(found)],
        [
            *(["Fewer than five people said no, so their reasons are not listed."] if found.barriers_withheld else []),
            f"{SOURCE} {NAMES}",
        ],
    )
