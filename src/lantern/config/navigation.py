"""The shell's navigation: the pages that a person's roles open, in one order for everyone."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from lantern.access.public import Reach, pages
from lantern.accounts.public import roles_of
from lantern.config.demo import people

ENTRIES = (
    ("Home", "home"),
    ("Reviews", "reviews:list"),
    ("Programme", "matching:programme"),
    ("Your invitations", "reviews:invitations"),
    ("Register", "register:experts"),
    ("Your profile", "register:own_profile"),
    ("Your agency", "register:own_agency"),
    ("Hours and pay", "remuneration:hours"),
    ("Claims", "remuneration:claims"),
    ("Payments to finance", "remuneration:finance"),
    ("Your path", "mentoring:mine"),
    ("Your seats to learn in", "reviews:learning_mine"),
    ("Mentoring", "mentoring:pairs"),
    ("Cohorts", "mentoring:cohorts"),
    ("To countersign", "mentoring:countersigning"),
    ("Workshops", "workshops:list"),
    ("Running workshops", "workshops:run"),
    ("Demand", "insight:demand"),
    ("Chairs", "insight:chairs"),
    ("Ledger", "insight:ledger"),
    ("Barriers", "insight:barriers"),
    ("Whom workshops reached", "insight:reach"),
    ("You said, we did", "insight:answers"),
    ("The desk", "publishing:desk"),
    ("People", "accounts:people"),
)

# What the public site offers whoever is not signed in. Its parts are made by `manage publishing make-site`.
PUBLIC = (
    ("Guidance", "/guidance/"),
    ("Workshops", "/workshops/"),
    ("Blog", "/blog/"),
    ("Partners", "/partners/"),
)
OPEN = frozenset({"home", "wagtail_serve", "workshops:list", "workshops:detail"})
FOOTER = (("Accessibility", "/accessibility/"), ("Privacy", "/privacy/"))

# A page reached from another: it stands in the navigation only for those who do not see that other one.
WITHIN = {
    "remuneration:finance": "remuneration:claims",
    "insight:answers": "insight:barriers",
    "insight:chairs": "insight:demand",
    "insight:reach": "insight:demand",
    "mentoring:cohorts": "mentoring:pairs",
    "workshops:list": "workshops:run",
}


@dataclass(frozen=True, slots=True)
class Entry:
    label: str
    href: str
    current: bool


# A proposal is a page of its review, unlike the other pages of matching.
PARTS = {"matching:proposal": "reviews", "matching:decide": "reviews"}


def part_of(here: str, names: list[str]) -> str:
    """The entry that a page belongs to: itself, or the one of its context that this person sees whose name it has."""
    here = WITHIN.get(here, here) if here not in names else here
    part = f"{PARTS.get(here, here.partition(':')[0])}:"
    alike = [name for name in names if name.startswith(part)]
    return here if here in names else max(alike, key=lambda name: here.startswith(name.rstrip("s")), default="")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context for base.html."""
    match = getattr(request, "resolver_match", None)
    here = match.view_name if match else ""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    roles = roles_of(user)
    shown = [
        (label, name)
        for label, name in ENTRIES
        if signed_in and name in pages() and pages()[name].reach_for(roles) is not Reach.NO
    ]
    seen = {name for _label, name in shown}
    shown = [(label, name) for label, name in shown if WITHIN.get(name) not in seen]
    part = part_of(here, [name for _label, name in shown])
    entries = [Entry(label, reverse(name), name == part) for label, name in shown]
    if not signed_in and match and match.view_name in OPEN:
        entries = [Entry(label, href, request.path.startswith(href)) for label, href in PUBLIC]
    demo_password = people.PASSWORD if settings.DEMO else ""
    footer = [Entry(label, href, request.path == href) for label, href in FOOTER]
    return {
        "navigation": entries,
        "public_footer": footer,
        "demo_mode": settings.DEMO,
        "demo_password": demo_password,
    }
