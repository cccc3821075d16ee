"""A panel's meetings and papers: when, how long, of what kind. Never an agenda, and never a title."""

from enum import StrEnum


class MeetingKind(StrEnum):
    PANEL = "panel"
    BRIEFING = "briefing"
    DRAFTING = "drafting"
    DEBRIEF = "debrief"
    LEARNING = "learning"

    @property
    def label(self) -> str:
        return {
            MeetingKind.PANEL: "Panel meeting",
            MeetingKind.BRIEFING: "Briefing before the panel",
            MeetingKind.DRAFTING: "Meeting on a draft",
            MeetingKind.DEBRIEF: "Debrief",
            MeetingKind.LEARNING: "Learning event",
        }[self]


class Way(StrEnum):
    IN_PERSON = "in_person"
    ONLINE = "online"
    BOTH = "both"

    @property
    def label(self) -> str:
        return {Way.IN_PERSON: "In person", Way.ONLINE: "Online", Way.BOTH: "In person or online"}[self]


class Presence(StrEnum):
    """Whether she came. A place without a mark is not known, which is not absent."""

    ATTENDED = "attended"
    PART = "part"
    ABSENT = "absent"
    EXCUSED = "excused"

    @property
    def label(self) -> str:
        return {
            Presence.ATTENDED: "Attended",
            Presence.PART: "Attended in part",
            Presence.ABSENT: "Absent",
            Presence.EXCUSED: "Excused",
        }[self]


class PaperKind(StrEnum):
    """What was sent to read, from a fixed list: a title could tell what a review is about."""

    TERMS = "terms_of_reference"
    IMR = "agency_reports"
    CHRONOLOGY = "chronology"
    DRAFT = "draft_report"
    ACTION_PLAN = "action_plan"
    QA_LETTER = "qa_letter"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            PaperKind.TERMS: "Terms of reference",
            PaperKind.IMR: "Agency reports (IMRs)",
            PaperKind.CHRONOLOGY: "Chronology",
            PaperKind.DRAFT: "Draft of the report",
            PaperKind.ACTION_PLAN: "Action plan",
            PaperKind.QA_LETTER: "Home Office letter",
            PaperKind.OTHER: "Other reading",
        }[self]


def minutes_worked(presence: str, meeting_minutes: int, part_minutes: int | None) -> int:
    """Minutes that go into her log. For a part, those that were said; nought for who did not come."""
    if presence == Presence.ATTENDED:
        return meeting_minutes
    return (part_minutes or 0) if presence == Presence.PART else 0
