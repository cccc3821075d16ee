"""The first page: what waits for this person, over every context, derived from the records and kept nowhere else."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lantern.access.public import ROLES, Reach, Role, pages
from lantern.accounts.public import roles_of
from lantern.config.navigation import ENTRIES
from lantern.kit import clock
from lantern.mentoring.domain.pairs import PairState
from lantern.mentoring.selectors.cohorts import waiting_to_decide, waiting_to_join, waiting_to_read
from lantern.mentoring.selectors.pairs import next_sessions_of, pairs_visible_to, to_do_of, without_mentor
from lantern.mentoring.selectors.path import asked_of
from lantern.remuneration.domain.claims import ClaimState
from lantern.remuneration.domain.rates import CardState
from lantern.remuneration.public import (
    EARNING,
    cards_visible_to,
    engagements_visible_to,
    waiting_on,
    waiting_to_be_claimed,
)
from lantern.reviews.domain.lifecycle import OfferState, Stage
from lantern.reviews.models import Offer, Review
from lantern.reviews.selectors import (
    asked_of_partnership,
    invitations_of,
    reviews_visible_to,
    seats_to_tell_of,
)
from lantern.workshops.selectors import drafts_to_open, honoraria_waiting, today_or_unsaid

WORDS = {
    "reviews:list": "What each review needs, who is asked, and who sits.",
    "matching:programme": "One plan for every open review: who would sit where, and what stays unmet.",
    "reviews:invitations": "What you have been asked, and your answers.",
    "remuneration:hours": "Time and costs to claim, the rates, and who pays.",
    "remuneration:claims": "What was claimed, whose move it is, and how long it has waited.",
    "register:experts": "Experts and agencies, and what they allow to be shown.",
    "register:own_profile": "What you know, what you can take on, and who may be told.",
    "register:own_agency": "Your agency's limit, its experts and what they carry.",
    "mentoring:mine": "Where you are on the way to the chair, what comes next and what is missing.",
    "mentoring:pairs": "Mentees and mentors, what they work on together, cohorts and applications.",
    "mentoring:countersigning": "What mentees ask you to sign, and who is nearly ready.",
    "insight:demand": "Which expertise published reviews would have needed, and whether it could be found.",
    "insight:ledger": "Hours worked, paid and given, and how long payment took.",
    "insight:barriers": "What keeps experts away from panels, counted together and never beside a name.",
    "workshops:list": "Sessions on how reviews work. Free, and open to everyone.",
    "workshops:run": "What is planned, who comes, what they need, who came, and what they said.",
    "insight:reach": "Whom workshops reached, and whom not, held against the register.",
    "insight:answers": "What stood in the way, and what the programme did about it.",
    "publishing:desk": "Guidance and blog: what is written, consulted on, signed and published.",
    "accounts:people": "Who signs in, and what each may do.",
}


PAID_OR_PAYING = {Role.COORDINATOR, Role.COMMISSIONER, Role.AGENCY_LEAD, *EARNING}
CLAIMS = {
    ClaimState.DRAFTED: ("A claim that is not sent yet", "Draft", "plain"),
    ClaimState.SUBMITTED: ("A claim to approve", "Waiting for you", "attention"),
    ClaimState.QUERIED: ("A question about a claim", "Answer it", "attention"),
    ClaimState.APPROVED: ("An approved claim to send for payment", "Approved", "waiting"),
    ClaimState.FAILED: ("A payment that failed", "Put it right", "attention"),
    ClaimState.SENT: ("A payment to settle", "Sent for payment", "waiting"),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for this person, in the form the task list takes."""

    label: str
    href: str
    status: str
    kind: str
    hint: str = ""


def home(request: HttpRequest) -> HttpResponse:
    roles = roles_of(request.user)
    cards = [
        {"label": label, "href": reverse(name), "words": WORDS[name]}
        for label, name in ENTRIES
        if name in WORDS and name in pages() and pages()[name].reach_for(roles) is not Reach.NO
    ]
    return render(
        request,
        "home.html",
        {
            "tasks": list(waiting_for(request.user, roles)),
            "cards": cards,
            "roles": [ROLES[role] for role in Role if role in roles],
        },
    )


