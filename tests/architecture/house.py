"""Where the house stands and what its contracts say: read once, used by every test in this folder."""

import subprocess
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "lantern"


@cache
def contracts() -> dict[str, dict]:
    """The import contracts of pyproject.toml, by their id."""
    with open(ROOT / "pyproject.toml", "rb") as file:
        return {contract["id"]: contract for contract in tomllib.load(file)["tool"]["importlinter"]["contracts"]}


def modules_of(layer: str) -> dict[str, bool]:
    """The modules one layer names, and whether each is optional: "(lens) | kit" gives {"lens": True, "kit": False}."""
    names = [name.strip() for name in layer.split("|")]
    return {name.strip("()"): name.startswith("(") for name in names}


@cache
def rows() -> dict[str, int]:
    """Each context's row, 0 at the top. A context may know only those with a greater number."""
    return {name: row for row, layer in enumerate(contracts()["rows"]["layers"]) for name in modules_of(layer)}


@cache
def layer_names() -> frozenset[str]:
    """The modules a context may have, as the second contract lists them."""
    return frozenset(name for layer in contracts()["layers"]["layers"] for name in modules_of(layer))


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project that git keeps or would keep; without git, every file under its own folders."""
    listing = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True
    )
    if listing.returncode == 0:
        return tuple(path for name in listing.stdout.split("\0") if name and (path := ROOT / name).is_file())
    inside = [path for folder in ("src", "tests", "docs", "bench") for path in (ROOT / folder).rglob("*")]
    return tuple(path for path in (*ROOT.iterdir(), *inside) if path.is_file() and "__pycache__" not in path.parts)


def texts(*endings: str) -> dict[str, str]:
    """The text of each file with one of these endings (all that are text, without one), by its path from the root."""
    found = {}
    for path in files():
        if not endings or path.suffix in endings:
            try:
                found[path.relative_to(ROOT).as_posix()] = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
    return found
