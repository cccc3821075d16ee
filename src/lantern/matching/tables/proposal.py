"""A proposal as the parts of a page, worded for its reader."""

from typing import Any

from django.core.paginator import Paginator

from lantern.kit.vocabulary import SELF_DESCRIBED
from lantern.matching.domain import conflicts, explain
from lantern.matching.domain.model import Brought, Coverage, Gate, Kind, Level, Member, Proposal, Tier, Weight
from lantern.matching.domain.tiers import Name
from lantern.matching.selectors import Shown
from lantern.register.public import FACET_LABELS, Facet

WITHHELD = "an expert (name withheld)"
AT_A_GLANCE, A_PAGE = 10, 50

WEIGHTS = {Weight.MUST: "Must have", Weight.SHOULD: "Should have", Weight.COULD: "Could have"}

GROUPS: dict[Gate, str] = {
    Gate.CHOICE: "Could serve, and the panel is as good or better without",
    Gate.RULES: "Could serve, but the rules of composition cannot be kept",
    Gate.FEE: "Asks for more than the fee ceiling",
    Gate.REACH: "Does not work in this area",
    Gate.AGENCY_CAPACITY: "Her agency has no room for another seat",
    Gate.OWN_CAPACITY: "Has no room for another review",
    Gate.UNAVAILABLE: "Not free yet",
    Gate.NOT_ACCEPTING: "Not taking on reviews at present",
    Gate.CONFLICT: "Directly involved: not to be asked",
    Gate.DECLINED: "Has said no to this review, or did not answer",
    Gate.RELEVANCE: "Brings nothing this review asks for",
}

# What a partnership can change by itself, without a word on who in the register stands where.
LEVERS: dict[Gate, str] = {
    Gate.RELEVANCE: "The programme has to look outside its register, or recruit.",
    Gate.FEE: "A higher fee ceiling could help.",
    Gate.REACH: "Travel, or attending from a distance, could help.",
    Gate.CHOICE: "One more seat would meet it.",
    Gate.RULES: "Look again at the rules of composition.",
}
OTHER_LEVER = "Nobody suitable is free to be asked at present. The coordinator looks wider."
OWN_WORDS = "These are the review’s own words, which the register is not searched by: look by hand."

TIERS: dict[str, str] = {
    Name.MUST: "Must-have needs are met as well as they can be",
    Name.OTHER: "Then the other needs",
    Name.ADVISORY: "Then as few advisory rules of composition as possible are broken",
    Name.FILLED: "Then seats go to people who bring something needed",
    Name.CONFLICT: "Then the conflict grades are as low as possible",
    Name.LOAD: "Then the work goes to those who carry least",
    Name.ROTATION: "Then to those asked longest ago, or never",
    Name.COST: "Then the cost is as low as possible",
    Name.DRAW: "Where all this is equal, a lot is drawn",
}


# Seven points for a need met and three more for lived experience, tripled for a "should": decision 0004.
UNITS: dict[str, str] = {
    Name.MUST: "{} points",
    Name.OTHER: "{} points",
    Name.ADVISORY: "{} broken",
    Name.FILLED: "{} people",
    Name.CONFLICT: "{} points",
    Name.LOAD: "{} reviews, with this one",
    Name.ROTATION: "{} days short of a year",
    Name.DRAW: "",
}


def page(shown: Shown, why: str = "", number: str = "1") -> dict[str, Any]:
    """Everything the template shows beside the form. `why` opens one group of those not proposed at a page of it."""
    proposal = shown.proposal
    parts: dict[str, Any] = {"review": shown.review, "sight": shown.sight, "shown": shown, "proposal": proposal}
    if proposal is None:
        return parts
    members = list(proposal.members)
    return parts | {
        "needs": needs(shown, proposal),
        "unmet": [unmet(shown, c) for c in proposal.coverage if not c.met],
        "people": [member(shown, m) for m in members if not m.seated],
        "placed": [member(shown, m) for m in members if m.seated],
        "full": len(shown.inputs.needs.seated) >= shown.inputs.needs.seats,
        "reserves": reserves(shown, proposal) if shown.sight.everyone else [],
        "rules": composition(shown, proposal),
        "contradiction": explain.say(proposal.contradiction_sentence, naming(shown)),
        "groups": groups(shown, proposal, why, number) if shown.sight.everyone else [],
        "considered": len(shown.inputs.candidates),
        "not_proposed": len(proposal.not_proposed),
        "tiers": [tier(t) for t in proposal.tiers],
        "minutes": minutes(shown, proposal),
    }


