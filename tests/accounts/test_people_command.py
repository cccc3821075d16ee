"""`people invite`: how an installation gets its first coordinator."""

from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from lantern.access.public import Role
from lantern.accounts import services
from lantern.accounts.models import Invitation, Membership, User
from lantern.accounts.public import roles_of
from lantern.audit.models import Event

pytestmark = pytest.mark.django_db
FIRST = {"email": "Ngozi@example.org", "name": "Ngozi O’Hara-Çelik"}


def invite(**changes: str) -> str:
    """The link it prints."""
    out = StringIO()
    options = FIRST | {"role": "coordinator"} | changes
    call_command("people", "invite", *[f"--{name}={value}" for name, value in options.items()], stdout=out)
    return out.getvalue().splitlines()[-1]


def open_page(link: str) -> int:
    return visitor().get(urlsplit(link).path).status_code


def visitor() -> Client:
    client = Client()
    client.defaults["wsgi.url_scheme"] = "https"
    return client


def test_the_first_coordinator_joins_by_the_link_printed(mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        link = invite()
    assert link.startswith(f"{settings.SITE_ADDRESS}/people/join/")
    assert mailoutbox == []
    made = Invitation.objects.get()
    assert (made.email, made.role, made.scope, made.invited_by) == ("ngozi@example.org", "coordinator", "", None)
    [event] = Event.objects.filter(name="accounts.invited")
    assert (event.subject, event.actor, event.detail) == (made.ref, "system", {"role": "coordinator", "scope": ""})

    answer = visitor().post(urlsplit(link).path, {"name": "Ngozi Ç", "password": "seven quiet rivers at dusk"})
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/")
    assert roles_of(User.objects.get(email="ngozi@example.org")) == {"coordinator"}
    assert open_page(link) == 404


def test_asking_again_ends_the_first_link_whomever_it_was_for():
    first, second = invite(), invite(email="other@example.org")
    assert (open_page(first), open_page(second)) == (404, 200)


def test_with_a_coordinator_there_it_refuses():
    held = User.objects.create_user("first@example.org", name="First")
    Membership.objects.create(user=held, role=Role.COORDINATOR)
    with pytest.raises(CommandError, match=r"There is a coordinator already\. Ask them"):
        invite()
    assert not Invitation.objects.exists()
    User.objects.filter(pk=held.pk).update(is_active=False)
    assert open_page(invite()) == 200


def test_a_coordinators_own_invitation_outlives_it():
    held = User.objects.create_user("first@example.org", name="First")
    theirs = Membership.objects.create(user=held, role=Role.COORDINATOR)
    services.invite(email="chair@example.org", name="C", role="chair", by=held)
    theirs.delete()
    invite()
    assert [one.expires_at - one.invited_at for one in Invitation.objects.order_by("pk")] == [
        services.invitations.LASTS
    ] * 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": "not an address"}, "Enter a valid email address"),
        ({"name": " "}, "This field is required"),
        ({"role": "chair"}, "invalid choice"),
        ({"email": "there@example.org"}, "already has an account"),
    ],
)
def test_what_cannot_be_invited_is_refused_in_words(wrong, sentence):
    User.objects.create_user("there@example.org", name="There")
    with pytest.raises(CommandError, match=sentence):
        invite(**wrong)
    assert not Invitation.objects.exists()
