"""What a proposal is made from, and a proposal as far as each reader may see it."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from lantern.access.public import Hidden
from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.references import is_ref
from lantern.matching import rules
from lantern.matching.domain.breadth import Answering
from lantern.matching.domain.conflicts import handling
from lantern.matching.domain.marks import mark
from lantern.matching.domain.model import (
    STANDARD_RULES,
    Brought,
    Candidate,
    Expertise,
    Gate,
    Grade,
    Kind,
    Member,
    Proposal,
    ReviewNeeds,
    Rule,
)
from lantern.matching.domain.panel import propose
from lantern.matching.rules import Reader, Sight
from lantern.matching.selectors.asked import Tag, answers_for, held, only_broader, stated_needs
from lantern.register.public import Audience, Expert, ExpertProfile, label_of, profiles, shown_expertise
from lantern.reviews import public as reviews
from lantern.reviews.public import Review, Search

MOST_ON_A_FORM = 50
DIGEST = re.compile("[0-9a-f]{64}")
SHORT = {
    Gate.CHOICE: "could serve",
    Gate.RULES: "could serve",
    Gate.REACH: "does not work in this area",
    Gate.FEE: "above the fee ceiling",
}


@dataclass(frozen=True)
class Inputs:
    """What the domain is given, and what a page needs beside it.

    `wider` names, for each person and need, the broader term by which alone she answers for it (decision 0009).
    `waiting` have an offer of this review in hand: to the domain they sit already, since their place is promised.
    `digest` changes with anything that the proposal depends on.
    """

    needs: ReviewNeeds
    candidates: tuple[Candidate, ...]
    names: Mapping[str, str]
    agencies: Mapping[str, str]
    waiting: frozenset[str]
    wider: Mapping[str, tuple[str, ...]]
    digest: str


@dataclass(frozen=True)
class Told:
    """What a partnership or chair may be told of one member. `name` and `agency` are "" where they may not."""

    name: str
    agency: str
    brings: tuple[Brought, ...]


@dataclass(frozen=True)
class Shown:
    """One proposal for one reader. `proposal` is None while the review states no needs."""

    review: Review
    reader: Reader
    inputs: Inputs
    proposal: Proposal | None
    told: Mapping[str, Told]

    @property
    def sight(self) -> Sight:
        return rules.SIGHT[self.reader]

    @property
    def new(self) -> tuple[Member, ...]:
        """Those proposed who neither sit nor have an offer in hand."""
        return tuple(m for m in self.proposal.members if not m.seated) if self.proposal else ()


def proposal_for(user: User, ref: str) -> Shown:
    """Today's proposal for a review this person may open. The reading is recorded, in counts. Raises Hidden."""
    if not is_ref(ref):  # PostgreSQL would stumble over some of what an address can hold
        raise Hidden("matching:proposal")
    with transaction.atomic():
        review = reviews.review_for(user, ref)
        reader = rules.reader_of(user, review)
        inputs = inputs_for(review)
        proposal = propose(inputs.needs, inputs.candidates) if inputs.needs.needs else None
        shown = Shown(review, reader, inputs, proposal, _told(inputs, proposal.members if proposal else ()))
        audit.record(
            "matching.proposal_read",
            review.ref,
            user,
            reader=reader.value,
            considered=len(inputs.candidates),
            proposed=[m.ref for m in shown.new],
            unmet=sum(not c.met for c in proposal.coverage) if proposal else 0,
        )
    return shown


def open_to_choice(shown: Shown) -> Mapping[str, str]:
    """Who may be ticked on a form, by reference, in order: the proposed, the reserves, and others who could serve.

    Each label says a conflict grade that is known, since nobody is to be approached without a look at it.
    """
    proposal = shown.proposal
    if proposal is None:
        return {}
    standing = {m.ref: "proposed" for m in shown.new}
    for reserve in proposal.reserves:
        standing.setdefault(reserve.ref, "reserve")
    for gate, words in SHORT.items():
        for verdict in proposal.not_proposed:
            if verdict.gate is gate and len(standing) < MOST_ON_A_FORM:
                standing.setdefault(verdict.ref, words)
    grades = {c.ref: c.conflict for c in shown.inputs.candidates}
    return {
        ref: f"{shown.inputs.names[ref]} ({words}{f'; {handling(grade).words}' if (grade := grades[ref]) else ''})"
        for ref, words in standing.items()
    }


def decided_already(review: Review, digest: str, by: User) -> bool:
    """Whether this person has recorded a decision on this very proposal: a form sent twice."""
    return (
        DIGEST.fullmatch(digest) is not None
        and Search.objects.filter(review=review, proposal__digest=digest, decided_by=by).exists()
    )


