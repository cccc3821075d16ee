"""Offers below her rate, the partnership's word on a fee, and its confirming of a seat."""

from typing import Any

import pytest
from django.urls import reverse

from lantern.access.public import Refused
from lantern.audit.models import Event
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.register.public import Grade
from lantern.reviews import public, selectors, services
from lantern.reviews.domain.terms import FeeAnswer
from lantern.reviews.models import Offer, Seat
from tests.cast import Cast
from tests.reviews.panels import TERMS, again, declined, draft, events, mark, reserve, seated, sent, someone

WHY = "The partnership’s budget ends at £300 this year."


def below(cast: Cast, reason: str = WHY) -> Offer:
    return draft(cast, cast.expert, **TERMS | {"day_rate_pence": 300_00}, below_rate_reason=reason)


def test_an_offer_below_her_rate_goes_only_with_a_reason_and_is_counted(cast: Cast):
    offer = below(cast, "")
    with pytest.raises(IllegalMove, match="she reads it"):
        services.send_offer(offer=offer, version=1, by=cast.coordinator)
    services.complete_terms(offer=offer, version=1, by=cast.coordinator, below_rate_reason=WHY)
    services.send_offer(offer=offer, version=offer.version, by=cast.coordinator)
    kept = again(offer)
    assert (kept.state, kept.stated_rate_pence, kept.below_rate_reason) == ("sent", 350_00, WHY)
    assert Event.objects.filter(name="review.offer_sent").last().detail["below_rate"] is True
    assert [(one.offered_pence, one.stated_pence, one.below) for one in public.offer_rates()] == [
        (300_00, 350_00, True)
    ]


def test_the_count_stays_what_it_was_when_her_rate_changes_later(cast: Cast):
    services.send_offer(offer=below(cast), version=1, by=cast.coordinator)
    cast.expert.day_rate_pence = 200_00
    cast.expert.save()
    assert [one.below for one in public.offer_rates()] == [True]


def test_a_rate_not_stated_is_not_below(cast: Cast):
    other = someone("No Rate")
    sent(cast, other)
    assert [(one.stated_pence, one.below) for one in public.offer_rates()] == [(None, False)]


def test_a_fee_that_is_no_longer_below_drops_its_reason(cast: Cast):
    offer = below(cast)
    services.complete_terms(offer=offer, version=1, by=cast.coordinator, day_rate_pence=350_00)
    assert again(offer).below_rate_reason == ""


def test_the_system_never_sends_a_reserve_below_her_rate(cast: Cast):
    cast.review.seats_wanted = 1
    cast.review.save()
    first = sent(cast, someone("First"))
    cheap = draft(cast, cast.expert, rank=1)
    services.complete_terms(
        offer=cheap, version=1, by=cast.coordinator, **TERMS | {"day_rate_pence": 300_00, "below_rate_reason": WHY}
    )
    fair = reserve(cast, someone("Fair"), 2)
    declined(first)
    assert (again(cheap).state, again(fair).state) == ("reserve", "sent")


def test_she_is_told_plainly_and_the_partnership_is_not_told_her_rate(cast: Cast):
    offer = services.send_offer(offer=below(cast), version=1, by=cast.coordinator)
    told = cast.client("expert").get(reverse("reviews:invitation", args=[offer.ref]), secure=True).content.decode()
    assert "This fee is below the rate in your profile" in told
    assert WHY in told
    page = reverse("reviews:offer", args=[offer.ref])
    assert "£350" in cast.client("coordinator").get(page, secure=True).content.decode()
    theirs = cast.client("commissioner").get(page, secure=True).content.decode()
    assert ("£300" in theirs, "£350" in theirs, WHY in theirs) == (True, False, False)


def test_the_form_asks_for_the_reason_only_where_it_is_needed(cast: Cast):
    offer = draft(cast, cast.expert)
    client, address = cast.client("coordinator"), reverse("reviews:offer_terms", args=[offer.ref])
    data: dict[str, Any] = TERMS | {"day_rate_pence": "300", "answer_days": "7", "version": "1"}
    wrong = client.post(address, data, secure=True)
    assert (wrong.status_code, "Give the reason" in wrong.content.decode()) == (422, True)
    assert client.post(address, data | {"below_rate_reason": WHY}, secure=True).status_code == 302
    assert Offer.objects.get().below_rate_reason == WHY
    nobody_said = draft(cast, someone("No Rate"))
    page = client.get(reverse("reviews:offer_terms", args=[nobody_said.ref]), secure=True).content.decode()
    assert "below_rate_reason" not in page


def answer(offer: Offer, by: Any, said: FeeAnswer = FeeAnswer.AGREED, words: str = "") -> Offer:
    return services.answer_fee(offer=offer, version=offer.version, answer=said, words=words, by=by)


def test_a_partnership_agrees_a_fee_before_or_after_it_is_sent(cast: Cast):
    offer, before = draft(cast, cast.expert, **TERMS), mark()
    answer(offer, cast.commissioner)
    assert (offer.fee_answer, offer.fee_answered_by) == ("agreed", cast.commissioner)
    services.send_offer(offer=offer, version=offer.version, by=cast.coordinator)
    answer(offer, cast.commissioner, FeeAnswer.NOT_AGREED, "£350 at most.")
    assert (again(offer).fee_answer, again(offer).fee_words) == ("not_agreed", "£350 at most.")
    assert events(before) == ["review.fee_answered", "review.offer_sent", "review.fee_answered"]


