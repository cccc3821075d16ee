"""Whole programmes: our allocation beside a greedy one and a min-cost flow over pair scores, in one run.

    python bench/matching.py [--sizes 13x5 120x60 1000x300] [--seeds 1 2 3] [--seconds 20] [--out table.md]

Every solve has a process of its own, so that its time and its peak memory are its own; the memory holds the programme
too. Time counts from the programme in memory to the plan in hand, preparation and our own check included. Everything
works on one core; where others were busy on the machine, "of it CPU" says what a solve really had. What comes out is
counted by the independent checker, which also says how many rules each plan breaks. Nothing is asserted.

"needs" is the share of needs somebody on the panel meets; "floor" the worst review's share of what its seats could
reach with everybody free; "<80" the reviews below four fifths of that. "gap" is how far the needs-met tier may still be
from the best, in its own points, given what the tiers above it reached.
"""

import argparse
import json
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
import programmes

from lantern.matching.domain.programme import breaches, claims
from lantern.matching.domain.programme.model import Placing, Programme, Role, Seated, SeatState, TierName
from lantern.matching.domain.programme.prepared import Prepared, prepare

LONGEST = 400  # seconds for one solve, with making the programme and measuring the plan
METHODS = ("ours", "greedy", "flow")
# Pairs in the flow: a review keeps its best by score, at most forty as experts and as many as chairs. With forty at
# 5,000 reviews it did not end in nine minutes; with ten it loses a little.
KEPT_PER_REVIEW, KEPT = 40, 50_000


# The methods ours stands beside


def greedy(made: Programme) -> list[Placing]:
    """Chairs first, to whoever can do least else; then a seat at a time, the worst-served review first, to whoever adds
    most to its panel."""
    ready = prepare(made)
    reviews, halves = ready.room_reviews.copy(), ready.room_half_days.copy()
    placings, sitting = [], defaultdict(set)

    def seat(at: int, person: int, role: Role, half: int) -> None:
        reviews[person] -= 1
        halves[person] -= half
        sitting[at].add(person)
        placings.append(Placing(ready.reviews[at].ref, ready.people[person], role))

    useful = np.zeros(len(ready.people), dtype=np.int64)
    for part in ready.reviews:
        useful[part.eligible] += 1
    for at in sorted(range(len(ready.reviews)), key=lambda i: len(ready.reviews[i].chairs)):
        part = ready.reviews[at]
        free = part.chairs[(reviews[part.chairs] > 0) & (halves[part.chairs] >= part.chair_half_days)]
        if part.wants_chair and len(free):
            seat(at, int(free[np.argmin(useful[free])]), Role.CHAIR, part.chair_half_days)
    best = [np.zeros(len(part.weights), dtype=np.uint8) for part in ready.reviews]
    left = {at: part.open_seats for at, part in enumerate(ready.reviews) if part.open_seats}
    while left:
        score = {at: _points(ready, at, best[at][None, :])[0] / max(1, ready.reviews[at].ceiling) for at in left}
        for at in sorted(left, key=lambda i: (score[i], len(ready.reviews[i].eligible))):
            part = ready.reviews[at]
            able = (reviews[part.eligible] > 0) & (halves[part.eligible] >= part.expert_half_days)
            free = np.array([p for p in part.eligible[able].tolist() if p not in sitting[at]], dtype=np.int64)
            gain = _points(ready, at, np.maximum(part.level_of(free), best[at])) - _points(ready, at, best[at][None, :])
            if not len(free) or gain.max() <= 0:
                del left[at]
                continue
            person = int(free[np.lexsort((useful[free], -gain))[0]])
            seat(at, person, Role.EXPERT, part.expert_half_days)
            best[at] = np.maximum(best[at], part.level_of([person])[0])
            left[at] -= 1
            if not left[at]:
                del left[at]
    return placings


def _points(ready: Prepared, at: int, levels: np.ndarray) -> np.ndarray:
    return np.array([0, 7, 10])[levels] @ ready.reviews[at].weights


