"""The kinds of composition rules a review can keep. What they mean is decided where panels are proposed."""

from dataclasses import dataclass
from enum import StrEnum


class RuleKind(StrEnum):
    BY_AND_FOR = "at_least_one_by_and_for_for_each_must_community"
    NO_LONE_MEMBER = "no_lone_member_for_two_communities"
    FROM_AGENCY = "seats_from_agency"
    WITH_EXPERTISE = "members_with_expertise"

    @property
    def label(self) -> str:
        return {
            RuleKind.BY_AND_FOR: "At least one expert from a by-and-for agency for each community that is a must",
            RuleKind.NO_LONE_MEMBER: "Nobody is the only member for two communities",
            RuleKind.FROM_AGENCY: "So many members from one agency",
            RuleKind.WITH_EXPERTISE: "So many members with one kind of expertise",
        }[self]


@dataclass(frozen=True, slots=True)
class PanelRule:
    """One rule. `least` and `most` count members; None is no bound. A hard rule is never broken."""

    kind: RuleKind
    hard: bool = False
    least: int | None = None
    most: int | None = None
    facet: str = ""
    code: str = ""
    agency_ref: str = ""


STANDARD = (PanelRule(RuleKind.BY_AND_FOR), PanelRule(RuleKind.NO_LONE_MEMBER))
