"""From a call on a phone to a place in a cohort, and the way to the chair: four people, a phone and a desktop."""

import pytest

from lantern.kit.links import hash_of
from lantern.mentoring.models import Application, Cohort, Mentee

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def link_of(cohort: Cohort) -> str:
    """The link that was mailed; the demonstration sends nothing out."""
    token = "journey-token"
    made = cohort.applications.latest("pk")
    made.token, made.token_hash = token, hash_of(token)
    made.save()
    return f"/answers/{token}/"


def test_someone_applies_without_an_account(traveller):
    cohort = Cohort.objects.get(name="Third cohort")
    applicant = traveller()
    applicant.go(f"/mentoring/call/{cohort.ref}/")
    applicant.look("call")
    applicant.press("Send me my link")
    applicant.look("call-error")
    applicant.page.get_by_label("Your e-mail address").fill("rosemary@applicants.example")
    applicant.press("Send me my link")
    applicant.look("call-sent")
    link = link_of(cohort)
    applicant.go(link)
    applicant.look("apply")
    applicant.follow("Your name")
    applicant.look("apply-name")
    applicant.page.get_by_label("Your name").fill("Rosemary Vetch")
    applicant.press("Keep it and go on")
    box = applicant.page.locator("textarea")
    box.fill("It began on 14 March 2024, when a woman in Ashmere was killed.")
    applicant.press("Keep it and go on")
    applicant.look("apply-detail-found")
    box.fill("I listen well, and I notice who is not in the room.")
    applicant.press("Keep it and go on")
    applicant.go(link)  # she stops, and comes back another day
    applicant.look("apply-half-done")
    for _question in range(2):
        applicant.page.get_by_role("link").filter(has_text="?").last.click()
        applicant.page.locator("textarea").fill("A group that could not agree, and then did.")
        applicant.press("Keep it and go on")
        applicant.go(link)
        if applicant.page.get_by_role("link", name="Check it and send it").count():
            break
        applicant.follow("When have you led a difficult conversation?")
        applicant.page.locator("textarea").fill("A group that could not agree, and then did.")
        applicant.press("Keep it and go on")
        applicant.go(link)
    applicant.follow("Check it and send it")
    applicant.look("apply-check")
    applicant.press("Send my application")
    applicant.look("apply-sent")
    assert Application.objects.get(token_hash=hash_of("journey-token")).state == "sent"


def test_the_second_reading_opens_both_and_a_decision_reaches_her(traveller):
    coordinator = traveller("coordinator")
    coordinator.go("/")
    coordinator.look("home-with-applications")
    coordinator.go("/mentoring/cohorts/")
    coordinator.look("cohorts")
    coordinator.follow("Second cohort")
    coordinator.look("cohort")
    found = next(one for one in Application.objects.filter(state="sent") if one.name == "Clementine Ash")
    coordinator.follow(found.ref)
    coordinator.look("application-half-read")
    coordinator.follow("Read and score it")
    for group in coordinator.page.get_by_role("group").all():
        group.get_by_label("Shown", exact=True).check()
    coordinator.look("application-read")
    coordinator.press("My reading is done")
    coordinator.look("application-both-in")
    coordinator.follow("Decide")
    coordinator.page.get_by_label("Offer a place").check()
    coordinator.page.get_by_label("Words for her").fill("You showed how you listen. Begin with writing.")
    coordinator.look("application-decide")
    coordinator.press("Decide and tell her")
    coordinator.follow("She said yes: begin her path")
    coordinator.look("application-join")
    coordinator.press("Begin her path")
    coordinator.look("path-begun")
    assert Mentee.objects.get(expert__name="Clementine Ash").cohort.name == "Second cohort"
    coordinator.go("/mentoring/pipeline/")
    coordinator.look("pipeline")
    coordinator.go("/insight/chairs/")
    coordinator.look("chairs")


def test_a_mentee_looks_at_her_path_and_adds_evidence(traveller):
    mentee = traveller("mentee")
    mentee.go("/")
    mentee.look("mentee-home")
    mentee.go("/mentoring/mine/")
    mentee.look("mentee-path")
    mentee.follow("See the gap to the next stage")
    mentee.look("mentee-gap")
    mentee.go("/mentoring/mine/")
    mentee.follow("Add evidence")
    mentee.look("mentee-evidence-add")
    mentee.go("/mentoring/pairs/")
    mentee.look("mentee-pairs")
    mentee.page.locator("table a").first.click()
    mentee.look("mentee-pair")


def test_a_mentor_looks_at_her_pair_and_reads_an_application(traveller):
    mentor = traveller("mentor")
    mentor.go("/")
    mentor.look("mentor-home")
    mentor.follow("An application to read")
    mentor.look("mentor-application-read")
    mentor.press("My reading is done")
    mentor.look("mentor-application-unscored")
    mentor.page.get_by_label("I know this person or have another conflict, so I do not read it").check()
    mentor.press("My reading is done")
    mentor.look("mentor-excused")
    mentor.go("/mentoring/pairs/")
    mentor.look("mentor-pairs")
