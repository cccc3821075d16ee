"""Loads what the demonstration's experts were paid by the verbs that people use, then sets the days back."""

from datetime import date, datetime, timedelta

from lantern.accounts.models import User
from lantern.config.demo import people
from lantern.config.demo.load_reviews import on
from lantern.config.demo.pay import (
    ANSWERS,
    CLAIMS,
    COMMISSIONERS,
    PROPOSED,
    RATES,
    SECOND,
    SHARED,
    VAT,
    DemoClaim,
)
from lantern.insight import services as insight
from lantern.insight.models import Answer
from lantern.kit import clock
from lantern.remuneration import services
from lantern.remuneration.domain.rates import Rate, Unit
from lantern.remuneration.domain.work import CostKind, Kind
from lantern.remuneration.models import Claim, ClaimShare, ClaimStep, Engagement, Entry, Payee, Payer, Payment, RateCard
from lantern.remuneration.selectors import unclaimed
from lantern.reviews.models import Seat


def load_rates(by: User) -> None:
    """Two approved versions, and one that waits for the coordinator who signs in first."""
    other = person(SECOND)
    for ago, half_day, hour in RATES:
        card = services.propose_card(name="Panel rates", valid_from=on(ago), rates=rates(half_day, hour), by=by)
        card = services.approve_card(card=card, version=card.version, by=other)
        made = clock.now() - timedelta(days=ago + 20)
        RateCard.objects.filter(pk=card.pk).update(proposed_at=made, decided_at=made + timedelta(days=6))
    services.propose_card(
        name="Panel rates", valid_from=clock.today() + timedelta(days=60), rates=rates(*PROPOSED), by=other
    )


def rates(half_day: int, hour: int) -> dict[Kind, Rate]:
    table = {kind: Rate(Unit.HOUR, hour * 100) for kind in Kind}
    return table | {Kind.PANEL_MEETING: Rate(Unit.HALF_DAY, half_day * 100), Kind.TRAVEL: Rate(Unit.HOUR, 20_00)}


def load_pay(by: User) -> None:
    for seat in Seat.objects.select_related("offer", "review"):
        began, ended = seat.seated_at, seat.review.ended_at
        engagement = Engagement.objects.filter(source_ref=seat.ref)
        engagement.update(opened_on=began.astimezone(clock.LONDON).date(), opened_at=began)
        if ended:
            engagement.exclude(closed_on=None).update(closed_on=ended.astimezone(clock.LONDON).date(), closed_at=ended)
    payer = Payer.objects.filter(partnership__name=people.PARTNERSHIPS[0][0]).get()
    services.set_payer(
        payer=payer, version=payer.version, name=payer.name, email="", term_days=30, purchase_order="PO-4471", by=by
    )
    share_and_charge(by)
    for row in sorted(CLAIMS, key=lambda row: -row.ago):  # the newest is listed first
        one(row, by)
    for barrier, ago, whose, audience, done in ANSWERS:
        made = insight.add_answer(barrier=barrier, done=done, done_on=on(ago), done_by=whose, audience=audience, by=by)
        Answer.objects.filter(pk=made.pk).update(added_at=at(ago - 1))


def share_and_charge(by: User) -> None:
    """One expert is paid by two, and one agency charges VAT."""
    expert, partnership, percent, fund = SHARED
    second = services.add_payer(name=fund, programme=True, by=by)
    engagement = engagement_of(expert, partnership, clock.today())
    lead = engagement.lead_payer
    shares = [(lead, percent, None), (second, 100 - percent, None)]
    services.set_shares(engagement=engagement, version=engagement.version, shares=shares, by=by)
    agency, number, rate, address = VAT
    payee = Payee.objects.get(agency__name=agency)
    services.set_payee(
        payee=payee,
        version=payee.version,
        name=agency,
        address=address,
        vat_number=number,
        vat_basis_points=rate,
        by=by,
    )


