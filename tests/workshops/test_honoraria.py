"""Whoever came is paid once, when those who run the session say so, and by nobody's word about themselves."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from lantern.access.public import Refused, Role
from lantern.accounts.models import Membership
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.register.models import Expert
from lantern.remuneration import services as pay
from lantern.remuneration.domain.rates import Rate, Unit
from lantern.remuneration.domain.work import Kind
from lantern.remuneration.models import Engagement, Entry
from lantern.workshops import selectors, services
from lantern.workshops.domain.sessions import Honorarium, Presence
from lantern.workshops.models import Session, SignUp
from lantern.workshops.services.attendance import check_in, mark_attendance, room_code_of
from tests.racing import at_once
from tests.remuneration import paid
from tests.workshops.rooms import again, opened, signed


def begun(session: Session) -> Session:
    """The same session, now under way and soon over."""
    Session.objects.filter(pk=session.pk).update(starts=clock.now() - timedelta(hours=3, minutes=1))
    return Session.objects.select_related("series").get(pk=session.pk)


def mark(session, by, **presences):
    """Says who came, by first name: a presence, or minutes for part."""
    people = {one.name: one for one in SignUp.objects.filter(session=session)}
    marks = {}
    for name, said in presences.items():
        one = people[name]
        part = isinstance(said, int)
        marks[one.ref] = (Presence.PART if part else said, said if part else None)
    version = Session.objects.values_list("version", flat=True).get(pk=session.pk)
    return mark_attendance(session=session, version=version, marks=marks, by=by)


def work() -> list[tuple[str, int]]:
    """What stands in the logs: whose, and how many minutes."""
    entries = Entry.objects.filter(struck_at=None).select_related("engagement__expert", "engagement__agency")
    return sorted((entry.engagement.who, entry.minutes) for entry in entries)


def waiting(user) -> list[tuple[str, str]]:
    return sorted((one.sign_up.name, one.why.value) for one in selectors.honoraria_waiting(user))


@pytest.fixture
def session(cast):
    return opened(cast, places_in_person=9)


def of_agency(cast, session, name, **more):
    return signed(session, name, agency=cast.agency, honorarium=Honorarium.AGENCY, **more)


def test_who_came_is_handed_down_once_and_who_did_not_is_not(cast, session):
    for name in ("Asha", "Bela", "Cora", "Dina"):
        of_agency(cast, session, name)
    session = begun(session)
    said = {"Asha": Presence.PRESENT, "Bela": 60, "Cora": Presence.ABSENT}
    mark(session, cast.facilitator, **said)
    expected = [(cast.agency.name, 60), (cast.agency.name, 180)]
    assert work() == expected
    mark(session, cast.facilitator, **said)
    services.settle_honoraria(session=session, by=cast.coordinator)
    assert (work(), Engagement.objects.count()) == (expected, 1)
    engagement = Engagement.objects.get()
    assert (engagement.source_kind, engagement.expert, engagement.lead_payer.programme, engagement.closed_on) == (
        "workshop",
        None,
        True,
        session.starts.astimezone(clock.LONDON).date(),
    )


def test_a_code_in_the_room_alone_pays_nobody(cast, session):
    one = of_agency(cast, session, "Asha")
    session = begun(session)
    check_in(sign_up=again(one), code=room_code_of(session))
    assert (work(), [found.pk for found in selectors.sessions_not_settled(cast.coordinator)]) == ([], [session.pk])
    mark(session, cast.facilitator)  # she looked, and saved it as it was
    assert work() == [(cast.agency.name, 180)]


def test_a_correction_changes_what_is_paid_and_never_adds(cast, session):
    of_agency(cast, session, "Asha")
    session = begun(session)
    for said, expected in ((Presence.PRESENT, 180), (45, 45), (Presence.ABSENT, None), (Presence.PRESENT, 180)):
        mark(session, cast.facilitator, Asha=said)
        assert work() == ([(cast.agency.name, expected)] if expected else [])
    assert Entry.objects.count() == 1


def test_a_correction_after_the_claim_waits_for_people_to_talk(cast, session):
    paid.card(cast, rates={**paid.RATES, Kind.WORKSHOP: Rate(Unit.HOUR, 30_00)})
    of_agency(cast, session, "Asha")
    session = begun(session)
    mark(session, cast.facilitator, Asha=Presence.PRESENT)
    pay.claim_now(engagement=Engagement.objects.get(), by=cast.agency_lead)
    mark(session, cast.facilitator, Asha=30)
    assert (work(), waiting(cast.coordinator)) == ([(cast.agency.name, 180)], [("Asha", "differs")])
    shown = cast.client("coordinator").get(reverse("workshops:honoraria"), secure=True).content.decode()
    assert "Claimed or changed before it was put right: 3 h stand in the log" in shown


def test_those_in_the_register_are_paid_as_they_said(cast, session):
    alone = Expert.objects.create(name="Alone Expert")
    for name, said, expert in (
        ("Herself", Honorarium.PERSON, cast.expert),
        ("Unsaid", Honorarium.UNKNOWN, alone),
        ("Agency", Honorarium.AGENCY, cast.expert_elsewhere),
    ):
        SignUp.objects.filter(pk=signed(session, name, honorarium=said).pk).update(expert=expert)
    session = begun(session)
    nothing = signed(opened(cast), "Nothing", honorarium=Honorarium.NONE)
    SignUp.objects.filter(pk=nothing.pk).update(expert=cast.expert_elsewhere)
    mark(begun(nothing.session), cast.facilitator, Nothing=Presence.PRESENT)
    mark(session, cast.facilitator, Herself=Presence.PRESENT, Unsaid=Presence.PRESENT, Agency=Presence.PRESENT)
    kinds = set(Engagement.objects.values_list("expert__name", "payee_kind", "agency__name"))
    assert kinds == {
        (cast.expert.name, "person", cast.agency.name),
        ("Alone Expert", "person", None),
        (cast.expert_elsewhere.name, "agency", cast.agency_elsewhere.name),
    }
    assert waiting(cast.coordinator) == []


def test_the_others_wait_for_the_programme_and_for_nobody_else(cast, session):
    signed(session, "Nobodys", honorarium=Honorarium.PERSON)
    signed(session, "Words", honorarium=Honorarium.AGENCY, agency_words="A small group")
    signed(session, "Unsaid")
    signed(session, "Nothing", honorarium=Honorarium.NONE)
    session = begun(session)
    mark(session, cast.facilitator, **dict.fromkeys(("Nobodys", "Words", "Unsaid", "Nothing"), Presence.PRESENT))
    expected = [("Nobodys", "no_payee"), ("Unsaid", "no_payee"), ("Words", "no_payee")]
    assert (work(), waiting(cast.coordinator), waiting(cast.facilitator)) == ([], expected, [])
    page = cast.client("coordinator").get(reverse("workshops:honoraria"), secure=True)
    assert len(page.context["rows"]) == 3


def test_a_coordinator_says_who_is_paid_on_the_page(cast, session):
    one = signed(session, "Words", honorarium=Honorarium.AGENCY, agency_words="Rowan, the house")
    session = begun(session)
    mark(session, cast.facilitator, Words=Presence.PRESENT)
    one = again(one)
    address = reverse("workshops:honorarium", args=[one.ref])
    client = cast.client("coordinator")
    assert "Rowan, the house" in client.get(address, secure=True).content.decode()
    data = {"version": str(one.version), "honorarium": "agency", "agency": "", "expert": ""}
    assert client.post(address, data, secure=True).status_code == 422
    assert client.post(address, data | {"agency": cast.agency.ref}, secure=True).status_code == 302
    assert (work(), waiting(cast.coordinator)) == ([(cast.agency.name, 180)], [])
    late = client.post(address, data | {"honorarium": "none"}, secure=True)
    assert (late.status_code, work()) == (409, [(cast.agency.name, 180)])


def test_a_note_that_she_wants_nothing_ends_the_wait(cast, session):
    one = signed(session, "Unsaid")
    mark(begun(session), cast.facilitator, Unsaid=Presence.PRESENT)
    one = again(one)
    with pytest.raises(OutOfDate):
        services.say_honorarium(sign_up=one, version=one.version - 1, honorarium=Honorarium.NONE, by=cast.coordinator)
    services.say_honorarium(sign_up=one, version=one.version, honorarium=Honorarium.NONE, by=cast.coordinator)
    assert (work(), waiting(cast.coordinator)) == ([], [])


def test_nobody_says_that_they_or_their_agency_are_paid(cast, session):
    one = signed(session, "Unsaid")
    mark(begun(session), cast.facilitator, Unsaid=Presence.PRESENT)
    one = again(one)
    for user in (cast.expert_user, cast.agency_lead):
        Membership.objects.create(user=user, role=Role.COORDINATOR, scope="")
    agency = {"honorarium": Honorarium.AGENCY, "agency": cast.agency}
    herself = {"honorarium": Honorarium.PERSON, "expert": cast.expert}
    for user, said in (
        (cast.expert_user, herself),
        (cast.expert_user, agency),
        (cast.agency_lead, agency),
        (cast.facilitator, agency),
        (cast.commissioner, agency),
    ):
        with pytest.raises(Refused):
            services.say_honorarium(sign_up=one, version=one.version, **said, by=user)
    assert work() == []
    services.say_honorarium(sign_up=one, version=one.version, **herself, by=cast.coordinator)
    assert work() == [(cast.expert.name, 180)]


def test_one_person_with_two_places_is_paid_once(cast, session):
    for name in ("First", "Second"):
        SignUp.objects.filter(pk=signed(session, name, honorarium=Honorarium.PERSON).pk).update(expert=cast.expert)
    session = begun(session)
    mark(session, cast.facilitator, First=Presence.PRESENT)
    mark(session, cast.facilitator, Second=Presence.PRESENT)
    assert (work(), waiting(cast.coordinator)) == ([(cast.expert.name, 180)], [("Second", "twice")])


def test_a_session_that_pays_nothing_hands_nothing_down(cast):
    session = opened(cast, honorarium=False)
    of_agency(cast, session, "Asha")
    mark(begun(session), cast.facilitator, Asha=Presence.PRESENT)
    assert (work(), waiting(cast.coordinator)) == ([], [])


def test_the_lead_claims_and_another_approves_and_it_is_paid(cast, session):
    paid.card(cast, rates={**paid.RATES, Kind.WORKSHOP: Rate(Unit.HOUR, 30_00)})
    of_agency(cast, session, "Asha")
    of_agency(cast, session, "Bela")
    mark(begun(session), cast.facilitator, Asha=Presence.PRESENT, Bela=60)
    claim = paid.again(pay.claim_now(engagement=Engagement.objects.get(), by=cast.agency_lead))
    with pytest.raises(Refused):
        pay.approve_claim(claim=claim, version=claim.version, by=cast.agency_lead)
    pay.approve_claim(claim=claim, version=claim.version, by=cast.coordinator)
    (sent,) = pay.send_for_payment(claim=claim, version=claim.version, by=cast.coordinator)
    pay.record_paid(payment=sent, on=clock.today(), by=cast.coordinator)
    claim.refresh_from_db()
    assert (claim.state, claim.net_pence) == ("paid", 120_00)
    with pytest.raises(IllegalMove):
        pay.claim_now(engagement=Engagement.objects.get(), by=cast.agency_lead)


def test_no_name_of_who_came_reaches_the_agency(cast, session):
    of_agency(cast, session, "Zulekha")
    mark(begun(session), cast.facilitator, Zulekha=Presence.PRESENT)
    engagement = Engagement.objects.get()
    for name, args in (("hours", []), ("engagement", [engagement.ref]), ("claim_check", [engagement.ref])):
        page = cast.client("agency_lead").get(reverse(f"remuneration:{name}", args=args), secure=True)
        assert (page.status_code, "Zulekha" in page.content.decode()) == (200, False)


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_costs_the_same_queries_however_long_it_is(
    cast, session, many, still_clock, django_assert_num_queries
):
    for number in range(many):
        signed(session, f"Unsaid {number}")
    session = begun(session)
    SignUp.objects.filter(session=session).update(presence="present")
    client = cast.client("coordinator")
    client.get(reverse("workshops:honoraria"), secure=True)
    with django_assert_num_queries(QUERIES):
        assert len(client.get(reverse("workshops:honoraria"), secure=True).context["rows"]) == many


QUERIES = 10


@pytest.mark.django_db(transaction=True)
def test_two_who_save_at_once_pay_once(cast):
    session = opened(cast, places_in_person=9)
    for name in ("Asha", "Bela", "Cora"):
        of_agency(cast, session, name)
    session = begun(session)
    SignUp.objects.filter(session=session).update(presence="present")
    acts = [lambda by=by: services.settle_honoraria(session=session, by=by) for by in [cast.facilitator] * 8]
    assert at_once(*acts) == ["done"] * 8
    assert (work(), Engagement.objects.count()) == ([(cast.agency.name, 180)] * 3, 1)


@pytest.mark.django_db(transaction=True)
def test_one_person_with_two_places_is_paid_once_however_many_save_at_once(cast):
    """Each says of one place that she came, in one transaction with settling, and sees nothing of the other's."""
    session = opened(cast, places_in_person=9)
    for name in ("First", "Second"):
        SignUp.objects.filter(pk=signed(session, name, honorarium=Honorarium.PERSON).pk).update(expert=cast.expert)
    session = begun(session)

    def save(key: int) -> None:
        with transaction.atomic():
            SignUp.objects.filter(pk=key).update(presence="present")
            services.settle_honoraria(session=session, by=cast.facilitator)

    keys = SignUp.objects.filter(session=session).values_list("pk", flat=True)
    assert at_once(*(lambda key=key: save(key) for key in list(keys))) == ["done"] * 2
    assert work() == [(cast.expert.name, 180)]
