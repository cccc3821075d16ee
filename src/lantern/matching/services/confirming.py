"""Confirming a plan, whole or in part, and undoing that before anything was sent. Nothing is ever sent from here."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.references import PATTERN
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.matching import rules
from lantern.matching.domain.programme import checker
from lantern.matching.domain.programme.model import Placing, Role
from lantern.matching.domain.runs import RunKind, RunState
from lantern.matching.models import Allocation, Confirmation
from lantern.matching.selectors.allocations import Planned, planned_from
from lantern.matching.selectors.programme import BESIDE
from lantern.matching.services.telling import told
from lantern.mentoring.public import Stage, active_mentees
from lantern.reviews import public as reviews
from lantern.reviews.public import LearningSeat, Review, Search

UNDONE = "The plan for the programme that this was part of was undone before anyone was asked."


@transaction.atomic
def confirm(*, allocation: Allocation, reviews: Sequence[str] | None, by: User) -> Confirmation:
    """Records what the plan decides for these reviews, all of them or none.

    Offers are drafted, chairs appointed and seats to learn in proposed; the partnership and the panel agree to those.

    `reviews` None is every review of the plan of which there is anything to record. Raises Refused; OutOfDate naming
    the reviews whose part of the plan rests on something that changed; IllegalMove where there is no plan to confirm,
    or where something that changed elsewhere means that somebody, or an agency, would be given too much.
    """
    rules.check_is_programme(by)
    kept = Allocation.objects.select_for_update().get(pk=allocation.pk)
    _check_confirmable(kept)
    planned = planned_from(kept)
    chosen = list(dict.fromkeys(planned.to_confirm if reviews is None else reviews))
    if not chosen:
        raise IllegalMove("There is nothing in this plan left to confirm.")
    if ended := [ref for ref in chosen if ref not in planned.inputs.reviews]:
        raise OutOfDate(_named(ended))
    if changed := [ref for ref in chosen if ref in planned.changed]:
        raise OutOfDate(_named(changed))
    _check_together(planned, chosen)
    made = {ref: _record(planned, ref, by) for ref in sorted(chosen)}
    confirmation = Confirmation.objects.create(allocation=kept, reviews=made, confirmed_by=by)
    audit.record(
        "matching.plan_confirmed",
        confirmation.ref,
        by,
        allocation=kept.ref,
        reviews=sorted(made),
        searches=[one["search"] for one in made.values() if one["search"]],
        chairs=sum(bool(one["chair"]) for one in made.values()),
        learning=[one["learning"] for one in made.values() if one["learning"]],
    )
    return confirmation


def _check_confirmable(allocation: Allocation) -> None:
    if allocation.kind == RunKind.WHAT_IF:
        raise IllegalMove("A what-if is there to compare. Make the change, then work out the plan again.")
    if RunState(allocation.state).live and not allocation.gone:
        raise IllegalMove("This plan is still being worked out. Wait for it, or stop it: the best so far is kept.")
    if not allocation.result:
        raise IllegalMove("There is no plan here to confirm.")


def _named(refs: Collection[str]) -> str:
    return f"Review {next(iter(refs))}" if len(refs) == 1 else f"Each of the reviews {', '.join(sorted(refs))}"


def _check_together(planned: Planned, chosen: Collection[str]) -> None:
    """Whether what is confirmed breaks anything, counted with every seat and draft that stands elsewhere today."""
    seats = {seat.placing for seat in planned.inputs.programme.seated}
    elsewhere = {placing for placing in seats if placing.review not in chosen}
    here = {p for ref in chosen for p in planned.panel(ref)}
    before = set(_broken(planned, seats))
    if broken := [words for words in _broken(planned, elsewhere | here) if words not in before]:
        names = {**planned.inputs.names, **planned.inputs.agencies}
        said = "; ".join(PATTERN.sub(lambda found: names.get(found[0], found[0]), words) for words in broken)
        raise IllegalMove(f"Something changed since this plan was made, so nothing was confirmed. {said}.")


def _broken(planned: Planned, placings: Collection[Placing]) -> tuple[str, ...]:
    try:
        checker.check_seats(planned.inputs.programme, sorted(placings))
    except checker.Breach as breach:
        return breach.breaches
    return ()


def _record(planned: Planned, ref: str, by: User) -> dict[str, Any]:
    """One review's part: a chair where it has none, the panel, and who learns beside it. Answers what to keep of it."""
    review, standing = planned.inputs.reviews[ref], planned.inputs.standing[ref]
    new = planned.new(ref)
    chair = next((p.person for p in new if p.role is Role.CHAIR), "")
    if chair:
        reviews.appoint_chair(review=review, version=review.version, expert=chair, by=by)
    experts = [p.person for p in new if p.role is Role.EXPERT]
    search = ""
    if planned.inputs.reviews[ref].needs.all() or experts or standing.drafted:
        proposal, unmet = told(planned, ref)
        search = reviews.decide_panel(
            review=review,
            version=review.version,
            proposal=proposal,
            proposed=experts,
            chosen=experts,
            reserves=[r for r in standing.reserves if r not in experts],
            unmet=unmet,
            reason="",
            by=by,
        ).ref
    return {
        "search": search,
        "chair": chair,
        "experts": experts,
        "learning": _propose_to_learn(planned, ref, by),
        "drafted": sorted(standing.drafted),
        "reserves": list(standing.reserves),
    }


