"""The parts of an expert's profile, each a page of its own."""

from enum import StrEnum

from lantern.kit.states import IllegalMove
from lantern.kit.vocabulary import SELF_DESCRIBED, Known
from lantern.register.domain.vocabularies import FACETS, Facet


class Section(StrEnum):
    """The values stand in addresses and in the audit chain, so they say the kind of fact and never the fact."""

    ABOUT = "about"
    COMMUNITY = "community"
    FAITH = "faith"
    LANGUAGE = "language"
    PRACTICE = "practice"
    ISSUE = "issue"
    WHERE = "where"
    CAPACITY = "capacity"
    CONFLICTS = "conflicts"
    CONTACT = "contact"
    SHOWN = "shown"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def facet(self) -> Facet | None:
        return Facet(self.value) if self.value in set(Facet) else None


LABELS = {
    Section.ABOUT: "Name and agency",
    Section.COMMUNITY: "Communities",
    Section.FAITH: "Faith",
    Section.LANGUAGE: "Languages",
    Section.PRACTICE: "Harmful practices",
    Section.ISSUE: "Issues",
    Section.WHERE: "Where, and how",
    Section.CAPACITY: "Capacity and day rate",
    Section.CONFLICTS: "Standing conflicts",
    Section.CONTACT: "Safe contact",
    Section.SHOWN: "Who may see the name",
}


def settled_words(facet: Facet, code: str, own_words: str) -> str:
    """Her own words if the code asks for them. Raises IllegalMove for an unlisted code, and where words are wanted."""
    if code not in FACETS[facet]:
        raise IllegalMove("Choose one of the list, or describe it in your own words.")
    if code != SELF_DESCRIBED:
        return ""
    if not own_words:
        raise IllegalMove("Describe it in your own words.")
    return own_words


def check_answer(known: Known, listed: int) -> None:
    """An answer to a whole facet must agree with what is listed. Raises IllegalMove."""
    if known is Known.STATED and not listed:
        raise IllegalMove("Nothing is listed yet. Add what you know first.")
    if known is not Known.STATED and listed:
        raise IllegalMove("Remove what is listed first, so that nothing is lost by mistake.")
