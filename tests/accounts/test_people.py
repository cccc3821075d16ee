"""Inviting, joining, giving and ending roles."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lantern.access.public import Refused
from lantern.accounts import services
from lantern.accounts.models import Invitation, Membership, User
from lantern.audit.models import Event
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate

PEOPLE, INVITE = "/people/", "/people/invite/"
NEW = {"email": "Ngozi@example.org", "name": "Ngozi O’Hara-Çelik", "role": "chair", "scope": ""}
PASSWORD = "seven quiet rivers at dusk"


def events() -> list[tuple[str, dict]]:
    return [(e.name, e.detail) for e in Event.objects.filter(name__startswith="accounts.").order_by("seq")]


@pytest.fixture
def link(cast, mailoutbox, django_capture_on_commit_callbacks) -> str:
    """The address in a real invitation's letter."""
    with django_capture_on_commit_callbacks(execute=True):
        answer = cast.client("coordinator").post(INVITE, NEW)
    assert (answer.status_code, answer["Location"]) == (302, PEOPLE)
    return re.search(r"https?://[^/]+(/\S+)", mailoutbox[0].body)[1]


def visitor() -> Client:
    client = Client()
    client.defaults["wsgi.url_scheme"] = "https"
    return client


def test_a_letter_says_nothing_but_how_to_join(cast, link, mailoutbox):
    [letter] = mailoutbox
    assert (letter.subject, letter.to) == ("Your invitation", ["ngozi@example.org"])
    for word in ("chair", "Chair", "review", "expert", cast.coordinator.name, "homicide"):
        assert word not in letter.body.replace(NEW["name"], "")
    token = link.split("/")[3]
    assert token not in Invitation.objects.get().token_hash
    assert events() == [("accounts.invited", {"role": "chair", "scope": ""})]


def test_joining_makes_an_account_with_its_role_and_no_session(cast, link):
    client = visitor()
    assert NEW["name"] in client.get(link).content.decode()
    answer = client.post(link, {"name": "Ngozi Ç", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/")
    assert "_auth_user_id" not in client.session
    user = User.objects.get(email="ngozi@example.org")
    assert (user.name, user.check_password(PASSWORD)) == ("Ngozi Ç", True)
    assert list(user.memberships.values_list("role", "scope")) == [("chair", "")]
    assert [name for name, _ in events()] == ["accounts.invited", "accounts.joined"]
    assert "Ngozi" not in str(events())


def test_a_link_works_once_for_seven_days_until_replaced(cast, link, time_machine):
    joined = visitor().post(link, {"name": "N", "password": PASSWORD})
    assert joined.status_code == 302
    used = visitor().get(link)
    never = visitor().get("/people/join/XXXXXXXX/")
    nonce = re.compile(rb'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"')
    assert (used.status_code, nonce.sub(b"", used.content)) == (404, nonce.sub(b"", never.content))


@pytest.mark.parametrize(("after", "status"), [(7 * 86400 - 1, 200), (7 * 86400, 404)])
def test_a_link_lasts_exactly_seven_days(
    cast, mailoutbox, time_machine, django_capture_on_commit_callbacks, after, status
):
    time_machine.move_to(clock.now(), tick=False)
    with django_capture_on_commit_callbacks(execute=True):
        services.invite(by=cast.coordinator, **NEW)
    link = re.search(r"https?://[^/]+(/\S+)", mailoutbox[0].body)[1]
    time_machine.shift(after)
    assert visitor().get(link).status_code == status


def test_a_second_invitation_replaces_the_first(cast, link):
    services.invite(by=cast.coordinator, **NEW)
    assert visitor().get(link).status_code == 404


def test_two_at_once_join_once(cast, link):
    invitation = Invitation.objects.get()
    services.accept_invitation(invitation=invitation, name="First", password=PASSWORD)
    with pytest.raises(IllegalMove):
        services.accept_invitation(invitation=invitation, name="Second", password=PASSWORD)
    User.objects.filter(email="ngozi@example.org").update(email="moved@example.org")
    with pytest.raises(OutOfDate):
        services.accept_invitation(invitation=invitation, name="Third", password=PASSWORD)
    assert User.objects.filter(email="ngozi@example.org").count() == 0
    assert [name for name, _ in events()] == ["accounts.invited", "accounts.joined"]


@pytest.mark.parametrize("password", ["short", "password1234", "ngozi@example.org", "Kept-Name-26"])
def test_weak_passwords_are_refused_and_the_name_is_kept(cast, link, password):
    answer = visitor().post(link, {"name": "Kept Name", "password": password})
    assert answer.status_code == 422
    assert 'value="Kept Name"' in answer.content.decode()
    assert not User.objects.filter(email="ngozi@example.org").exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "not an address"}, "email"),
        ({"role": "superuser"}, "role"),
        ({"role": "commissioner"}, "scope"),
        ({"role": "agency_lead", "scope": "PARTNERSHIP"}, "scope"),
        ({"scope": "PARTNERSHIP"}, "scope"),
        ({"name": "x" * 121}, "name"),
        ({"name": "a\x00b"}, "name"),
    ],
)
def test_a_wrong_invitation_is_refused_with_what_was_typed(cast, wrong, field):
    said = {**NEW, **wrong}
    said["scope"] = said["scope"].replace("PARTNERSHIP", cast.partnership.ref)
    answer = cast.client("coordinator").post(INVITE, said)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Invitation.objects.exists()