def test_a_fee_not_agreed_has_a_sentence(cast: Cast):
    offer = draft(cast, cast.expert, **TERMS)
    for said, words in ((FeeAnswer.NOT_AGREED, "  "), (FeeAnswer.NOT_ASKED, "x")):
        with pytest.raises(IllegalMove, match="sentence"):
            answer(offer, cast.commissioner, said, words)
    with pytest.raises(IllegalMove, match="not stated"):
        answer(draft(cast, someone("Empty")), cast.commissioner)


def test_only_the_areas_own_commissioner_speaks_for_it(cast: Cast):
    offer, seat = draft(cast, someone("Other"), **TERMS), seated(cast, cast.expert)
    for by in (cast.coordinator, cast.commissioner_elsewhere, cast.chair, cast.expert_user, cast.agency_lead):
        with pytest.raises(Refused):
            answer(offer, by)
        with pytest.raises(Refused):
            services.confirm_seat(seat=seat, by=by)


def test_another_fee_undoes_the_word_on_the_one_before(cast: Cast):
    offer = draft(cast, cast.expert, **TERMS)
    answer(offer, cast.commissioner)
    services.complete_terms(offer=offer, version=offer.version, by=cast.coordinator, meetings=5)
    assert offer.fee_answer == "agreed"
    services.complete_terms(offer=offer, version=offer.version, by=cast.coordinator, day_rate_pence=500_00)
    assert (offer.fee_answer, offer.fee_answered_at, offer.fee_answered_by) == ("not_asked", None, None)


def test_an_answer_to_a_fee_that_has_changed_meanwhile_is_not_kept(cast: Cast):
    offer = draft(cast, cast.expert, **TERMS)
    stale = again(offer)
    services.complete_terms(offer=offer, version=1, by=cast.coordinator, day_rate_pence=500_00)
    with pytest.raises(OutOfDate):
        answer(stale, cast.commissioner)
    assert again(offer).fee_answer == "not_asked"


def test_a_seat_is_confirmed_once(cast: Cast):
    seat, before = seated(cast, cast.expert), mark()
    services.confirm_seat(seat=seat, by=cast.commissioner)
    assert seat.confirmed_by == cast.commissioner
    with pytest.raises(OutOfDate):
        services.confirm_seat(seat=seat, by=cast.commissioner)
    assert events(before) == ["review.seat_confirmed"]
    services.give_up_seat(seat=seat, by=cast.expert_user)
    with pytest.raises(IllegalMove):
        services.confirm_seat(seat=seat, by=cast.commissioner)


def test_agreeing_and_confirming_never_tell_a_hidden_name(cast: Cast):
    cast.expert.name = "Canary Name"
    cast.expert.name_audience = "programme"
    cast.expert.save()
    offer = draft(cast, cast.expert, **TERMS)
    client = cast.client("commissioner")
    offer_page, fee_page = (reverse(f"reviews:{name}", args=[offer.ref]) for name in ("offer", "offer_fee"))
    review_page = reverse("reviews:detail", args=[cast.review.ref])
    seen = []
    for address in (review_page, offer_page, fee_page):
        seen.append(client.get(address, secure=True).content.decode())
    assert "Say whether you agree a fee" in seen[0]
    data = {"version": offer.version, "answer": "not_agreed", "words": ""}
    assert client.post(fee_page, data, secure=True).status_code == 422
    assert client.post(fee_page, data | {"answer": "agreed"}, secure=True).status_code == 302
    offer = again(offer)
    services.send_offer(offer=offer, version=offer.version, by=cast.coordinator)
    offer = services.declare_conflict(offer=offer, version=offer.version, grade=Grade.NONE, by=cast.expert_user)
    services.accept_offer(offer=offer, version=offer.version, by=cast.expert_user)
    seen += [client.get(address, secure=True).content.decode() for address in (review_page, offer_page)]
    assert "Confirm a seat" in seen[3]
    confirm = reverse("reviews:offer_confirm", args=[offer.ref])
    assert client.post(confirm, {"version": again(offer).version}, secure=True).status_code == 302
    assert Seat.objects.get().confirmed_by == cast.commissioner
    seen += [client.get(address, secure=True).content.decode() for address in (review_page, offer_page)]
    assert [place for place, page in enumerate(seen) if "Canary Name" in page] == []
    assert "Canary Name" in cast.client("coordinator").get(offer_page, secure=True).content.decode()


def test_the_coordinator_sends_without_the_partnerships_word_and_the_page_says_so(cast: Cast):
    offer = draft(cast, cast.expert, **TERMS)
    client, address = cast.client("coordinator"), reverse("reviews:offer", args=[offer.ref])
    assert "has not said yet whether it agrees" in client.get(address, secure=True).content.decode()
    answer(offer, cast.commissioner, FeeAnswer.NOT_AGREED, "Too much.")
    assert "does not agree the fee" in client.get(address, secure=True).content.decode()
    client.post(reverse("reviews:offer_send", args=[offer.ref]), {"version": offer.version}, secure=True)
    assert again(offer).state == "sent"


def test_what_waits_for_the_partnership_stands_on_its_first_page(cast: Cast):
    draft(cast, cast.expert, **TERMS)
    draft(cast, someone("Terms Not Stated"))
    draft(cast, someone("Half Stated"), **TERMS | {"support": ""})
    assert [offer.expert for offer in selectors.asked_of_partnership(cast.commissioner)] == [cast.expert]
    assert selectors.asked_of_partnership(cast.commissioner_elsewhere) == []
    assert selectors.asked_of_partnership(cast.coordinator) == []
    home = cast.client("commissioner").get("/", secure=True).content.decode()
    assert ("1 waiting" in home, cast.expert.name in home) == (True, False)
    offer = selectors.asked_of_partnership(cast.commissioner)[0]
    answer(offer, cast.commissioner)
    assert selectors.asked_of_partnership(cast.commissioner) == []
