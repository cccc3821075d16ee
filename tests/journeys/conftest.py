"""Journeys: a real browser, a real server, the demonstration programme, a phone and a desktop."""

import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from lantern.config.demo import people
from lantern.config.demo.load import load

# Playwright's own event loop makes Django think that the test's database calls are made inside async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

ROOT = Path(__file__).parent.parent.parent
OUTPUT = ROOT / "journeys-output"
PICTURES = ROOT / "docs" / "pictures"
WIDTHS = {"phone": (360, 740), "desktop": (1280, 900)}
AXE_OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def wanted() -> set[str]:
    """The pictures that the README and the pages under docs show."""
    texts = [(ROOT / "README.md").read_text(), *(path.read_text() for path in (ROOT / "docs").rglob("*.md"))]
    return set(re.findall(r"pictures/([\w-]+\.png)", " ".join(texts)))


WANTED = wanted()


def keep_small(picture: Path) -> None:
    """Puts the top of a picture among the documentation's, in few colours."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with Image.open(picture) as drawn:
        top = drawn.convert("RGB").crop((0, 0, drawn.width, min(drawn.height, drawn.width * 2)))
        top.quantize(64).save(PICTURES / picture.name, optimize=True)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield launched
        launched.close()


@pytest.fixture
def programme(live_server, settings):
    """The demonstration, served. `settings.DEMO` lets its people in without a second factor, as there."""
    settings.DEMO = True
    bring_in()
    return live_server


# The demonstration's database as it was once loaded: loading it takes ten seconds, and every journey begins with it.
LOADED: list[sqlite3.Connection] = []


def bring_in() -> None:
    connection.ensure_connection()
    if LOADED:
        LOADED[0].backup(connection.connection)
        return
    load()
    LOADED.append(sqlite3.connect(":memory:"))
    connection.connection.backup(LOADED[0])


@dataclass
class Traveller:
    """One person in one browser window, who looks at every page she passes."""

    page: Page
    address: str
    width: str
    faults: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def sign_in(self, role: str) -> None:
        row = next(row for row in people.SIGN_INS if row.role == role)
        self.go("/account/login/")
        self.page.get_by_label("E-mail").fill(row.email)
        self.page.get_by_label(re.compile("^Password")).fill(people.PASSWORD)
        self.page.get_by_role("button", name="Sign in", exact=True).click()

    def press(self, name: str, exact: bool = True) -> None:
        self.page.get_by_role("button", name=name, exact=exact).first.click()

    def follow(self, name: str, exact: bool = True) -> None:
        self.page.get_by_role("link", name=name, exact=exact).first.click()

    def look(self, name: str) -> None:
        """Takes a picture, and holds the page to what every page must keep."""
        self.page.wait_for_load_state("load")
        self.page.evaluate("scrollTo(0, 0)")  # scrolled, the button to leave lies over whatever is under it
        OUTPUT.mkdir(exist_ok=True)
        wide = WIDTHS[self.width][0]
        picture = OUTPUT / f"{name}-{wide}.png"
        self.page.screenshot(path=picture, full_page=True)
        overflow = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0, f"{name} is {overflow} px too wide at {wide} px"
        assert self.page.locator("h1").count() == 1, f"{name} has {self.page.locator('h1').count()} main headings"
        found = Axe().run(self.page, options=AXE_OPTIONS).response["violations"]
        assert [(v["id"], [n["html"][:160] for n in v["nodes"]]) for v in found] == [], name
        assert self.faults == [], name
        if os.environ.get("LANTERN_PICTURES") and picture.name in WANTED:
            keep_small(picture)


@pytest.fixture(params=list(WIDTHS))
def traveller(request, browser, programme) -> Iterator[Callable[..., Traveller]]:
    """Makes travellers at phone width and at desktop width."""
    contexts = []

    def make(role: str = "", **more) -> Traveller:
        width, height = WIDTHS[request.param]
        context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB", **more)
        contexts.append(context)
        page = context.new_page()
        made = Traveller(page, programme.url.replace("127.0.0.1", "localhost"), request.param)
        page.on(
            "console",
            lambda message: made.faults.append(message.text) if "Content Security Policy" in message.text else None,
        )
        page.on("pageerror", lambda problem: made.faults.append(str(problem)))
        if role:
            made.sign_in(role)
        return made

    yield make
    for context in contexts:
        context.close()
