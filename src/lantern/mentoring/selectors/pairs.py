"""Pairs and what the two share, as far as each person may see it; and what pairing is decided on."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from lantern.access.public import Hidden, Role
from lantern.accounts.public import User, has_role
from lantern.audit import public as audit
from lantern.mentoring import rules
from lantern.mentoring.domain.pairs import Guide, Learner, PairState
from lantern.mentoring.models import Action, Goal, Mentee, Mentor, MentoringSession, Pair, Reflection

LIVE = [state.value for state in PairState if state.live]
OVER = [state.value for state in PairState if not state.live]


def pairs_visible_to(user: Any) -> QuerySet[Pair]:
    """Every pair for a coordinator, hers for a mentee and for a mentor; else none."""
    found = Pair.objects.select_related("mentee__expert__agency", "mentee__cohort", "mentor__expert__agency")
    if has_role(user, Role.COORDINATOR):
        return found
    return found.filter(_hers(user))


def _hers(user: Any) -> Q:
    hers = Q(pk__in=())
    if has_role(user, Role.MENTEE):
        hers |= Q(mentee__expert__user=user)
    if has_role(user, Role.MENTOR):
        hers |= Q(mentor__expert__user=user)
    return hers


def pair_for(user: User, ref: str) -> Pair:
    """One pair; the reading is recorded. Raises Hidden."""
    return _read(pairs_visible_to(user).filter(ref=ref).first(), ref, user)


def own_pair(user: User, ref: str) -> Pair:
    """One pair, for the two of it alone: what they write is theirs. Raises Hidden."""
    found = pairs_visible_to(user).filter(ref=ref).first()
    return _read(found if found is not None and rules.is_of(user, found) else None, ref, user)


def _read(found: Pair | None, ref: str, user: User) -> Pair:
    if found is None:
        raise Hidden(ref[:40])
    with transaction.atomic():
        audit.record("mentoring.pair_read", found.ref, user)
    return found


def goal_for(user: User, pair_ref: str, ref: str) -> Goal:
    return _within(own_pair(user, pair_ref), "goals", ref)


def action_for(user: User, pair_ref: str, ref: str) -> Action:
    return _within(own_pair(user, pair_ref), "actions", ref)


def session_for(user: User, pair_ref: str, ref: str) -> MentoringSession:
    return _within(own_pair(user, pair_ref), "sessions", ref)


def _within(pair: Pair, name: str, ref: str) -> Any:
    found = getattr(pair, name).filter(ref=ref).first()
    if found is None:
        raise Hidden(ref[:40])
    found.pair = pair
    return found


def reflections_of(user: User) -> QuerySet[Reflection]:
    """What she wrote for herself. Whoever else asks, in whatever role, is answered with nothing."""
    return Reflection.objects.select_related("written_by").filter(written_by=user, mentee__expert__user=user)


def reflection_for(user: User, ref: str) -> Reflection:
    """One of hers; the reading is recorded, and an attempt by anybody else as a refusal. Raises Hidden."""
    found = reflections_of(user).filter(ref=ref).first()
    if found is None:
        raise Hidden(ref[:40])
    with transaction.atomic():
        audit.record("mentoring.reflection_read", found.ref, user)
    return found


def mentors() -> QuerySet[Mentor]:
    return Mentor.objects.select_related("expert__agency").prefetch_related("pairs")


def mentor_for(user: User, ref: str) -> Mentor:
    """One mentor's own words about herself: hers and the programme's. Raises Hidden."""
    found = mentors().filter(ref=ref).first()
    if found is None or not rules.can_set_mentor(user, found):
        raise Hidden(ref[:40])
    return found


def own_mentor(user: User) -> Mentor | None:
    return mentors().filter(expert__user=user).first() if has_role(user, Role.MENTOR) else None


def mentees_without_mentor() -> list[Mentee]:
    """Mentees who have not left and whom nobody mentors or is being asked to."""
    here = Mentee.objects.filter(left_at=None).exclude(pairs__state__in=LIVE)
    return list(here.select_related("expert__agency", "cohort").prefetch_related("pairs__mentor", "levels"))


def learner_of(mentee: Mentee) -> Learner:
    pairs = list(mentee.pairs.all())
    mentor_refs = {pair.mentor_id: pair.mentor.ref for pair in pairs}
    return Learner(
        expert=mentee.expert.ref,
        agency=mentee.expert.agency.ref if mentee.expert.agency else "",
        left=mentee.left_at is not None,
        taken=any(pair.state in LIVE for pair in pairs),
        before=frozenset(mentor_refs[pair.mentor_id] for pair in pairs if pair.state in OVER),
    )


def guide_of(mentor: Mentor) -> Guide:
    return Guide(
        ref=mentor.ref,
        expert=mentor.expert.ref,
        agency=mentor.expert.agency.ref if mentor.expert.agency else "",
        accepting=mentor.accepting,
        most=mentor.most_mentees,
        with_her=sum(pair.state in LIVE for pair in mentor.pairs.all()),
    )
