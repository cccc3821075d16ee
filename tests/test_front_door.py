"""The script ./lantern, as far as it can be tried without making an environment."""

import ast
import json
import socket
import subprocess
import sys

import pytest

from tests.architecture.house import ROOT
from tests.architecture.test_documents import front_door

SCRIPT = ROOT / "lantern"


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, SCRIPT, *arguments], capture_output=True, text=True, env=environment or None, timeout=60
    )


@pytest.fixture
def door(tmp_path, monkeypatch):
    """The script, standing in an empty folder."""
    module = front_door()
    for name in ("LANTERN_MODE", "LANTERN_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    requirements = tmp_path / "requirements"
    requirements.mkdir()
    for name, place in {
        "ROOT": tmp_path,
        "REQUIREMENTS": requirements,
        "PYTHON": tmp_path / "python",
        "STAMP": tmp_path / "stamp.json",
    }.items():
        monkeypatch.setattr(module, name, place)
    (requirements / "run.lock").write_text("one")
    (requirements / "develop.lock").write_text("two")
    module.PYTHON.touch()
    return module


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",)])
def test_the_script_shows_its_commands(arguments):
    done = run(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    shown = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("./lantern")]
    assert shown == list(front_door().VERBS)


def test_an_unknown_command_is_refused():
    done = run("bake")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("./lantern knows no 'bake'.\n")


def test_an_older_python_can_read_the_script_as_far_as_its_sentence():
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_a_taken_port_is_said_in_one_sentence():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = run("demo", "--port", str(port))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (f"Port {port} is taken on this machine: choose another with --port, or stop what uses it.\n")


@pytest.mark.parametrize("port", ["0", "65536", "-1"])
def test_a_number_that_is_no_port_is_refused(port):
    done = run("demo", f"--port={port}")
    assert (done.returncode, done.stderr) == (1, f"{port} is not a port: choose a number from 1 to 65535.\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", False),
        ("LANTERN_SECRET_KEY=abc\n", True),
        ("# LANTERN_SECRET_KEY=abc\n", False),
        ("LANTERN_SECRET_KEY=\nLANTERN_HOSTS=x\n", False),
        ("export LANTERN_MODE = demo\n", True),
    ],
)
def test_env_file_says_which_installation_this_is(door, text, expected):
    (door.ROOT / ".env").write_text(text)
    assert door.configured() is expected


def test_environment_says_which_installation_this_is(door, monkeypatch):
    assert door.configured() is False
    monkeypatch.setenv("LANTERN_SECRET_KEY", "abc")
    assert door.configured() is True


@pytest.mark.parametrize(
    ("installed", "wanted", "expected"),
    [("run", "run", True), ("develop", "develop", True), ("develop", "run", True), ("run", "develop", False)],
)
def test_environment_for_developing_also_runs(door, installed, wanted, expected):
    stamp(door, installed)
    assert door.ready(wanted) is expected


@pytest.mark.parametrize("fault", ["no stamp", "broken stamp", "no python", "new lock", "moved"])
def test_environment_is_made_again_after_a_fault(door, fault):
    stamp(door, "develop")
    assert door.ready("develop")
    match fault:
        case "no stamp":
            door.STAMP.unlink()
        case "broken stamp":
            door.STAMP.write_text('{"kind": "dev')
        case "no python":
            door.PYTHON.unlink()
        case "new lock":
            (door.REQUIREMENTS / "run.lock").write_text("three")
        case "moved":
            door.ROOT = door.ROOT / "elsewhere"
    assert not door.ready("develop")


def stamp(door, kind):
    door.STAMP.write_text(json.dumps({"kind": kind, "root": str(door.ROOT), "fingerprint": door.fingerprint(kind)}))


def test_only_one_command_sets_up_at_a_time(door):
    with door.one_at_a_time(), open(door.ROOT / ".lantern.lock", "w") as second:
        assert door.take_lock(second.fileno()) is False
    with open(door.ROOT / ".lantern.lock", "w") as third:
        assert door.take_lock(third.fileno()) is True


def test_the_suite_on_postgresql_is_not_forgotten_when_demanded():
    done = run("test", PATH="", LANTERN_DEMAND="browser,postgres")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "The suite on PostgreSQL is demanded, but LANTERN_TEST_POSTGRES_URL names no database.\n"
