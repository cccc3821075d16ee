"""How expertise is held, who may be told, and how close someone may stand to a review."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    LIVED = "lived"  # belongs to it, or has lived it
    PROFESSIONAL = "professional"  # knows it from the work

    @property
    def label(self) -> str:
        return {Level.LIVED: "Lived", Level.PROFESSIONAL: "Professional"}[self]


class Audience(StrEnum):
    """Who beyond the programme may be told, in the order of trust. Narrowest first; the narrowest is the default."""

    PROGRAMME = "programme"
    SEATED = "seated"
    PROPOSED = "proposed"

    @property
    def label(self) -> str:
        return {
            Audience.PROGRAMME: "Only the programme's staff",
            Audience.SEATED: "Also the partnership and chair of a review, once I have accepted a seat on it",
            Audience.PROPOSED: "Also the partnership and chair of a review that I am proposed for",
        }[self]

    @property
    def short(self) -> str:
        return {
            Audience.PROGRAMME: "programme only",
            Audience.SEATED: "shown once seated",
            Audience.PROPOSED: "shown when proposed",
        }[self]

    def allows(self, *, proposed: bool, seated: bool) -> bool:
        """Whether a partnership or chair may be told, given where she stands with their review."""
        if self is Audience.PROPOSED:
            return proposed or seated
        return self is Audience.SEATED and seated

    def wider_than(self, other: "Audience") -> bool:
        order = list(Audience)
        return order.index(self) > order.index(other)


class Grade(StrEnum):
    """How close someone stands to a review (domain.md section 3): four degrees, each with its safeguard."""

    NONE = "none"
    COMMUNITY = "community_acquaintance"
    AGENCY = "agency_contact"
    DIRECT = "direct_involvement"

    @property
    def label(self) -> str:
        return GRADES[self].label

    @property
    def safeguard(self) -> str:
        return GRADES[self].safeguard

    @property
    def bars(self) -> bool:
        """Whether it keeps her off this panel whatever the safeguard."""
        return self is Grade.DIRECT

    @property
    def rank(self) -> int:
        return list(Grade).index(self)


@dataclass(frozen=True, slots=True)
class GradeWords:
    label: str
    means: str
    safeguard: str


GRADES = {
    Grade.NONE: GradeWords("No connection", "I do not know anyone involved.", "No safeguard needed."),
    Grade.COMMUNITY: GradeWords(
        "Community acquaintance",
        "I know of someone involved, or we share a small community.",
        "The chair is told the grade only. Check again when names emerge; she may step out of any item.",
    ),
    Grade.AGENCY: GradeWords(
        "Agency contact",
        "My agency had contact with someone involved, but I did not.",
        "Someone else at the agency supplies its report. She takes no part in discussing her own agency's contact.",
    ),
    Grade.DIRECT: GradeWords(
        "Direct involvement",
        "I worked with someone involved, am related to them, or am a witness.",
        "She does not sit on this panel. An expert from another area is asked instead.",
    ),
}


class SafeContact(StrEnum):
    """How the programme may reach someone. It decides channel and wording."""

    EMAIL = "email"
    AGENCY = "agency"
    PHONE = "phone"
    NONE = "none"

    @property
    def label(self) -> str:
        return {
            SafeContact.EMAIL: "E-mail to my own address (the message never says what it is about)",
            SafeContact.AGENCY: "Through my agency's shared address",
            SafeContact.PHONE: "A call from the coordinator; send no e-mail",
            SafeContact.NONE: "Do not contact me: I will look in Lantern myself",
        }[self]
