"""A plan as it is kept and handed from one process to another: plain values, from which the same plan can be read.

The result that researchers exchange (`result`) is read against its programme; a plan that is kept outlives its own.
"""

from collections.abc import Mapping
from typing import Any

from lantern.matching.domain.model import Gate
from lantern.matching.domain.programme.model import Placing, Plan, Role, TierName, TierResult, Unmet


def plan_as(plan: Plan) -> dict[str, Any]:
    """The plan as JSON can hold it: references, codes, numbers, and for unmet needs a sentence."""
    return {
        "placings": [[p.review, p.person, p.role.value] for p in plan.placings],
        "tiers": [[t.name.name, t.value, t.bound, t.proven, t.more_is_better, t.seconds] for t in plan.tiers],
        "scores": dict(plan.scores),
        "ceilings": dict(plan.ceilings),
        "unmet": [[u.review, u.tag, u.gate.value, u.people_left, u.text] for u in plan.unmet],
        "method": plan.method,
        "seconds": plan.seconds,
        "seed": plan.seed,
        "stopped_early": plan.stopped_early,
    }


def plan_from(kept: Mapping[str, Any]) -> Plan:
    """The plan of what `plan_as` gave. Raises KeyError, TypeError or ValueError for anything else."""
    return Plan(
        placings=tuple(Placing(review, person, Role(role)) for review, person, role in kept["placings"]),
        tiers=tuple(TierResult(TierName[name], *values) for name, *values in kept["tiers"]),
        scores=dict(kept["scores"]),
        ceilings=dict(kept["ceilings"]),
        unmet=tuple(Unmet(review, tag, Gate(gate), left, text) for review, tag, gate, left, text in kept["unmet"]),
        method=kept["method"],
        seconds=kept["seconds"],
        seed=kept["seed"],
        stopped_early=kept["stopped_early"],
    )
