"""Whom workshops reached, as tables and as a file."""

from typing import Any

from lantern.insight.domain.reach import ALL, KINDS, KNOWN, OUTCOMES, Reach
from lantern.insight.domain.suppression import Shown
from lantern.insight.selectors import COMMUNITIES
from lantern.insight.tables.demand import Cell, number
from lantern.kit import clock
from lantern.kit.spreadsheets import to_csv

REACH_SOURCE = (
    "Source: places in this programme’s workshops, as people described themselves and as those who ran the sessions "
    "said who came; the register’s agencies, as they describe themselves. Someone in two sessions counts twice, since "
    "nothing joins them."
)
REGISTER_KINDS = {"by_and_for": "By-and-for agency", "second_tier": "Second-tier organisation", "other": "Other"}


def reach_page(found: Reach) -> dict[str, Any]:
    kinds = [kind for kind in REGISTER_KINDS if ("agencies", kind) in found.shown]
    return {
        "recorded": total if isinstance(total := found.shown[ALL], int) else None,  # None: withheld
        "outcomes": [(label, found.shown["outcome", outcome]) for outcome, label in OUTCOMES.items()],
        "unknown_kind": found.shown["kind", "unknown"],
        "unknown_communities": found.shown["known", "unknown"],
        "by_kind": [
            [{"heading": "Kind of organisation", "text": label}, number("Came", found.shown["kind", kind])]
            for kind, label in KINDS.items()
        ],
        "by_agency": [
            [
                {"heading": "In the register", "text": REGISTER_KINDS[kind]},
                number("Agencies", found.shown["agencies", kind]),
                number("Someone came", found.shown["reached", kind]),
                number("Nobody came yet", found.shown["missed", kind]),
            ]
            for kind in kinds
        ],
        "by_known": [
            [{"heading": "Communities", "text": label}, number("Came", found.shown["known", known])]
            for known, label in KNOWN.items()
        ],
        "by_community": [community_row(found, code) for code in found.listed],
        "neither": [COMMUNITIES[code] for code in found.communities if code not in found.listed],
        "gaps": [COMMUNITIES[code] for code in found.gaps],
        "source": REACH_SOURCE,
    }


def community_row(found: Reach, code: str) -> list[Cell]:
    gap = code in found.gaps
    return [
        {"heading": "Community", "text": COMMUNITIES[code]},
        number("Came", found.community(code)),
        number("Agencies in the register that specialise in it", found.served[code]),
        {"heading": "Gap", **({"tag": "Nobody yet", "kind": "attention"} if gap else {"no_value": "–"})},
    ]


def reach_download(found: Reach) -> bytes:
    """Every figure of the page as CSV, each with its denominator, source and date."""
    tail = [clock.today().isoformat(), REACH_SOURCE]
    rows = [["table", "row", "figure", "count", "out_of", "counted_on", "source"]]
    places, came = f"{found.shown[ALL]} places", f"{found.shown['outcome', 'came']} who came"

    def add(table: str, name: str, figure: str, value: Shown, out_of: str) -> None:
        rows.append([table, name, figure, str(value), out_of, *tail])

    for outcome, label in OUTCOMES.items():
        add("places", label, "places", found.shown["outcome", outcome], places)
    for kind, label in KINDS.items():
        add("kind", label, "came", found.shown["kind", kind], came)
    for known, label in KNOWN.items():
        add("communities", label, "came", found.shown["known", known], came)
    for code in found.communities:
        add("community", COMMUNITIES[code], "came", found.community(code), came)
        add("community", COMMUNITIES[code], "agencies in the register", found.served[code], "the register")
    for kind, label in REGISTER_KINDS.items():
        if ("agencies", kind) in found.shown:
            out_of = f"{found.shown['agencies', kind]} agencies"
            for part in ("reached", "missed"):
                add("register", label, part, found.shown[part, kind], out_of)
    return to_csv(rows)
