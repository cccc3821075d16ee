"""The questions that lead to needs, with how far they are answered."""

from typing import Any

from django.urls import reverse

from lantern.register.public import label_of
from lantern.reviews.domain.questions import Answer, Question, questions
from lantern.reviews.domain.terms import Characteristic, Weight
from lantern.reviews.models import Review

TAGS = {Answer.YES: "done", Answer.NO: "plain", Answer.NOT_KNOWN: "waiting"}


def needs_page(review: Review) -> dict[str, Any]:
    answers = {one.question: Answer(one.answer) for one in review.answers.all()}
    nine = review.characteristics.count()
    tasks = [
        {
            "label": asked.question,
            "href": reverse("reviews:question", args=[review.ref, place]),
            "status": answers[asked.code].label if asked.code in answers else "Not answered",
            "kind": TAGS[answers[asked.code]] if asked.code in answers else "attention",
        }
        for place, asked in enumerate(questions().values(), 1)
    ]
    tasks.append(
        {
            "label": "The nine protected characteristics",
            "href": reverse("reviews:characteristics", args=[review.ref]),
            "status": f"{nine} of {len(Characteristic)}",
            "kind": "done" if nine == len(Characteristic) else "attention",
        }
    )
    needs = [
        {
            "what": label_of(need.facet, need.code, need.own_words),
            "tag": f"{need.facet}:{need.code}:{need.own_words}",
            "weight": Weight(need.weight).label,
            "lived": need.lived,
            "reason": need.reason,
        }
        for need in review.needs.all()
    ]
    return {"review": review, "tasks": tasks, "needs": needs}


def question_initial(review: Review, asked: Question) -> dict[str, Any]:
    """What the form shows: what was answered before, else the weight and the reason that the question offers."""
    initial: dict[str, Any] = {"weight": asked.weight.value, "reason": asked.reason}
    before = review.answers.filter(question=asked.code).first()
    if before is None:
        return initial
    initial["answer"] = before.answer
    needs = [need for need in review.needs.all() if asked.code in need.question.split()]
    if needs:
        initial |= {"weight": needs[0].weight, "reason": needs[0].reason, "lived": needs[0].lived}
    listed = dict.fromkeys(f"{facet}:{code}" for facet, code in asked.values)
    named = [f"{need.facet}:{need.code}" for need in needs]
    initial["values"] = [tag for tag in named if tag in listed]
    for place, tag in enumerate((tag for tag in named if tag not in listed), 1):
        initial[f"value_{place}"] = tag
    initial["own_words"] = next((need.own_words for need in needs if need.own_words), "")
    return initial
