"""Sealed texts cannot be moved, changed, or read where they lie, and keys turn although the turning is killed."""

import base64
import json
import os
import random
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from lantern.audit.models import Event
from lantern.config.management.commands.keys import rotate, state
from lantern.config.sign_in import MfaAdapter
from lantern.kit.sealing import CannotOpen, KeyRing
from lantern.mentoring.models import Goal
from lantern.pages.sealed import everything_sealed
from tests.config.sealed_rows import CANARY, every_sealed_row

pytestmark = pytest.mark.django_db

OLD, NEW = ("old", b"o" * 32), ("new", b"n" * 32)
NAMES = [f"{model._meta.label}.{field.name}" for model, field in everything_sealed()]


def opened(rows):
    return {name: getattr(type(row).objects.get(pk=row.pk), name.rpartition(".")[2]) for name, row in rows.items()}


def test_every_sealed_column_has_the_attribute_by_which_keys_turn():
    columns = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name.endswith("_sealed")
    }
    assert columns == {f"{name}_sealed" for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_a_sealed_text_moved_to_another_row_does_not_open(cast, name):
    row, other = every_sealed_row(cast.coordinator)[name], every_sealed_row(cast.coordinator)[name]
    attribute = name.rpartition(".")[2]
    assert getattr(row, attribute).startswith(CANARY)
    type(row).objects.filter(pk=other.pk).update(**{f"{attribute}_sealed": getattr(row, f"{attribute}_sealed")})
    with pytest.raises(CannotOpen):
        getattr(type(row).objects.get(pk=other.pk), attribute)


def test_a_sealed_text_moved_to_another_column_does_not_open(cast):
    payee = every_sealed_row(cast.coordinator)["remuneration.Payee.bank"]
    type(payee).objects.filter(pk=payee.pk).update(address_sealed=payee.bank_sealed)
    with pytest.raises(CannotOpen):
        _ = type(payee).objects.get(pk=payee.pk).address


def test_a_reflection_moved_to_another_writer_does_not_open(cast):
    row = every_sealed_row(cast.coordinator)["mentoring.Reflection.words"]
    type(row).objects.filter(pk=row.pk).update(written_by=cast.agency_lead)
    with pytest.raises(CannotOpen):
        _ = type(row).objects.get(pk=row.pk).words


@pytest.mark.parametrize("name", NAMES)
def test_a_sealed_text_with_any_byte_flipped_does_not_open(cast, name):
    row = every_sealed_row(cast.coordinator)[name]
    attribute = name.rpartition(".")[2]
    key, _, encoded = getattr(row, f"{attribute}_sealed").partition(":")
    raw = base64.b64decode(encoded)
    for at in range(len(raw)):
        changed = raw[:at] + bytes([raw[at] ^ (1 << random.randrange(8))]) + raw[at + 1 :]
        setattr(row, f"{attribute}_sealed", f"{key}:{base64.b64encode(changed).decode()}")
        with pytest.raises(CannotOpen):
            getattr(row, attribute)


def test_turning_the_keys_seals_everything_afresh(cast, settings):
    settings.LANTERN_FIELD_KEYS = KeyRing((OLD,))
    rows = every_sealed_row(cast.coordinator)
    before = opened(rows)
    codes = ["a code taken over"]
    factor = Authenticator.objects.create(
        user=cast.roleless,
        type="recovery_codes",
        data={
            "seed": MfaAdapter().encrypt("seed"),
            "used_mask": 5,
            "migrated_codes": list(map(MfaAdapter().encrypt, codes)),
        },
    )
    settings.LANTERN_FIELD_KEYS = KeyRing((NEW, OLD))
    assert state()["old"] == len(rows) + 2
    said = StringIO()
    call_command("keys", "rotate", stdout=said)
    assert "key old: 0 texts: nothing here needs it any longer" in said.getvalue()
    assert list(rotate()) == []
    settings.LANTERN_FIELD_KEYS = KeyRing((NEW,))
    assert opened(rows) == before
    factor.refresh_from_db()
    assert MfaAdapter().decrypt(factor.data["seed"]) == "seed"
    assert [MfaAdapter().decrypt(code) for code in factor.data["migrated_codes"]] == codes
    assert factor.data["used_mask"] == 5
    assert [event.name for event in Event.objects.filter(name__startswith="config.keys")] == [
        "config.keys_turning",
        "config.keys_turned",
    ]


def test_a_row_that_does_not_open_is_left_and_told_and_the_others_turn(cast, settings):
    settings.LANTERN_FIELD_KEYS = KeyRing((OLD,))
    broken, whole = (every_sealed_row(cast.coordinator)["mentoring.Note.words"] for _ in range(2))
    type(broken).objects.filter(pk=broken.pk).update(words_sealed=whole.words_sealed)
    settings.LANTERN_FIELD_KEYS = KeyRing((NEW, OLD))
    with pytest.raises(CommandError, match=re.escape("mentoring_note.words (1)")) as problem:
        call_command("keys", "rotate", stdout=StringIO())
    assert CANARY not in str(problem.value)
    broken.refresh_from_db()
    assert broken.words_sealed == whole.words_sealed
    assert state() == {"old": 1, "new": state()["new"]}


def test_a_key_taken_off_the_ring_too_early_is_told(cast, settings):
    settings.LANTERN_FIELD_KEYS = KeyRing((OLD,))
    every_sealed_row(cast.coordinator)
    settings.LANTERN_FIELD_KEYS = KeyRing((NEW,))
    said = StringIO()
    call_command("keys", "state", stdout=said)
    assert f"keys that are not on the ring: {len(NAMES)} texts" in said.getvalue()


class WrittenMeanwhile(KeyRing):
    """Someone writes her goal anew just after the turning has read the old one."""

    def open(self, sealed, place):
        text = KeyRing.open(self, sealed, place)
        if place.startswith("mentoring_goal."):
            Goal.objects.update(words_sealed=self.seal("written meanwhile", place))
        return text


def test_words_written_while_the_keys_turn_stay(cast, settings):
    settings.LANTERN_FIELD_KEYS = KeyRing((OLD,))
    row = every_sealed_row(cast.coordinator)["mentoring.Goal.words"]
    settings.LANTERN_FIELD_KEYS = WrittenMeanwhile((NEW, OLD))
    assert ("mentoring_goal.words", True) in list(rotate())
    settings.LANTERN_FIELD_KEYS = KeyRing((NEW,))
    assert opened({"mentoring.Goal.words": row}) == {"mentoring.Goal.words": "written meanwhile"}


# In processes of their own, on a database in a file -------------------------------------------------------------------

SETTING_UP = "import django; django.setup()\n"
MANY_NOTES = (
    SETTING_UP
    + """
from tests.config.sealed_rows import many_notes
many_notes(120)
"""
)
TURNING = (
    SETTING_UP
    + """
from lantern.config.management.commands.keys import rotate
for where, opened in rotate():
    print(where, opened, flush=True)
"""
)
LEAKING = (
    SETTING_UP
    + """
import logging, time
from django.db import connection
from tests.config.sealed_rows import every_sealed_row, writer
from lantern.register.models import Agency
connection.cursor().execute("PRAGMA wal_autocheckpoint = 0")
by = writer()
for row in every_sealed_row(by).values():
    logging.getLogger("django").warning("kept %r %s", row, row)
connection.cursor().execute("PRAGMA wal_checkpoint")  # so that the rows of the first round are in the database itself
every_sealed_row(by)
print("kept", flush=True)
if PLANTED:
    Agency.objects.create(name=PLANTED, kind="by_and_for")
    print("planted", flush=True)
time.sleep(60)
"""
)
READING = (
    SETTING_UP
    + """
from lantern.config.management.commands.keys import state
from lantern.mentoring.models import Note
print([note.words for note in Note.objects.order_by("pk")] == [f"note {n}" for n in range(120)], dict(state()))
"""
)


@dataclass(frozen=True)
class Installation:
    """A database in a file, and the keys it is opened with."""

    database: Path
    keys: tuple[tuple[str, bytes], ...]

    def start(self, *command: str) -> subprocess.Popen:
        environment = {
            **os.environ,
            "LANTERN_MODE": "demo",
            "DATABASE_URL": f"sqlite:///{self.database}",
            "LANTERN_FIELD_KEYS": ",".join(f"{name}:{base64.b64encode(key).decode()}" for name, key in self.keys),
            "DJANGO_SETTINGS_MODULE": "lantern.config.settings",
            "PYTHONPATH": os.pathsep.join([str(settings.BASE_DIR), *filter(None, sys.path)]),
        }
        return subprocess.Popen(
            [sys.executable, *command], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def run(self, *command: str) -> str:
        process = self.start(*command)
        said, _ = process.communicate(timeout=300)
        assert process.returncode == 0, said
        return said


def found_at_rest(folder: Path, planted: str = "") -> set[str]:
    """Which files hold the canary, after a process that kept one in every sealed column was killed."""
    installation = Installation(folder / "kept.sqlite3", (OLD,))
    installation.run("-m", "django", "migrate", "-v0")
    process = installation.start("-c", f"PLANTED = {planted!r}\n{LEAKING}")
    said = ""
    while not said.endswith("planted\n" if planted else "kept\n"):
        line = process.stdout.readline()
        assert line, said
        said += line
    process.send_signal(signal.SIGKILL)
    said += process.communicate()[0]
    (folder / "log").write_text(said, encoding="utf-8")
    assert "kept <Expert" in said
    files = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert {"kept.sqlite3", "kept.sqlite3-wal", "log"} <= set(files)
    assert all(len(content) > 100 for content in files.values())
    shapes = (CANARY, json.dumps(CANARY)[1:-1])
    return {
        name
        for name, content in files.items()
        if any(shape.encode(code) in content for shape in shapes for code in ("utf-8", "utf-16-le"))
    }


def test_sealed_texts_are_nowhere_at_rest(tmp_path):
    assert found_at_rest(tmp_path) == set()


def test_the_scan_finds_a_text_that_was_not_sealed(tmp_path):
    assert found_at_rest(tmp_path, planted=CANARY) == {"kept.sqlite3-wal"}


def survive(database: Path, rounds: int) -> None:
    old = OLD
    Installation(database, (old,)).run("-m", "django", "migrate", "-v0")
    Installation(database, (old,)).run("-c", MANY_NOTES)
    for number in range(rounds):
        new = (f"key{number}", os.urandom(32))
        both = Installation(database, (new, old))
        process = both.start("-c", TURNING)
        turned = random.randint(1, 100)
        for _ in range(turned):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.communicate()
        whole, counts = both.run("-c", READING).split(" ", 1)
        assert whole == "True"
        assert 0 < eval(counts)[new[0]] < 120, "it was killed when it had begun and had not ended"
        both.run("-c", TURNING)
        assert Installation(database, (new,)).run("-c", READING).strip() == f"True {{'{new[0]}': 120}}"
        old = new


def test_a_rotation_killed_on_the_way_leaves_nothing_that_does_not_open(tmp_path):
    survive(tmp_path / "killed.sqlite3", rounds=2)


@pytest.mark.slow
def test_a_rotation_killed_fifty_times_leaves_nothing_that_does_not_open(tmp_path):
    survive(tmp_path / "killed.sqlite3", rounds=50)
