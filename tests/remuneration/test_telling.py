"""What leaves by mail at each step, to both sides, and the link for a payer without an account."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import transaction

from lantern.access.public import Hidden, Refused
from lantern.kit import clock
from lantern.kit.links import hash_of
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.register.public import SUBJECT, TO_HER, SafeContact
from lantern.remuneration import selectors, services
from lantern.remuneration.domain.rates import PayeeKind
from lantern.remuneration.domain.work import SourceKind
from lantern.remuneration.models import ApprovalLink, Claim
from lantern.remuneration.services.telling import FAILED, MOVED_ON
from tests.remuneration.paid import again, card, claimed, engaged, events, fresh, logged, mark, second_coordinator

HERS, FINANCE = "private.way@example.org", "finance@example.org"
CANARY = "CANARYWORDS"


@pytest.fixture
def telling(cast, django_capture_on_commit_callbacks):
    """Everything that could tell is made telling; answers a way to act and see the mail."""
    card(cast)
    cast.expert.name, cast.expert.safe_contact = f"{CANARY} Person", SafeContact.EMAIL.value
    cast.expert.contact = HERS
    cast.expert.save()
    for thing in (cast.agency, cast.partnership):
        thing.name = f"{CANARY} {thing.pk}"
        thing.save()

    def act(verb, **given) -> list[tuple[str, str, str]]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            verb(**given)
        return sorted((message.to[0], message.subject, message.body) for message in mail.outbox)

    return act


def with_address(cast, address: str = FINANCE):
    payer = services.payer_of_partnership(cast.partnership)
    services.set_payer(
        payer=payer, version=payer.version, name="", email=address, term_days=30, purchase_order="", by=cast.coordinator
    )
    return payer


def token_in(text: str) -> str:
    return re.search(r"/([\w-]{43})", text)[1]


def test_both_sides_hear_of_each_step_in_words_that_tell_nothing(cast, telling):
    engagement = engaged(cast)
    logged(cast, engagement, words=CANARY)
    to_her, to_payer = (HERS, SUBJECT, TO_HER), (cast.commissioner.email, SUBJECT, TO_HER)
    assert telling(services.claim_now, engagement=engagement, by=cast.expert_user) == [to_payer]
    claim = again(Claim.objects.get())
    assert telling(services.query_claim, claim=claim, version=claim.version, words=CANARY, by=cast.commissioner) == [
        to_her
    ]
    assert telling(services.answer_query, claim=claim, version=claim.version, words=CANARY, by=cast.expert_user) == [
        to_payer
    ]
    assert telling(services.approve_claim, claim=claim, version=claim.version, by=cast.commissioner) == [to_her]
    both = sorted([to_her, to_payer])
    assert telling(services.send_for_payment, claim=claim, version=claim.version, by=cast.coordinator) == both
    payment = claim.shares.get().payments.get()
    assert telling(services.record_failed, payment=payment, reason=CANARY, by=cast.coordinator) == both
    claim = again(claim)
    assert telling(services.send_for_payment, claim=claim, version=claim.version, by=cast.coordinator) == both
    payment = claim.shares.get().payments.get(state="sent")
    assert telling(services.record_paid, payment=payment, on=clock.today(), by=cast.commissioner) == [to_her]
    assert [step.now for step in claim.steps.all()] == [
        "submitted", "queried", "submitted", "approved", "sent", "failed", "sent", "paid",
    ]  # fmt: skip


def test_her_own_choice_of_contact_decides(cast, telling):
    cast.expert.safe_contact = SafeContact.NONE.value
    cast.expert.save()
    claim = claimed(cast)
    assert telling(services.approve_claim, claim=again(claim), version=claim.version, by=cast.commissioner) == []


def test_a_payer_without_an_account_answers_by_a_link_once(cast, telling):
    cast.commissioner.is_active = False
    cast.commissioner.save()
    with_address(cast)
    engagement = engaged(cast)
    logged(cast, engagement, words=CANARY)
    ((to, subject, text),) = telling(services.claim_now, engagement=engagement, by=cast.expert_user)
    assert (to, subject) == (FINANCE, SUBJECT)
    claim, token = Claim.objects.get(), token_in(text)
    for word in (CANARY, claim.ref, cast.expert.ref, cast.agency.ref, "£", "review"):
        assert word not in text
    assert ApprovalLink.objects.get().token_hash == hash_of(token)
    for _ in range(2):  # mail programs open links by themselves: looking uses nothing up
        before = mark()
        assert selectors.claim_by_link(token) == claim
        assert events(before) == ["remuneration.claim_read"]
    before = mark()
    services.approve_by_link(token=token)
    assert events(before) == ["remuneration.claim_approved"]
    step = again(claim).steps.last()
    assert (step.moved_by, step.link, again(claim).state) == (None, ApprovalLink.objects.get(), "approved")
    for verb in (
        lambda: services.approve_by_link(token=token),
        lambda: services.query_by_link(token=token, words="?"),
        lambda: selectors.claim_by_link(token),
        lambda: services.approve_by_link(token="guess"),
    ):
        with pytest.raises(Hidden):
            verb()


def test_a_link_asks_and_the_answer_brings_a_new_one(cast, telling):
    with_address(cast)
    engagement = engaged(cast)
    logged(cast, engagement)
    mails = telling(services.claim_now, engagement=engagement, by=cast.expert_user)
    first = token_in(next(text for to, _subject, text in mails if to == FINANCE))
    with pytest.raises(IllegalMove, match="need to know"), transaction.atomic():
        services.query_by_link(token=first, words=" ")
    mails = telling(services.query_by_link, token=first, words="Which day?")
    assert sorted(to for to, _subject, _text in mails) == sorted([HERS, FINANCE, cast.commissioner.email])
    assert (FINANCE, SUBJECT, MOVED_ON) in mails
    claim = again(Claim.objects.get())
    mails = telling(services.answer_query, claim=claim, version=claim.version, words="Monday", by=cast.expert_user)
    second = token_in(next(text for to, _subject, text in mails if to == FINANCE))
    with pytest.raises(Hidden):
        services.approve_by_link(token=first)
    services.approve_by_link(token=second)
    assert again(claim).state == "approved"


def test_a_link_dies_with_time_with_a_newer_one_and_when_the_claim_moves(cast, telling):
    with_address(cast)
    engagement = engaged(cast)
    logged(cast, engagement)
    mails = telling(services.claim_now, engagement=engagement, by=cast.expert_user)
    first = token_in(next(text for to, _subject, text in mails if to == FINANCE))
    claim = again(Claim.objects.get())
    with time_machine.travel(clock.now() + timedelta(days=15)), pytest.raises(Hidden):
        selectors.claim_by_link(first)
    with pytest.raises(Refused):
        services.send_link(claim=claim, by=cast.expert_user)
    second = token_in(telling(services.send_link, claim=claim, by=cast.coordinator)[0][2])
    with pytest.raises(Hidden):
        selectors.claim_by_link(first)
    assert selectors.claim_by_link(second) == claim
    services.withdraw_claim(claim=claim, version=claim.version, by=cast.expert_user)
    with pytest.raises(Hidden):
        services.approve_by_link(token=second)
    with pytest.raises(IllegalMove):
        services.send_link(claim=claim, by=cast.coordinator)


@pytest.mark.parametrize("whose", ["expert", "contact", "agency", "lead"])
def test_no_link_goes_to_the_side_that_is_paid(cast, telling, whose):
    cast.agency.shared_email = "shared.desk@example.org"
    cast.agency.save()
    address = {
        "expert": cast.expert_user.email,
        "contact": HERS.upper(),
        "agency": cast.agency.shared_email,
        "lead": cast.agency_lead.email,
    }[whose]
    with_address(cast, address)
    claim = claimed(cast)
    assert ApprovalLink.objects.count() == 0
    with pytest.raises(IllegalMove, match="own claim"):
        services.send_link(claim=again(claim), by=cast.coordinator)


def test_who_claims_does_not_say_where_the_approval_is_asked_for(cast, telling):
    payer = with_address(cast)
    engagement = engaged(cast)
    logged(cast, engagement)
    mails = telling(services.claim_now, engagement=engagement, by=cast.coordinator)
    assert FINANCE not in [to for to, _subject, _text in mails]
    claim = again(Claim.objects.get())
    with pytest.raises(IllegalMove, match="Another coordinator"):
        services.send_link(claim=claim, by=second_coordinator())
    payer.refresh_from_db()
    services.set_payer(
        payer=payer,
        version=payer.version,
        name="",
        email=FINANCE,
        term_days=30,
        purchase_order="",
        by=second_coordinator(),
    )
    ((to, _subject, _text),) = telling(services.send_link, claim=claim, by=cast.coordinator)
    assert to == FINANCE


def test_a_message_that_cannot_be_delivered_undoes_nothing(cast, telling, settings):
    settings.EMAIL_BACKEND = "tests.remuneration.test_telling.Broken"
    claim = claimed(cast)
    before = mark()
    telling(services.approve_claim, claim=again(claim), version=claim.version, by=cast.commissioner)
    assert again(claim).state == "approved"
    assert events(before) == ["remuneration.claim_approved", FAILED]


class Broken:
    def __init__(self, *args, **kwargs) -> None:
        pass

    def send_messages(self, messages) -> None:
        raise ConnectionRefusedError


def test_the_payer_is_reminded_on_its_promised_term(cast, telling, capsys):
    payer = services.payer_of_partnership(cast.partnership)
    services.set_payer(
        payer=payer, version=1, name="", email=FINANCE, term_days=14, purchase_order="", by=cast.coordinator
    )
    claim = again(claimed(cast))
    today = clock.today()
    assert claim.due_on == today + timedelta(days=14)

    def reminded(days: int) -> list[str]:
        return [to for to, _subject, _text in telling(services.remind_payers, today=today + timedelta(days=days))]

    both = sorted([FINANCE, cast.commissioner.email])
    assert [reminded(days) for days in (6, 7, 7, 13, 14, 21)] == [[], both, [], [], both, both]
    assert again(claim).overdue(today + timedelta(days=14)) is False
    assert again(claim).overdue(today + timedelta(days=15)) is True
    assert again(claim).days_waiting(today + timedelta(days=15)) == 15
    claim = again(claim)
    services.approve_claim(claim=claim, version=claim.version, by=cast.commissioner)
    second_coordinator()
    assert reminded(28) == sorted([cast.coordinator.email, second_coordinator().email])
    (payment,) = services.send_for_payment(claim=claim, version=claim.version, by=cast.coordinator)
    mails = telling(services.remind_payers, today=today + timedelta(days=35))
    assert [to for to, _subject, _text in mails] == both
    assert payment.ref in {to: text for to, _subject, text in mails}[FINANCE]
    services.record_paid(payment=payment, on=today, by=cast.commissioner)
    assert reminded(60) == []
    call_command("claims", "remind")
    assert capsys.readouterr().out == "0 reminders sent.\n"


def test_a_question_that_waits_for_her_reminds_no_payer(cast, telling):
    claim = again(claimed(cast))
    services.query_claim(claim=claim, version=claim.version, words="?", by=cast.commissioner)
    assert telling(services.remind_payers, today=clock.today() + timedelta(days=40)) == []


def test_a_body_without_an_account_is_answered_for_by_nobody_here(cast, telling):
    board = services.add_payer(name="Board", email=FINANCE, by=cast.coordinator)
    engagement = engaged(cast)
    services.set_shares(engagement=engagement, version=1, shares=[(board, 1, None)], by=cast.coordinator)
    logged(cast, engagement)
    ((to, _subject, text),) = telling(services.claim_now, engagement=fresh(engagement), by=cast.expert_user)
    assert to == FINANCE
    claim = again(Claim.objects.get())
    for who in (cast.coordinator, cast.commissioner):
        with pytest.raises(Refused):
            services.approve_claim(claim=claim, version=claim.version, by=who)
    services.approve_by_link(token=token_in(text))
    assert again(claim).state == "approved"


def test_who_is_paid_hears_when_someone_else_changed_where_the_money_goes(cast, telling):
    payee = engaged(cast).payee
    to_lead = (cast.agency_lead.email, SUBJECT, TO_HER)
    assert telling(services.set_payee, payee=payee, version=1, bank="x", by=cast.coordinator) == [to_lead]
    assert telling(services.set_payee, payee=payee, version=2, bank="y", by=cast.agency_lead) == []
    said = {"source_ref": "P", "source_kind": SourceKind.SEAT, "payee_kind": PayeeKind.PERSON, "by": None}
    herself = services.open_engagement(expert=cast.expert, partnership=cast.partnership, **said).payee
    assert telling(services.set_payee, payee=herself, version=1, bank="x", by=cast.coordinator) == [
        (HERS, SUBJECT, TO_HER)
    ]


def test_a_stale_press_writes_and_sends_nothing(cast, telling):
    claim = claimed(cast)
    before = mark()
    with pytest.raises(OutOfDate):
        telling(services.approve_claim, claim=again(claim), version=claim.version - 1, by=cast.commissioner)
    assert (mail.outbox, events(before), fresh(claim.engagement).claims.get().state) == ([], [], "submitted")
