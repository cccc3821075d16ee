"""Who may do what on the way to the chair. Nobody countersigns, moves or signs for herself."""

from typing import Any

from lantern.access.public import Refused, Role, permitted
from lantern.accounts.public import User, has_role
from lantern.mentoring.domain.pairs import PairState
from lantern.mentoring.domain.stages import Capacity
from lantern.mentoring.models import Application, Evidence, Mentee, Mentor, Pair, Reflection


def is_she(actor: Any, mentee: Mentee) -> bool:
    return mentee.expert.user_id is not None and mentee.expert.user_id == actor.pk


def is_her_mentor(actor: Any, mentee: Mentee) -> bool:
    """Of a pair that stands today."""
    return has_role(actor, Role.MENTOR) and _stands(actor, mentee)


def _stands(actor: Any, mentee: Mentee) -> bool:
    standing = Pair.objects.filter(mentee=mentee, state=PairState.STANDING.value)
    return standing.filter(mentor__expert__user=actor.pk).exists()


def check_is_programme(actor: User, subject: str = "") -> None:
    if not has_role(actor, Role.COORDINATOR):
        raise Refused("not_programme", "Only the programme’s coordinators can do this.", subject)


def check_can_steer(actor: User, mentee: Mentee) -> None:
    """Joining, agreements, stages and coming back: the programme, and nobody for herself."""
    check_is_programme(actor, mentee.ref)
    if is_she(actor, mentee):
        raise Refused("own_path", "Nobody decides on her own path. Ask another coordinator.", mentee.ref)


def check_is_she(actor: User, mentee: Mentee) -> None:
    if not is_she(actor, mentee) or not has_role(actor, Role.MENTEE):
        raise Refused("not_hers", "Only she herself can do this.", mentee.ref)


def check_can_leave(actor: User, mentee: Mentee) -> None:
    if not (is_she(actor, mentee) and has_role(actor, Role.MENTEE)):
        check_is_programme(actor, mentee.ref)


def check_can_state(actor: User, mentee: Mentee) -> None:
    if is_she(actor, mentee) or not is_her_mentor(actor, mentee):
        raise Refused("not_her_mentor", "Only her mentor can do this.", mentee.ref)


def check_can_countersign(actor: User, evidence: Evidence) -> None:
    if actor.pk == evidence.added_by_id or is_she(actor, evidence.mentee):
        raise Refused("own_evidence", "Nobody countersigns her own evidence. Ask a chair to.", evidence.ref)
    if not has_role(actor, Role.CHAIR) or evidence.asked_id != actor.pk:
        raise Refused("not_asked", "Only the chair who was asked can countersign this.", evidence.ref)


def capacity_of(actor: User, mentee: Mentee) -> Capacity | None:
    """In which capacity someone may say that she is ready; None where in none, or where she is she herself.

    A chair counts once she has countersigned evidence of hers.
    """
    if is_she(actor, mentee):
        return None
    signed = set(mentee.sign_offs.values_list("capacity", flat=True))
    if Capacity.CHAIR not in signed and (is_her_mentor(actor, mentee) or _has_countersigned(actor, mentee)):
        return Capacity.CHAIR
    return Capacity.PROGRAMME if has_role(actor, Role.COORDINATOR) else None


def _has_countersigned(actor: User, mentee: Mentee) -> bool:
    signed = mentee.evidence.filter(countersigned_by=actor, withdrawn_at=None)
    return has_role(actor, Role.CHAIR) and signed.exists()


def capacity_to_sign(actor: User, mentee: Mentee) -> Capacity:
    """In which capacity someone signs. Raises Refused."""
    if is_she(actor, mentee):
        raise Refused("own_sign_off", "Nobody signs for herself. It takes two other people.", mentee.ref)
    if mentee.sign_offs.filter(signed_by=actor).exists():
        raise Refused("signed_before", "You have signed already. The other signature is someone else’s.", mentee.ref)
    capacity = capacity_of(actor, mentee)
    if capacity is None:
        raise Refused(
            "no_capacity", "Her mentor or a chair who countersigned her evidence signs, then the programme.", mentee.ref
        )
    return capacity


def check_can_sign(actor: User, mentee: Mentee) -> None:
    capacity_to_sign(actor, mentee)


def is_of(actor: Any, pair: Pair) -> bool:
    """Whether they are one of the two, and hold the role today in which they are."""
    hers = is_she(actor, pair.mentee) and has_role(actor, Role.MENTEE)
    return hers or (pair.mentor.expert.user_id == actor.pk and has_role(actor, Role.MENTOR))


def check_is_of(actor: User, pair: Pair) -> None:
    """What the two share is written by the two."""
    if not is_of(actor, pair):
        raise Refused("not_of_the_pair", "Only the two of the pair can do this.", pair.ref)


def check_can_end(actor: User, pair: Pair) -> None:
    if not is_of(actor, pair):
        check_is_programme(actor, pair.ref)


def check_can_choose(actor: User, mentee: Mentee) -> None:
    """A mentee chooses for herself; anything else is the programme's to propose."""
    if not is_she(actor, mentee) or not has_role(actor, Role.MENTEE):
        check_is_programme(actor, mentee.ref)


def check_wrote(actor: User, reflection: Reflection) -> None:
    if reflection.written_by_id != actor.pk:
        raise Refused("not_hers", "Only she herself can do this.", reflection.ref)


def check_can_set_mentor(actor: User, mentor: Mentor) -> None:
    if mentor.expert.user_id != actor.pk or not has_role(actor, Role.MENTOR):
        check_is_programme(actor, mentor.ref)


is_programme = permitted(check_is_programme)
can_steer = permitted(check_can_steer)
can_countersign = permitted(check_can_countersign)
can_state = permitted(check_can_state)
can_leave = permitted(check_can_leave)
can_sign = permitted(check_can_sign)
owns = permitted(check_is_she)


def check_reads(actor: User, application: Application) -> None:
    """Whether she is one of the readers whom a coordinator named for the cohort."""
    if not application.cohort.readers.filter(pk=actor.pk).exists():
        raise Refused("not_a_reader", "Only the readers of this cohort can do this.", application.ref)


can_end = permitted(check_can_end)
can_set_mentor = permitted(check_can_set_mentor)
