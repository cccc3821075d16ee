"""Confirming a plan: all of it or some, in one piece, undone before anything is sent, refused where things moved."""

import threading

import pytest
from django.core import mail
from django.db import connection

from lantern.access.public import Refused
from lantern.audit import public as audit
from lantern.audit.models import Event
from lantern.audit.public import events_of
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.matching import selectors, services
from lantern.matching.models import Allocation, Confirmation
from lantern.register.models import Agency, Expert
from lantern.reviews import services as reviewing
from lantern.reviews.models import Offer, Review, Search
from lantern.reviews.selectors import evidence_of
from tests.matching.programmes import chairing, drafts, expert, planned, review
from tests.reviews.panels import TERMS

pytestmark = pytest.mark.django_db(transaction=True)
ROMA, POLISH, SUICIDE = ("community", "roma"), ("language", "polish"), ("issue", "suicide")


@pytest.fixture
def two(cast):
    """Two reviews of ours, each with one person who can serve it, and the plan that says so."""
    Review.objects.update(stage="finished")
    expert("Roma", ROMA)
    expert("Polish", POLISH)
    return review(cast, ROMA), review(cast, POLISH, SUICIDE)


def confirmed(cast, allocation, reviews=None):
    return services.confirm(allocation=allocation, reviews=reviews, by=cast.coordinator)


def again(row):
    return type(row).objects.get(pk=row.pk)


def test_all_of_it_is_drafted_and_nothing_is_sent(cast, two):
    first, second = two
    allocation = planned(cast)
    confirmation = confirmed(cast, allocation)
    assert (drafts(first), drafts(second)) == ({"Roma"}, {"Polish"})
    assert set(confirmation.reviews) == {first.ref, second.ref}
    assert Offer.objects.filter(sent_at__isnull=False).count() == 0
    assert mail.outbox == []
    assert [event.name for event in events_of(confirmation.ref)] == ["matching.plan_confirmed"]
    assert audit.verify().broken_at is None


def test_the_evidence_reads_as_after_a_single_decision(cast, two):
    _, second = two
    confirmed(cast, planned(cast))
    search = Search.objects.get(review=second)
    assert (len(search.chosen), search.chosen == search.proposed, search.reason) == (1, True, "")
    assert {"digest", "needs", "members", "coverage", "rules", "tiers", "not_proposed"} <= set(search.proposal)
    assert [(need["facet"], need["code"]) for need in search.unmet] == [SUICIDE]
    assert evidence_of(second).unmet == (search.unmet[0]["sentence"],)
    assert "Polish" not in str(search.proposal["members"][0]["ref"])


def test_some_of_it_leaves_the_rest_to_be_confirmed_later(cast, two):
    first, second = two
    allocation = planned(cast)
    confirmed(cast, allocation, [first.ref])
    assert (drafts(first), drafts(second)) == ({"Roma"}, set())
    assert selectors.planned_for(cast.coordinator, allocation.ref).open_to_confirm == (second.ref,)
    confirmed(cast, allocation)
    assert drafts(second) == {"Polish"}
    with pytest.raises(IllegalMove, match="nothing in this plan left"):
        confirmed(cast, allocation)


def test_undone_it_is_as_before_and_can_be_confirmed_again(cast, two):
    first, second = two
    allocation = planned(cast)
    services.undo(confirmation=confirmed(cast, allocation), by=cast.coordinator)
    assert (drafts(first), drafts(second)) == (set(), set())
    undone = Confirmation.objects.get()
    assert undone.undone_by == cast.coordinator
    assert [event.name for event in events_of(undone.ref)][-1] == "matching.confirmation_undone"
    with pytest.raises(OutOfDate):
        services.undo(confirmation=undone, by=cast.coordinator)
    confirmed(cast, allocation)
    assert (drafts(first), drafts(second)) == ({"Roma"}, {"Polish"})


def test_undoing_brings_back_what_was_drafted_before(cast, two):
    first, _ = two
    earlier = expert("Earlier")
    Offer.objects.create(review=first, expert=earlier, drafted_by=cast.coordinator)
    Offer.objects.create(review=first, expert=expert("Reserve"), reserve_rank=1, drafted_by=cast.coordinator)
    confirmation = confirmed(cast, planned(cast))
    assert drafts(first) == {"Roma"}
    assert Offer.objects.filter(review=first, reserve_rank=1, state="drafted").count() == 1
    services.undo(confirmation=confirmation, by=cast.coordinator)
    assert drafts(first) == {"Earlier"}
    assert Offer.objects.filter(review=first, reserve_rank=1, state="drafted").count() == 1


def test_what_was_sent_is_not_undone_and_is_named(cast, two):
    first, second = two
    confirmation = confirmed(cast, planned(cast))
    offer = Offer.objects.get(review=first)
    reviewing.complete_terms(offer=offer, version=offer.version, by=cast.coordinator, **TERMS)
    reviewing.send_offer(offer=offer, version=offer.version, by=cast.coordinator)
    with pytest.raises(IllegalMove, match=first.ref):
        services.undo(confirmation=confirmation, by=cast.coordinator)
    assert drafts(second) == {"Polish"}
    assert again(confirmation).undone_at is None


def test_a_decision_made_since_is_not_undone(cast, two):
    first, _ = two
    confirmation = confirmed(cast, planned(cast))
    reviewing.decide_panel(
        review=again(first),
        version=again(first).version,
        proposal={},
        proposed=[],
        chosen=[],
        reserves=[],
        unmet=[],
        reason="",
        by=cast.coordinator,
    )
    with pytest.raises(IllegalMove, match=f"{first.ref} was decided on again"):
        services.undo(confirmation=confirmation, by=cast.coordinator)


