"""After a no: three ways to go on, of which a coordinator chooses one; and what would be if something differed."""

import pytest
from django.core import mail

from lantern.access.public import Hidden, Refused
from lantern.audit.public import events_of
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.matching import selectors, services
from lantern.matching.domain.model import Level
from lantern.matching.domain.programme.changes import IMAGINED, change_as, change_from
from lantern.matching.domain.programme.model import Person, Placing, ProgrammeRule, Role, RuleKind
from lantern.matching.domain.programme.what_if import (
    AddPerson,
    AllowRemote,
    Available,
    MoreDays,
    MoreForAgency,
    MoreReviews,
    MoreSeats,
    RaiseBudget,
    RaiseCeiling,
    WithoutRule,
)
from lantern.matching.models import Allocation
from lantern.matching.selectors import Way
from lantern.matching.selectors.allocations import plan_of
from lantern.reviews.models import Offer, Review, Seat
from tests.matching.programmes import drafts, expert, planned, review

pytestmark = pytest.mark.django_db(transaction=True)
ROMA, POLISH = ("community", "roma"), ("language", "polish")


@pytest.fixture
def after_a_no(cast):
    """A review whose only expert said no, one who could take the place, and one drafted elsewhere who could better."""
    Review.objects.update(stage="finished")
    here, elsewhere = review(cast, ROMA), review(cast, POLISH)
    said_no, spare = expert("Said No", ROMA), expert("Spare", ROMA, level="professional")
    both = expert("Both", ROMA, POLISH, max_reviews=1)
    also = expert("Also Polish", POLISH)
    Offer.objects.create(
        review=here, expert=said_no, state="declined", sent_at=clock.now(), drafted_by=cast.coordinator
    )
    Offer.objects.create(review=elsewhere, expert=both, drafted_by=cast.coordinator)
    return here, elsewhere, said_no, spare, both, also


def found(cast, here, said_no):
    return selectors.repairs_for(cast.coordinator, here.ref, said_no.ref)


def chosen(cast, here, said_no, way, digest=None):
    return services.choose_repair(
        by=cast.coordinator,
        review=here.ref,
        expert=said_no.ref,
        way=way,
        digest=digest or selectors.programme_inputs().digest,
    )


def test_three_ways_stand_side_by_side(cast, after_a_no):
    here, elsewhere, said_no, spare, both, also = after_a_no
    ways = found(cast, here, said_no).alternatives
    assert list(ways) == [Way.HOLE_ONLY, Way.MINIMAL, Way.FREE]
    assert set(ways[Way.HOLE_ONLY].repair.placings) == {
        Placing(here.ref, spare.ref),
        Placing(elsewhere.ref, both.ref),
    }
    assert set(ways[Way.MINIMAL].repair.placings) == {Placing(here.ref, both.ref), Placing(elsewhere.ref, also.ref)}
    assert ways[Way.HOLE_ONLY].changes == (here.ref,)
    assert set(ways[Way.MINIMAL].changes) == {here.ref, elsewhere.ref}


def test_the_way_chosen_is_drafted_kept_and_can_be_undone(cast, after_a_no):
    here, elsewhere, said_no, *_ = after_a_no
    confirmation = chosen(cast, here, said_no, Way.MINIMAL)
    assert (drafts(here), drafts(elsewhere)) == ({"Both"}, {"Also Polish"})
    assert mail.outbox == []
    kept = Allocation.objects.get(kind="repair")
    assert (kept.state, kept.change) == ("finished", {"declined": [here.ref, said_no.ref], "way": "minimal"})
    assert "matching.repair_chosen" in [event.name for event in events_of(kept.ref)]
    services.undo(confirmation=confirmation, by=cast.coordinator)
    assert (drafts(here), drafts(elsewhere)) == (set(), {"Both"})


def test_filling_the_hole_leaves_the_rest_alone(cast, after_a_no):
    here, elsewhere, said_no, *_ = after_a_no
    chosen(cast, here, said_no, Way.HOLE_ONLY)
    assert (drafts(here), drafts(elsewhere)) == ({"Spare"}, {"Both"})


def test_what_changed_since_it_was_shown_is_not_chosen(cast, after_a_no):
    here, _, said_no, *_ = after_a_no
    before = found(cast, here, said_no).inputs.digest
    expert("Newcomer", ROMA)
    with pytest.raises(OutOfDate):
        chosen(cast, here, said_no, Way.MINIMAL, before)
    assert Allocation.objects.count() == 0


def test_a_place_that_a_reserve_has_is_not_filled_again(cast, after_a_no):
    here, _, said_no, spare, *_ = after_a_no
    Offer.objects.create(review=here, expert=spare, state="sent", sent_at=clock.now(), drafted_by=cast.coordinator)
    assert found(cast, here, said_no).alternatives == {}
    with pytest.raises(IllegalMove, match="next reserve"):
        chosen(cast, here, said_no, Way.MINIMAL)


