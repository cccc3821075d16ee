"""The whole programme at once: what an allocation is made from, and what comes out.

Everything is frozen, and people, agencies and reviews are opaque references. `None` means "not known" or "no limit
stated", as each field says, and is never read as zero. The JSON form (docs/develop/allocation.md) is this, written out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from lantern.matching.domain.model import Gate, Grade, Level


class Role(StrEnum):
    EXPERT = "expert"
    CHAIR = "chair"
    SHADOW = "shadow"


class SeatState(StrEnum):
    """`accepted` seats (and those already promised by an offer in hand) never move; `proposed` ones move at a price."""

    ACCEPTED = "accepted"
    PROPOSED = "proposed"


class RuleKind(StrEnum):
    """What a rule bounds. The first bounds the programme; the others bound each panel, or the one of `review`."""

    MAX_SEATS_FOR_AGENCY = "max_seats_for_agency"
    SEATS_FROM_AGENCY = "seats_from_agency"
    MEMBERS_WITH_EXPERTISE = "members_with_expertise"
    BY_AND_FOR_FOR_EACH_MUST_COMMUNITY = "at_least_one_by_and_for_for_each_must_community"
    NO_LONE_MEMBER_FOR_TWO_COMMUNITIES = "no_lone_member_for_two_communities"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Person:
    """One expert. `levels` by tag ("community:kurdish"). `regions` None: not stated, so reach is not a bar.
    `rate_pence` None: not stated. `max_reviews` and `max_days` count what this allocation may give, accepted seats
    included; None is no limit. `last_asked` None: never asked. An empty profile brings nothing that is known."""

    ref: str
    agency: str | None = None
    roles: frozenset[Role] = frozenset({Role.EXPERT})
    mentee: bool = False
    by_and_for: bool = False
    levels: Mapping[str, Level] = field(default_factory=dict)
    regions: frozenset[str] | None = None
    remote: bool | None = None
    rate_pence: int | None = None
    max_reviews: int | None = None
    max_days: float | None = None
    accepting: bool = True
    last_asked: date | None = None
    away_until: date | None = None


@dataclass(frozen=True, slots=True)
class Agency:
    ref: str
    max_reviews: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """One need of one review. `weight` 1 to 5. `lived`: professional knowledge alone does not meet it."""

    tag: str
    weight: int = 1
    must: bool = False
    lived: bool = False
    label: str = ""


# Why someone may not be asked again: she has said no to this review, did not answer, or gave the place up.
DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Ban:
    """A person who may not be asked for a review. `why` is a code: DECLINED, or one of the instance's own, which counts
    as direct involvement. It reaches nobody but the coordinator; a connection is told to nobody beyond its grade."""

    person: str
    why: str


@dataclass(frozen=True, slots=True)
class Wish:
    """One open review. `seats` counts experts, those accepted included. `expert_days` and `chair_days` are the work of
    one, in days. `budget_pence` bounds the fees of the whole panel and its chair; a rate not stated counts as the
    ceiling, or where there is none as £1,000 a day. `priority` (1 or more) weighs it against other reviews.
    `grades` hold declared closeness by person; absent is not declared, and ranks just behind none."""

    ref: str
    region: str | None = None
    remote_ok: bool = True
    seats: int = 1
    chair: bool = False
    expert_days: float = 0
    chair_days: float = 0
    rate_ceiling_pence: int | None = None
    budget_pence: int | None = None
    priority: int = 1
    needs: tuple[Wanted, ...] = ()
    bans: tuple[Ban, ...] = ()
    grades: Mapping[str, Grade] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, order=True)
class Placing:
    """One person in one seat of one review."""

    review: str
    person: str
    role: Role = Role.EXPERT


@dataclass(frozen=True, slots=True)
class Seated:
    placing: Placing
    state: SeatState


@dataclass(frozen=True, slots=True)
class ProgrammeRule:
    """One rule as data. `least` and `most` are both honoured; None is no bound. `review` "" means every review.
    `people` are those kept apart. A hard rule is never broken; an advisory one is kept where that costs no coverage."""

    kind: RuleKind
    hard: bool = True
    least: int | None = None
    most: int | None = None
    review: str = ""
    agency: str = ""
    tag: str = ""
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class Programme:
    """Everything one allocation reads. `on` is its day: rotation and availability are measured from it."""

    people: tuple[Person, ...]
    agencies: tuple[Agency, ...]
    reviews: tuple[Wish, ...]
    seated: tuple[Seated, ...] = ()
    rules: tuple[ProgrammeRule, ...] = ()
    on: date | None = None


class TierName(StrEnum):
    """The order of preference: each is settled before the next is looked at (matching.md, section 5)."""

    HARD = "reviews without a chair or an expert"
    FLOOR = "the worst-served review"
    SHORTFALL = "shortfall below four fifths"
    COVERAGE = "needs met"
    ADVISORY = "advisory rules broken"
    CLOSENESS = "declared closeness"
    MOVES = "proposed seats moved"
    SPREAD = "work spread over people and agencies"
    ROTATION = "people asked recently"
    COST = "fees, in pence"


@dataclass(frozen=True, slots=True)
class TierResult:
    """One tier's whole-number value and the bound that no plan can pass; `proven` where they meet. `seconds` spent."""

    name: TierName
    value: int
    bound: int | None
    proven: bool
    more_is_better: bool
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Unmet:
    """One need nobody on the plan meets. `gate` is where the last person who has it was stopped (`choice`: people are
    left, but are needed elsewhere); `people_left` were still standing before it. `text` is a sentence for the
    coordinator."""

    review: str
    tag: str
    gate: Gate
    people_left: int
    text: str


@dataclass(frozen=True)
class Plan:
    """An allocation. `placings` hold every seat, accepted ones too. `ceilings` is, by review, the best score its seats
    could reach with the whole pool free; `scores` what the plan reaches. `method` says how it was found."""

    placings: tuple[Placing, ...]
    tiers: tuple[TierResult, ...]
    scores: Mapping[str, int] = field(default_factory=dict)
    ceilings: Mapping[str, int] = field(default_factory=dict)
    unmet: tuple[Unmet, ...] = ()
    method: str = ""
    seconds: float = 0.0
    seed: int = 1
    stopped_early: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """What an allocation says of itself while it runs. `done` goes from 0 to 1 and never back; `best` is a whole,
    checked plan or None before there is one."""

    done: float
    doing: str
    seconds: float
    memory_mb: float
    gap: float | None = None
    best: Plan | None = None