def test_a_chair_is_appointed_and_taken_back(cast, two):
    first, _ = two
    Review.objects.filter(pk=first.pk).update(chair=None)
    chair = chairing("May Chair")
    confirmation = confirmed(cast, planned(cast))
    assert again(first).chair == chair.user
    assert "review.chair_appointed" in [event.name for event in events_of(first.ref)]
    services.undo(confirmation=confirmation, by=cast.coordinator)
    assert again(first).chair is None
    assert "review.chair_taken_back" in [event.name for event in events_of(first.ref)]


def change_needs(first):
    first.needs.update(weight="could")


def change_seats(first):
    Review.objects.filter(pk=first.pk).update(seats_wanted=3)


def change_fee(first):
    Expert.objects.filter(name="Roma").update(day_rate_pence=999_00)


def change_answer(first):
    Expert.objects.filter(name="Roma").update(accepting=False)


@pytest.mark.parametrize("change", [change_needs, change_seats, change_fee, change_answer])
def test_what_changed_since_is_named_and_nothing_is_recorded(cast, two, change):
    first, second = two
    allocation = planned(cast)
    change(first)
    assert selectors.planned_for(cast.coordinator, allocation.ref).changed == {first.ref}
    with pytest.raises(OutOfDate, match=f"Review {first.ref}"):
        confirmed(cast, allocation)
    assert (Offer.objects.count(), Search.objects.count(), Confirmation.objects.count()) == (0, 0, 0)
    confirmed(cast, allocation, [second.ref])
    assert (drafts(first), drafts(second)) == (set(), {"Polish"})


def test_a_change_that_touches_neither_review_nor_people_does_not_stand_in_the_way(cast, two):
    allocation = planned(cast)
    expert("Newcomer", ROMA)
    seen = selectors.planned_for(cast.coordinator, allocation.ref)
    assert (seen.outdated, seen.changed) == (True, frozenset())
    confirmed(cast, allocation)


def test_someone_who_has_less_room_now_is_named(cast, two):
    first, _ = two
    allocation = planned(cast)
    elsewhere = review(cast, SUICIDE)
    Offer.objects.create(review=elsewhere, expert=Expert.objects.get(name="Roma"), drafted_by=cast.coordinator)
    Expert.objects.filter(name="Roma").update(max_reviews=1)
    with pytest.raises(IllegalMove, match="Roma"):
        confirmed(cast, allocation, [first.ref])
    assert drafts(first) == set()


def test_an_agency_that_has_less_room_now_is_named(cast, two):
    first, second = two
    small = Agency.objects.create(name="Small", kind="by_and_for", max_reviews=2)
    Expert.objects.filter(name__in=("Roma", "Polish")).update(agency=small)
    allocation = planned(cast)
    Agency.objects.filter(pk=small.pk).update(max_reviews=1)
    with pytest.raises(IllegalMove, match="Small"):
        confirmed(cast, allocation)
    assert (drafts(first), drafts(second)) == (set(), set())


def test_when_one_review_fails_nothing_of_the_others_is_done(cast, two):
    last = max(two, key=lambda r: r.ref)
    someone = Expert.objects.get(name="Roma" if last == two[0] else "Polish")
    # A no to an offer that was never sent: the plan does not know it, and the last step of confirming does.
    Offer.objects.create(review=last, expert=someone, state="declined", drafted_by=cast.coordinator)
    allocation = planned(cast)
    since = Event.objects.count()
    with pytest.raises(IllegalMove, match="has said no"):
        confirmed(cast, allocation)
    assert (Offer.objects.count(), Search.objects.count(), Confirmation.objects.count()) == (1, 0, 0)
    assert Event.objects.count() == since


def test_of_two_confirmations_at_once_one_counts(cast, two):
    first, _ = two
    allocation = planned(cast)
    start, went = threading.Barrier(2), []

    def run() -> None:
        start.wait()
        try:
            confirmed(cast, Allocation.objects.get(pk=allocation.pk), [first.ref])
            went.append("done")
        except (OutOfDate, IllegalMove):
            went.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(went) == ["done", "told"]
    assert (Offer.objects.count(), Search.objects.count(), Confirmation.objects.count()) == (1, 1, 1)


def test_a_what_if_and_a_plan_under_way_are_not_confirmed(cast, two):
    waiting = services.ask_allocation(by=cast.coordinator)
    with pytest.raises(IllegalMove, match="still being worked out"):
        confirmed(cast, waiting)
    services.cancel_allocation(allocation=waiting, by=cast.coordinator)
    with pytest.raises(IllegalMove, match="no plan here"):
        confirmed(cast, again(waiting))
    done = planned(cast)
    Allocation.objects.filter(pk=done.pk).update(kind="what_if")
    with pytest.raises(IllegalMove, match="what-if"):
        confirmed(cast, done)


def test_only_a_coordinator_confirms_and_undoes(cast, two):
    allocation = planned(cast)
    confirmation = confirmed(cast, allocation, [two[0].ref])
    for who in ("commissioner", "chair", "expert", "agency_lead", "researcher"):
        with pytest.raises(Refused):
            services.confirm(allocation=allocation, reviews=None, by=cast.user(who))
        with pytest.raises(Refused):
            services.undo(confirmation=confirmation, by=cast.user(who))
    assert Confirmation.objects.filter(undone_at=None).count() == 1
