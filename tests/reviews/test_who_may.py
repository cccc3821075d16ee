"""Each service refuses everyone but those whose act it is, and writes nothing then."""

from collections.abc import Callable
from typing import Any

import pytest

from lantern.access.public import Hidden, Refused
from lantern.register.public import Grade
from lantern.reviews import selectors, services
from lantern.reviews.domain.lifecycle import Stage
from lantern.reviews.domain.questions import Answer
from lantern.reviews.domain.terms import Characteristic, Relevance, Weight
from lantern.reviews.models import Offer, Review
from tests.cast import Cast
from tests.reviews.panels import TERMS, after, again, declared, draft, events, mark, seated, sent, someone

EVERYONE = (
    "coordinator", "commissioner", "commissioner_elsewhere", "chair", "chair_elsewhere", "expert", "agency_lead",
    "mentor", "mentee", "facilitator", "editor", "researcher", "roleless",
)  # fmt: skip
PROGRAMME, EDITORS, HERS = {"coordinator"}, {"coordinator", "commissioner"}, {"expert"}

Act = Callable[[Any], Any]


def on(offer: Offer, act: Callable[..., Any], **more: Any) -> Act:
    return lambda by: act(offer=again(offer), version=again(offer).version, by=by, **more)


def of(review: Review, act: Callable[..., Any], **more: Any) -> Act:
    review.refresh_from_db()
    return lambda by: act(review=review, version=review.version, by=by, **more)


def asked(cast: Cast) -> Offer:
    offer = sent(cast, cast.expert)
    return services.ask_question(offer=offer, version=offer.version, text="Who pays?", by=cast.expert_user)


def panel(cast: Cast) -> Act:
    none = {"proposal": {}, "proposed": [], "chosen": [], "reserves": [], "unmet": [], "reason": ""}
    return of(cast.review, services.decide_panel, **none)


NINE = dict.fromkeys(Characteristic, (Relevance.NOT_YET_KNOWN, ""))
KNOWS = {"values": [("language", "kurdish_sorani", "")], "weight": Weight.MUST, "reason": "She spoke it."}
ACTS: dict[str, tuple[Callable[[Cast], Act], set[str], str]] = {
    "open": (
        lambda cast: lambda by: services.open_review(partnership=cast.partnership, label="dhr", by=by),
        EDITORS, "review.opened",
    ),
    "change": (lambda cast: of(cast.review, services.change_review, seats_wanted=3), EDITORS, "review.changed"),
    "needs": (lambda cast: of(cast.review, services.state_needs, **KNOWS), EDITORS, "review.needs_stated"),
    "question": (
        lambda cast: of(
            cast.review, services.answer_question_on_needs, question="suicide", answer=Answer.NOT_KNOWN
        ),
        EDITORS, "review.question_answered",
    ),
    "remove need": (
        lambda cast: of(cast.review, services.remove_need, need=cast.review.needs.get()), EDITORS,
        "review.need_removed",
    ),
    "nine": (
        lambda cast: of(cast.review, services.answer_characteristics, answers=NINE), EDITORS,
        "review.characteristics_answered",
    ),
    "rules": (lambda cast: of(cast.review, services.set_rules, panel_rules=[]), EDITORS, "review.rules_set"),
    "move": (lambda cast: of(cast.review, services.move_review, to=Stage.PANEL), PROGRAMME, "review.moved"),
    "panel": (panel, PROGRAMME, "review.panel_decided"),
    "terms": (
        lambda cast: on(draft(cast, cast.expert), services.complete_terms, meetings=1), PROGRAMME,
        "review.terms_stated",
    ),
    "send": (
        lambda cast: on(draft(cast, cast.expert, **TERMS), services.send_offer), PROGRAMME, "review.offer_sent",
    ),
    "withdraw": (
        lambda cast: on(sent(cast, cast.expert), services.withdraw_offer), PROGRAMME, "review.offer_withdrawn",
    ),
    "silence": (
        lambda cast: on(offer := sent(cast, cast.expert), services.record_silence, today=after(offer)), PROGRAMME,
        "review.offer_lapsed",
    ),
    "reply": (
        lambda cast: on(asked(cast), services.answer_question, text="We do."), PROGRAMME, "review.offer_answered",
    ),
    "declare": (
        lambda cast: on(sent(cast, cast.expert), services.declare_conflict, grade=Grade.NONE), HERS,
        "review.conflict_declared",
    ),
    "accept": (
        lambda cast: on(declared(sent(cast, cast.expert)), services.accept_offer), HERS, "review.offer_accepted",
    ),
    "decline": (
        lambda cast: on(sent(cast, cast.expert), services.decline_offer, barrier="unpaid"), HERS,
        "review.offer_declined",
    ),
    "ask": (
        lambda cast: on(sent(cast, cast.expert), services.ask_question, text="Who pays?"), HERS,
        "review.offer_asked",
    ),
    "give up": (
        lambda cast: (lambda seat: lambda by: services.give_up_seat(seat=seat, by=by))(seated(cast, cast.expert)),
        HERS | PROGRAMME, "review.seat_given_up",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ACTS)
def test_everyone_whose_act_it_is_not_is_refused_and_nothing_is_written(cast: Cast, name: str) -> None:
    prepare, allowed, _event = ACTS[name]
    act = prepare(cast)
    other_expert = someone("Other Expert").user
    people = {who: cast.user(who) for who in EVERYONE} | {"other expert": other_expert}
    before = mark()
    for who, user in people.items():
        if who not in allowed:
            with pytest.raises(Refused):
                act(user)
    assert events(before) == []


@pytest.mark.parametrize(
    ("name", "who"), [(name, who) for name, (_act, allowed, _event) in ACTS.items() for who in sorted(allowed)]
)
def test_each_of_the_others_does_it_as_one_event(cast: Cast, name: str, who: str) -> None:
    prepare, _allowed, event = ACTS[name]
    act = prepare(cast)
    before = mark()
    act(cast.user(who))
    assert events(before) == [event]


OPEN_TO = {
    "review": {"coordinator", "commissioner", "chair"},
    "offer": {"coordinator", "commissioner"},
    "invitation": {"expert"},
}


@pytest.mark.parametrize("what", OPEN_TO)
def test_everyone_else_meets_a_wrong_address_and_each_reading_is_recorded(cast: Cast, what: str) -> None:
    offer = sent(cast, cast.expert)
    read = {
        "review": lambda user: selectors.review_for(user, cast.review.ref),
        "offer": lambda user: selectors.offer_for(user, offer.ref),
        "invitation": lambda user: selectors.invitation_for(user, offer.ref),
    }[what]
    people = {who: cast.user(who) for who in EVERYONE} | {"other expert": someone("Other Expert").user}
    before, found = mark(), set()
    for who, user in people.items():
        try:
            read(user)
        except Hidden:
            continue
        found.add(who)
    assert found == OPEN_TO[what]
    assert events(before) == [f"review.{what}_read".replace("review_read", "read")] * len(found)


@pytest.mark.parametrize("rank", [None, 1])
def test_an_unsent_offer_is_not_hers_to_see(cast: Cast, rank: int | None) -> None:
    offer = draft(cast, cast.expert, rank=rank, **TERMS)
    with pytest.raises(Hidden):
        selectors.invitation_for(cast.expert_user, offer.ref)
    assert list(selectors.invitations_of(cast.expert_user)) == []