def waiting_for(user: Any, roles: frozenset[str]) -> Iterator[Waiting]:
    """What waits, most pressing first."""
    today = clock.today()
    if Role.EXPERT in roles:
        for offer in invitations_of(user).filter(state__in=[state.value for state in OfferState if state.waiting]):
            late = offer.answer_by is not None and offer.answer_by < today
            by = f"Please answer by {offer.answer_by:%-d %B}." if offer.answer_by else ""
            yield Waiting(
                "An invitation to a panel",
                reverse("reviews:invitation", kwargs={"ref": offer.ref}),
                "Past its date" if late else OfferState(offer.state).label,
                "attention" if late else "waiting",
                by,
            )
        for seat in seats_to_tell_of(user):
            address = reverse("reviews:invitation_reflection", kwargs={"ref": seat.offer.ref})
            yield Waiting("Say how a seat was", address, "Two minutes", "waiting", "Paid, heard, safe?")
    if Role.COMMISSIONER in roles:
        for review, count in Counter(offer.review for offer in asked_of_partnership(user)).items():
            yield Waiting(
                "Say whether you agree fees and seats",
                address_of(review),
                f"{count} waiting",
                "attention",
                f"Review {review.ref}",
            )
    if roles & {Role.COORDINATOR, Role.MENTOR, Role.MENTEE, Role.CHAIR}:
        yield from mentoring_waiting(user, roles)
    if roles & {Role.FACILITATOR, Role.COORDINATOR}:
        yield from workshops_waiting(user)
    if roles & PAID_OR_PAYING:
        yield from money_waiting(user, roles)
    if Role.COORDINATOR in roles:
        offers = Offer.objects.select_related("review__partnership").order_by("answer_by", "pk")
        for offer in offers.filter(state=OfferState.ASKED.value):
            yield waiting_offer(offer, "A question about an offer", "Answer it", "attention")
        for offer in offers.filter(state=OfferState.SENT.value, answer_by__lt=today):
            yield waiting_offer(offer, "An offer past its answer date", "No answer", "attention")
    if roles & {Role.COORDINATOR, Role.COMMISSIONER}:
        open_stages = [stage.value for stage in Stage if stage.open]
        for review in reviews_visible_to(user).filter(stage__in=open_stages, needs__isnull=True).distinct():
            yield Waiting(
                "Say what a review needs", address_of(review), "No needs yet", "waiting", f"Review {review.ref}"
            )


def money_waiting(user: Any, roles: frozenset[str]) -> Iterator[Waiting]:
    """Claims whose next move is this person's, hours of her own to claim, and rates for a second coordinator."""
    today = clock.today()
    by_state: dict[ClaimState, list[Any]] = {}
    for claim in waiting_on(user):
        by_state.setdefault(ClaimState(claim.state), []).append(claim)
    for state, (label, status, kind) in CLAIMS.items():
        found = by_state.get(state, [])
        if not found:
            continue
        one = found[0]
        address = reverse("remuneration:claims")
        if len(found) == 1:
            address = reverse("remuneration:claim", kwargs={"ref": one.ref})
        late = any(claim.overdue(today) for claim in found)
        yield Waiting(
            label,
            address,
            "Past the promised day" if late else status,
            "attention" if late else kind,
            f"{len(found)} waiting" if len(found) > 1 else f"Claim {one.ref}",
        )
    if roles & {*EARNING, Role.AGENCY_LEAD}:
        # An expert's own hours, and those an agency is paid for without naming anybody.
        leads = Role.AGENCY_LEAD in roles
        hers = [
            one for one in engagements_visible_to(user) if one.her_user_id == user.pk or (leads and not one.expert_id)
        ]
        logged = waiting_to_be_claimed(hers)
        for engagement in hers:
            if engagement.pk in logged:
                address = reverse("remuneration:claim_check", kwargs={"ref": engagement.ref})
                yield Waiting("Hours to claim", address, "Two minutes", "waiting", "Check them, and send the claim.")
    if Role.COORDINATOR in roles:
        for card in cards_visible_to(user).filter(state=CardState.PROPOSED.value).exclude(proposed_by=user):
            address = reverse("remuneration:card", kwargs={"ref": card.ref})
            yield Waiting("Rates to decide on", address, "Second coordinator", "waiting", card.name)


