"""Versions, consultations and sign-offs: what may happen, and what is left of words that are taken back."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from lantern.access.public import Refused
from lantern.audit.models import Event
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.publishing.domain.consulting import Answer, Credit, Decision
from lantern.publishing.domain.living import Figure
from lantern.publishing.models import Comment, Contributor, GuidancePage, SignOff, TakenFigure, Version
from lantern.publishing.selectors import guidance as selectors
from lantern.publishing.services import consulting, figures, signing, versions
from tests.publishing import making

pytestmark = pytest.mark.django_db
FIGURE = {
    "key": "paid", "title": "Seats paid", "value": "3 in 4", "count": "12 of 16 seats.", "definition": "Seats.",
    "source": "the ledger", "address": "/insight/ledger/", "on": "2026-11-01", "why": "",
}  # fmt: skip


def test_versions_are_numbered_and_freeze_the_newest_draft(cast):
    page = making.guidance()
    first = making.version(cast, page)
    making.rewritten(page, first="<p>Agree the fee first.</p>")
    versions.publish_version(version=first, by=cast.editor)
    second = versions.cut_version(page=page, major=False, by=cast.editor)
    assert (first.number, second.number) == ("1.0", "1.1")
    words = [[one.words for one in selectors.passages_of(Version.objects.get(pk=one.pk))] for one in (first, second)]
    assert words == [
        ["Agree the fee before papers are sent.", "Ask who interprets."],
        ["Agree the fee first.", "Ask who interprets."],
    ]


def test_publishing_puts_the_version_live_and_keeps_a_newer_draft(cast):
    page = making.guidance()
    first = making.version(cast, page)
    making.rewritten(page, first="<p>A later thought.</p>")
    versions.publish_version(version=first, by=cast.editor)
    live = GuidancePage.objects.get(pk=page.pk)
    assert live.live
    assert live.number == "1.0"
    assert "before papers are sent" in str(live.body)
    assert "A later thought" in str(live.get_latest_revision_as_object().body)
    assert live.has_unpublished_changes


def test_the_version_before_is_replaced_and_both_say_so(cast):
    page = making.guidance()
    first = making.version(cast, page)
    versions.publish_version(version=first, by=cast.editor)
    second = versions.cut_version(page=page, major=True, by=cast.editor)
    versions.publish_version(version=second, by=cast.editor)
    states = list(Version.objects.order_by("made_at").values_list("number", "state"))
    assert states == [("1.0", "superseded"), ("2.0", "published")]
    with pytest.raises(IllegalMove):
        versions.publish_version(version=Version.objects.get(number="1.0"), by=cast.editor)


def test_figures_are_frozen_with_the_version_and_draw_themselves_anew_in_a_draft(cast):
    page = making.guidance()
    draft = page.get_latest_revision_as_object()
    draft.body = [*making.body(), {"type": "figure", "value": {"key": "paid"}, "id": making.FIRST[:-1] + "9"}]
    draft.save_revision()
    TakenFigure.objects.create(key="paid", value=FIGURE, taken_on=clock.today())
    versions.publish_version(version=making.version(cast, page), by=cast.editor)
    TakenFigure.objects.update(value={**FIGURE, "value": "1 in 4"})
    shown = cast.client("nobody").get("/guidance/on-panels/", secure=True).content.decode()
    assert "3 in 4" in shown
    assert "12 of 16 seats." in shown
    assert "1 November 2026" in shown
    assert "1 in 4" not in shown


@pytest.mark.parametrize(
    ("taken", "said"),
    [
        ({**FIGURE, "value": "", "count": "", "why": "Too few to show."}, "Too few to show."),
        (None, "This figure cannot be shown now."),
    ],
    ids=["suppressed", "empty"],
)
def test_a_figure_that_may_not_be_shown_shows_nothing_but_why(cast, taken, said):
    page = making.guidance()
    draft = page.get_latest_revision_as_object()
    draft.body = [*making.body(), {"type": "figure", "value": {"key": "paid"}, "id": making.FIRST[:-1] + "9"}]
    draft.save_revision()
    if taken:
        TakenFigure.objects.create(key="paid", value=taken, taken_on=clock.today())
    versions.publish_version(version=making.version(cast, page), by=cast.editor)
    shown = cast.client("nobody").get("/guidance/on-panels/", secure=True).content.decode()
    assert said in shown
    assert "3 in 4" not in shown
    assert "12 of 16" not in shown


def test_a_page_without_words_has_no_version(cast):
    page = making.guidance()
    draft = page.get_latest_revision_as_object()
    draft.body = []
    draft.save_revision()
    with pytest.raises(IllegalMove):
        making.version(cast, page)


def test_one_version_at_a_time_is_worked_on(cast):
    page = making.guidance()
    first = making.version(cast, page)
    with pytest.raises(IllegalMove):
        making.version(cast, page)
    versions.set_aside(version=first, by=cast.editor)
    assert making.version(cast, page).number == "2.0"


@pytest.mark.parametrize("who", ["researcher", "expert_user", "facilitator", "chair"])
def test_others_do_nothing_at_the_desk(cast, who):
    by = getattr(cast, who)
    page, cut = making.guidance(), None
    with pytest.raises(Refused):
        versions.cut_version(page=page, major=True, by=by)
    cut = making.version(cast, page)
    with pytest.raises(Refused):
        versions.publish_version(version=cut, by=by)
    with pytest.raises(Refused):
        consulting.open_consultation(version=cut, question="", closes_on=clock.today(), by=by)
    with pytest.raises(Refused):
        signing.ask_to_sign(version=cut, partner=making.partner(), email="x@example.org", by=by)


def said(cast, who=None, words="Say it sooner.", proposed="", passage=making.FIRST):
    return consulting.comment(
        contributor=who or making.asked(cast), passage=passage, said=words, proposed_words=proposed
    )


def test_a_comment_keeps_the_passage_as_it_stood(cast):
    made = said(cast)
    page = made.consultation.version.page
    making.rewritten(page, first="<p>Agree everything first.</p>")
    page = GuidancePage.objects.get(pk=page.pk)
    now = list(selectors.passages(page.get_latest_revision_as_object().body.raw_data))
    shown = selectors.said_of([made], now)[0]
    assert shown.rewritten
    assert made.passage_words == "Agree the fee before papers are sent."
    assert shown.passage.words == "Agree everything first."
    assert not selectors.said_of([said(cast, made.contributor, "Fine.", passage=making.SECOND)], now)[0].rewritten


def test_a_comment_pressed_twice_is_kept_once_and_not_at_all_where_it_cannot_be(cast):
    who = making.asked(cast)
    said(cast, who)
    said(cast, who)
    assert Comment.objects.count() == 1
    for passage, words in (("no-such-passage", "x"), (making.FIRST, "  ")):
        with pytest.raises(IllegalMove):
            said(cast, who, words, passage=passage)
    consulting.close_consultation(consultation=who.consultation, by=cast.editor)
    with pytest.raises(IllegalMove):
        said(cast, who, "Too late.")


def test_every_comment_has_a_reply_and_two_editors_do_not_overwrite_each_other(cast):
    made = said(cast)
    with pytest.raises(IllegalMove):
        consulting.decide(comment=made, version=1, decision=Decision.ACCEPTED, reply=" ", by=cast.editor)
    consulting.decide(comment=made, version=1, decision=Decision.IN_PART, reply="We say it sooner.", by=cast.editor)
    with pytest.raises(OutOfDate):
        consulting.decide(comment=made, version=1, decision=Decision.DECLINED, reply="No.", by=cast.coordinator)
    made.refresh_from_db()
    assert (made.decision, made.reply) == ("in_part", "We say it sooner.")


def test_everyone_is_told_once_each_comment_has_its_answer(cast, mailoutbox, django_capture_on_commit_callbacks):
    made = said(cast)
    silent = making.asked(cast, made.consultation, "Nadia", "nadia@example.org")
    with pytest.raises(IllegalMove):
        consulting.tell_what_became(consultation=made.consultation, by=cast.editor)
    consulting.close_consultation(consultation=made.consultation, by=cast.editor)
    made.consultation.refresh_from_db()
    with pytest.raises(IllegalMove):
        consulting.tell_what_became(consultation=made.consultation, by=cast.editor)
    consulting.decide(comment=made, version=1, decision=Decision.ACCEPTED, reply="Yes.", by=cast.editor)
    with django_capture_on_commit_callbacks(execute=True):
        assert consulting.tell_what_became(consultation=made.consultation, by=cast.editor) == 1
    assert [message.to for message in mailoutbox] == [["amina@example.org"]]
    assert silent.email == "nadia@example.org"
    with pytest.raises(IllegalMove):
        consulting.tell_what_became(consultation=made.consultation, by=cast.editor)


def published_with_words(cast):
    made = said(cast, words="Pay for the reading too, ŽIVA-CANARY.", proposed="Agree the fee, ŽIVA-PROPOSED.")
    consulting.choose_credit(contributor=made.contributor, credit=Credit.NAMED, credited_as="Amina ŽIVA-NAME")
    consulting.decide(comment=made, version=1, decision=Decision.ACCEPTED, reply="Done, ŽIVA-REPLY.", by=cast.editor)
    consulting.close_consultation(consultation=made.consultation, by=cast.editor)
    versions.publish_version(version=Version.objects.select_related("consultation").get(), by=cast.editor)
    return made


def public_words(cast):
    version = Version.objects.get()
    paths = ("/guidance/on-panels/", reverse("publishing:you_said", args=[version.ref]), "/blog/feed/", "/guidance/")
    return "".join(cast.client("nobody").get(path, secure=True).content.decode() for path in paths)


def test_words_and_thanks_are_published_as_each_wishes_and_apart(cast):
    published_with_words(cast)
    shown = public_words(cast)
    assert {mark for mark in ("CANARY", "PROPOSED", "REPLY", "NAME") if f"ŽIVA-{mark}" in shown} == {
        "CANARY", "PROPOSED", "REPLY", "NAME",
    }  # fmt: skip
    told = cast.client("nobody").get(reverse("publishing:you_said", args=[Version.objects.get().ref]), secure=True)
    assert "ŽIVA-NAME" not in told.content.decode()


@pytest.mark.parametrize("credit", [Credit.ORGANISATION, Credit.ANONYMOUS])
def test_thanks_change_with_a_press_after_publication(cast, credit):
    made = published_with_words(cast)
    consulting.choose_credit(contributor=made.contributor, credit=credit, credited_as="ignored")
    shown = public_words(cast)
    assert "ŽIVA-NAME" not in shown
    assert ("Bright Water" in shown) is (credit is Credit.ORGANISATION)


def test_nobody_is_named_before_she_has_chosen(cast):
    made = said(cast)
    assert made.consultation.version.credits() == []


def test_taking_everything_back_after_publication_leaves_nothing_of_hers(cast):
    made = published_with_words(cast)
    consulting.withdraw(contributor=made.contributor)
    shown = public_words(cast)
    assert "ŽIVA" not in shown
    assert "1 comment was taken back" in shown
    left = Contributor.objects.get()
    assert (left.name, left.organisation, left.email_sealed, left.credited_as) == ("", "", "", "")
    kept = "".join(str(row) for model in (Comment, Contributor, Version) for row in model.objects.values())
    assert "ŽIVA" not in kept
    with pytest.raises(IllegalMove):
        consulting.choose_credit(contributor=left, credit=Credit.NAMED, credited_as="Amina")


def test_one_comment_can_be_taken_back_and_the_others_stay(cast):
    made = published_with_words(cast)
    consulting.take_back(comment=made)
    assert "ŽIVA-CANARY" not in public_words(cast)
    assert Contributor.objects.get().email == "amina@example.org"


def test_a_no_is_kept_as_a_no_and_silence_as_silence(cast):
    version = making.version(cast)
    rows = {name: making.signing_off(cast, version, name) for name in ("A", "B", "C", "D")}
    signing.sign(sign_off=rows["A"], answers=0, answer=Answer.AGREED, note="ignored", note_public=True)
    signing.sign(sign_off=rows["B"], answers=0, answer=Answer.AGREED_WITH_NOTE, note="Say more.", note_public=True)
    signing.sign(sign_off=rows["C"], answers=0, answer=Answer.DISSENT, note="Not for print.", note_public=False)
    assert [(one.name, one.answer, one.note, one.agrees) for one in version.signed()] == [
        ("A", "Agreed", "", True),
        ("B", "Agreed, with a note", "Say more.", True),
        ("C", "Does not agree", "", False),
        ("D", "Not answered", "", None),
    ]
    versions.publish_version(version=version, by=cast.editor)
    shown = cast.client("nobody").get("/guidance/on-panels/", secure=True).content.decode()
    assert "Does not agree" in shown
    assert "Not answered" in shown
    assert "Not for print" not in shown


def test_an_organisation_changes_its_mind_and_two_of_it_do_not_overwrite_each_other(cast):
    row = making.signing_off(cast, making.version(cast))
    signing.sign(sign_off=row, answers=0, answer=Answer.AGREED, note="", note_public=False)
    with pytest.raises(IllegalMove):
        signing.sign(sign_off=row, answers=0, answer=Answer.DISSENT, note="", note_public=False)
    signing.sign(sign_off=row, answers=1, answer=Answer.DISSENT, note="", note_public=False)
    assert SignOff.objects.get().answer == "dissent"
    with pytest.raises(IllegalMove):
        signing.sign(sign_off=row, answers=2, answer=Answer.AGREED_WITH_NOTE, note=" ", note_public=False)


def test_a_replaced_version_is_no_longer_signed(cast):
    page = making.guidance()
    first = making.version(cast, page)
    row = making.signing_off(cast, first)
    versions.publish_version(version=first, by=cast.editor)
    versions.publish_version(version=versions.cut_version(page=page, major=True, by=cast.editor), by=cast.editor)
    row.refresh_from_db()
    row.version.refresh_from_db()
    with pytest.raises(IllegalMove):
        signing.sign(sign_off=row, answers=0, answer=Answer.AGREED, note="", note_public=False)


def test_nothing_is_published_while_people_are_still_being_asked(cast):
    consultation = making.consulted(cast)
    with pytest.raises(IllegalMove):
        versions.publish_version(version=Version.objects.get(pk=consultation.version_id), by=cast.editor)


def test_every_act_and_its_event_stand_or_fall_together(cast, monkeypatch):
    who = making.asked(cast)
    before = Event.objects.count()

    def broken(*args, **kwargs):
        raise RuntimeError("the log is not to be reached")

    monkeypatch.setattr("lantern.publishing.services.consulting.audit.record", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        said(cast, who)
    assert (Comment.objects.count(), Event.objects.count()) == (0, before)


def test_what_is_due_to_be_read_again_is_listed(cast):
    page = making.guidance()
    version = making.version(cast, page)
    versions.publish_version(version=version, by=cast.editor, review_by=clock.today() + timedelta(days=10))
    assert [one.pk for one in selectors.due_to_be_read_again(cast.editor)] == [page.pk]
    assert selectors.due_to_be_read_again(cast.researcher) == []


def test_a_section_keeps_its_address_when_its_heading_changes():
    block = GuidancePage._meta.get_field("body").stream_block.child_blocks["section"]
    made = block.clean(block.to_python({"heading": "Fees, and who pays", "anchor": ""}))
    assert made["anchor"] == "fees-and-who-pays"
    again = block.clean(block.to_python({"heading": "Money", "anchor": made["anchor"]}))
    assert (again["heading"], again["anchor"]) == ("Money", "fees-and-who-pays")


def test_figures_are_taken_anew_and_what_is_no_longer_counted_goes(cast, monkeypatch):
    now = [Figure.from_json(FIGURE), Figure.from_json({**FIGURE, "key": "days"})]
    monkeypatch.setattr(figures, "_sources", [lambda: now])
    assert figures.take_figures(by=None) == 2
    now.pop()
    now[0] = Figure.from_json({**FIGURE, "value": "4 in 4"})
    assert figures.take_figures(by=None) == 1
    assert list(TakenFigure.objects.values_list("key", "value__value")) == [("paid", "4 in 4")]


def test_a_share_card_says_what_the_page_says_and_where_it_is(cast):
    versions.publish_version(version=making.version(cast), by=cast.editor)
    shown = cast.client("nobody").get("/guidance/on-panels/", secure=True).content.decode()
    for tag in (
        '<meta property="og:title" content="On panels">',
        '<meta property="og:type" content="article">',
        '<meta property="og:image" content="http://127.0.0.1:8000/static/lantern/card.png">',
        '<link rel="canonical" href="http://127.0.0.1:8000/guidance/on-panels/">',
    ):
        assert tag in shown
