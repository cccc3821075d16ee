"""Adding the partnerships that commission reviews."""

from django.db import IntegrityError, transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit.states import IllegalMove
from lantern.register import rules
from lantern.register.models import Partnership


def add_partnership(*, name: str, region: str, by: User) -> Partnership:
    """Adds a partnership, so that reviews can be opened for its area. Raises Refused; IllegalMove for a namesake."""
    rules.check_is_programme(by)
    try:
        with transaction.atomic():
            made = Partnership.objects.create(name=name, region=region)
            audit.record("register.partnership_added", made.ref, by, region=region)
    except IntegrityError as problem:
        raise IllegalMove("A partnership of this name is here already.") from problem
    return made
