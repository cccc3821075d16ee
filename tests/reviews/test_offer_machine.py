"""Any sequence of acts on one small panel, against a model that fits on a page."""

from datetime import date
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lantern.audit import public as audit
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.register.public import Expert, Grade
from lantern.reviews import selectors, services
from lantern.reviews.models import Offer, Review, Seat
from tests.cast import Cast
from tests.reviews.panels import TERMS, draft, events, live_seats, mark, reserve, someone

SEATS, PEOPLE = 2, 4
LONG_AFTER = date(2099, 1, 1)
EVENTS = {
    "send": "review.offer_sent",
    "declare": "review.conflict_declared",
    "accept": "review.offer_accepted",
    "decline": "review.offer_declined",
    "ask": "review.offer_asked",
    "answer": "review.offer_answered",
    "silence": "review.offer_lapsed",
    "withdraw": "review.offer_withdrawn",
    "give up": "review.seat_given_up",
}


class Model:
    """Each person's newest offer, and whether she declared since it was sent. A reserve's rank is her number."""

    def __init__(self) -> None:
        self.state = dict.fromkeys(range(PEOPLE), "")
        self.declared: set[int] = set()

    @property
    def free(self) -> int:
        return SEATS - sum(state in {"sent", "asked", "accepted"} for state in self.state.values())

    def allows(self, act: str, who: int) -> bool:
        now = self.state[who]
        return {
            "send": now in {"drafted", "reserve"} and self.free > 0,
            "declare": now in {"sent", "asked", "silent", "accepted"},
            "accept": who in self.declared and (now in {"sent", "asked"} or (now == "silent" and self.free > 0)),
            "decline": now in {"sent", "asked"},
            "ask": now in {"sent", "asked"},
            "answer": now == "asked",
            "silence": now == "sent",
            "withdraw": now in {"drafted", "reserve", "sent", "asked"},
            "give up": now == "accepted",
        }[act]

    def take(self, act: str, who: int) -> list[str]:
        """Changes the model; answers the events that must have been written."""
        was, wrote = self.state[who], [EVENTS[act]]
        if act == "declare":
            self.declared.add(who)
            return wrote
        if act == "send":
            self.declared.discard(who)
        after = {"send": "sent", "accept": "accepted", "decline": "declined", "ask": "asked", "answer": "sent"}
        self.state[who] = (after | {"silence": "silent"}).get(act, "withdrawn")
        frees = act in {"decline", "silence", "give up"} or (act == "withdraw" and was in {"sent", "asked"})
        reserves = [person for person, state in self.state.items() if state == "reserve"]
        if frees and self.free and reserves:
            self.state[reserves[0]] = "sent"
            self.declared.discard(reserves[0])
            wrote.append(EVENTS["send"])
        return wrote


def newest(experts: list[Expert], who: int) -> Offer | None:
    mine = Offer.objects.filter(expert=experts[who]).select_related("review", "expert__user", "expert__agency")
    return mine.order_by("-pk").first()


def do(act: str, offer: Offer, version: int, cast: Cast) -> Any:
    hers, theirs = {"by": offer.expert.user}, {"by": cast.coordinator}
    seen = {"offer": offer, "version": version}
    match act:
        case "send":
            return services.send_offer(**seen, **theirs)
        case "declare":
            return services.declare_conflict(**seen, **hers, grade=Grade.COMMUNITY)
        case "accept":
            return services.accept_offer(**seen, **hers)
        case "decline":
            return services.decline_offer(**seen, **hers, barrier="unpaid")
        case "ask":
            return services.ask_question(**seen, **hers, text="Who pays?")
        case "answer":
            return services.answer_question(**seen, **theirs, text="We do.")
        case "silence":
            return services.record_silence(**seen, **theirs, today=LONG_AFTER)
        case "withdraw":
            return services.withdraw_offer(**seen, **theirs)
    seat = Seat.objects.filter(offer=offer).first()
    if seat is None:
        raise IllegalMove("No seat.")
    return services.give_up_seat(seat=seat, **hers)


def step(model: Model, cast: Cast, experts: list[Expert], act: str, who: int, stale: bool) -> None:
    before = mark()
    if act in {"draft", "reserve"}:
        if model.state[who] in {"", "silent", "withdrawn"}:
            if act == "draft":
                draft(cast, experts[who], **TERMS)
                model.state[who] = "drafted"
            else:
                reserve(cast, experts[who], who + 1)
                model.state[who] = "reserve"
        return
    offer = newest(experts, who)
    if offer is None:
        return
    legal = model.allows(act, who) and (not stale or act == "give up")
    try:
        do(act, offer, offer.version - stale, cast)
    except (IllegalMove, OutOfDate):
        assert not legal, (act, who, model.state)
        assert events(before) == []
    else:
        assert legal, (act, who, model.state)
        assert events(before) == model.take(act, who)


def check(model: Model, cast: Cast, experts: list[Expert]) -> None:
    review = Review.objects.get(pk=cast.review.pk)
    found = {who: offer.state if (offer := newest(experts, who)) else "" for who in range(PEOPLE)}
    assert found == model.state
    taken = sum(state == "accepted" for state in model.state.values())
    assert live_seats(review) == taken <= SEATS
    assert selectors.asked_or_seated(review) == SEATS - model.free <= SEATS
    assert selectors.places_free(review) == model.free
    for expert in experts:
        mine = Offer.objects.filter(expert=expert, state__in=("drafted", "reserve", "sent", "asked", "accepted"))
        assert mine.count() <= 1


acts = st.sampled_from(["draft", "draft", "reserve", "send", "send", "accept", *EVENTS])
steps = st.lists(st.tuples(acts, st.integers(0, PEOPLE - 1), st.sampled_from([False] * 5 + [True])), max_size=25)
YES = [("draft", 0, False), ("send", 0, False), ("declare", 0, False), ("accept", 0, False)]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@example(taken=[*YES, ("reserve", 2, False), ("reserve", 1, False), ("give up", 0, False), ("accept", 0, True)])
@example(taken=[*YES[:2], ("silence", 0, False), ("declare", 0, False), ("accept", 0, False), ("silence", 0, False)])
@example(taken=[*YES[:2], ("ask", 0, False), ("silence", 0, False), ("answer", 0, True), ("answer", 0, False)])
@example(taken=[*YES[:2], ("decline", 0, False), ("decline", 0, False), ("withdraw", 0, False)])
@example(taken=[*YES, ("accept", 0, False), ("give up", 0, False), ("withdraw", 0, False), ("give up", 0, False)])
@given(taken=steps)
def test_a_panel_stays_whole_whatever_comes(cast: Cast, taken: list[tuple[str, int, bool]]) -> None:
    with transaction.atomic():
        experts, model = [someone(f"Person {number}") for number in range(PEOPLE)], Model()
        for act, who, stale in taken:
            step(model, cast, experts, act, who, stale)
            check(model, cast, experts)
        assert audit.verify().broken_at is None
        transaction.set_rollback(True)
