"""Telling both sides that a claim moved, in words that say nothing of what the work was."""

from django.conf import settings
from django.urls import reverse

from lantern.access.public import Role
from lantern.accounts.public import User, people_with
from lantern.kit import clock
from lantern.kit.links import hash_of, new_token
from lantern.kit.states import IllegalMove
from lantern.register.public import TO_HER, Agency, Way, send_after_commit, tell
from lantern.remuneration.domain.claims import LINK_LASTS, ClaimState, Owner
from lantern.remuneration.models import ApprovalLink, Claim, Payee, Payer
from lantern.remuneration.selectors import approvers_of

FAILED = "remuneration.notice_failed"
MOVED_ON = "A claim you were asked about has moved on. You do not need to do anything unless we write again."
ASKED = "A claim is waiting for your answer. Read it and answer here:\n{address}\n\nThe link works once, until {until}."
DUE = "A payment was promised by {due}. Its reference is {ref}. Please pay it, or tell the programme what is missing."


def tell_both(claim: Claim, by: User | None) -> None:
    """The expert by the way she chose, or the agency; each payer's people, by account or mail. Not whoever moved it."""
    expert, agency = claim.engagement.expert, claim.engagement.agency
    if expert is None and agency is not None:
        tell_agency(agency, claim.ref, by)
    elif expert is not None and (by is None or expert.user_id != by.pk):
        tell(expert, claim.ref, failed=FAILED)
    for share in claim.shares.select_related("payer__partnership"):
        lead = share.payer == lead_of(claim)
        if lead and claim.state == ClaimState.SUBMITTED and share.payer.email and not is_claimants(claim, share.payer):
            ask_by_link(claim, share.payer, by)
        elif share.payer.email and not is_claimants(claim, share.payer):
            send_after_commit(Way(share.payer.email, MOVED_ON), claim.ref, failed=FAILED)
        tell_people(approvers_of(share.payer), claim.ref, by)


def tell_people(people: list[User], subject_ref: str, by: User | None) -> None:
    for person in people:
        if by is None or person.pk != by.pk:
            send_after_commit(Way(person.email, TO_HER), subject_ref, failed=FAILED)


def tell_agency(agency: Agency, subject_ref: str, by: User | None) -> None:
    """Those who lead it; its shared address where nobody of it has an account."""
    if leads := people_with(Role.AGENCY_LEAD, agency.ref):
        tell_people(leads, subject_ref, by)
    elif agency.shared_email:
        send_after_commit(Way(agency.shared_email, TO_HER), subject_ref, failed=FAILED)


def tell_payee(payee: Payee, by: User) -> None:
    """Whoever is paid hears when somebody else changed where the money goes: she, or her agency's other leads."""
    if payee.expert is not None and payee.expert.user_id != by.pk:
        tell(payee.expert, payee.ref, failed=FAILED)
    elif payee.agency is not None:
        tell_people(people_with(Role.AGENCY_LEAD, payee.agency.ref), payee.ref, by)


def lead_of(claim: Claim) -> Payer:
    share = claim.shares.select_related("payer").order_by("order").first()
    assert share is not None  # noqa: S101 - a claim that comes to nothing is refused
    return share.payer


def is_claimants(claim: Claim, payer: Payer) -> bool:
    """Whether a payer's address is, or was set by, the side that claims: no link goes there."""
    expert, agency = claim.engagement.expert, claim.engagement.agency
    theirs = {agency.shared_email if agency else ""}
    if expert is not None:
        theirs |= {expert.contact, expert.user.email if expert.user else ""}
    theirs |= {lead.email for lead in (people_with(Role.AGENCY_LEAD, agency.ref) if agency else ())}
    theirs |= {claim.drafted_by.email, claim.submitted_by.email if claim.submitted_by else ""}
    if payer.email_set_by_id in {claim.drafted_by_id, claim.submitted_by_id}:
        return True
    return payer.email.casefold() in {address.casefold() for address in theirs if address}


def ask_by_link(claim: Claim, payer: Payer, by: User | None) -> ApprovalLink:
    """Mails a new link; the ones before it die. Raises IllegalMove where there is no address fit for one."""
    if not payer.email:
        raise IllegalMove("There is no address to send a link to. Add one to the payer.")
    if is_claimants(claim, payer):
        raise IllegalMove(
            "The payer's address is the claimant's own, or was set by whoever made the claim. Another coordinator has "
            "to look at it and save it: nobody approves their own claim."
        )
    now, token = clock.now(), new_token()
    ApprovalLink.objects.filter(claim=claim, used_at=None, expires_at__gt=now).update(expires_at=now)
    link = ApprovalLink.objects.create(
        claim=claim, payer=payer, token_hash=hash_of(token), made_by=by, expires_at=now + LINK_LASTS
    )
    address = str(settings.SITE_ADDRESS) + reverse("remuneration:link", kwargs={"token": token})
    until = f"{link.expires_at.astimezone(clock.LONDON):%d %B %Y}"
    send_after_commit(Way(payer.email, ASKED.format(address=address, until=until)), claim.ref, failed=FAILED)
    return link


def remind(claim: Claim) -> None:
    """Reminds whoever's move it is, and only them."""
    if claim.owner is Owner.PROGRAMME:
        tell_people(people_with(Role.COORDINATOR), claim.ref, None)
        return
    for share in claim.shares.select_related("payer__partnership"):
        if claim.state == ClaimState.SUBMITTED:
            if share.payer != lead_of(claim):
                continue
            if share.payer.email and not is_claimants(claim, share.payer):
                ask_by_link(claim, share.payer, None)
        else:
            payment = share.payments.filter(state="sent").first()
            if payment is None:
                continue
            if share.payer.email:
                text = DUE.format(due=f"{claim.due_on:%d %B %Y}", ref=payment.ref)
                send_after_commit(Way(share.payer.email, text), claim.ref, failed=FAILED)
        tell_people(approvers_of(share.payer), claim.ref, None)
