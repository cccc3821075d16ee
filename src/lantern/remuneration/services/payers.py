"""Who pays and who is paid."""

from typing import Any

from django.db import transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.remuneration import rules
from lantern.remuneration.domain.claims import TERM_DAYS
from lantern.remuneration.models import Payee, Payer
from lantern.remuneration.services.telling import tell_payee

LONGEST_TERM = 120
MOST_VAT = 25_00


@transaction.atomic
def add_payer(
    *,
    name: str,
    by: User,
    email: str = "",
    term_days: int = TERM_DAYS,
    purchase_order: str = "",
    programme: bool = False,
) -> Payer:
    """A payer that is no partnership: the programme, or a body that bears a share. Raises Refused, IllegalMove."""
    rules.check_is_programme(by)
    _check_term(term_days)
    payer = Payer.objects.create(
        name=name.strip(),
        email=email.strip(),
        term_days=term_days,
        purchase_order=purchase_order.strip(),
        programme=programme,
        **_confirmed(email, by),
    )
    audit.record("remuneration.payer_added", payer.ref, by, term_days=term_days)
    return payer


@transaction.atomic
def set_payer(
    *, payer: Payer, version: int, name: str, email: str, term_days: int, purchase_order: str, by: User
) -> Payer:
    """Changes a payer's address, its promise and its order number. The address of links is the programme's to set.

    A coordinator who saves it confirms the address: whoever claims must be someone else.

    Raises Refused, IllegalMove, OutOfDate.
    """
    rules.check_can_set_payer(by, payer)
    _check_term(term_days)
    if email.strip() != payer.email:
        rules.check_is_programme(by, payer.ref)
    changes: dict[str, Any] = {
        **(_confirmed(email, by) if rules.is_programme(by) else {}),
        "name": name.strip() or payer.name,
        "email": email.strip(),
        "term_days": term_days,
        "purchase_order": purchase_order.strip(),
    }
    if not Payer.objects.filter(pk=payer.pk, version=version).update(version=version + 1, **changes):
        raise OutOfDate("This payer")
    payer.refresh_from_db()
    audit.record("remuneration.payer_changed", payer.ref, by, term_days=term_days)
    return payer


@transaction.atomic
def set_payee(
    *,
    payee: Payee,
    version: int,
    by: User,
    name: str = "",
    address: str = "",
    bank: str = "",
    vat_number: str = "",
    vat_basis_points: int = 0,
) -> Payee:
    """Where the money goes, and the VAT the payee charges in hundredths of one per cent. An open claim keeps its own.

    Raises Refused, IllegalMove, OutOfDate.
    """
    rules.check_can_set_payee(by, payee)
    if not 0 <= vat_basis_points <= MOST_VAT:
        raise IllegalMove("VAT is a rate between nothing and 25 per cent.")
    if vat_basis_points and not vat_number.strip():
        raise IllegalMove("A payee that charges VAT gives its VAT number.")
    payee.address, payee.bank = address.strip(), bank.strip()
    changes = {
        "name": name.strip(),
        "address_sealed": payee.address_sealed,
        "bank_sealed": payee.bank_sealed,
        "vat_number": vat_number.strip(),
        "vat_basis_points": vat_basis_points,
    }
    if not Payee.objects.filter(pk=payee.pk, version=version).update(version=version + 1, **changes):
        raise OutOfDate("These details")
    payee.refresh_from_db()
    audit.record("remuneration.payee_changed", payee.ref, by, vat_basis_points=vat_basis_points)
    tell_payee(payee, by)
    return payee


@transaction.atomic
def read_notice(*, payee: Payee, by: User) -> Payee:
    """Keeps that the notice on benefits and tax was shown and read. Raises Refused."""
    rules.check_can_set_payee(by, payee)
    Payee.objects.filter(pk=payee.pk).update(notice_read_at=clock.now(), notice_read_by=by)
    payee.refresh_from_db()
    audit.record("remuneration.notice_read", payee.ref, by)
    return payee


def _confirmed(email: str, by: User) -> dict[str, Any]:
    return {"email_set_at": clock.now(), "email_set_by": by} if email.strip() else {}


def _check_term(days: int) -> None:
    if not 1 <= days <= LONGEST_TERM:
        raise IllegalMove(f"The time to pay is between 1 and {LONGEST_TERM} days.")