def engagement_of(expert: str, payer: str, day: date) -> Engagement:
    """What she was engaged for by this payer on that day."""
    found = Engagement.objects.filter(expert__name=expert, payer_shares__payer__name=payer, opened_on__lte=day)
    return found.select_related("expert__user", "agency", "payee", "card").earliest("opened_on")


def one(row: DemoClaim, by: User) -> None:
    first = max([row.ago, *(int(text.split(":")[1]) for text in row.work)])
    engagement = engagement_of(row.expert, row.payer, on(first))
    her = (engagement.expert and engagement.expert.user) or by
    for text in row.work:
        kind, ago, minutes = text.rstrip("*").split(":")
        entry = services.record_entry(
            engagement=engagement,
            kind=Kind(kind),
            done_on=on(int(ago)),
            minutes=int(minutes),
            donated=text.endswith("*"),
            by=her,
        )
        # Late only where the claim was: by default she logged it within the week.
        logged = max(int(ago) - 4, row.ago) if row.then != "logged" else 1
        Entry.objects.filter(pk=entry.pk).update(recorded_at=at(logged))
    for text in row.costs:
        kind, ago, pence = text.split(":")
        services.record_cost(
            engagement=engagement, kind=CostKind(kind), spent_on=on(int(ago)), pence=int(pence), by=her
        )
    if row.then != "logged":
        free = unclaimed(engagement)
        claim = services.draft_claim(
            engagement=engagement,
            entries=[entry for entry in free.entries if entry.done_on <= on(row.ago)],
            costs=[cost for cost in free.costs if cost.spent_on <= on(row.ago)],
            by=her,
        )
        if row.then != "drafted":
            services.submit_claim(claim=claim, version=claim.version, by=her)
            carry(row, claim, by)
        date_back(row, claim)


def carry(row: DemoClaim, claim: Claim, by: User) -> None:
    """As far along its life as the story has it."""
    payer = person(next((one.mailbox for one in COMMISSIONERS if one.scope == row.payer), "commissioner"))
    if row.then == "queried":
        services.query_claim(claim=claim, version=claim.version, words=row.words, by=payer)
    if row.then in {"submitted", "queried"}:
        return
    services.approve_claim(claim=claim, version=claim.version, by=payer)
    if row.then == "approved":
        return
    for payment in services.send_for_payment(claim=claim, version=claim.version, by=by):
        if row.then == "paid":
            services.record_paid(payment=payment, on=on(row.paid_ago), by=by)
        if row.then == "failed":
            services.record_failed(payment=payment, on=on(row.paid_ago), reason="Account closed", by=by)


def date_back(row: DemoClaim, claim: Claim) -> None:
    sent_in = at(row.ago)
    if row.then == "drafted":
        Claim.objects.filter(pk=claim.pk).update(drafted_at=sent_in)
        return
    due = on(row.ago) + timedelta(days=30)
    Claim.objects.filter(pk=claim.pk).update(drafted_at=sent_in, submitted_at=sent_in, due_on=due)
    last = row.paid_ago or max(row.ago - 8, 0)
    steps = list(ClaimStep.objects.filter(claim=claim).order_by("pk"))
    for place, step in enumerate(steps):
        days = row.ago - (row.ago - last) * place // max(len(steps) - 1, 1)
        ClaimStep.objects.filter(pk=step.pk).update(moved_at=at(days))
    handed_on = at(max(row.ago - 8, 0))
    ClaimShare.objects.filter(claim=claim).exclude(invoice_number=None).update(invoiced_on=handed_on.date())
    Payment.objects.filter(share__claim=claim).update(sent_at=handed_on)
    Payment.objects.filter(share__claim=claim).exclude(settled_at=None).update(settled_at=at(row.paid_ago))


def person(mailbox: str) -> User:
    return User.objects.get(email=f"{mailbox}@{people.DOMAIN}")


def at(ago: int) -> datetime:
    return clock.now() - timedelta(days=ago)
