"""The tiers of an allocation, written plainly: what every faster way of working them out is held to.

All values are whole numbers. Slow where a whole register is asked about (`ceilings`); `measure` is quick once the
ceilings are known.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations_with_replacement

from lantern.matching.domain import composition, conflicts
from lantern.matching.domain.model import Level
from lantern.matching.domain.programme import asking
from lantern.matching.domain.programme.model import (
    Person,
    Placing,
    Programme,
    Role,
    RuleKind,
    TierName,
    Wanted,
    Wish,
)
from lantern.matching.domain.tiers import LIVED, MET, ROTATION_DAYS

HARD_PRICE = 10
MUST_POINTS = 200
MOVE_PRICE = 50
FOUR_FIFTHS = 800
RATE_WITHOUT_CEILING_PENCE = 100_000
MORE_IS_BETTER = frozenset({TierName.FLOOR, TierName.COVERAGE})


def level(person: Person, need: Wanted) -> int:
    """How well this person meets this need: 0 not (or not as asked), 1 professionally, 2 from lived experience."""
    found = person.levels.get(need.tag)
    if found is Level.LIVED:
        return 2
    return int(found is Level.PROFESSIONAL and not need.lived)


def points(wish: Wish, levels: Sequence[int]) -> int:
    """The score of a panel whose best level for each need is given."""
    return sum(n.weight * (MET * (at > 0) + LIVED * (at > 1)) for n, at in zip(wish.needs, levels, strict=True))


def best_levels(wish: Wish, experts: Iterable[Person]) -> list[int]:
    found = list(experts)
    return [max((level(p, need) for p in found), default=0) for need in wish.needs]


def panels(programme: Programme, placings: Collection[Placing]) -> dict[str, list[Person]]:
    """The experts of each review, accepted ones among them, sorted by reference."""
    people = {p.ref: p for p in programme.people}
    found: dict[str, list[Person]] = {w.ref: [] for w in programme.reviews}
    for placing in sorted({*placings, *asking.accepted(programme)}):
        if placing.role is Role.EXPERT and placing.review in found:
            found[placing.review].append(people.get(placing.person, Person(placing.person)))
    return found


def scores(programme: Programme, placings: Collection[Placing]) -> dict[str, int]:
    """What each review's experts reach."""
    sitting = panels(programme, placings)
    return {w.ref: points(w, best_levels(w, sitting[w.ref])) for w in programme.reviews}


def ceilings(programme: Programme) -> dict[str, int]:
    """The best score each review's seats could reach with everyone who may be asked free, accepted seats staying."""
    sitting = panels(programme, ())
    chairs = {(p.review, p.person) for p in asking.accepted(programme) if p.role is Role.CHAIR}
    found = {}
    for wish in programme.reviews:
        fixed = best_levels(wish, sitting[wish.ref])
        taken = {p.ref for p in sitting[wish.ref]}
        patterns = {
            tuple(best_levels(wish, [p]))
            for p in programme.people
            if p.ref not in taken
            and (wish.ref, p.ref) not in chairs
            and asking.may_sit(programme, p, wish, Role.EXPERT)
        }
        choices = sorted(p for p in patterns if any(p))
        open_seats = max(0, wish.seats - len(sitting[wish.ref])) if choices else 0
        found[wish.ref] = max(
            points(wish, [max(at) for at in zip(fixed, *chosen, strict=True)])
            for chosen in combinations_with_replacement(choices, open_seats)
        )
    return found


def broken_demands(programme: Programme, wish: Wish, experts: Sequence[Person], *, hard: bool) -> int:
    """How many single demands of the hard, or of the advisory, rules this panel breaks."""
    review = asking.needs_of(programme, wish)
    members = [asking.known(person) for person in experts]
    refs = {p.ref for p in experts}
    apart = [r for r in asking.rules_for(programme, wish) if r.kind is RuleKind.APART and r.hard is hard]
    return sum(
        demand.rule.hard is hard and not composition.kept(review, demand, members)
        for demand in composition.demands(review)
    ) + sum(len(refs & set(rule.people)) > 1 for rule in apart)


