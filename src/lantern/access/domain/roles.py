"""The roles: what each is called, what it is for, and whether a second factor is demanded."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    COORDINATOR = "coordinator"
    COMMISSIONER = "commissioner"
    CHAIR = "chair"
    EXPERT = "expert"
    AGENCY_LEAD = "agency_lead"
    MENTOR = "mentor"
    MENTEE = "mentee"
    FACILITATOR = "facilitator"
    EDITOR = "editor"
    RESEARCHER = "researcher"


@dataclass(frozen=True, slots=True)
class Description:
    """A role in words. `scope` says what a membership of it is limited to: a partnership, an agency, or nothing."""

    label: str
    sees: str
    second_factor: bool
    scope: str = ""


ROLES: dict[Role, Description] = {
    Role.COORDINATOR: Description(
        "Coordinator",
        "Programme staff. Everything in the programme: register, reviews, proposals, invitations, insight.",
        second_factor=True,
    ),
    Role.COMMISSIONER: Description(
        "Commissioner",
        "A partnership's review lead. Their own area's reviews; proposed experts only as far as each allows.",
        second_factor=True,
        scope="partnership",
    ),
    Role.CHAIR: Description(
        "Chair", "The independent chair of a review. The reviews they chair and nothing else.", second_factor=True
    ),
    Role.EXPERT: Description(
        "Expert",
        "A panel member from a by-and-for agency. Their own profile, invitations, conflicts and seats.",
        second_factor=True,
    ),
    Role.AGENCY_LEAD: Description(
        "Agency lead",
        "The manager of a by-and-for agency. Their own agency: its experts, its limit and its offers.",
        second_factor=True,
        scope="agency",
    ),
    Role.MENTOR: Description("Mentor", "Their own pairings.", second_factor=True),
    Role.MENTEE: Description("Mentee", "Their own pairing.", second_factor=True),
    Role.FACILITATOR: Description("Facilitator", "Their own workshops.", second_factor=True),
    Role.EDITOR: Description("Editor", "Guidance and blog. Never a review.", second_factor=True),
    Role.RESEARCHER: Description(
        "Researcher", "Counts with small numbers suppressed. Never a person or a live review.", second_factor=False
    ),
}
