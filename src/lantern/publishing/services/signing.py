"""Whether the organisations agree, one by one, by a link of their own."""

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.links import hash_of, new_token
from lantern.kit.states import IllegalMove
from lantern.publishing import rules
from lantern.publishing.domain.consulting import Answer, VersionState, check_note
from lantern.publishing.models import Partner, SignOff, Version
from lantern.publishing.services.consulting import FAILED
from lantern.register.public import Way, send_after_commit

ASKED = (
    "Your organisation is asked to read something and say whether it agrees. You need no account. It is here:\n"
    "{address}"
)


@transaction.atomic
def ask_to_sign(*, version: Version, partner: Partner, email: str, by: User) -> SignOff:
    """Asks one organisation; asking again sends the same link. Raises Refused, IllegalMove."""
    rules.check_is_editor(by, version.ref)
    if VersionState(version.state) not in {VersionState.CUT, VersionState.PUBLISHED}:
        raise IllegalMove("This version is not one to agree with any more.")
    found = SignOff.objects.filter(version=version, partner=partner).first()
    if found is None:
        token = new_token()
        found = SignOff(version=version, partner=partner, token_hash=hash_of(token), asked_at=clock.now(), asked_by=by)
        found.token = token
    found.contact = email
    found.save()
    address = f"{settings.SITE_ADDRESS}{reverse('publishing:sign', args=[found.token])}"
    send_after_commit(Way(email, ASKED.format(address=address)), found.ref, failed=FAILED)
    audit.record("publishing.sign_off_asked", found.ref, by, version=version.ref)
    return found


@transaction.atomic
def sign(*, sign_off: SignOff, answers: int, answer: Answer, note: str, note_public: bool) -> None:
    """Keeps an organisation's word. It may change it; the last one stands. Raises IllegalMove.

    `answers` is how often it had been answered when the page was shown, so that two people of one organisation do not
    overwrite each other unseen.
    """
    check_note(answer, note)
    if VersionState(sign_off.version.state) not in {VersionState.CUT, VersionState.PUBLISHED}:
        raise IllegalMove("This version has been replaced. You will be asked about the new one.")
    seen = SignOff.objects.filter(pk=sign_off.pk, answers=answers)
    kept = "" if answer is Answer.AGREED else note.strip()
    if not seen.update(
        answer=answer.value,
        note=kept,
        note_public=note_public and bool(kept),
        answered_on=clock.today(),
        answers=F("answers") + 1,
    ):
        raise IllegalMove(
            "Somebody of your organisation has answered meanwhile. Look at it, then answer again if you wish."
        )
    audit.record("publishing.signed", sign_off.ref, None, answer=answer.value, note_public=note_public and bool(kept))
