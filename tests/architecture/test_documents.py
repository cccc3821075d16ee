"""What is written down stays true: decisions are numbered, commands exist, nothing names the machine it was made on."""

import importlib.machinery
import importlib.util
import re
from collections.abc import Iterable, Mapping
from types import ModuleType

from django.core.management import get_commands

from tests.architecture.house import ROOT, texts

COMMAND = re.compile(r"\./lantern ([a-z_]+)(?: ([a-z_]+))?")
# Written in pieces, so that this file does not find itself.
HOMES = "|".join(("root", "home", "Users", "work", "farm"))
HOSTS = "|".join(("py" + "pi", "python" + "hosted", "npm" + "js"))
MACHINE = re.compile(rf"(?<![\w.:/-])/(?:{HOMES})/\w[\w./-]*|\b(?:{HOSTS})\.(?:org|com)\b")


def misnumbered(decisions: Mapping[str, str]) -> list[str]:
    """Decisions (file name: text) whose title has another number than the file, or that leave a gap."""
    wrong = []
    for expected, name in enumerate(sorted(decisions), start=1):
        number = re.match(r"(\d{4})-[a-z0-9-]+\.md$", name)
        title = re.match(r"# (\d{4}): \S", decisions[name])
        if not number or not title or not number[1] == title[1] == f"{expected:04}":
            wrong.append(name)
    return wrong


def unknown_commands(text: str, verbs: Iterable[str], commands: Iterable[str]) -> list[str]:
    """Commands of ./lantern that a text tells people to run and that do not exist."""
    wrong = []
    for match in COMMAND.finditer(text):
        verb, name = match.groups()
        if verb not in verbs or (verb == "manage" and name and name not in commands):
            wrong.append(match[0])
    return wrong


def machine_names(text: str) -> list[str]:
    return MACHINE.findall(text)


def front_door() -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("front_door", str(ROOT / "lantern"))
    spec = importlib.util.spec_from_loader("front_door", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_decisions_are_numbered_as_their_titles():
    decisions = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs/decisions").glob("*.md")}
    assert decisions
    assert misnumbered(decisions) == []


def test_documents_name_commands_that_exist():
    verbs, commands = front_door().VERBS, {*get_commands(), "help"}
    wrong = {path: unknown_commands(text, verbs, commands) for path, text in texts(".md").items()}
    assert {path: found for path, found in wrong.items() if found} == {}


def test_the_readme_shows_the_two_commands_first():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [match[1] for match in COMMAND.finditer(text)][:2] == ["demo", "test"]


def test_nothing_names_the_machine_it_was_made_on():
    wrong = {path: machine_names(text) for path, text in texts().items()}
    assert {path: found for path, found in wrong.items() if found} == {}


def test_misnumbered_finds_a_gap_a_wrong_title_and_a_wrong_name():
    good = {"0001-rows.md": "# 0001: Rows\n", "0002-locks.md": "# 0002: Locks\n"}
    assert misnumbered(good) == []
    assert misnumbered(good | {"0004-gap.md": "# 0004: Gap\n"}) == ["0004-gap.md"]
    assert misnumbered(good | {"0003-late.md": "# 0002: Late\n"}) == ["0003-late.md"]
    assert misnumbered(good | {"notes.md": "# Notes\n"}) == ["notes.md"]


def test_unknown_commands_finds_a_verb_and_a_management_command():
    text = "Run `./lantern demo`, `./lantern bake`, `./lantern manage demand --json`, `./lantern manage demon`."
    assert unknown_commands(text, ["demo", "manage"], ["demand"]) == ["./lantern bake", "./lantern manage demon"]


def test_machine_names_finds_a_home_folder_and_a_registry():
    home, host = "/ro" + "ot/project/file", "py" + "pi.org"
    text = f"see {home} and https://{host}/simple, not https://example.org/root/list or /srv/lantern"
    assert machine_names(text) == [home, host]
