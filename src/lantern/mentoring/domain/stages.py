"""The way to the chair as one table: what each stage demands before someone enters it.

A demand is met by what stands today: expired agreements, evidence and levels count as absent, and consent of a family
that nobody has asked about is no consent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise

from lantern.mentoring.domain import framework
from lantern.mentoring.domain.evidence import Shown
from lantern.mentoring.domain.framework import Stated
from lantern.mentoring.domain.words import EvidenceKind, PlacementKind, Stage

ORDER = tuple(Stage)
NEXT: dict[Stage, Stage] = dict(pairwise(ORDER))


class Consent(StrEnum):
    """What was agreed before a seat to learn in began. That the family's wish is unknown is no consent."""

    PARTNERSHIP = "partnership"
    PANEL = "panel"
    FAMILY_INFORMED = "family_informed"
    NO_FAMILY_IN_TOUCH = "no_family_in_touch"

    @property
    def label(self) -> str:
        return {
            Consent.PARTNERSHIP: "The partnership agreed",
            Consent.PANEL: "The panel agreed",
            Consent.FAMILY_INFORMED: "The family was told",
            Consent.NO_FAMILY_IN_TOUCH: "No family is in touch with the review",
        }[self]


class Capacity(StrEnum):
    """In which of two capacities someone says that she is ready."""

    CHAIR = "chair"
    PROGRAMME = "programme"


SEAT = {
    Stage.OBSERVE: PlacementKind.OBSERVE,
    Stage.SHADOW: PlacementKind.SHADOW,
    Stage.CO_CHAIR: PlacementKind.CO_CHAIR,
    Stage.FIRST_REVIEW: PlacementKind.FIRST,
}
STAGE_OF = {kind: stage for stage, kind in SEAT.items()}


@dataclass(frozen=True, slots=True)
class Term:
    """A confidentiality agreement, in date from the day it was signed to its last day."""

    signed_on: date
    expires_on: date

    def stands(self, today: date) -> bool:
        return self.signed_on <= today <= self.expires_on


@dataclass(frozen=True, slots=True)
class Placed:
    """A seat to learn in. `finished`: it ended because it was done, and was not broken off."""

    kind: PlacementKind
    consents: frozenset[Consent]
    began_on: date
    ended_on: date | None = None
    finished: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of someone on one day. The order within each part means nothing."""

    today: date
    edition: str = framework.LATEST
    levels: tuple[Stated, ...] = ()
    evidence: tuple[Shown, ...] = ()
    agreements: tuple[Term, ...] = ()
    placements: tuple[Placed, ...] = ()
    signed: frozenset[Capacity] = frozenset()
    left: bool = False


@dataclass(frozen=True, slots=True)
class Demands:
    """What one stage asks. `seat`: one of this kind, begun with every consent; `finished`: one of this kind, done."""

    levels: Mapping[str, int]
    evidence: Mapping[EvidenceKind, int] = field(default_factory=dict)
    seat: PlacementKind | None = None
    finished: PlacementKind | None = None
    sign_off: bool = False


# The numbers are the programme's practice advice (decision 0018), not law.
TABLE: dict[Stage, Demands] = {
    Stage.OBSERVE: Demands(
        levels={"knowledge": 1, "data_protection": 1},
        evidence={EvidenceKind.LEARNING: 1},
        seat=PlacementKind.OBSERVE,
    ),
    Stage.SHADOW: Demands(
        levels={"knowledge": 2, "equality": 1, "agencies": 1, "data_protection": 1, "home_office_learning": 2},
        evidence={EvidenceKind.LEARNING: 1, EvidenceKind.PLACEMENT: 1},
        finished=PlacementKind.OBSERVE,
        seat=PlacementKind.SHADOW,
    ),
    Stage.CO_CHAIR: Demands(
        levels={
            "knowledge": 2, "equality": 2, "agencies": 2, "interviewing": 2, "report_writing": 2, "managing_people": 2,
            "disciplinary": 1, "home_office_learning": 3, "family": 2, "interpreting": 1, "anti_racist": 2,
            "disclosure": 1, "data_protection": 2,
        },
        evidence={EvidenceKind.LEARNING: 1, EvidenceKind.PLACEMENT: 2, EvidenceKind.WRITING: 1},
        finished=PlacementKind.SHADOW,
        seat=PlacementKind.CO_CHAIR,
    ),
    Stage.FIRST_REVIEW: Demands(
        levels={
            "knowledge": 3, "equality": 3, "agencies": 2, "interviewing": 2, "report_writing": 2, "managing_people": 2,
            "judgement": 2, "disciplinary": 2, "home_office_learning": 3, "family": 2, "interpreting": 2,
            "anti_racist": 2, "disclosure": 2, "data_protection": 2,
        },
        evidence={EvidenceKind.LEARNING: 1, EvidenceKind.PLACEMENT: 3, EvidenceKind.WRITING: 1},
        finished=PlacementKind.CO_CHAIR,
        seat=PlacementKind.FIRST,
    ),
    Stage.INDEPENDENT: Demands(
        levels=dict.fromkeys(framework.framework("2026"), 3) | {"disciplinary": 2, "disclosure": 2, "interpreting": 2},
        evidence={EvidenceKind.LEARNING: 1, EvidenceKind.PLACEMENT: 4, EvidenceKind.WRITING: 2},
        finished=PlacementKind.FIRST,
        sign_off=True,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing a stage asks, in words, and whether it is met. `code` never holds words."""

    code: str
    words: str
    met: bool


