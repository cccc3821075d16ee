"""The hard rules about one person, as an ordered table: the first gate that stops someone is the answer they get."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from lantern.matching.domain import conflicts
from lantern.matching.domain.model import Candidate, Gate, Kind, Level, Need, ReviewNeeds

Numbers = dict[str, int]


def level_for(candidate: Candidate, need: Need) -> Level | None:
    """How well this person meets this need: lived before professional; None if not, or not as asked."""
    levels = {e.level for e in candidate.expertise if (e.facet, e.code) == need.tag}
    if Level.LIVED in levels:
        return Level.LIVED
    if Level.PROFESSIONAL in levels and not need.lived:
        return Level.PROFESSIONAL
    return None


def counts_for_a_rule(review: ReviewNeeds, candidate: Candidate) -> bool:
    """Whether some rule asks for members like this one, needs apart."""
    return any(
        rule.minimum
        and (
            # A rule that names no agency asks for nobody, not for those who have none.
            (
                rule.kind is Kind.SEATS_FROM_AGENCY
                and rule.agency_ref is not None
                and candidate.agency_ref == rule.agency_ref
            )
            or (
                rule.kind is Kind.MEMBERS_WITH_EXPERTISE
                and any((e.facet, e.code) == (rule.facet, rule.code) for e in candidate.expertise)
            )
        )
        for rule in review.rules
    )


def _relevance(review: ReviewNeeds, candidate: Candidate) -> Numbers | None:
    tags = {(e.facet, e.code): e.level for e in candidate.expertise}
    if any(level_for(candidate, need) for need in review.needs if need.tag in tags):
        return None
    if counts_for_a_rule(review, candidate):
        return None
    return {"professional_only": sum(need.tag in tags for need in review.needs)}


def _declined(review: ReviewNeeds, candidate: Candidate) -> Numbers | None:
    return {} if candidate.declined_this else None


def _conflict(review: ReviewNeeds, candidate: Candidate) -> Numbers | None:
    return {} if conflicts.bars(candidate.conflict) else None


def _not_accepting(review: ReviewNeeds, candidate: Candidate) -> Numbers | None:
    return None if candidate.accepting else {}


def _unavailable(review: ReviewNeeds, candidate: Candidate) -> Numbers | None:
    if candidate.away_until is None or candidate.away_until <= review.on:
        return None
    return {"days": (candidate.away_until - review.on).days}


def _own_capacity(review: ReviewNeeds, candidate: Candidate) -> Numbers | None:
    if candidate.max_reviews is None or candidate.active_reviews < candidate.max_reviews:
        return None
    return {"active": candidate.active_reviews, "most": candidate.max_reviews}


def _agency_capacity(review: ReviewNeeds, candidate: Candidate) -> Numbers | None:
    if candidate.agency_max is None or candidate.agency_active < candidate.agency_max:
        return None
    return {"active": candidate.agency_active, "most": candidate.agency_max}


def reach_unknown(review: ReviewNeeds, candidate: Candidate) -> bool:
    """Whether the reach gate is passed only because the answer is not known."""
    if review.region is None or (candidate.regions is not None and review.region in candidate.regions):
        return False
    if review.remote_ok and candidate.remote is True:
        return False
    return candidate.regions is None or (review.remote_ok and candidate.remote is None)


def _reach(review: ReviewNeeds, candidate: Candidate) -> Numbers | None:
    in_reach = (
        review.region is None
        or (candidate.regions is not None and review.region in candidate.regions)
        or (review.remote_ok and candidate.remote is True)
        or reach_unknown(review, candidate)
    )
    return None if in_reach else {"could_be_remote": int(candidate.remote is True)}


def _fee(review: ReviewNeeds, candidate: Candidate) -> Numbers | None:
    if review.rate_ceiling_pence is None or candidate.day_rate_pence is None:
        return None
    if candidate.day_rate_pence <= review.rate_ceiling_pence:
        return None
    return {"rate_pence": candidate.day_rate_pence, "ceiling_pence": review.rate_ceiling_pence}


# The table. Each test answers None to let the person through, or the numbers that stop them.
GATES: tuple[tuple[Gate, Callable[[ReviewNeeds, Candidate], Numbers | None]], ...] = (
    (Gate.RELEVANCE, _relevance),
    (Gate.DECLINED, _declined),
    (Gate.CONFLICT, _conflict),
    (Gate.NOT_ACCEPTING, _not_accepting),
    (Gate.UNAVAILABLE, _unavailable),
    (Gate.OWN_CAPACITY, _own_capacity),
    (Gate.AGENCY_CAPACITY, _agency_capacity),
    (Gate.REACH, _reach),
    (Gate.FEE, _fee),
)


@dataclass(frozen=True)
class Stopped:
    gate: Gate
    numbers: Numbers


def first_stop(review: ReviewNeeds, candidate: Candidate) -> Stopped | None:
    """The first gate that stops this person, or None for someone who may be asked."""
    for gate, test in GATES:
        numbers = test(review, candidate)
        if numbers is not None:
            return Stopped(gate, numbers)
    return None


def every_stop(review: ReviewNeeds, candidate: Candidate) -> tuple[Gate, ...]:
    """All the gates that stop this person: what would have to change for them to be asked."""
    return tuple(gate for gate, test in GATES if test(review, candidate) is not None)


def funnel(total: int, stopped: Collection[Gate]) -> tuple[tuple[Gate | None, int], ...]:
    """How many of `total` people are left after each gate, `stopped` being where the others were."""
    left: list[tuple[Gate | None, int]] = [(None, total)]
    for gate, _ in GATES:
        left.append((gate, left[-1][1] - sum(at is gate for at in stopped)))
    return tuple(left)


def agency_room(candidates: Iterable[Candidate]) -> dict[str, int]:
    """How many more seats each agency can take on. Where its people's rows disagree, the smallest answer holds."""
    room: dict[str, int] = {}
    for candidate in candidates:
        if candidate.agency_ref is not None and candidate.agency_max is not None:
            left = max(0, candidate.agency_max - candidate.agency_active)
            room[candidate.agency_ref] = min(left, room.get(candidate.agency_ref, left))
    return room
