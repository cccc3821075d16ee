"""Stating what a review needs."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import IllegalMove
from lantern.register.public import FACETS
from lantern.reviews import rules
from lantern.reviews.domain.composition import PanelRule
from lantern.reviews.domain.questions import Answer, questions
from lantern.reviews.domain.terms import Characteristic, Relevance, Weight
from lantern.reviews.models import CharacteristicAnswer, CompositionRule, Need, QuestionAnswer, Review
from lantern.reviews.services.reviews import claim

BY_ITSELF = "*"
Value = tuple[str, str, str]  # facet, code, own words


@transaction.atomic
def state_needs(
    *,
    review: Review,
    version: int,
    values: Iterable[Value],
    weight: Weight,
    reason: str,
    by: User,
    lived: bool = False,
) -> Review:
    """Adds needs without a question; one that stands already takes the new weight and reason.

    Raises Refused, IllegalMove, OutOfDate.
    """
    rules.check_can_edit(by, review)
    claim(review, version)
    count = _keep(review, list(values), weight, lived, reason, "")
    audit.record("review.needs_stated", review.ref, by, needs=count, weight=weight.value)
    return review


@transaction.atomic
def answer_question_on_needs(
    *,
    review: Review,
    version: int,
    question: str,
    answer: Answer,
    by: User,
    values: Iterable[Value] = (),
    weight: Weight = Weight.SHOULD,
    lived: bool = False,
    reason: str = "",
) -> Review:
    """Answers one question. Yes states its needs in place of what it led to before; no and not known leave none.

    Raises Refused, IllegalMove, OutOfDate.
    """
    rules.check_can_edit(by, review)
    asked, wanted = questions()[question], list(values)
    if (answer is Answer.YES) != bool(wanted):
        raise IllegalMove("Yes names at least one kind of expertise; the other answers name none.")
    if any(not asked.allows(facet, code) for facet, code, _words in wanted):
        raise IllegalMove("This question does not lead to that expertise. Add it as a need of its own.")
    claim(review, version)
    _leave(review, question)
    QuestionAnswer.objects.update_or_create(
        review=review,
        question=question,
        defaults={"answer": answer.value, "answered_at": clock.now(), "answered_by": by},
    )
    count = _keep(review, wanted, weight, lived, reason, question)
    audit.record("review.question_answered", review.ref, by, question=question, answer=answer.value, needs=count)
    return review


def _keep(review: Review, values: list[Value], weight: Weight, lived: bool, reason: str, question: str) -> int:
    if not values or not reason.strip():
        if values:
            raise IllegalMove("Every need has a reason.")
        return 0
    for facet, code, words in values:
        if code not in FACETS.get(facet, {}):
            raise IllegalMove("That expertise is not in the vocabulary.")
        need, made = Need.objects.get_or_create(
            review=review,
            facet=facet,
            code=code,
            own_words=words if code == "self_described" else "",
            defaults={"weight": weight.value, "lived": lived, "reason": reason.strip(), "question": question},
        )
        if made:
            continue
        led = need.question.split() or [BY_ITSELF]
        if question:
            # Another question asked for it before: the stronger of the two stands, with the reason given first.
            need.weight = min(need.weight, weight.value, key=[one.value for one in Weight].index)
            need.lived = need.lived or lived
        else:
            need.weight, need.lived, need.reason = weight.value, lived, reason.strip()
        need.question = _led_by([*led, question or BY_ITSELF])
        need.save()
    return len(values)


def _leave(review: Review, question: str) -> None:
    """Takes back what one question led to, but for what another question, or someone, asks for as well."""
    for need in review.needs.all():
        led = need.question.split()
        if question not in led:
            continue
        led.remove(question)
        if not led:
            need.delete()
            continue
        need.question = _led_by(led)
        need.save()


def _led_by(codes: list[str]) -> str:
    found = list(dict.fromkeys(codes))
    return "" if found == [BY_ITSELF] else " ".join(found)


@transaction.atomic
def remove_need(*, review: Review, version: int, need: Need, by: User) -> Review:
    """Takes a need away. Raises Refused, OutOfDate."""
    rules.check_can_edit(by, review)
    claim(review, version)
    Need.objects.filter(pk=need.pk, review=review).delete()
    audit.record("review.need_removed", review.ref, by, weight=need.weight)
    return review


@transaction.atomic
def answer_characteristics(
    *, review: Review, version: int, answers: Mapping[Characteristic, tuple[Relevance, str]], by: User
) -> Review:
    """Answers the nine, each by itself. "Not relevant" has a reason. Raises Refused, IllegalMove, OutOfDate."""
    rules.check_can_edit(by, review)
    for characteristic, (relevance, reason) in answers.items():
        if relevance is Relevance.NOT_RELEVANT and not reason.strip():
            raise IllegalMove(f"Say why {characteristic.label.lower()} is not relevant.")
    claim(review, version)
    for characteristic, (relevance, reason) in answers.items():
        CharacteristicAnswer.objects.update_or_create(
            review=review,
            characteristic=characteristic.value,
            defaults={"relevance": relevance.value, "reason": reason.strip()},
        )
    known = sum(relevance is not Relevance.NOT_YET_KNOWN for relevance, _reason in answers.values())
    audit.record("review.characteristics_answered", review.ref, by, answered=known)
    return review


@transaction.atomic
def set_rules(*, review: Review, version: int, panel_rules: Iterable[PanelRule], by: User) -> Review:
    """Sets the composition rules, all at once. Raises Refused, IllegalMove, OutOfDate."""
    rules.check_can_edit(by, review)
    wanted = list(panel_rules)
    if any(rule.least is not None and rule.most is not None and rule.least > rule.most for rule in wanted):
        raise IllegalMove("The fewest members of a rule cannot be more than its most.")
    claim(review, version)
    CompositionRule.objects.filter(review=review).delete()
    for rule in wanted:
        CompositionRule.objects.create(
            review=review,
            kind=rule.kind.value,
            facet=rule.facet,
            code=rule.code,
            agency_ref=rule.agency_ref,
            least=rule.least,
            most=rule.most,
            hard=rule.hard,
        )
    audit.record("review.rules_set", review.ref, by, rules=len(wanted), hard=sum(rule.hard for rule in wanted))
    return review
