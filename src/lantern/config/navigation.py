"""The shell's navigation: the pages that a person's roles open, in one order for everyone."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from lantern.access.public import Reach, pages
from lantern.accounts.public import roles_of
from lantern.config.demo import people

ENTRIES = (
    ("Home", "home"),
    ("Reviews", "reviews:list"),
    ("Your invitations", "reviews:invitations"),
    ("Register", "register:experts"),
    ("Your profile", "register:own_profile"),
    ("Your agency", "register:own_agency"),
    ("Demand", "insight:demand"),
    ("People", "accounts:people"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    label: str
    href: str
    current: bool


def part_of(here: str) -> str:
    """The entry that a page inside a part belongs to: the first of its context. A page that is an entry is its own."""
    names = [name for _label, name in ENTRIES]
    space = here.partition(":")[0]
    return here if here in names else next((name for name in names if ":" in name and name.startswith(f"{space}:")), "")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context for base.html."""
    match = getattr(request, "resolver_match", None)
    here = match.view_name if match else ""
    entries = []
    user = getattr(request, "user", None)
    roles = roles_of(user)
    for label, name in ENTRIES if user is not None and user.is_authenticated else ():
        page = pages().get(name)
        if page is None or page.reach_for(roles) is Reach.NO:
            continue
        try:
            href = reverse(name)
        except NoReverseMatch:
            continue
        entries.append(Entry(label, href, name == part_of(here)))
    demo_password = people.PASSWORD if settings.DEMO else ""
    return {"navigation": entries, "demo_mode": settings.DEMO, "demo_password": demo_password}
