"""Forms under hostile, wrong and late input: what was typed comes back, and nothing is written."""

from typing import Any

import pytest
from django.urls import reverse

from lantern.reviews.domain.questions import questions
from lantern.reviews.domain.terms import Characteristic
from lantern.reviews.models import CharacteristicAnswer, Need, Offer, QuestionAnswer, Review
from tests.cast import Cast
from tests.reviews.panels import TERMS, draft, events, mark, sent

FACTS = {
    "label": "dhr",
    "chair": "",
    "seats_wanted": "2",
    "expert_half_days": "12",
    "rate_ceiling_pence": "",
    "commissioned_on": "",
    "panel_wanted_by": "",
    "version": "1",
}
STATED = {name: str(value) for name, value in TERMS.items()} | {
    "day_rate_pence": "400",
    "answer_days": "10",
    "first_meeting_at": "",
    "version": "1",
}
NEED = {"expertise": "faith:sikh", "own_words": "", "weight": "must", "reason": "She was Sikh.", "version": "1"}
MARKUP = "<script>alert(1)</script>"
HUGE = "9" * 400

HOSTILE = [
    ("edit", "seats_wanted", HUGE),
    ("edit", "seats_wanted", "-1"),
    ("edit", "seats_wanted", "1e3"),
    ("edit", "expert_half_days", "99999999999"),
    ("edit", "rate_ceiling_pence", HUGE),
    ("edit", "rate_ceiling_pence", "350,5"),
    ("edit", "rate_ceiling_pence", MARKUP),
    ("edit", "commissioned_on", "31/02/2027"),
    ("edit", "commissioned_on", "0001-01-01"),
    ("edit", "panel_wanted_by", "9999-12-31"),
    ("edit", "panel_wanted_by", MARKUP),
    ("edit", "label", "\x00"),
    ("edit", "chair", "XXXXXXXX"),
    ("edit", "version", HUGE),
    ("need_add", "reason", "x" * 201),
    ("need_add", "reason", "NUL\x00NUL"),
    ("need_add", "reason", "   "),
    ("need_add", "expertise", "faith:nothing"),
    ("need_add", "expertise", "faith:self_described"),
    ("need_add", "expertise", MARKUP),
    ("need_add", "weight", "\x00must"),
    ("offer_terms", "day_rate_pence", "1000000"),
    ("offer_terms", "preparation_hours", HUGE),
    ("offer_terms", "meetings", "0"),
    ("offer_terms", "payer", "\x00"),
    ("offer_terms", "support", f"{MARKUP}{'x' * 300}"),
    ("offer_terms", "first_meeting_at", "9999-12-31T23:59"),
    ("offer_terms", "first_meeting_at", "tomorrow"),
]


def place(cast: Cast, page: str) -> str:
    if page.startswith("offer"):
        return reverse(f"reviews:{page}", args=[draft(cast, cast.expert).ref])
    return reverse(f"reviews:{page}", args=[cast.review.ref])


@pytest.mark.parametrize(("page", "field", "typed"), HOSTILE)
def test_a_wrong_value_comes_back_as_it_was_typed_and_nothing_is_written(
    cast: Cast, page: str, field: str, typed: str
) -> None:
    address, client = place(cast, page), cast.client("coordinator")
    sound = {"edit": FACTS, "need_add": NEED, "offer_terms": STATED}[page]
    kept = [list(model.objects.values()) for model in (Review, Need, Offer)]
    before = mark()
    response = client.post(address, sound | {field: typed})
    form = response.context["form"]
    assert response.status_code == 422
    assert list(form.errors) == (["own_words"] if typed == "faith:self_described" else [field])
    assert {name: form[name].value() for name in sound} == sound | {field: typed}
    assert MARKUP not in response.content.decode()
    assert [list(model.objects.values()) for model in (Review, Need, Offer)] == kept
    assert events(before) == [f"review.{'offer_read' if page == 'offer_terms' else 'read'}"]
    assert client.post(address, sound).status_code == 302  # the same without the wrong value is sound


