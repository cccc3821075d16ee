"""Demand, from the published record; barriers and the ledger, from what the contexts below recorded; what was done."""

import csv
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path

from lantern.access.public import Hidden, Role
from lantern.accounts.public import User, has_role, people_with, roles_of, scopes_of
from lantern.insight.domain import barriers, chairs, demand, figures, ledger, living, needs, partners, reach
from lantern.insight.domain.barriers import Audience, BarrierRecord, Barriers
from lantern.insight.domain.ledger import By, Claimed, Offered, Part, Work
from lantern.insight.domain.needs import Group
from lantern.insight.models import Answer
from lantern.kit import clock
from lantern.kit.vocabulary import SELF_DESCRIBED, Known
from lantern.library.public import Record, dhrd_record, edition
from lantern.mentoring.public import active_mentees
from lantern.publishing.public import Figure
from lantern.register import public as register
from lantern.remuneration.public import Kind, PaidClaim, Row, ledger_claims, ledger_rows
from lantern.reviews.public import barrier_records, offer_rates
from lantern.workshops.public import barriers_said, places_given

PARTNERS = Path(register.__file__).parent / "data" / "partners" / "partners.csv"
ALL_REGIONS = frozenset(register.REGIONS)
# Each gives what one context recorded, in a constant number of queries. A context built later adds its own here.
BARRIER_SOURCES: list[Callable[[], Iterable[BarrierRecord]]] = [barrier_records, barriers_said]
BARRIER_LABELS = {
    barriers.UNKNOWN: "Not known: nobody said",
    barriers.NONE: "Nothing stood in the way",
    **dict(register.ENGAGEMENT_BARRIERS.choices()),
}


def published_demand() -> demand.Demand | None:
    """Demand as of now, or None before the record has been imported."""
    here = edition()
    if here is None:
        return None
    said = partner_words()
    return demand.count(
        _published(here.pk, str(here.imported_at)),
        needs.derivation(),
        said.holdings,
        said.umbrella,
        register_holdings(),
        register.REGIONS,
    )


def demand_figures(user: User) -> figures.Figures | None:
    """The figures this person may see: small counts are for the coordinator alone. None before the import."""
    found = published_demand()
    if found is None:
        return None
    return figures.figures(found, columns_of(), exact=Role.COORDINATOR in roles_of(user))


def chairs_beside(user: User, found: figures.Figures) -> chairs.Beside:
    """Today's chairs and mentees beside the needs: exactly for a coordinator, small counts withheld for others."""
    users = {person.pk for person in people_with(Role.CHAIR)}
    experts = register.Expert.objects.prefetch_related("expertise", "answers")
    sitting = list(experts.filter(user__in=users))
    on_the_way = experts.filter(pk__in=active_mentees().values("expert")).exclude(user__in=users)
    people = {"chairs": [_holder(one) for one in sitting], "mentees": [_holder(one) for one in on_the_way]}
    needs = found.demand.of(Group.BY_AND_FOR)
    exact = Role.COORDINATOR in roles_of(user)
    return chairs.beside(people, len(users) - len(sitting), needs, exact=exact)


def _holder(expert: register.Expert) -> chairs.Holder:
    held = [(one.facet, one.code) for one in expert.expertise.all() if one.code in register.FACETS[one.facet]]
    return chairs.Holder(
        frozenset((facet, code) for facet, wide in held for code in register.FACETS[facet].covers(wide)),
        {one.facet: Known(one.known) for one in expert.answers.all()},
    )


def columns_of() -> dict[str, frozenset[str]]:
    """For each need's key, the columns it is derived from."""
    rules = [rule for rule in needs.derivation().rules.values() if rule.need is not None]
    return {
        need.key: frozenset(rule.column for rule in rules if rule.need == need) for need in needs.derivation().needs
    }


@lru_cache(maxsize=1)
def partner_words() -> partners.Partners:
    """What the thirteen partners publicly say, in codes."""
    with PARTNERS.open(encoding="utf-8", newline="") as lines:
        return partners.read(
            csv.DictReader(lines),
            partners.rows_of("partner_specialisms.csv"),
            partners.rows_of("partner_areas.csv"),
            ALL_REGIONS,
            lambda facet, code: register.FACETS[facet].covers(code),
        )


def register_holdings() -> frozenset[partners.Holding]:
    """What today's register could bring: of experts who accept reviews, and of agencies, with where each works."""
    found = set()
    for expert in register.Expert.objects.filter(accepting=True).prefetch_related("expertise"):
        reach = ALL_REGIONS if expert.remote else frozenset(expert.regions)
        found |= {(held.facet, held.code, reach) for held in expert.expertise.all()}
    for agency in register.Agency.objects.prefetch_related("specialisms"):
        reach = ALL_REGIONS if agency.national else frozenset(agency.regions)
        found |= {(held.facet, held.code, reach) for held in agency.specialisms.all()}
    return frozenset(
        partners.Holding(facet, narrower, reach)
        for facet, code, reach in found
        if code in register.FACETS[facet]
        for narrower in register.FACETS[facet].covers(code)
    )


