"""Copies that leave Lantern. Each is an event of its own, since a copy is out of our hands."""

from django.db import transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import money
from lantern.kit.vocabulary import Known
from lantern.register import rules
from lantern.register.domain.expertise import Audience, Grade, Level, SafeContact
from lantern.register.domain.exports import REGISTER_HEADINGS, Plain
from lantern.register.domain.vocabularies import FACETS, REGIONS, Facet, label_of
from lantern.register.models import Expert, Expertise


def export_own(*, expert: Expert, by: User) -> dict[str, Plain]:
    """Everything the register holds of this person, in words, for herself."""
    rules.check_can_edit_expert(by, expert)
    answers = {answer.facet: answer.known for answer in expert.answers.all()}
    listed = list(expert.expertise.all())
    conflicts = expert.standing_conflicts.select_related("partnership")
    copy: dict[str, Plain] = {
        "Reference": expert.ref,
        "Name": expert.name,
        "Agency": expert.agency.name if expert.agency else "none",
        "Who may see the name": Audience(expert.name_audience).label,
        "Name may stand in evidence": expert.name_in_evidence,
    }
    for facet in Facet:
        copy[facet.label] = {
            "Answer": Known(answers.get(facet.value, "unknown")).label,
            "Listed": [_item(one) for one in listed if one.facet == facet.value],
        }
    copy |= {
        "Regions": [REGIONS.label(code) for code in expert.regions],
        "Works remotely": expert.remote,
        "Accepting invitations": expert.accepting,
        "Most reviews at once": expert.max_reviews,
        "Least day rate": None if expert.day_rate_pence is None else money.in_words(expert.day_rate_pence),
        "Standing conflicts": [
            {
                "Partnership": one.partnership.name,
                "Grade": Grade(one.grade).label,
                "Settled by a coordinator": one.pinned,
                "On": one.declared_at.date().isoformat(),
            }
            for one in conflicts
        ],
        "Safe contact": SafeContact(expert.safe_contact).label,
        "Address or number": expert.contact or "none",
        "Registered on": expert.registered_at.date().isoformat(),
    }
    with transaction.atomic():
        audit.record("register.own_copy_taken", expert.ref, by)
    return copy


def _item(one: Expertise) -> dict[str, Plain]:
    item: dict[str, Plain] = {
        "What": label_of(one.facet, one.code, one.own_words),
        "Level": Level(one.level).label,
        "Who may be told": Audience(one.audience).label,
    }
    if one.dialect:
        item["Dialect"] = one.dialect
    if one.script:
        item["Script"] = one.script
    return item


def export_register(*, by: User) -> list[list[str]]:
    """The whole register as rows, without conflicts and safe contact, which no spreadsheet should hold."""
    rules.check_is_programme(by)
    rows = [REGISTER_HEADINGS]
    for expert in Expert.objects.select_related("agency").prefetch_related("expertise", "answers"):
        rows.append(_row(expert))
    with transaction.atomic():
        audit.record("register.exported", "register", by, experts=len(rows) - 1)
    return rows


def _row(expert: Expert) -> list[str]:
    answers = {answer.facet: Known(answer.known) for answer in expert.answers.all()}
    held: dict[str, list[str]] = {facet: [] for facet in FACETS}
    for one in expert.expertise.all():
        spoken = f" ({', '.join(filter(None, [one.dialect, one.script]))})" if one.dialect or one.script else ""
        held[one.facet].append(f"{label_of(one.facet, one.code, one.own_words)}{spoken}: {one.level}")
    return [
        expert.ref,
        expert.name,
        expert.agency.name if expert.agency else "",
        *("; ".join(held[facet]) or answers.get(facet, Known.UNKNOWN).label for facet in FACETS),
        "; ".join(REGIONS.label(code) for code in expert.regions),
        "yes" if expert.remote else "no",
        "yes" if expert.accepting else "no",
        "" if expert.max_reviews is None else str(expert.max_reviews),
        "" if expert.day_rate_pence is None else f"{money.as_pounds(expert.day_rate_pence):.2f}",
        Audience(expert.name_audience).label,
    ]
