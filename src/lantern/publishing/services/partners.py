"""The partners' entries: loaded as they stand publicly, and put right by each organisation itself."""

import csv
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.links import hash_of, new_token
from lantern.kit.states import OutOfDate
from lantern.publishing import rules
from lantern.publishing.models import Partner
from lantern.publishing.services.consulting import FAILED
from lantern.register.public import Way, send_after_commit

FILE = Path(__file__).parent.parent / "data" / "partners.csv"
FACTS = ("short_name", "kind", "communities", "faiths", "practices", "area", "basis", "source")
OWN = ("short_name", "about", "communities", "faiths", "practices", "area", "link")
ASKED = "Your organisation’s entry on a public page is here for you to look at and put right:\n{address}"


def rows() -> list[dict[str, str]]:
    """The file as it stands. "unknown" is empty: it is shown as not known."""
    with FILE.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    return [{key: "" if value == "unknown" else value for key, value in row.items()} for row in found]


@transaction.atomic
def load_partners(*, by: Any) -> int:
    """Adds the organisations that are missing; an entry that is there stays as its organisation left it."""
    made = 0
    for row in rows():
        facts = {key: row[key].replace(";", "; ") for key in FACTS}
        made += Partner.objects.get_or_create(name=row["name"], defaults=facts)[1]
    audit.record("publishing.partners_loaded", "partners", by, partners=made)
    return made


@transaction.atomic
def send_entry_link(*, partner: Partner, email: str, by: User) -> None:
    """Sends an organisation the link to its own entry; an earlier link no longer opens. Raises Refused."""
    rules.check_is_editor(by, partner.ref)
    token = new_token()
    partner.contact, partner.token_hash = email, hash_of(token)
    partner.save(update_fields=["contact_sealed", "token_hash"])
    address = f"{settings.SITE_ADDRESS}{reverse('publishing:entry', args=[token])}"
    send_after_commit(Way(email, ASKED.format(address=address)), partner.ref, failed=FAILED)
    audit.record("publishing.entry_link_sent", partner.ref, by)


@transaction.atomic
def correct_entry(*, partner: Partner, version: int, facts: dict[str, str], by: User | None) -> None:
    """Puts an entry right: by the organisation's own link (`by` is None) or at the desk. Raises Refused, OutOfDate."""
    if by is not None:
        rules.check_is_editor(by, partner.ref)
    before = {key: getattr(partner, key) for key in OWN}
    kept = {key: facts[key].strip() for key in OWN}
    seen = Partner.objects.filter(pk=partner.pk, version=version)
    if not seen.update(**kept, version=version + 1, corrected_at=clock.now(), corrected_by=by):
        raise OutOfDate("This entry")
    changed = ",".join(key for key in OWN if before[key] != kept[key])
    audit.record("publishing.entry_corrected", partner.ref, by, changed=changed)
