"""An agency is paid for people who are not named: logged, claimed, approved, invoiced, counted and told of."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from lantern.access.public import Refused, Role
from lantern.accounts.models import Membership
from lantern.kit import clock
from lantern.kit.states import IllegalMove
from lantern.remuneration import rules, selectors, services
from lantern.remuneration.domain import invoice
from lantern.remuneration.domain.rates import PayeeKind, Rate, Unit
from lantern.remuneration.domain.work import Kind, SourceKind
from lantern.remuneration.models import Engagement, Entry
from tests.cast import person
from tests.remuneration.paid import RATES, again, card, events, mark, second_coordinator

EVERYONE = ("coordinator", "commissioner", "chair", "expert", "agency_lead", "facilitator", "researcher", "roleless")


def engaged(cast, *, source="workshop/one", **more) -> Engagement:
    made = services.open_engagement(
        source_ref=source,
        source_kind=SourceKind.WORKSHOP,
        expert=None,
        agency=cast.agency,
        payer=services.payer_of_programme(),
        by=cast.coordinator,
        on=clock.today() - timedelta(days=7),
        **more,
    )
    return fresh(made)


def fresh(engagement: Engagement) -> Engagement:
    return Engagement.objects.select_related("expert__user", "agency", "payee", "card").get(pk=engagement.pk)


def worked(engagement: Engagement, by, *, who="ONE", minutes=120) -> Entry | None:
    return services.record_work(
        source_ref=engagement.source_ref,
        kind=Kind.WORKSHOP,
        done_on=clock.today() - timedelta(days=1),
        minutes=minutes,
        work_ref=f"workshop/{who}",
        by=by,
    )


@pytest.fixture
def claim(cast):
    card(cast, rates={**RATES, Kind.WORKSHOP: Rate(Unit.HOUR, 30_00)})
    engagement = engaged(cast)
    worked(engagement, cast.coordinator)
    worked(engagement, cast.coordinator, who="TWO", minutes=60)
    return again(services.claim_now(engagement=engagement, by=cast.agency_lead))


def test_an_engagement_is_a_persons_or_an_agencys_that_is_paid_itself(cast):
    engagement = engaged(cast)
    assert (engagement.who, engagement.her_user_id, engagement.payee.agency) == (cast.agency.name, None, cast.agency)
    with pytest.raises(IllegalMove):
        engaged(cast, source="workshop/two", payee_kind=PayeeKind.PERSON)
    for change in ({"agency": None}, {"payee_kind": PayeeKind.PERSON.value}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Engagement.objects.filter(pk=engagement.pk).update(**change)


def test_nobody_chooses_that_an_unnamed_person_is_paid(cast):
    engagement = engaged(cast)
    for user in (cast.agency_lead, cast.coordinator, cast.expert_user):
        with pytest.raises(Refused):
            services.choose_payee(engagement=engagement, version=engagement.version, kind=PayeeKind.PERSON, by=user)


def test_its_lead_and_the_programme_log_for_it_and_nobody_else(cast):
    engagement = engaged(cast)
    assert {who for who in EVERYONE if rules.can_record(cast.user(who), engagement)} == {"agency_lead", "coordinator"}
    seen = {who for who in EVERYONE if selectors.engagements_visible_to(cast.user(who)).exists()}
    assert seen == {"agency_lead", "coordinator"}


def test_several_people_of_an_agency_are_busy_at_one_time(cast):
    engagement = engaged(cast)
    day = {"engagement": engagement, "kind": Kind.WORKSHOP, "done_on": clock.today() - timedelta(days=1)}
    for _ in range(3):
        services.record_entry(**day, minutes=400, starts=clock.now().time().replace(hour=9), by=cast.agency_lead)
    with pytest.raises(IllegalMove):
        services.record_entry(**day, minutes=17 * 60, by=cast.agency_lead)
    assert engagement.entries.count() == 3


def test_nobody_approves_what_they_claimed_or_are_paid(cast, claim):
    """The lead claims; neither she nor anyone of the agency decides, even where they are coordinators too."""
    also_lead = person("Lo Lead", Role.AGENCY_LEAD, cast.agency.ref)
    Membership.objects.create(user=also_lead, role=Role.COORDINATOR, scope="")
    Membership.objects.create(user=cast.expert_user, role=Role.COORDINATOR, scope="")
    Membership.objects.create(user=cast.agency_lead, role=Role.COORDINATOR, scope="")
    for user in (cast.agency_lead, also_lead, cast.expert_user, cast.commissioner):
        with pytest.raises(Refused):
            services.approve_claim(claim=claim, version=claim.version, by=user)
        assert (rules.standing_of(user).decides(claim), selectors.waiting_on(user)) == (False, [])
    approved = services.approve_claim(claim=claim, version=claim.version, by=cast.coordinator)
    assert approved.state == "approved"


def test_a_coordinator_who_claims_for_an_agency_leaves_the_approval_to_another(cast):
    card(cast, rates={**RATES, Kind.WORKSHOP: Rate(Unit.HOUR, 30_00)})
    engagement = engaged(cast)
    worked(engagement, cast.coordinator)
    claim = again(services.claim_now(engagement=engagement, by=cast.coordinator))
    with pytest.raises(Refused):
        services.approve_claim(claim=claim, version=claim.version, by=cast.coordinator)
    assert services.approve_claim(claim=claim, version=claim.version, by=second_coordinator()).state == "approved"


def test_twice_is_once_from_above_and_in_a_claim(cast, claim):
    engagement = engaged(cast)
    assert (worked(engagement, cast.coordinator).pk, engagement.entries.count()) == (
        Entry.objects.get(source_ref="workshop/ONE").pk,
        2,
    )
    with pytest.raises(IllegalMove):
        services.claim_now(engagement=engagement, by=cast.agency_lead)
    assert (claim.net_pence, Engagement.objects.count()) == (90_00, 1)


def test_ledger_and_invoice_cope(cast, claim):
    rows = selectors.ledger_rows(cast.coordinator)
    assert [(row.expert_ref, row.agency_ref, row.worth_pence) for row in rows] == [
        ("", cast.agency.ref, 60_00),
        ("", cast.agency.ref, 30_00),
    ]
    services.approve_claim(claim=claim, version=claim.version, by=cast.coordinator)
    services.send_for_payment(claim=again(claim), version=again(claim).version, by=cast.coordinator)
    found = services.take_invoice(share=claim.shares.get(), by=cast.coordinator)
    assert ([(work.kind, work.pence) for work in found.work], found.payee.name) == (
        [("Workshop", 60_00), ("Workshop", 30_00)],
        cast.agency.name,
    )
    assert invoice.pdf(found)[:5] == b"%PDF-"
    services.record_paid(payment=claim.shares.get().payments.get(), on=clock.today(), by=cast.coordinator)
    assert {row.paid for row in selectors.ledger_rows(cast.agency_lead)} == {True}


@pytest.mark.parametrize("page", ["hours", "engagement", "claim", "claims", "claim_check", "insight:ledger"])
def test_pages_cope(cast, claim, page):
    services.withdraw_claim(claim=claim, version=claim.version, by=cast.agency_lead)
    engagement = claim.engagement
    name = page if ":" in page else f"remuneration:{page}"
    ref = {"claim": [claim.ref], "engagement": [engagement.ref], "claim_check": [engagement.ref]}.get(page, [])
    for who in ("agency_lead", "coordinator"):
        assert cast.client(who).get(reverse(name, args=ref), secure=True).status_code == 200


def test_leads_hear_and_where_there_are_none_the_shared_address(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        engaged(cast)
    assert [message.to for message in mail.outbox] == [[cast.agency_lead.email]]
    mail.outbox.clear()
    cast.agency_elsewhere.shared_email = "office@tamarisk.example"
    cast.agency_elsewhere.save()
    with django_capture_on_commit_callbacks(execute=True):
        services.open_engagement(
            source_ref="workshop/three",
            source_kind=SourceKind.WORKSHOP,
            expert=None,
            agency=cast.agency_elsewhere,
            payer=services.payer_of_programme(),
            by=cast.coordinator,
        )
    assert [message.to for message in mail.outbox] == [["office@tamarisk.example"]]
    assert "orkshop" not in mail.outbox[0].body + mail.outbox[0].subject


def test_its_leads_hear_of_each_step_and_who_moved_it_does_not(cast, claim, django_capture_on_commit_callbacks):
    second = person("Lo Lead", Role.AGENCY_LEAD, cast.agency.ref)
    for act, told in (
        (lambda: services.query_claim(claim=claim, version=claim.version, words="?", by=cast.coordinator),
         {cast.agency_lead.email, second.email}),
        (lambda: services.answer_query(claim=claim, version=claim.version, words="!", by=cast.agency_lead),
         {second.email, cast.coordinator.email}),
    ):  # fmt: skip
        claim.refresh_from_db()
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        assert {address for message in mail.outbox for address in message.to} - {second_coordinator().email} == told


def test_a_correction_from_above_changes_the_entry_until_someone_claims_or_corrects_it(cast):
    card(cast, rates={**RATES, Kind.WORKSHOP: Rate(Unit.HOUR, 30_00)})
    engagement = engaged(cast)

    def correct(minutes: int) -> bool:
        return services.correct_work(work_ref="workshop/ONE", minutes=minutes, by=cast.coordinator)

    def logged() -> list[int]:
        return list(engagement.entries.filter(struck_at=None).values_list("minutes", flat=True))

    assert (correct(0), correct(60)) == (True, False)  # nothing was recorded, and a correction adds nothing
    worked(engagement, cast.coordinator)
    seen = mark()
    assert (correct(60), logged()) == (True, [60])
    assert (correct(0), logged()) == (True, [])
    assert (correct(90), logged()) == (True, [90])
    assert (correct(90), events(seen)) == (True, ["remuneration.work_corrected"] * 3)
    claim = again(services.claim_now(engagement=fresh(engagement), by=cast.agency_lead))
    assert (correct(0), logged()) == (False, [90])
    services.withdraw_claim(claim=claim, version=claim.version, by=cast.agency_lead)
    entry = engagement.entries.get()
    entry = services.correct_entry(entry=entry, version=entry.version, minutes=75, by=cast.agency_lead)
    assert (correct(90), logged()) == (False, [75])
    services.strike_entry(entry=entry, version=entry.version, by=cast.agency_lead)
    assert (correct(90), logged()) == (False, [])


def test_a_page_says_that_it_waits_for_the_agency_and_never_for_an_expert(cast, claim):
    services.query_claim(claim=claim, version=claim.version, words="Which day?", by=cast.coordinator)
    page = cast.client("coordinator").get(reverse("remuneration:claim", args=[claim.ref]), secure=True)
    assert page.context["waiting"] == "Since today, waiting for the agency"
    assert [step["who"] for step in page.context["history"]] == ["the agency", "the payer"]


def test_its_lead_finds_the_hours_on_her_first_page(cast):
    card(cast, rates={**RATES, Kind.WORKSHOP: Rate(Unit.HOUR, 30_00)})
    engagement = engaged(cast)
    worked(engagement, cast.coordinator)
    tasks = cast.client("agency_lead").get(reverse("home"), secure=True).context["tasks"]
    address = reverse("remuneration:claim_check", args=[engagement.ref])
    assert [task.href for task in tasks if task.label == "Hours to claim"] == [address]
    assert "Hours to claim" not in cast.client("expert").get(reverse("home"), secure=True).content.decode()
