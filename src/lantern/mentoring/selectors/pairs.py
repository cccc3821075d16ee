"""Pairs and what the two share, as far as each person may see it; and what pairing is decided on."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from lantern.access.public import Hidden, Role
from lantern.accounts.public import User, has_role
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.mentoring import rules
from lantern.mentoring.domain import framework, stages
from lantern.mentoring.domain.pairs import Guide, Learner, PairState, SessionState
from lantern.mentoring.domain.words import Stage
from lantern.mentoring.models import Action, Goal, Mentee, Mentor, MentoringSession, Pair, Reflection
from lantern.mentoring.selectors.path import stated
from lantern.register.public import Facet, label_of

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


def waiting_for(user: User) -> list[Mentee]:
    """For whom someone may ask a mentor: everyone who waits for the programme, a mentee for herself, else nobody."""
    if has_role(user, Role.COORDINATOR):
        return without_mentor()
    return [one for one in without_mentor() if one.expert.user_id == user.pk] if has_role(user, Role.MENTEE) else []


def without_mentor() -> list[Mentee]:
    """Mentees who have not left and whom nobody mentors or is being asked to."""
    here = Mentee.objects.filter(left_at=None).exclude(pairs__state__in=LIVE)
    return list(
        here.select_related("expert__agency", "cohort").prefetch_related(
            "pairs__mentor", "pairs__goals", "levels__evidence"
        )
    )


def gaps_of(mentee: Mentee) -> dict[str, int]:
    """By how many levels she is short of what her next stage demands, and one more for a goal she has not reached.

    A level that nobody has stated yet is her own view of it, else none.
    """
    known = stated(mentee.levels.all())
    levels = framework.own_view(known) | framework.counted(known, clock.today())
    after = stages.NEXT.get(Stage(mentee.stage))
    demanded = stages.TABLE[after].levels if after else {}
    gaps = {code: short for code, level in demanded.items() if (short := level - levels.get(code, 0)) > 0}
    for goal in (goal for pair in mentee.pairs.all() for goal in pair.goals.all()):
        if goal.competency and goal.reached_at is None:
            gaps[goal.competency] = gaps.get(goal.competency, 0) + 1
    return gaps


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


def why(codes: Sequence[str], *, to_programme: bool) -> list[str]:
    """Why the two were proposed, in words. Which language they share is for each of them to tell the other."""
    gaps = [framework.label_of(code.partition(":")[2]) for code in codes if code.startswith("gap:")]
    languages = [label_of(Facet.LANGUAGE, code.partition(":")[2]) for code in codes if code.startswith("language:")]
    said = []
    if gaps:
        said.append(f"The mentor can help with what the mentee works on next: {', '.join(gaps).lower()}.")
    if languages:
        said.append(f"Both speak {', '.join(languages)}." if to_programme else "You have a language in common.")
    return said


def next_sessions_of(user: User) -> list[MentoringSession]:
    """The next session planned of each of her pairs, soonest first."""
    planned = MentoringSession.objects.filter(
        pair__in=pairs_visible_to(user).filter(_hers(user)),
        state=SessionState.PLANNED.value,
        starts__gte=clock.now(),
    )
    first = {one.pair_id: one for one in planned.select_related("pair").order_by("-starts", "-pk")}
    return sorted(first.values(), key=lambda one: (one.starts, one.pk))


def to_do_of(user: User) -> Counter[Pair]:
    """How much she has still to do in each pair that stands."""
    standing = pairs_visible_to(user).filter(_hers(user), state=PairState.STANDING.value)
    found: Counter[Pair] = Counter()
    for action in Action.objects.filter(pair__in=standing, done_at=None).select_related("pair__mentee__expert"):
        side = "mentee" if rules.is_she(user, action.pair.mentee) else "mentor"
        if action.whose == side:
            found[action.pair] += 1
    return found
