"""What the services let happen to an offer and a seat, to whom, and in what order."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command

from lantern.audit import public as audit
from lantern.audit.models import Event
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.register.models import StandingConflict
from lantern.register.public import Grade
from lantern.reviews import selectors, services
from lantern.reviews.domain.lifecycle import Stage
from lantern.reviews.domain.terms import QUESTIONS
from lantern.reviews.models import ConflictDeclaration, Offer, Review, Seat
from tests.cast import Cast
from tests.reviews.panels import (
    TERMS,
    after,
    again,
    declared,
    declined,
    draft,
    events,
    live_seats,
    mark,
    reserve,
    seated,
    sent,
    silent,
    someone,
    standing,
)


def send(offer: Offer, by: Any) -> Offer:
    return services.send_offer(offer=offer, version=offer.version, by=by)


@pytest.mark.parametrize("unstated", QUESTIONS)
def test_an_offer_is_not_sent_until_each_term_is_stated(cast: Cast, unstated: str) -> None:
    offer = draft(cast, cast.expert, **{name: value for name, value in TERMS.items() if name != unstated})
    with pytest.raises(IllegalMove) as problem:
        send(offer, cast.coordinator)
    assert str(problem.value) == f"Say {QUESTIONS[unstated]} before you send it."
    services.complete_terms(offer=offer, version=1, by=cast.coordinator, **{unstated: TERMS[unstated]})
    assert send(offer, cast.coordinator).state == "sent"


def test_an_empty_offer_names_everything_that_is_missing(cast: Cast) -> None:
    with pytest.raises(IllegalMove) as problem:
        send(draft(cast, cast.expert), cast.coordinator)
    assert str(problem.value) == f"Say {'; '.join(QUESTIONS.values())} before you send it."


@pytest.mark.parametrize(("pence", "goes"), [(349_99, False), (350_00, True)])
def test_an_offer_below_her_day_rate_is_not_sent(cast: Cast, pence: int, goes: bool) -> None:
    offer = draft(cast, cast.expert, **TERMS | {"day_rate_pence": pence})
    if goes:
        assert send(offer, cast.coordinator).state == "sent"
    else:
        with pytest.raises(IllegalMove, match="£350"):
            send(offer, cast.coordinator)


def test_sending_sets_the_day_by_which_she_answers(cast: Cast) -> None:
    offer = draft(cast, cast.expert, **TERMS, answer_days=7)
    before = mark()
    send(offer, cast.coordinator)
    kept = again(offer)
    assert (kept.state, kept.answer_by, kept.sent_by) == ("sent", clock.today() + timedelta(7), cast.coordinator)
    assert events(before) == ["review.offer_sent"]
    with pytest.raises(IllegalMove, match="they stay"):
        services.complete_terms(offer=kept, version=kept.version, by=cast.coordinator, meetings=9)


def test_a_yes_seats_her_once_whichever_copy_comes_second(cast: Cast) -> None:
    offer = declared(sent(cast, cast.expert))
    first, second = again(offer), again(offer)
    before = mark()
    seat = services.accept_offer(offer=first, version=first.version, by=cast.expert_user)
    with pytest.raises(OutOfDate):
        services.accept_offer(offer=second, version=second.version, by=cast.expert_user)
    assert list(Seat.objects.values_list("ref", "expert", "seated_by")) == [
        (seat.ref, cast.expert.pk, cast.expert_user.pk)
    ]
    assert events(before) == ["review.offer_accepted"]
    assert audit.verify().broken_at is None


def test_she_says_how_close_she_stands_before_she_says_yes(cast: Cast) -> None:
    offer = sent(cast, cast.expert)
    with pytest.raises(IllegalMove, match="how close"):
        services.accept_offer(offer=offer, version=offer.version, by=cast.expert_user)
    assert live_seats(cast.review) == 0


@pytest.mark.parametrize(("grade", "sits"), [(grade, grade is not Grade.DIRECT) for grade in Grade])
def test_only_direct_involvement_keeps_her_off_the_panel(cast: Cast, grade: Grade, sits: bool) -> None:
    offer = declared(sent(cast, cast.expert), grade)
    if sits:
        services.accept_offer(offer=offer, version=offer.version, by=cast.expert_user)
    else:
        with pytest.raises(IllegalMove, match="directly involved"):
            services.accept_offer(offer=offer, version=offer.version, by=cast.expert_user)
    assert live_seats(cast.review) == int(sits)


def test_what_a_coordinator_settled_is_not_undone_by_a_later_declaration(cast: Cast) -> None:
    offer = sent(cast, cast.expert)
    ConflictDeclaration.objects.create(
        review=cast.review, expert=cast.expert, grade="direct_involvement", pinned=True, declared_by=cast.coordinator
    )
    declared(offer, Grade.NONE)
    assert selectors.grades_for(cast.review) == {cast.expert.ref: Grade.DIRECT}
    with pytest.raises(IllegalMove, match="directly involved"):
        services.accept_offer(offer=offer, version=offer.version, by=cast.expert_user)


@pytest.mark.parametrize("kept_as", ["declared", "standing"])
def test_nobody_who_is_directly_involved_is_sent_an_offer(cast: Cast, kept_as: str) -> None:
    offer = draft(cast, cast.expert, **TERMS)
    grade, by = "direct_involvement", cast.coordinator
    if kept_as == "declared":
        ConflictDeclaration.objects.create(review=cast.review, expert=cast.expert, grade=grade, declared_by=by)
    else:
        StandingConflict.objects.create(partnership=cast.partnership, expert=cast.expert, grade=grade, declared_by=by)
    with pytest.raises(IllegalMove, match="directly involved"):
        send(offer, cast.coordinator)
    assert again(offer).state == "drafted"


Act = Callable[[Cast], object]
FREES: dict[str, Act] = {
    "declined": lambda cast: declined(sent(cast, cast.expert)),
    "silent": lambda cast: silent(sent(cast, cast.expert)),
    "withdrawn": lambda cast: withdraw(sent(cast, cast.expert), cast),
    "given up": lambda cast: give_up(seated(cast, cast.expert), cast.expert_user),
    "ended by the programme": lambda cast: give_up(seated(cast, cast.expert), cast.coordinator),
}


def withdraw(offer: Offer, cast: Cast) -> None:
    services.withdraw_offer(offer=offer, version=offer.version, by=cast.coordinator)


def give_up(seat: Seat, by: Any) -> None:
    services.give_up_seat(seat=seat, by=by)


@pytest.mark.parametrize("how", FREES)
def test_a_place_that_falls_free_goes_to_the_next_reserve_who_is_ready(cast: Cast, how: str) -> None:
    Review.objects.filter(pk=cast.review.pk).update(seats_wanted=1)
    cast.review.refresh_from_db()
    draft(cast, someone("Not Ready"), rank=1)
    reserve(cast, someone("Ready Third"), 3)
    reserve(cast, someone("Ready Second"), 2)
    before = mark()
    FREES[how](cast)
    assert standing(cast) == {
        "Not Ready": "drafted",
        "Ready Third": "reserve",
        "Ready Second": "sent",
        "Esra Expert": how if how in {"declined", "silent"} else "withdrawn",
    }
    last = Event.objects.filter(seq__gt=before).order_by("-seq")[0]
    assert (last.name, last.actor) == ("review.offer_sent", "system")
    assert live_seats(cast.review) == 0
    assert selectors.places_free(cast.review) == 0


@pytest.mark.parametrize("why", ["below her rate", "directly involved"])
def test_a_reserve_who_cannot_be_asked_does_not_stand_in_the_way_of_the_next(cast: Cast, why: str) -> None:
    first = reserve(cast, someone("Barred First"), 1)
    reserve(cast, someone("Ready Second"), 2)
    if why == "below her rate":
        first.expert.day_rate_pence = TERMS["day_rate_pence"] + 1
        first.expert.save()
    else:
        ConflictDeclaration.objects.create(
            review=cast.review, expert=first.expert, grade="direct_involvement", declared_by=cast.coordinator
        )
    declined(sent(cast, cast.expert))
    assert standing(cast) == {"Barred First": "reserve", "Ready Second": "sent", "Esra Expert": "declined"}


def test_a_reserve_is_not_sent_while_no_place_is_free(cast: Cast) -> None:
    waiting = reserve(cast, someone("Ready First"))
    sent(cast, cast.expert)
    seated(cast, someone("Sits Already"))
    with pytest.raises(IllegalMove, match="Every place is taken"):
        send(waiting, cast.coordinator)
    assert services.offer_next_reserve(review=cast.review) is None


def test_silence_is_recorded_only_after_the_date(cast: Cast) -> None:
    offer = sent(cast, cast.expert)
    with pytest.raises(IllegalMove, match="until the end of the day"):
        services.record_silence(offer=offer, version=offer.version, by=cast.coordinator, today=offer.answer_by)
    assert services.lapse_offers(offer.answer_by) == 0
    assert services.lapse_offers(after(offer)) == 1
    assert services.lapse_offers(after(offer)) == 0
    kept = again(offer)
    assert (kept.state, kept.ended_by, kept.answered_at) == ("silent", None, None)


def test_a_question_that_waits_is_never_silence(cast: Cast) -> None:
    offer = sent(cast, cast.expert)
    services.ask_question(offer=offer, version=offer.version, text="Who pays?", by=cast.expert_user)
    late = after(offer)
    assert services.lapse_offers(late) == 0
    with pytest.raises(IllegalMove):
        silent(offer)
    Offer.objects.filter(pk=offer.pk).update(answer_by=clock.today() - timedelta(days=1))
    offer.refresh_from_db()
    services.answer_question(offer=offer, version=offer.version, text="We do.", by=cast.coordinator)
    assert (offer.state, offer.answer_by) == ("sent", clock.today() + timedelta(days=3))
    assert list(offer.messages.values_list("text", "written_by")) == [
        ("Who pays?", cast.expert_user.pk), ("We do.", cast.coordinator.pk),
    ]  # fmt: skip


def test_the_nightly_command_says_how_many(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    Offer.objects.filter(pk=sent(cast, cast.expert).pk).update(answer_by=clock.today() - timedelta(days=1))
    call_command("offers", "lapse")
    call_command("offers", "lapse")
    assert capsys.readouterr().out.splitlines() == [
        "1 offer without an answer recorded.", "0 offers without an answer recorded.",
    ]  # fmt: skip


@pytest.mark.parametrize("free", [True, False])
def test_a_late_yes_is_welcome_while_the_place_is_free(cast: Cast, free: bool) -> None:
    offer = silent(sent(cast, cast.expert))
    if not free:
        for name in ("Sits First", "Sits Second"):
            seated(cast, someone(name))
    declared(offer)
    if free:
        services.accept_offer(offer=offer, version=offer.version, by=cast.expert_user)
    else:
        with pytest.raises(IllegalMove, match="no longer free"):
            services.accept_offer(offer=offer, version=offer.version, by=cast.expert_user)
    assert (again(offer).state, live_seats(cast.review)) == (("accepted", 1) if free else ("silent", 2))


@pytest.mark.parametrize(
    ("newer", "problem", "states", "seats"),
    [
        ("drafted", "", ("accepted", "withdrawn"), 1),
        ("sent", "newer invitation", ("silent", "sent"), 0),
        ("accepted", "a seat on this panel already", ("silent", "accepted"), 1),
    ],
)
def test_a_late_yes_of_someone_asked_again_seats_her_once(
    cast: Cast, newer: str, problem: str, states: tuple[str, str], seats: int
) -> None:
    offer = silent(sent(cast, cast.expert))
    made: dict[str, Callable[[], Offer]] = {
        "drafted": lambda: draft(cast, cast.expert, **TERMS),
        "sent": lambda: sent(cast, cast.expert),
        "accepted": lambda: seated(cast, cast.expert).offer,
    }
    other = made[newer]()
    declared(offer)
    with pytest.raises(IllegalMove, match=problem) if problem else nullcontext():
        services.accept_offer(offer=offer, version=offer.version, by=cast.expert_user)
    assert (again(offer).state, again(other).state) == states
    assert live_seats(cast.review) == seats


def test_seats_never_exceed_what_is_wanted(cast: Cast) -> None:
    third = draft(cast, someone("Third Person"), **TERMS)
    seated(cast, cast.expert)
    sent(cast, someone("Second Person"))
    with pytest.raises(IllegalMove, match="Every place is taken"):
        send(third, cast.coordinator)
    cast.review.refresh_from_db()
    with pytest.raises(IllegalMove, match="2 seats are taken or promised"):
        services.change_review(review=cast.review, version=cast.review.version, by=cast.coordinator, seats_wanted=1)
    assert (live_seats(cast.review), selectors.asked_or_seated(cast.review)) == (1, 2)


def test_a_yes_cannot_be_withdrawn_by_the_programme_but_the_seat_can_end_once(cast: Cast) -> None:
    seat = seated(cast, cast.expert)
    with pytest.raises(IllegalMove, match="giving up the seat"):
        withdraw(seat.offer, cast)
    stale = Seat.objects.get(pk=seat.pk)
    stale.offer.expert  # noqa: B018 - the other page has read it already
    give_up(seat, cast.coordinator)
    with pytest.raises(OutOfDate):
        give_up(stale, cast.coordinator)
    assert live_seats(cast.review) == 0


def test_a_review_ends_only_when_nobody_waits_and_takes_its_drafts_with_it(cast: Cast) -> None:
    offer = sent(cast, cast.expert)
    draft(cast, someone("Only Drafted"))
    with pytest.raises(IllegalMove, match="offer in hand"):
        services.move_review(review=cast.review, version=1, to=Stage.WITHDRAWN, by=cast.coordinator)
    declined(offer)
    services.move_review(review=cast.review, version=1, to=Stage.WITHDRAWN, by=cast.coordinator)
    kept = Offer.objects.get(expert__name="Only Drafted")
    assert (kept.state, kept.ended_by, kept.ended_at is not None) == ("withdrawn", cast.coordinator, True)
    with pytest.raises(IllegalMove, match="has ended"):
        send(draft(cast, someone("Too Late"), **TERMS), cast.coordinator)
