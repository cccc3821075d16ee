"""A payer without an account: from the link in a mail to a question, and from the next link to an approval."""

from datetime import timedelta

import pytest

from lantern.accounts.models import User
from lantern.config.demo import people
from lantern.kit import clock
from lantern.kit.links import hash_of
from lantern.register.models import Expert
from lantern.remuneration import services
from lantern.remuneration.domain.work import CostKind, Kind, SourceKind
from lantern.remuneration.models import ApprovalLink, Claim, Engagement

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def claimed() -> Claim:
    """A claim for reading, a journey and an interpreter that two bodies pay."""
    programme = User.objects.get(email=next(row.email for row in people.SIGN_INS if row.role == "coordinator"))
    board, office = (services.add_payer(name=name, by=programme) for name in ("A health board", "A police office"))
    made = services.open_engagement(
        source_ref="journey-link",
        source_kind=SourceKind.SEAT,
        expert=Expert.objects.exclude(agency=None).order_by("pk")[0],
        payer=board,
        day_rate_pence=350_00,
        by=programme,
    )
    services.set_shares(
        engagement=made, version=made.version, shares=[(board, 2, None), (office, 1, None)], by=programme
    )
    engagement = Engagement.objects.get(pk=made.pk)
    for kind, minutes in ((Kind.READING, 200), (Kind.TRAVEL, 90)):
        services.record_entry(engagement=engagement, kind=kind, done_on=clock.today(), minutes=minutes, by=programme)
    services.record_cost(
        engagement=engagement, kind=CostKind.INTERPRETER, spent_on=clock.today(), pence=85_00, by=programme
    )
    return services.claim_now(engagement=engagement, by=programme)


def link_to(claim: Claim, token: str) -> str:
    ApprovalLink.objects.create(
        claim=claim,
        payer=claim.shares.first().payer,
        token_hash=hash_of(token),
        expires_at=clock.now() + timedelta(days=1),
    )
    return f"/pay/answer/{token}/"


def test_a_payer_asks_and_then_agrees_without_an_account(traveller):
    payer = traveller()
    claim = claimed()
    payer.go(link_to(claim, "the-first-link"))
    payer.look("link")
    payer.press("Send my answer")
    payer.look("link-nothing-chosen")
    payer.page.get_by_label("I have a question first").check()
    payer.page.get_by_label("Your question").fill("Which day was the journey?")
    payer.press("Send my answer")
    payer.look("link-asked")
    payer.go("/pay/answer/the-first-link/")
    payer.look("link-closed")
    claim.refresh_from_db()
    services.answer_query(claim=claim, version=claim.version, words="Today", by=claim.drafted_by)
    payer.go(link_to(claim, "the-second-link"))
    payer.page.get_by_label("I agree that this will be paid").check()
    payer.press("Send my answer")
    payer.look("link-agreed")
    claim.refresh_from_db()
    assert claim.state == "approved"
