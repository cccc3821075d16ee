"""A plan as JSON: written for whoever asked, and read again so that anybody's plan can be checked."""

from collections import Counter
from dataclasses import replace
from typing import Any

from lantern.matching.domain.explain import say
from lantern.matching.domain.model import Gate
from lantern.matching.domain.programme import claims
from lantern.matching.domain.programme.checker import Breach, check_plan
from lantern.matching.domain.programme.instance import dumps
from lantern.matching.domain.programme.model import Placing, Plan, Programme, Role, TierName, TierResult, Unmet
from lantern.matching.domain.programme.strict_json import (
    Form,
    Key,
    NotAnInstance,
    Wrong,
    maybe,
    name_of,
    one_of,
    parse,
    read_list,
    text,
    unknown_keys,
    whole,
    words,
    yes_or_no,
)

MOST = 10**15
TIERS = {name.name.lower(): name for name in TierName}
RESULT = (
    "assignments",
    "tiers",
    "reviews",
    "unmet",
    "checker",
    "seconds",
    "seed",
    "method",
    "stopped_early",
)


def _tier(value: Any) -> TierName:
    if not isinstance(value, str) or value not in TIERS:
        raise Wrong(f"must be one of {', '.join(TIERS)}, not {name_of(value)}")
    return TIERS[value]


def _any(value: Any) -> Any:
    return value


ASSIGNMENT = Form(
    "assignment",
    (
        Key("review", "review", text, needed=True),
        Key("expert", "person", text, needed=True),
        Key("role", "role", one_of(Role)),
    ),
    Placing,
)
TIER = Form(
    "tier",
    (
        Key("name", "name", _tier, needed=True),
        Key("value", "value", whole(-MOST, MOST), needed=True),
        Key("bound", "bound", maybe(whole(-MOST, MOST))),
        Key("proven", "proven", yes_or_no),
        Key("more_is_better", "more_is_better", yes_or_no),
        Key("seconds", "seconds", _any),
    ),
    TierResult,
)
REACHED = Form(
    "review",
    (
        Key("id", "ref", text, needed=True),
        Key("score", "score", whole(0, MOST), needed=True),
        Key("ceiling", "ceiling", whole(0, MOST), needed=True),
    ),
    dict,
)
UNMET = Form(
    "unmet need",
    (
        Key("review", "review", text, needed=True),
        Key("tag", "tag", text, needed=True),
        Key("gate", "gate", one_of(Gate), needed=True),
        Key("people_left", "people_left", whole(0, MOST), needed=True),
        Key("text", "text", words),
    ),
    Unmet,
)


def write_result(plan: Plan, breaches: int = 0) -> str:
    """The JSON of a plan. `breaches`: how many the checker found; a plan of ours is not written with any."""
    return dumps(
        {
            "assignments": [{"review": p.review, "expert": p.person, "role": p.role} for p in plan.placings],
            "tiers": [
                {
                    "name": tier.name.name.lower(),
                    "value": tier.value,
                    "bound": tier.bound,
                    "proven": tier.proven,
                    "more_is_better": tier.more_is_better,
                    "seconds": round(tier.seconds, 3),
                }
                for tier in plan.tiers
            ],
            "reviews": [
                {"id": ref, "score": plan.scores[ref], "ceiling": ceiling}
                for ref, ceiling in sorted(plan.ceilings.items())
            ],
            "unmet": [
                {
                    "review": need.review,
                    "tag": need.tag,
                    "gate": need.gate,
                    "people_left": need.people_left,
                    "text": say(need.text, str),
                }
                for need in plan.unmet
            ],
            "checker": {"breaches": breaches},
            "seconds": round(plan.seconds, 3),
            "seed": plan.seed,
            "method": plan.method,
            "stopped_early": plan.stopped_early,
        }
    )


def check_result(programme: Programme, written: str | bytes) -> tuple[Plan, tuple[str, ...]]:
    """The plan of a result, and every breach in it. Only `assignments` is needed: what else the result says is checked
    where it says it. Raises NotAnInstance for what is no result at all."""
    found = parse(written)
    if not isinstance(found, dict):
        raise NotAnInstance([f"The result must hold an object, not {name_of(found)}."])
    problems = unknown_keys("The result", found, RESULT)
    if "assignments" not in found:
        problems.append("The result lacks assignments.")

    def rows(name: str, form: Form) -> list[dict[str, Any]]:
        return [fields for _, fields in read_list(found.get(name, []), form, name, problems)]

    placings = [Placing(**fields) for fields in rows("assignments", ASSIGNMENT)]
    tiers, reached, unmet = rows("tiers", TIER), rows("reviews", REACHED), rows("unmet", UNMET)
    for name, named in (("tiers", [t["name"].name.lower() for t in tiers]), ("reviews", [r["ref"] for r in reached])):
        twice = [each for each, times in Counter(named).items() if times > 1]
        problems += [f"{name}: {name_of(each)} stands there more than once." for each in twice]
    if problems:
        raise NotAnInstance(problems)
    plan = claims.told(programme, placings)
    said = {t["name"]: {**t, "seconds": 0.0} for t in tiers}
    plan = replace(
        plan,
        tiers=tuple(replace(t, **said.get(t.name, {})) for t in plan.tiers),
        scores={**plan.scores, **{r["ref"]: r["score"] for r in reached}},
        ceilings={**plan.ceilings, **{r["ref"]: r["ceiling"] for r in reached}},
        unmet=tuple(Unmet(**{"text": "", **u}) for u in unmet),
    )
    try:
        check_plan(programme, plan)
    except Breach as breach:
        return plan, breach.breaches
    return plan, ()
