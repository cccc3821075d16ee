"""`partnerships add`: how an installation gets the partnerships that its reviews belong to."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lantern.audit.models import Event
from lantern.register.models import Partnership

pytestmark = pytest.mark.django_db


def add(name: str, region: str = "london") -> str:
    out = StringIO()
    call_command("partnerships", "add", f"--name={name}", f"--region={region}", stdout=out)
    return out.getvalue()


def test_a_partnership_is_added_and_recorded_without_its_name():
    said = add("  Wendale   Safer Communities ")
    made = Partnership.objects.get()
    assert said == f"Added Wendale Safer Communities, reference {made.ref}.\n"
    assert (made.name, made.region) == ("Wendale Safer Communities", "london")
    [event] = Event.objects.filter(name__startswith="register.")
    assert (event.name, event.subject, event.actor, event.detail) == (
        "register.partnership_added",
        made.ref,
        "system",
        {"region": "london"},
    )


@pytest.mark.parametrize(
    ("name", "region", "sentence"),
    [
        ("WENDALE", "london", "there already"),
        (" ", "london", "Give its name"),
        ("x" * 161, "london", "at most 160"),
        ("Elsewhere", "atlantis", "invalid choice"),
    ],
)
def test_what_cannot_be_added_is_refused_in_words(name, region, sentence):
    add("Wendale")
    with pytest.raises(CommandError, match=sentence):
        add(name, region)
    assert Partnership.objects.count() == 1
