"""A write and its event come together: where the event cannot be written, nothing is, and nothing is mailed."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core import mail
from django.db import transaction

from lantern.access.public import Refused
from lantern.kit import clock
from lantern.kit.links import hash_of
from lantern.remuneration import services
from lantern.remuneration.domain.claims import Action
from lantern.remuneration.domain.rates import PayeeKind
from lantern.remuneration.domain.work import CostKind, Kind, SourceKind
from lantern.remuneration.models import ApprovalLink
from lantern.remuneration.services.payments import Reported
from tests.cast import Cast
from tests.remuneration.paid import RATES, again, card, engaged, events, fresh, logged, mark, second_coordinator

Act = Callable[[], Any]
# What the services record beside the moves of a claim; a share of several is settled in the ledger's machine.
EVENTS = re.compile(r'record\(\s*"remuneration\.(\w+)"')
HERE = Path(services.__file__).parent
FILES = ("rates", "payers", "engagements", "work", "claims", "payments")
SOURCE = "".join((HERE / f"{name}.py").read_text(encoding="utf-8") for name in FILES)


def written() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of remuneration."""
    return {
        model.__name__: list(model.objects.order_by("pk").values_list())
        for model in apps.get_app_config("remuneration").get_models()
    }


def life(cast: Cast) -> Iterator[tuple[str, Act]]:
    """Every act once, in an order in which each may happen: the event it writes last, and the act."""
    hers, theirs, ours, other = cast.expert_user, cast.commissioner, cast.coordinator, second_coordinator()
    today = clock.today()
    new = {"name": "Rates", "valid_from": today, "rates": RATES}
    made = services.propose_card(**new, by=ours)
    yield "rates_proposed", lambda: services.propose_card(**new, by=ours)
    yield "rates_proposed", lambda: services.change_proposed(card=made, version=1, **new, by=ours)
    yield "rates_approved", lambda: services.approve_card(card=made, version=2, by=other)
    spare = services.propose_card(**new, by=ours)
    yield "rates_refused", lambda: services.refuse_card(card=spare, version=1, by=ours)
    yield "payer_added", lambda: services.add_payer(name="Board", by=ours)
    opened = {"source_kind": SourceKind.SEAT, "expert": cast.expert, "partnership": cast.partnership, "by": ours}
    yield "engagement_opened", lambda: services.open_engagement(source_ref="SEAT", **opened)
    engagement = fresh(services.open_engagement(source_ref="SEAT", **opened))
    payer = engagement.lead_payer
    said = {"name": "", "email": "f@example.org", "term_days": 9, "purchase_order": ""}
    yield "payer_changed", lambda: services.set_payer(payer=payer, version=1, **said, by=ours)
    payee = engagement.payee
    yield "payee_changed", lambda: services.set_payee(payee=payee, version=1, bank="x", by=ours)
    yield "notice_read", lambda: services.read_notice(payee=payee, by=ours)
    whole = [(payer, 1, None)]
    yield "shares_set", lambda: services.set_shares(engagement=engagement, version=1, shares=whole, by=ours)
    work = {"source_ref": "SEAT", "kind": Kind.READING, "done_on": today, "minutes": 60}
    yield "work_recorded", lambda: services.record_work(**work, work_ref="PAPER", by=ours)
    entry = services.record_work(**work, work_ref="PAPER", by=ours)
    yield "work_corrected", lambda: services.correct_work(work_ref="PAPER", minutes=50, by=ours)
    entry.refresh_from_db()
    hours = {"kind": Kind.READING, "done_on": today - timedelta(days=1), "minutes": 60}
    yield "entry_recorded", lambda: services.record_entry(engagement=engagement, **hours, by=hers)
    yield "entry_corrected", lambda: services.correct_entry(entry=entry, version=2, minutes=30, by=hers)
    yield "entry_struck", lambda: services.strike_entry(entry=entry, version=3, by=hers)
    spent = {"kind": CostKind.CARER, "spent_on": today, "pence": 100}
    yield "cost_recorded", lambda: services.record_cost(engagement=engagement, **spent, by=hers)
    cost = services.record_cost(engagement=engagement, **spent, by=hers)
    yield "cost_corrected", lambda: services.correct_cost(cost=cost, version=1, pence=99, by=hers)
    yield "cost_struck", lambda: services.strike_cost(cost=cost, version=2, by=hers)
    yield "claim_drafted", lambda: services.draft_claim(engagement=fresh(engagement), by=hers)
    claim = again(engagement.claims.get())
    yield "claim_submitted", lambda: services.submit_claim(claim=again(claim), version=again(claim).version, by=hers)
    query = {"words": "Which day?"}
    yield (
        "claim_queried",
        lambda: services.query_claim(claim=again(claim), version=again(claim).version, **query, by=theirs),
    )
    yield (
        "claim_answered",
        lambda: services.answer_query(claim=again(claim), version=again(claim).version, **query, by=hers),
    )
    yield "link_sent", lambda: services.send_link(claim=again(claim), by=ours)
    yield "owner_reminded", lambda: services.remind_payers(today + timedelta(days=9))
    for token in ("one", "two"):
        ApprovalLink.objects.create(
            claim=claim, payer=payer, token_hash=hash_of(token), expires_at=clock.now() + timedelta(days=1)
        )
    yield "claim_queried", lambda: services.query_by_link(token="one", **query)
    services.answer_query(claim=again(claim), version=again(claim).version, words="", by=hers)
    ApprovalLink.objects.filter(token_hash=hash_of("two")).update(expires_at=clock.now() + timedelta(days=1))
    yield "claim_approved", lambda: services.approve_by_link(token="two")
    yield "claim_sent", lambda: services.send_for_payment(claim=again(claim), version=again(claim).version, by=ours)
    yield (
        "claim_payment_failed",
        lambda: services.record_failed(payment=claim.shares.get().payments.get(), reason="x", by=ours),
    )
    services.send_for_payment(claim=again(claim), version=again(claim).version, by=ours)
    newest = claim.shares.get().payments.get(state="sent")
    line = Reported(newest.ref, newest.share.total_pence, today)
    yield "remittance_read", lambda: services.settle(reported=[line], by=ours)
    logged(cast, fresh(engagement), ago=5)
    yield "claim_submitted", lambda: services.claim_now(engagement=fresh(engagement), by=hers)
    second = again(engagement.claims.first())
    yield "claim_withdrawn", lambda: services.withdraw_claim(claim=second, version=second.version, by=hers)
    third = services.claim_now(engagement=fresh(engagement), by=hers)
    yield "claim_approved", lambda: services.approve_claim(claim=again(third), version=third.version, by=theirs)
    (last,) = services.send_for_payment(claim=again(third), version=third.version + 1, by=ours)
    yield "claim_paid", lambda: services.record_paid(payment=fresh_payment(last), on=today, by=theirs)
    yield (
        "payee_chosen",
        lambda: services.choose_payee(
            engagement=fresh(engagement), version=fresh(engagement).version, kind=PayeeKind.PERSON, by=ours
        ),
    )
    yield "engagement_closed", lambda: services.close_engagement(source_ref="SEAT", by=ours)


