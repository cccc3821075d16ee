"""The register's vocabularies, read once from their files."""

from enum import StrEnum
from pathlib import Path

from lantern.kit.vocabulary import Vocabulary

_FOLDER = Path(__file__).parent.parent / "data" / "vocabularies"


class Facet(StrEnum):
    """What expertise can be about. The values name the files."""

    COMMUNITY = "community"
    FAITH = "faith"
    LANGUAGE = "language"
    PRACTICE = "practice"
    ISSUE = "issue"

    @property
    def label(self) -> str:
        return FACET_LABELS[self]


FACET_LABELS = {
    Facet.COMMUNITY: "Community",
    Facet.FAITH: "Faith",
    Facet.LANGUAGE: "Language",
    Facet.PRACTICE: "Harmful practice",
    Facet.ISSUE: "Issue",
}

FACETS: dict[str, Vocabulary] = {facet.value: Vocabulary.read(_FOLDER / f"{facet.value}.csv") for facet in Facet}
REGIONS = Vocabulary.read(_FOLDER / "region.csv")
ENGAGEMENT_BARRIERS = Vocabulary.read(_FOLDER / "engagement_barrier.csv")


def label_of(facet: str, code: str, own_words: str = "") -> str:
    """The label people read for one value of one facet."""
    return FACETS[facet].label(code, own_words)
