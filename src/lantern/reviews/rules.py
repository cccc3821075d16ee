"""Who may do what with a review, an offer and a seat."""

from lantern.access.public import Refused, Role, permitted
from lantern.accounts.public import User, has_role, scopes_of
from lantern.register.public import Partnership
from lantern.reviews.models import LearningSeat, Offer, Review, Seat


def check_can_open(actor: User, partnership: Partnership) -> None:
    if partnership.ref in scopes_of(actor, Role.COMMISSIONER) or has_role(actor, Role.COORDINATOR):
        return
    raise Refused("not_own_area", "You can open reviews for your own area only.", partnership.ref)


def check_can_edit(actor: User, review: Review) -> None:
    """Its dates, its needs, the nine characteristics and its rules."""
    if review.partnership.ref in scopes_of(actor, Role.COMMISSIONER) or has_role(actor, Role.COORDINATOR):
        return
    raise Refused("not_editor", "Only the partnership's review lead and the programme can change this.", review.ref)


def check_is_programme(actor: User, subject: str) -> None:
    """Stages, panels, offers and seats are the programme's."""
    if not has_role(actor, Role.COORDINATOR):
        raise Refused("not_programme", "Only the programme's coordinators can do this.", subject)


def check_is_hers(actor: User, offer: Offer) -> None:
    """An offer is answered by the expert herself and by nobody for her."""
    if offer.expert.user_id is None or offer.expert.user_id != actor.pk or not has_role(actor, Role.EXPERT):
        raise Refused("not_hers", "Only the expert who was asked can answer.", offer.ref)


def check_can_give_up(actor: User, seat: Seat) -> None:
    if seat.expert.user_id is not None and seat.expert.user_id == actor.pk and has_role(actor, Role.EXPERT):
        return
    check_is_programme(actor, seat.ref)


def check_speaks_for_partnership(actor: User, review: Review) -> None:
    """Agreeing a fee and confirming a seat are the partnership's own word, which the programme does not give for it."""
    if review.partnership.ref not in scopes_of(actor, Role.COMMISSIONER):
        raise Refused("not_partnership", "Only the partnership's review lead can say this.", review.ref)


def check_keeps_meetings(actor: User, review: Review) -> None:
    """Meetings, attendance and papers: the review's chair, and the programme."""
    if review.chair_id is not None and review.chair_id == actor.pk and has_role(actor, Role.CHAIR):
        return
    if not has_role(actor, Role.COORDINATOR):
        raise Refused("not_chair", "Only the review's chair and the programme can do this.", review.ref)


def check_chairs(actor: User, review: Review) -> None:
    """What the panel agrees to is its chair's to say."""
    if review.chair_id is None or review.chair_id != actor.pk or not has_role(actor, Role.CHAIR):
        raise Refused("not_chair", "Only the review's chair can say this for the panel.", review.ref)


def check_learns_here(actor: User, seat: LearningSeat) -> None:
    if seat.mentee.expert.user_id is None or seat.mentee.expert.user_id != actor.pk:
        raise Refused("not_hers", "Only whoever learns here can do this.", seat.ref)


can_edit = permitted(check_can_edit)
is_programme = permitted(check_is_programme)
speaks_for_partnership = permitted(check_speaks_for_partnership)
keeps_meetings = permitted(check_keeps_meetings)
chairs = permitted(check_chairs)
