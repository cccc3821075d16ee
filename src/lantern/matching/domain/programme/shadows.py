"""Mentees beside the panels: at most one a review and one a mentee, after every seat is given, displacing nobody.

A flow from mentees to reviews. Its relaxation is whole of itself, so a linear program finds the best exactly; only the
pairs that its prices ask for are made columns, since there may be millions.
"""

from collections.abc import Collection

import highspy
import numpy as np
import numpy.typing as npt

from lantern.matching.domain import conflicts
from lantern.matching.domain.programme.model import Person, Placing, Programme, Role, SeatState, Wish
from lantern.matching.domain.programme.rows import bounded

# What makes a place good for a mentee, once as many as can be have one: needs they know something of, a place that was
# proposed before, nobody they are close to.
KEPT, CLOSENESS, MOST_SHARED = 40, 5, 30
NO_PLACE = -1_000
FIRST, FURTHER = 12, 4

Worth = npt.NDArray[np.int16]


def place(programme: Programme, placings: Collection[Placing]) -> tuple[Placing, ...]:
    """The shadow seats, accepted ones too, sorted: as many mentees as can be, then the best places for them.

    A mentee must pass the gates of reach, connection, accepting and absence, and may have no other seat in that review;
    a review in which nobody sits is nothing to learn from.
    """
    accepted = {s.placing for s in programme.seated if s.placing.role is Role.SHADOW and s.state is SeatState.ACCEPTED}
    taken, busy = {p.review for p in accepted}, {p.person for p in accepted}
    held = {s.placing for s in programme.seated if s.state is SeatState.ACCEPTED} | set(placings)
    panels: dict[str, set[str]] = {}
    for placing in held:
        if placing.role is not Role.SHADOW:
            panels.setdefault(placing.review, set()).add(placing.person)
    mentees = sorted((p for p in programme.people if may_shadow(programme, p, busy)), key=lambda p: p.ref)
    reviews = sorted((w for w in programme.reviews if w.ref in panels and w.ref not in taken), key=lambda w: w.ref)
    kept = {s.placing for s in programme.seated if s.placing.role is Role.SHADOW}
    found = matched(worths(mentees, reviews, panels, kept))
    return tuple(sorted([*accepted, *(Placing(reviews[r].ref, mentees[m].ref, Role.SHADOW) for m, r in found)]))


def may_shadow(programme: Programme, person: Person, busy: Collection[str]) -> bool:
    away = programme.on is not None and person.away_until is not None and person.away_until > programme.on
    return person.mentee and person.accepting and not away and person.ref not in busy


def worths(mentees: list[Person], reviews: list[Wish], panels: dict[str, set[str]], kept: Collection[Placing]) -> Worth:
    """Mentees x reviews: how good a place is, NO_PLACE where there is none."""
    found = np.zeros((len(mentees), len(reviews)), dtype=np.int16)
    where = {person.ref: m for m, person in enumerate(mentees)}
    tags: dict[str, list[int]] = {}
    for m, person in enumerate(mentees):
        for tag in person.levels:
            tags.setdefault(tag, []).append(m)
    for r, wish in enumerate(reviews):
        for need in wish.needs[:MOST_SHARED]:
            found[tags.get(need.tag, []), r] += 1
        found[:, r] -= CLOSENESS * conflicts.handling(None).points
        for ref, grade in wish.grades.items():
            if ref in where:
                points = conflicts.handling(grade).points - conflicts.handling(None).points
                found[where[ref], r] = NO_PLACE if conflicts.bars(grade) else found[where[ref], r] - CLOSENESS * points
        barred = [where[ref] for ref in {b.person for b in wish.bans} | panels[wish.ref] if ref in where]
        found[barred, r] = NO_PLACE
        found[[m for m, person in enumerate(mentees) if not in_reach(person, wish)], r] = NO_PLACE
    place_of = {wish.ref: r for r, wish in enumerate(reviews)}
    for placing in kept:
        if placing.person in where and placing.review in place_of:
            at = where[placing.person], place_of[placing.review]
            found[at] += KEPT * (found[at] > NO_PLACE)
    return found


def in_reach(person: Person, wish: Wish) -> bool:
    if wish.region is None or person.regions is None or wish.region in person.regions:
        return True
    return wish.remote_ok and person.remote is not False


def matched(worth: Worth, first: int = FIRST) -> list[tuple[int, int]]:
    """Pairs of mentee and review: most pairs first, then most worth. `first` columns a mentee, more as prices ask."""
    count = min(worth.shape, default=0)
    if not count:
        return []
    # One pair more outweighs whatever all the others could gain.
    bonus = 1 + count * (KEPT + MOST_SHARED + CLOSENESS * 8 + 1)
    best = np.argsort(-worth, axis=1, kind="stable")[:, :first]
    chosen = np.zeros(worth.shape, dtype=bool)
    np.put_along_axis(chosen, best, True, axis=1)
    chosen &= worth > NO_PLACE
    while True:
        mentee, review = np.nonzero(chosen)
        if not len(mentee):
            return []
        at, ones = np.arange(len(mentee)), np.ones(len(mentee))
        costs = -(worth[mentee, review].astype(float) + bonus)
        limits = np.ones(worth.shape[0], dtype=np.int64), np.ones(worth.shape[1], dtype=np.int64)
        solver = bounded(costs, [(mentee, at, ones, limits[0]), (review, at, ones, limits[1])]).run(1, whole=False)
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"no places for mentees were found: {solver.getModelStatus()}")
        solution = solver.getSolution()
        duals = np.array(solution.row_dual)
        mentees, reviews = np.unique(mentee), np.unique(review)
        price = np.zeros(worth.shape[0]), np.zeros(worth.shape[1])
        price[0][mentees], price[1][reviews] = duals[: len(mentees)], duals[len(mentees) :]
        reduced = -(worth + float(bonus)) - price[0][:, None] - price[1][None, :]
        reduced[(worth <= NO_PLACE) | chosen] = 0.0
        asked = np.argsort(reduced, axis=1, kind="stable")[:, :FURTHER]
        more = np.zeros(worth.shape, dtype=bool)
        np.put_along_axis(more, asked, True, axis=1)
        more &= reduced < -1e-6
        if not more.any():
            yes = np.array(solution.col_value) > 0.5
            return list(zip(mentee[yes].tolist(), review[yes].tolist(), strict=True))
        chosen |= more
