"""The partners' entries: public facts alone, each put right by its own organisation."""

import pytest

from lantern.publishing.models import Partner
from lantern.publishing.services import partners
from lantern.publishing.services.site import make_site
from tests.publishing import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries(cast):
    make_site(by=None)
    partners.load_partners(by=None)


@pytest.fixture
def link(cast, entries, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        partners.send_entry_link(partner=Partner.objects.get(name="FORWARD"), email="x@example.org", by=cast.editor)
    return making.link_in(mailoutbox)


def said(**more):
    empty = {"version": "1", "short_name": "", "about": "", "communities": "", "faiths": "", "practices": ""}
    return {**empty, "area": "", "link": "", **more}


def test_there_are_thirteen_in_order_and_what_is_not_known_is_said_so(cast, entries):
    assert partners.load_partners(by=None) == 0
    shown = cast.client("nobody").get("/partners/", secure=True).content.decode()
    names = list(Partner.objects.values_list("name", flat=True))
    assert len(names) == 13
    places = [shown.index(f"<h2>{name.replace(chr(39), '&#x27;')}</h2>") for name in names]
    assert places == sorted(places)
    circle = shown[shown.index("The Lioness Circle") :].split("</li>")[0]
    assert circle.count("Not known") == 3
    assert "unknown" not in circle


def test_an_organisation_puts_its_own_entry_right_and_no_others(cast, link):
    client = cast.client("nobody")
    assert client.get(link, secure=True).status_code == 200
    kept = client.post(link, said(about="We train.", link="https://example.org", area="National"), secure=True)
    assert kept.status_code == 302
    shown = client.get("/partners/", secure=True).content.decode()
    entry = shown[shown.index("<h2>FORWARD</h2>") :].split("</li>")[0]
    assert "We train." in entry
    assert 'href="https://example.org"' in entry
    assert "Put right by the organisation" in entry
    assert Partner.objects.filter(corrected_at__isnull=False).count() == 1
    assert partners.load_partners(by=None) == 0
    assert Partner.objects.get(name="FORWARD").about == "We train."


@pytest.mark.parametrize("address", ["http://example.org", "javascript:alert(1)", "data:text/html,x", "https://"])
def test_only_a_safe_link_is_taken_and_nothing_typed_is_lost(cast, link, address):
    answer = cast.client("nobody").post(link, said(about="We train.", link=address), secure=True)
    assert answer.status_code == 422
    assert "We train." in answer.content.decode()
    assert "beginning with https://" in answer.content.decode()
    assert Partner.objects.get(name="FORWARD").link == ""


def test_hostile_words_are_words(cast, link):
    hostile = "<script>alert(1)</script>"
    cast.client("nobody").post(link, said(about=hostile, communities=hostile), secure=True)
    shown = cast.client("nobody").get("/partners/", secure=True).content.decode()
    assert hostile not in shown
    assert "&lt;script&gt;" in shown


def test_two_people_of_one_organisation_do_not_overwrite_each_other(cast, link):
    client = cast.client("nobody")
    client.post(link, said(about="First."), secure=True)
    second = client.post(link, said(about="Second."), secure=True)
    assert second.status_code == 409
    assert "Second." in second.content.decode()
    assert Partner.objects.get(name="FORWARD").about == "First."


def test_a_new_link_stops_the_one_before(cast, link, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        partners.send_entry_link(partner=Partner.objects.get(name="FORWARD"), email="y@example.org", by=cast.editor)
    assert cast.client("nobody").get(link, secure=True).status_code == 404
    assert cast.client("nobody").get(making.link_in(mailoutbox), secure=True).status_code == 200
