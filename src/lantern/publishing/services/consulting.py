"""Asking people about a version, what they say, and what becomes of it."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.links import hash_of, new_token
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.publishing import rules
from lantern.publishing.domain.consulting import Credit, Decision, VersionState
from lantern.publishing.models import Comment, Consultation, Contributor, Version
from lantern.publishing.selectors.guidance import is_open, passage_of
from lantern.register.public import Way, send_after_commit

FAILED = "publishing.notice_failed"
ASKED = "You are asked to read something and say what you think of it. You need no account. It is here:\n{address}"
TOLD = "What became of your words stands here, and you can change how you are thanked:\n{address}"
MOST_COMMENTS = 200
CLOSED = "The time to comment is over. What was said stays, and you can still take yours back."


def _write(contributor: Contributor, text: str) -> None:
    address = f"{settings.SITE_ADDRESS}{reverse('publishing:consult', args=[contributor.token])}"
    send_after_commit(Way(contributor.email, text.format(address=address)), contributor.ref, failed=FAILED)


@transaction.atomic
def open_consultation(*, version: Version, question: str, closes_on: date, by: User) -> Consultation:
    """Raises Refused, IllegalMove."""
    rules.check_is_editor(by, version.ref)
    if VersionState(version.state) is not VersionState.CUT:
        raise IllegalMove("People are asked about a version before it is published.")
    if closes_on < clock.today():
        raise IllegalMove("Choose a last day that is not over.")
    if Consultation.objects.filter(version=version).exists():
        raise IllegalMove("People are asked about this version already.")
    made = Consultation.objects.create(
        version=version, question=question, closes_on=closes_on, opened_at=clock.now(), opened_by=by
    )
    audit.record("publishing.consultation_opened", made.ref, by, version=version.ref)
    return made


@transaction.atomic
def ask(*, consultation: Consultation, name: str, organisation: str, email: str, by: User) -> Contributor:
    """Asks somebody, by a link of her own; a mailbox asked again gets the same. Raises Refused, IllegalMove."""
    rules.check_is_editor(by, consultation.ref)
    if not is_open(consultation):
        raise IllegalMove("This consultation is closed.")
    for one in consultation.contributors.filter(withdrawn_on__isnull=True):
        if one.email.casefold() == email.casefold():
            _write(one, ASKED)
            return one
    token = new_token()
    made = Contributor(
        consultation=consultation,
        name=name,
        organisation=organisation,
        token_hash=hash_of(token),
        asked_at=clock.now(),
        asked_by=by,
    )
    made.email, made.token = email, token
    made.save()
    _write(made, ASKED)
    audit.record("publishing.contributor_asked", made.ref, by, consultation=consultation.ref)
    return made


@transaction.atomic
def comment(*, contributor: Contributor, passage: str, said: str, proposed_words: str) -> Comment:
    """Keeps what she says of a passage, with the passage as it stands. Raises IllegalMove."""
    held = Consultation.objects.select_for_update().select_related("version").get(pk=contributor.consultation_id)
    contributor = Contributor.objects.select_for_update().get(pk=contributor.pk)
    if contributor.withdrawn_on is not None:
        raise IllegalMove("You took your words back, so this link no longer takes new ones.")
    if not is_open(held):
        raise IllegalMove(CLOSED)
    about = passage_of(held.version, passage)
    if about is None:
        raise IllegalMove("This passage is not in the version you are asked about. Choose it again from the list.")
    if not said.strip() and not proposed_words.strip():
        raise IllegalMove("Write what you think, or the words you would put.")
    if contributor.comments.count() >= MOST_COMMENTS:
        raise IllegalMove("You have written a great deal. Please write to the editor for the rest.")
    same = contributor.comments.filter(
        passage=passage, said=said, proposed_words=proposed_words, withdrawn_on__isnull=True
    )
    if found := same.first():
        return found  # the same press twice
    made = Comment.objects.create(
        consultation=held,
        contributor=contributor,
        passage=passage,
        passage_words=about.words,
        said=said,
        proposed_words=proposed_words,
        made_on=clock.today(),
    )
    audit.record("publishing.commented", made.ref, None, contributor=contributor.ref)
    return made


@transaction.atomic
def take_back(*, comment: Comment) -> None:
    """Her own comment goes, whatever was decided of it; that there was one stays."""
    Comment.objects.filter(pk=comment.pk).update(said="", proposed_words="", reply="", withdrawn_on=clock.today())
    audit.record("publishing.comment_withdrawn", comment.ref, None)


@transaction.atomic
def withdraw(*, contributor: Contributor) -> None:
    """Everything that points to her goes, everywhere and at once, also from what is published."""
    today = clock.today()
    # A comment of the same moment comes before, or not at all.
    Contributor.objects.select_for_update().get(pk=contributor.pk)
    Comment.objects.filter(contributor=contributor).update(said="", proposed_words="", reply="", withdrawn_on=today)
    Contributor.objects.filter(pk=contributor.pk).update(
        name="",
        organisation="",
        email_sealed="",
        credit=Credit.ANONYMOUS.value,
        credited_as="",
        withdrawn_on=today,
    )
    audit.record("publishing.contributor_withdrew", contributor.ref, None)


@transaction.atomic
def choose_credit(*, contributor: Contributor, credit: Credit, credited_as: str) -> None:
    """How she is thanked from now on, in every version. Raises IllegalMove."""
    contributor = Contributor.objects.select_for_update().get(pk=contributor.pk)
    if contributor.withdrawn_on is not None:
        raise IllegalMove("You took your words back, so you are not named anywhere.")
    shown = {Credit.NAMED: credited_as.strip(), Credit.ORGANISATION: contributor.organisation}.get(credit, "")
    if credit is Credit.NAMED and not shown:
        raise IllegalMove("Write the name you want to be thanked by.")
    if credit is Credit.ORGANISATION and not shown:
        raise IllegalMove("We do not know your organisation’s name. Choose “By the name I write here” and write it.")
    Contributor.objects.filter(pk=contributor.pk).update(credit=credit.value, credited_as=shown)
    audit.record("publishing.credit_chosen", contributor.ref, None, credit=credit.value or "not_chosen")


@transaction.atomic
def decide(*, comment: Comment, version: int, decision: Decision, reply: str, by: User) -> None:
    """Answers a comment: a reply is always given. Raises Refused, IllegalMove, OutOfDate."""
    rules.check_is_editor(by, comment.ref)
    if not reply.strip():
        raise IllegalMove("Write a reply: whoever took the time hears what became of it.")
    seen = Comment.objects.filter(pk=comment.pk, version=version, withdrawn_on__isnull=True)
    if not seen.update(
        decision=decision.value, reply=reply, version=version + 1, decided_at=clock.now(), decided_by=by
    ):
        raise OutOfDate("This comment")
    audit.record("publishing.comment_decided", comment.ref, by, decision=decision.value)


@transaction.atomic
def close_consultation(*, consultation: Consultation, by: User) -> None:
    """Raises Refused, IllegalMove."""
    rules.check_is_editor(by, consultation.ref)
    if not Consultation.objects.filter(pk=consultation.pk, closed_at__isnull=True).update(
        closed_at=clock.now(), closed_by=by
    ):
        raise IllegalMove("This consultation is closed already.")
    audit.record("publishing.consultation_closed", consultation.ref, by)


@transaction.atomic
def tell_what_became(*, consultation: Consultation, by: User) -> int:
    """Sends everyone who said something her own link, once each comment has its answer. Raises Refused, IllegalMove."""
    rules.check_is_editor(by, consultation.ref)
    if consultation.closed_at is None:
        raise IllegalMove("Close the consultation first.")
    standing = consultation.comments.filter(withdrawn_on__isnull=True)
    if standing.filter(decision="").exists():
        raise IllegalMove("Some comments have no answer yet. Answer each of them first.")
    if not Consultation.objects.filter(pk=consultation.pk, told_at__isnull=True).update(
        told_at=clock.now(), told_by=by
    ):
        raise IllegalMove("Everyone was told already.")
    people = list(consultation.contributors.filter(withdrawn_on__isnull=True, comments__in=standing).distinct())
    for one in people:
        _write(one, TOLD)
    audit.record("publishing.contributors_told", consultation.ref, by, people=len(people))
    return len(people)