def test_an_address_with_an_account_is_not_invited_again(cast):
    answer = cast.client("coordinator").post(INVITE, {**NEW, "email": cast.chair.email.upper()})
    assert (answer.status_code, Invitation.objects.count()) == (409, 0)
    assert 'value="Ngozi' in answer.content.decode()


def test_nobody_but_a_coordinator_invites_even_past_the_table(cast):
    for who in ("commissioner", "chair", "agency_lead", "roleless"):
        with pytest.raises(Refused):
            services.invite(by=cast.user(who), **NEW)
    assert not Invitation.objects.exists()


def test_a_role_is_given_and_ended_at_once(cast):
    client, theirs = cast.client("coordinator"), cast.client("chair")
    grant = reverse("accounts:grant", kwargs={"ref": cast.chair.ref})
    end = reverse("accounts:end_membership", kwargs={"ref": cast.chair.ref})
    assert client.post(grant, {"role": "coordinator", "scope": ""}).status_code == 302
    assert theirs.get(PEOPLE).status_code == 200
    assert client.post(grant, {"role": "coordinator", "scope": ""}).status_code == 409
    assert client.get(end, {"role": "coordinator", "scope": ""}).status_code == 200
    assert client.post(end, {"role": "coordinator", "scope": ""}).status_code == 302
    assert theirs.get(PEOPLE).status_code == 404
    assert client.post(end, {"role": "coordinator", "scope": ""}).status_code == 404
    assert client.post(grant, {"role": "coordinator", "scope": ""}).status_code == 302
    assert theirs.get(PEOPLE).status_code == 200
    assert [n for n, _ in events()] == ["accounts.role_granted", "accounts.role_ended", "accounts.role_granted"]


def test_a_coordinator_gives_herself_nothing_and_cannot_leave_the_programme_without_one(cast):
    client = cast.client("coordinator")
    grant = reverse("accounts:grant", kwargs={"ref": cast.coordinator.ref})
    end = reverse("accounts:end_membership", kwargs={"ref": cast.coordinator.ref})
    assert client.post(grant, {"role": "chair", "scope": ""}).status_code == 403
    assert client.post(end, {"role": "coordinator", "scope": ""}).status_code == 403
    assert list(Membership.objects.current().filter(user=cast.coordinator).values_list("role")) == [("coordinator",)]
    assert events() == []


@pytest.mark.usefixtures("still_clock")
def test_people_costs_the_same_for_one_as_for_many(cast):
    client = cast.client("coordinator")
    with CaptureQueriesContext(
        connection,
    ) as few:
        page = client.get(PEOPLE)
    assert (page.status_code, cast.chair.name in page.content.decode()) == (200, True)
    for number in range(3):
        user = User.objects.create_user(f"more{number}@example.org", None, name=f"More {number}")
        Membership.objects.create(user=user, role="chair")
    with CaptureQueriesContext(connection) as many:
        client.get(PEOPLE)
    assert len(few) == len(many)


@pytest.mark.parametrize("page", ["accounts:invite", "accounts:grant", "accounts:end_membership"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stale_sign_in_is_asked_again_and_led_back(cast, time_machine, page, method):
    time_machine.move_to(clock.now(), tick=False)
    client = cast.client("coordinator")
    address = reverse(page, kwargs={} if page == "accounts:invite" else {"ref": cast.chair.ref})
    said = {**NEW, "role": "chair"}
    time_machine.shift(299)
    assert client.get(address, {"role": "chair"}).status_code in {200, 302}
    time_machine.shift(1)
    answer = getattr(client, method)(address, said if method == "post" else {})
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"/account/reauthenticate/?next={address.replace('/', '%2F')}",
    )
    assert (Invitation.objects.count(), events()) == (0, [])
    wrong = client.post(answer["Location"], {"password": "wrong"})
    assert wrong.status_code == 200
    assert getattr(client, method)(address, said)["Location"].startswith("/account/reauthenticate/")
    right = client.post(answer["Location"], {"password": "lantern light on the stair", "next": address})
    assert (right.status_code, right["Location"]) == (302, address)
    assert client.get(address, {"role": "chair"}).status_code == 200


def test_nothing_is_written_that_the_chain_does_not_hold(cast, settings):
    """The planted fault: an audit key that cannot be read, so that recording fails at the last step of each act."""
    settings.LANTERN_AUDIT_KEY = "not base64"
    invitation = Invitation.objects.create(
        email="kept@example.org",
        name="Kept",
        role="chair",
        token_hash="0" * 64,
        invited_by=cast.coordinator,
        expires_at="2099-01-01T00:00:00Z",
    )
    held = cast.chair.memberships.get()
    acts = {
        "invite": lambda: services.invite(by=cast.coordinator, **NEW),
        "accept": lambda: services.accept_invitation(invitation=invitation, name="K", password=PASSWORD),
        "grant": lambda: services.grant_role(user=cast.chair, role="mentor", by=cast.coordinator),
        "end": lambda: services.end_membership(membership=held, by=cast.coordinator),
        "sessions": lambda: services.end_sessions(user=cast.chair, because="test"),
    }

    def state() -> tuple:
        return (
            list(User.objects.order_by("pk").values()),
            list(Membership.objects.order_by("pk").values()),
            list(Invitation.objects.order_by("pk").values()),
        )

    before = state()
    for act in acts.values():
        with pytest.raises(ValueError):
            act()
    assert state() == before
