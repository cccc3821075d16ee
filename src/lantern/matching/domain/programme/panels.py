"""Every useful panel of every review, without naming people: kinds of people, and sets of kinds.

People of a review who bring the same to its needs and rules are of one kind, and can stand in for one another; what
sets them apart (closeness, rotation, fees, how sought after they are) adds up seat by seat. So a panel is a set of
kinds with a worth of its own, and a price for each seat: few sets, however many people.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from lantern.matching.domain.model import COMMUNITY
from lantern.matching.domain.programme import asking
from lantern.matching.domain.programme.model import ProgrammeRule, RuleKind
from lantern.matching.domain.programme.prepared import Part, Prepared
from lantern.matching.domain.programme.scoring import FOUR_FIFTHS, HARD_PRICE, MUST_POINTS
from lantern.matching.domain.tiers import LIVED, MET

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

MOST_NEEDS = 31  # two bits a need in one 64-bit number
MOST_SETS = 400_000  # of one review; beyond that its panels are not listed


class TooMany(Exception):
    """A review has more useful panels than can be listed."""


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """One demand on a panel: at least and at most so many of those flagged, accepted members counted in `already`."""

    hard: bool
    counted: Flags
    already: int
    least: int = 0
    most: int = 1 << 30


@dataclass(slots=True, eq=False)
class Kinds:
    """One review. `kind` of each of `part.eligible`; `sets` rows are kinds, -1 for an empty seat, smallest first."""

    part: Part
    kind: Ints
    sizes: Ints
    sets: Ints
    hard: Ints
    shortfall: Ints
    coverage: Ints
    advisory: Ints
    share: Ints
    demands: list[Demand] = field(default_factory=list)


def codes(levels: npt.NDArray[np.uint8]) -> Ints:
    """Two bits a need: met at all, and met by lived experience. Joining people is `|`."""
    needs = levels.shape[1]
    if needs > MOST_NEEDS:
        raise TooMany
    both = (levels > 0).astype(np.int64) | ((levels > 1).astype(np.int64) << 1)
    return np.asarray((both << (2 * np.arange(needs))).sum(axis=1), dtype=np.int64)


def worths(part: Part, code: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Of panels with these codes: score, share of the ceiling in hundredths, shortfall, coverage (by priority)."""
    score, musts = np.zeros((2, len(code)), dtype=np.int64)
    for at, need in enumerate(part.wish.needs):
        met, lived = (code >> (2 * at)) & 1, (code >> (2 * at + 1)) & 1
        score += need.weight * (MET * met + LIVED * lived)
        if need.must:
            musts += met
    weights = int(part.weights.sum())
    coverage = 1000 * score // (10 * weights) + MUST_POINTS * musts if weights else 0 * score
    if part.ceiling <= 0:
        return score, np.full(len(code), 100, dtype=np.int64), 0 * score, part.wish.priority * coverage
    shortfall: Ints = np.maximum(0, -((1000 * score - FOUR_FIFTHS * part.ceiling) // part.ceiling))
    return score, 100 * score // part.ceiling, part.wish.priority * shortfall, part.wish.priority * coverage


def kinds(prepared: Prepared, part: Part, forced: Collection[int] = ()) -> Kinds:
    """Raises TooMany where there are more needs or panels than can be listed. `forced` people sit on every panel."""
    return _Builder(prepared, part, forced).build()


class _Builder:
    def __init__(self, prepared: Prepared, part: Part, forced: Collection[int]) -> None:
        self.prepared, self.part, self.forced = prepared, part, forced
        self.fixed = np.array(part.fixed, dtype=np.intp)
        self.everyone = np.concatenate([part.eligible.astype(np.intp), self.fixed])
        self.levels = part.level_of(self.everyone)
        self.count = len(part.eligible)
        self.rules = asking.rules_for(prepared.programme, part.wish)
        self.communities = [i for i, n in enumerate(part.wish.needs) if asking.split(n.tag)[0] == COMMUNITY]
        self.lone = [
            rule.hard
            for rule in self.rules
            if rule.kind is RuleKind.NO_LONE_MEMBER_FOR_TWO_COMMUNITIES and len(self.communities) > 1
        ]
        self.demands = [demand for rule in self.rules for demand in self._demands(rule)]

    def _demands(self, rule: ProgrammeRule) -> Iterable[Demand]:
        pool, everyone = self.prepared.pool, self.everyone
        if rule.kind is RuleKind.BY_AND_FOR_FOR_EACH_MUST_COMMUNITY:
            for at in self.communities:
                if self.part.wish.needs[at].must:
                    counted = pool.by_and_for[everyone] & (self.levels[:, at] > 0)
                    yield self._demand(rule.hard, counted, least=1 if rule.least is None else rule.least)
            return
        if rule.kind is RuleKind.SEATS_FROM_AGENCY:
            agencies = self.prepared.agencies
            place = agencies.index(rule.agency) if rule.agency in agencies else -2
            counted = self.prepared.agency[everyone] == (place if rule.agency else -1)
        elif rule.kind is RuleKind.MEMBERS_WITH_EXPERTISE:
            counted = pool.levels[pool.tags[rule.tag]][everyone] > 0
        elif rule.kind is RuleKind.APART:
            places = [pool.place[ref] for ref in set(rule.people) if ref in pool.place]
            yield self._demand(rule.hard, np.isin(everyone, places), most=1)
            return
        else:
            return
        if rule.least is not None:
            yield self._demand(rule.hard, counted, least=rule.least)
        if rule.most is not None:
            yield self._demand(rule.hard, counted, most=rule.most)

    def _demand(self, hard: bool, counted: Flags, *, least: int = 0, most: int = 1 << 30) -> Demand:
        return Demand(hard, counted[: self.count], int(counted[self.count :].sum()), least, most)

    def build(self) -> Kinds:
        part = self.part
        code = codes(self.levels)
        self.base = int(np.bitwise_or.reduce(code[self.count :], initial=0))
        code = code[: self.count]
        solo = np.zeros(self.count, dtype=np.int64)
        own = np.isin(part.eligible, [*part.proposed, *self.forced])
        solo[own] = 1 + np.flatnonzero(own)
        keys = np.column_stack([code, solo, *(d.counted.astype(np.int64) for d in self.demands)])
        firsts, kind, sizes = _unique_rows(keys)
        self.code, self.solo, self.sizes = code[firsts], solo[firsts] > 0, sizes
        self.flags = [d.counted[firsts] for d in self.demands]
        mask = sum(1 << (2 * at) for at in self.communities)
        # Who may be worth a seat although their needs are met without them.
        self.special = self.solo.copy()
        for demand, flag in zip(self.demands, self.flags, strict=True):
            if demand.least:
                self.special |= flag
        if self.lone:
            self.special |= (self.code & mask) > 0
        forced_kinds = kind[np.isin(part.eligible, list(self.forced))]
        if len(forced_kinds) < len(set(self.forced)):
            raise ValueError(f"may not be asked for {part.ref}")
        sets, joined = self._sets()
        for forced in forced_kinds.tolist():
            keep = (sets == forced).any(axis=1)
            sets, joined = sets[keep], joined[keep]
        broken_hard, advisory = self._broken(sets)
        keep = ~broken_hard | (sets < 0).all(axis=1)
        keep &= ~self._idle(sets, joined, advisory, set(forced_kinds.tolist()))
        sets, joined, advisory = sets[keep], joined[keep], advisory[keep]
        _, share, shortfall, coverage = worths(part, joined)
        nobody = (sets < 0).all(axis=1) & (part.wish.seats > 0 and bool(part.wish.needs) and not part.fixed)
        hard = np.where(nobody, HARD_PRICE, 0)
        return Kinds(part, kind, sizes, sets, hard, shortfall, coverage, advisory, share, self.demands)

    def _sets(self) -> tuple[Ints, Ints]:
        """Sets of kinds in which everyone either adds to the needs met or is special, and what each meets."""
        seats, every = self.part.open_seats, np.arange(len(self.code))
        sets, joined = np.zeros((1, 0), dtype=np.int64), np.array([self.base], dtype=np.int64)
        all_sets, all_joined = [np.full((1, seats), -1, dtype=np.int64)], [joined]
        for taken in range(seats):
            if len(sets) * len(every) > 20 * MOST_SETS:
                raise TooMany
            last = sets[:, -1] if taken else np.full(len(sets), -1)
            row, new = np.nonzero((every[None, :] >= last[:, None]) & (self._fresh(sets)))
            added = joined[row] | self.code[new]
            keep = (added != joined[row]) | self.special[new]
            row, new, added = row[keep], new[keep], added[keep]
            for at in range(taken):
                others = self.code[new] | self.base
                for other in range(taken):
                    if other != at:
                        others = others | self.code[sets[row, other]]
                keep = (others != added) | self.special[sets[row, at]]
                row, new, added = row[keep], new[keep], added[keep]
            sets, joined = np.column_stack([sets[row], new]), added
            if len(sets) > MOST_SETS:
                raise TooMany
            if not len(sets):
                break
            all_sets.append(np.pad(sets, ((0, 0), (0, seats - taken - 1)), constant_values=-1))
            all_joined.append(joined)
        return np.concatenate(all_sets), np.concatenate(all_joined)

    def _fresh(self, sets: Ints) -> Flags:
        """Sets x kinds: whether one more of the kind is there to be had."""
        if not sets.shape[1]:
            return np.ones((1, len(self.code)), dtype=bool)
        held = np.zeros((len(sets), len(self.code)), dtype=np.int64)
        for at in range(sets.shape[1]):
            held[np.arange(len(sets)), sets[:, at]] += 1
        return held < self.sizes[None, :]

    def _broken(self, sets: Ints) -> tuple[Flags, Ints]:
        hard, advisory = np.zeros(len(sets), dtype=bool), np.zeros(len(sets), dtype=np.int64)
        for demand, flag in zip(self.demands, self.flags, strict=True):
            padded = np.append(flag, False).astype(np.int64)
            count = demand.already + padded[sets].sum(axis=1)
            broken = (count < demand.least) | (count > demand.most)
            hard, advisory = (hard | broken, advisory) if demand.hard else (hard, advisory + broken)
        if self.lone:
            broken = self._alone(sets)
            for is_hard in self.lone:
                hard, advisory = (hard | broken, advisory) if is_hard else (hard, advisory + broken)
        return hard, advisory

    def _alone(self, sets: Ints) -> Flags:
        """Whether somebody is the only member for two communities."""
        met = np.zeros((len(self.code) + 1, len(self.communities)), dtype=np.int64)
        for column, at in enumerate(self.communities):
            met[:-1, column] = (self.code >> (2 * at)) & 1
        fixed = (self.levels[self.count :][:, self.communities] > 0).astype(np.int64)
        covering = met[sets].sum(axis=1) + fixed.sum(axis=0)[None, :]
        once = covering == 1
        found = np.zeros(len(sets), dtype=bool)
        for at in range(sets.shape[1]):
            found |= (once & (met[sets[:, at]] > 0)).sum(axis=1) > 1
        for row in fixed:
            found |= (once & (row > 0)[None, :]).sum(axis=1) > 1
        return found

    def _idle(self, sets: Ints, joined: Ints, advisory: Ints, forced: Collection[int]) -> Flags:
        """Panels that lose nothing by leaving one seat empty."""
        idle = np.zeros(len(sets), dtype=bool)
        if not self.special.any():
            return idle
        padded = np.append(self.code, 0)
        for at in range(sets.shape[1]):
            rest = np.full(len(sets), self.base)
            for other in range(sets.shape[1]):
                if other != at:
                    rest = rest | padded[sets[:, other]]
            who = sets[:, at]
            check = np.flatnonzero((who >= 0) & (rest == joined) & ~np.append(self.solo, True)[who])
            if len(check):
                without = sets[check].copy()
                without[:, at] = -1
                nobody = (without < 0).all(axis=1)
                hard, fewer = self._broken(without)
                # An empty panel is always allowed, but is not the same as one with somebody on it.
                idle[check] |= ~hard & (fewer <= advisory[check]) & ~(nobody & (len(self.fixed) == 0))
        return idle


def _unique_rows(keys: Ints) -> tuple[Ints, Ints, Ints]:
    """First row, number and size of each different row."""
    if not len(keys):
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing, nothing
    order = np.lexsort(keys.T[::-1])
    ordered = keys[order]
    new = np.concatenate([[True], (ordered[1:] != ordered[:-1]).any(axis=1)])
    number = np.empty(len(keys), dtype=np.int64)
    number[order] = np.cumsum(new) - 1
    return order[new], number, np.bincount(number)
