"""What an offer must say before it may be sent (domain.md section 8, check 20)."""

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    MUST = "must"
    SHOULD = "should"
    COULD = "could"

    @property
    def label(self) -> str:
        return {Weight.MUST: "Must have", Weight.SHOULD: "Should have", Weight.COULD: "Could have"}[self]


class Relevance(StrEnum):
    """What is said of a protected characteristic. `not_relevant` needs a reason; `not_yet_known` is no answer."""

    RELEVANT = "relevant"
    NOT_RELEVANT = "not_relevant"
    NOT_YET_KNOWN = "not_yet_known"

    @property
    def label(self) -> str:
        return {
            Relevance.RELEVANT: "It matters here",
            Relevance.NOT_RELEVANT: "Not relevant, and why",
            Relevance.NOT_YET_KNOWN: "Not known yet",
        }[self]


class Characteristic(StrEnum):
    """The nine of the Equality Act 2010, section 4."""

    AGE = "age"
    DISABILITY = "disability"
    GENDER_REASSIGNMENT = "gender_reassignment"
    MARRIAGE = "marriage_civil_partnership"
    PREGNANCY = "pregnancy_maternity"
    RACE = "race"
    RELIGION = "religion_belief"
    SEX = "sex"
    SEXUAL_ORIENTATION = "sexual_orientation"

    @property
    def label(self) -> str:
        return {
            Characteristic.AGE: "Age",
            Characteristic.DISABILITY: "Disability",
            Characteristic.GENDER_REASSIGNMENT: "Gender reassignment",
            Characteristic.MARRIAGE: "Marriage and civil partnership",
            Characteristic.PREGNANCY: "Pregnancy and maternity",
            Characteristic.RACE: "Race",
            Characteristic.RELIGION: "Religion or belief",
            Characteristic.SEX: "Sex",
            Characteristic.SEXUAL_ORIENTATION: "Sexual orientation",
        }[self]


class FeeAnswer(StrEnum):
    """What a partnership says of an offer's fee, in its own name. Not asked is not a no."""

    NOT_ASKED = "not_asked"
    AGREED = "agreed"
    NOT_AGREED = "not_agreed"

    @property
    def label(self) -> str:
        return {
            FeeAnswer.NOT_ASKED: "No answer from the partnership yet",
            FeeAnswer.AGREED: "Agreed by the partnership",
            FeeAnswer.NOT_AGREED: "Not agreed by the partnership",
        }[self]

    @property
    def short(self) -> str:
        return {
            FeeAnswer.NOT_ASKED: "No answer yet",
            FeeAnswer.AGREED: "Agreed",
            FeeAnswer.NOT_AGREED: "Not agreed",
        }[self]


@dataclass(frozen=True, slots=True)
class Terms:
    """An offer's terms. None and empty mean not stated; nought hours or no access costs are statements too."""

    day_rate_pence: int | None
    payer: str
    preparation_hours: int | None
    meetings: int | None
    access_costs: str
    support: str


QUESTIONS = {
    "day_rate_pence": "the fee for a day",
    "payer": "who pays it",
    "preparation_hours": "the hours of preparation that are paid",
    "meetings": "how many meetings to expect",
    "access_costs": "which access costs are paid (carer, interpreter, travel, equipment), or that none are",
    "support": "what support is offered (debrief, supervision, content warnings)",
}


def missing(terms: Terms) -> tuple[str, ...]:
    """The fields that still have to be stated, in the order of the form."""
    return tuple(name for name in QUESTIONS if getattr(terms, name) in {None, ""})


def is_below(offered: int | None, stated: int | None) -> bool:
    """Whether a fee for a day is below the rate she states, both in pence. A rate not stated is not nought."""
    return offered is not None and stated is not None and offered < stated
