"""One review's part of a plan, told as a proposal for that review is, so that its evidence reads the same."""

from dataclasses import replace
from typing import Any

from lantern.matching.domain import explain, tiers
from lantern.matching.domain.gates import level_for
from lantern.matching.domain.model import Candidate, Coverage, Need, Proposal, Tier
from lantern.matching.domain.panel import member, rules_kept
from lantern.matching.domain.programme import asking
from lantern.matching.domain.programme.model import Role, Unmet
from lantern.matching.selectors.allocations import Planned
from lantern.matching.selectors.asked import stated_needs
from lantern.matching.services.proposal import snapshot, unmet


def told(planned: Planned, ref: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The snapshot that a search keeps, and the needs nobody was found for. No names, but the review's own words."""
    plan, programme = planned.plan, planned.inputs.programme
    assert plan is not None  # noqa: S101 - for the types
    wish = next(w for w in programme.reviews if w.ref == ref)
    people = {p.ref: p for p in programme.people}
    register = asking.Register(programme)
    standing = planned.inputs.standing[ref]
    sits = standing.seated | standing.waiting
    needs = replace(
        asking.needs_of(programme, wish),
        needs=stated_needs(planned.inputs.reviews[ref]),
        half_days=planned.inputs.reviews[ref].expert_half_days,
        seated=tuple(sorted(sits)),
    )
    panel = [
        register.candidate(people[p.person], wish) if p.person in people else Candidate(p.person)
        for p in planned.panel(ref)
        if p.role is Role.EXPERT
    ]
    said = {u.tag: u for u in plan.unmet if u.review == ref}
    coverage = tuple(
        _coverage(need, panel, said.get(wanted.tag)) for need, wanted in zip(needs.needs, wish.needs, strict=True)
    )
    proposal = Proposal(
        review_ref=ref,
        members=tuple(member(needs, one, panel) for one in panel),
        reserves=(),
        not_proposed=(),
        coverage=coverage,
        rules=tuple(rules_kept(needs, panel)),
        tiers=tuple(Tier(tier.name.value, tier.value, tier.more_is_better) for tier in plan.tiers),
        unmet_sentence=explain.not_found([c.need for c in coverage if not c.met]),
    )
    kept = snapshot(needs, proposal, planned.allocation.digest) | {"allocation": planned.allocation.ref}
    return kept, [unmet(c) for c in coverage if not c.met]


def _coverage(need: Need, panel: list[Candidate], said: Unmet | None) -> Coverage:
    by = tuple(one.ref for one in panel if level_for(one, need))
    level = tiers.best_level(panel, need)
    if level is not None:
        return Coverage(need, by, level, (), None, explain.covered(need, level, by), "")
    return Coverage(need, (), None, (), said.gate if said else None, said.text if said else "", "")
