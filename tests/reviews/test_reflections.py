"""After a seat: her three answers, who reads them, how long they change, and what is counted of them."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lantern.access.public import Hidden, Refused
from lantern.audit.models import Event
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.kit.vocabulary import Known
from lantern.register.public import ENGAGEMENT_BARRIERS, Grade
from lantern.reviews import public, selectors, services
from lantern.reviews.domain.lifecycle import Stage
from lantern.reviews.domain.reflections import QUESTIONS, Reply, barriers_of, can_change
from lantern.reviews.models import Reflection, Seat
from tests.cast import Cast
from tests.privacy.test_crawl import crawl, met
from tests.reviews.panels import declined, events, mark, seated, sent, silent, someone

SAID: dict[str, Any] = {
    "paid": Reply.YES,
    "heard": Reply.PARTLY,
    "safe": Reply.DECLINED,
    "barriers_known": Known.STATED,
    "barriers": ["invited_late"],
    "words": "Canary words",
    "may_quote": False,
}
DOMAIN_NINE = {
    "invited_late", "unpaid", "no_capacity", "conflict", "unsafe", "inaccessible_papers", "unclear_role", "tokenism",
    "retaliation", "mistrust", "trauma", "no_feedback", "remote_geography",
}  # fmt: skip


def reflected(seat: Seat, version: int = 0, **more: Any) -> Reflection:
    return services.reflect(seat=seat, version=version, by=seat.expert.user, **SAID | more)


def ended(review: Any, days_ago: int) -> None:
    review.stage, review.ended_at = Stage.FINISHED.value, clock.now() - timedelta(days=days_ago)
    review.save()


def test_the_vocabulary_holds_every_barrier_of_the_domain_page_with_a_source():
    assert DOMAIN_NINE - set(ENGAGEMENT_BARRIERS) == set()
    assert set(QUESTIONS.values()) - set(ENGAGEMENT_BARRIERS) == set()
    assert [term.code for term in ENGAGEMENT_BARRIERS.values() if not term.source] == []


@pytest.mark.parametrize(
    ("replies", "known", "chosen", "named"),
    [
        ("yes yes yes", "unknown", [], {"unknown"}),
        ("unknown unknown unknown", "unknown", [], {"unknown"}),
        ("yes yes yes", "none", [], {"none"}),
        ("yes yes yes", "declined", [], {"prefer_not_to_say"}),
        ("declined yes yes", "stated", ["trauma"], {"trauma"}),
        ("no yes yes", "stated", ["unpaid", "jargon"], {"unpaid", "jargon"}),
        ("no partly no", "none", [], {"unpaid", "not_heard", "unsafe"}),
        ("yes yes yes", "none", ["trauma"], {"none"}),
    ],
)
def test_what_a_reflection_names(replies, known, chosen, named):
    assert barriers_of(dict(zip(QUESTIONS, replies.split(), strict=True)), known, chosen) == named


@pytest.mark.parametrize(("days", "can"), [(0, True), (31, True), (32, False)])
def test_it_changes_for_a_month_after_the_review_has_closed(days, can):
    assert can_change(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=days)) is can
    assert can_change(None, date(2030, 1, 1)) is True


def test_she_reflects_once_a_seat_and_changes_it(cast: Cast):
    seat, before = seated(cast, cast.expert), mark()
    first = reflected(seat)
    assert (first.paid, first.heard, first.safe, first.words) == ("yes", "partly", "declined", "Canary words")
    reflected(seat, 1, paid=Reply.NO, words="")
    kept = Reflection.objects.get(seat=seat)
    assert (kept.paid, kept.words, kept.words_sealed, kept.version) == ("no", "", "", 2)
    assert events(before) == ["review.reflection_given", "review.reflection_changed"]
    assert [event.detail for event in Event.objects.filter(name__startswith="review.reflection_")] == [{}, {}]


def test_two_pages_open_at_once_lose_nothing(cast: Cast):
    seat = seated(cast, cast.expert)
    reflected(seat)
    with pytest.raises(OutOfDate):
        reflected(seat, 0, words="Second")
    assert Reflection.objects.get().words == "Canary words"


def test_her_words_are_sealed_for_their_place(cast: Cast):
    kept = reflected(seated(cast, cast.expert))
    assert "Canary" not in Reflection.objects.values_list("words_sealed", flat=True)[0]
    other = someone("Other Person")
    twin = reflected(seated(cast, other), words="Other words")
    Reflection.objects.filter(pk=twin.pk).update(words_sealed=kept.words_sealed)
    with pytest.raises(Exception, match="moved or changed"):
        _ = Reflection.objects.get(pk=twin.pk).words


def test_nobody_reflects_for_her(cast: Cast):
    seat = seated(cast, cast.expert)
    for by in (cast.coordinator, cast.agency_lead, cast.chair, cast.commissioner, cast.expert_user_elsewhere):
        with pytest.raises(Refused):
            services.reflect(seat=seat, version=0, by=by, **SAID)
    assert Reflection.objects.count() == 0


@pytest.mark.parametrize(("days_ago", "changes"), [(30, True), (33, False)])
def test_a_closed_review_closes_it_a_month_later(cast: Cast, days_ago: int, changes: bool):
    seat = seated(cast, cast.expert)
    reflected(seat)
    ended(cast.review, days_ago)
    if changes:
        reflected(seat, 1, words="Changed")
    else:
        with pytest.raises(IllegalMove, match="month"):
            reflected(seat, 1, words="Changed")
    assert Reflection.objects.get().words == ("Changed" if changes else "Canary words")


def test_a_first_reflection_is_welcome_however_late(cast: Cast):
    seat = seated(cast, cast.expert)
    ended(cast.review, 400)
    assert reflected(seat).version == 1


def test_a_reflection_names_only_barriers_of_the_list(cast: Cast):
    seat = seated(cast, cast.expert)
    for code in ("made_up", "prefer_not_to_say"):
        with pytest.raises(IllegalMove):
            reflected(seat, barriers=[code])


def test_the_end_of_a_review_is_kept_with_who_ended_it(cast: Cast):
    services.move_review(review=cast.review, version=1, to=Stage.WITHDRAWN, by=cast.coordinator)
    assert (cast.review.ended_at is not None, cast.review.ended_by) == (True, cast.coordinator)


@pytest.mark.parametrize("who", ["commissioner", "chair", "expert", "agency_lead", "researcher", "coordinator"])
def test_only_the_coordinator_reads_what_she_said(cast: Cast, who: str):
    reflected(seated(cast, cast.expert))
    before = mark()
    client = cast.client(who)
    answer = client.get(reverse("reviews:reflections", args=[cast.review.ref]), secure=True)
    assert answer.status_code == (200 if who == "coordinator" else 404)
    assert ("Canary words" in answer.content.decode()) is (who == "coordinator")
    assert ("review.reflections_read" in events(before)) is (who == "coordinator")
    if who != "coordinator":
        with pytest.raises(Hidden):
            selectors.reflections_on(cast.user(who), cast.review.ref)


def test_her_page_keeps_what_she_typed_when_it_is_not_right(cast: Cast):
    seat = seated(cast, cast.expert)
    client, address = cast.client("expert"), reverse("reviews:invitation_reflection", args=[seat.offer.ref])
    page = client.get(address, secure=True).content.decode()
    assert "Your agency does not see it" in page
    both = {"version": 0, "barriers_known": "none", "barriers": ["trauma"], "words": "Still here"}
    wrong = client.post(address, both, secure=True)
    assert (wrong.status_code, "Still here" in wrong.content.decode()) == (422, True)
    assert client.post(address, {"version": 0}, secure=True).status_code == 422
    good = client.post(address, {"version": 0, "paid": "no", "barriers": ["trauma"]}, secure=True)
    assert good.status_code == 302
    kept = Reflection.objects.get()
    assert (kept.paid, kept.heard, kept.barriers_known, kept.barriers) == ("no", "unknown", "stated", ["trauma"])
    stale = client.post(address, {"version": 0, "paid": "yes", "words": "Typed"}, secure=True)
    assert (stale.status_code, "Typed" in stale.content.decode()) == (409, True)


def test_after_the_seat_her_invitation_asks_how_it_was(cast: Cast):
    seat = seated(cast, cast.expert)
    client, address = cast.client("expert"), reverse("reviews:invitation", args=[seat.offer.ref])
    assert "Say how it was" not in client.get(address, secure=True).content.decode()
    services.give_up_seat(seat=seat, by=cast.expert_user)
    assert "Say how it was" in client.get(address, secure=True).content.decode()


def counted() -> list[tuple[str, str]]:
    return sorted((one.source, one.barrier) for one in public.barrier_records())


def test_every_source_is_counted_without_a_person(cast: Cast):
    cast.review.seats_wanted = 6
    cast.review.save()
    declined(sent(cast, someone("No One", agency=cast.agency)), "invited_late")
    silent(sent(cast, someone("Silent One")))
    reflected(seated(cast, cast.expert), paid=Reply.NO)
    sent(cast, someone("Waiting One"))
    assert counted() == [
        ("decline", "invited_late"),
        ("reflection", "invited_late"),
        ("reflection", "not_heard"),
        ("reflection", "unpaid"),
        ("silence", "unknown"),
    ]
    record = next(one for one in public.barrier_records() if one.source == "decline")
    month = clock.today().replace(day=1)
    assert (record.month, record.partnership_ref, record.agency_ref) == (month, cast.partnership.ref, cast.agency.ref)
    assert set(record.__slots__) == {"source", "barrier", "month", "partnership_ref", "agency_ref"}


def test_a_late_yes_ends_the_silence(cast: Cast):
    offer = silent(sent(cast, cast.expert))
    assert counted() == [("silence", "unknown")]
    offer = services.declare_conflict(offer=offer, version=offer.version, grade=Grade.NONE, by=cast.expert_user)
    services.accept_offer(offer=offer, version=offer.version, by=cast.expert_user)
    assert counted() == []


def test_counting_costs_the_same_for_one_and_for_many(cast: Cast):
    cast.review.seats_wanted = 9
    cast.review.save()

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert list(public.barrier_records())
            assert list(public.offer_rates())
        return len(queries)

    declined(sent(cast, cast.expert))
    reflected(seated(cast, someone("One")))
    once = cost()
    for name in ("Two", "Three"):
        declined(sent(cast, someone(f"No {name}")))
        reflected(seated(cast, someone(name)))
    assert cost() == once == 3


def test_the_month_is_that_of_england_and_wales(cast: Cast):
    offer = sent(cast, cast.expert)
    with time_machine.travel("2027-06-30T23:30:00+00:00", tick=False):
        declined(offer)
    assert [one.month for one in public.barrier_records()] == [date(2027, 7, 1)]


def test_an_ended_seat_waits_on_her_first_page_until_she_has_said(cast: Cast):
    seat, client = seated(cast, cast.expert), cast.client("expert")
    assert selectors.seats_to_tell_of(cast.expert_user) == []
    ended(cast.review, 1)
    assert selectors.seats_to_tell_of(cast.expert_user) == [seat]
    assert "Say how a seat was" in client.get("/", secure=True).content.decode()
    assert selectors.seats_to_tell_of(cast.expert_user_elsewhere) == []
    reflected(seat)
    assert selectors.seats_to_tell_of(cast.expert_user) == []


def test_following_every_link_nobody_else_meets_what_she_said(cast: Cast):
    reflected(seated(cast, cast.expert))
    people = ("coordinator", "commissioner", "chair", "expert", "agency_lead", "researcher", "expert_user_elsewhere")
    assert {who for who in people if met(crawl(cast, who), "Canary words")} == {"coordinator", "expert"}
