"""The pages of pay: who sees what of planted leaks, what a form may not carry, and what a late press meets."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lantern.kit import clock
from lantern.register.models import Expert
from lantern.remuneration import services
from lantern.remuneration.domain.rates import Rate, Unit
from lantern.remuneration.domain.work import Kind
from lantern.remuneration.models import Claim, Cost, Engagement, Entry, Payee, Payer, RateCard
from tests.cast import Cast, sign_in
from tests.remuneration import paid

WORDS = "CANARYWORDS"


def page(cast: Cast, who: str, name: str, *refs: str) -> str:
    response = cast.client(who).get(reverse(f"remuneration:{name}", args=refs), secure=True)
    assert response.status_code == 200, (who, name, response.status_code)
    return response.content.decode()


def post(cast: Cast, who: str, name: str, /, *refs: str, **data: object):
    return cast.client(who).post(reverse(f"remuneration:{name}", args=refs), data, secure=True)


@pytest.fixture
def engagement(cast: Cast) -> Engagement:
    paid.card(cast)
    return paid.engaged(cast)


def time_of(**more: object) -> dict[str, object]:
    return {"kind": "reading", "done_on": str(clock.today()), "hours": 2, "minutes": 0, **more}


def test_an_expert_logs_checks_and_claims_in_three_presses(cast, engagement):
    assert post(cast, "expert", "entry_add", engagement.ref, **time_of()).status_code == 302
    text = page(cast, "expert", "claim_check", engagement.ref)
    assert "£90" in text
    seen = text.partition('name="seen" value="')[2].partition('"')[0]
    sent = post(cast, "expert", "claim_check", engagement.ref, seen=seen)
    claim = Claim.objects.get()
    assert (sent.status_code, claim.state, claim.net_pence) == (302, "submitted", 90_00)
    assert sent["Location"] == reverse("remuneration:claim", args=[claim.ref])


def test_what_was_typed_stays_when_it_is_not_right(cast, engagement):
    response = post(cast, "expert", "entry_add", engagement.ref, **time_of(hours=20, words="Two sittings"))
    text = response.content.decode()
    assert (response.status_code, Entry.objects.count()) == (409, 0)
    assert "More than 16 hours in one day cannot be right" in text
    assert 'value="Two sittings"' in text
    response = post(cast, "expert", "entry_add", engagement.ref, **time_of(hours="many", words="Two sittings"))
    assert response.status_code == 422
    assert 'value="Two sittings"' in response.content.decode()


def test_nothing_is_claimed_that_the_page_did_not_show(cast, engagement):
    paid.logged(cast, engagement)
    text = page(cast, "expert", "claim_check", engagement.ref)
    seen = text.partition('name="seen" value="')[2].partition('"')[0]
    paid.logged(cast, engagement, ago=2)
    response = post(cast, "expert", "claim_check", engagement.ref, seen=seen)
    assert (response.status_code, Claim.objects.count()) == (409, 0)
    assert "£180" in response.content.decode()


def test_a_late_entry_says_so_and_stands(cast, engagement):
    day = str(clock.today() - timedelta(days=100))
    client = cast.client("expert")
    response = client.post(
        reverse("remuneration:entry_add", args=[engagement.ref]), time_of(done_on=day), secure=True, follow=True
    )
    assert "Logged late: more than 90 days after the day itself." in response.content.decode()


def test_a_correction_on_an_old_version_overwrites_nothing(cast, engagement):
    entry = paid.logged(cast, engagement)
    services.correct_entry(entry=entry, version=1, by=cast.agency_lead, minutes=60)
    response = post(cast, "expert", "entry", engagement.ref, entry.ref, **time_of(hours=3, version=1))
    entry.refresh_from_db()
    assert (response.status_code, entry.minutes) == (409, 60)
    assert 'name="hours" value="3"' in response.content.decode()


def test_a_form_carries_only_its_own_fields(cast, engagement):
    other = paid.engaged(cast)
    sent = time_of(engagement=other.ref, origin="prefilled", source_ref="M", recorded_by=cast.coordinator.pk, pence=1)
    assert post(cast, "expert", "entry_add", engagement.ref, **sent).status_code == 302
    entry = Entry.objects.get()
    assert (entry.engagement_id, entry.origin, entry.source_ref, entry.recorded_by_id) == (
        engagement.pk, "own", "", cast.expert_user.pk,
    )  # fmt: skip
    post(
        cast, "expert", "cost_add", engagement.ref, kind="carer", spent_on=str(clock.today()), pence="12.50", version=9
    )
    assert Cost.objects.get().pence == 12_50


def test_a_payer_reads_the_claim_and_not_the_log_nor_her_name(cast, engagement):
    paid.logged(cast, engagement, ago=3, words=WORDS)
    claim = services.claim_now(engagement=engagement, by=cast.expert_user)
    paid.logged(cast, engagement, ago=1, words="NOTCLAIMED")
    text = page(cast, "commissioner", "claim", claim.ref)
    assert WORDS in text
    assert cast.agency.name in text
    assert "NOTCLAIMED" not in text
    assert cast.expert.name not in text
    for who in ("commissioner_elsewhere", "expert_user_elsewhere", "chair", "researcher"):
        address = reverse("remuneration:claim", args=[claim.ref])
        assert cast.client(who).get(address, secure=True).status_code == 404, who
    assert cast.client("commissioner").get(
        reverse("remuneration:engagement", args=[engagement.ref]), secure=True
    ).status_code == 404  # fmt: skip


def test_lists_hold_only_what_is_theirs(cast, engagement):
    claim = paid.claimed(cast, engagement)
    for who, sees in (
        ("expert", True), ("agency_lead", True), ("commissioner", True), ("coordinator", True),
        ("commissioner_elsewhere", False), ("expert_user_elsewhere", False),
    ):  # fmt: skip
        assert (claim.ref in page(cast, who, "claims")) is sees, who


def test_approving_is_the_payers_and_once(cast, engagement):
    claim = paid.claimed(cast, engagement)
    assert post(cast, "coordinator", "claim_approve", claim.ref, version=claim.version).status_code == 403
    assert post(cast, "expert", "claim_approve", claim.ref, version=claim.version).status_code == 404
    first = post(cast, "commissioner", "claim_approve", claim.ref, version=claim.version)
    second = post(cast, "commissioner", "claim_approve", claim.ref, version=claim.version)
    assert (first.status_code, second.status_code, Claim.objects.get().state) == (302, 302, "approved")
    assert Claim.objects.get().steps.filter(action="approve").count() == 1


def test_a_press_on_an_old_version_does_nothing(cast, engagement):
    claim = paid.claimed(cast, engagement)
    response = cast.client("commissioner").post(
        reverse("remuneration:claim_approve", args=[claim.ref]), {"version": 1}, secure=True, follow=True
    )
    assert "was changed by someone else" in response.content.decode()
    assert Claim.objects.get().state == "submitted"


def test_a_question_is_asked_answered_and_approved(cast, engagement):
    claim = paid.claimed(cast, engagement)
    empty = post(cast, "commissioner", "claim_query", claim.ref, words=" ", version=claim.version)
    assert (empty.status_code, Claim.objects.get().state) == (422, "submitted")
    post(cast, "commissioner", "claim_query", claim.ref, words="Both days?", version=claim.version)
    assert "Both days?" in page(cast, "expert", "claim_answer", claim.ref)
    claim = paid.again(claim)
    post(cast, "expert", "claim_answer", claim.ref, words="Yes", version=claim.version)
    claim = paid.again(claim)
    post(cast, "commissioner", "claim_approve", claim.ref, version=claim.version)
    assert Claim.objects.get().state == "approved"


def test_sending_and_settling(cast, engagement):
    claim = paid.approved(cast, paid.claimed(cast, engagement))
    assert post(cast, "commissioner", "claim_send", claim.ref, version=claim.version).status_code == 404
    post(cast, "coordinator", "claim_send", claim.ref, version=claim.version)
    payment = paid.again(claim).shares.get().payments.get()
    tomorrow = str(clock.today() + timedelta(days=1))
    early = post(cast, "commissioner", "payment_paid", payment.ref, on=tomorrow)
    assert early.status_code == 409
    assert tomorrow in early.content.decode()
    assert post(cast, "commissioner_elsewhere", "payment_paid", payment.ref, on=str(clock.today())).status_code == 404
    assert post(cast, "commissioner", "payment_failed", payment.ref, reason="Account closed").status_code == 302
    assert Claim.objects.get().state == "failed"
    assert "Account closed" in page(cast, "expert", "claim", claim.ref)


def rates_form(**more: object) -> dict[str, object]:
    units = {f"{kind}_unit": "hour" for kind in Kind}
    day = str(clock.today() + timedelta(days=30))
    return {"name": "Next year", "valid_from": day, "hours": "7", **units, "reading_pence": "50", **more}


def test_rates_take_two_people(cast, engagement):
    assert post(cast, "coordinator", "card_propose", **rates_form(state="in_force")).status_code == 302
    card = RateCard.objects.get(name="Next year")
    assert (card.state, card.table) == ("proposed", {Kind.READING: Rate(Unit.HOUR, 50_00)})
    assert post(cast, "coordinator", "card_approve", card.ref, version=1).status_code == 403
    assert "You proposed these rates" in page(cast, "coordinator", "card", card.ref)
    assert cast.client("expert").get(reverse("remuneration:card", args=[card.ref]), secure=True).status_code == 404
    other = cast.client("nobody")
    sign_in(other, paid.second_coordinator())
    assert "Next year" in other.get("/", secure=True).content.decode()
    other.post(reverse("remuneration:card_approve", args=[card.ref]), {"version": 1}, secure=True)
    card.refresh_from_db()
    assert card.state == "in_force"
    late = post(cast, "coordinator", "card_change", card.ref, **rates_form(version=1, name="Changed"))
    assert (late.status_code, RateCard.objects.filter(name="Changed").count()) == (409, 0)
    assert 'value="Changed"' in late.content.decode()


def test_a_commissioner_sets_her_term_and_not_where_links_go(cast, engagement):
    payer = Payer.objects.get(partnership=cast.partnership)
    data = {"name": payer.name, "email": "elsewhere@example.org", "term_days": 14, "purchase_order": "PO-1"}
    assert post(cast, "commissioner", "payer", payer.ref, version=1, **data).status_code == 302
    payer.refresh_from_db()
    assert (payer.term_days, payer.purchase_order, payer.email) == (14, "PO-1", "")
    stale = post(cast, "commissioner", "payer", payer.ref, version=1, **data | {"purchase_order": "PO-2"})
    assert stale.status_code == 409
    assert 'value="PO-2"' in stale.content.decode()


def test_bank_details_are_hers_and_her_leads_and_kept_by_no_cache(cast, engagement):
    payee = engagement.payee
    bank = "Rowan House\n00-00-00\n00000000"
    data = {"name": "Rowan House", "bank": bank, "vat_basis_points": "2000", "version": payee.version}
    wrong = post(cast, "agency_lead", "payee", payee.ref, **data)
    assert wrong.status_code == 409
    assert "gives its VAT number" in wrong.content.decode()
    assert post(cast, "agency_lead", "payee", payee.ref, **data, vat_number="GB000000000").status_code == 302
    response = cast.client("agency_lead").get(reverse("remuneration:payee", args=[payee.ref]), secure=True)
    assert response["Cache-Control"] == "no-store"
    assert "00000000" in response.content.decode()
    assert "00000000" not in Payee.objects.get().bank_sealed
    for who in ("expert", "commissioner", "expert_user_elsewhere"):
        address = reverse("remuneration:payee", args=[payee.ref])
        assert cast.client(who).get(address, secure=True).status_code == 404, who


def test_shares_are_the_programmes_to_set(cast, engagement):
    first = Payer.objects.get(partnership=cast.partnership)
    second = services.add_payer(name="A health board", by=cast.coordinator)
    data = {"payer_1": first.ref, "parts_1": 60, "payer_2": second.ref, "parts_2": 40}
    assert post(cast, "coordinator", "shares", engagement.ref, version=engagement.version, **data).status_code == 302
    claim = paid.claimed(cast, paid.fresh(engagement))
    assert [share.net_pence for share in claim.shares.order_by("order")] == [54_00, 36_00]
    both = post(cast, "coordinator", "shares", engagement.ref, version=1, **data, fixed_1="5")
    assert both.status_code == 422


def test_lists_cost_the_same_however_much_is_on_them(cast, engagement, still_clock):
    def cost(who: str, name: str) -> int:
        client = cast.client(who)
        address = reverse(name)
        client.get(address, secure=True)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(address, secure=True).status_code == 200
        return len(seen)

    pages = [
        (who, name)
        for who in ("coordinator", "commissioner", "expert", "agency_lead")
        for name in ("remuneration:claims", "remuneration:hours", "remuneration:cards", "remuneration:payers", "home")
        if (who, name) not in {
            ("commissioner", "remuneration:hours"), ("expert", "remuneration:payers"),
            ("agency_lead", "remuneration:payers"),
        }
    ]  # fmt: skip
    paid.claimed(cast, engagement)
    paid.logged(cast, engagement, ago=2)
    before = {one: cost(*one) for one in pages}
    for number in range(3, 9, 2):
        again = paid.engaged(cast)
        paid.logged(cast, again, ago=number)
        services.claim_now(engagement=again, by=cast.expert_user)
        paid.logged(cast, again, ago=number + 1)
        services.add_payer(name=f"Body {number}", by=cast.coordinator)
    assert {one: cost(*one) for one in pages} == before


def test_an_engagement_page_costs_the_same_however_long_its_log(cast, engagement, still_clock):
    client, address = cast.client("expert"), reverse("remuneration:engagement", args=[engagement.ref])
    counts = []
    for ago in (1, 2, 3):
        paid.logged(cast, engagement, ago=ago)
        with CaptureQueriesContext(connection) as seen:
            client.get(address, secure=True)
        counts.append(len(seen))
    assert counts[1] == counts[2]


def test_an_agency_lead_sees_her_agencys_hours_and_no_others(cast, engagement):
    text = page(cast, "agency_lead", "hours")
    assert cast.expert.name in text
    Expert.objects.filter(pk=cast.expert.pk).update(name="Renamed Expert")
    Engagement.objects.update(agency=cast.agency_elsewhere)
    assert "Renamed Expert" not in page(cast, "agency_lead", "hours")


def test_she_chooses_who_is_paid_from_the_next_claim_on(
    cast, engagement, mailoutbox, django_capture_on_commit_callbacks
):
    claim = paid.claimed(cast, engagement)
    refused = post(cast, "agency_lead", "choose_payee", engagement.ref, kind="person", version=engagement.version)
    assert refused.status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        done = post(cast, "expert", "choose_payee", engagement.ref, kind="person", version=engagement.version)
    assert done.status_code == 302
    assert cast.agency_lead.email in {to for mail in mailoutbox for to in mail.to}
    stale = post(cast, "expert", "choose_payee", engagement.ref, kind="agency", version=engagement.version)
    assert stale.status_code == 409
    after = paid.fresh(engagement)
    assert (after.payee.expert, paid.again(claim).payee.agency) == (cast.expert, cast.agency)
    paid.logged(cast, after, ago=2)
    assert services.claim_now(engagement=after, by=cast.expert_user).payee == after.payee
