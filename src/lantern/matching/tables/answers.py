"""Why, and why not, as the parts of a page."""

from typing import Any

from django.urls import reverse

from lantern.matching.domain import explain
from lantern.matching.domain.model import Candidate, Gate, Verdict
from lantern.matching.domain.programme import reasons, scoring
from lantern.matching.domain.programme.model import Role, TierName, Unmet, Wish
from lantern.matching.domain.programme.relax import Way
from lantern.matching.selectors import Planned
from lantern.matching.selectors.answers import Standing
from lantern.matching.tables import sheet
from lantern.matching.tables.proposal import GROUPS

NO_WAY = "No change to limits, fees, seats or rules that is sure to meet it was found: look outside the register."
LEFT_OUT = "Could serve here; the plan has her elsewhere, or has others in these seats."


def review(
    planned: Planned, wish: Wish, everyone: list[Standing], remedies: list[tuple[Unmet, tuple[Way, ...]]]
) -> dict[str, Any]:
    """One review in the plan: its needs and who meets each, who would sit, and everyone else by reason."""
    name = sheet.naming(planned)
    members = scoring.panels(planned.inputs.programme, planned.plan.placings if planned.plan else ())[wish.ref]
    needs = [
        [
            {"heading": "Need", "text": planned.inputs.labels[wish.ref, need.tag]},
            {"heading": "Weight", "text": f"{need.weight}{', must have' if need.must else ''}"},
            {"heading": "In the plan", **tag(level)},
            {"heading": "By", "text": explain.listed(by)}
            if (by := [name(m.ref) for m in members if scoring.level(m, need)])
            else {"heading": "By", "no_value": "Nobody"},
        ]
        for need, level in zip(wish.needs, scoring.best_levels(wish, members), strict=True)
    ]
    others = sorted((s for s in everyone if not s.seats), key=lambda s: (name(s.person.ref).casefold(), s.person.ref))
    return {
        "allocation": planned.allocation,
        "review": wish.ref,
        "area": planned.inputs.reviews[wish.ref].partnership.name,
        "needs": needs,
        "unmet": [
            {
                "label": planned.inputs.labels[wish.ref, one.tag],
                "text": explain.say(one.text, name),
                "ways": [explain.say(way.sentence, name) for way in ways] or [NO_WAY],
            }
            for one, ways in remedies
        ],
        "people": [seated(planned, wish, s) for s in everyone if s.seats],
        "others": [(s.person.ref, name(s.person.ref)) for s in others],
        "groups": groups(planned, others),
    }


def tag(level: int) -> dict[str, str]:
    words = sheet.MARKS[level]
    return {"tag": f"{words['sign']} {words['words'].capitalize()}", "kind": ("problem", "attention", "done")[level]}


def seated(planned: Planned, wish: Wish, one: Standing) -> dict[str, Any]:
    shown = sheet.seat(planned, one.seats[0])
    if one.seats[0].role is Role.EXPERT:
        brings = [
            ("lived experience of " if level > 1 else "professional knowledge of ")
            + planned.inputs.labels[wish.ref, need.tag]
            for need in wish.needs
            if (level := scoring.level(one.person, need))
        ]
        shown["sentences"] = [f"Brings {explain.listed(brings)}."] if brings else []
        shown["sentences"] += [
            f"Her profile says {wider}, which is broader than {planned.inputs.labels[wish.ref, need.tag]}: counted as "
            "professional knowledge. Ask her."
            for need in wish.needs
            if (wider := planned.inputs.wider.get((one.person.ref, need.tag)))
        ]
    return shown


def groups(planned: Planned, others: list[Standing]) -> list[dict[str, Any]]:
    """Everyone without a seat on this review, under the first thing that stands in the way."""
    name = sheet.naming(planned)
    found = []
    for gate, heading in GROUPS.items():
        people = [
            {"ref": s.person.ref, "name": name(s.person.ref), "text": explain.say(text, name)}
            for s in others
            if (s.stopped.gate if s.stopped else Gate.CHOICE) is gate
            for text in [reason(s)]
        ]
        if people:
            found.append({"heading": heading, "people": people})
    return found


def reason(one: Standing) -> str:
    """For the coordinator, in a sentence with placeholders."""
    if one.stopped is None:
        return f"{explain.who(one.person.ref)}: {LEFT_OUT[0].lower()}{LEFT_OUT[1:]}"
    return explain.stopped(Candidate(one.person.ref), one.stopped)[0]


def person(planned: Planned, everywhere: list[Standing]) -> dict[str, Any]:
    """One person and every open review."""
    name = sheet.naming(planned)
    one = everywhere[0].person if everywhere else None
    return {
        "allocation": planned.allocation,
        "agency": planned.inputs.agencies.get(one.agency or "", "") if one else "",
        "rows": [
            [
                {
                    "heading": "Review",
                    "href": reverse(
                        "matching:plan_why",
                        kwargs={"ref": planned.allocation.ref, "review": s.wish.ref, "expert": s.person.ref},
                    ),
                    "text": s.wish.ref,
                },
                {"heading": "Partnership", "text": planned.inputs.reviews[s.wish.ref].partnership.name},
                {"heading": "In the plan", **placed(planned, s)},
                {"heading": "Why", "text": "" if s.seats else explain.say(reason(s), name)},
            ]
            for s in sorted(everywhere, key=lambda s: (not s.seats, s.stopped is not None, s.wish.ref))
        ],
    }


def placed(planned: Planned, one: Standing) -> dict[str, str]:
    if one.seats:
        shown = sheet.seat(planned, one.seats[0])
        return {"tag": shown["words"], "kind": shown["kind"]}
    return {"tag": "Could serve", "kind": "waiting"} if one.stopped is None else {"tag": "Not here", "kind": ""}


def why(planned: Planned, wish: Wish, answer: reasons.Why | Verdict) -> dict[str, Any]:
    """One person and one review, in both texts. What got worse stands in figures below."""
    name = sheet.naming(planned)
    on_plan = isinstance(answer, reasons.Why)
    ref = answer.placing.person if isinstance(answer, reasons.Why) else answer.ref
    rows: list[list[dict[str, Any]]] = []
    if isinstance(answer, reasons.Why):
        rows = [line(tier, before, after) for tier, before, after in answer.worse]
        caption = "The plan as it is, and with this seat left empty"
    else:
        caption = "The plan as it is, and with this person here"
        if answer.worsens and "after" in answer.numbers:
            rows = [line(TierName(answer.worsens), answer.numbers["before"], answer.numbers["after"])]
    return {
        "allocation": planned.allocation,
        "review": wish.ref,
        "name": name(ref),
        "on_plan": on_plan,
        "for_coordinator": [explain.say(answer.for_coordinator, name)],
        "for_expert": answer.for_expert,
        "compared": rows,
        "caption": caption,
        "looked": "" if isinstance(answer, reasons.Why) else looked(answer),
    }


def line(tier: TierName, before: int, after: int) -> list[dict[str, Any]]:
    return [
        {"heading": "In this order", "text": sheet.TIERS[tier]},
        {"heading": "As it is", "text": sheet.value(tier, before)},
        {"heading": "Otherwise", "text": sheet.value(tier, after)},
    ]


def looked(verdict: Verdict) -> str:
    """How far the answer reaches: reviews further away were left as they are."""
    if "reviews" not in verdict.numbers:
        return ""
    count = verdict.numbers["reviews"]
    certain = "" if verdict.numbers.get("proven", 1) else " It could not be settled in the time there was."
    return f"For this answer {count} {'review was' if count == 1 else 'reviews were'} looked at again.{certain}"
