"""An uploaded spreadsheet that waits to be confirmed."""

import json
from dataclasses import dataclass
from datetime import timedelta

from lantern.access.public import Hidden
from lantern.accounts.public import User
from lantern.kit import clock
from lantern.register.domain import importing
from lantern.register.domain.importing import ImportRow, Refusal
from lantern.register.models import Expert, PendingImport

KEPT_FOR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Preview:
    """What confirming would do. Rows with their number in the file; `there` are in the register already."""

    ref: str
    accepted: list[tuple[int, ImportRow]]
    there: list[tuple[int, ImportRow]]
    refused: list[Refusal]


def pending_import(user: User, ref: str) -> Preview:
    """What this person uploaded and has not confirmed. Raises Hidden for anyone else's, and when it is too old."""
    found = PendingImport.objects.filter(ref=ref, uploaded_by=user, uploaded_at__gte=clock.now() - KEPT_FOR).first()
    if found is None:
        raise Hidden(ref[:40])
    content = json.loads(found.content)
    rows = [row for _number, row in importing.parse(content["rows"]).accepted] if content["numbers"] else []
    there = _there()
    numbered = list(zip(content["numbers"], rows, strict=True))
    return Preview(
        ref=found.ref,
        accepted=[(number, row) for number, row in numbered if row.key not in there],
        there=[(number, row) for number, row in numbered if row.key in there],
        refused=[Refusal(*one) for one in content["refused"]],
    )


def _there() -> set[tuple[str, str]]:
    held = Expert.objects.values_list("agency__name", "name")
    return {((agency or "").casefold(), name.casefold()) for agency, name in held}
