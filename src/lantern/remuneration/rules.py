"""Who may do what with rates, hours, claims and payments. Nobody approves what they claimed or proposed themselves."""

from lantern.access.public import Refused, Role, permitted
from lantern.accounts.public import User, has_role, scopes_of
from lantern.remuneration.models import Claim, Engagement, Payee, Payer, RateCard


def check_is_programme(actor: User, subject: str = "") -> None:
    if not has_role(actor, Role.COORDINATOR):
        raise Refused("not_programme", "Only the programme's coordinators can do this.", subject)


def check_can_decide_card(actor: User, card: RateCard) -> None:
    """A changed rate takes two people."""
    check_is_programme(actor, card.ref)
    if card.proposed_by_id == actor.pk:
        raise Refused("own_proposal", "You proposed these rates, so another coordinator decides on them.", card.ref)


def check_can_record(actor: User, engagement: Engagement) -> None:
    """Her hours and claims: she herself, her agency's lead, or the programme for someone without an account."""
    expert = engagement.expert
    if expert.user_id is not None and expert.user_id == actor.pk and has_role(actor, Role.EXPERT):
        return
    if engagement.agency is not None and engagement.agency.ref in scopes_of(actor, Role.AGENCY_LEAD):
        return
    if not has_role(actor, Role.COORDINATOR):
        raise Refused("not_hers", "Only she, her agency's lead and the programme can do this.", engagement.ref)


def check_can_claim(actor: User, claim: Claim) -> None:
    check_can_record(actor, claim.engagement)


def check_can_decide(actor: User, claim: Claim) -> None:
    """Approving and questioning: the lead payer's own people, never the claimant or anyone of her agency."""
    claimants = {claim.drafted_by_id, claim.submitted_by_id, claim.engagement.expert.user_id}
    if actor.pk in claimants:
        raise Refused("own_claim", "Nobody approves a claim they made. Someone else has to.", claim.ref)
    _check_not_of_agency(actor, claim)
    check_pays(actor, lead_payer(claim), claim.ref)


def _check_not_of_agency(actor: User, claim: Claim) -> None:
    agency = claim.engagement.agency
    if agency is None:
        return
    leads = agency.ref in scopes_of(actor, Role.AGENCY_LEAD)
    if leads or agency.experts.filter(user=actor).exists():
        raise Refused("own_agency", "Someone of the agency that is paid does not approve its claims.", claim.ref)


def check_pays(actor: User, payer: Payer, subject: str) -> None:
    """A partnership's review lead answers for it, a coordinator for the programme; any other body does so by link."""
    if payer.programme:
        check_is_programme(actor, subject)
    elif payer.partnership is None or payer.partnership.ref not in scopes_of(actor, Role.COMMISSIONER):
        raise Refused("not_payer", "Only the people of the body that pays can do this.", subject)


def check_can_settle(actor: User, payer: Payer, subject: str) -> None:
    """Saying that a payment went out or came back: the payer, or the programme on its word."""
    if not has_role(actor, Role.COORDINATOR):
        check_pays(actor, payer, subject)


def check_can_set_payer(actor: User, payer: Payer) -> None:
    check_can_settle(actor, payer, payer.ref)


def check_can_set_payee(actor: User, payee: Payee) -> None:
    """Where the money goes: she herself or her agency's lead for their own, else the programme."""
    if payee.expert is not None and payee.expert.user_id == actor.pk and has_role(actor, Role.EXPERT):
        return
    if payee.agency is not None and payee.agency.ref in scopes_of(actor, Role.AGENCY_LEAD):
        return
    check_is_programme(actor, payee.ref)


def lead_payer(claim: Claim) -> Payer:
    return next(iter(claim.shares.all())).payer


is_programme = permitted(check_is_programme)
can_decide_card = permitted(check_can_decide_card)
can_record = permitted(check_can_record)
can_claim = permitted(check_can_claim)
can_decide = permitted(check_can_decide)
pays = permitted(check_pays)
can_settle = permitted(check_can_settle)
can_set_payer = permitted(check_can_set_payer)
can_set_payee = permitted(check_can_set_payee)