def test_markup_is_kept_as_words_and_shown_as_words(cast: Cast) -> None:
    client = cast.client("coordinator")
    assert client.post(place(cast, "need_add"), NEED | {"reason": MARKUP}).status_code == 302
    for page in ("detail", "needs", "evidence"):
        shown = client.get(reverse(f"reviews:{page}", args=[cast.review.ref])).content.decode()
        assert (MARKUP in shown, "&lt;script&gt;alert(1)&lt;/script&gt;" in shown) == (False, True)


@pytest.mark.parametrize("page", ["need_remove", "move"])
@pytest.mark.parametrize("typed", ["", "\x00", HUGE, "2", "-1", MARKUP])
def test_a_button_pressed_with_nonsense_changes_nothing(cast: Cast, page: str, typed: str) -> None:
    kept = list(Review.objects.values()), list(Need.objects.values())
    for data in ({"version": typed, "to": "finished", "need": "community:kurdish:"}, {"version": "0", "to": typed}):
        response = cast.client("coordinator").post(reverse(f"reviews:{page}", args=[cast.review.ref]), data)
        assert response.status_code == 302
    assert (list(Review.objects.values()), list(Need.objects.values())) == kept


@pytest.mark.parametrize("page", ["edit", "need_add", "offer_terms", "rules"])
def test_a_page_that_is_out_of_date_keeps_what_was_typed_and_the_next_press_stands(cast: Cast, page: str) -> None:
    address, client = place(cast, page), cast.client("coordinator")
    Review.objects.update(version=5)
    Offer.objects.update(version=5)
    typed = {
        "edit": FACTS | {"seats_wanted": "4"},
        "need_add": NEED,
        "offer_terms": STATED | {"support": "Supervision"},
        "rules": {"version": "1", "by_and_for": "hard"},
    }[page]
    late = client.post(address, typed)
    form = late.context["form"]
    assert late.status_code == 409
    assert [str(problem)[:52] for problem in form.non_field_errors()] == [
        f"This {'offer' if page == 'offer_terms' else 'review'} was changed by someone else while you had it open."[:52]
    ]
    assert {name: form[name].value() for name in typed} == typed | {"version": "5"}
    assert client.post(address, {name: form[name].value() for name in typed}).status_code == 302


def test_an_answer_that_comes_too_late_keeps_her_words(cast: Cast) -> None:
    offer = sent(cast, cast.expert)
    typed = {"version": offer.version, "barrier": "unpaid", "words": "Next year perhaps."}
    Offer.objects.update(state="withdrawn")
    response = cast.client("expert").post(reverse("reviews:invitation_decline", args=[offer.ref]), typed)
    assert response.status_code == 409
    assert response.context["form"]["words"].value() == typed["words"]
    assert Offer.objects.get().barrier == ""


def test_of_two_needs_in_her_own_words_the_one_that_was_meant_goes(cast: Cast) -> None:
    client = cast.client("commissioner")
    for version, words in enumerate(("Older way", "Newer way"), 1):
        typed = NEED | {"expertise": "faith:self_described", "own_words": words, "version": version}
        assert client.post(place(cast, "need_add"), typed).status_code == 302
    (shown,) = [need for need in client.get(place(cast, "needs")).context["needs"] if "Newer way" in need["what"]]
    client.post(place(cast, "need_remove"), {"version": 3, "need": shown["tag"]})
    assert [need[2] for need in needs(cast, "")] == ["", "Older way"]


def asked(code: str) -> int:
    return list(questions()).index(code) + 1


def needs(cast: Cast, question: str) -> list[tuple[str, ...]]:
    found = Need.objects.filter(review=cast.review, question=question).order_by("facet", "code")
    return list(found.values_list("facet", "code", "own_words", "weight", "lived", "reason"))