@lru_cache(maxsize=2)
def _published(edition_id: int, imported_at: str) -> tuple[demand.Published, ...]:
    """The record's rows as demand wants them. Remembered for one edition, which never changes once imported."""
    record = dhrd_record()
    return published_from(record) if record else ()


def published_from(record: Record) -> tuple[demand.Published, ...]:
    codes = {row["dhrd"]: row["code"] for row in partners.rows_of("regions.csv")}
    victims = {row.incident_id: row.values for row in record.victims}
    return tuple(
        demand.Published(row.row_id, codes[str(row.values["region"])], row.values, victims.get(row.row_id))
        for row in record.incidents
    )


def barriers_for(user: User) -> Barriers:
    """Barriers as far as this person may see them. Raises Hidden.

    All of them and exactly for a coordinator; all of them for a researcher and her own area's for a commissioner, of
    months that are over, by the year, with small counts withheld.
    """
    found = [one for source in BARRIER_SOURCES for one in source()]
    if has_role(user, Role.COORDINATOR):
        return barriers.count(found, BARRIER_LABELS, exact=True, by_area=True, fine=True)
    whole = has_role(user, Role.RESEARCHER)
    areas = scopes_of(user, Role.COMMISSIONER)
    if not whole and not areas:
        raise Hidden("barriers")
    found = [one for one in barriers.finished(found, clock.today()) if whole or one.partnership_ref in areas]
    return barriers.count(found, BARRIER_LABELS, exact=False, by_area=whole, fine=False)


def area_names(found: Barriers) -> dict[str, str]:
    """Names of the areas that the figures are split by."""
    named = dict(register.Partnership.objects.filter(ref__in=found.areas).values_list("ref", "name"))
    return {"": "Said in workshops, of no one area", **named}


def answers_for(user: User) -> dict[str, list[Answer]]:
    """What was done, by the barrier it answers, newest first, as far as it is published to this person."""
    audiences = {Audience.EVERYONE.value}
    if has_role(user, Role.COMMISSIONER, Role.COORDINATOR):
        audiences.add(Audience.PARTNERSHIPS.value)
    if has_role(user, Role.COORDINATOR):
        audiences.add(Audience.PROGRAMME.value)
    found: dict[str, list[Answer]] = {}
    for answer in Answer.objects.filter(audience__in=audiences, withdrawn_at=None):
        found.setdefault(answer.barrier, []).append(answer)
    return found


def answer_for(user: User, ref: str) -> Answer:
    """One answer, to correct it. Raises Hidden for everyone but a coordinator."""
    found = Answer.objects.filter(ref=ref).first() if has_role(user, Role.COORDINATOR) else None
    if found is None:
        raise Hidden(ref[:40])
    return found


COMMUNITIES = {code: label for code, label in register.FACETS["community"].choices() if code != SELF_DESCRIBED}


def reach_for(user: User) -> reach.Reach:
    """Whom workshops reached: exactly for a coordinator; for others small counts withheld, of months that are over."""
    exact = has_role(user, Role.COORDINATOR)
    places = places_given()
    if not exact:
        places = barriers.finished(places, clock.today())
    agencies = register.Agency.objects.prefetch_related("specialisms")
    known = [
        reach.Registered(
            agency.ref,
            agency.kind,
            frozenset(held.code for held in agency.specialisms.all() if held.facet == register.Facet.COMMUNITY),
        )
        for agency in agencies
    ]
    covers = {code: register.FACETS["community"].covers(code) for code in COMMUNITIES}
    return reach.count(places, known, covers, exact=exact)


def agency_names(found: reach.Reach) -> list[str]:
    """The agencies that nobody came from, by name, where this reader may know them."""
    return list(register.Agency.objects.filter(ref__in=found.missed).values_list("name", flat=True))


UNSENT = {"", "drafted", "withdrawn"}


def ledger_for(user: User) -> ledger.Ledger:
    """The ledger as far as this person may see it. Raises Hidden.

    All and exactly for a coordinator; her agency's exactly for a lead; what her area was sent to pay, exactly, for a
    commissioner, since she may open each row of it; everything with small counts withheld for a researcher.
    """
    if _sees_rows(user):
        areas, agencies = scopes_of(user, Role.COMMISSIONER), scopes_of(user, Role.AGENCY_LEAD)
        programme = has_role(user, Role.COORDINATOR)
        claims = ledger_claims(user)
        offered = [
            one for one in _offered() if programme or one.area in areas or (one.agency and one.agency in agencies)
        ]
        # The day rate an offer is held against is between the expert and the programme.
        return ledger.count(ledger_work(user), _claimed(claims), offered, exact=True, offers_exact=programme)
    if not has_role(user, Role.RESEARCHER):
        raise Hidden("ledger")
    work = [_work(row) for row in ledger_rows(user, whole=True)]
    return ledger.count(work, _claimed(ledger_claims(user, whole=True)), _offered(), exact=False)


