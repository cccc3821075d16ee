"""The pages that a personal link opens, and the desk beside them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lantern.publishing.domain.consulting import Decision
from lantern.publishing.models import Comment, Contributor, SignOff, Version
from lantern.publishing.services import consulting, versions
from tests.publishing import making

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&"


@pytest.fixture
def link(cast, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        making.asked(cast)
    return making.link_in(mailoutbox)


def test_the_message_says_nothing_but_the_link(cast, link, mailoutbox):
    whole = mailoutbox[-1].subject + mailoutbox[-1].body
    for word in ("On panels", "guidance", "Bright Water", "Amina", "fees", "review"):
        assert word.casefold() not in whole.casefold(), word


def test_whoever_has_the_link_reads_comments_and_chooses_how_she_is_thanked(cast, link):
    client = cast.client("nobody")
    page = client.get(link, secure=True)
    assert page.status_code == 200
    assert "Agree the fee before papers are sent." in page.content.decode()
    answer = client.post(
        f"{link}passage/{making.FIRST}/",
        {"said": "Say when it is paid.", "proposed_words": "Agree the fee and the day it is paid."},
        secure=True,
    )
    assert (answer.status_code, answer["Location"]) == (302, f"{link}#p-{making.FIRST}")
    made = Comment.objects.get()
    assert (made.said, made.proposed_words) == ("Say when it is paid.", "Agree the fee and the day it is paid.")
    client.post(f"{link}thanks/", {"credit": "named", "credited_as": "Amina D."}, secure=True)
    assert Contributor.objects.get().credited_as == "Amina D."
    assert "Say when it is paid." in client.get(link, secure=True).content.decode()


def test_words_left_as_they_are_are_no_proposal(cast, link):
    cast.client("nobody").post(
        f"{link}passage/{making.FIRST}/",
        {"said": "Good.", "proposed_words": "Agree the fee  before papers are sent.\r\n"},
        secure=True,
    )
    assert Comment.objects.get().proposed_words == ""


def test_nothing_typed_is_lost_when_it_cannot_be_kept(cast, link):
    client = cast.client("nobody")
    empty = client.post(f"{link}passage/{making.FIRST}/", {"said": "", "proposed_words": ""}, secure=True)
    assert empty.status_code == 409
    consulting.close_consultation(consultation=Version.objects.get().consultation, by=cast.editor)
    late = client.post(f"{link}passage/{making.FIRST}/", {"said": "My long thought."}, secure=True)
    assert late.status_code == 409
    assert "My long thought." in late.content.decode()
    assert "The time to comment is over" in late.content.decode()


def test_what_could_point_to_somebody_asks_for_a_second_look_and_is_then_kept(cast, link):
    client, words = cast.client("nobody"), "As it went with Mrs Halloway on 3 March 2021."
    first = client.post(f"{link}passage/{making.FIRST}/", {"said": words}, secure=True)
    assert first.status_code == 422
    assert "Mrs Halloway" in first.content.decode()
    assert Comment.objects.count() == 0
    client.post(f"{link}passage/{making.FIRST}/", {"said": words, "harmless": "on"}, secure=True)
    assert Comment.objects.count() == 1


def test_hostile_words_are_shown_as_words_wherever_they_are_read(cast, link):
    client = cast.client("nobody")
    client.post(
        f"{link}passage/{making.FIRST}/", {"said": HOSTILE, "proposed_words": HOSTILE, "harmless": "on"}, secure=True
    )
    client.post(f"{link}thanks/", {"credit": "named", "credited_as": HOSTILE[:100]}, secure=True)
    made = Comment.objects.get()
    desk = cast.client("editor")
    consulting.decide(comment=made, version=1, decision=Decision.ACCEPTED, reply=HOSTILE, by=cast.editor)
    consulting.close_consultation(consultation=made.consultation, by=cast.editor)
    versions.publish_version(version=Version.objects.select_related("consultation").get(), by=cast.editor)
    version = Version.objects.get()
    pages = [
        client.get(link, secure=True),
        client.get("/guidance/on-panels/", secure=True),
        client.get(reverse("publishing:you_said", args=[version.ref]), secure=True),
        desk.get(reverse("publishing:version", args=[version.ref]), secure=True),
        desk.get(reverse("publishing:comment", args=[made.ref]), secure=True),
    ]
    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200
        assert "&lt;script&gt;" in text
        assert "<script>alert" not in text
        assert "<img src=x" not in text


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "../../edit/", "' OR 1=1"])
def test_a_stale_or_wrong_link_says_so_and_nothing_else(cast, link, token):
    client = cast.client("nobody")
    for name in ("consult", "sign"):
        answer = client.get(f"/{name}/{token}/", secure=True)
        assert answer.status_code == 404, name
    shown = client.get("/consult/AAAA/", secure=True).content.decode()
    assert "This link does not work" in shown
    assert "On panels" not in shown


def test_the_link_of_a_version_set_aside_opens_nothing(cast, link):
    versions.set_aside(version=Version.objects.get(), by=cast.editor)
    assert cast.client("nobody").get(link, secure=True).status_code == 404


def test_a_passage_that_is_not_there_leads_back_to_the_list(cast, link):
    answer = cast.client("nobody").get(f"{link}passage/{making.FIRST[:-1]}7/", secure=True)
    assert (answer.status_code, answer["Location"]) == (302, link)


def test_one_persons_link_does_not_take_back_anothers_words(cast, link, mailoutbox, django_capture_on_commit_callbacks):
    cast.client("nobody").post(f"{link}passage/{making.FIRST}/", {"said": "Mine."}, secure=True)
    with django_capture_on_commit_callbacks(execute=True):
        making.asked(cast, Version.objects.get().consultation, "Nadia", "nadia@example.org")
    other = making.link_in(mailoutbox)
    ref = Comment.objects.get().ref
    assert cast.client("nobody").post(f"{other}said/{ref}/", secure=True).status_code == 404
    assert "Mine." not in cast.client("nobody").get(other, secure=True).content.decode()
    assert cast.client("nobody").post(f"{link}said/{ref}/", secure=True).status_code == 302
    assert Comment.objects.get().said == ""


def test_everything_is_taken_back_by_two_presses(cast, link):
    client = cast.client("nobody")
    client.post(f"{link}passage/whole/", {"said": "Too long."}, secure=True)
    assert client.get(f"{link}take-back/", secure=True).status_code == 200
    assert client.post(f"{link}take-back/", secure=True).status_code == 302
    page = client.get(link, secure=True).content.decode()
    assert "You took your words back" in page
    assert "Too long." not in page


def test_asking_the_same_mailbox_again_sends_the_same_link(cast, link, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        making.asked(cast, Version.objects.get().consultation, "Amina", "AMINA@example.org")
    assert making.link_in(mailoutbox) == link
    assert Contributor.objects.count() == 1


def test_an_organisation_signs_by_its_link(cast, mailoutbox, django_capture_on_commit_callbacks):
    version = making.version(cast)
    with django_capture_on_commit_callbacks(execute=True):
        making.signing_off(cast, version)
    link, client = making.link_in(mailoutbox), cast.client("nobody")
    shown = client.get(link, secure=True).content.decode()
    assert "Agree the fee before papers are sent." in shown
    empty = client.post(link, {"answers": "0", "answer": "agreed_with_note", "note": ""}, secure=True)
    assert empty.status_code == 409
    kept = client.post(
        link, {"answers": "0", "answer": "dissent", "note": "Not yet.", "note_public": "on"}, secure=True
    )
    assert kept.status_code == 302
    stale = client.post(link, {"answers": "0", "answer": "agreed", "note": ""}, secure=True)
    assert stale.status_code == 409
    assert "Somebody of your organisation has answered meanwhile" in stale.content.decode()
    again = client.post(link, {"answers": "1", "answer": "agreed", "note": ""}, secure=True)
    assert again.status_code == 302
    assert SignOff.objects.get().answer == "agreed"


def test_the_desk_of_two_editors_keeps_what_the_second_typed(cast, link):
    cast.client("nobody").post(f"{link}passage/{making.FIRST}/", {"said": "Sooner."}, secure=True)
    address = reverse("publishing:comment", args=[Comment.objects.get().ref])
    one = cast.client("editor").post(
        address, {"version": "1", "decision": "accepted", "reply": "Yes, sooner."}, secure=True
    )
    assert one.status_code == 302
    two = cast.client("coordinator").post(
        address, {"version": "1", "decision": "declined", "reply": "My careful reply."}, secure=True
    )
    assert two.status_code == 409
    assert "My careful reply." in two.content.decode()
    assert Comment.objects.get().reply == "Yes, sooner."


def test_lists_cost_the_same_at_one_row_and_at_three(cast, link):
    def queries(path, who):
        client = cast.client(who)
        client.get(path, secure=True)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path, secure=True).status_code == 200
        return len(seen)

    version = Version.objects.get()
    paths = [
        (link, "nobody"),
        (reverse("publishing:version", args=[version.ref]), "editor"),
        (reverse("publishing:desk_guidance", args=[version.page.ref]), "editor"),
        (reverse("publishing:desk"), "editor"),
    ]
    consulting.comment(contributor=Contributor.objects.get(), passage=making.FIRST, said="1", proposed_words="")
    making.signing_off(cast, version, "A")
    before = [queries(*path) for path in paths]
    for number in (2, 3):
        consulting.comment(
            contributor=Contributor.objects.first(), passage=making.FIRST, said=str(number), proposed_words=""
        )
        making.asked(cast, version.consultation, f"N{number}", f"n{number}@example.org")
        making.signing_off(cast, version, f"P{number}")
        making.guidance(f"more-{number}", f"More {number}")
    assert [queries(*path) for path in paths] == before
