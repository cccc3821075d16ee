"""The kinds and states that the path is told in. What each stage demands stands in stages.py."""

from enum import StrEnum


class Stage(StrEnum):
    """Where a mentee is, in order."""

    LEARNING = "learning"  # joined; not in a review yet
    OBSERVE = "observe"
    SHADOW = "shadow"
    CO_CHAIR = "co_chair"
    FIRST_REVIEW = "first_review"
    INDEPENDENT = "independent"

    @property
    def label(self) -> str:
        return {
            Stage.LEARNING: "Learning",
            Stage.OBSERVE: "Observing panels",
            Stage.SHADOW: "Shadowing a chair",
            Stage.CO_CHAIR: "Co-chairing",
            Stage.FIRST_REVIEW: "First review, with a mentor",
            Stage.INDEPENDENT: "Independent chair",
        }[self]


class PlacementKind(StrEnum):
    """What a learning seat on a real review is for."""

    OBSERVE = "observe"
    SHADOW = "shadow"
    CO_CHAIR = "co_chair"
    FIRST = "first"

    @property
    def label(self) -> str:
        return {
            PlacementKind.OBSERVE: "Observing",
            PlacementKind.SHADOW: "Shadowing",
            PlacementKind.CO_CHAIR: "Co-chairing",
            PlacementKind.FIRST: "First review",
        }[self]


class EvidenceKind(StrEnum):
    PLACEMENT = "placement"
    WRITING = "writing"
    LEARNING = "learning"
    WORKSHOP = "workshop"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            EvidenceKind.PLACEMENT: "From a placement",
            EvidenceKind.WRITING: "A piece of writing",
            EvidenceKind.LEARNING: "Course or reading",
            EvidenceKind.WORKSHOP: "A workshop attended",
            EvidenceKind.OTHER: "Something else",
        }[self]


class Basis(StrEnum):
    """On whose word a level stands."""

    SELF = "self"
    MENTOR = "mentor"
    COUNTERSIGNED = "countersigned"

    @property
    def label(self) -> str:
        return {
            Basis.SELF: "Her own view",
            Basis.MENTOR: "Her mentor's view",
            Basis.COUNTERSIGNED: "Countersigned by a chair",
        }[self]


class Leaving(StrEnum):
    """Why someone left, if she chose to say. Unknown and declined are two things."""

    UNKNOWN = "unknown"
    DECLINED = "declined"
    TIME = "time"
    PAY = "pay"
    WELLBEING = "wellbeing"
    NO_PLACEMENT = "no_placement"
    SUPPORT = "support"
    OTHER_WORK = "other_work"
    FAMILY = "family"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            Leaving.UNKNOWN: "Not said",
            Leaving.DECLINED: "Prefers not to say",
            Leaving.TIME: "No time for it now",
            Leaving.PAY: "Could not afford it",
            Leaving.WELLBEING: "Her own wellbeing",
            Leaving.NO_PLACEMENT: "No review could be found to learn in",
            Leaving.SUPPORT: "Not enough support",
            Leaving.OTHER_WORK: "Other work",
            Leaving.FAMILY: "Family",
            Leaving.OTHER: "Something else",
        }[self]
