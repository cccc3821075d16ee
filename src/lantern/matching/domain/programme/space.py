"""All useful panels of a programme in flat arrays, and what a choice among them is worth.

Pairs are a person and a review, those of one kind next to each other, kinds of one review next to each other. The
seats of a set point at `first pair of the kind + how many of it sit before`: where each kind's pairs are sorted by
price, that is the cheapest way to fill the set.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from lantern.matching.domain.programme import asking, panels, scoring
from lantern.matching.domain.programme.model import Placing, Programme, Role, RuleKind, TierName
from lantern.matching.domain.programme.panels import Flags, Ints, TooMany
from lantern.matching.domain.programme.prepared import NO_LIMIT, Prepared

TIERS = tuple(TierName)
HARD, FLOOR, SHORTFALL, COVERAGE, ADVISORY, CLOSENESS, MOVES, SPREAD, ROTATION, COST = range(len(TIERS))
MOST_ALL_SETS = 6_000_000
Floats = npt.NDArray[np.float64]


@dataclass(slots=True, eq=False)
class Pairs:
    """People by review, for one role. `price` is pairs x tiers, smaller is better; `work` in half days; `pence`."""

    review: Ints
    person: Ints
    price: Ints
    work: Ints

    def __len__(self) -> int:
        return len(self.review)


@dataclass(slots=True, eq=False)
class Choice:
    """A whole allocation: the set of each review, its pairs (reviews x seats, `len(experts)` for empty) and the chair
    pair, -1 for none."""

    sets: Ints
    pairs: Ints
    chairs: Ints

    def copy(self) -> "Choice":
        return Choice(self.sets.copy(), self.pairs.copy(), self.chairs.copy())


class Space:
    """Values are smaller is better throughout, coverage and floor with their sign turned."""

    def __init__(self, prepared: Prepared, including: Collection[Placing] = ()) -> None:
        self.prepared = prepared
        programme = prepared.programme
        self.parts = prepared.reviews
        self.seats = max((part.open_seats for part in self.parts), default=0)
        self.seats = max(1, self.seats)
        stay = set(asking.accepted(programme))
        self.proposed = set(asking.proposed(programme))
        forced = [p for p in including if p not in stay]
        self._experts(forced)
        self._chairs(forced)
        self._rooms(programme, stay)
        self.offset = np.zeros(len(TIERS), dtype=np.int64)
        here = {part.ref for part in self.parts}
        moves = sum(p.review in here for p in self.proposed)
        self.offset[MOVES] = moves
        self.offset[COVERAGE] = scoring.MOVE_PRICE * moves
        reviews, people = {w.ref: w for w in programme.reviews}, {p.ref: p for p in programme.people}
        self.offset[COST] = sum(
            scoring.seat_pence(reviews[p.review], people[p.person], p.role) for p in stay if p.role is not Role.SHADOW
        )
        # What a linear model of a tier leaves out. Seats people have already are part of the spread.
        self.constant = self.offset.copy()
        self.constant[SPREAD] = int((self.used_reviews * (self.used_reviews - 1)).sum())

    def _experts(self, forced: Sequence[Placing]) -> None:
        by_review: dict[str, list[int]] = {}
        place = self.prepared.pool.place
        for placing in forced:
            if placing.role is Role.EXPERT:
                if placing.person not in place:
                    raise ValueError(f"not in the register: {placing.person}")
                by_review.setdefault(placing.review, []).append(place[placing.person])
        blocks: list[tuple[Ints, ...]] = []
        prices, columns, starts, at = [], [], [0], 0
        total = 0
        for r, part in enumerate(self.parts):
            k = panels.kinds(self.prepared, part, by_review.get(part.ref, ()))
            order = np.lexsort((part.eligible, k.kind))
            person = part.eligible[order].astype(np.int64)
            proposed = [self.prepared.people[p] for p in person] if part.proposed else []
            kept = [Placing(part.ref, ref) in self.proposed for ref in proposed] or np.zeros(len(person), dtype=bool)
            pence = part.cost_of(person)
            prices.append(self._price(part.closeness_of(person), np.array(kept), person, pence))
            first = at + np.concatenate([[0], np.cumsum(k.sizes)[:-1]]) if len(k.sizes) else np.zeros(0, dtype=np.int64)
            seat = np.append(first, -1)[k.sets]
            for column in range(1, k.sets.shape[1]):
                same = (k.sets[:, :column] == k.sets[:, column : column + 1]).sum(axis=1)
                seat[:, column] += np.where(k.sets[:, column] >= 0, same, 0)
            seat = np.pad(seat, ((0, 0), (0, self.seats - seat.shape[1])), constant_values=-1)
            columns.append((np.full(len(seat), r), seat, k.hard, k.shortfall, -k.coverage, k.advisory, k.share))
            blocks.append((np.full(len(person), r), person, np.full(len(person), part.expert_half_days), k.kind[order]))
            blocks[-1] = (*blocks[-1][:3], blocks[-1][3] + total)
            total += len(k.sizes)
            at += len(person)
            starts.append(starts[-1] + len(seat))
            if starts[-1] > MOST_ALL_SETS:
                raise TooMany
        joined = [np.concatenate(c) if blocks else np.zeros(0, dtype=np.int64) for c in zip(*blocks, strict=True)]
        joined = joined or [np.zeros(0, dtype=np.int64)] * 4
        price = np.concatenate(prices) if prices else np.zeros((0, len(TIERS)), dtype=np.int64)
        self.experts = Pairs(joined[0], joined[1], price, joined[2])
        self.kind = joined[3]
        self.set_start = np.array(starts)
        empty = np.zeros((0, self.seats), dtype=np.int64)
        self.set_review = _joined([c[0] for c in columns], np.int32)
        seats = np.concatenate([c[1] for c in columns]) if columns else empty
        self.set_seats = np.where(seats < 0, at, seats).astype(np.int32)
        self.set_worth = np.zeros((len(seats), len(TIERS)), dtype=np.int32)
        for tier, place_ in ((HARD, 2), (SHORTFALL, 3), (COVERAGE, 4), (ADVISORY, 5)):
            self.set_worth[:, tier] = _joined([c[place_] for c in columns], np.int32)
        self.set_share = _joined([c[6] for c in columns], np.int16)

    def _price(self, close: Ints, kept: Flags, person: Ints, pence: Ints) -> Ints:
        price = np.zeros((len(person), len(TIERS)), dtype=np.int64)
        price[:, CLOSENESS], price[:, ROTATION] = close, self.prepared.pool.recency[person]
        price[:, MOVES] = -np.asarray(kept, dtype=np.int64)
        price[:, COVERAGE] = scoring.MOVE_PRICE * price[:, MOVES]
        price[:, COST] = pence
        return price

    def _chairs(self, forced: Sequence[Placing]) -> None:
        must = {p.review: p.person for p in forced if p.role is Role.CHAIR}
        rows, prices = [], []
        self.wants_chair = np.array([part.wants_chair for part in self.parts], dtype=bool)
        for r, part in enumerate(self.parts):
            person = part.chairs.astype(np.int64)
            if part.ref in must:
                person = person[[self.prepared.people[p] == must[part.ref] for p in person]]
                if not len(person):
                    raise ValueError(f"may not be asked for {part.ref}")
            if not len(person):
                continue
            kept = [Placing(part.ref, self.prepared.people[p], Role.CHAIR) in self.proposed for p in person.tolist()]
            prices.append(
                self._price(part.closeness_of(person), np.array(kept), person, part.cost_of(person, chair=True))
            )
            rows.append((np.full(len(person), r), person, np.full(len(person), part.chair_half_days)))
        joined = [np.concatenate(c) for c in zip(*rows, strict=True)] or [np.zeros(0, dtype=np.int64)] * 3
        price = np.concatenate(prices) if prices else np.zeros((0, len(TIERS)), dtype=np.int64)
        self.chairs = Pairs(joined[0], joined[1], price, joined[2])
        self.chair_forced = np.array([part.ref in must for part in self.parts], dtype=bool)

    def _rooms(self, programme: Programme, stay: Collection[Placing]) -> None:
        prepared = self.prepared
        self.room_reviews, self.room_work = prepared.room_reviews, prepared.room_half_days
        self.room_agency, self.agency = prepared.agency_room, prepared.agency.astype(np.int64)
        shares = scoring.fair_shares(programme)
        self.used_reviews = prepared.used_reviews
        used = np.zeros(len(prepared.agencies), dtype=np.int64)
        np.add.at(used, self.agency[self.agency >= 0], prepared.used_half_days[self.agency >= 0])
        self.share_left = np.array([shares.get(ref, 0) for ref in prepared.agencies], dtype=np.int64) - used
        self.agency_used = prepared.agency_used
        self.budget = np.full(len(self.parts), NO_LIMIT, dtype=np.int64)
        held: dict[str, int] = {}
        people = {p.ref: p for p in programme.people}
        reviews = {w.ref: w for w in programme.reviews}
        for placing in stay:
            if placing.role is not Role.SHADOW:
                fee = scoring.seat_pence(reviews[placing.review], people[placing.person], placing.role)
                held[placing.review] = held.get(placing.review, 0) + fee
        for r, part in enumerate(self.parts):
            if part.wish.budget_pence is not None:
                self.budget[r] = max(0, part.wish.budget_pence - held.get(part.ref, 0))
        # Advisory ceilings of agencies, one row each: agency, most.
        self.advised = [
            (a, rule.most)
            for rule in programme.rules
            if rule.kind is RuleKind.MAX_SEATS_FOR_AGENCY and not rule.hard and rule.most is not None
            for a, ref in enumerate(prepared.agencies)
            if rule.agency in ("", ref)
        ]

    def values(self, choice: Choice) -> tuple[int, ...]:
        """Every tier, smaller is better."""
        total = self.offset + self.set_worth[choice.sets].astype(np.int64).sum(axis=0)
        pairs = choice.pairs[choice.pairs < len(self.experts)]
        chairs = choice.chairs[choice.chairs >= 0]
        total = total + self.experts.price[pairs].sum(axis=0) + self.chairs.price[chairs].sum(axis=0)
        total[HARD] += scoring.HARD_PRICE * int((self.wants_chair & (choice.chairs < 0)).sum())
        total[FLOOR] = -int(self.set_share[choice.sets].min(initial=100))
        person = np.concatenate([self.experts.person[pairs], self.chairs.person[chairs]])
        work = np.concatenate([self.experts.work[pairs], self.chairs.work[chairs]])
        seats = self.used_reviews + np.bincount(person, minlength=len(self.used_reviews))
        agency = self.agency[person]
        mine = agency >= 0
        given = np.bincount(agency[mine], weights=work[mine], minlength=len(self.share_left)).astype(np.int64)
        total[SPREAD] += int((seats * (seats - 1)).sum()) + int(np.maximum(0, given - self.share_left).sum())
        count = self.agency_used + np.bincount(agency[mine], minlength=len(self.share_left))
        total[ADVISORY] += sum(bool(count[a] > most) for a, most in self.advised)
        return tuple(int(v) for v in total)

    def fits(self, choice: Choice) -> bool:
        """Whether nobody's room, no agency's and no budget is exceeded, and nobody sits twice."""
        pairs = choice.pairs[choice.pairs < len(self.experts)]
        chairs = choice.chairs[choice.chairs >= 0]
        e, c = self.experts, self.chairs
        person = np.concatenate([e.person[pairs], c.person[chairs]])
        review = np.concatenate([e.review[pairs], c.review[chairs]])
        work = np.concatenate([e.work[pairs], c.work[chairs]])
        pence = np.concatenate([e.price[pairs, COST], c.price[chairs, COST]])
        if len(np.unique(person * len(self.parts) + review)) < len(person):
            return False
        seats = np.bincount(person, minlength=len(self.room_reviews))
        days = np.bincount(person, weights=work, minlength=len(self.room_reviews))
        spent = np.bincount(review, weights=pence, minlength=len(self.parts))
        agency = self.agency[person]
        count = np.bincount(agency[agency >= 0], minlength=len(self.room_agency))
        return bool(
            (seats <= self.room_reviews).all()
            and (days <= self.room_work).all()
            and (count <= self.room_agency).all()
            and (spent <= self.budget).all()
        )

    def placings(self, choice: Choice) -> list[Placing]:
        """Every seat, accepted ones too."""
        found = [p for p in asking.accepted(self.prepared.programme) if p.role is not Role.SHADOW]
        people = self.prepared.people
        for pair in choice.pairs[choice.pairs < len(self.experts)].tolist():
            found.append(Placing(self.parts[self.experts.review[pair]].ref, people[self.experts.person[pair]]))
        for pair in choice.chairs[choice.chairs >= 0].tolist():
            found.append(
                Placing(self.parts[self.chairs.review[pair]].ref, people[self.chairs.person[pair]], Role.CHAIR)
            )
        return sorted(found)

    def choice_of(self, placings: Collection[Placing]) -> Choice | None:
        """The choice with these seats, whether or not it `fits`. Who stays anyway, or may not be asked, is passed over,
        and so is who adds nothing to their panel. None where a review has no panel with these people or fewer."""
        place, at = self.prepared.pool.place, {part.ref: r for r, part in enumerate(self.parts)}
        none = len(self.experts)
        reviews = len(self.parts)
        made = Choice(
            np.zeros(reviews, dtype=np.int64),
            np.full((reviews, self.seats), none, dtype=np.int64),
            np.full(reviews, -1, dtype=np.int64),
        )
        seated: list[list[int]] = [[] for _ in self.parts]
        many = len(self.prepared.people)
        pair_of = {key: pair for pair, key in enumerate((self.experts.review * many + self.experts.person).tolist())}
        chair_of = {key: pair for pair, key in enumerate((self.chairs.review * many + self.chairs.person).tolist())}
        for placing in placings:
            r, person = at.get(placing.review, -1), place.get(placing.person, -1)
            key = r * many + person
            if r < 0 or person < 0:
                continue
            if placing.role is Role.EXPERT and key in pair_of:
                seated[r].append(pair_of[key])
            elif placing.role is Role.CHAIR and key in chair_of:
                made.chairs[r] = chair_of[key]
        kind = np.append(self.kind, -1)
        for r, mine in enumerate(seated):
            low, high = int(self.set_start[r]), int(self.set_start[r + 1])
            found = self._largest(kind[self.set_seats[low:high]], kind, sorted(mine), low)
            if found is None:
                return None
            made.sets[r], pairs = found
            made.pairs[r] = [*pairs, *[none] * (self.seats - len(pairs))]
        return made

    def _largest(self, sets: Ints, kind: Ints, pairs: Sequence[int], low: int) -> tuple[int, tuple[int, ...]] | None:
        """The largest set filled by some of these pairs, and those: among equals the one that is worth most."""
        for size in range(min(len(pairs), self.seats), -1, -1):
            best: tuple[list[int], int, tuple[int, ...]] | None = None
            for some in combinations(pairs, size):
                kinds = np.full(self.seats, -1, dtype=np.int64)
                kinds[:size] = kind[list(some)]
                for row in (low + np.flatnonzero((sets == kinds).all(axis=1))).tolist():
                    worth = self.set_worth[row, [HARD, SHORTFALL, COVERAGE, ADVISORY]].tolist()
                    best = min(best or (worth, row, some), (worth, row, some))
            if best is not None:
                return best[1], best[2]
        return None


def _joined(parts: Iterable[Ints], kind: npt.DTypeLike) -> npt.NDArray[np.integer]:
    given = list(parts)
    return np.concatenate(given).astype(kind) if given else np.zeros(0, dtype=kind)


__all__ = ["Choice", "Pairs", "Space", "TooMany"]
