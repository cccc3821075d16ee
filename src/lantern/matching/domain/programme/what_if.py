"""What if: changes to a programme as data, and two plans side by side. Nothing here changes anything that is kept."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from lantern.matching.domain.explain import plain, pounds, who
from lantern.matching.domain.programme.model import (
    Agency,
    Person,
    Placing,
    Plan,
    Programme,
    ProgrammeRule,
    RuleKind,
    TierName,
    TierResult,
    Wish,
)


@dataclass(frozen=True, slots=True)
class AddPerson:
    person: Person


@dataclass(frozen=True, slots=True)
class RaiseCeiling:
    """The fee ceiling of this review; None takes it away."""

    review: str
    pence: int | None


@dataclass(frozen=True, slots=True)
class RaiseBudget:
    """The budget of this review's whole panel; None takes it away."""

    review: str
    pence: int | None


@dataclass(frozen=True, slots=True)
class AllowRemote:
    review: str


@dataclass(frozen=True, slots=True)
class MoreSeats:
    review: str
    by: int = 1


@dataclass(frozen=True, slots=True)
class MoreReviews:
    person: str
    by: int = 1


@dataclass(frozen=True, slots=True)
class MoreDays:
    person: str
    by: float


@dataclass(frozen=True, slots=True)
class Available:
    """This person as if they were not away: the review waits for them."""

    person: str


@dataclass(frozen=True, slots=True)
class MoreForAgency:
    """Its own limit and the hard rules' alike."""

    agency: str
    by: int = 1


@dataclass(frozen=True, slots=True)
class WithoutRule:
    rule: ProgrammeRule


Change = (
    AddPerson
    | RaiseCeiling
    | RaiseBudget
    | AllowRemote
    | MoreSeats
    | MoreReviews
    | MoreDays
    | Available
    | MoreForAgency
    | WithoutRule
)


def changed(programme: Programme, changes: Iterable[Change]) -> Programme:
    """The programme as it would be. Raises KeyError for a review, person, agency or rule that is not in it."""
    for change in changes:
        programme = _changed(programme, change)
    return programme


def _changed(programme: Programme, change: Change) -> Programme:
    match change:
        case AddPerson(person):
            known = {a.ref for a in programme.agencies}
            new = () if person.agency is None or person.agency in known else (Agency(person.agency),)
            return replace(programme, people=(*programme.people, person), agencies=(*programme.agencies, *new))
        case RaiseCeiling(ref, pence):
            return _review(programme, ref, lambda w: replace(w, rate_ceiling_pence=pence))
        case RaiseBudget(ref, pence):
            return _review(programme, ref, lambda w: replace(w, budget_pence=pence))
        case AllowRemote(ref):
            return _review(programme, ref, lambda w: replace(w, remote_ok=True))
        case MoreSeats(ref, by):
            return _review(programme, ref, lambda w: replace(w, seats=w.seats + by))
        case MoreReviews(ref, by):
            return _person(
                programme, ref, lambda p: p if p.max_reviews is None else replace(p, max_reviews=p.max_reviews + by)
            )
        case MoreDays(ref, more):
            return _person(
                programme, ref, lambda p: p if p.max_days is None else replace(p, max_days=p.max_days + more)
            )
        case Available(ref):
            return _person(programme, ref, lambda p: replace(p, away_until=None))
        case MoreForAgency(ref, by):
            return _agency(programme, ref, by)
        case WithoutRule(rule):
            at = programme.rules.index(rule) if rule in programme.rules else None
            if at is None:
                raise KeyError(rule)
            return replace(programme, rules=programme.rules[:at] + programme.rules[at + 1 :])


def _review(programme: Programme, ref: str, change: Callable[[Wish], Wish]) -> Programme:
    if all(w.ref != ref for w in programme.reviews):
        raise KeyError(ref)
    return replace(programme, reviews=tuple(change(w) if w.ref == ref else w for w in programme.reviews))


def _person(programme: Programme, ref: str, change: Callable[[Person], Person]) -> Programme:
    if all(p.ref != ref for p in programme.people):
        raise KeyError(ref)
    return replace(programme, people=tuple(change(p) if p.ref == ref else p for p in programme.people))


