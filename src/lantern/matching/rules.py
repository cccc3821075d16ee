"""Who may decide on a proposal, and how much of one each reader sees."""

from dataclasses import dataclass
from enum import StrEnum

from lantern.access.public import Hidden, Refused, Role, permitted
from lantern.accounts.public import User, has_role, scopes_of
from lantern.reviews.public import Review


class Reader(StrEnum):
    COORDINATOR = "coordinator"
    COMMISSIONER = "commissioner"
    CHAIR = "chair"


@dataclass(frozen=True, slots=True)
class Sight:
    """What a reader sees beside the needs, how well they are met, and the proposed people as far as each allows.

    `everyone`: every name, the people not proposed and why, the reserves, loads, conflict grades and the figures behind
    a sentence. `fees`: the day rate of those proposed, which a partnership has to agree.
    """

    everyone: bool = False
    fees: bool = False


SIGHT = {
    Reader.COORDINATOR: Sight(everyone=True, fees=True),
    Reader.COMMISSIONER: Sight(fees=True),
    Reader.CHAIR: Sight(),
}


def reader_of(user: User, review: Review) -> Reader:
    """As whom someone reads this review's proposal; the furthest sight they have. Raises Hidden for anybody else."""
    if has_role(user, Role.COORDINATOR):
        return Reader.COORDINATOR
    if review.partnership.ref in scopes_of(user, Role.COMMISSIONER):
        return Reader.COMMISSIONER
    if review.chair_id == user.pk and has_role(user, Role.CHAIR):
        return Reader.CHAIR
    raise Hidden(review.ref)


def check_can_decide(actor: User, review: Review) -> None:
    if not has_role(actor, Role.COORDINATOR):
        raise Refused("not_coordinator", "Only a coordinator decides who is asked.", review.ref)


def check_is_programme(actor: User) -> None:
    """Plans for the whole programme are the coordinators': everybody else sees one review at a time."""
    if not has_role(actor, Role.COORDINATOR):
        raise Refused("not_coordinator", "Only a coordinator plans the whole programme.")


can_decide = permitted(check_can_decide)
