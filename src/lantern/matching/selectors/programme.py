"""The whole programme as the domain reads it: every open review and the whole register."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db import transaction

from lantern.access.public import Role as Held
from lantern.accounts.public import User, people_with
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.vocabulary import SELF_DESCRIBED
from lantern.matching import rules
from lantern.matching.domain.breadth import Answering
from lantern.matching.domain.marks import mark
from lantern.matching.domain.model import STANDARD_RULES, Grade, Level, Weight
from lantern.matching.domain.programme.asking import split
from lantern.matching.domain.programme.model import (
    DECLINED,
    Agency,
    Ban,
    Person,
    Placing,
    Programme,
    ProgrammeRule,
    Role,
    RuleKind,
    Seated,
    SeatState,
    Wanted,
    Wish,
)
from lantern.matching.selectors.asked import Tag, answers_for, held, only_broader
from lantern.mentoring.public import PlacementKind, Stage, active_mentees
from lantern.register.public import Expert, ExpertProfile, label_of, profiles
from lantern.register.public import Grade as ReviewGrade
from lantern.reviews import public as reviews
from lantern.reviews.public import Review, Standing

MOST_NEW = 3
COUNTING = {RuleKind.SEATS_FROM_AGENCY, RuleKind.MEMBERS_WITH_EXPERTISE}
# The seat beside a panel that somebody at a stage can take; who co-chairs or chairs has her own part in the work.
BESIDE = {
    Stage.LEARNING: PlacementKind.OBSERVE,
    Stage.OBSERVE: PlacementKind.SHADOW,
    Stage.SHADOW: PlacementKind.SHADOW,
}
WEIGHTS = {Weight.MUST: 5, Weight.SHOULD: 3, Weight.COULD: 1}


@dataclass(frozen=True)
class ProgrammeInputs:
    """The programme, and what a page needs beside it.

    `programme.reviews` are all open ones, by reference; one that states no needs yet takes nobody new. `reviews` holds
    the rows (partnership and chair fetched), `names` experts' and `agencies` agencies' names by reference, `labels` the
    words of each need by (review, tag), which may be the review's own. `waiting` are accepted seats that are only
    promised: an offer is in hand. `wider` names for (person, tag) the broader term by which alone she answers for it.
    `digest` changes with anything that a plan depends on, and `versions` are the reviews' own.
    """

    programme: Programme
    reviews: Mapping[str, Review]
    standing: Mapping[str, Standing]
    names: Mapping[str, str]
    agencies: Mapping[str, str]
    labels: Mapping[tuple[str, str], str]
    waiting: frozenset[Placing]
    wider: Mapping[tuple[str, str], str]
    versions: Mapping[str, int]
    digest: str


def programme_for(by: User) -> ProgrammeInputs:
    """The programme today, for a coordinator. The reading is recorded, in counts. Raises Refused."""
    rules.check_is_programme(by)
    with transaction.atomic():
        inputs = programme_inputs()
        audit.record(
            "matching.programme_read",
            "programme",
            by,
            reviews=len(inputs.programme.reviews),
            people=len(inputs.programme.people),
        )
    return inputs


def programme_inputs() -> ProgrammeInputs:
    """The programme today, for whoever has authorised and recorded: in a constant number of queries."""
    rows = reviews.open_reviews()
    standing = reviews.standing_of(rows)
    grades = reviews.grades_by_review(rows)
    everyone = profiles()
    asked = reviews.last_asked()
    may_chair, learning = _accounts(Held.CHAIR), _learning()
    learn_in = _learn_in()
    expert_of = dict(Expert.objects.filter(user__isnull=False).values_list("user_id", "ref"))
    chairs = {row.ref: expert_of.get(row.chair_id) if row.chair_id else None for row in rows}

    needs = {row.ref: _needs(row) for row in rows}
    demands = {row.ref: _rules(row) for row in rows}
    tags = [split(need.tag) for wanted in needs.values() for need in wanted]
    tags += [split(rule.tag) for found in demands.values() for rule in found if rule.tag]
    answers = answers_for(sorted(set(tags)))

    able = {expert_of[user] for user in may_chair if user in expert_of}
    people = tuple(
        Person(
            ref=profile.ref,
            agency=profile.agency_ref or None,
            roles=frozenset({Role.EXPERT, Role.CHAIR} if profile.ref in able else {Role.EXPERT}),
            mentee=profile.ref in learning,
            by_and_for=profile.by_and_for,
            levels=_levels(profile, answers),
            # The register does not tell "nowhere in particular" from "nobody has asked": both are not known.
            regions=frozenset(profile.regions) or None,
            remote=profile.remote,
            rate_pence=profile.day_rate_pence,
            max_reviews=profile.max_reviews,
            accepting=profile.accepting,
            last_asked=asked.get(profile.ref),
        )
        for profile in sorted(everyone, key=lambda p: p.ref)
    )
    programme = Programme(
        people=people,
        agencies=tuple(
            Agency(ref, most)
            for ref, most in sorted(
                {
                    **{rule.agency: None for found in demands.values() for rule in found if rule.agency},
                    **{p.agency_ref: p.agency_max for p in everyone if p.agency_ref},
                }.items()
            )
        ),
        reviews=tuple(_wish(row, needs[row.ref], standing[row.ref], grades[row.ref], chairs[row.ref]) for row in rows),
        seated=tuple(
            seat for row in rows for seat in _seated(row.ref, standing[row.ref], chairs[row.ref], learn_in.get(row.ref))
        ),
        rules=tuple(rule for row in rows for rule in demands[row.ref]),
        on=clock.today(),
    )
    versions = {row.ref: row.version for row in rows}
    return ProgrammeInputs(
        programme=programme,
        reviews={row.ref: row for row in rows},
        standing=standing,
        names={p.ref: p.name for p in everyone},
        agencies={p.agency_ref: p.agency_name for p in everyone if p.agency_ref},
        labels={
            (row.ref, wanted.tag): label_of(need.facet, need.code, need.own_words)
            for row in rows
            for need, wanted in zip(row.needs.all(), needs[row.ref], strict=True)
        },
        waiting=frozenset(Placing(ref, who) for ref, one in standing.items() for who in one.waiting),
        wider={
            (profile.ref, ":".join(tag)): label_of(tag[0], broad)
            for profile in everyone
            for tag, answer in answers.items()
            if (broad := only_broader(profile.expertise, tag, answer))
        },
        versions=versions,
        digest=mark(programme, versions),
    )


def _accounts(role: Held) -> list[int]:
    return [user.pk for user in people_with(role)]


def _learning() -> set[str]:
    """References of the experts whom a plan may put beside a panel to learn."""
    at = [stage.value for stage in BESIDE]
    return set(active_mentees().filter(stage__in=at).values_list("expert__ref", flat=True))


def _learn_in() -> dict[str, str]:
    """Who has a live seat to learn in, by the review's reference. Until someone says no it is hers, as if accepted."""
    return {review: expert for review, expert, _begun in reviews.learning_placements()}


