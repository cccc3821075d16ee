"""The demand page's tables, for components/table.html, and its download."""

import csv
import io
from typing import Any

from lantern.insight.domain.demand import UNKNOWN_COLUMNS, NeedCount
from lantern.insight.domain.figures import ALL, NEED_PARTS, REGION_PARTS, Figures
from lantern.insight.domain.needs import Group, Outcome
from lantern.insight.domain.suppression import Shown, Withheld
from lantern.kit import clock
from lantern.library.public import Edition
from lantern.register.public import REGIONS

Cell = dict[str, Any]

NEED_HEADINGS = {
    "reviews": "Reviews",
    "met": "Met by a partner",
    "unmet": "Unmet",
    "umbrella_only": "Unmet, umbrella only",
    "met_by_register": "Met by today’s register",
}
REGION_HEADINGS = {
    "ethnicity_unknown": "Ethnicity unknown",
    "no_victim_row": "No victim row",
    "reviews": "Reviews",
    "all_met": "Every need met",
    "some_unmet": "A need unmet",
    "no_need": "No need derived",
}


def number(heading: str, value: Shown) -> Cell:
    if value is Withheld.OTHER:
        return {"heading": heading, "no_value": value.value, "number": True}
    return {"heading": heading, "text": str(value), "number": True}


def need_rows(found: Figures, group: Group) -> list[list[Cell]]:
    return [
        [
            {"heading": "Expertise", "text": count.need.label},
            *(number(NEED_HEADINGS[part], found.need(count, part)) for part in NEED_PARTS),
        ]
        for count in found.demand.of(group)
        if count.reviews
    ]


def region_rows(found: Figures) -> list[list[Cell]]:
    names = [*(place.region for place in found.demand.regions), ALL]
    return [
        [
            {"heading": "Region", "text": "England and Wales" if name == ALL else REGIONS.label(name)},
            *(number(REGION_HEADINGS[part], found.region(name, part)) for part in REGION_HEADINGS),
        ]
        for name in names
    ]


def recruit_rows(found: Figures) -> list[list[Cell]]:
    """What to recruit next. Where the unmet reviews were is for the reader who may see small counts."""
    rows = []
    for count in found.to_recruit():
        row: list[Cell] = [
            {"heading": "Expertise", "text": count.need.label},
            number("Unmet reviews", found.need(count, "unmet")),
        ]
        if found.exact:
            row.append({"heading": "Where", "text": _where(count)})
        rows.append(row)
    return rows


def _where(count: NeedCount) -> str:
    places = sorted(((n, region) for region, n in count.unmet_by_region.items() if n), key=lambda p: (-p[0], p[1]))
    return ", ".join(f"{REGIONS.label(region)} {n}" for n, region in places)


def download(found: Figures, edition: Edition) -> str:
    """Every figure of the page as CSV, each row with its denominator, source, licence and date."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        ["table", "row", "figure", "count", "out_of", "version", "counted_on", "source", "licence", "attribution"]
    )
    tail = [edition.version, clock.today().isoformat(), edition.source, edition.licence, edition.attribution]
    demand = found.demand
    reviews, victims = f"{demand.reviews} reviews", f"{demand.victims} victims"
    for name in UNKNOWN_COLUMNS:
        writer.writerow(["unknown", name, "unknown", found.unknown(name), victims, *tail])
    for outcome in (Outcome.NONE, Outcome.TOO_LITTLE):
        value = found.victims("ethnicity", outcome)
        writer.writerow(["ethnicity", outcome.value, "no need derived", value, victims, *tail])
    for count in demand.needs:
        for part in NEED_PARTS:
            writer.writerow(["need", count.need.label, part, found.need(count, part), reviews, *tail])
    for name in [*(place.region for place in demand.regions), ALL]:
        for part in REGION_PARTS:
            writer.writerow(["region", name, part, found.region(name, part), reviews, *tail])
    return out.getvalue()