def measure(
    programme: Programme, placings: Collection[Placing], known_ceilings: Mapping[str, int] | None = None
) -> dict[TierName, int]:
    """Every tier of these placings; accepted seats count whether listed or not, shadow seats do not.

    `known_ceilings` spares working them out. Raises nothing: a plan that breaks rules is measured all the same.
    """
    best = ceilings(programme) if known_ceilings is None else known_ceilings
    stay = set(asking.accepted(programme))
    seats = sorted(p for p in {*placings, *stay} if p.role is not Role.SHADOW)
    reached = scores(programme, seats)
    values = dict.fromkeys(TierName, 0)
    values[TierName.MOVES] = len({*asking.proposed(programme)} - {*seats})
    values[TierName.FLOOR] = min((100 * reached[ref] // most for ref, most in best.items() if most > 0), default=100)
    sitting = panels(programme, seats)
    chaired = {p.review for p in seats if p.role is Role.CHAIR}
    for wish in programme.reviews:
        experts, score = sitting[wish.ref], reached[wish.ref]
        values[TierName.HARD] += HARD_PRICE * (wish.chair and wish.ref not in chaired)
        values[TierName.HARD] += HARD_PRICE * (wish.seats > 0 and bool(wish.needs) and not experts)
        values[TierName.SHORTFALL] += wish.priority * shortfall(score, best[wish.ref])
        values[TierName.COVERAGE] += wish.priority * coverage(wish, best_levels(wish, experts))
        values[TierName.ADVISORY] += broken_demands(programme, wish, experts, hard=False)
    values[TierName.COVERAGE] -= MOVE_PRICE * values[TierName.MOVES]
    _prices(programme, seats, stay, values)
    return values


def shortfall(score: int, ceiling: int) -> int:
    """Thousandths of the ceiling missing below four fifths, to the next whole one."""
    return max(0, -((1000 * score - FOUR_FIFTHS * ceiling) // ceiling)) if ceiling > 0 else 0


def coverage(wish: Wish, levels: Sequence[int]) -> int:
    """What one review adds to the coverage tier, its priority apart."""
    weights = sum(need.weight for need in wish.needs)
    musts = sum(need.must and at > 0 for need, at in zip(wish.needs, levels, strict=True))
    return 1000 * points(wish, levels) // (10 * weights) + MUST_POINTS * musts if weights else 0


def seat_half_days(wish: Wish, role: Role) -> int:
    """Work of one seat in half days; what is less counts as a whole one."""
    return -int(-2 * asking.seat_days(wish, role) // 1)


def seat_pence(wish: Wish, person: Person, role: Role) -> int:
    """The fee of one seat; a rate not stated counts as the ceiling, or without one as a thousand pounds a day."""
    most = RATE_WITHOUT_CEILING_PENCE if wish.rate_ceiling_pence is None else wish.rate_ceiling_pence
    rate = most if person.rate_pence is None else person.rate_pence
    return -(-rate * seat_half_days(wish, role) // 2)


def fair_shares(programme: Programme) -> dict[str, int]:
    """Half days an agency's people may be given before it counts as spread unevenly."""
    wanted, largest = 0, 0
    for wish in programme.reviews:
        expert, chair = seat_half_days(wish, Role.EXPERT), seat_half_days(wish, Role.CHAIR)
        wanted += wish.seats * expert + wish.chair * chair
        largest = max(largest, expert * (wish.seats > 0), chair * wish.chair)
    counts: dict[str, int] = {}
    for person in programme.people:
        if person.agency is not None:
            counts[person.agency] = counts.get(person.agency, 0) + 1
    return {ref: max(largest, -(-wanted * count // len(programme.people))) for ref, count in counts.items()}


def _prices(
    programme: Programme, seats: Sequence[Placing], stay: Collection[Placing], values: dict[TierName, int]
) -> None:
    people = {p.ref: p for p in programme.people}
    reviews = {w.ref: w for w in programme.reviews}
    given: dict[str, int] = {}
    count: dict[str, int] = {}
    by_agency: dict[str, int] = {}
    for placing in seats:
        wish = reviews.get(placing.review)
        if wish is None:
            continue
        person = people.get(placing.person, Person(placing.person))
        count[person.ref] = count.get(person.ref, 0) + 1
        if person.agency is not None:
            given[person.agency] = given.get(person.agency, 0) + seat_half_days(wish, placing.role)
            by_agency[person.agency] = by_agency.get(person.agency, 0) + 1
        values[TierName.COST] += seat_pence(wish, person, placing.role)
        if placing not in stay:
            values[TierName.CLOSENESS] += conflicts.handling(wish.grades.get(person.ref)).points
            values[TierName.ROTATION] += recency(programme, person)
    shares = fair_shares(programme)
    values[TierName.SPREAD] += sum(max(0, half - shares[ref]) for ref, half in given.items())
    values[TierName.SPREAD] += sum(seats_held * (seats_held - 1) for seats_held in count.values())
    for rule in programme.rules:
        if rule.kind is RuleKind.MAX_SEATS_FOR_AGENCY and not rule.hard and rule.most is not None:
            values[TierName.ADVISORY] += by_agency.get(rule.agency, 0) > rule.most


def recency(programme: Programme, person: Person) -> int:
    """Days short of a year since this person was last asked; 0 for someone never asked."""
    if person.last_asked is None or programme.on is None:
        return 0
    return min(ROTATION_DAYS, max(0, ROTATION_DAYS - (programme.on - person.last_asked).days))
