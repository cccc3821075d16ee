"""What was acknowledged is there after the process is killed, and the connection is set as promised."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

WRITER = """
import sys, django
django.setup()
from django.db import transaction
from lantern.audit import public as audit
number = 0
while True:
    number += 1
    with transaction.atomic():
        audit.record("test.written", f"W{number}", None, number=number)
    sys.stdout.write(f"{number}\\n")
    sys.stdout.flush()
"""


def in_its_own_process(database: Path, *command: str) -> subprocess.Popen:
    environment = {
        **os.environ,
        "LANTERN_MODE": "demo",
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "lantern.config.settings",
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    return subprocess.Popen([sys.executable, *command], env=environment, stdout=subprocess.PIPE, text=True)


def run(database: Path, *command: str) -> str:
    process = in_its_own_process(database, *command)
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    return said


def survive(database: Path, rounds: int) -> None:
    run(database, "-m", "django", "migrate", "-v0")
    written = 0
    for _ in range(rounds):
        process = in_its_own_process(database, "-c", WRITER)
        acknowledged = 0
        for _line in range(random.randint(1, 40)):
            acknowledged = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        rest, _ = process.communicate()
        # A last line may have been cut off by the kill; only whole lines were acknowledged.
        acknowledged = max([acknowledged, *(int(line) for line in rest.split("\n")[:-1] if line)])
        counted = run(
            database,
            "-c",
            "import django; django.setup(); from lantern.audit.models import Event; print(Event.objects.count())",
        )
        assert int(counted) >= written + acknowledged
        written = int(counted)
    assert f"The chain holds: {written} events." in run(database, "-m", "django", "audit", "verify")


def test_acknowledged_events_survive_the_death_of_the_process(tmp_path):
    survive(tmp_path / "killed.sqlite3", rounds=3)


@pytest.mark.slow
def test_acknowledged_events_survive_five_hundred_deaths(tmp_path):
    survive(tmp_path / "killed.sqlite3", rounds=500)


@pytest.mark.django_db
def test_the_connection_is_set_as_promised():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            found = {}
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete"):
                cursor.execute(f"PRAGMA {name}")
                found[name] = cursor.fetchone()[0]
            assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
        else:
            cursor.execute("SELECT current_setting('synchronous_commit'), current_setting('fsync')")
            assert cursor.fetchone() == ("on", "on")