def flow(made: Programme) -> list[Placing]:
    """What assignment of reviewers usually is: each pair has a score, the sum is made as large as can be, every seat is
    filled. Days are no part of a flow: seats that go beyond them are taken away again, the lowest scores first."""
    from highspy import _core as highs

    ready = prepare(made)
    most = min(KEPT_PER_REVIEW, KEPT // max(1, len(ready.reviews)))
    cost, at, who, role = [], [], [], []
    for i, part in enumerate(ready.reviews):
        score = _points(ready, i, part.level)
        keep = np.argsort(-score, kind="stable")[:most]
        cost.append(-score[keep] - 1)
        at.append(np.full(len(keep), i))
        who.append(part.eligible[keep])
        role.append(np.zeros(len(keep), dtype=bool))
        if part.wants_chair:
            chairs = part.chairs[np.random.default_rng(i).permutation(len(part.chairs))[:most]]
            cost.append(np.full(len(chairs), -1_000))
            at.append(np.full(len(chairs), i))
            who.append(chairs)
            role.append(np.ones(len(chairs), dtype=bool))
    cost, at, who, role = map(np.concatenate, (cost, at, who, role))
    n, reviews, people = len(cost), len(ready.reviews), len(ready.people)
    lp = highs.HighsLp()
    lp.num_col_, lp.num_row_ = n, 2 * reviews + people
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost.astype(float), np.zeros(n), np.ones(n)
    seats = [float(part.open_seats) for part in ready.reviews]
    room = np.minimum(ready.room_reviews, reviews).astype(float)
    lp.row_lower_ = np.full(lp.num_row_, -np.inf)
    lp.row_upper_ = np.concatenate([seats, np.ones(reviews), room])
    lp.a_matrix_.format_ = highs.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.arange(0, 2 * n + 1, 2)
    lp.a_matrix_.index_ = np.stack([at + reviews * role, 2 * reviews + who], axis=1).ravel()
    lp.a_matrix_.value_ = np.ones(2 * n)
    solver = highs._Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.passModel(lp)
    solver.run()
    chosen = np.flatnonzero(np.array(solver.getSolution().col_value) > 0.5)
    halves, placings, taken = ready.room_half_days.copy(), [], set()
    for k in chosen[np.argsort(cost[chosen], kind="stable")].tolist():
        part, person = ready.reviews[at[k]], int(who[k])
        half = part.chair_half_days if role[k] else part.expert_half_days
        if halves[person] >= half and (at[k], person) not in taken:
            halves[person] -= half
            taken.add((at[k], person))
            placings.append(Placing(part.ref, ready.people[person], Role.CHAIR if role[k] else Role.EXPERT))
    return placings


# One solve, in its own process


def solve(method: str, name: str, seed: int, seconds: float) -> dict[str, object]:
    made = programmes.programme(programmes.size_named(name), seed)
    start, began = time.perf_counter(), time.process_time()
    first = plan = None
    if method == "ours":
        from lantern.matching.domain.programme.allocate import allocate

        said = []

        def report(progress):
            if progress.best is not None and not said:
                said.append((time.perf_counter() - start, measures(made, progress.best.placings, None)[0]))

        plan = allocate(made, seconds=seconds, seed=seed, report=report)
        placings, first = list(plan.placings), said[0] if said else None
    else:
        placings = (greedy if method == "greedy" else flow)(made)
    took = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu, memory = used.ru_utime + used.ru_stime - began, used.ru_maxrss / 1024
    needs, floor, below, seats, chairless = measures(made, placings, plan)
    row = {
        "method": method, "size": name, "seed": seed, "seconds": took, "cpu": cpu, "memory": memory, "needs": needs,
        "floor": floor,
        "below": below, "seats": seats, "chairless": chairless,
        "breaches": len(breaches.breaches(breaches.Seats(made, placings))),
    }  # fmt: skip
    if plan is not None:
        coverage = next(t for t in plan.tiers if t.name is TierName.COVERAGE)
        row["proven"] = sum(t.proven for t in plan.tiers)
        row["gap"] = None if coverage.bound is None else (coverage.bound - coverage.value) / max(1, coverage.bound)
        row["floor_bound"] = next(t.bound for t in plan.tiers if t.name is TierName.FLOOR)
        row["tiers"] = {t.name.name.lower(): [t.value, t.bound, round(t.seconds, 2)] for t in plan.tiers}
        if first:
            row["first"] = first
        row["answers"] = answers(made, plan, seed)
    return row


def answers(made: Programme, plan, seed: int) -> dict[str, list[float]]:
    """Seven of ten seats are accepted; then six people say no, and twelve ask why they are not on a review."""
    from lantern.matching.domain.programme import reasons, repair

    lot = random.Random(seed)
    placings = [p for p in plan.placings if p.role is not Role.SHADOW]
    accepted = set(lot.sample(placings, round(0.7 * len(placings))))
    made = replace(made, seated=tuple(Seated(p, SeatState.ACCEPTED) for p in sorted(accepted)))
    proposed = sorted(set(placings) - accepted)
    ready = prepare(made)
    found = defaultdict(list)
    for declined in lot.sample(proposed, min(6, len(proposed))):
        start = time.perf_counter()
        repairs = repair.repair(made, plan, declined, prepared=ready, free=False)
        found["repair_seconds"].append(time.perf_counter() - start)
        found["moved"].append(repairs.minimal.proposed_moved)
        found["accepted_broken"].append(repairs.minimal.accepted_broken)
        after = repair.after_no(made, plan, declined)
        found["breaches"].append(len(breaches.breaches(breaches.Seats(after, repairs.minimal.placings))))
    sitting = {(p.review, p.person) for p in plan.placings}
    asked = [
        (part.ref, ref)
        for part in lot.sample(ready.reviews, min(24, len(ready.reviews)))
        if len(part.eligible) and (part.ref, ref := ready.people[lot.choice(part.eligible.tolist())]) not in sitting
    ]
    for review, person in asked[:12]:
        start = time.perf_counter()
        verdict = reasons.why_not(made, plan, review, person, prepared=ready)
        found["why_not_seconds"].append(time.perf_counter() - start)
        found["ties"].append(verdict.worsens is None)
    return found


def measures(made: Programme, placings, plan) -> tuple[float, int | None, int | None, int, int]:
    seats = breaches.Seats(made, tuple(placings))
    needs = sum(len(w.needs) for w in made.reviews)
    met = sum(any(breaches.meets(p, n) for p in seats.experts[w.ref]) for w in made.reviews for n in w.needs)
    chairless = sum(w.chair and not seats.chairs[w.ref] for w in made.reviews)
    paid = sum(len(found) for found in seats.experts.values())
    ceilings = plan.ceilings if plan is not None else {part.ref: part.ceiling for part in prepare(made).reviews}
    shares = [claims.score(w, seats.experts[w.ref]) / c for w in made.reviews if (c := ceilings[w.ref]) > 0]
    return 100 * met / max(1, needs), int(100 * min(shares, default=1)), sum(s < 0.8 for s in shares), paid, chairless


def alone(*arguments: str) -> dict[str, object]:
    command = [sys.executable, __file__, "--one", *map(str, arguments)]
    named = {"method": arguments[0], "size": arguments[1], "seed": arguments[2]}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, env={**os.environ, "OMP_NUM_THREADS": "1"}, timeout=LONGEST
        )
    except subprocess.TimeoutExpired:
        return {**named, "seed": int(arguments[2]), "failed": f"not done in {LONGEST} s"}
    if done.returncode:
        return {**named, "failed": done.stderr[-600:]}
    return json.loads(done.stdout.splitlines()[-1])