def mentoring_waiting(user: Any, roles: frozenset[str]) -> Iterator[Waiting]:
    """What mentors, mentees and chairs are asked, applications to read and decide on, and who waits for a mentor."""
    if roles & {Role.COORDINATOR, Role.MENTOR}:
        yield from one_or_many(
            waiting_to_read(user), "An application to read", "Applications to read", "mentoring:application_read"
        )
    asked = pairs_visible_to(user).filter(state=PairState.PROPOSED.value) if roles & {Role.MENTOR, Role.MENTEE} else ()
    for pair in asked:
        hers = pair.mentee_agreed if pair.mentee.expert.user_id == user.pk else pair.mentor_agreed
        if not hers and user.pk in {pair.mentee.expert.user_id, pair.mentor.expert.user_id}:
            address = reverse("mentoring:pair", kwargs={"ref": pair.ref})
            yield Waiting("Say whether you want to work together", address, "Asked", "waiting", "A no needs no reason.")
    if roles & {Role.MENTOR, Role.MENTEE}:
        for session in next_sessions_of(user):
            address = reverse("mentoring:pair", kwargs={"ref": session.pair.ref})
            yield Waiting("Your next mentoring session", address, f"{clock.local(session.starts):%-d %B}", "plain")
        for pair, count in to_do_of(user).items():
            address = reverse("mentoring:pair", kwargs={"ref": pair.ref})
            yield Waiting("What you said you would do", address, f"{count} to do", "waiting", "From your mentoring.")
    if Role.CHAIR in roles and (found := asked_of(user)):
        yield Waiting(
            "Evidence to countersign", reverse("mentoring:countersigning"), f"{len(found)} waiting", "attention"
        )
    if Role.COORDINATOR in roles:
        yield from one_or_many(
            waiting_to_decide(), "An application to decide on", "Applications to decide on", "mentoring:application"
        )
        yield from one_or_many(
            waiting_to_join(), "A place that is offered", "Places that are offered", "mentoring:application"
        )
        if alone := without_mentor():
            yield Waiting("Mentees without a mentor", reverse("mentoring:pairs"), f"{len(alone)} waiting", "waiting")


def one_or_many(found: list[Any], one: str, many: str, name: str) -> Iterator[Waiting]:
    """One application leads to its page, several to their cohorts."""
    if len(found) == 1:
        yield Waiting(one, reverse(name, kwargs={"ref": found[0].ref}), "Waiting for you", "attention")
    elif found:
        yield Waiting(many, reverse("mentoring:cohorts"), f"{len(found)} waiting", "attention")


def workshops_waiting(user: Any) -> Iterator[Waiting]:
    """Sessions of today, those where nobody has said who came, drafts to open, honoraria to settle."""
    now = clock.now()
    for session in today_or_unsaid(user):
        over = session.ends <= now
        page = "workshops:attendance" if over else "workshops:people"
        yield Waiting(
            "Say who came to a workshop" if over else "A workshop that is today",
            reverse(page, kwargs={"ref": session.ref}),
            "Over" if over else f"{session.starts.astimezone(clock.LONDON):%H:%M}",
            "attention",
            session.title,
        )
    for session in drafts_to_open(user):
        address = reverse("workshops:session", kwargs={"ref": session.ref})
        yield Waiting("A workshop to check and open", address, "Draft", "plain", session.title)
    if waiting := honoraria_waiting(user):
        address = reverse("workshops:honoraria")
        yield Waiting(
            "Say who is paid for coming", address, f"{len(waiting)} waiting", "waiting", "Honoraria to settle"
        )


def waiting_offer(offer: Offer, label: str, status: str, kind: str) -> Waiting:
    return Waiting(label, address_of(offer.review), status, kind, f"Review {offer.review.ref}")


def address_of(review: Review) -> str:
    return reverse("reviews:detail", kwargs={"ref": review.ref})
