"""Before and after on the same person, without knowing who."""

import io
import json
import logging
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lantern.access.public import Refused
from lantern.audit.models import Event
from lantern.insight import selectors as insight
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.workshops import selectors, services
from lantern.workshops.domain import codes, confidence
from lantern.workshops.domain.sessions import Moment, Presence
from lantern.workshops.models import Answer, Comment, Evaluation, SignUp
from lantern.workshops.services import evaluation as verbs
from tests.workshops.rooms import opened, signed

pytestmark = pytest.mark.django_db
TOPIC, OTHER = "reviews_and_law", "role_boundaries"


@pytest.fixture(autouse=True)
def _no_one_has_asked_yet():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def evaluation(cast) -> Evaluation:
    session = opened(cast, places_in_person=20)
    return services.open_evaluation(session=session, by=cast.facilitator)


def say(evaluation, moment, code, score, words="", may_quote=False, topic=TOPIC):
    return services.give_answer(
        evaluation=evaluation, moment=moment, code=code, scores={topic: score}, words=words, may_quote=may_quote
    )


def closed(evaluation, by):
    with time_machine.travel(evaluation.session.starts + timedelta(days=3)):
        return services.close_evaluation(evaluation=evaluation, version=evaluation.version, by=by)


# The statistics, against a case worked by hand.


def test_the_paired_interval_is_that_of_a_case_worked_by_hand():
    """Changes 1, 2, 0, 1, 1, 3: mean 8/6, s = 1.0328, standard error 0.42164, t(5, 0.975) = 2.5706."""
    before, after = [2, 1, 3, 2, 3, 1], [3, 3, 3, 3, 4, 4]
    found = confidence.change(TOPIC, list(zip(before, after, strict=True)))
    assert (found.people, found.before, found.change) == (6, 2.0, pytest.approx(8 / 6))
    assert found.low == pytest.approx(8 / 6 - 2.57058 * 0.421637, abs=1e-4)
    assert found.high == pytest.approx(8 / 6 + 2.57058 * 0.421637, abs=1e-4)


def test_fewer_than_five_say_nothing_and_a_change_shared_by_all_has_no_interval():
    assert confidence.change(TOPIC, [(1, 5)] * 4) is None
    found = confidence.change(TOPIC, [(2, 3), (1, 2), (4, 5), (2, 3), (3, 4)])
    assert (found.change, found.low, found.high) == (pytest.approx(1.0), None, None)


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=5, max_size=40))
def test_the_interval_holds_its_mean_and_turning_time_round_turns_it_round(pairs):
    there, back = confidence.change(TOPIC, pairs), confidence.change(TOPIC, [(b, a) for a, b in pairs])
    assert there.change == pytest.approx(-back.change)
    if there.low is not None:
        assert there.low <= there.change <= there.high
        assert there.low == pytest.approx(-back.high)
        by_hand = stats.t.interval(0.95, len(pairs) - 1, loc=there.change, scale=stats.sem([b - a for a, b in pairs]))
        assert (there.low, there.high) == pytest.approx(by_hand)


@given(
    st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(1, 5)), max_size=12),
    st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(1, 5)), max_size=12),
)
def test_a_pair_is_two_answers_of_one_code_and_nobody_is_counted_twice(before, after):
    found = codes.paired([(c, {TOPIC: s}) for c, s in before], [(c, {TOPIC: s}) for c, s in after])
    first, second = [c for c, _ in before], [c for c, _ in after]
    once = {c for c in set(first) & set(second) if first.count(c) == second.count(c) == 1}
    assert len(found.pairs) == len(once)
    alone = {c for c in first if c not in second and first.count(c) == 1}
    assert found.before_only == len(alone)


@pytest.mark.parametrize("typed", ["ro08lk", " RO-08 LK", "Ró08lk", "ro08\u2009LK"])
def test_a_code_counts_alike_however_it_is_typed(typed):
    assert codes.hash_of(typed, b"pepper") == codes.hash_of("RO08LK", b"pepper")
    assert codes.hash_of(typed, b"pepper") != codes.hash_of(typed, b"another")


def test_a_code_that_is_too_short_is_refused_in_a_sentence():
    with pytest.raises(IllegalMove, match="at least 5"):
        codes.hash_of("a-1", b"pepper")
    with pytest.raises(IllegalMove, match="the example"):
        codes.hash_of(" ro 07 ll", b"pepper")


# Its life.


def test_nothing_is_shown_before_it_is_closed_nor_of_four(cast, evaluation):
    for n in range(4):
        say(evaluation, Moment.BEFORE, f"code{n}x", 2)
        say(evaluation, Moment.AFTER, f"code{n}x", 4, words=f"Words {n}")
    assert selectors.results_of(evaluation) is None
    assert selectors.comments_of(evaluation) is None
    four = selectors.results_of(closed(evaluation, cast.facilitator))
    assert (four.before, four.pairs, four.shown) == (None, None, False)
    assert selectors.comments_of(Evaluation.objects.get()) is None


