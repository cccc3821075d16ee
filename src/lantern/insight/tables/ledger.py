"""The ledger's tables, each figure with the way to the rows behind it, and its download."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from lantern.insight.domain.ledger import ALL, PARTS, By, Days, Ledger, Part, Work, hours, in_order
from lantern.insight.domain.ledger import Cell as Sums
from lantern.insight.domain.suppression import Withheld
from lantern.insight.tables.demand import Cell, number
from lantern.kit import clock, money

LEDGER_SOURCE = (
    "Source: hours logged, claimed and paid in Lantern. Hours given unpaid are valued at the rate agreed for that "
    "work; hours without an agreed rate are counted and not valued."
)
OFFER_HEADINGS = {
    "unknown": "No rate stated",
    "below": "Below her rate",
    "not_below": "At or above it",
    ALL: "Offers sent",
}
Names = Mapping[By, Mapping[str, str]]


def ledger_page(found: Ledger, names: Names, *, linked: bool) -> dict[str, Any]:
    """Everything the page shows; `linked` for a reader who may see the rows behind a figure."""
    whole = found.total()
    return {
        "unknown": [
            (Part.UNCLAIMED.label, _hours(found.total(Part.UNCLAIMED))),
            (Part.WAITING.label, _hours(found.total(Part.WAITING))),
            ("Worked at no agreed rate", Withheld.OTHER.value if whole.withheld else hours(whole.unpriced)),
        ],
        "known": [
            (Part.PAID.label, _hours(found.total(Part.PAID))),
            (Part.DONATED.label, _hours(found.total(Part.DONATED))),
            ("Worth of what was given", _pounds(found.total(Part.DONATED))),
        ],
        "splits": [
            {"id": by.value, "caption": f"Hours by {by.label.lower()}", "rows": _split_rows(found, by, names, linked)}
            for by in By
        ],
        "days": _days_rows(found, names),
        "offers": [
            {
                "id": f"offers-{by.value}",
                "caption": f"Offers by {by.label.lower()}",
                "rows": _offer_rows(found, by, names),
            }
            for by in (By.AREA, By.AGENCY)
            if found.offers.get((by, ALL, ALL))
        ],
        "ledger_source": LEDGER_SOURCE,
    }


def name_of(by: By, group: str, names: Names) -> str:
    return "All" if group == ALL else names[by].get(group, group)


def _hours(cell: Sums) -> str:
    return Withheld.OTHER.value if cell.withheld else hours(cell.minutes)


def _pounds(cell: Sums) -> str:
    if cell.withheld:
        return Withheld.OTHER.value
    return "not known" if cell.unpriced and cell.unpriced == cell.minutes else money.exactly(cell.pence)


def _split_rows(found: Ledger, by: By, names: Names, linked: bool) -> list[list[Cell]]:
    rows = []
    for group in (*in_order(by, found.groups[by], names[by]), ALL):
        row: list[Cell] = [{"heading": by.label, "text": name_of(by, group, names)}]
        for part in PARTS:
            cell = found.cell(by, group, part)
            heading = "All hours" if part == ALL else Part(part).label
            drawn: Cell = {"heading": heading, "text": _hours(cell), "number": True}
            if cell.withheld:
                drawn["no_value"] = drawn.pop("text")
            elif linked and cell.minutes:
                query = urlencode({"by": by.value, "group": group, "part": part})
                drawn |= {
                    "href": f"{reverse('insight:ledger_rows')}?{query}",
                    "hidden": f"hours, {heading.lower()}, {name_of(by, group, names)}",
                }
            row.append(drawn)
        row += [
            {"heading": "Paid for", "text": _pounds(found.cell(by, group, Part.PAID)), "number": True},
            {
                "heading": "Worth of what was given",
                "text": _pounds(found.cell(by, group, Part.DONATED)),
                "number": True,
            },
        ]
        rows.append(row)
    return rows


def _days_rows(found: Ledger, names: Names) -> list[list[Cell]]:
    areas = [area for area in found.days if area != ALL]
    return [
        [
            {"heading": "Partnership", "text": name_of(By.AREA, area, names)},
            *(
                {"heading": heading, "number": True, **({"text": text} if text else {"no_value": Withheld.OTHER.value})}
                for heading, text in days_words(found.days[area]).items()
            ),
        ]
        for area in ([*in_order(By.AREA, areas, names[By.AREA]), ALL] if areas else [])
    ]


def days_words(days: Days | None) -> dict[str, str]:
    """Days to pay in words by heading; empty where they are withheld."""
    headings = ("Still open", "Paid claims", "Median days to pay", "Middle half")
    if days is None:
        return dict.fromkeys(headings, "")
    middle = "none paid yet" if days.median is None else f"{days.median:g}"
    half = "fewer than 5 paid" if days.quartiles is None else f"{days.quartiles[0]:g} to {days.quartiles[1]:g}"
    return dict(zip(headings, (str(days.open), str(days.paid), middle, half), strict=True))


def _offer_rows(found: Ledger, by: By, names: Names) -> list[list[Cell]]:
    groups = in_order(by, {key[1] for key in found.offers if key[0] == by and key[1] != ALL}, names[by])
    return [
        [
            {"heading": by.label, "text": name_of(by, group, names)},
            *(number(heading, found.offers[by, group, part]) for part, heading in OFFER_HEADINGS.items()),
        ]
        for group in (*groups, ALL)
    ]


def ledger_download(found: Ledger, names: Names) -> list[list[str]]:
    """Every figure of the page as rows of text, each with its date and source."""
    tail = [clock.today().isoformat(), LEDGER_SOURCE]
    rows = [["Table", "Row", "Figure", "Hours", "Pounds", "Count", "Counted on", "Source"]]
    for by in By:
        for group in (*in_order(by, found.groups[by], names[by]), ALL):
            for part in PARTS:
                cell = found.cell(by, group, part)
                label = "All hours" if part == ALL else Part(part).label
                sums = (
                    [Withheld.OTHER.value] * 2
                    if cell.withheld
                    else [_exact_hours(cell.minutes), f"{money.as_pounds(cell.pence):.2f}"]
                )
                rows.append([by.label, name_of(by, group, names), label, *sums, "", *tail])
    for area, days in found.days.items():
        for label, text in days_words(days).items():
            count = text or Withheld.OTHER.value
            rows.append(["Days to pay", name_of(By.AREA, area, names), label, "", "", count, *tail])
    for (split, group, part), value in found.offers.items():
        rows.append(
            [
                f"Offers by {By(split).label.lower()}",
                name_of(By(split), group, names),
                OFFER_HEADINGS[part],
                "",
                "",
                str(value),
                *tail,
            ]
        )
    return rows


def _exact_hours(minutes: int) -> str:
    return f"{Decimal(minutes) / 60:.2f}"


def work_rows(work: Iterable[Work], names: Names) -> list[list[Cell]]:
    """The rows behind a figure. Never whose hours they are: the claim says that."""
    rows: list[list[Cell]] = []
    for one in work:
        claim: Cell = {"heading": "Claim", "no_value": "None yet"}
        if one.claim:
            claim = {"heading": "Claim", "text": one.claim, "href": reverse("remuneration:claim", args=[one.claim])}
        rows.append(
            [
                {"heading": "Month", "text": name_of(By.MONTH, one.month, names)},
                {"heading": "Kind of work", "text": name_of(By.KIND, one.kind, names)},
                {"heading": "Partnership", "text": name_of(By.AREA, one.area, names)},
                {"heading": "Agency", "text": name_of(By.AGENCY, one.agency, names)},
                {"heading": "Hours", "text": hours(one.minutes), "number": True},
                {
                    "heading": "Worth",
                    "number": True,
                    **(
                        {"no_value": "No agreed rate"}
                        if one.worth_pence is None
                        else {"text": money.exactly(one.worth_pence)}
                    ),
                },
                {"heading": "What became of it", "text": one.part.label},
                claim,
            ]
        )
    return rows
