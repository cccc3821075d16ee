"""The closed list of names, the size of a file, and a README in every context."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.architecture.house import ROOT, SOURCE, contracts, files, layer_names, rows, texts

LONGEST = 420  # about 400 lines: past that a file becomes a package split by noun
JUNK_DRAWERS = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"}
ONE_STYLESHEET = "src/lantern/static/lantern/lantern.css"  # the design system is one file by decision
BESIDE_THE_LAYERS = {"migrations", "templates", "data", "README.md", "__init__.py", "__pycache__"}
OWN_FILES = {"config", "kit", "pages"}  # these have files of their own, listed in the contract's exhaustive_ignores


def strays(house: Path, contexts: Iterable[str], layers: Iterable[str], own: Iterable[str]) -> list[str]:
    """What stands in a context and is on no list, and folders of the house that are no context."""
    found = []
    for room in sorted(path for path in house.iterdir() if path.is_dir() and path.name != "__pycache__"):
        if room.name in ("templates", "static"):  # the page shell and the design system
            continue
        if room.name not in contexts:
            found.append(room.name)
            continue
        allowed = {*BESIDE_THE_LAYERS, *(own if room.name in OWN_FILES else ()), *layers}
        found += [f"{room.name}/{thing.name}" for thing in sorted(room.iterdir()) if name_of(thing) not in allowed]
        templates = room / "templates"
        if templates.is_dir():
            found += [f"{room.name}/templates/{at.name}" for at in templates.iterdir() if at.name != room.name]
    return found


def name_of(path: Path) -> str:
    """A module's name without its ending; anything else by its whole name."""
    return path.stem if path.suffix == ".py" and path.stem != "__init__" else path.name


def junk_drawers(paths: Iterable[str]) -> list[str]:
    return [path for path in paths if JUNK_DRAWERS & {Path(part).stem for part in Path(path).parts}]


def too_long(written: Mapping[str, str], longest: int = LONGEST) -> dict[str, int]:
    lengths = {path: len(text.splitlines()) for path, text in written.items() if "/migrations/" not in path}
    return {path: lines for path, lines in lengths.items() if lines > longest}


def without_readme(house: Path, contexts: Iterable[str]) -> list[str]:
    built = [house / name for name in contexts if (house / name / "__init__.py").exists()]
    return [room.name for room in built if not (room / "README.md").exists()]


def test_contexts_hold_only_names_from_the_closed_list():
    own = contracts()["layers"]["exhaustive_ignores"]
    assert strays(SOURCE, rows(), layer_names(), own) == []


def test_ignored_modules_belong_to_those_with_files_of_their_own():
    own = {name_of(path) for room in OWN_FILES for path in (SOURCE / room).iterdir()}
    ignored = set(contracts()["layers"]["exhaustive_ignores"]) - {"migrations"}
    assert ignored - own == set()


def test_no_file_is_a_junk_drawer():
    assert junk_drawers(path.relative_to(ROOT).as_posix() for path in files()) == []


def test_no_file_is_too_long():
    written = texts(".py", ".html", ".css", ".js") | {"lantern": (ROOT / "lantern").read_text(encoding="utf-8")}
    del written[ONE_STYLESHEET]
    assert too_long(written) == {}


def test_every_context_says_what_it_is_for():
    assert without_readme(SOURCE, rows()) == []


def test_strays_finds_an_unlisted_room_a_stray_file_and_a_foreign_template(tmp_path):
    for path in (
        "reviews/__init__.py",
        "reviews/models/seat.py",
        "reviews/domain.py",
        "reviews/README.md",
        "reviews/clock.py",
        "reviews/notes.txt",
        "reviews/templates/reviews/page.html",
        "reviews/templates/register/page.html",
        "kit/clock.py",
        "sheds/models.py",
        "static/lantern/page.css",
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    assert strays(tmp_path, ["reviews", "kit"], ["models", "domain"], ["clock"]) == [
        "reviews/clock.py",
        "reviews/notes.txt",
        "reviews/templates/register",
        "sheds",
    ]
    assert without_readme(tmp_path, ["reviews", "kit"]) == []
    (tmp_path / "kit/__init__.py").touch()
    assert without_readme(tmp_path, ["reviews", "kit"]) == ["kit"]


def test_junk_drawers_finds_a_file_and_a_folder():
    paths = ["src/reviews/utils.py", "tests/common/test_seat.py", "src/config/management/commands/load.py"]
    assert junk_drawers(paths) == ["src/reviews/utils.py", "tests/common/test_seat.py"]


def test_too_long_counts_lines_and_leaves_migrations_out():
    written = {"a.py": "x\n" * 3, "b.py": "x\n" * 4, "reviews/migrations/0001_initial.py": "x\n" * 9}
    assert too_long(written, 3) == {"b.py": 4}