def ledger_work(user: User) -> list[Work]:
    """The rows behind the ledger that this person may see one by one. Raises Hidden."""
    if not _sees_rows(user):
        raise Hidden("ledger")
    rows = ledger_rows(user)
    if not has_role(user, Role.COORDINATOR):
        # Hours that nobody has sent her yet are the expert's own, whoever will pay them.
        agencies = scopes_of(user, Role.AGENCY_LEAD)
        rows = [row for row in rows if row.state not in UNSENT or (row.agency_ref and row.agency_ref in agencies)]
    return [_work(row) for row in rows]


def ledger_names(found: Iterable[str]) -> dict[By, dict[str, str]]:
    """What people read for each group of the ledger; `found` are its months."""
    return {
        By.AREA: {"": "Paid by someone else", **dict(register.Partnership.objects.values_list("ref", "name"))},
        By.AGENCY: {"": "No agency: independent", **dict(register.Agency.objects.values_list("ref", "name"))},
        By.KIND: {kind.value: kind.label for kind in Kind},
        By.MONTH: {month: f"{date.fromisoformat(f'{month}-01'):%B %Y}" for month in found},
    }


def _sees_rows(user: User) -> bool:
    return has_role(user, Role.COORDINATOR, Role.COMMISSIONER, Role.AGENCY_LEAD)


def _work(row: Row) -> Work:
    if row.donated:
        part = Part.DONATED
    elif row.paid:
        part = Part.PAID
    else:
        part = Part.UNCLAIMED if row.state in UNSENT else Part.WAITING
    return Work(
        expert=row.expert_ref or row.agency_ref,  # people who are not named: at least one of that agency
        area=row.partnership_ref,
        agency=row.agency_ref,
        kind=row.kind,
        month=row.month,
        minutes=row.minutes,
        part=part,
        worth_pence=row.worth_pence,
        claim=row.claim_ref,
    )


def _claimed(claims: Iterable[PaidClaim]) -> list[Claimed]:
    return [
        Claimed(one.partnership_ref, None if one.paid_on is None else (one.paid_on - one.submitted_on).days)
        for one in claims
    ]


def _offered() -> list[Offered]:
    return [
        Offered(one.partnership_ref, one.agency_ref, None if one.stated_pence is None else one.below)
        for one in offer_rates()
    ]


# A travel or a supervision alone is no seat; a panel meeting, reading or drafting is.
OF_A_SEAT = frozenset({Kind.PANEL_MEETING.value, Kind.READING.value, Kind.DRAFTING.value})
LIVING = {
    "religion_unknown": "Religion not known in the published record",
    "needs_unmet": "Reviews in the record with a need that no partner could meet where they were",
    "seats_paid": "Seats on panels that have been paid",
    "days_to_pay": "Days until a claim was paid",
}


def living_figures() -> list[Figure]:
    """The figures that pages may carry, as everyone may see them: small counts are told to nobody."""
    found, here, today = published_demand(), edition(), clock.today()
    source = f"{here.name} {here.version}, {here.licence}" if here else "the published record, not imported yet"
    said = {
        "religion_unknown": living.share(
            found.unknown["religion"] if found else 0,
            found.victims if found else 0,
            "people who died, in reviews of one death",
        ),
        "needs_unmet": living.share(
            sum(place.some_unmet for place in found.regions) if found else 0,
            sum(place.some_unmet + place.all_met for place in found.regions) if found else 0,
            "reviews whose tags show a need for by-and-for expertise",
        ),
    }
    rows = [row for row in ledger_rows(None, whole=True) if row.kind in OF_A_SEAT]
    paid: dict[str, bool] = {}
    for row in rows:
        paid[row.engagement_ref] = paid.get(row.engagement_ref, False) or row.paid
    said["seats_paid"] = living.seats_paid(paid)
    days = [one.days for one in _claimed(ledger_claims(None, whole=True))]
    settled = [one for one in days if one is not None]
    said["days_to_pay"] = living.middle(settled, len(days) - len(settled), "claims that were paid")
    definitions = {
        "religion_unknown": "Counted from tags in the public record: no tag means that nothing was recorded.",
        "needs_unmet": "A need is met where a partner publicly states that specialism and works in the region.",
        "seats_paid": "A seat counts as paid once any of its hours has been paid. Hours given unpaid are no payment.",
        "days_to_pay": "From the day a claim was sent in to the day it was paid.",
    }
    ours = "the programme’s own ledger"
    sources = {"religion_unknown": source, "needs_unmet": source, "seats_paid": ours, "days_to_pay": ours}
    return [
        Figure(
            key=key,
            title=title,
            value=said[key].value,
            count=said[key].count,
            definition=definitions[key],
            source=sources[key],
            address=f"/figures/#{key}",
            on=today,
            why=said[key].why,
        )
        for key, title in LIVING.items()
    ]
