"""What the whole suite shares: the browser it may need, slow tests, and how property tests run."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import hypothesis
import pytest

pytest_plugins = ["tests.cast"]

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
CHROMIUM_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
NO_CHROMIUM = (
    "No Chromium on this machine: install one, or name it in LANTERN_CHROMIUM, for the browser journeys to run."
)

# No deadlines: a busy machine is not a fault. In CI the examples are the same every time, so a red run can be repeated.
hypothesis.settings.register_profile("lantern", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "lantern")


def find_chromium() -> str | None:
    """The path of a Chromium on this machine: the one LANTERN_CHROMIUM names, or else the first of the usual ones."""
    named = os.environ.get("LANTERN_CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    found = (shutil.which(name) for name in CHROMIUM_NAMES)
    return next((path for path in (*found, *CHROMIUM_PLACES) if path and Path(path).exists()), None)


def demanded() -> set[str]:
    """What LANTERN_DEMAND insists on ("browser,postgres"): a thing demanded and absent fails the run."""
    return set(filter(None, os.environ.get("LANTERN_DEMAND", "").split(",")))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="run the slow tests too")


def pytest_configure() -> None:
    if "browser" in demanded() and find_chromium() is None:
        raise pytest.UsageError(f"{NO_CHROMIUM} LANTERN_DEMAND demands them.")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if find_chromium() is None:
        mark(items, "journey", pytest.mark.skip(reason=NO_CHROMIUM))
    if not config.getoption("--all"):
        mark(items, "slow", pytest.mark.skip(reason="slow: ./lantern test --all runs it"))


def mark(items: Iterable[pytest.Item], name: str, marker: pytest.MarkDecorator) -> None:
    for item in items:
        if item.get_closest_marker(name):
            item.add_marker(marker)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if any(NO_CHROMIUM in str(report.longrepr) for report in skipped):
        terminalreporter.write_line(NO_CHROMIUM)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's path, for playwright's executable_path."""
    path = find_chromium()
    if path is None:
        pytest.skip(NO_CHROMIUM)
    return path


@pytest.fixture(autouse=True)
def no_memory() -> None:
    """Each test begins with an empty cache: the throttles and the codes already used live there, by account."""
    from django.core.cache import cache  # settings must be there first

    cache.clear()
