"""The pages of the path: what each person finds there, what is kept, and what a refusal says."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lantern.accounts.models import Membership
from lantern.audit.models import Event
from lantern.kit import clock
from lantern.mentoring.domain.words import EvidenceKind, PlacementKind, Stage
from lantern.mentoring.models import Agreement, Evidence, Level, Placement, SignOff
from tests.mentoring.paths import CODES, a_mentee, a_pair, evidence_of, ready_for_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def mei(cast):
    return a_mentee(cast)


def at(name, *parts):
    return reverse(f"mentoring:{name}", args=[getattr(part, "ref", part) for part in parts])


def get(cast, who, name, *parts):
    return cast.client(who).get(at(name, *parts), secure=True)


def post(cast, who, name, *parts, **data):
    return cast.client(who).post(at(name, *parts), data, secure=True)


def said(response) -> str:
    return " ".join(response.content.decode().split())


def refused() -> list[tuple[str, str, str]]:
    found = Event.objects.filter(name__in=["mentoring.refused", "access.refused"]).order_by("seq")
    return [(one.name, one.subject, one.detail["code"]) for one in found]


def test_a_mentee_without_a_path_is_told_so(cast):
    assert "Not begun yet" in said(get(cast, "mentee", "mine"))


def test_her_path_says_where_she_is_and_what_is_missing(cast, mei):
    assert get(cast, "mentee", "mine")["Location"] == at("path", mei)
    page = said(get(cast, "mentee", "path", mei))
    assert "Next: Observing panels" in page
    assert "6 of 7 things are still missing." in page
    assert 'aria-current="step"' in page
    assert "Add evidence" in page
    assert "Record a confidentiality agreement" not in page


def test_the_programme_and_her_mentor_read_it_and_add_nothing_in_her_name(cast, mei):
    a_pair(cast, mei)
    for who in ("coordinator", "mentor"):
        page = said(get(cast, who, "path", mei))
        assert "Mei Mentee" in page
        assert "Add evidence" not in page
        title = page[page.index("<title>") : page.index("</title>")]
        assert "Mei" not in title
    assert Event.objects.filter(name="mentoring.path_read").count() == 2


def test_her_audit_can_be_saved_in_part_and_gone_on_with(cast, mei):
    assert post(cast, "mentee", "audit", mei, knowledge="2", family="0").status_code == 302
    page = said(get(cast, "mentee", "audit", mei))
    assert page.count("checked") == 2
    assert post(cast, "mentee", "audit", mei, **dict.fromkeys(CODES, "1")).status_code == 302
    assert Level.objects.count() == 2 + len(CODES)
    assert post(cast, "mentee", "audit", mei, knowledge="9").status_code == 422


def test_the_gap_has_a_chart_and_its_table(cast, mei):
    a_pair(cast, mei)
    assert post(cast, "mentor", "level_state", mei, "knowledge", level="1").status_code == 302
    page = said(get(cast, "mentor", "levels", mei))
    assert "13 of 14 competencies have no level from a mentor or chair yet; 1 falls short" in page
    assert at("level_state", mei, "knowledge") in page
    chart = get(cast, "mentee", "levels_chart", mei)
    assert (chart["Content-Type"], chart.content[:4]) == ("image/svg+xml", b"<svg")
    assert b"1 of 1" in chart.content
    assert get(cast, "mentor", "level_state", mei, "charm").status_code == 404


def evidence_data(cast, **more):
    return {
        "kind": "writing",
        "done_on": clock.today().isoformat(),
        "words": "I drafted a section on how an agency trained its staff.",
        "competencies": ["report_writing", "agencies"],
        "asked": cast.chair.ref,
    } | more


def test_evidence_goes_from_her_to_the_chair_and_counts(cast, mei):
    added = post(cast, "mentee", "evidence_add", mei, **evidence_data(cast))
    made = Evidence.objects.get()
    assert (added.status_code, added["Location"]) == (302, at("evidence", made))
    assert at("evidence", made) in said(get(cast, "chair", "countersigning"))
    assert get(cast, "chair_elsewhere", "evidence", made).status_code == 404
    assert "how an agency trained" in said(get(cast, "chair", "evidence_countersign", made))
    signed = post(cast, "chair", "evidence_countersign", made, version="1", report_writing="2")
    assert signed.status_code == 302
    assert list(Level.objects.values_list("competency", "level", "basis")) == [("report_writing", 2, "countersigned")]
    assert "Countersigned" in said(get(cast, "mentee", "path", mei))
    assert at("evidence", made) not in said(get(cast, "chair", "countersigning"))


def test_what_is_wrong_with_evidence_comes_back_with_what_was_typed(cast, mei):
    for wrong in ({"kind": "workshop"}, {"done_on": "soon"}, {"competencies": []}, {"asked": cast.mentee.ref}):
        answer = post(cast, "mentee", "evidence_add", mei, **evidence_data(cast, **wrong))
        assert (answer.status_code, Evidence.objects.count()) == (422, 0)
        assert "how an agency trained" in said(answer)
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    answer = post(cast, "mentee", "evidence_add", mei, **evidence_data(cast, done_on=tomorrow))
    assert (answer.status_code, Evidence.objects.count()) == (409, 0)
    assert "Enter a day that has been." in said(answer)


def test_countersigning_oneself_is_answered_in_a_sentence_and_stands_in_the_audit(cast, mei):
    made = evidence_of(cast, mei)
    Evidence.objects.update(asked=cast.mentee)
    Membership.objects.create(user=cast.mentee, role="chair")
    for answer in (
        get(cast, "mentee", "evidence_countersign", made),
        post(cast, "mentee", "evidence_countersign", made, version="1", knowledge="4"),
    ):
        assert answer.status_code == 403
        assert "Nobody countersigns her own evidence. Ask a chair to." in said(answer)
    assert refused() == [("access.refused", made.ref, "own_evidence")] * 2
    made.refresh_from_db()
    assert made.countersigned_at is None


def test_an_expired_agreement_is_answered_in_a_sentence_and_stands_in_the_audit(cast, mei):
    answer = post(cast, "coordinator", "agreement", mei, signed_on="2024-01-05", expires_on="2025-01-05")
    assert answer.status_code == 409
    assert "This agreement has expired" in said(answer)
    assert 'value="2025-01-05"' in said(answer)
    assert (refused(), Agreement.objects.count()) == ([("mentoring.refused", mei.ref, "expired")], 0)


def test_a_skipped_stage_is_answered_in_a_sentence_and_stands_in_the_audit(cast, mei):
    client = cast.client("coordinator")
    moved = client.post(at("stage_move", mei), {"to": "co_chair", "version": "1"}, secure=True)
    page = said(client.get(moved["Location"], secure=True))
    assert "After “Learning” comes “Observing panels”. No stage is skipped" in page
    mei.refresh_from_db()
    assert (mei.stage, refused()) == (Stage.LEARNING, [("mentoring.refused", mei.ref, "order")])


def test_a_stage_that_there_is_not_changes_nothing(cast, mei):
    assert post(cast, "coordinator", "stage_move", mei, to="queen", version="1").status_code == 302
    mei.refresh_from_db()
    assert mei.version == 1


def test_the_programme_moves_her_once_everything_is_there(cast, mei):
    ready_for_all(cast, mei)
    assert "Go on to this stage" in said(get(cast, "coordinator", "path", mei))
    assert "Go on to this stage" not in said(get(cast, "mentee", "path", mei))
    post(cast, "coordinator", "stage_move", mei, to="observe", version="1")
    mei.refresh_from_db()
    assert mei.stage == Stage.OBSERVE


def test_two_people_sign_on_their_pages_and_the_second_sees_a_chair(cast, mei):
    ready_for_all(cast, mei)
    mei.stage = Stage.FIRST_REVIEW
    mei.save()
    assert at("sign_off", mei) in said(get(cast, "chair", "countersigning"))
    assert get(cast, "chair_elsewhere", "sign_off", mei).status_code == 404
    assert "Sign that she is ready" in said(get(cast, "chair", "sign_off", mei))
    post(cast, "chair", "sign_off", mei, version="1")
    assert SignOff.objects.get().signed_by == cast.chair
    post(cast, "coordinator", "sign_off", mei, version="2")
    page = said(get(cast, "coordinator", "sign_off", mei))
    assert "Chloe Chair, a chair or mentor" in page
    assert "She is a chair in the register" in page
    assert "you are an independent chair" in said(get(cast, "mentee", "path", mei))


def test_she_leaves_with_a_reason_or_none_and_can_come_back(cast, mei):
    assert get(cast, "mentee", "leave", mei).status_code == 200
    post(cast, "mentee", "leave", mei, version="1", why="")
    mei.refresh_from_db()
    assert (mei.left_why, mei.left_by) == ("unknown", cast.mentee)
    assert "Not said" in said(get(cast, "coordinator", "path", mei))
    assert post(cast, "mentee", "leave", mei, version="2", why="pay").status_code == 409
    post(cast, "coordinator", "come_back", mei, version="2")
    mei.refresh_from_db()
    assert mei.left_at is None


def test_another_chair_is_asked_and_the_first_no_longer_sees_it(cast, mei):
    made = evidence_of(cast, mei)
    post(cast, "mentee", "evidence_ask", made, version="1", asked=cast.chair_elsewhere.ref)
    assert get(cast, "chair", "evidence", made).status_code == 404
    assert get(cast, "chair_elsewhere", "evidence", made).status_code == 200
    post(cast, "mentee", "evidence_withdraw", made, version="2")
    assert get(cast, "chair_elsewhere", "evidence", made).status_code == 404
    assert "Taken back" in said(get(cast, "mentee", "evidence", made))


def queries(cast, who, name, *parts) -> int:
    client = cast.client(who)
    client.get(at(name, *parts), secure=True)
    with CaptureQueriesContext(connection) as found:
        assert client.get(at(name, *parts), secure=True).status_code == 200
    return len(found)


@pytest.mark.usefixtures("still_clock")
def test_three_of_each_cost_the_queries_of_one(cast, mei):
    def add(place):
        evidence_of(cast, mei, EvidenceKind.LEARNING)
        Placement.objects.create(mentee=mei, kind=PlacementKind.OBSERVE, source_ref=f"seat-{place}")
        Level.objects.create(mentee=mei, competency=CODES[place], level=1, basis="self", stated_by=cast.mentee)

    pages = (
        ("mentee", "path", mei), ("mentee", "levels", mei), ("coordinator", "path", mei), ("chair", "countersigning"),
    )  # fmt: skip
    add(0)
    one = [queries(cast, *page) for page in pages]
    add(1)
    add(2)
    assert [queries(cast, *page) for page in pages] == one


def test_evidence_with_detail_of_a_review_is_not_kept_and_says_what_was_found(cast, mei):
    text = "On 14 March 2025 Amina Qadir of 12 Hollow Lane told the panel."
    answer = post(cast, "mentee", "evidence_add", mei, **evidence_data(cast, words=text))
    page = said(answer)
    assert (answer.status_code, Evidence.objects.count()) == (422, 0)
    assert ("14 March 2025" in page, "This could point to a review or a family" in page, text in page) == (
        True,
        True,
        True,
    )


def test_a_chair_is_made_only_by_someone_who_signed_in_a_moment_ago(cast, mei):
    ready_for_all(cast, mei)
    mei.stage = Stage.FIRST_REVIEW
    mei.save()
    client = cast.client("chair")
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    answer = client.post(at("sign_off", mei), {"version": "1"}, secure=True)
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/account/reauthenticate/")
    assert not SignOff.objects.exists()
