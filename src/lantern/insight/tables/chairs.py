"""Chairs beside the need for them: the page's tables and its file."""

from typing import Any

from lantern.insight.domain.chairs import FACETS, Beside
from lantern.insight.domain.figures import Figures
from lantern.insight.tables.demand import number
from lantern.kit import clock
from lantern.kit.vocabulary import Known
from lantern.library.public import Edition
from lantern.register.public import FACET_LABELS, Facet

Cell = dict[str, Any]
KNOWN = {
    Known.UNKNOWN: "Not known",
    Known.DECLINED: "Preferred not to say",
    Known.NONE: "None",
    Known.STATED: "Stated",
}
GROUPS = {"chairs": "Chairs", "mentees": "On the way"}


def need_rows(found: Beside, reviews: Figures) -> list[list[Cell]]:
    return [
        [
            {"heading": "Expertise", "text": count.need.label},
            number("Reviews that needed it", reviews.need(count, "reviews")),
            *(number(f"{label} who hold it", found.holding(group, count)) for group, label in GROUPS.items()),
        ]
        for count in found.needs
    ]


def known_rows(found: Beside) -> list[list[Cell]]:
    return [
        [
            {"heading": "What is known", "text": f"{FACET_LABELS[Facet(facet)]}, {GROUPS[group].lower()}"},
            *(number(label, found.known(group, facet, known)) for known, label in KNOWN.items()),
        ]
        for group in GROUPS
        for facet in FACETS
    ]


def download(found: Beside, reviews: Figures, edition: Edition) -> list[list[str]]:
    """Every figure of the page, each row with its denominator, source and day."""
    tail = [edition.version, edition.source, edition.licence, clock.today().isoformat()]
    rows = [["figure", "of", "count", "out_of", "version", "source", "licence", "counted_on"]]
    for count in found.needs:
        rows.append(
            [
                "reviews",
                count.need.label,
                str(reviews.need(count, "reviews")),
                f"{reviews.demand.reviews} reviews",
                *tail,
            ]
        )
    for group, label in GROUPS.items():
        out_of = f"{label}: {found.total(group)}"
        rows += [[group, count.need.label, str(found.holding(group, count)), out_of, *tail] for count in found.needs]
        rows += [
            [group, f"{facet}: {words}", str(found.known(group, facet, known)), out_of, *tail]
            for facet in FACETS
            for known, words in KNOWN.items()
        ]
    return rows