# The table


def table(rows: list[dict[str, object]]) -> str:
    lines = [
        "| Size | Method | Needs met % | Floor % | <80 | No chair | Seats paid | Breaches | Time s | of it CPU "
        "| Memory MB | Proven | Gap % |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    groups = defaultdict(list)
    for row in rows:
        groups[row["size"], row["method"]].append(row)
    for (size, method), found in groups.items():
        good = [r for r in found if "failed" not in r]
        if not good:
            why = "not done in time" if all("not done" in r["failed"] for r in found) else "failed"
            lines.append(f"| {size} | {method} | {why} |" + " |" * 10)
            continue
        cells = [
            spread([r["needs"] for r in good], "{:.1f}"),
            spread([r["floor"] for r in good], "{:.0f}"),
            spread([r["below"] for r in good], "{:.0f}"),
            spread([r["chairless"] for r in good], "{:.0f}"),
            spread([r["seats"] for r in good], "{:.0f}"),
            str(sum(r["breaches"] for r in good)),
            spread([r["seconds"] for r in good], "{:.2f}"),
            spread([r["cpu"] for r in good], "{:.2f}"),
            spread([r["memory"] for r in good], "{:.0f}"),
            "-" if method != "ours" else spread([r["proven"] for r in good], "{:.0f}") + " of 10",
            "-" if any(r.get("gap") is None for r in good) else spread([100 * r["gap"] for r in good], "{:.2f}"),
        ]
        failed = f" ({len(found) - len(good)} failed)" if len(good) < len(found) else ""
        lines.append(f"| {size} | {method}{failed} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def answered(rows: list[dict[str, object]]) -> str:
    """Ours only: the first plan, then what declines and questions cost."""
    lines = [
        "| Size | First plan s | Its needs % | Floor's bound % | After a no, s (worst) | Proposed seats moved, mean "
        "| Accepted broken | Why not, s (worst) | Honest ties |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for size in dict.fromkeys(r["size"] for r in rows):
        good = [r for r in rows if r["size"] == size and "answers" in r]
        if not good:
            continue
        every = {k: [v for r in good for v in r["answers"].get(k, [])] for k in good[0]["answers"]}
        firsts = [r["first"] for r in good if "first" in r]
        cells = [
            spread([f[0] for f in firsts], "{:.2f}") if firsts else "-",
            spread([f[1] for f in firsts], "{:.1f}") if firsts else "-",
            "-" if any(r["floor_bound"] is None for r in good) else spread([r["floor_bound"] for r in good], "{:.0f}"),
            worst(every.get("repair_seconds", [])),
            f"{statistics.mean(every['moved']):.2f}" if every.get("moved") else "-",
            str(sum(every.get("accepted_broken", []))),
            worst(every.get("why_not_seconds", [])),
            f"{sum(every.get('ties', []))} of {len(every.get('ties', []))}",
        ]
        lines.append(f"| {size} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def worst(values: list[float]) -> str:
    return f"{statistics.median(values):.3f} ({max(values):.3f})" if values else "-"


def spread(values: list[float], form: str) -> str:
    """The median, and the range where it differs."""
    middle, low, high = (form.format(f(values)) for f in (statistics.median, min, max))
    return middle if low == high else f"{middle} ({low}–{high})"


def ratios(rows: list[dict[str, object]]) -> str:
    """Ours against each other method, seed by seed."""
    by = {(r["size"], r["seed"], r["method"]): r for r in rows if "failed" not in r}
    lines = [
        "| Size | Against | Needs met, points | Floor, points | Seats paid, ratio | CPU time, ratio |",
        "|---|---|---|---|---|---|",
    ]
    for size in dict.fromkeys(r["size"] for r in rows):
        for other in METHODS[1:]:
            both = [
                (by[k], by[(*k[:2], other)]) for k in by if k[0] == size and k[2] == "ours" and (*k[:2], other) in by
            ]
            if both:
                cells = [
                    spread([a["needs"] - b["needs"] for a, b in both], "{:+.1f}"),
                    spread([a["floor"] - b["floor"] for a, b in both], "{:+.0f}"),
                    spread([a["seats"] / max(1, b["seats"]) for a, b in both], "{:.2f}"),
                    spread([a["cpu"] / max(1e-3, b["cpu"]) for a, b in both], "{:.0f}"),
                ]
                lines.append(f"| {size} | {other} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", nargs="*", default=list(programmes.SIZES))
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2, 3])
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--methods", nargs="+", default=list(METHODS), choices=METHODS)
    parser.add_argument("--out", type=Path, help="write the tables here as well")
    parser.add_argument("--rows", type=Path, help="go on from the rows in this file, adding new ones to it")
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        method, name, seed, seconds = options.one
        print(json.dumps(solve(method, name, int(seed), float(seconds))))
        return
    rows = [json.loads(line) for line in options.rows.read_text().splitlines()] if options.rows else []
    for name in options.sizes:
        for seed in options.seeds:
            for method in options.methods:
                row = alone(method, name, seed, options.seconds)
                rows.append({**row, "load": os.getloadavg()[0]})
                print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
                if options.rows:
                    with options.rows.open("a") as file:
                        file.write(json.dumps(rows[-1]) + "\n")
    rows.sort(key=lambda row: (programmes.size_named(row["size"]).people, METHODS.index(row["method"])))
    loads = [row["load"] for row in rows]
    said = "Medians over seeds, the range in brackets; "
    said += f"{os.cpu_count()} cores, Python {platform.python_version()}; "
    said += f"load {min(loads):.0f} to {max(loads):.0f} on them."
    written = f"{said}\n\n{table(rows)}\n\n{ratios(rows)}\n\n{answered(rows)}\n"
    print(written)
    if options.out:
        options.out.write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
