"""Workshops: someone on her phone without an account, who runs a session, and who plans the programme's."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache

from lantern.kit import clock
from lantern.workshops import services
from lantern.workshops.models import Evaluation, Session, SignUp

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _no_one_has_asked_yet():
    cache.clear()
    yield
    cache.clear()


def place_of(name: str, title: str) -> SignUp:
    """Hers, found by name, which is sealed."""
    found = SignUp.objects.select_related("session").filter(session__title__startswith=title)
    return next(one for one in found if one.name == name)


def own_page(name: str, title: str) -> str:
    return f"/place/{place_of(name, title).token}/"


def now_on(session: Session) -> Session:
    """The session is held now."""
    starts = clock.now() - timedelta(minutes=20)
    Session.objects.filter(pk=session.pk).update(starts=starts, sign_up_until=starts - timedelta(hours=1))
    return Session.objects.get(pk=session.pk)


def test_someone_asks_for_a_place_without_an_account_and_gives_it_back(traveller):
    her = traveller()
    her.go("/workshops/")
    her.look("workshops")
    her.follow("Faith, and what is done in its name", exact=False)
    her.look("workshop")
    her.follow("Ask for a place")
    her.look("workshop-sign-up")
    her.press("Ask for a place")
    her.look("workshop-sign-up-wrong")
    her.page.get_by_label("Your name").fill("Una Umber")
    her.page.get_by_label("Your e-mail address").fill("una.umber@demo.example")
    her.page.get_by_label("In person").check()
    her.page.get_by_label("An interpreter").check()
    her.page.get_by_label("Tell us more about what you need").fill("Sylheti")
    her.page.get_by_text("Say more about yourself, if you wish").click()
    her.look("workshop-sign-up-more")
    her.press("Ask for a place")
    her.look("workshop-thanks")
    assert "Look in your e-mail" in her.page.content()

    her.go(own_page("Una Umber", "Faith"))
    her.look("workshop-mine")
    assert "You have a place" in her.page.content()
    with her.page.expect_download() as taken:
        her.follow("Put it in your calendar")
    assert taken.value.suggested_filename == "meeting.ics"
    her.follow("Change", exact=False)
    her.page.get_by_label("A room to pray in").check()
    her.look("workshop-needs")
    her.press("Save")
    her.look("workshop-needs-kept")
    her.press("Cancel my place")
    her.look("workshop-cancelled")
    assert place_of("Una Umber", "Faith").state == "cancelled"
    assert her.page.get_by_role("link", name=re.compile("Exit this page")).count() == 1


def test_someone_takes_the_place_that_fell_free_and_another_waits(traveller):
    her = traveller()
    her.go("/workshops/")
    her.follow("Terms of reference: getting the question right", exact=False)
    her.look("workshop-full")
    her.go(own_page("Ruby Rue", "Terms"))
    her.look("workshop-waiting")
    her.go(own_page("Posy Plum", "Terms"))
    her.look("workshop-offered")
    her.press("Take the place")
    her.look("workshop-taken")
    assert place_of("Posy Plum", "Terms").state == "placed"


def test_someone_checks_in_says_how_sure_she_feels_and_has_her_certificate(traveller):
    her = traveller()
    session = now_on(place_of("Esme Edelweiss", "Faith").session)
    her.go(own_page("Esme Edelweiss", "Faith"))
    her.look("workshop-today")
    her.page.get_by_label("The code shown in the room").fill("wrong1")
    her.press("I am here")
    her.look("workshop-code-wrong")
    her.page.get_by_label("The code shown in the room").fill(services.room_code_of(session).lower())
    her.press("I am here")
    her.look("workshop-here")
    assert place_of("Esme Edelweiss", "Faith").presence == "present"
    her.go(f"/workshops/{session.ref}/here/")
    her.look("workshop-check-in")

    her.go(own_page("Dora Daffodil", "Reading"))
    her.look("workshop-after")
    evaluation = Evaluation.objects.get(session=place_of("Dora Daffodil", "Reading").session)
    her.go(f"/said/{evaluation.token}/")
    her.look("workshop-evaluate")
    her.follow("After the session")
    her.look("workshop-evaluate-after")
    her.page.get_by_label("Your own code").fill("AM12SH")
    her.page.get_by_role("radio").nth(3).check()
    her.page.get_by_label("What keeps you", exact=False).fill("Papers came in a format my reader cannot open.")
    her.press("Send")
    her.look("workshop-evaluated")
    assert evaluation.answers.count() == 1

    her.go(own_page("Amal Acorn", "What reviews"))
    her.look("workshop-certificate")
    with her.page.expect_download() as taken:
        her.follow("Your certificate (PDF)")
    assert taken.value.suggested_filename.endswith(".pdf")


def test_a_facilitator_says_who_came_and_reads_what_they_said(traveller):
    her = traveller("facilitator")
    her.look("home-facilitator")
    her.follow("Say who came to a workshop")
    her.look("workshop-attendance")
    her.page.get_by_role("group", name="Kim Kelp").get_by_label("Came for part").check()
    her.press("Save")
    her.look("workshop-attendance-wrong")
    her.page.get_by_role("group", name="Kim Kelp").get_by_label("Came", exact=True).check()
    her.press("Save")
    her.look("workshop-people")
    assert place_of("Kim Kelp", "Reading").presence == "present"
    her.follow("Write to those who came")
    her.page.get_by_label("Your message").fill("Thank you for coming. The questions are on your page.")
    her.look("workshop-write")
    her.press("Send")
    assert "It stands on the page of the" in her.page.content()
    her.follow("Code for the room")
    her.look("workshop-room-code")
    her.follow("Running workshops")
    her.look("workshops-run")
    her.follow("What reviews are, and what they are not", exact=False)
    her.look("workshop-session")
    her.follow("Before and after", exact=False)
    her.look("workshop-evaluation")
    her.follow("Change the barriers", exact=False)
    her.look("workshop-comment")


def test_a_coordinator_plans_opens_invites_and_settles(traveller):
    her = traveller("coordinator")
    her.look("home-coordinator-workshops")
    her.follow("A workshop to check and open")
    her.look("workshop-draft")
    her.follow("Check and open")
    her.look("workshop-open")
    her.page.get_by_role("checkbox").check()
    her.press("Open for sign-up")
    her.look("workshop-opened")
    assert Session.objects.get(title__startswith="Fees").state == "published"
    her.page.get_by_role("link", name=re.compile("^People: who asked")).click()
    her.follow("Invite people")
    her.page.get_by_label("E-mail addresses").fill("vera.vetch@demo.example")
    her.look("workshop-invite")
    her.press("Send")
    her.look("workshop-people-empty")
    someone = traveller()
    someone.go(re.search(r"/invited/[^/\s]+/", mail.outbox[-1].body).group())
    someone.look("workshop-invited")
    someone.page.get_by_label("Your name").fill("Vera Vetch")
    someone.press("Ask for a place")
    assert place_of("Vera Vetch", "Fees").state == "placed"
    assert mail.outbox[-1].to == ["vera.vetch@demo.example"]
    her.follow("Running workshops")
    her.follow("Honoraria to settle")
    her.look("workshop-honoraria")
    her.page.get_by_role("link", name=re.compile("Gilda Gentian")).click()
    her.look("workshop-honorarium")
    her.follow("Running workshops")
    her.follow("Add a series")
    her.look("workshop-series-add")
    her.go("/workshops/run/")
    her.follow("Reviews without mystery")
    her.look("workshop-series")
    her.follow("Plan a session")
    her.look("workshop-plan")
    her.press("Save the draft")
    her.look("workshop-plan-wrong")