def test_a_seat_that_is_held_is_never_taken_back(cast, after_a_no):
    here, elsewhere, said_no, _, both, _ = after_a_no
    offer = Offer.objects.get(expert=both)
    Offer.objects.filter(pk=offer.pk).update(state="accepted", sent_at=clock.now())
    Seat.objects.create(review=elsewhere, expert=both, offer=offer, seated_by=cast.coordinator)
    ways = found(cast, here, said_no).alternatives
    for way in (Way.HOLE_ONLY, Way.MINIMAL):
        assert Placing(elsewhere.ref, both.ref) in ways[way].repair.placings
    for way, one in ways.items():
        if one.repair.accepted_broken:
            assert not one.can_be_chosen
            with pytest.raises(IllegalMove, match="only shown to compare"):
                chosen(cast, here, said_no, way)


def test_the_latest_plan_counts_where_it_still_holds(cast, after_a_no):
    here, elsewhere, said_no, *_ = after_a_no
    Offer.objects.filter(state="drafted").delete()
    planned(cast)
    standing = found(cast, here, said_no).standing
    assert {p.review for p in standing} == {here.ref, elsewhere.ref}


def test_only_after_a_no_and_only_for_a_coordinator(cast, after_a_no):
    here, _, said_no, spare, *_ = after_a_no
    with pytest.raises(Hidden):
        selectors.repairs_for(cast.coordinator, here.ref, spare.ref)
    with pytest.raises(Hidden):
        selectors.repairs_for(cast.coordinator, "GGGGGGGG", said_no.ref)
    for who in ("commissioner", "chair", "expert", "agency_lead", "researcher"):
        with pytest.raises(Refused):
            selectors.repairs_for(cast.user(who), here.ref, said_no.ref)
    since = list(events_of(here.ref))
    found(cast, here, said_no)
    assert [event.name for event in events_of(here.ref) if event not in since] == ["matching.repairs_read"]


NEWCOMER = Person(
    IMAGINED,
    roles=frozenset({Role.EXPERT, Role.CHAIR}),
    levels={"community:roma": Level.LIVED},
    regions=frozenset({"london"}),
    rate_pence=1,
)


@pytest.mark.parametrize(
    "change",
    [
        AddPerson(NEWCOMER),
        RaiseCeiling("R", None),
        RaiseBudget("R", 5),
        AllowRemote("R"),
        MoreSeats("R", 2),
        MoreReviews("P"),
        MoreDays("P", 0.5),
        Available("P"),
        MoreForAgency("A"),
        WithoutRule(ProgrammeRule(RuleKind.APART, people=("P", "Q"))),
    ],
)
def test_a_change_comes_back_as_it_was_written(change):
    assert change_from(change_as(change)) == change


def what_if(cast, base, **asked):
    tried = services.ask_what_if(by=cast.coordinator, base=base, **asked)
    services.run_allocation(tried.ref)
    tried.refresh_from_db()
    return tried


def test_a_what_if_is_worked_out_and_changes_nothing(cast):
    wanted = review(cast, ROMA)
    base = planned(cast)
    assert all(p.review != wanted.ref for p in plan_of(base).placings)
    tried = what_if(cast, base, changes=[AddPerson(NEWCOMER)])
    assert (tried.state, tried.base) == ("finished", base)
    assert Placing(wanted.ref, IMAGINED) in plan_of(tried).placings
    assert Offer.objects.count() == 0
    assert services.ask_allocation(by=cast.coordinator).state == "waiting"


def test_a_seat_asked_for_is_held_or_said_to_be_impossible(cast):
    wanted = review(cast, ROMA)
    weaker = expert("Weaker", ROMA, level="professional")
    better = expert("Better", ROMA)
    base = planned(cast)
    assert Placing(wanted.ref, better.ref) in plan_of(base).placings
    tried = what_if(cast, base, including=[Placing(wanted.ref, weaker.ref)])
    assert Placing(wanted.ref, weaker.ref) in plan_of(tried).placings
    barred = what_if(cast, base, including=[Placing(wanted.ref, cast.expert_elsewhere.ref, Role.CHAIR)])
    assert (barred.state, barred.failure, barred.result) == ("failed", "impossible", {})


def test_a_change_to_what_is_gone_is_said(cast):
    wanted = review(cast, ROMA)
    base = planned(cast)
    Review.objects.filter(pk=wanted.pk).update(stage="finished")
    tried = what_if(cast, base, changes=[RaiseCeiling(wanted.ref, 500_00)])
    assert (tried.state, tried.failure) == ("failed", "missing")


def test_a_change_that_makes_no_sense_is_said(cast):
    wanted = review(cast, ROMA, seats=3)
    tried = what_if(cast, planned(cast), changes=[MoreSeats(wanted.ref)])
    assert (tried.state, tried.failure) == ("failed", "impossible")
