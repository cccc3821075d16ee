"""Demand, from the published record, the partners' public words and today's register."""

import csv
from functools import lru_cache
from pathlib import Path

from lantern.access.public import Role
from lantern.accounts.public import User, roles_of
from lantern.insight.domain import demand, figures, needs, partners
from lantern.library.public import Record, dhrd_record, edition
from lantern.register import public as register

PARTNERS = Path(register.__file__).parent / "data" / "partners" / "partners.csv"
ALL_REGIONS = frozenset(register.REGIONS)


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