def naming(shown: Shown, *, outside: bool = False) -> Any:
    """What this reader may call a person. `outside`: what a partnership may, whoever reads."""
    if shown.sight.everyone and not outside:
        return lambda ref: shown.inputs.names.get(ref, "somebody no longer in the register")
    return lambda ref: told.name if (told := shown.told.get(ref)) and told.name else WITHHELD


def state(row: Coverage) -> dict[str, str]:
    """Words and a sign, so that neither colour nor shape is needed."""
    if row.level is Level.LIVED:
        return {"tag": "✓ Met: lived experience", "kind": "done"}
    if row.level is Level.PROFESSIONAL:
        return {"tag": "✓ Met: professional knowledge", "kind": "attention"}
    return {"tag": "✗ Not met", "kind": "problem"}


def needs(shown: Shown, proposal: Proposal) -> list[list[dict[str, Any]]]:
    rows = []
    for row in proposal.coverage:
        asked = row.need.label + (" (lived experience only)" if row.need.lived else "")
        cells = [
            {"heading": "Need", "text": asked},
            {"heading": "About", "text": FACET_LABELS[Facet(row.need.facet)]},
            {"heading": "Weight", "text": WEIGHTS[row.need.weight]},
            {"heading": "Proposed panel", **state(row)},
        ]
        if shown.sight.everyone:
            by = explain.listed([naming(shown)(ref) for ref in row.by])
            cells.append({"heading": "By", "text": by} if row.by else {"heading": "By", "no_value": "Nobody"})
        rows.append(cells)
    return rows


def unmet(shown: Shown, row: Coverage) -> dict[str, str]:
    """A need nobody meets, and what would meet it. Figures about people in the register are the coordinator's."""
    sentence = explain.not_found([row.need])
    if row.need.code.startswith(f"{SELF_DESCRIBED}:"):
        return {"sentence": sentence, "found": "", "remedy": OWN_WORDS}
    if shown.sight.everyone:
        say = naming(shown)
        return {
            "sentence": sentence,
            "found": explain.say(row.sentence, say),
            "remedy": explain.say(row.remedy, say),
        }
    gate = row.stopped_at
    return {"sentence": sentence, "found": "", "remedy": LEVERS.get(gate, OTHER_LEVER) if gate else OTHER_LEVER}


def member(shown: Shown, one: Member) -> dict[str, Any]:
    """One card. A reader who may not see a thing gets no row for it."""
    told, inputs = shown.told[one.ref], shown.inputs
    everyone = shown.sight.everyone
    waiting = one.ref in inputs.waiting
    brings = one.brings if everyone else told.brings
    rows: list[dict[str, Any]] = []
    agency = inputs.agencies.get(one.ref, "") if everyone else told.agency
    if agency:
        rows.append({"key": "Agency", "value": agency})
    elif everyone:
        rows.append({"key": "Agency", "no_value": "None"})
    rows.append({"key": "Brings", **brought(brings, one, everyone)})
    if everyone:
        handling = conflicts.handling(one.grade)
        words = handling.words[0].upper() + handling.words[1:]
        if one.grade is None:
            words = "Not declared yet: she is asked before she answers"
        rows.append({"key": "Conflict", "value": f"{words}.\n{one.safeguard}"})
        rows.append({"key": "Load", "value": one.load})
    if shown.sight.fees and not (one.seated and not waiting):
        rows.append({"key": "Fee", "value": one.fee})
    if everyone and one.ref in inputs.wider:
        rows.append({"key": "Ask her", "value": "\n".join(inputs.wider[one.ref])})
    if everyone:
        rows.append({"key": "For the minutes", "value": minuted(shown, one)})
    name = naming(shown)(one.ref)
    return {
        "name": name[0].upper() + name[1:],
        "ref": one.ref if everyone else "",
        "rows": rows,
        "tag": "Waiting for her answer" if waiting else "Seated" if one.seated else "Proposed",
        "kind": "waiting" if waiting else "done" if one.seated else "",
    }


def brought(brings: tuple[Brought, ...], one: Member, everyone: bool) -> dict[str, Any]:
    if brings:
        return {"values_list": [_one(b) for b in brings]}
    if one.brings and not everyone:
        return {"no_value": "Shared with the programme only"}
    return {"no_value": "Nothing that the needs as stated ask for"}


def _one(b: Brought) -> str:
    words = explain.brings([b])
    return words[0].upper() + words[1:]


