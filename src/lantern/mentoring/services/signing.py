"""Two people say that she is ready, and she is a chair."""

from django.db import transaction

from lantern.access.public import Role
from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import OutOfDate
from lantern.mentoring import rules
from lantern.mentoring.domain import stages
from lantern.mentoring.domain.refusals import NotYet
from lantern.mentoring.domain.stages import Capacity
from lantern.mentoring.domain.words import Stage
from lantern.mentoring.models import Mentee, SignOff
from lantern.mentoring.selectors.path import facts_of
from lantern.mentoring.services.path import changed, enter, in_words, locked
from lantern.mentoring.services.refusals import stands_in_the_audit
from lantern.mentoring.services.roles import give_role


@stands_in_the_audit
@transaction.atomic
def sign_off(*, mentee: Mentee, version: int, by: User) -> Mentee:
    """One of two signatures: her mentor's or a countersigning chair's first, then a coordinator's.

    With the second she is independent and has the role of a chair, so that matching offers her from then on. Raises
    Refused (oneself, twice, no capacity), NotYet (anything the stage demands, or the order), OutOfDate.
    """
    mentee = locked(mentee)
    capacity = rules.capacity_to_sign(by, mentee)
    missing = [
        one
        for one in stages.may_move(Stage(mentee.stage), Stage.INDEPENDENT, facts_of(mentee))
        if not one.code.startswith("sign:")
    ]
    if missing:
        words = f"She is not ready to be signed for. Missing: {in_words(missing)}."
        raise NotYet(words, missing[0].code, mentee.ref)
    signed = set(mentee.sign_offs.values_list("capacity", flat=True))
    if capacity is Capacity.PROGRAMME and Capacity.CHAIR not in signed:
        raise NotYet("A chair or her mentor signs first. The programme signs last.", "sign:chair", mentee.ref)
    if mentee.version != version or capacity in signed:
        raise OutOfDate("Her path")
    SignOff.objects.create(mentee=mentee, capacity=capacity, signed_at=clock.now(), signed_by=by)
    audit.record("mentoring.signed_off", mentee.ref, by, capacity=capacity)
    if capacity is Capacity.PROGRAMME:
        _make_chair(mentee, version, by)
    else:
        changed(mentee, version)
    return mentee


def _make_chair(mentee: Mentee, version: int, by: User) -> None:
    user = mentee.expert.user
    if user is None:
        raise NotYet("She needs an account before she can chair. Invite her first.", "no_account", mentee.ref)
    enter(mentee, Stage.INDEPENDENT, version, by)
    give_role(user, Role.CHAIR, by)
    audit.record("mentoring.became_chair", mentee.ref, by, expert=mentee.expert.ref)
