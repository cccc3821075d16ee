"""Time of one proposal against the size of the register, beside a greedy panel on the same register.

    python bench/matching_one.py [--seeds 3] [--sizes 13 120 1000 5000 10000]

The registers are invented. "met" is the must-have points reached (7 for a need, 3 more for lived experience). "solve"
is the exact panel alone; "all" adds a verdict, with sentences, for everyone. "search" is our own branch and bound,
stopped at its limit of nodes: a mark shows where it could not finish. Nothing is asserted.
"""

import argparse
import random
import statistics
import time
from datetime import date, timedelta

from rich.console import Console
from rich.table import Table

from lantern.matching.domain import check, composition, gates, propose, solve, tiers
from lantern.matching.domain.model import COMMUNITY, Candidate, Expertise, Level, Need, ReviewNeeds, Weight

TODAY = date(2026, 11, 24)
COMMUNITIES = [(COMMUNITY, f"c{i}") for i in range(20)]
OTHERS = [(facet, f"{facet[0]}{i}") for facet in ("language", "faith", "practice", "issue") for i in range(10)]
REGIONS = [f"region{i}" for i in range(12)]


def register(size, lot):
    people = []
    for i in range(size):
        home = lot.randrange(20)
        tags = [COMMUNITIES[home], *lot.sample(OTHERS[home % 10 :: 10], 2), *lot.sample(OTHERS, lot.randint(0, 4))]
        if lot.random() < 0.25:
            tags.append(lot.choice(COMMUNITIES))
        people.append(
            Candidate(
                ref=f"P{i:05}",
                agency_ref=f"A{lot.randrange(max(1, size // 4))}",
                by_and_for=lot.random() < 0.7,
                expertise=tuple(Expertise(*t, lot.choice(list(Level))) for t in dict.fromkeys(tags)),
                regions=frozenset(lot.sample(REGIONS, lot.randint(1, 4))),
                remote=lot.choice([None, True, False]),
                day_rate_pence=lot.choice([None, 25_000, 30_000, 35_000, 40_000, 50_000]),
                active_reviews=lot.randint(0, 3),
                max_reviews=lot.choice([None, 2, 3, 4]),
                agency_active=lot.randint(0, 3),
                agency_max=lot.choice([None, 4, 5]),
                last_asked=lot.choice([None, TODAY - timedelta(days=lot.randint(1, 500))]),
            )
        )
    return people


def review(lot):
    home = lot.randrange(20)
    tags = [COMMUNITIES[home], *OTHERS[home % 10 :: 10][:3], *lot.sample(OTHERS, 3), lot.choice(COMMUNITIES)]
    weights = [Weight.MUST] * 3 + [Weight.SHOULD] * 3 + [Weight.COULD] * 2
    needs = tuple(Need(*t, t[1], w) for t, w in zip(dict.fromkeys(tags), weights, strict=False))
    return ReviewNeeds("REVIEW", lot.choice(REGIONS), True, 3, needs, TODAY, 45_000, 10)


def greedy(wanted, eligible):
    """One seat after the other to whoever improves the panel most."""
    panel = []
    now = tiers.vector(tiers.measure(wanted, panel))
    while len(panel) < wanted.seats:
        tried = [(tiers.vector(tiers.measure(wanted, [*panel, c])), c.ref, c) for c in eligible if c not in panel]
        if not tried or min(tried)[0] >= now:
            break
        now, _, person = min(tried)
        panel.append(person)
    return panel, now


def search(wanted, eligible, rooms, limit=20_000):
    """Depth first over the people worth weighing, cut where even all that is left could not reach the best coverage."""
    pool = solve.worth_weighing(wanted, eligible, composition.demands(wanted), rooms, ())
    pool.sort(key=lambda c: tiers.vector(tiers.measure(wanted, [c])))
    best, nodes = tiers.vector(tiers.measure(wanted, [])), 0

    def go(start, panel):
        nonlocal best, nodes
        nodes += 1
        best = min(best, tiers.vector(tiers.measure(wanted, panel)))
        if len(panel) == wanted.seats or nodes >= limit:
            return
        for i in range(start, len(pool)):
            if sum(c.agency_ref == pool[i].agency_ref for c in panel) < rooms.get(pool[i].agency_ref, 9):
                rest = pool[i : i + 40] if len(pool) - i > 40 else pool[i:]
                hope = tiers.vector(tiers.measure(wanted, [*panel, *rest]))[:2] if len(rest) < 40 else best[:2]
                if hope <= best[:2] and nodes < limit:
                    go(i + 1, [*panel, pool[i]])

    go(0, [])
    return best, nodes < limit


def timed(work):
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="+", default=[13, 120, 1_000, 5_000, 10_000])
    parser.add_argument("--search", action="store_true", help="time our own search too (slow)")
    options = parser.parse_args()
    table = Table(title=f"One review, 3 seats, up to 8 needs; medians of {options.seeds} seeds (worst in brackets)")
    for name in ("people", "may be asked", "weighed", "solve s", "all s", "greedy s", "all / greedy", "greedy as good"):
        table.add_column(name, justify="right")
    table.add_column("search s", justify="right")
    for size in options.sizes:
        rows = []
        for seed in range(options.seeds):
            lot = random.Random(f"{size}/{seed}")
            people, wanted = register(size, lot), review(lot)
            rooms = gates.agency_room(people)
            eligible = [c for c in people if gates.first_stop(wanted, c) is None]
            weighed = len(solve.worth_weighing(wanted, eligible, composition.demands(wanted), rooms, ()))
            _, solve_s = timed(lambda w=wanted, e=eligible, r=rooms: solve.best(w, e, [], r))
            proposal, all_s = timed(lambda w=wanted, p=people: propose(w, p))
            check(wanted, people, proposal)
            exact = tuple(-t.value if t.more_is_better else t.value for t in proposal.tiers)
            (_, greedy_vector), greedy_s = timed(lambda w=wanted, e=eligible: greedy(w, e))
            found, search_s = (None, False), 0.0
            if options.search:
                found, search_s = timed(lambda w=wanted, e=eligible, r=rooms: search(w, e, r))
            rows.append(
                (len(eligible), weighed, solve_s, all_s, greedy_s, greedy_vector[:2] <= exact[:2], search_s, found[1])
            )
        columns = list(zip(*rows, strict=True))
        middle = [statistics.median(c) for c in columns]
        table.add_row(
            f"{size:,}",
            f"{middle[0]:.0f}",
            f"{middle[1]:.0f}",
            f"{middle[2]:.3f} ({max(columns[2]):.3f})",
            f"{middle[3]:.3f} ({max(columns[3]):.3f})",
            f"{middle[4]:.3f}",
            f"{middle[3] / middle[4]:.1f}" if middle[4] else "-",
            f"{sum(columns[5])} of {options.seeds}",
            f"{middle[6]:.2f}{'' if all(columns[7]) else ' (unfinished)'}" if options.search else "-",
        )
    Console(width=130).print(table)


if __name__ == "__main__":
    main()
