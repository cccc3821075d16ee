"""How a pair comes about and ends. Nobody is asked why, and the other is not told whose no it was."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from lantern.access.public import Role
from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import OutOfDate
from lantern.mentoring import rules
from lantern.mentoring.domain.pairs import Barrier, Chosen, PairState, SessionState, barrier, check_move
from lantern.mentoring.domain.refusals import NotYet
from lantern.mentoring.models import Mentee, Mentor, Pair
from lantern.mentoring.selectors.pairs import LIVE, guide_of, learner_of
from lantern.mentoring.services.refusals import stands_in_the_audit
from lantern.mentoring.services.roles import give_role
from lantern.register.public import Expert, tell
from lantern.remuneration.public import SourceKind, close_engagement, open_engagement, payer_of_programme

NOT_DELIVERED = "mentoring.message_failed"


@transaction.atomic
def add_mentor(*, expert: Expert, most_mentees: int, strengths: Sequence[str], by: User) -> Mentor:
    """She mentors from now on, with an account in that role too. Raises Refused, NotYet where she is one already."""
    rules.check_is_programme(by, expert.ref)
    mentor, made = Mentor.objects.get_or_create(
        expert=expert, defaults={"most_mentees": most_mentees, "strengths": list(strengths), "added_by": by}
    )
    if not made:
        raise NotYet("She is a mentor already.", "mentor_already", mentor.ref)
    give_role(expert.user, Role.MENTOR, by)
    audit.record("mentoring.mentor_added", mentor.ref, by, expert=expert.ref)
    return mentor


@transaction.atomic
def edit_mentor(
    *, mentor: Mentor, version: int, most_mentees: int, strengths: Sequence[str], accepting: bool, by: User
) -> None:
    """What she can help with and how many she takes on. Fewer than she has ends nothing. Raises Refused, OutOfDate."""
    rules.check_can_set_mentor(by, mentor)
    changed = Mentor.objects.filter(pk=mentor.pk, version=version).update(
        most_mentees=most_mentees, strengths=list(strengths), accepting=accepting, version=version + 1
    )
    if not changed:
        raise OutOfDate("What you say about yourself")
    audit.record("mentoring.mentor_edited", mentor.ref, by)


@stands_in_the_audit
@transaction.atomic
def propose_pair(*, mentee: Mentee, mentor: Mentor, chosen: Chosen, by: User, reasons: Sequence[str] = ()) -> Pair:
    """Asks both, or the mentor alone where the mentee chose her. Raises Refused, NotYet."""
    if chosen is Chosen.MENTEE:
        rules.check_can_choose(by, mentee)
    else:
        rules.check_is_programme(by, mentee.ref)
    _check_no_barrier(mentee, mentor)
    pair = Pair.objects.create(
        mentee=mentee,
        mentor=mentor,
        chosen=chosen.value,
        reasons=list(reasons),
        mentee_agreed=chosen is Chosen.MENTEE,
        proposed_by=by,
    )
    audit.record("mentoring.pair_proposed", pair.ref, by, mentee=mentee.ref, mentor=mentor.ref, chosen=chosen)
    _tell(pair, by)
    return pair


def _check_no_barrier(mentee: Mentee, mentor: Mentor) -> None:
    # Locked, so that two asked for at once do not both find the last place.
    mentor = Mentor.objects.select_for_update().select_related("expert").get(pk=mentor.pk)
    mentee = Mentee.objects.select_for_update(of=("self",)).select_related("expert").get(pk=mentee.pk)
    found = barrier(learner_of(mentee), guide_of(mentor))
    if found is not None:
        raise NotYet(found.sentence, found.value, mentee.ref)


@stands_in_the_audit
@transaction.atomic
def agree_to_pair(*, pair: Pair, version: int, by: User) -> Pair:
    """One of the two says yes; with both it stands, and from that day hours can be claimed. Raises Refused, NotYet."""
    rules.check_is_of(by, pair)
    pair = _locked(pair, version)
    check_move(PairState(pair.state), PairState.STANDING)
    if pair.mentee.left_at is not None:
        raise NotYet(Barrier.LEFT.sentence, Barrier.LEFT.value, pair.ref)
    if rules.is_she(by, pair.mentee):
        pair.mentee_agreed = True
    else:
        pair.mentor_agreed = True
    if pair.mentee_agreed and pair.mentor_agreed:
        pair.state, pair.began_on = PairState.STANDING.value, clock.today()
    pair.version += 1
    try:
        with transaction.atomic():
            pair.save()
    except IntegrityError as problem:
        raise NotYet(Barrier.TAKEN.sentence, Barrier.TAKEN.value, pair.ref) from problem
    audit.record("mentoring.pair_agreed", pair.ref, by, state=pair.state)
    if pair.began_on is not None:
        for side, expert in sides(pair):
            open_engagement(
                source_ref=engagement_of(pair, side),
                source_kind=SourceKind.MENTORING,
                expert=expert,
                payer=payer_of_programme(),
                by=by,
            )
        _tell(pair, by)
    return pair


@transaction.atomic
def decline_pair(*, pair: Pair, version: int, by: User) -> None:
    """A private no, or the programme taking its question back: all look the same. Raises Refused, IllegalMove."""
    rules.check_can_end(by, pair)
    _finish(_locked(pair, version), PairState.DECLINED, by)


@transaction.atomic
def end_pair(*, pair: Pair, version: int, by: User) -> None:
    """Ends it, with the sessions still planned. What was done can still be claimed. Raises Refused, IllegalMove."""
    rules.check_can_end(by, pair)
    _finish(_locked(pair, version), PairState.ENDED, by)


def end_pairs_of(mentee: Mentee, by: User) -> None:
    """She has left: what stands ends and what is being asked is taken back. Within the caller's transaction."""
    for pair in Pair.objects.select_for_update().filter(mentee=mentee, state__in=LIVE):
        standing = pair.state == PairState.STANDING.value
        _finish(pair, PairState.ENDED if standing else PairState.DECLINED, by)


def _finish(pair: Pair, to: PairState, by: User) -> None:
    check_move(PairState(pair.state), to)
    if to is PairState.DECLINED:  # a yes that was given would tell whose the no was
        pair.mentee_agreed = pair.mentor_agreed = False
    pair.state, pair.ended_on, pair.version = to.value, clock.today(), pair.version + 1
    pair.save()
    pair.sessions.filter(state=SessionState.PLANNED.value, starts__gt=clock.now()).update(
        state=SessionState.CANCELLED.value
    )
    for side, _expert in sides(pair):
        close_engagement(source_ref=engagement_of(pair, side), by=by)
    audit.record(f"mentoring.pair_{to.value}", pair.ref, by)
    _tell(pair, by)


def sides(pair: Pair) -> tuple[tuple[str, Expert], tuple[str, Expert]]:
    return (("mentee", pair.mentee.expert), ("mentor", pair.mentor.expert))


def engagement_of(pair: Pair, side: str) -> str:
    """The opaque reference under which one of the two is paid for this pair."""
    return f"mentoring:{pair.ref}:{side}"


def _locked(pair: Pair, version: int) -> Pair:
    found = (
        Pair.objects.select_for_update(of=("self",))
        .select_related("mentee__expert__agency", "mentor__expert__agency")
        .get(pk=pair.pk)
    )
    if found.version != version:
        raise OutOfDate("This pair")
    return found


def _tell(pair: Pair, by: User) -> None:
    """Both hear that there is something to look at, but whoever did it."""
    for _side, expert in sides(pair):
        if expert.user_id != by.pk:
            tell(expert, pair.ref, failed=NOT_DELIVERED)
