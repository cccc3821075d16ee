"""Handing a person's decision on a proposal to reviews, which keeps it."""

import logging
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from lantern.accounts.public import User
from lantern.kit.states import IllegalMove
from lantern.matching import rules
from lantern.matching.domain import explain, gates
from lantern.matching.domain.check import Breach, breaks, check
from lantern.matching.domain.model import Coverage, Gate, Proposal, ReviewNeeds
from lantern.matching.selectors import Shown
from lantern.reviews.public import Search, decide_panel

log = logging.getLogger(__name__)

# Gates that a person with a reason may pass: what the partnership pays, where it meets, and the choice itself. The rest
# is what the expert, her agency or her connection to the review has settled, and nobody else.
MAY_BE_ASKED_ALL_THE_SAME = frozenset({Gate.CHOICE, Gate.RULES, Gate.FEE, Gate.REACH, Gate.RELEVANCE})


@transaction.atomic
def decide(
    *, shown: Shown, version: int, chosen: Sequence[str], reserves: Sequence[str], reason: str, by: User
) -> Search:
    """Keeps the proposal as shown and what was decided on it. Nobody is asked by this.

    Raises Refused, OutOfDate, and IllegalMove where the proposal fails its check, where someone chosen may not be
    asked, where a hard rule or an agency's limit is broken, or where a choice that differs has no reason.
    """
    rules.check_can_decide(by, shown.review)
    proposal, inputs = shown.proposal, shown.inputs
    if proposal is None:
        raise IllegalMove("This review states no needs yet, so there is nothing to decide.")
    try:
        check(inputs.needs, inputs.candidates, proposal)
    except Breach as breach:
        log.exception("a proposal failed its check: %d breaches", len(breach.breaches))
        raise IllegalMove(
            "This proposal did not pass its own check, so nothing was recorded. Tell whoever runs Lantern for you."
        ) from breach
    _check_choice(shown, proposal, chosen, reserves)
    return decide_panel(
        review=shown.review,
        version=version,
        proposal=snapshot(inputs.needs, proposal, inputs.digest),
        proposed=[m.ref for m in shown.new],
        chosen=list(chosen),
        reserves=list(reserves),
        unmet=[unmet(c) for c in proposal.coverage if not c.met],
        reason=reason,
        by=by,
    )


def _check_choice(shown: Shown, proposal: Proposal, chosen: Sequence[str], reserves: Sequence[str]) -> None:
    inputs = shown.inputs
    people = {c.ref: c for c in inputs.candidates}
    verdicts = {v.ref: v for v in proposal.not_proposed}
    placed = {m.ref for m in proposal.members if m.seated}
    for ref in (*chosen, *reserves):
        if ref not in people or ref in placed:
            raise IllegalMove("Someone chosen is no longer in the register, or has a place on this review already.")
        verdict = verdicts.get(ref)
        if verdict and verdict.gate not in MAY_BE_ASKED_ALL_THE_SAME:
            why = explain.say(verdict.for_coordinator, lambda who: inputs.names.get(who, who))
            raise IllegalMove(f"{why} Choose somebody else.")
    if not chosen:
        return
    agencies = [people[ref].agency_ref for ref in chosen]
    for agency, room in gates.agency_room(inputs.candidates).items():
        if agencies.count(agency) > room:
            raise IllegalMove("More people are chosen from one agency than it says it can carry.")
    panel = [people[ref] for ref in (*placed, *chosen) if ref in people]
    for rule in inputs.needs.rules:
        if rule.hard and breaks(inputs.needs, rule, panel):
            raise IllegalMove("This choice breaks a rule of composition that this review never breaks.")


def snapshot(needs: ReviewNeeds, proposal: Proposal, digest: str) -> dict[str, Any]:
    """The proposal to keep: references, codes, and sentences with references where a name would stand.

    Of those who bring nothing that is needed, only the gate is kept: it says all there is.
    """
    return {
        "digest": digest,
        "on": needs.on.isoformat(),
        "seats": needs.seats,
        "needs": [{"facet": n.facet, "code": n.code, "weight": n.weight.value, "lived": n.lived} for n in needs.needs],
        "members": [
            {
                "ref": m.ref,
                "seated": m.seated,
                "brings": [[*b.need.tag, b.level.value, b.alone] for b in m.brings],
                "grade": m.grade.value if m.grade else None,
                "load": m.load,
                "fee": m.fee,
                "sentence": m.sentence,
            }
            for m in proposal.members
        ],
        "reserves": [
            {"ref": r.ref, "in_place_of": r.in_place_of, "rank": r.rank, "sentence": r.sentence}
            for r in proposal.reserves
        ],
        "coverage": [
            {
                "facet": c.need.facet,
                "code": c.need.code,
                "by": list(c.by),
                "level": c.level.value if c.level else None,
                "sentence": c.sentence,
            }
            for c in proposal.coverage
        ],
        "rules": [
            {"key": r.key, "part": r.part, "hard": r.hard, "kept": r.kept, "sentence": r.sentence}
            for r in proposal.rules
        ],
        "tiers": [{"name": t.name, "value": t.value} for t in proposal.tiers],
        "contradiction": list(proposal.contradiction),
        "not_proposed": [
            {"ref": v.ref, "gate": v.gate.value}
            | ({} if v.gate is Gate.RELEVANCE else {"sentence": v.for_coordinator, "worsens": v.worsens})
            for v in proposal.not_proposed
        ],
    }


def unmet(row: Coverage) -> dict[str, Any]:
    """One need nobody was found for. `sentence` is for everyone who may read the evidence; `found` and `remedy` tell of
    people in the register and their fees, and are the programme's."""
    return {
        "facet": row.need.facet,
        "code": row.need.code,
        "label": row.need.label,
        "weight": row.need.weight.value,
        "stopped_at": row.stopped_at.value if row.stopped_at else None,
        "sentence": explain.not_found([row.need]),
        "found": row.sentence,
        "remedy": row.remedy,
    }
