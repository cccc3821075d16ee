"""The access table against the site: every page, tried by every role, with real records of their own and of others."""

import re
from dataclasses import dataclass

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lantern.access.public import NOBODY, Reach, Role, page_of, pages
from lantern.library.domain import dhrd
from lantern.library.services import import_dhrd
from tests.every_url.records import ABSENT, Records

ROLES = [*(role.value for role in Role), "roleless", NOBODY]
NONCE = re.compile(rb'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"')


def every_pattern(resolver: URLResolver, space: str = "") -> dict[str, tuple[str, ...]]:
    """Every named address of the site and its parts, includes and all."""
    found = {}
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            found |= every_pattern(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern) and pattern.name:
            found[f"{space}{pattern.name}"] = tuple(pattern.pattern.regex.groupindex)
    return found


ADDRESSES = every_pattern(get_resolver())
OURS = sorted(name for name in pages() if (":" in name or name == "home") and not name.endswith("*"))
# Parts of Wagtail that open for nobody: its people, groups, sites, languages, settings, and documents.
SHUT = (
    "wagtailusers", "wagtailsites", "wagtaillocales", "wagtaildocs", "wagtailsearch", "wagtailadmin_collections",
    "wagtailadmin_settings", "wagtailredirects", "wagtailsnippets", "wagtailadmin_collection_privacy",
)  # fmt: skip


def test_every_row_of_the_table_is_an_address():
    families = {name for name in pages() if name.endswith("*")}
    assert sorted(set(pages()) - families - set(ADDRESSES)) == []
    assert sorted(one for one in families if not any(page_of(name) is pages()[one] for name in ADDRESSES)) == []


def test_every_address_of_ours_has_a_row():
    shut = {name for name in ADDRESSES if ":" in name and page_of(name) is None}
    assert sorted(name for name in shut if not name.startswith(SHUT)) == []


def test_an_address_without_a_row_opens_for_nobody(cast):
    shut = sorted(name for name, parts in ADDRESSES.items() if page_of(name) is None and not parts and ":" not in name)
    assert "account_signup" in shut
    for name in shut:
        for who in ("coordinator", NOBODY):
            assert cast.client(who).get(reverse(name), secure=True).status_code == 404, (name, who)


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...]


# A preview that was kept too long sends its owner back to the upload; someone else's must do exactly the same.
KINDER = {
    (302, whose, name)
    for whose in ("other", "absent")
    for name in ("register:import_confirm", "remuneration:remittance_confirm")
}


def ask(client, method: str, address: str) -> Answer:
    response = client.generic(method, address, secure=True)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = {name: value for name, value in response.items() if name != "Content-Security-Policy"}
    return Answer(response.status_code, NONCE.sub(b"", body), tuple(sorted(headers.items())))


@pytest.fixture
def records(cast) -> Records:
    return Records(cast)


def expected(page, who: str, whose: str) -> str:
    """What the table promises: open, hidden, or sign-in."""
    if page.open and whose == "absent":
        return "hidden"
    if who == NOBODY:
        return "open" if page.open else "sign in"
    reach = page.reach_for([] if who == "roleless" else [who])
    if reach is Reach.ALL or page.open:
        return "open" if whose != "absent" else "hidden"
    return "open" if reach is Reach.OWN and whose == "own" else "hidden"


@pytest.mark.parametrize("name", OURS)
def test_a_page_answers_each_role_as_the_table_says(name, cast, records):
    page, parts = pages()[name], ADDRESSES[name]
    if name.startswith("insight:"):
        import_dhrd(record=dhrd.parse(dhrd.read_folder(dhrd.FOLDER)), by=None)
    wrong = []
    for who in ROLES:
        for whose in ("own", "other", "absent") if parts else ("own",):
            address = reverse(name, kwargs=records.parts(name, parts, whose, who))
            for method in page.methods:
                promised = expected(page, who, whose)
                answer = ask(cast.client(who), method, address)
                if promised == "open":
                    right = answer.status not in {404, 405} and answer.status < 500
                    right = right and not (
                        answer.status == 302 and dict(answer.headers)["Location"].startswith("/account/login")
                    )
                elif promised == "sign in":
                    right = answer.status == 302 and dict(answer.headers)["Location"].startswith("/account/login")
                else:
                    right = answer.status == 404 or (answer.status, whose, name) in KINDER
                    if whose == "other":
                        absent = reverse(name, kwargs=records.parts(name, parts, "absent", who))
                        right = right and answer == ask(cast.client(who), method, absent)
                if not right:
                    wrong.append((who, whose, method, promised, answer.status))
    assert wrong == []


@pytest.mark.parametrize("name", OURS)
def test_a_method_that_is_not_in_the_row_is_refused(name, cast, records):
    page, parts = pages()[name], ADDRESSES[name]
    address = reverse(name, kwargs=records.parts(name, parts, "own", "coordinator"))
    statuses = {ask(cast.client("coordinator"), method, address).status for method in {"PUT", "DELETE", "PATCH"}}
    assert statuses <= {404, 405}
    if "POST" not in page.methods:
        assert ask(cast.client("coordinator"), "POST", address).status in {404, 405}


def test_the_matrix_would_see_a_leak(cast, records, monkeypatch):
    """The planted fault: an agency lead who may open any review."""
    page = pages()["reviews:detail"]
    assert expected(page, "agency_lead", "own") == "hidden"
    monkeypatch.setitem(page.reach, "agency_lead", Reach.ALL)
    assert expected(page, "agency_lead", "other") == "open"
    address = reverse("reviews:detail", kwargs={"ref": cast.review.ref})
    assert ask(cast.client("agency_lead"), "GET", address).status == 404  # the selector still refuses


def test_a_membership_that_ended_a_moment_ago_opens_nothing(cast):
    for who in ("commissioner", "coordinator"):
        client = cast.client(who)
        address = reverse("reviews:detail", kwargs={"ref": cast.review.ref})
        assert client.get(address, secure=True).status_code == 200
        cast.user(who).memberships.all().delete()
        assert client.get(address, secure=True).status_code == 404


def test_absent_references_are_shaped_like_real_ones(cast):
    assert len(ABSENT) == len(cast.review.ref)


@pytest.mark.parametrize("text", ["%00", "..%2F..", "%F0%9F%92%A1", "x" * 3000, "%27%20OR%201=1", "%E2%80%AE"])
def test_a_hostile_reference_is_a_wrong_address(cast, text):
    client = cast.client("coordinator")
    for path in (
        "/reviews/{}/",
        "/reviews/{}/proposal/",
        "/register/experts/{}/",
        "/offers/{}/",
        "/people/{}/grant/",
        "/programme/{}/",
    ):
        assert client.get(path.format(text), secure=True).status_code == 404, path
