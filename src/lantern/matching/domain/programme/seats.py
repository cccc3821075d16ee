"""An allocation under way: who sits where, what room that leaves, and what the tiers come to, kept up seat by seat."""

from collections.abc import Collection, Iterable

import numpy as np

from lantern.matching.domain.programme import asking, scoring
from lantern.matching.domain.programme.model import Person, Placing, Role, RuleKind
from lantern.matching.domain.programme.prepared import NO_LIMIT, Flags, Indices, Numbers, Part, People, Prepared

NOBODY = -1
Key = tuple[int, ...]


class Seats:
    """`experts` are those placed here, without the accepted ones; `chairs` a person or NOBODY. Both by review."""

    def __init__(self, prepared: Prepared) -> None:
        self.prepared = prepared
        self.parts = prepared.reviews
        self.experts: list[tuple[int, ...]] = [()] * len(self.parts)
        self.chairs = [NOBODY] * len(self.parts)
        self.room_reviews = prepared.room_reviews
        self.room_half = prepared.room_half_days
        self.room_agency = np.append(prepared.agency_room, NO_LIMIT)  # nobody's, -1, finds the last
        self.load = prepared.used_reviews.copy()
        shares = scoring.fair_shares(prepared.programme)
        used = np.zeros(len(prepared.agencies) + 1, dtype=np.int64)
        np.add.at(used, prepared.agency, prepared.used_half_days)
        self.share_left = np.append([shares.get(ref, 0) for ref in prepared.agencies], NO_LIMIT).astype(np.int64) - used
        self.by_ref = {p.ref: p for p in prepared.programme.people}
        wishes = {part.ref: part.wish for part in self.parts}
        self.held_pence = sum(
            scoring.seat_pence(wishes[p.review], self._person(p.person), p.role)
            for p in asking.accepted(prepared.programme)
            if p.role is not Role.SHADOW and p.review in wishes
        )
        self.rules = [asking.rules_for(prepared.programme, part.wish) for part in self.parts]
        self.budget = [self._budget(part) for part in self.parts]
        # By review: hard, share, shortfall, coverage (moves paid), advisory, closeness, moves, rotation, cost.
        self.held_by: dict[int, set[int]] = {}
        self.stale: set[int] = set()
        self._worths = np.array([self._worth(r) for r in range(len(self.parts))], dtype=np.int64).reshape(-1, 9)
        self.served = np.array([part.ceiling > 0 for part in self.parts], dtype=bool)

    def _budget(self, part: Part) -> int:
        if part.wish.budget_pence is None:
            return NO_LIMIT
        held = int(part.cost_of(part.fixed).sum())
        if part.fixed_chair >= 0:
            held += int(part.cost_of([part.fixed_chair], chair=True)[0])
        return max(0, part.wish.budget_pence - held)

    def fitting(self, r: int, people: Indices, *, chair: bool = False) -> Flags:
        """Which of these have room for one more seat, they and their agencies."""
        part = self.parts[r]
        half = part.chair_half_days if chair else part.expert_half_days
        room = (self.room_reviews[people] > 0) & (self.room_half[people] >= half)
        return room & (self.room_agency[self.prepared.agency[people]] > 0)

    def seat(self, r: int, experts: Iterable[int], chair: int) -> None:
        """Gives review `r` these people in place of those it had."""
        part = self.parts[r]
        for person in (*self.experts[r], self.chairs[r]):
            self.held_by.get(person, set()).discard(r)
        self._take(self.experts[r], part.expert_half_days, -1)
        self.experts[r] = tuple(sorted(experts))
        self._take(self.experts[r], part.expert_half_days, 1)
        if self.chairs[r] != chair:
            self._take([p for p in (self.chairs[r],) if p != NOBODY], part.chair_half_days, -1)
            self._take([p for p in (chair,) if p != NOBODY], part.chair_half_days, 1)
            self.chairs[r] = chair
        for person in (*self.experts[r], chair):
            self.held_by.setdefault(person, set()).add(r)
        self.stale.add(r)

    def _take(self, people: Collection[int], half: int, sign: int) -> None:
        for person in people:
            agency = self.prepared.agency[person]
            self.room_reviews[person] -= sign
            self.room_half[person] -= sign * half
            self.room_agency[agency] -= sign
            self.load[person] += sign
            self.share_left[agency] -= sign * half

    @property
    def worth(self) -> Numbers:
        """Reviews x what they come to; see above for the columns."""
        for r in self.stale:
            self._worths[r] = self._worth(r)
        self.stale.clear()
        return self._worths

    def restore(self, reviews: Collection[int], worth: Numbers) -> None:
        """What these reviews came to before, now that they are again as they were."""
        self._worths[list(reviews)] = worth
        self.stale -= set(reviews)

    def keeps_rules(self, r: int) -> bool:
        """Whether this panel is within its budget, its seats and the hard rules; one that adds nobody always is."""
        return self.would_keep_rules(r, self.experts[r])

    def would_keep_rules(self, r: int, experts: People) -> bool:
        """The same for a panel of these."""
        part = self.parts[r]
        if not len(experts):
            return True
        if len(experts) > part.open_seats or self.spent(r, experts, self.chairs[r]) > self.budget[r]:
            return False
        members = [self._person(self.prepared.people[p]) for p in (*part.fixed, *experts)]
        return not scoring.broken_demands(self.prepared.programme, part.wish, members, hard=True)

    def spent(self, r: int, experts: People, chair: int) -> int:
        part = self.parts[r]
        fees = int(part.cost_of(list(experts)).sum())
        return fees + (int(part.cost_of([chair], chair=True)[0]) if chair != NOBODY else 0)

    def _worth(self, r: int) -> list[int]:
        part, experts, chair = self.parts[r], self.experts[r], self.chairs[r]
        wish, refs = part.wish, self.prepared.people
        everyone = [*part.fixed, *experts]
        best = part.level_of(everyone).max(axis=0, initial=0).tolist()
        score = scoring.points(wish, best)
        hard = int(part.wants_chair and chair == NOBODY) + int(wish.seats > 0 and bool(wish.needs) and not everyone)
        new = [*experts, *([chair] if chair != NOBODY else [])]
        moves = sum(p not in experts for p in part.proposed)
        moves += int(part.proposed_chair != NOBODY and part.proposed_chair != chair)
        advisory = 0
        if any(not rule.hard for rule in self.rules[r]):
            by_ref = [self._person(refs[p]) for p in everyone]
            advisory = scoring.broken_demands(self.prepared.programme, wish, by_ref, hard=False)
        return [
            scoring.HARD_PRICE * hard,
            100 * score // part.ceiling if part.ceiling > 0 else 100,
            wish.priority * scoring.shortfall(score, part.ceiling),
            wish.priority * scoring.coverage(wish, best) - scoring.MOVE_PRICE * moves,
            advisory,
            int(part.closeness_of(new).sum()),
            moves,
            int(part.pool.recency[new].sum()) if new else 0,
            self.spent(r, experts, chair),
        ]

    def _person(self, ref: str) -> Person:
        return self.by_ref.get(ref, Person(ref))

    def spread(self) -> int:
        over = np.maximum(0, -self.share_left[:-1]).sum()
        return int(over + (self.load * (self.load - 1)).sum())

    def advised(self) -> int:
        """Advisory ceilings of agencies that are passed."""
        programme, place = self.prepared.programme, {ref: i for i, ref in enumerate(self.prepared.agencies)}
        rules = [r for r in programme.rules if r.kind is RuleKind.MAX_SEATS_FOR_AGENCY and not r.hard]
        if not rules:
            return 0
        held = np.bincount(self.prepared.agency[self.prepared.agency >= 0], minlength=len(place)) * 0
        np.add.at(held, self.prepared.agency[self.prepared.agency >= 0], self.load[self.prepared.agency >= 0])
        return sum(r.most is not None and r.agency in place and held[place[r.agency]] > r.most for r in rules)

    def floor(self) -> int:
        return int(self.worth[:, 1].min(initial=100))

    def key(self) -> Key:
        """The tiers, smaller is better, in their order; how many reviews are at the floor stands behind the floor."""
        floor = self.floor()
        total = self.worth.sum(axis=0).tolist()
        at_floor = int((self.worth[:, 1] == floor).sum())
        return (
            total[0],
            -floor,
            at_floor if floor < 100 else 0,
            total[2],
            -total[3],
            total[4] + self.advised(),
            total[5],
            total[6],
            self.spread(),
            total[7],
            total[8] + self.held_pence,
        )

    def placings(self) -> tuple[Placing, ...]:
        """Every seat, accepted ones too, sorted."""
        people = self.prepared.people
        found = [p for p in asking.accepted(self.prepared.programme) if p.role is not Role.SHADOW]
        for part, experts, chair in zip(self.parts, self.experts, self.chairs, strict=True):
            found += [Placing(part.ref, people[p]) for p in experts]
            if chair != NOBODY:
                found.append(Placing(part.ref, people[chair], Role.CHAIR))
        return tuple(sorted(found))
