"""Two plans side by side: what a change would do, before anything is changed."""

from typing import Any

from lantern.matching.domain import explain
from lantern.matching.domain.programme import what_if
from lantern.matching.domain.programme.changes import IMAGINED, change_from
from lantern.matching.domain.programme.model import Plan, Role
from lantern.matching.domain.programme.what_if import Comparison, TierChange
from lantern.matching.domain.runs import RunKind
from lantern.matching.selectors import Planned
from lantern.matching.tables import sheet

BETTER = {True: ("Better", "done"), False: ("Worse", "problem"), None: ("The same", "")}
ROLES = {Role.EXPERT: "as an expert", Role.CHAIR: "as chair", Role.SHADOW: "to observe"}


def beside(planned: Planned) -> dict[str, Any] | None:
    """This plan beside the one it was tried against; None for a plan that stands by itself."""
    if planned.allocation.kind != RunKind.WHAT_IF or planned.base_plan is None or planned.plan is None:
        return None
    return compared(planned, planned.base_plan, planned.plan)


def compared(planned: Planned, before: Plan, after: Plan) -> dict[str, Any]:
    found = what_if.compare(before, after)
    say = naming(planned)
    changes = [change_from(one) for one in planned.allocation.change.get("changes", ())]
    return {
        "change": explain.listed([about(planned, one, say) for one in changes]),
        "words": summary(found),
        "tiers": [line(tier) for tier in found.tiers],
        "met": [need(planned, *one) for one in found.newly_met],
        "lost": [need(planned, *one) for one in found.newly_lost],
        "moves": moves(found, say),
        "ceilings": explain.listed([f"review {ref}" for ref in found.moved_ceilings]) if found.moved_ceilings else "",
    }


def naming(planned: Planned) -> Any:
    known = sheet.naming(planned)
    return lambda ref: "one more expert" if ref == IMAGINED else known(ref)


def about(planned: Planned, change: Any, say: Any) -> str:
    words = explain.say(what_if.words(change), say)
    where = getattr(change, "review", "")
    return f"{words} ({where})" if where else words[0].upper() + words[1:]


def summary(found: Comparison) -> str:
    first = next((tier for tier in found.tiers if tier.better is not None), None)
    if first is None:
        return "Nothing would be better and nothing worse."
    line = sheet.TIERS[first.name].removeprefix("Then ")
    way = "better" if first.better else "worse"
    return f"The first line that would differ is “{line}”: it would come out {way}."


def line(tier: TierChange) -> list[dict[str, Any]]:
    words, kind = BETTER[tier.better]
    return [
        {"heading": "In this order", "text": sheet.TIERS[tier.name]},
        {"heading": "As it is", "text": sheet.value(tier.name, tier.before)},
        {"heading": "With the change", "text": sheet.value(tier.name, tier.after)},
        {"heading": "So", "tag": words, "kind": kind},
    ]


def need(planned: Planned, review: str, tag: str) -> str:
    return f"Review {review}: {planned.inputs.labels.get((review, tag), tag)}"


def moves(found: Comparison, say: Any) -> list[str]:
    gone = [f"{say(p.person)} would not be on review {p.review} {ROLES[p.role]}" for p in found.leaving]
    come = [f"{say(p.person)} would be on review {p.review} {ROLES[p.role]}" for p in found.coming]
    return [f"{text[0].upper()}{text[1:]}." for text in (*come, *gone)]
