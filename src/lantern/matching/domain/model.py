"""What goes into a proposal for one review, and what comes out.

Everything is frozen. `None` means "not known" throughout, and is never read as zero, "no" or "none".

Sentences carry people as placeholders (`{K7M2P4QR}`, the person's reference in braces), so that a page decides what to
call them: see `explain.say`. Labels come from vocabularies and from people, so braces in them are taken out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Weight(StrEnum):
    MUST = "must"
    SHOULD = "should"
    COULD = "could"


class Level(StrEnum):
    LIVED = "lived"
    PROFESSIONAL = "professional"


class Grade(StrEnum):
    """How near a person stands to the people of a review (domain.md section 3). `None` beside it: not declared."""

    NONE = "none"
    COMMUNITY_ACQUAINTANCE = "community_acquaintance"
    AGENCY_CONTACT = "agency_contact"
    DIRECT_INVOLVEMENT = "direct_involvement"


class Kind(StrEnum):
    BY_AND_FOR_FOR_EACH_MUST_COMMUNITY = "at_least_one_by_and_for_for_each_must_community"
    NO_LONE_MEMBER_FOR_TWO_COMMUNITIES = "no_lone_member_for_two_communities"
    SEATS_FROM_AGENCY = "seats_from_agency"
    MEMBERS_WITH_EXPERTISE = "members_with_expertise"


class Gate(StrEnum):
    """Where a person who is not proposed was stopped. The order is the order in which people are asked about."""

    RELEVANCE = "relevance"
    DECLINED = "declined"
    CONFLICT = "conflict"
    NOT_ACCEPTING = "not_accepting"
    UNAVAILABLE = "unavailable"
    OWN_CAPACITY = "own_capacity"
    AGENCY_CAPACITY = "agency_capacity"
    REACH = "reach"
    FEE = "fee"
    RULES = "rules"
    CHOICE = "choice"


# The facet whose needs the composition rules call communities.
COMMUNITY = "community"


@dataclass(frozen=True, order=True)
class Need:
    """One thing the review needs. `lived` asks for lived experience: professional knowledge alone does not meet it."""

    facet: str
    code: str
    label: str
    weight: Weight = Weight.MUST
    lived: bool = False

    @property
    def tag(self) -> tuple[str, str]:
        return (self.facet, self.code)


@dataclass(frozen=True)
class Rule:
    """One composition rule, as data.

    `minimum` and `maximum` count members and are both honoured; `None` is no bound. A hard rule is never broken: where
    hard rules cannot all be kept there is no panel. An advisory one is kept when that costs no coverage.
    `label` is the agency's name or the expertise in words.
    """

    key: str
    kind: Kind
    hard: bool = False
    minimum: int | None = None
    maximum: int | None = None
    agency_ref: str | None = None
    facet: str = ""
    code: str = ""
    label: str = ""


# Advisory, because a hard rule nobody can keep leaves a review without any panel (docs/decisions/0004).
STANDARD_RULES = (
    Rule("by_and_for", Kind.BY_AND_FOR_FOR_EACH_MUST_COMMUNITY),
    Rule("no_lone_member", Kind.NO_LONE_MEMBER_FOR_TWO_COMMUNITIES),
)


@dataclass(frozen=True)
class ReviewNeeds:
    """One review. `seats` counts the experts wanted in all, `seated` (who stay) included; it is never exceeded unless
    more are already seated. `half_days` is the work of one expert, in half days. `on` is the day of the proposal.
    `fill_empty_seats`: whether a seat that adds no coverage is still offered, as a second voice on a need."""

    ref: str
    region: str | None
    remote_ok: bool
    seats: int
    needs: tuple[Need, ...]
    on: date
    rate_ceiling_pence: int | None = None
    half_days: int | None = None
    rules: tuple[Rule, ...] = STANDARD_RULES
    seated: tuple[str, ...] = ()
    fill_empty_seats: bool = False


@dataclass(frozen=True, order=True)
class Expertise:
    facet: str
    code: str
    level: Level = Level.PROFESSIONAL


@dataclass(frozen=True)
class Candidate:
    """One person of the register, as far as this review is concerned. Only `ref` is needed: an empty profile is a
    person who brings nothing that is known, and is answered like everyone else.

    `regions` None: not stated. `day_rate_pence` None: not stated, so it passes the fee gate and is said.
    `active_reviews` and `agency_active` count seats held now, in this review too. `away_until`: not free before then.
    """

    ref: str
    name_for_coordinator: str = ""
    agency_ref: str | None = None
    by_and_for: bool = False
    expertise: tuple[Expertise, ...] = ()
    regions: frozenset[str] | None = None
    remote: bool | None = None
    day_rate_pence: int | None = None
    accepting: bool = True
    active_reviews: int = 0
    max_reviews: int | None = None
    agency_active: int = 0
    agency_max: int | None = None
    conflict: Grade | None = None
    conflict_reason_code: str = ""
    last_asked: date | None = None
    declined_this: bool = False
    away_until: date | None = None


@dataclass(frozen=True)
class Brought:
    need: Need
    level: Level
    alone: bool


@dataclass(frozen=True)
class Member:
    """One proposed (or already seated) member. The sentences are for the coordinator."""

    ref: str
    seated: bool
    brings: tuple[Brought, ...]
    grade: Grade | None
    safeguard: str
    load: str
    fee: str
    sentence: str


@dataclass(frozen=True)
class Reserve:
    """Who to ask next if `in_place_of` says no. `rank` is 1 for the nearest to the proposed panel."""

    ref: str
    in_place_of: str
    rank: int
    sentence: str


@dataclass(frozen=True)
class Verdict:
    """The answer to one person who is not proposed: the gate, and a text for each reader.

    `numbers` are the figures behind the sentence, by name. `worsens` names the first tier that gets worse if the person
    takes the best place for them; None with gate `choice` is an honest tie. The expert's text never tells of others."""

    ref: str
    gate: Gate
    for_coordinator: str
    for_expert: str
    numbers: Mapping[str, int] = field(default_factory=dict)
    worsens: str | None = None


@dataclass(frozen=True)
class Coverage:
    """How well one need is met. `funnel`: how many people bring it at all, and how many are left after each gate.
    `stopped_at` is the gate at which the count reached zero, or `choice` where people are left but no seat is."""

    need: Need
    by: tuple[str, ...]
    level: Level | None
    funnel: tuple[tuple[Gate | None, int], ...]
    stopped_at: Gate | None
    sentence: str
    remedy: str

    @property
    def met(self) -> bool:
        return self.level is not None


@dataclass(frozen=True)
class RuleKept:
    key: str
    part: str
    hard: bool
    kept: bool
    sentence: str


@dataclass(frozen=True)
class Tier:
    """One step of the order of preference. `more_is_better` tells which way it runs."""

    name: str
    value: int
    more_is_better: bool


@dataclass(frozen=True)
class Proposal:
    """A panel for one review and an answer for everyone. Nobody has been asked yet.

    `contradiction`: the keys of a smallest set of hard rules that cannot be kept together; then `members` holds only
    those already seated, and `contradiction_sentence` says it. `unmet_sentence` is "" when every need is met.
    """

    review_ref: str
    members: tuple[Member, ...]
    reserves: tuple[Reserve, ...]
    not_proposed: tuple[Verdict, ...]
    coverage: tuple[Coverage, ...]
    rules: tuple[RuleKept, ...]
    tiers: tuple[Tier, ...]
    unmet_sentence: str
    contradiction: tuple[str, ...] = ()
    contradiction_sentence: str = ""

    @property
    def refs(self) -> tuple[str, ...]:
        return tuple(m.ref for m in self.members)
