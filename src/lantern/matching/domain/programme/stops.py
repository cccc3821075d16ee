"""At which gate each of many people is stopped: `gates.first_stop` for a whole register at once."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from lantern.matching.domain import conflicts, gates
from lantern.matching.domain.model import Gate, Level, ReviewNeeds
from lantern.matching.domain.programme import asking
from lantern.matching.domain.programme.model import DECLINED, Person, Programme, Role, Wanted, Wish

Indices = npt.NDArray[np.intp]
Gates = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]

ORDER = tuple(gate for gate, _ in gates.GATES)
AT = {gate: np.int8(at) for at, gate in enumerate(ORDER)}
THROUGH = np.int8(len(ORDER))
UNKNOWN_RATE = -1


class Stops:
    """People who may sit as experts, by reference. What does not depend on the review is looked up once; whoever has,
    or whose agency has, an accepted seat of the very review asked about is put to the gates themselves."""

    def __init__(self, programme: Programme, register: asking.Register) -> None:
        self.programme, self.register = programme, register
        self.people: tuple[Person, ...] = tuple(
            sorted((p for p in programme.people if Role.EXPERT in p.roles), key=lambda p: p.ref)
        )
        self.place = {p.ref: i for i, p in enumerate(self.people)}
        self.of_agency: dict[str, list[int]] = {}
        self.having: dict[str, list[int]] = {}
        self.in_region: dict[str, list[int]] = {}
        for i, person in enumerate(self.people):
            if person.agency:
                self.of_agency.setdefault(person.agency, []).append(i)
            for tag in person.levels:
                self.having.setdefault(tag, []).append(i)
            for region in person.regions or ():
                self.in_region.setdefault(region, []).append(i)
        self._sitting()
        people, on = self.people, programme.on
        self.not_accepting = _flags([not p.accepting for p in people])
        self.away = _flags([on is not None and p.away_until is not None and p.away_until > on for p in people])
        self.regions_unknown = _flags([p.regions is None for p in people])
        self.remote_not_refused = _flags([p.remote is not False for p in people])
        self.rate = np.array([UNKNOWN_RATE if p.rate_pence is None else p.rate_pence for p in people], dtype=np.int64)
        self.known: dict[tuple[object, ...], Gates] = {}

    def _sitting(self) -> None:
        """What accepted seats leave of everybody's room, and who has one on which review."""
        days_left, full, agency_full = [], [], []
        reviews = self.register.reviews
        self.here: dict[str, set[int]] = {}
        for i, person in enumerate(self.people):
            mine = self.register.seats.get(person.ref, [])
            given = sum(asking.seat_days(reviews[p.review], p.role) for p in mine if p.review in reviews)
            days_left.append(np.inf if person.max_days is None else person.max_days - given)
            full.append(person.max_reviews is not None and len(mine) >= person.max_reviews)
            most = self.register.most.get(person.agency) if person.agency else None
            theirs = self.register.agency_seats.get(person.agency, ()) if person.agency else ()
            agency_full.append(most is not None and len(theirs) >= most)
            for placing in mine:
                self.here.setdefault(placing.review, set()).add(i)
        for agency, placings in self.register.agency_seats.items():
            for placing in placings:
                self.here.setdefault(placing.review, set()).update(self.of_agency.get(agency, ()))
        self.days_left = np.array(days_left, dtype=np.float64)
        self.full, self.agency_full = _flags(full), _flags(agency_full)

    def having_level(self, need: Wanted) -> Indices:
        """Who has what is asked for, at the level asked for."""
        found = self.having.get(need.tag, [])
        if need.lived:
            found = [i for i in found if self.people[i].levels[need.tag] is Level.LIVED]
        return np.array(found, dtype=np.intp)

    def at(self, wish: Wish, review: ReviewNeeds, people: Indices) -> Gates:
        """Where each of these, who bring something to a need, is stopped: a place in ORDER, or THROUGH."""
        found = self._ordinary(wish)[people]
        named = {ban.person for ban in wish.bans if ban.why == DECLINED}
        barred = {ban.person for ban in wish.bans} | {ref for ref, g in wish.grades.items() if conflicts.bars(g)}
        for refs, gate in ((barred, Gate.CONFLICT), (named, Gate.DECLINED)):
            found[np.isin(people, [self.place[ref] for ref in refs if ref in self.place])] = AT[gate]
        for i in np.flatnonzero(np.isin(people, sorted(self.here.get(wish.ref, ())))).tolist():
            stop = gates.first_stop(review, self.register.candidate(self.people[people[i]], wish))
            found[i] = THROUGH if stop is None else AT[stop.gate]
        return found

    def _ordinary(self, wish: Wish) -> Gates:
        """Everybody's, as far as it is the same for all reviews like this one."""
        like = (wish.region, wish.remote_ok, wish.rate_ceiling_pence, wish.expert_days)
        if like not in self.known:
            far = np.zeros(len(self.people), dtype=bool)
            if wish.region is not None:
                near = self.regions_unknown | self.remote_not_refused if wish.remote_ok else self.regions_unknown.copy()
                near[self.in_region.get(wish.region, [])] = True
                far = ~near
            dear = self.rate > (np.inf if wish.rate_ceiling_pence is None else wish.rate_ceiling_pence)
            found = np.full(len(self.people), THROUGH, dtype=np.int8)
            for stopped, gate in (
                (dear, Gate.FEE),
                (far, Gate.REACH),
                (self.agency_full, Gate.AGENCY_CAPACITY),
                (self.full | (self.days_left < wish.expert_days), Gate.OWN_CAPACITY),
                (self.away, Gate.UNAVAILABLE),
                (self.not_accepting, Gate.NOT_ACCEPTING),
            ):
                found[stopped] = AT[gate]
            self.known[like] = found
        return self.known[like]


def funnel(stopped: Gates) -> tuple[tuple[Gate | None, int], ...]:
    """How many are left after each gate, as `gates.funnel` says it."""
    left = len(stopped) - np.cumsum(np.bincount(stopped, minlength=len(ORDER) + 1)[: len(ORDER)])
    return (None, len(stopped)), *zip(ORDER, left.tolist(), strict=True)


def _flags(values: Sequence[bool]) -> Flags:
    return np.array(values, dtype=bool)


__all__ = ["ORDER", "THROUGH", "Stops", "funnel"]
