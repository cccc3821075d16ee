"""The tables of barriers and of what was done about them, and their download."""

from collections.abc import Mapping
from typing import Any

from lantern.insight.domain.barriers import ALL as ALL_BARRIERS
from lantern.insight.domain.barriers import DECLINED, NONE, SAID, SOURCES, UNKNOWN, Barriers
from lantern.insight.domain.suppression import Shown
from lantern.insight.models import Answer
from lantern.insight.selectors import BARRIER_LABELS
from lantern.insight.tables.demand import Cell, number
from lantern.kit import clock
from lantern.kit.spreadsheets import to_csv
from lantern.register.public import ENGAGEMENT_BARRIERS

BARRIER_SOURCE = (
    "Source: what this programme recorded in Lantern. A no names one reason; a silence says nothing; a reflection "
    "after a seat can name several, and a no or a partly to paid, heard or safe counts as one."
)


def source_label(source: str) -> str:
    return SOURCES.get(source, source.replace("_", " ").capitalize())


def barriers_page(found: Barriers, answers: Mapping[str, list[Answer]], areas: Mapping[str, str]) -> dict[str, Any]:
    said = [code for code in found.barriers if code != UNKNOWN]
    answered = [code for code in BARRIER_LABELS if code in answers and code not in said]
    return {
        "unknown": found.barrier(UNKNOWN),
        "said": found.shown.get(SAID, 0),
        "recorded": total if isinstance(total := found.shown.get(ALL_BARRIERS), int) else None,  # None: withheld
        "by_barrier": [
            [
                {"heading": "Barrier", "text": BARRIER_LABELS.get(code, code)},
                *(source_cell(found, code, source) for source in found.sources),
                number("Together", found.barrier(code)),
            ]
            for code in found.barriers
        ],
        "over_time": [
            [
                {"heading": "When", "text": period},
                number("Not known", found.shown["barrier", UNKNOWN, "period", period]),
                number("Said", found.shown["period", period, "said"]),
                number("Together", found.shown["period", period]),
            ]
            for period in found.periods
        ],
        "barrier_over_time": [
            [
                {"heading": "Barrier", "text": BARRIER_LABELS.get(code, code)},
                *(number(period, found.shown["barrier", code, "period", period]) for period in found.periods),
            ]
            for code in found.barriers
        ]
        if found.periods
        else [],
        "by_area": [
            [
                {"heading": "Partnership", "text": areas.get(ref, ref)},
                number("Not known", found.shown["area", ref, "unknown"]),
                number("Said", found.shown["area", ref, "said"]),
                number("Together", found.shown["area", ref]),
            ]
            for ref in sorted(found.areas, key=lambda ref: areas.get(ref, ref))
        ],
        "beside": [
            {
                "code": code,
                "label": BARRIER_LABELS.get(code, code),
                "count": found.barrier(code),
                "answers": answers.get(code, []),
            }
            for code in (*said, *answered)
            if code not in {NONE, DECLINED}
        ],
        "source": BARRIER_SOURCE,
    }


def source_cell(found: Barriers, code: str, source: str) -> Cell:
    """A cell that cannot be (a silence names nothing) is a dash and not a nought."""
    if ("barrier", code, "source", source) not in found.shown:
        return {"heading": source_label(source), "no_value": "–", "number": True}
    return number(source_label(source), found.at(code, source))


def answer_groups(answers: Mapping[str, list[Answer]]) -> list[dict[str, Any]]:
    """What was done, by barrier in the vocabulary's order."""
    return [
        {"label": ENGAGEMENT_BARRIERS.label(code), "answers": answers[code]}
        for code in ENGAGEMENT_BARRIERS
        if code in answers
    ]


def barriers_download(found: Barriers, areas: Mapping[str, str]) -> bytes:
    """Every figure of the page as CSV, each with its denominator, source and date."""
    tail = [f"{found.shown.get(ALL_BARRIERS, 0)} recorded", clock.today().isoformat(), BARRIER_SOURCE]
    rows = [["table", "row", "column", "count", "out_of", "counted_on", "source"]]

    def add(table: str, name: str, column: str, value: Shown) -> None:
        rows.append([table, name, column, str(value), *tail])

    add("all", "unknown", "", found.barrier(UNKNOWN))
    add("all", "said", "", found.shown.get(SAID, 0))
    for code in found.barriers:
        label = BARRIER_LABELS.get(code, code)
        add("barrier", label, "together", found.barrier(code))
        for source in found.sources:
            if ("barrier", code, "source", source) in found.shown:
                add("source", label, source_label(source), found.at(code, source))
        for period in found.periods:
            add("time", label, period, found.shown["barrier", code, "period", period])
    for ref in found.areas:
        for part in ("unknown", "said"):
            add("area", areas.get(ref, ref), part, found.shown["area", ref, part])
    return to_csv(rows)