def inputs_for(review: Review) -> Inputs:
    """The review and the whole register as the domain reads them, in a constant number of queries."""
    everyone = profiles()
    grades = reviews.grades_for(review)
    carried, agency_carried = reviews.loads()
    asked, declined = reviews.last_asked(), reviews.declined_here(review)
    waiting = frozenset(reviews.waiting_here(review))
    agencies = {p.agency_ref: p.agency_name for p in everyone if p.agency_ref}
    needs = _needs(review, reviews.seated_here(review) | waiting, agencies)
    answers = _answers(needs)
    brought = {p.ref: held(p.expertise, answers) for p in everyone}
    candidates = tuple(
        Candidate(
            ref=p.ref,
            agency_ref=p.agency_ref or None,
            by_and_for=p.by_and_for,
            expertise=brought[p.ref],
            # The register does not tell "nowhere in particular" from "nobody has asked": both are not known.
            regions=frozenset(p.regions) or None,
            remote=p.remote,
            day_rate_pence=p.day_rate_pence,
            accepting=p.accepting,
            active_reviews=carried.get(p.ref, 0),
            max_reviews=p.max_reviews,
            agency_active=agency_carried.get(p.agency_ref, 0),
            agency_max=p.agency_max,
            conflict=Grade(grades[p.ref].value) if p.ref in grades else None,
            last_asked=asked.get(p.ref),
            declined_this=p.ref in declined,
        )
        for p in everyone
    )
    return Inputs(
        needs=needs,
        candidates=candidates,
        names={p.ref: p.name for p in everyone},
        agencies={p.ref: p.agency_name for p in everyone},
        waiting=waiting,
        wider={p.ref: wider for p in everyone if (wider := _wider(p, needs, answers))},
        digest=mark(review.version, needs, *sorted(candidates, key=lambda c: c.ref)),
    )


def _needs(review: Review, seated: Collection[str], agencies: Mapping[str, str]) -> ReviewNeeds:
    rows = list(review.composition_rules.all())
    return ReviewNeeds(
        ref=review.ref,
        region=review.partnership.region,
        remote_ok=review.remote_ok,
        seats=review.seats_wanted,
        needs=stated_needs(review),
        on=clock.today(),
        rate_ceiling_pence=review.rate_ceiling_pence,
        half_days=review.expert_half_days,
        rules=tuple(
            Rule(
                key=f"{row.kind}-{row.pk}",
                kind=Kind(row.kind),
                hard=row.hard,
                minimum=row.least,
                maximum=row.most,
                agency_ref=row.agency_ref or None,
                facet=row.facet,
                code=row.code,
                label=label_of(row.facet, row.code) if row.facet else agencies.get(row.agency_ref, ""),
            )
            for row in rows
        )
        or STANDARD_RULES,
        seated=tuple(sorted(seated)),
    )


def _answers(needs: ReviewNeeds) -> dict[Tag, Answering]:
    return answers_for([*(need.tag for need in needs.needs), *((r.facet, r.code) for r in needs.rules if r.facet)])


def _wider(profile: ExpertProfile, needs: ReviewNeeds, answers: Mapping[Tag, Answering]) -> tuple[str, ...]:
    return tuple(
        f"Her profile says {label_of(need.facet, broad)}, which is broader than {need.label}: "
        "counted as professional knowledge. Ask her."
        for need in needs.needs
        if (broad := only_broader(profile.expertise, need.tag, answers[need.tag]))
    )


def _told(inputs: Inputs, members: Sequence[Member]) -> dict[str, Told]:
    """A member is named only where her name and everything she is here for may be told.

    A name beside a met need tells the need's expertise of her, even where no line joins the two.
    """
    answers = _answers(inputs.needs)
    experts = Expert.objects.filter(ref__in=[m.ref for m in members]).prefetch_related("expertise")
    by_ref = {expert.ref: expert for expert in experts}
    brought = {c.ref: set(c.expertise) for c in inputs.candidates}
    found = {}
    for member in members:
        expert = by_ref.get(member.ref)
        if expert is None:
            found[member.ref] = Told("", "", ())
            continue
        standing = {"proposed": True, "seated": member.seated and member.ref not in inputs.waiting}
        rows = [
            (known.facet, known.code, known.level)
            for known in shown_expertise(expert, viewer_is_programme=False, **standing)
        ]
        open_to_tell = set(held(rows, answers))
        here_for = {e for e in brought[member.ref] if (e.facet, e.code) in answers}
        named = Audience(expert.name_audience).allows(**standing) and here_for <= open_to_tell
        found[member.ref] = Told(
            name=expert.name if named else "",
            agency=inputs.agencies.get(member.ref, "") if named else "",
            brings=tuple(b for b in member.brings if Expertise(*b.need.tag, b.level) in open_to_tell),
        )
    return found
