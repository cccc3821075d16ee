"""What each person meets on the pages of a review."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lantern.kit import clock
from lantern.register.domain.expertise import Audience
from lantern.register.public import ENGAGEMENT_BARRIERS, Grade
from lantern.reviews import services
from lantern.reviews.domain.terms import Weight
from lantern.reviews.models import Offer, Review
from tests.cast import Cast
from tests.reviews.panels import TERMS, declared, declined, draft, reserve, seated, sent, silent, someone

NAME, WITHHELD = "Zelal Canaryname", "Name not shared"
CANARY = "CANARYWORDS"


def given_up(cast: Cast, expert: Any) -> Offer:
    return services.give_up_seat(seat=seated(cast, expert), by=expert.user).offer


STANDINGS: dict[str, Callable[[Cast, Any], Any]] = {
    "drafted": lambda cast, expert: draft(cast, expert, **TERMS),
    "reserve": lambda cast, expert: reserve(cast, expert),
    "sent": sent,
    "declined": lambda cast, expert: declined(sent(cast, expert)),
    "silent": lambda cast, expert: silent(sent(cast, expert)),
    "seated": seated,
    "given up": given_up,
}


@pytest.mark.parametrize("standing", STANDINGS)
@pytest.mark.parametrize("audience", Audience)
def test_a_name_is_shown_only_as_she_allows(cast: Cast, audience: Audience, standing: str) -> None:
    STANDINGS[standing](cast, someone(NAME, name_audience=audience.value))
    offer = Offer.objects.get()
    detail, own = reverse("reviews:detail", args=[cast.review.ref]), reverse("reviews:offer", args=[offer.ref])
    asked = offer.sent_at is not None
    allowed = audience.allows(proposed=asked, seated=standing == "seated")
    looks = [("commissioner", detail), ("chair", detail)]
    # Before it is sent, an offer is no row on their page, and one who guesses its address meets no name either.
    found = {who: cast.client(who).get(address).content.decode() for who, address in looks}
    assert {who: NAME in page for who, page in found.items()} == dict.fromkeys(found, allowed)
    assert {who: WITHHELD in page for who, page in found.items()} == dict.fromkeys(found, asked and not allowed)
    assert (NAME in cast.client("commissioner").get(own).content.decode()) is allowed
    assert NAME in cast.client("coordinator").get(detail).content.decode()


@pytest.mark.parametrize("grade", [Grade.COMMUNITY, Grade.AGENCY])
def test_closeness_is_for_the_chair_and_the_programme_never_the_partnership(cast: Cast, grade: Grade) -> None:
    offer = declared(sent(cast, cast.expert), grade)
    services.accept_offer(offer=offer, version=offer.version, by=cast.expert_user)
    detail, own = reverse("reviews:detail", args=[cast.review.ref]), reverse("reviews:offer", args=[offer.ref])

    def told(who: str, address: str) -> list[bool]:
        page = cast.client(who).get(address).content.decode()
        return [grade.label in page, grade.value in page]

    assert told("chair", detail) == told("coordinator", detail) == told("coordinator", own) == [True, False]
    assert told("commissioner", detail) == told("commissioner", own) == [False, False]


def test_a_partnership_reads_neither_the_reason_of_a_no_nor_the_talk_before_it(cast: Cast) -> None:
    offer = sent(cast, cast.expert)
    services.ask_question(offer=offer, version=offer.version, text=f"{CANARY} asked", by=cast.expert_user)
    declined(offer, "tokenism", f"{CANARY} why")
    address = reverse("reviews:offer", args=[offer.ref])
    telling = f"{CANARY} asked", f"{CANARY} why", ENGAGEMENT_BARRIERS.label("tokenism")

    def told(who: str) -> list[str]:
        page = cast.client(who).get(address).content.decode()
        return [words for words in telling if words in page]

    assert told("coordinator") == list(telling)
    assert told("commissioner") == []


def test_she_is_told_only_the_needs_she_can_meet_until_she_says_yes(cast: Cast) -> None:
    services.state_needs(
        review=cast.review, version=1, values=[("faith", "sikh", ""), ("language", "kurdish_sorani", "")],
        weight=Weight.MUST, reason=f"{CANARY} reason", by=cast.coordinator,
    )  # fmt: skip
    offer = sent(cast, cast.expert)
    address = reverse("reviews:invitation", args=[offer.ref])
    before = cast.client("expert").get(address)
    assert before.context["sought"] == ["Kurdish", "Kurdish Sorani"]
    declared(offer)
    services.accept_offer(offer=offer, version=offer.version, by=cast.expert_user)
    after = cast.client("expert").get(address)
    assert sorted(after.context["sought"]) == ["Kurdish", "Kurdish Sorani", "Sikh"]
    telling = [CANARY, cast.review.ref, "Chloe Chair"]
    assert [word for page in (before, after) for word in telling if word in page.content.decode()] == []


def test_a_declaration_of_direct_involvement_leads_to_a_no_and_seats_nobody(cast: Cast) -> None:
    offer = sent(cast, cast.expert)
    client = cast.client("expert")
    steps = {name: reverse(f"reviews:invitation_{name}", args=[offer.ref]) for name in ("declare", "accept", "decline")}
    first = client.get(steps["accept"])
    told = client.post(steps["declare"], {"version": offer.version, "grade": "direct_involvement"})
    offer.refresh_from_db()
    refused = client.post(steps["accept"], {"version": offer.version})
    assert [first["Location"], told["Location"]] == [steps["declare"], steps["decline"]]
    assert (refused.status_code, cast.review.seats.count()) == (409, 0)


def test_two_presses_of_yes_are_one_seat_and_no_fright(cast: Cast) -> None:
    offer = declared(sent(cast, cast.expert))
    client, address = cast.client("expert"), reverse("reviews:invitation_accept", args=[offer.ref])
    answers = [client.post(address, {"version": offer.version}) for _press in range(2)]
    home = reverse("reviews:invitation", args=[offer.ref])
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, home)] * 2
    assert cast.review.seats.count() == 1


def reviews(cast: Cast, count: int) -> None:
    for number in range(count - Review.objects.filter(partnership=cast.partnership).count()):
        made = Review.objects.create(
            partnership=cast.partnership,
            chair=cast.chair,
            opened_by=cast.coordinator,
            panel_wanted_by=clock.today() - timedelta(number),
        )
        made.needs.create(facet="faith", code="sikh", weight="must", reason="She was Sikh.")


def offers(cast: Cast, count: int) -> None:
    Review.objects.filter(pk=cast.review.pk).update(seats_wanted=9)
    for number in range(cast.review.seats.count(), count):
        seated(cast, someone(f"Seated {number}", agency=cast.agency))
        sent(cast, someone(f"Asked {number}", agency=cast.agency_elsewhere))
        draft(cast, someone(f"Drafted {number}"))


@pytest.mark.parametrize("who", ["coordinator", "commissioner", "chair"])
@pytest.mark.parametrize("page", ["list", "detail", "evidence"])
def test_a_page_asks_the_database_as_often_for_three_as_for_one(cast: Cast, page: str, who: str) -> None:
    address = reverse("reviews:list") if page == "list" else reverse(f"reviews:{page}", args=[cast.review.ref])
    fill, costs = reviews if page == "list" else offers, []
    with time_machine.travel(clock.now(), tick=False):  # a second that ends between would write the session once more
        client = cast.client(who)
        client.get(address)
        for count in (1, 3):
            fill(cast, count)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            costs.append(len(asked))
    assert costs == [costs[0]] * 2


@pytest.mark.parametrize("who", ["coordinator", "commissioner", "chair"])
def test_the_list_holds_exactly_the_reviews_that_are_hers(cast: Cast, who: str) -> None:
    page = cast.client(who).get(reverse("reviews:list"))
    expected = {cast.review.ref} | ({cast.review_elsewhere.ref} if who == "coordinator" else set())
    assert {row[0]["text"] for row in page.context["rows"]} == expected
