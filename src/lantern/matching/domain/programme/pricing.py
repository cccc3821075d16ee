"""The best set for each review at given prices, exactly: cheapest of each kind first, then every set at once."""

from dataclasses import dataclass

import numpy as np

from lantern.matching.domain.programme.panels import Flags, Ints
from lantern.matching.domain.programme.space import Floats, Space

# Within one review, this many stretches of its sets each offer their best: several columns a round.
STRETCHES = 4


@dataclass(slots=True, eq=False)
class Priced:
    """`order`: pairs with each kind sorted by price (so a set's seats index it); `costs`: every set at its cheapest."""

    order: Ints
    costs: Floats
    price: Floats


def price(space: Space, prices: Floats, worths: Floats) -> Priced:
    """`prices` by pair, `worths` by set."""
    order = np.lexsort((prices, space.kind))
    ordered = np.append(prices[order], 0.0)
    costs = worths.copy()
    for at in range(space.seats):
        costs += ordered[space.set_seats[:, at]]
    return Priced(np.append(order, len(order)), costs, prices)


def best(space: Space, priced: Priced, allowed: Flags | None = None, stretches: int = 1) -> Ints:
    """The cheapest set of every review (and of each of its stretches)."""
    costs = priced.costs if allowed is None else np.where(allowed, priced.costs, np.inf)
    starts, ends = space.set_start[:-1], space.set_start[1:]
    if stretches > 1:
        sizes = ends - starts
        cuts = starts[:, None] + sizes[:, None] * np.arange(stretches)[None, :] // stretches
        starts = np.unique(cuts)
        ends = np.append(starts[1:], space.set_start[-1])
    if not len(starts):
        return np.zeros(0, dtype=np.int64)
    least = np.minimum.reduceat(costs, starts)
    hit = costs == np.repeat(least, ends - starts)
    where = np.flatnonzero(hit)
    first = np.searchsorted(where, starts)
    found = where[first]
    return np.asarray(found[np.isfinite(costs[found])], dtype=np.int64)


def pairs_of(space: Space, priced: Priced, sets: Ints) -> Ints:
    """The people who fill these sets most cheaply: sets x seats, `len(experts)` for an empty seat."""
    return np.asarray(priced.order[space.set_seats[sets]], dtype=np.int64)
