"""The proposal page for each role, and deciding on it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lantern.kit import clock
from lantern.register.models import Expert, Expertise
from lantern.register.public import StandingConflict
from lantern.reviews.models import Need, Offer, Review, Search, Seat


def page(cast, who, review=None, **query):
    return cast.client(who).get(reverse("matching:proposal", args=[(review or cast.review).ref]), query)


def know(expert, facet, code, level="lived", audience="programme"):
    return Expertise.objects.create(expert=expert, facet=facet, code=code, level=level, audience=audience)


def open_up(cast, name="proposed", expertise="proposed"):
    Expert.objects.filter(pk=cast.expert.pk).update(name_audience=name)
    cast.expert.expertise.update(audience=expertise)


def fields(response):
    form = response.context["form"]
    return {name: form[name].value() for name in ("chosen", "nobody", "version", "digest") if name in form.fields}


def send(cast, client=None, response=None, **changes):
    client = client or cast.client("coordinator")
    data = fields(response or client.get(reverse("matching:proposal", args=[cast.review.ref])))
    data = {**data, "reason": "", "others": "", **changes}
    if not data["nobody"]:
        del data["nobody"]
    return client.post(reverse("matching:decide", args=[cast.review.ref]), data)


@pytest.mark.parametrize(
    ("who", "own", "elsewhere"),
    [
        ("coordinator", 200, 200),
        ("commissioner", 200, 404),
        ("commissioner_elsewhere", 404, 200),
        ("chair", 200, 404),
        ("chair_elsewhere", 404, 200),
        ("expert", 404, 404),
        ("agency_lead", 404, 404),
        ("mentor", 404, 404),
        ("editor", 404, 404),
        ("researcher", 404, 404),
        ("roleless", 404, 404),
        ("nobody", 302, 302),
    ],
)
def test_who_opens_a_proposal(cast, who, own, elsewhere):
    assert page(cast, who).status_code == own
    assert page(cast, who, cast.review_elsewhere).status_code == elsewhere


@pytest.mark.parametrize("who", ["commissioner", "chair", "expert", "agency_lead", "researcher"])
def test_only_a_coordinator_reaches_the_decision(cast, who):
    response = cast.client(who).post(reverse("matching:decide", args=[cast.review.ref]), {"nobody": "on"})
    assert (response.status_code, Search.objects.count()) == (404, 0)


# What must not be seen ------------------------------------------------------------------------------------------

CANARIES = ("Canary Proposed", "Canary Elsewhere", "Canary Barred", "Canary Dear", "Canary Agency", "£777", "£888")
GRADES = ("ommunity acquaintance", "irect involvement", "Directly involved")


def plant(cast):
    """One proposed who allows nothing to be told, with a grade; others who are not proposed, each for a reason."""
    Review.objects.filter(pk=cast.review.pk).update(rate_ceiling_pence=777_00)
    Expert.objects.filter(pk=cast.expert.pk).update(name="Canary Proposed")
    type(cast.agency).objects.filter(pk=cast.agency.pk).update(name="Canary Agency")
    StandingConflict.objects.create(expert=cast.expert, partnership=cast.partnership, grade="community_acquaintance")
    Expert.objects.filter(pk=cast.expert_elsewhere.pk).update(name="Canary Elsewhere")
    barred = Expert.objects.create(name="Canary Barred", regions=["london"])
    know(barred, "language", "somali", audience="proposed")
    StandingConflict.objects.create(expert=barred, partnership=cast.partnership, grade="direct_involvement")
    dear = Expert.objects.create(name="Canary Dear", regions=["london"], day_rate_pence=888_00)
    know(dear, "faith", "muslim", audience="proposed")
    Need.objects.create(review=cast.review, facet="language", code="somali", weight="must", reason="x")
    Need.objects.create(review=cast.review, facet="faith", code="muslim", weight="should", reason="x")
    return barred, dear


def test_the_coordinator_sees_everything_that_is_planted(cast):
    plant(cast)
    text = page(cast, "coordinator").content.decode()
    for canary in (*CANARIES, "ommunity acquaintance", "irect involvement"):
        assert canary in text


@pytest.mark.parametrize("who", ["commissioner", "chair"])
def test_a_partnership_and_a_chair_see_none_of_it(cast, who):
    barred, dear = plant(cast)
    text = page(cast, who).content.decode()
    seen = {canary for canary in (*CANARIES, *GRADES, barred.ref, dear.ref, cast.expert.ref) if canary in text}
    # The ceiling is the partnership's own figure; a chair has nothing to do with fees.
    assert seen == ({"£777"} if who == "commissioner" else set())
    assert "An expert (name withheld)" in text
    assert ("£350 a day" in text) is (who == "commissioner")


@pytest.mark.parametrize("who", ["commissioner", "chair"])
def test_a_name_and_expertise_that_may_be_told_are_told(cast, who):
    open_up(cast)
    response = page(cast, who)
    (person,) = response.context["people"]
    assert person["name"] == "Esra Expert"
    assert {row["key"]: row.get("values_list") for row in person["rows"]}["Brings"] == [
        "Lived experience of Kurdish (alone)"
    ]
    assert response.context["minutes"].splitlines()[2] == (
        "Proposed: Esra Expert brings lived experience of Kurdish (alone)."
    )


@pytest.mark.parametrize("who", ["commissioner", "chair"])
@pytest.mark.parametrize(
    ("name", "expertise", "called", "brings"),
    [
        ("proposed", "programme", "An expert (name withheld)", None),
        ("programme", "proposed", "An expert (name withheld)", ["Lived experience of Kurdish (alone)"]),
        ("seated", "seated", "An expert (name withheld)", None),
    ],
)
def test_a_name_is_withheld_where_it_would_tell_what_is_not_shared(cast, who, name, expertise, called, brings):
    open_up(cast, name, expertise)
    response = page(cast, who)
    (person,) = response.context["people"]
    told = {row["key"]: row.get("values_list") for row in person["rows"]}
    assert (person["name"], told["Brings"]) == (called, brings)
    assert "Esra Expert" not in response.content.decode()


def test_a_seat_opens_what_is_kept_for_it(cast):
    open_up(cast, "seated", "seated")
    offer = Offer.objects.create(review=cast.review, expert=cast.expert, drafted_by=cast.coordinator, state="accepted")
    Seat.objects.create(review=cast.review, expert=cast.expert, offer=offer, seated_by=cast.coordinator)
    (person,) = page(cast, "commissioner").context["placed"]
    assert (person["name"], person["tag"]) == ("Esra Expert", "Seated")


def test_an_offer_in_hand_opens_nothing_kept_for_a_seat(cast):
    open_up(cast, "seated", "seated")
    Offer.objects.create(
        review=cast.review, expert=cast.expert, drafted_by=cast.coordinator, state="sent", sent_at=clock.now()
    )
    (person,) = page(cast, "commissioner").context["placed"]
    assert (person["name"], person["tag"]) == ("An expert (name withheld)", "Waiting for her answer")


def test_the_minutes_are_the_same_for_everyone_and_hold_no_grade_or_fee(cast):
    plant(cast)
    texts = {page(cast, who).context["minutes"] for who in ("coordinator", "commissioner", "chair")}
    (text,) = texts
    assert [canary for canary in (*CANARIES, *GRADES, "£") if canary in text] == []
    assert "No suitable specialist was found for Somali (must) and Muslim (should)." in text


# What the page says ---------------------------------------------------------------------------------------------


def test_a_conflict_that_is_not_declared_is_said_to_be_asked_about(cast):
    assert "Not declared yet: she is asked before she answers." in page(cast, "coordinator").content.decode()


def test_a_known_grade_stands_beside_everyone_who_could_be_ticked(cast):
    other = Expert.objects.create(name="Other", regions=["london"])
    know(other, "community", "kurdish", "professional")
    StandingConflict.objects.create(expert=other, partnership=cast.partnership, grade="agency_contact")
    response = page(cast, "coordinator")
    assert response.context["form"].labels == {
        cast.expert.ref: "Esra Expert (proposed)",
        other.ref: "Other (reserve; agency contact)",
    }
    assert "Conflict grade: agency contact." in response.content.decode()


def test_a_review_without_needs_says_what_to_do(cast):
    cast.review.needs.all().delete()
    response = page(cast, "coordinator")
    assert "This review states no needs yet" in response.content.decode()
    assert response.context["form"] is None


def test_an_empty_register_is_an_answer(cast):
    Expert.objects.all().delete()
    response = page(cast, "coordinator")
    text = response.content.decode()
    assert "No suitable specialist was found for Kurdish (must)." in text
    assert fields(response)["nobody"] is True
    assert send(cast, response=response).status_code == 302
    assert Search.objects.get().chosen == []


def test_an_ended_review_can_be_read_and_not_decided(cast):
    Review.objects.filter(pk=cast.review.pk).update(stage="finished")
    response = page(cast, "coordinator")
    assert (response.status_code, response.context["form"]) == (200, None)


def test_everyone_else_is_listed_by_reason(cast):
    groups = page(cast, "coordinator").context["groups"]
    assert [(g["code"], g["total"], [p["ref"] for p in g["people"]]) for g in groups] == [
        ("relevance", 1, [cast.expert_elsewhere.ref])
    ]


def crowd(cast, count):
    people = Expert.objects.bulk_create(
        [
            Expert(name=f"Person {n:05}", agency=cast.agency, regions=["london"], day_rate_pence=400_00 + n)
            for n in range(count)
        ]
    )
    Expertise.objects.bulk_create(
        [
            Expertise(expert=one, facet="community", code="kurdish" if n % 2 else "polish", level="lived")
            for n, one in enumerate(people)
        ]
    )


@pytest.mark.usefixtures("still_clock")
@pytest.mark.parametrize("who", ["coordinator", "commissioner"])
def test_a_proposal_costs_the_same_queries_whatever_the_register(cast, who):
    client = cast.client(who)
    address = reverse("matching:proposal", args=[cast.review.ref])
    client.get(address)

    def cost():
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        # The session is written now and then, whatever the page.
        return sum("SAVEPOINT" not in q["sql"] and "django_session" not in q["sql"] for q in seen)

    few = cost()
    crowd(cast, 30)
    assert cost() == few


def test_a_page_for_a_thousand_experts_stays_small_and_reaches_everyone(cast):
    crowd(cast, 1000)
    response = page(cast, "coordinator")
    assert len(response.content) < 120_000
    totals = {g["code"]: g["total"] for g in response.context["groups"]}
    assert totals == {"choice": 500, "relevance": 501}
    seen = set()
    for number in range(1, 12):
        groups = page(cast, "coordinator", why="relevance", page=number).context["groups"]
        seen |= {p["ref"] for g in groups if g["code"] == "relevance" for p in g["people"]}
    assert len(seen) == 501


def test_a_panel_that_is_full_says_so(cast):
    Review.objects.filter(pk=cast.review.pk).update(seats_wanted=1)
    Offer.objects.create(review=cast.review, expert=cast.expert, drafted_by=cast.coordinator, state="sent")
    assert "Every seat is taken or promised" in page(cast, "coordinator").content.decode()


@pytest.mark.parametrize("query", [{"why": "nonsense"}, {"why": "relevance", "page": "x"}, {"page": "-1"}])
def test_an_odd_query_is_no_fault(cast, query):
    assert page(cast, "coordinator", **query).status_code == 200


@pytest.mark.parametrize("ref", ["K7M3P4QR", "nonsense", "%00", "a" * 300])
def test_an_odd_reference_is_a_wrong_address(cast, ref):
    assert cast.client("coordinator").get(f"/reviews/{ref}/proposal/").status_code == 404


# Deciding -------------------------------------------------------------------------------------------------------


def test_confirming_records_the_decision_and_asks_nobody(cast):
    client = cast.client("coordinator")
    response = send(cast, client)
    assert (response.status_code, response.url) == (302, reverse("reviews:detail", args=[cast.review.ref]))
    assert Search.objects.get().chosen == [cast.expert.ref]
    assert list(Offer.objects.values_list("state", "sent_at")) == [("drafted", None)]
    assert "Nobody has been asked yet: the terms of each offer come first." in client.get(response.url).content.decode()


def test_a_form_sent_twice_makes_one_search_and_one_offer(cast):
    client = cast.client("coordinator")
    shown = client.get(reverse("matching:proposal", args=[cast.review.ref]))
    first, second = send(cast, client, shown), send(cast, client, shown)
    assert (first.status_code, second.status_code, first.url) == (302, 302, second.url)
    assert (Search.objects.count(), Offer.objects.count()) == (1, 1)


def test_two_people_deciding_at_once_make_one_search(cast):
    first = cast.client("coordinator")
    shown = first.get(reverse("matching:proposal", args=[cast.review.ref]))
    assert send(cast, first, shown).status_code == 302
    Search.objects.update(decided_by=cast.commissioner)  # as if a colleague had been first
    late = send(cast, first, shown)
    assert (late.status_code, Search.objects.count()) == (409, 1)
    assert fields(late)["chosen"] == [cast.expert.ref]


def test_another_choice_needs_a_reason_and_keeps_the_ticks(cast):
    other = Expert.objects.create(name="Other", regions=["london"])
    know(other, "community", "kurdish", "professional")
    response = send(cast, chosen=[other.ref])
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["reason"])
    assert fields(response)["chosen"] == [other.ref]
    assert Search.objects.count() == 0
    assert send(cast, chosen=[other.ref], reason="She knows the area.").status_code == 302
    assert Search.objects.get().reason == "She knows the area."


def test_someone_further_down_is_chosen_by_reference(cast):
    ref = cast.expert_elsewhere.ref
    assert send(cast, others=f" {ref.lower()} ", reason="A second view.").status_code == 302
    assert set(Search.objects.get().chosen) == {cast.expert.ref, ref}


@pytest.mark.parametrize("others", ["nonsense", "K7M3P4QR", "<script>"])
def test_an_odd_reference_on_the_form_is_a_sentence(cast, others):
    response = send(cast, others=others, reason="x")
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["others"])


def test_nobody_suits_records_the_search(cast):
    assert send(cast, chosen=[], nobody="on").status_code == 422
    assert send(cast, chosen=[], nobody="on", reason="Nobody knows the dialect.").status_code == 302
    search = Search.objects.get()
    assert (search.proposed, search.chosen, Offer.objects.count()) == ([cast.expert.ref], [], 0)


@pytest.mark.parametrize("changes", [{"chosen": []}, {"nobody": "on"}])
def test_a_choice_that_says_two_things_or_none_is_asked_again(cast, changes):
    response = send(cast, **changes)
    assert (response.status_code, "nobody" in response.context["form"].errors) == (422, True)
    assert Search.objects.count() == 0


def test_a_register_that_changed_meanwhile_is_shown_anew_with_the_ticks_kept(cast):
    client = cast.client("coordinator")
    second = Expert.objects.create(name="Second Person", regions=["london"])
    know(second, "community", "kurdish", "professional")
    shown = client.get(reverse("matching:proposal", args=[cast.review.ref]))
    Expert.objects.filter(pk=cast.expert.pk).update(accepting=False)
    response = send(cast, client, shown, chosen=[cast.expert.ref, second.ref], reason="Both of them.")
    assert (response.status_code, Search.objects.count()) == (409, 0)
    assert fields(response)["chosen"] == [second.ref]
    text = response.content.decode()
    assert "changed after this page was made" in text
    assert "No longer on the list: Esra Expert." in text
    assert "Both of them." in text
    again = send(cast, client, response, reason="Both of them.")
    assert (again.status_code, Search.objects.get().chosen) == (302, [second.ref])


def test_more_than_the_places_there_are_is_refused_with_the_ticks_kept(cast):
    Review.objects.filter(pk=cast.review.pk).update(seats_wanted=1)
    other = Expert.objects.create(name="Other", regions=["london"])
    know(other, "community", "kurdish")
    both = [cast.expert.ref, other.ref]
    response = send(cast, chosen=both, reason="Both.")
    assert (response.status_code, Search.objects.count()) == (409, 0)
    assert fields(response)["chosen"] == both


@pytest.mark.parametrize("data", [{}, {"digest": "\x00" * 64, "version": "x", "chosen": "\x00", "reason": "\x00"}])
def test_a_post_without_sense_is_answered(cast, data):
    response = cast.client("coordinator").post(reverse("matching:decide", args=[cast.review.ref]), data)
    assert (response.status_code, Search.objects.count()) == (409, 0)


def test_the_page_has_one_heading_and_no_name_in_its_title(cast):
    text = page(cast, "coordinator").content.decode()
    assert len(re.findall("<h1", text)) == 1
    assert re.search("<title>(.*?)</title>", text)[1] == "Proposal – Lantern"