def test_five_pairs_are_shown_with_change_and_interval(cast, evaluation):
    for n, (one, two) in enumerate([(1, 3), (2, 3), (2, 4), (3, 3), (1, 4)]):
        assert say(evaluation, Moment.BEFORE, f"code{n}x", one) is False
        assert say(evaluation, Moment.AFTER, f"CODE {n}X", two) is True
    assert say(evaluation, Moment.AFTER, "a new code", 5) is False
    found = selectors.results_of(closed(evaluation, cast.facilitator))
    by_topic = dict(found.changes)
    assert (found.before, found.after, found.pairs) == (5, 6, 5)
    assert (by_topic[TOPIC].people, by_topic[TOPIC].change) == (5, pytest.approx(1.6))
    assert by_topic[OTHER] is None


def test_two_people_with_one_code_are_kept_and_left_out_of_pairs(cast, evaluation):
    for n in range(5):
        say(evaluation, Moment.BEFORE, f"code{n}x", 2)
        say(evaluation, Moment.AFTER, f"code{n}x", 3)
    say(evaluation, Moment.BEFORE, "code0x", 5)
    found = selectors.results_of(closed(evaluation, cast.facilitator))
    assert (found.twice, found.pairs, Answer.objects.count()) == (1, None, 11)


def test_the_same_answer_pressed_twice_is_kept_once(evaluation):
    for _ in range(2):
        say(evaluation, Moment.BEFORE, "code1x", 2, words="The same words")
    assert (Answer.objects.count(), Comment.objects.count()) == (1, 1)


def test_words_added_at_a_second_press_of_the_same_answer_are_kept(evaluation):
    say(evaluation, Moment.AFTER, "code1x", 2)
    for _ in range(2):
        say(evaluation, Moment.AFTER, "code1x", 2, words="What I forgot")
    assert Answer.objects.count() == 1
    assert [one.words for one in Comment.objects.all()] == ["What I forgot"]
    say(evaluation, Moment.AFTER, "code2x", 2, words="What I forgot")
    assert Comment.objects.count() == 2


def test_closing_needs_the_end_the_right_person_and_the_version_and_takes_no_answer_after(cast, evaluation):
    with pytest.raises(IllegalMove, match="not over"):
        services.close_evaluation(evaluation=evaluation, version=1, by=cast.facilitator)
    with pytest.raises(Refused):
        services.close_evaluation(evaluation=evaluation, version=1, by=cast.editor)
    ended = closed(evaluation, cast.facilitator)
    with pytest.raises(IllegalMove, match="is closed"):
        say(ended, Moment.AFTER, "code1x", 2)
    with time_machine.travel(evaluation.session.starts + timedelta(days=3)), pytest.raises(OutOfDate):
        services.close_evaluation(evaluation=evaluation, version=1, by=cast.facilitator)


def answered_by(cast, series, count: int, score: int) -> Evaluation:
    """A closed evaluation of another session of the series, in which so many answered both times."""
    session = opened(cast, places_in_person=20)
    type(session).objects.filter(pk=session.pk).update(series=series)
    session.refresh_from_db()
    made = services.open_evaluation(session=session, by=cast.facilitator)
    for n in range(count):
        say(made, Moment.BEFORE, f"code{n}y", 1)
        say(made, Moment.AFTER, f"code{n}y", score)
    return closed(made, cast.facilitator)


def test_a_series_adds_up_only_sessions_that_are_shown_themselves(cast, evaluation):
    series = evaluation.session.series
    for n in range(5):
        say(evaluation, Moment.BEFORE, f"code{n}x", 2)
        say(evaluation, Moment.AFTER, f"code{n}x", 3 + n % 2)
    closed(evaluation, cast.facilitator)
    answered_by(cast, series, 3, 5)
    assert selectors.results_of_series(series) is None
    answered_by(cast, series, 6, 4)
    found = dict(selectors.results_of_series(series).changes)[TOPIC]
    assert (found.people, found.after) == (11, pytest.approx((3 * 3 + 2 * 4 + 6 * 4) / 11))