def consented(consents: frozenset[Consent]) -> bool:
    """The partnership, the panel, and the family: told, or none in touch. Unknown is neither."""
    family = consents & {Consent.FAMILY_INFORMED, Consent.NO_FAMILY_IN_TOUCH}
    return {Consent.PARTNERSHIP, Consent.PANEL} <= consents and bool(family)


def agreement_in_date(facts: Facts) -> bool:
    return any(one.stands(facts.today) for one in facts.agreements)


def demanded(to: Stage, facts: Facts) -> list[Demand]:
    """Everything that entering `to` asks, met or not, in the order of a checklist. Raises KeyError for the first."""
    asks = TABLE[to]
    seen = framework.own_view(facts.levels)
    found = [
        Demand("here", "Taking part in the programme", not facts.left),
        Demand(
            "audit",
            "A skills audit with every competency answered",
            all(code in seen for code in framework.framework(facts.edition)),
        ),
        Demand("agreement", "A confidentiality agreement that is in date", agreement_in_date(facts)),
    ]
    found += _levels(asks, facts)
    found += _evidence(asks, facts)
    if asks.finished is not None:
        done = any(
            one.kind is asks.finished and one.finished and one.ended_on is not None and consented(one.consents)
            for one in facts.placements
        )
        found.append(Demand(f"finished:{asks.finished}", f"A finished placement: {asks.finished.label.lower()}", done))
    if asks.seat is not None:
        begun = any(
            one.kind is asks.seat and consented(one.consents) and (one.ended_on is None or one.finished)
            for one in facts.placements
        )
        words = (
            f"A seat to learn in ({asks.seat.label.lower()}), agreed by the partnership and the panel, "
            "with the family told or none in touch"
        )
        found.append(Demand(f"seat:{asks.seat}", words, begun))
    if asks.sign_off:
        found.append(Demand("sign:chair", "Signed by a mentor or a chair", Capacity.CHAIR in facts.signed))
        found.append(
            Demand("sign:programme", "Signed by the programme, by someone else", Capacity.PROGRAMME in facts.signed)
        )
    return found


def _levels(asks: Demands, facts: Facts) -> list[Demand]:
    held = framework.counted(facts.levels, facts.today)
    return [
        Demand(f"level:{code}", f"{framework.label_of(code)}: level {least} or more", held.get(code, 0) >= least)
        for code, least in asks.levels.items()
    ]


def _evidence(asks: Demands, facts: Facts) -> list[Demand]:
    standing = [one.kind for one in facts.evidence if one.counts(facts.today)]
    return [
        Demand(
            f"evidence:{kind}",
            f"{kind.label}: {least} countersigned piece{'' if least == 1 else 's'} of evidence",
            standing.count(kind) >= least,
        )
        for kind, least in asks.evidence.items()
    ]


def unmet(to: Stage, facts: Facts) -> list[Demand]:
    """What is missing before she enters `to`."""
    return [demand for demand in demanded(to, facts) if not demand.met]


def may_move(now: Stage, to: Stage, facts: Facts) -> list[Demand]:
    """What stands in the way of going from `now` to `to`; empty where nothing does. Only the next stage can be next."""
    if NEXT.get(now) is not to:
        after = NEXT.get(now)
        words = f"After “{now.label}” comes “{after.label}”. No stage is skipped" if after else "She is there already"
        return [Demand("order", words, met=False)]
    return unmet(to, facts)


def may_begin(now: Stage, kind: PlacementKind, consents: frozenset[Consent], facts: Facts) -> list[Demand]:
    """What stands in the way of beginning a seat of this kind.

    The seat comes with its stage: it is for the stage she is in, or the next with all else that this stage demands.
    """
    stage = STAGE_OF[kind]
    missing = [] if consented(consents) else [Demand("consents", _no_consent(consents), met=False)]
    if now is stage:
        needed = {"here", "agreement"}
        return missing + [one for one in unmet(stage, facts) if one.code in needed]
    return missing + [one for one in may_move(now, stage, facts) if one.code != f"seat:{kind}"]


def _no_consent(consents: frozenset[Consent]) -> str:
    lacks = [one.label.lower() for one in (Consent.PARTNERSHIP, Consent.PANEL) if one not in consents]
    if not consents & {Consent.FAMILY_INFORMED, Consent.NO_FAMILY_IN_TOUCH}:
        lacks.append("the family was told, or no family is in touch")
    return f"It is not known that {' and that '.join(lacks)}"