def fresh_payment(payment):
    return type(payment).objects.select_related("share__claim", "share__payer__partnership").get(pk=payment.pk)


def test_no_act_is_written_without_its_event(cast, settings, django_capture_on_commit_callbacks):
    good = settings.LANTERN_AUDIT_KEY
    done = set()
    for event, act in life(cast):
        before, seen = written(), mark()
        mail.outbox.clear()
        settings.LANTERN_AUDIT_KEY = "no key at all"  # so the chain cannot take an event
        try:
            with django_capture_on_commit_callbacks(execute=True):
                act()
        except ValueError:
            assert (written(), events(seen), mail.outbox) == (before, [], [])
        else:
            raise AssertionError(f"{event}: nothing was recorded, and it went through")
        finally:
            settings.LANTERN_AUDIT_KEY = good
        reread(act)
        assert events(seen)[-1] == f"remuneration.{event}"
        done.add(event)
    assert done == set(EVENTS.findall(SOURCE)) | {f"claim_{action.done}" for action in Action}


def reread(act: Act) -> None:
    """Does it once more, now that events can be written: what an act changed in memory must not stand in its way."""
    for value in (cell.cell_contents for cell in act.__closure__ or ()):
        if hasattr(value, "refresh_from_db") and value.pk:
            value.refresh_from_db()
    act()


def test_what_is_refused_writes_nothing_at_all(cast):
    card(cast)
    engagement = engaged(cast)
    logged(cast, engagement)
    before, seen = written(), mark()
    for who in (cast.chair, cast.researcher, cast.expert_user_elsewhere):
        try:
            with transaction.atomic():
                services.claim_now(engagement=engagement, by=who)
        except Refused:
            continue
        raise AssertionError("let through")
    assert (written(), events(seen)) == (before, [])