def test_themes_reach_the_page_of_barriers_and_quotes_need_consent(cast, evaluation):
    for n in range(5):
        say(evaluation, Moment.AFTER, f"code{n}x", 3, words=f"Invited too late, canary {n}", may_quote=n == 2)
    closed(evaluation, cast.facilitator)
    comments = selectors.comments_of(Evaluation.objects.get())
    for one in comments:
        services.code_themes(comment=one, themes=["invited_late"], by=cast.facilitator)
    assert selectors.quotable(evaluation.session) == ["Invited too late, canary 2"]
    assert [(said.source, said.barrier) for said in selectors.barriers_said()] == [("workshop", "invited_late")] * 5
    assert insight.barriers_for(cast.coordinator).barrier("invited_late") == 5
    page = cast.client("coordinator").get("/insight/barriers/", secure=True).content.decode()
    assert "In a workshop" in page
    with pytest.raises(IllegalMove):
        services.code_themes(comment=comments[0], themes=["nonsense"], by=cast.facilitator)
    with pytest.raises(Refused):
        services.code_themes(comment=comments[0], themes=[], by=cast.editor)


# Nothing joins an evaluation to a person.

NAMES = [f"Person {letter}" for letter in "ABCDEFGH"]


def everyone_answers(cast, evaluation, client) -> list[str]:
    """Each checks in and then answers, one after another, by a code of her own. Answers the codes in that order."""
    session = evaluation.session
    made = []
    with time_machine.travel(session.starts) as moved:
        for number, name in enumerate(NAMES):
            moved.shift(60)
            sign_up = SignUp.objects.select_related("session").get(pk=signed_before(session, name).pk)
            services.check_in(sign_up=sign_up, code=services.room_code_of(session))
            code = f"canary{number}code"
            for moment in ("before", "after"):
                answer = client.post(
                    f"/said/{evaluation.token}/{moment}/",
                    {"code": code, TOPIC: str(1 + number % 5), "words": f"Secret-words-{number}", "may_quote": "on"},
                    secure=True,
                )
                assert "Thank you" in answer.content.decode()
            made.append(code)
    return made


def signed_before(session, name):
    with time_machine.travel(clock.now() - timedelta(days=20)):
        return signed(session, name)


def dump() -> str:
    """Everything the database holds, as text."""
    out = io.StringIO()
    call_command("dumpdata", stdout=out)
    return out.getvalue()


def in_place(table: str, column: str) -> list[str]:
    """A column in the order in which the database itself has the rows."""
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY {place}")
        return [str(row[0]) for row in cursor.fetchall()]


def test_no_code_name_or_word_is_in_the_database_the_log_or_the_audit(cast, evaluation, client, caplog):
    caplog.set_level(logging.DEBUG)
    made = everyone_answers(cast, evaluation, client)
    kept = dump() + json.dumps([[e.name, e.subject, e.actor, e.detail] for e in Event.objects.all()]) + caplog.text
    for planted in (*made, *NAMES, "Secret-words"):
        assert planted not in kept, planted
    # The scanner would see it: the same words stand in the open once they are written down in the open.
    evaluation.session.about = made[0]
    evaluation.session.save()
    assert made[0] in dump()


def test_no_answer_can_be_tried_against_a_guessed_code_once_it_is_closed(cast, evaluation, client):
    made = everyone_answers(cast, evaluation, client)
    pepper = bytes.fromhex(evaluation.pepper)
    before = {codes.hash_of(code, pepper) for code in made}
    assert (
        set(Answer.objects.values_list("code_hash", flat=True)) == before
    )  # while it is open, whoever holds the keys could
    ended = closed(evaluation, cast.facilitator)
    assert ended.pepper_sealed == ""
    assert not before & set(Answer.objects.values_list("code_hash", flat=True))
    assert selectors.results_of(ended).pairs == len(NAMES)  # and still the same person is the same person


def test_the_order_and_the_keys_of_rows_say_nothing_of_who_came_when(cast, evaluation, client, monkeypatch):
    """Over several runs the order of rows is not that of arrival; with the shuffle taken out the same test sees it."""
    pepper = bytes.fromhex(evaluation.pepper)

    def orders(runs: int) -> set[tuple[int, ...]]:
        found = set()
        for _ in range(runs):
            Answer.objects.all().delete()
            mine = [f"order{n}code" for n in range(6)]
            for code in mine:
                say(evaluation, Moment.BEFORE, code, 3)
            hashes = [codes.hash_of(code, pepper) for code in mine]
            found.add(tuple(hashes.index(one) for one in in_place("workshops_answer", "code_hash")))
        return found

    assert orders(4) != {(0, 1, 2, 3, 4, 5)}

    class Planted:
        def shuffle(self, rows: list[object]) -> None:
            rows.sort(key=lambda row: hashes_in_order.index(row.code_hash))

    hashes_in_order = [codes.hash_of(f"order{n}code", pepper) for n in range(6)]
    monkeypatch.setattr(verbs, "_SHUFFLE", Planted())
    assert orders(1) == {(0, 1, 2, 3, 4, 5)}


