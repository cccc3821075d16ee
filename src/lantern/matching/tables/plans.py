"""Plans as the parts of their pages: how far they are, what they hold, what was confirmed."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from lantern.kit import clock
from lantern.matching.domain import explain
from lantern.matching.domain.programme.model import Plan
from lantern.matching.domain.runs import RunState
from lantern.matching.models import Allocation, Confirmation
from lantern.matching.selectors import Planned, ProgrammeInputs
from lantern.matching.tables import sheet

KINDS = {
    RunState.WAITING: "waiting",
    RunState.RUNNING: "attention",
    RunState.FINISHED: "done",
    RunState.CANCELLED: "",
    RunState.FAILED: "problem",
}


def overview(inputs: ProgrammeInputs) -> dict[str, Any]:
    """What there is to plan for, and the seats that fell free."""
    reviews = [wish for wish in inputs.programme.reviews if wish.needs]
    taken = {ref: len(one.seated | one.waiting) for ref, one in inputs.standing.items()}
    free = sum(max(0, wish.seats - taken[wish.ref]) for wish in reviews)
    return {
        "counts": [
            {"label": "Open reviews", "value": len(inputs.programme.reviews)},
            {"label": "Without stated needs", "value": len(inputs.programme.reviews) - len(reviews)},
            {"label": "Seats neither taken nor promised", "value": free},
            {"label": "People in the register", "value": len(inputs.programme.people)},
        ],
        "enough": bool(reviews) and bool(inputs.programme.people),
        "freed": [
            [
                {"heading": "Review", "text": wish.ref},
                {"heading": "Partnership", "text": inputs.reviews[wish.ref].partnership.name},
                {"heading": "Who is not coming", "text": inputs.names.get(who, sheet.NOBODY_NOW)},
                {
                    "heading": "Fill it",
                    "href": reverse("matching:repair", kwargs={"review": wish.ref, "expert": who}),
                    "text": "Three ways",
                    "hidden": f"to fill the seat on review {wish.ref}",
                },
            ]
            for wish in reviews
            if wish.seats > taken[wish.ref]
            for who in sorted(inputs.standing[wish.ref].declined)
        ],
    }


def listed(allocations: Iterable[Allocation]) -> list[list[dict[str, Any]]]:
    return [
        [
            {
                "heading": "Asked for",
                "href": reverse("matching:plan", kwargs={"ref": one.ref}),
                "text": f"{clock.local(one.asked_at):%-d %B %Y, %H:%M}",
            },
            {"heading": "What", "text": one.get_kind_display()},
            {"heading": "By", "text": str(one.asked_by.get_full_name() or one.asked_by)},
            {"heading": "State", "tag": one.get_state_display(), "kind": KINDS[RunState(one.state)]},
        ]
        for one in allocations
    ]


def is_running(allocation: Allocation) -> bool:
    return RunState(allocation.state).live and not allocation.gone


def progress(allocation: Allocation) -> dict[str, Any]:
    since = allocation.started_at or allocation.asked_at
    passed = max(0, round(((allocation.finished_at or clock.now()) - since).total_seconds()))
    memory = "Not known" if allocation.memory_mb is None else f"{allocation.memory_mb} MB"
    gap = "Not known yet" if allocation.gap is None else f"{100 * allocation.gap:.1f} %"
    return {
        "allocation": allocation,
        "percent": round(100 * min(1, max(0, allocation.done))),
        "counts": [
            {"label": "Could still be better by at most", "value": gap},
            {"label": "Time", "value": f"{passed} s of up to {allocation.seconds} s"},
            {"label": "Memory", "value": memory},
        ],
    }


def page(planned: Planned, *, unmet_only: bool) -> dict[str, Any]:
    """Everything on a plan's page beside the form."""
    allocation, plan = planned.allocation, planned.plan
    running = is_running(allocation)
    found: dict[str, Any] = progress(allocation) | {
        "running": running,
        "failure": "" if running else allocation.sentence,
        "plan": plan,
        "outdated": planned.outdated and not running,
        "unmet_only": unmet_only,
    }
    if plan is None:
        return found
    shown = sheet.sheet(planned, plan, unmet_only=unmet_only)
    say = sheet.naming(planned)
    return found | {
        "sheet": shown,
        "confirming": bool(shown["can_confirm"]) and not running and not allocation.base_id,
        "unmet": [{"review": u.review, "text": explain.say(u.text, say)} for u in plan.unmet],
        "tiers": sheet.tiers(plan),
        "method": method(plan, allocation),
    }


def method(plan: Plan, allocation: Allocation) -> str:
    early = " It was stopped before it was certain." if plan.stopped_early else ""
    memory = "" if allocation.memory_mb is None else f" and {allocation.memory_mb} MB of memory"
    return f"{plan.method.capitalize()}; lot {plan.seed}; {plan.seconds:.1f} s{memory}.{early}".lstrip("; ")


def confirmations(rows: Iterable[Confirmation]) -> list[dict[str, Any]]:
    found = []
    for one in rows:
        count = len(one.reviews)
        by = one.confirmed_by.get_full_name() or one.confirmed_by
        words = f"{count} {'review' if count == 1 else 'reviews'}, by {by}."
        if one.undone_at and one.undone_by:
            words += f" Undone on {clock.local(one.undone_at):%-d %B %Y, %H:%M}."
        on = f"{clock.local(one.confirmed_at):%-d %B %Y, %H:%M}"
        found.append({"ref": one.ref, "on": on, "words": words, "undo": one.undone_at is None})
    return found