def _opaque(facet: str, code: str, own_words: str) -> str:
    """The tag of a need. A review's own words stand in it as a mark: plans are kept, and hold codes only."""
    whole = code
    if code == SELF_DESCRIBED:
        whole = f"{SELF_DESCRIBED}_{hashlib.sha256(own_words.encode()).hexdigest()[:8]}"
    return f"{facet}:{whole}"


def _needs(review: Review) -> tuple[Wanted, ...]:
    return tuple(
        Wanted(
            tag=_opaque(need.facet, need.code, need.own_words),
            weight=WEIGHTS[Weight(need.weight)],
            must=need.weight == Weight.MUST,
            lived=need.lived,
            label=label_of(need.facet, need.code),
        )
        for need in review.needs.all()
    )


def _rules(review: Review) -> tuple[ProgrammeRule, ...]:
    """What bounds this panel. The fewest and the most are a rule each: where they contradict, it is not misread."""
    stated = tuple(review.composition_rules.all())
    if not stated:
        return tuple(ProgrammeRule(RuleKind(rule.kind.value), rule.hard, review=review.ref) for rule in STANDARD_RULES)
    found = []
    for row in stated:
        one = ProgrammeRule(
            kind=RuleKind(row.kind),
            hard=row.hard,
            review=review.ref,
            agency=row.agency_ref,
            tag=f"{row.facet}:{row.code}" if row.facet else "",
        )
        if one.kind in COUNTING and not (one.agency or one.tag):
            continue
        bounds = [replace(one, least=row.least)] if row.least is not None else []
        bounds += [replace(one, most=row.most)] if row.most is not None else []
        if one.kind in COUNTING:
            found += bounds
        else:
            found.append(
                replace(one, least=row.least) if one.kind is RuleKind.BY_AND_FOR_FOR_EACH_MUST_COMMUNITY else one
            )
    return tuple(found)


def _wish(
    review: Review,
    needs: tuple[Wanted, ...],
    standing: Standing,
    grades: Mapping[str, ReviewGrade],
    chair: str | None,
) -> Wish:
    taken = len(standing.seated | standing.waiting)
    days = review.expert_half_days / 2
    return Wish(
        ref=review.ref,
        region=review.partnership.region,
        remote_ok=review.remote_ok,
        # A plan fills up to three seats at a time: more are filled by the next.
        seats=max(min(review.seats_wanted, taken + MOST_NEW), taken) if needs else taken,
        # A chair who is not in the register sits already, and takes nobody's time that is planned here.
        chair=review.chair_id is None or chair is not None,
        expert_days=days,
        chair_days=days,  # nothing is kept of how long a chair's work is: counted like a member's
        rate_ceiling_pence=review.rate_ceiling_pence,
        needs=needs,
        bans=tuple(Ban(ref, DECLINED) for ref in sorted(standing.declined - standing.seated - standing.waiting)),
        grades={ref: Grade(grade.value) for ref, grade in sorted(grades.items())},
    )


def _seated(review: str, standing: Standing, chair: str | None, learner: str | None) -> Iterable[Seated]:
    accepted = (standing.seated | standing.waiting) - {chair or ""}
    if chair is not None:
        yield Seated(Placing(review, chair, Role.CHAIR), SeatState.ACCEPTED)
    for ref in sorted(accepted):
        yield Seated(Placing(review, ref), SeatState.ACCEPTED)
    for ref in sorted(standing.drafted - accepted - {chair or ""}):
        yield Seated(Placing(review, ref), SeatState.PROPOSED)
    if learner is not None:
        yield Seated(Placing(review, learner, Role.SHADOW), SeatState.ACCEPTED)


def _levels(profile: ExpertProfile, answers: Mapping[Tag, Answering]) -> dict[str, Level]:
    found: dict[str, Level] = {}
    for known in held(profile.expertise, answers):
        tag = f"{known.facet}:{known.code}"
        if found.get(tag) is not Level.LIVED:
            found[tag] = known.level
    return found