def test_rows_hold_no_time_no_person_and_no_sequence():
    for model in (Answer, Comment):
        kinds = {field.name: field.get_internal_type() for field in model._meta.fields}
        assert kinds["id"] == "UUIDField"
        times = [name for name, kind in kinds.items() if kind in {"DateTimeField", "DateField"} and name != "coded_at"]
        people = [field.name for field in model._meta.fields if field.is_relation]
        assert times == []
        assert set(people) <= {"evaluation", "coded_by"}
    assert not [field for field in SignUp._meta.get_fields() if field.related_model in {Answer, Comment, Evaluation}]


def test_answering_while_signed_in_writes_nothing_of_whoever_is(cast, evaluation):
    client = cast.client("expert")
    before = set(Event.objects.values_list("seq", flat=True))
    client.post(f"/said/{evaluation.token}/before/", {"code": "canary code", TOPIC: "3"}, secure=True)
    events = Event.objects.exclude(seq__in=before)
    assert [(e.name, e.subject, e.actor, e.detail) for e in events] == [
        ("workshops.evaluation_answered", evaluation.session.ref, "system", {})
    ]
    assert cast.expert_user.ref not in dump().split('"workshops.answer"')[1][:400]


def test_exports_and_pages_of_those_who_run_it_join_nothing(cast, evaluation, client):
    everyone_answers(cast, evaluation, client)
    marks = {one.ref: (Presence.PRESENT, None) for one in SignUp.objects.all()}
    with time_machine.travel(evaluation.session.starts + timedelta(hours=4)):
        session = evaluation.session
        session.refresh_from_db()
        services.mark_attendance(session=session, version=session.version, marks=marks, by=cast.facilitator)
    closed(evaluation, cast.facilitator)
    ref = evaluation.session.ref
    staff = cast.client("facilitator")
    shown = staff.get(f"/workshops/run/{ref}/evaluation/", secure=True).content.decode()
    sheet = staff.get(f"/workshops/run/{ref}/evaluation/results.csv", secure=True).content.decode()
    people = staff.get(f"/workshops/run/{ref}/people.csv", secure=True).content.decode()
    assert "Secret-words-3" in shown
    for name in NAMES:
        assert name in people
        assert name not in shown + sheet
    assert "Secret-words" not in people + sheet
    keys = {str(key) for key in Answer.objects.values_list("pk", flat=True)}
    assert not [key for key in keys if key in shown + sheet + people]


# The pages.


def test_the_pages_take_an_answer_and_say_when_a_code_is_new(cast, evaluation, client):
    link = f"/said/{evaluation.token}/"
    first = client.get(link, secure=True).content.decode()
    assert "the same for everyone" in first
    assert "Exit this page" in first
    bad = client.post(f"{link}before/", {"code": "x"}, secure=True)
    assert (bad.status_code, "at least 5" in bad.content.decode()) == (422, True)
    new = client.post(f"{link}after/", {"code": "another code", TOPIC: "4"}, secure=True).content.decode()
    assert "We found no answers from before with this code" in new
    known = client.post(f"{link}before/", {"code": "my own code", TOPIC: "2"}, secure=True).content.decode()
    assert "We found no answers" not in known
    after = client.post(f"{link}after/", {"code": "MY OWN code", TOPIC: "4"}, secure=True).content.decode()
    assert "We found no answers" not in after
    assert client.get("/said/wrong/", secure=True).status_code == 404


def test_those_who_run_it_open_read_and_export_it(cast):
    session = opened(cast, places_in_person=20)
    staff = cast.client("facilitator")
    page = f"/workshops/run/{session.ref}/evaluation/"
    assert "Open the evaluation" in staff.get(page, secure=True).content.decode()
    staff.post(f"{page}open/", secure=True)
    evaluation = Evaluation.objects.get()
    shown = staff.get(page, secure=True).content.decode()
    assert re.search(r"/said/\S{40,}/", shown)
    assert staff.get(f"{page}results.csv", secure=True).status_code == 404
    for n in range(5):
        say(evaluation, Moment.BEFORE, f"code{n}x", 2)
        say(evaluation, Moment.AFTER, f"code{n}x", 3 + n % 2, words=f"Words {n}")
    with time_machine.travel(session.starts + timedelta(days=1)):
        later = cast.client("facilitator")
        later.post(f"{page}close/", {"version": evaluation.version}, secure=True)
        done = later.get(page, secure=True).content.decode()
        assert "Confidence rose most" in done
        assert "paired t-test" in done
        assert b"<svg" in later.get(f"{page}chart.svg", secure=True).content
        assert "paired t-test" in later.get(f"{page}results.csv", secure=True).content.decode()
        one = selectors.comments_of(Evaluation.objects.get())[0]
        coded = later.post(f"{page}said/{one.pk}/", {"themes": ["unpaid"]}, secure=True)
        assert coded.status_code == 302
    assert Comment.objects.get(pk=one.pk).themes == ["unpaid"]
