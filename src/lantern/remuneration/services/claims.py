"""A claim's life up to its approval. domain/claims.py has the table; this asks it, writes, and tells both sides."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction

from lantern.access.public import Hidden
from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.remuneration import rules
from lantern.remuneration.domain import claims
from lantern.remuneration.domain.claims import Action, ClaimState
from lantern.remuneration.models import ApprovalLink, Claim, ClaimStep, Cost, Engagement, Entry
from lantern.remuneration.selectors import link_by_token, terms_of, unclaimed
from lantern.remuneration.services.lines import fill
from lantern.remuneration.services.telling import ask_by_link, lead_of, tell_both


def move(
    claim: Claim,
    version: int,
    action: Action,
    *,
    by: User | None,
    words: str = "",
    link: ApprovalLink | None = None,
    **changes: Any,
) -> None:
    """Moves a claim as the table says, from the state and version seen, keeps the step and tells both sides.

    Raises IllegalMove, OutOfDate. The caller has asked the rules and records the event.
    """
    was = ClaimState(claim.state)
    now = claims.next_state(was, action)
    seen = Claim.objects.filter(pk=claim.pk, version=version, state=was.value)
    if not seen.update(version=version + 1, state=now.value, **changes):
        raise OutOfDate("This claim")
    claim.refresh_from_db()
    ClaimStep.objects.create(
        claim=claim, action=action.value, was=was.value, now=now.value, words=words.strip(), moved_by=by, link=link
    )
    tell_both(claim, by)


def _record(claim: Claim, action: Action, by: User | None, **codes: Any) -> None:
    audit.record(f"remuneration.claim_{action.done}", claim.ref, by, pence=claim.total_pence, **codes)


@transaction.atomic
def draft_claim(
    *,
    engagement: Engagement,
    by: User,
    entries: Sequence[Entry] | None = None,
    costs: Sequence[Cost] | None = None,
) -> Claim:
    """Puts a claim together from the log, all of it where nothing is named, by the rates of this moment.

    Raises Refused, IllegalMove, OutOfDate.
    """
    claim = _draft(engagement, by, entries, costs)
    audit.record("remuneration.claim_drafted", claim.ref, by, engagement=engagement.ref, pence=claim.total_pence)
    return claim


def _draft(engagement: Engagement, by: User, entries: Sequence[Entry] | None, costs: Sequence[Cost] | None) -> Claim:
    rules.check_can_record(by, engagement)
    Engagement.objects.select_for_update().get(pk=engagement.pk)
    free = unclaimed(engagement)
    wanted = (
        None
        if entries is None and costs is None
        else {entry.ref for entry in entries or ()} | {cost.ref for cost in costs or ()}
    )
    hours = [entry for entry in free.entries if wanted is None or entry.ref in wanted]
    spent = [cost for cost in free.costs if wanted is None or cost.ref in wanted]
    if wanted is not None and len(hours) + len(spent) != len(wanted):
        raise OutOfDate("This log")
    if not hours and not spent:
        raise IllegalMove("There is nothing to claim yet. Log the time or the cost first.")
    claim = Claim.objects.create(
        engagement=engagement, payee=engagement.payee, terms=terms_of(engagement).as_data(), drafted_by=by
    )
    fill(claim, hours, spent)
    return claim


def _submit(claim: Claim, version: int, by: User) -> None:
    today = clock.today()
    due_on = today + timedelta(days=lead_of(claim).term_days)
    move(claim, version, Action.SUBMIT, by=by, submitted_at=clock.now(), submitted_by=by, due_on=due_on)
    _record(claim, Action.SUBMIT, by, engagement=claim.engagement.ref)


@transaction.atomic
def claim_now(*, engagement: Engagement, by: User) -> Claim:
    """One press: everything in the log that is in no claim is claimed and sent in.

    Raises Refused, IllegalMove, OutOfDate.
    """
    claim = _draft(engagement, by, None, None)
    _submit(claim, claim.version, by)
    return claim


@transaction.atomic
def submit_claim(*, claim: Claim, version: int, by: User) -> Claim:
    """Sends a draft in. Raises Refused, IllegalMove, OutOfDate."""
    rules.check_can_claim(by, claim)
    _submit(claim, version, by)
    return claim


@transaction.atomic
def query_claim(*, claim: Claim, version: int, words: str, by: User) -> Claim:
    """Sends it back with a question; the form says to keep the review's matter out of it.

    Raises Refused, IllegalMove, OutOfDate.
    """
    rules.check_can_decide(by, claim)
    _query(claim, version, words, by)
    return claim


def _query(claim: Claim, version: int, words: str, by: User | None, link: ApprovalLink | None = None) -> None:
    if not words.strip():
        raise IllegalMove("Say what you need to know, so that she can answer.")
    move(claim, version, Action.QUERY, by=by, words=words, link=link)
    _record(claim, Action.QUERY, by, link=link.ref if link else "")


@transaction.atomic
def answer_query(*, claim: Claim, version: int, words: str, by: User) -> Claim:
    """Answers the question, having corrected what was wrong, and sends it in again. The promised day stays.

    Raises Refused, IllegalMove, OutOfDate.
    """
    rules.check_can_claim(by, claim)
    move(claim, version, Action.ANSWER, by=by, words=words, submitted_by=by)
    _record(claim, Action.ANSWER, by)
    return claim


@transaction.atomic
def approve_claim(*, claim: Claim, version: int, by: User) -> Claim:
    """Agrees to pay it. Never the claimant. Raises Refused, IllegalMove, OutOfDate."""
    rules.check_can_decide(by, claim)
    move(claim, version, Action.APPROVE, by=by)
    _record(claim, Action.APPROVE, by, link="")
    return claim


@transaction.atomic
def withdraw_claim(*, claim: Claim, version: int, by: User) -> Claim:
    """Takes a claim back before it is approved; its time and costs can be claimed again.

    Raises Refused, IllegalMove, OutOfDate.
    """
    rules.check_can_claim(by, claim)
    move(claim, version, Action.WITHDRAW, by=by)
    claim.lines.update(live=False)
    _record(claim, Action.WITHDRAW, by)
    return claim


@transaction.atomic
def send_link(*, claim: Claim, by: User) -> ApprovalLink:
    """Mails the lead payer a new link to answer by; the earlier ones die. Raises Refused, IllegalMove."""
    rules.check_is_programme(by, claim.ref)
    if claim.state != ClaimState.SUBMITTED:
        raise IllegalMove("This claim does not wait for the payer's answer.")
    link = ask_by_link(claim, lead_of(claim), by)
    audit.record("remuneration.link_sent", claim.ref, by, link=link.ref)
    return link


@transaction.atomic
def approve_by_link(*, token: str) -> Claim:
    """A payer without an account agrees to pay. Raises Hidden for a link that does not work, OutOfDate on a race."""
    link = _use(token)
    move(link.claim, link.claim.version, Action.APPROVE, by=None, link=link)
    _record(link.claim, Action.APPROVE, None, link=link.ref)
    return link.claim


@transaction.atomic
def query_by_link(*, token: str, words: str) -> Claim:
    """A payer without an account asks. Raises Hidden, IllegalMove, OutOfDate."""
    link = _use(token)
    _query(link.claim, link.claim.version, words, None, link)
    return link.claim


def _use(token: str) -> ApprovalLink:
    link = link_by_token(token)
    if link is None:
        raise Hidden("remuneration:link")
    now = clock.now()
    if not ApprovalLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=now).update(used_at=now):
        raise OutOfDate("This claim")
    return link