YES = {"answer": "yes", "weight": "must", "lived": "on", "reason": "She spoke it."}
ANSWERS: list[tuple[str, dict[str, Any], list[tuple[Any, ...]]]] = [
    (
        "language",
        YES | {"value_1": "language:kurdish_sorani", "value_2": "language:self_described", "own_words": "Hawrami"},
        [
            ("language", "kurdish_sorani", "", "must", True, "She spoke it."),
            ("language", "self_described", "Hawrami", "must", True, "She spoke it."),
        ],
    ),
    (
        "honour",
        YES | {"values": ["practice:hba", "practice:forced_marriage"], "lived": ""},
        [
            ("practice", "forced_marriage", "", "must", True, "She spoke it."),
            ("practice", "hba", "", "must", True, "She spoke it."),
        ],
    ),
    (
        "faith",
        YES | {"value_1": "faith:sikh", "values": ["practice:spiritual_abuse"]},
        [
            ("faith", "sikh", "", "must", True, "She spoke it."),
            ("practice", "spiritual_abuse", "", "must", True, "She spoke it."),
        ],
    ),
]


@pytest.mark.parametrize(("code", "typed", "stated"), ANSWERS)
def test_a_yes_states_its_needs_and_a_later_answer_takes_their_place(
    cast: Cast, code: str, typed: dict[str, Any], stated: list[tuple[Any, ...]]
) -> None:
    client, address = cast.client("commissioner"), reverse("reviews:question", args=[cast.review.ref, asked(code)])
    following = reverse("reviews:question", args=[cast.review.ref, asked(code) + 1])
    lived = bool(typed["lived"])
    found = []
    for version, data in enumerate([typed, {"answer": "no"}, typed, {"answer": "not_known"}], 1):
        response = client.post(address, {**data, "version": version})
        assert (response.status_code, response["Location"]) == (302, following)
        found.append((QuestionAnswer.objects.get(question=code).answer, needs(cast, code)))
    wanted = [(*need[:4], lived, need[5]) for need in stated]
    assert found == [("yes", wanted), ("no", []), ("yes", wanted), ("not_known", [])]
    assert needs(cast, "") == [("community", "kurdish", "", "must", False, "She was Kurdish.")]


@pytest.mark.parametrize(
    ("code", "typed", "wrong"),
    [
        ("language", {}, ["answer"]),
        ("language", YES, ["value_1"]),
        ("honour", YES, ["values"]),
        ("language", YES | {"value_1": "language:self_described"}, ["own_words"]),
        ("language", YES | {"value_1": "faith:sikh"}, ["value_1"]),
        ("honour", YES | {"values": ["practice:fgm"]}, ["values"]),
        ("honour", {"answer": "yes", "values": ["practice:hba"]}, ["reason", "weight"]),
        ("suicide", {"answer": "perhaps"}, ["answer"]),
    ],
)
def test_an_answer_that_says_too_little_is_asked_again(
    cast: Cast, code: str, typed: dict[str, Any], wrong: list[str]
) -> None:
    address = reverse("reviews:question", args=[cast.review.ref, asked(code)])
    response = cast.client("commissioner").post(address, {**typed, "version": 1})
    assert (response.status_code, sorted(response.context["form"].errors)) == (422, wrong)
    assert (QuestionAnswer.objects.count(), needs(cast, code)) == (0, [])


@pytest.mark.parametrize("place", [0, len(questions()) + 1, 10**30])
def test_a_question_that_is_none_is_a_wrong_address(cast: Cast, place: int) -> None:
    assert cast.client("commissioner").get(f"/reviews/{cast.review.ref}/needs/{place}/").status_code == 404


def test_not_relevant_needs_its_reason_and_each_of_the_nine_its_answer(cast: Cast) -> None:
    client, address = cast.client("commissioner"), reverse("reviews:characteristics", args=[cast.review.ref])
    typed = {one.value: "not_yet_known" for one in Characteristic} | {"age": "not_relevant", "version": "1"}
    missing = {name: value for name, value in typed.items() if name != "sex"}
    first = client.post(address, missing)
    assert (first.status_code, list(first.context["form"].errors)) == (422, ["sex", "age_reason"])
    assert CharacteristicAnswer.objects.count() == 0
    assert client.post(address, typed | {"age_reason": "She was in middle life."}).status_code == 302
    kept = CharacteristicAnswer.objects.values_list("characteristic", "relevance", "reason")
    assert set(kept) == {
        (one.value, "not_yet_known", "") for one in Characteristic if one is not Characteristic.AGE
    } | {("age", "not_relevant", "She was in middle life.")}  # fmt: skip