def minuted(shown: Shown, one: Member) -> str:
    """The sentence a partnership can minute: what it may be told, without grade, load or fee."""
    told = shown.told[one.ref]
    name = naming(shown, outside=True)(one.ref)
    verb = "brings"
    if one.ref in shown.inputs.waiting:
        verb = "has been asked, has not answered yet, and would bring"
    elif one.seated:
        verb = "has a seat, and brings"
    what = explain.brings(told.brings) if told.brings else "expertise that is shared with the programme only"
    if not one.brings:
        what = "nothing that the needs as stated ask for"
    return f"{name[0].upper()}{name[1:]} {verb} {what}."


def reserves(shown: Shown, proposal: Proposal) -> list[str]:
    return [explain.say(r.sentence, naming(shown)) for r in proposal.reserves]


def composition(shown: Shown, proposal: Proposal, *, outside: bool = False) -> list[dict[str, str]]:
    """Each rule, kept or not. Naming an agency would tell whose a withheld name is, so outside it stays unnamed."""
    by_key = {rule.key: rule for rule in shown.inputs.needs.rules}
    rows = []
    for row in proposal.rules:
        sentence = explain.say(row.sentence, naming(shown, outside=outside))
        if by_key[row.key].kind is Kind.SEATS_FROM_AGENCY and (outside or not shown.sight.everyone):
            sentence = f"{'Kept' if row.kept else 'Not kept'}: a rule on the seats of one agency."
        kind = "This is never broken." if row.hard else "Kept where that costs no coverage."
        rows.append(
            {
                "tag": "✓ Kept" if row.kept else "✗ Not kept",
                "kind": "done" if row.kept else "problem",
                "text": sentence.partition(": ")[2],
                "hard": kind,
            }
        )
    return rows


def groups(shown: Shown, proposal: Proposal, why: str, number: str) -> list[dict[str, Any]]:
    """Everyone who is not proposed, by reason. At most a page of each is drawn, whatever the register's size."""
    say = naming(shown)
    grades = {c.ref: c.conflict for c in shown.inputs.candidates}
    found = []
    for gate, heading in GROUPS.items():
        verdicts = sorted(
            (v for v in proposal.not_proposed if v.gate is gate), key=lambda v: (say(v.ref).casefold(), v.ref)
        )
        if not verdicts:
            continue
        opened = why == gate.value
        part = Paginator(verdicts, A_PAGE if opened else AT_A_GLANCE).get_page(number if opened else 1)
        found.append(
            {
                "code": gate.value,
                "heading": heading,
                "total": len(verdicts),
                "open": opened,
                "page": part if opened and part.paginator.num_pages > 1 else None,
                "more": len(verdicts) > AT_A_GLANCE and not opened,
                "people": [
                    {
                        "ref": v.ref,
                        "text": explain.say(v.for_coordinator, say),
                        "grade": conflicts.handling(grade).words if (grade := grades[v.ref]) else "",
                    }
                    for v in part
                ],
            }
        )
    return found


def tier(one: Tier) -> dict[str, str]:
    if one.name == Name.COST:
        return {"text": TIERS[one.name], "value": f"day rates together {explain.pounds(one.value)}"}
    return {"text": TIERS[one.name], "value": UNITS.get(one.name, "{}").format(f"{one.value:,}")}


def minutes(shown: Shown, proposal: Proposal) -> str:
    """Plain text that may travel: only what a partnership may be told, whoever copies it."""
    needed = [
        f"{c.need.label} ({c.need.weight.value}{', lived experience' if c.need.lived else ''})"
        for c in proposal.coverage
    ]
    lines = [
        f"Review {shown.review.ref}: panel expertise, {shown.inputs.needs.on:%-d %B %Y}",
        f"Needed: {explain.listed(needed)}.",
    ]
    lines += [f"Proposed: {minuted(shown, m)}" for m in proposal.members if not m.seated]
    lines += [f"On the panel or asked: {minuted(shown, m)}" for m in proposal.members if m.seated]
    if not proposal.members:
        lines.append("Proposed: nobody.")
    lines += [
        f"Rule {'kept' if row['kind'] == 'done' else 'not kept'}: {row['text']}"
        for row in composition(shown, proposal, outside=True)
    ]
    if proposal.contradiction_sentence:
        lines.append("No panel can keep every rule of composition that may never be broken.")
    lines.append(proposal.unmet_sentence or "Every need is met.")
    lines.append("Everyone in the register was considered. Nobody is asked until the coordinator confirms.")
    return "\n".join(lines)
