"""The evaluation: opened, answered by anybody with the one link, closed, and only then read."""

import random
import secrets
from collections.abc import Collection, Iterable, Mapping

from django.db import transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.links import hash_of, new_token
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.register.public import ENGAGEMENT_BARRIERS
from lantern.workshops import rules
from lantern.workshops.domain import codes
from lantern.workshops.domain.places import State
from lantern.workshops.domain.sessions import Moment, SessionState
from lantern.workshops.models import Answer, Comment, Evaluation, Session, SignUp
from lantern.workshops.services import telling

CLOSED = "This evaluation is closed. Thank you for wishing to answer."
_SHUFFLE = random.SystemRandom()


@transaction.atomic
def open_evaluation(*, session: Session, by: User) -> Evaluation:
    """Opens it and tells everyone with a place that there is something on her page. Raises Refused, IllegalMove."""
    rules.check_can_run(by, session)
    if session.state != SessionState.PUBLISHED:
        raise IllegalMove("Open the session first.")
    if Evaluation.objects.filter(session=session).exists():
        raise IllegalMove("This session has its evaluation already.")
    if not session.topics:
        raise IllegalMove("Say first what the session covers: people say how sure they feel of each topic.")
    token = new_token()
    made = Evaluation(session=session, token_hash=hash_of(token), opened_by=by)
    made.token, made.pepper = token, secrets.token_hex(32)
    made.save()
    audit.record("workshops.evaluation_opened", made.ref, by, session=session.ref)
    for one in SignUp.objects.filter(session=session, state=State.PLACED.value):
        one.session = session
        telling.write(one, telling.WRITTEN)
    return made


@transaction.atomic
def give_answer(
    *, evaluation: Evaluation, moment: Moment, code: str, scores: Mapping[str, int], words: str = "", may_quote: bool
) -> bool:
    """Keeps what somebody said. Answers whether, after the session, the same code was there before.

    The very same answer pressed twice is kept once. Raises IllegalMove for a code that is too short or once it is
    closed. The event says that the session was answered, and nothing of by whom or what.
    """
    held = Evaluation.objects.select_for_update().select_related("session").get(pk=evaluation.pk)
    if held.closed_at is not None:
        raise IllegalMove(CLOSED)
    code_hash = codes.hash_of(code, bytes.fromhex(held.pepper))
    answers = list(Answer.objects.filter(evaluation=held))
    told = {topic: score for topic, score in scores.items() if topic in held.session.topics}
    known = any(one.code_hash == code_hash and one.moment == Moment.BEFORE for one in answers)
    same = any((one.code_hash, one.moment, one.scores) == (code_hash, moment, told) for one in answers)
    comments = list(Comment.objects.filter(evaluation=held))
    # Words may come with a second press of the same answer; what was pressed twice is kept once.
    more = bool(words.strip()) and not (same and any(one.words == words.strip() for one in comments))
    if not same:
        answers.append(Answer(evaluation=held, moment=moment.value, code_hash=code_hash, scores=told))
    if more:
        said = Comment(evaluation=held, may_quote=may_quote)
        said.words = words.strip()
        comments.append(said)
    if more or not same:
        # Both tables each time: rows left alone would still bear the transaction of the last who wrote some words.
        shuffled_in(Answer, held, answers)
        shuffled_in(Comment, held, comments)
        audit.record("workshops.evaluation_answered", held.session.ref, None)
    return known


def shuffled_in(kind: type[Answer] | type[Comment], held: Evaluation, rows: Iterable[Answer | Comment]) -> None:
    """Writes all rows of one evaluation anew, in an order of chance: no place in the table tells which came last."""
    rows = list(rows)
    _SHUFFLE.shuffle(rows)
    kind.objects.filter(evaluation=held).delete()
    for row in rows:
        row.save(force_insert=True)


@transaction.atomic
def close_evaluation(*, evaluation: Evaluation, version: int, by: User) -> Evaluation:
    """Ends it for good, and destroys the pepper and the hashes: no code can be tried against them again.

    What belongs together is kept by a number of chance instead. Raises Refused, IllegalMove before the session is over,
    OutOfDate.
    """
    rules.check_can_run(by, evaluation.session)
    if evaluation.session.ends > clock.now():
        raise IllegalMove("The session is not over. Close the evaluation once people have had time to answer.")
    closing = {"closed_at": clock.now(), "closed_by": by, "pepper_sealed": "", "version": version + 1}
    seen = Evaluation.objects.filter(pk=evaluation.pk, version=version, closed_at=None)
    if not seen.update(**closing):
        raise OutOfDate("This evaluation")
    held = Evaluation.objects.select_related("session").get(pk=evaluation.pk)
    answers = list(Answer.objects.filter(evaluation=held))
    numbers = {code_hash: secrets.token_hex(32) for code_hash in {one.code_hash for one in answers}}
    for one in answers:
        one.code_hash = numbers[one.code_hash]
    shuffled_in(Answer, held, answers)
    shuffled_in(Comment, held, Comment.objects.filter(evaluation=held))
    audit.record("workshops.evaluation_closed", held.ref, by, session=held.session.ref)
    return held


@transaction.atomic
def code_themes(*, comment: Comment, themes: Collection[str], by: User) -> Comment:
    """Says which barriers a comment speaks of. Raises Refused, IllegalMove for what the vocabulary does not know."""
    rules.check_can_run(by, comment.evaluation.session)
    if comment.evaluation.closed_at is None:
        raise IllegalMove("Comments are read once the evaluation is closed.")
    unknown = set(themes) - set(ENGAGEMENT_BARRIERS)
    if unknown:
        raise IllegalMove("This barrier is not in the vocabulary.")
    comment.themes, comment.coded_at, comment.coded_by = sorted(themes), clock.now(), by
    comment.save(update_fields=["themes", "coded_at", "coded_by"])
    audit.record("workshops.themes_coded", comment.evaluation.ref, by, themes=sorted(themes))
    return comment
