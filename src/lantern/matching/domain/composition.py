"""Composition rules, taken apart into single demands that are each kept or broken."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from lantern.matching.domain.gates import level_for
from lantern.matching.domain.model import COMMUNITY, Candidate, Kind, Need, ReviewNeeds, Rule, Weight


@dataclass(frozen=True)
class Demand:
    """One part of one rule. Counting demands bound how many members `counts` is true for; a demand without `counts` is
    "nobody is the only member for two of the communities"."""

    rule: Rule
    part: str
    words: str
    counts: Callable[[Candidate], bool] | None
    minimum: int = 0
    maximum: int | None = None

    @property
    def key(self) -> str:
        return f"{self.rule.key}:{self.part}" if self.part else self.rule.key


def communities(review: ReviewNeeds) -> tuple[Need, ...]:
    return tuple(need for need in review.needs if need.facet == COMMUNITY)


def _people(count: int, what: str) -> str:
    return f"{count} {'member' if count == 1 else 'members'} {what}"


def _bounds(rule: Rule, what: str, counts: Callable[[Candidate], bool]) -> Iterable[Demand]:
    if rule.minimum is not None:
        yield Demand(rule, "minimum", f"at least {_people(rule.minimum, what)}", counts, minimum=rule.minimum)
    if rule.maximum is not None:
        yield Demand(rule, "maximum", f"no more than {_people(rule.maximum, what)}", counts, maximum=rule.maximum)


def _by_and_for(need: Need) -> Callable[[Candidate], bool]:
    return lambda candidate: candidate.by_and_for and level_for(candidate, need) is not None


def _demands(review: ReviewNeeds, rule: Rule) -> Iterable[Demand]:
    match rule.kind:
        case Kind.BY_AND_FOR_FOR_EACH_MUST_COMMUNITY:
            least = 1 if rule.minimum is None else rule.minimum
            for need in communities(review):
                if need.weight is Weight.MUST:
                    words = f"at least {_people(least, f'from a by-and-for agency for {need.label}')}"
                    yield Demand(rule, need.code, words, _by_and_for(need), minimum=least)
        case Kind.NO_LONE_MEMBER_FOR_TWO_COMMUNITIES:
            if len(communities(review)) > 1:
                yield Demand(rule, "", "nobody is the only member for two of the communities", None)
        case Kind.SEATS_FROM_AGENCY:
            agency = rule.agency_ref
            yield from _bounds(rule, f"from {rule.label or 'the agency named'}", lambda c: c.agency_ref == agency)
        case Kind.MEMBERS_WITH_EXPERTISE:
            tag = (rule.facet, rule.code)
            yield from _bounds(
                rule,
                f"with expertise in {rule.label or rule.code}",
                lambda c: any((e.facet, e.code) == tag for e in c.expertise),
            )


def demands(review: ReviewNeeds) -> tuple[Demand, ...]:
    """Every demand of every rule, in the order of the rules."""
    return tuple(demand for rule in review.rules for demand in _demands(review, rule))


def kept(review: ReviewNeeds, demand: Demand, members: Sequence[Candidate]) -> bool:
    if demand.counts is None:
        return not lone_members(review, members)
    count = sum(map(demand.counts, members))
    return demand.minimum <= count and (demand.maximum is None or count <= demand.maximum)


def lone_members(review: ReviewNeeds, members: Sequence[Candidate]) -> tuple[str, ...]:
    """Who is the only member for two or more of the communities needed."""
    alone: list[str] = []
    for need in communities(review):
        covering = [m.ref for m in members if level_for(m, need) is not None]
        if len(covering) == 1:
            alone.append(covering[0])
    return tuple(sorted({ref for ref in alone if alone.count(ref) > 1}))


Alike = tuple[object, ...]


def alike(review: ReviewNeeds, parts: Sequence[Demand], candidate: Candidate) -> Alike:
    """What this person brings to needs and rules. People with equal answers can stand in for one another, agency limits
    apart; no true entry means they bring nothing."""
    return (
        *(level_for(candidate, need) for need in review.needs),
        *(demand.counts(candidate) for demand in parts if demand.counts is not None),
    )
