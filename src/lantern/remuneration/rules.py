"""Who may do what with rates, hours, claims and payments. Nobody approves what they claimed or proposed themselves."""

from dataclasses import dataclass
from typing import Any

from lantern.access.public import Refused, Role, permitted
from lantern.accounts.public import User, has_role, memberships_of
from lantern.register.public import Expert
from lantern.remuneration.models import Claim, Engagement, Payee, Payer, RateCard

EARNING = frozenset({Role.EXPERT, Role.MENTOR, Role.MENTEE})
"""Whose own time is paid for: each sees her own log, claims and payee."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What someone is today, read once, so that a list of claims asks no more than one claim does.

    `areas` and `leads` are the references of partnerships they answer for and of agencies they lead; `agency` that of
    the agency whose expert they are.
    """

    user_id: int
    programme: bool
    earns: bool
    areas: frozenset[str]
    leads: frozenset[str]
    agency: str

    def pays(self, payer: Payer) -> bool:
        """A partnership's review lead answers for it, a coordinator for the programme; any other body does by link."""
        if payer.programme:
            return self.programme
        return payer.partnership is not None and payer.partnership.ref in self.areas

    def logs_for(self, engagement: Engagement) -> bool:
        """Her own hours, or those of someone of an agency they lead."""
        hers = self.earns and engagement.her_user_id == self.user_id
        return hers or (engagement.agency is not None and engagement.agency.ref in self.leads)

    def made(self, claim: Claim) -> bool:
        return self.user_id in {claim.drafted_by_id, claim.submitted_by_id, claim.engagement.her_user_id}

    def is_paid_by(self, claim: Claim) -> bool:
        """Whether they are of the agency that the claim is for."""
        agency = claim.engagement.agency
        return agency is not None and (agency.ref in self.leads or agency.ref == self.agency)

    def decides(self, claim: Claim) -> bool:
        return self.pays(lead_payer(claim)) and not self.made(claim) and not self.is_paid_by(claim)


def standing_of(actor: Any) -> Standing:
    held = memberships_of(actor)
    agency = Expert.objects.filter(user=actor.pk, agency__isnull=False).values_list("agency__ref", flat=True).first()
    return Standing(
        user_id=actor.pk,
        programme=any(role == Role.COORDINATOR for role, _scope in held),
        earns=any(role in EARNING for role, _scope in held),
        areas=frozenset(scope for role, scope in held if role == Role.COMMISSIONER),
        leads=frozenset(scope for role, scope in held if role == Role.AGENCY_LEAD and scope),
        agency=agency or "",
    )


def lead_payer(claim: Claim) -> Payer:
    """The first payer, whose answer counts for all of them."""
    return next(iter(claim.shares.all())).payer


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
    standing = standing_of(actor)
    if not standing.logs_for(engagement) and not standing.programme:
        raise Refused("not_hers", "Only she, her agency's lead and the programme can do this.", engagement.ref)


def check_can_claim(actor: User, claim: Claim) -> None:
    check_can_record(actor, claim.engagement)


def check_can_decide(actor: User, claim: Claim) -> None:
    """Approving and questioning: the lead payer's own people, never the claimant or anyone of her agency."""
    standing = standing_of(actor)
    if standing.made(claim):
        raise Refused("own_claim", "Nobody approves a claim they made. Someone else has to.", claim.ref)
    if standing.is_paid_by(claim):
        raise Refused("own_agency", "Someone of the agency that is paid does not approve its claims.", claim.ref)
    if not standing.decides(claim):
        raise Refused("not_payer", "Only the people of the body that pays can do this.", claim.ref)


def check_can_settle(actor: User, payer: Payer, subject: str) -> None:
    """Saying that a payment went out or came back: the payer, or the programme on its word."""
    standing = standing_of(actor)
    if not standing.programme and not standing.pays(payer):
        raise Refused("not_payer", "Only the people of the body that pays can do this.", subject)


def check_can_set_payer(actor: User, payer: Payer) -> None:
    check_can_settle(actor, payer, payer.ref)


def check_can_set_payee(actor: User, payee: Payee) -> None:
    """Where the money goes: she herself or her agency's lead for their own, else the programme."""
    standing = standing_of(actor)
    hers = payee.expert is not None and payee.expert.user_id == actor.pk and standing.earns
    if not hers and not (payee.agency is not None and payee.agency.ref in standing.leads) and not standing.programme:
        raise Refused("not_payee", "Only whoever is paid and the programme can do this.", payee.ref)


def check_can_choose_payee(actor: User, engagement: Engagement) -> None:
    """Whether her agency or she herself is paid is hers to say, or the programme's; her agency hears of it."""
    standing = standing_of(actor)
    if engagement.expert is None:
        raise Refused("agency_only", "No one person is named here, so the agency is paid.", engagement.ref)
    if not standing.programme and not (standing.earns and engagement.her_user_id == actor.pk):
        raise Refused("not_hers", "Only she herself and the programme can choose who is paid.", engagement.ref)


is_programme = permitted(check_is_programme)
can_decide_card = permitted(check_can_decide_card)
can_record = permitted(check_can_record)
can_claim = permitted(check_can_claim)
can_decide = permitted(check_can_decide)
can_choose_payee = permitted(check_can_choose_payee)
can_settle = permitted(check_can_settle)
can_set_payer = permitted(check_can_set_payer)
can_set_payee = permitted(check_can_set_payee)