def _agency(programme: Programme, ref: str, by: int) -> Programme:
    if all(a.ref != ref for a in programme.agencies) and all(p.agency != ref for p in programme.people):
        raise KeyError(ref)

    def eased(rule: ProgrammeRule) -> ProgrammeRule:
        ours = rule.kind is RuleKind.MAX_SEATS_FOR_AGENCY and rule.agency == ref and rule.hard
        return replace(rule, most=rule.most + by) if ours and rule.most is not None else rule

    return replace(
        programme,
        agencies=tuple(
            replace(a, max_reviews=a.max_reviews + by) if a.ref == ref and a.max_reviews is not None else a
            for a in programme.agencies
        ),
        rules=tuple(map(eased, programme.rules)),
    )


def words(change: Change) -> str:
    """The change, to begin a sentence. People are placeholders; agencies are placeholders too, by their reference."""
    match change:
        case AddPerson(person):
            return f"{who(person.ref)} in the register"
        case RaiseCeiling(_, pence):
            return "No fee ceiling on this review" if pence is None else f"A fee ceiling of {pounds(pence)} a day"
        case RaiseBudget(_, pence):
            return "No budget limit on this review" if pence is None else f"A budget of {pounds(pence)} for this review"
        case AllowRemote():
            return "Attending from a distance"
        case MoreSeats(_, by):
            return "One more seat on this review" if by == 1 else f"{by} more seats on this review"
        case MoreReviews(ref, by):
            return f"{'One more review' if by == 1 else f'{by} more reviews'} for {who(ref)}"
        case MoreDays(ref, more):
            return f"{more:g} more {'day' if more == 1 else 'days'} of {who(ref)}"
        case Available(ref):
            return f"Waiting until {who(ref)} is back"
        case MoreForAgency(ref, by):
            return f"{'One more seat' if by == 1 else f'{by} more seats'} for the agency {who(ref)}"
        case WithoutRule(rule):
            return f"Doing without the rule that {plain(_rule(rule))}"


def _rule(rule: ProgrammeRule) -> str:
    least = f"at least {rule.least}" if rule.least is not None else ""
    most = f"at most {rule.most}" if rule.most is not None else ""
    count = " and ".join(filter(None, (least, most))) or "no limit"
    match rule.kind:
        case RuleKind.SEATS_FROM_AGENCY:
            return f"{count} on a panel may come from one named agency"
        case RuleKind.MEMBERS_WITH_EXPERTISE:
            return f"{count} on a panel have {rule.tag.partition(':')[2].replace('_', ' ')}"
        case RuleKind.BY_AND_FOR_FOR_EACH_MUST_COMMUNITY:
            return "each must-have community has a by-and-for member"
        case RuleKind.NO_LONE_MEMBER_FOR_TWO_COMMUNITIES:
            return "nobody is the only member for two communities"
        case RuleKind.APART:
            return "these people do not sit together"
        case RuleKind.MAX_SEATS_FOR_AGENCY:
            return f"one named agency holds {count} of the seats"


@dataclass(frozen=True, slots=True)
class TierChange:
    """`better` None: the same."""

    name: TierName
    before: int
    after: int
    better: bool | None


@dataclass(frozen=True)
class Comparison:
    """Two plans side by side. Needs are review and tag. `moved_ceilings` are the reviews for which more, or less, is
    possible than before: their share is measured against something else."""

    tiers: tuple[TierChange, ...]
    newly_met: tuple[tuple[str, str], ...]
    newly_lost: tuple[tuple[str, str], ...]
    leaving: tuple[Placing, ...]
    coming: tuple[Placing, ...]
    moved_ceilings: tuple[str, ...]


def compare(before: Plan, after: Plan) -> Comparison:
    """What would be different. Tiers that only one of them has are left out."""
    was = {(u.review, u.tag) for u in before.unmet}
    now = {(u.review, u.tag) for u in after.unmet}
    shared = set(before.ceilings) & set(after.ceilings)
    return Comparison(
        tiers=tuple(_tiers(before.tiers, after.tiers)),
        newly_met=tuple(sorted(was - now)),
        newly_lost=tuple(sorted(now - was)),
        leaving=tuple(sorted({*before.placings} - {*after.placings})),
        coming=tuple(sorted({*after.placings} - {*before.placings})),
        moved_ceilings=tuple(sorted(ref for ref in shared if before.ceilings[ref] != after.ceilings[ref])),
    )


def _tiers(before: Collection[TierResult], after: Collection[TierResult]) -> Iterable[TierChange]:
    then = {t.name: t for t in after}
    for tier in before:
        if tier.name in then:
            new = then[tier.name].value
            better = None if new == tier.value else (new > tier.value) is tier.more_is_better
            yield TierChange(tier.name, tier.value, new, better)