def _propose_to_learn(planned: Planned, ref: str, by: User) -> str:
    """The seat to learn in that the plan puts beside this panel, by reference; or nothing."""
    expert = planned.learner(ref)
    if not expert:
        return ""
    mentee = active_mentees().filter(expert__ref=expert).first()
    kind = BESIDE.get(Stage(mentee.stage)) if mentee is not None else None
    if mentee is None or kind is None:
        raise IllegalMove(
            f"Whoever was to learn on review {ref} is no longer at a stage for it. Nothing was confirmed."
        )
    return reviews.propose_learning_seat(review=planned.inputs.reviews[ref], mentee=mentee, kind=kind, by=by).ref


@transaction.atomic
def undo(*, confirmation: Confirmation, by: User) -> Confirmation:
    """Takes back everything that one confirmation did, before anything of it was sent: drafts and chairs are as before.

    Raises Refused, OutOfDate where it was undone already, and IllegalMove naming the reviews of which something was
    sent, or decided anew, since.
    """
    rules.check_is_programme(by)
    kept = Confirmation.objects.select_for_update().get(pk=confirmation.pk)
    if kept.undone_at is not None:
        raise OutOfDate("This confirmation")
    found = {review.ref: review for review in Review.objects.filter(ref__in=kept.reviews).select_related("partnership")}
    standing = reviews.standing_of(found.values())
    latest = dict(Search.objects.filter(review__ref__in=found).order_by("pk").values_list("review__ref", "ref"))
    for ref, was in kept.reviews.items():
        now = standing[ref]
        if sent := (now.seated | now.waiting | now.declined) & set(was["experts"]):
            raise IllegalMove(
                f"Of review {ref}, {'an offer was' if len(sent) == 1 else f'{len(sent)} offers were'} sent since, so "
                "this cannot be undone. Withdraw what was sent, on the review's own page. Nothing was changed."
            )
        if was["search"] and latest.get(ref) != was["search"]:
            raise IllegalMove(
                f"Review {ref} was decided on again since, so this cannot be undone. Nothing was changed."
            )
    learning = _still_proposed(kept.reviews)
    for ref, was in sorted(kept.reviews.items()):
        _take_back(found[ref], was, by)
    for seat in learning:
        reviews.end_learning_seat(seat=seat, version=seat.version, finished=False, by=by)
    kept.undone_at, kept.undone_by = clock.now(), by
    kept.save(update_fields=("undone_at", "undone_by"))
    audit.record(
        "matching.confirmation_undone", kept.ref, by, allocation=kept.allocation.ref, reviews=sorted(kept.reviews)
    )
    return kept


def _still_proposed(kept: Mapping[str, Any]) -> list[LearningSeat]:
    """The seats to learn in that a confirmation proposed. Raises IllegalMove where one was agreed to since."""
    refs = [was["learning"] for was in kept.values() if was.get("learning")]
    found = list(LearningSeat.objects.select_related("review", "mentee__expert").filter(ref__in=refs).order_by("ref"))
    for seat in found:
        if seat.version > 1:
            raise IllegalMove(
                f"The seat to learn in on review {seat.review.ref} was answered since, so this cannot be undone. "
                "Nothing was changed."
            )
    return found


def _take_back(review: Review, was: dict[str, Any], by: User) -> None:
    if was["chair"]:
        reviews.take_back_chair(review=review, version=review.version, expert=was["chair"], by=by)
    if was["search"]:
        earlier = Search.objects.filter(review=review).exclude(ref=was["search"]).order_by("pk").last()
        reviews.decide_panel(
            review=review,
            version=review.version,
            proposal={"undone": was["search"]},
            proposed=was["experts"],
            chosen=was["drafted"],
            reserves=[ref for ref in was["reserves"] if ref not in was["drafted"]],
            unmet=earlier.unmet if earlier else [],
            reason=UNDONE,
            by=by,
        )
