"""The demand chart as a specification, and its drawing as SVG."""

import json
from functools import lru_cache
from typing import Any

from lantern.insight.domain.demand import NeedCount
from lantern.insight.domain.figures import Figures
from lantern.insight.domain.needs import Group
from lantern.insight.domain.suppression import Withheld

WIDTHS = {"wide": 640, "narrow": 300}
INK, QUIET, EDGE = "#24211c", "#5a5348", "#7a7162"
KINDS = {"met": "#2c4a3b", "unmet": "#fffdf8", "not split": "#d9cfbd", "not known": "#7a7162"}
STEP = 40


def specification(
    unknown: list[dict[str, Any]], needs: list[dict[str, Any]], victims: int, width: int
) -> dict[str, Any]:
    """A Vega-Lite specification: what is unknown first, then by-and-for needs, each bar with its words above it.

    `unknown` and `needs` are bars as `unknown_bars` and `need_bars` make them; `width` is in pixels.
    """
    # Slow to import, and most commands and pages draw nothing.
    import altair as alt

    font = "system-ui, 'Noto Sans', 'Liberation Sans', Arial, sans-serif"

    def panel(title: str, bars: list[dict[str, Any]], top: int) -> Any:
        order = list(dict.fromkeys(bar["label"] for bar in bars))
        data: Any = {"values": bars}
        y = alt.Y("label:N", sort=order, axis=None, scale=alt.Scale(paddingInner=0.66, paddingOuter=0.5))
        x = alt.X("n:Q", stack=None, axis=None, scale=alt.Scale(domain=[0, top], nice=False))
        marks = alt.Chart(data).mark_bar(stroke=EDGE, strokeWidth=1.5)
        drawn = marks.encode(
            y=y,
            x=x,
            x2="to:Q",
            color=alt.Color("kind:N", legend=None, scale=alt.Scale(domain=list(KINDS), range=list(KINDS.values()))),
        )
        words = (
            alt.Chart(data)
            .transform_filter("datum.words != ''")
            .mark_text(align="left", baseline="bottom", dy=-8, fontSize=14, color=INK)
            .encode(y=y, x=alt.value(0), text="words:N")
        )
        return (drawn + words).properties(
            width=width,
            height=STEP * len(order),
            title=alt.TitleParams(title, anchor="start", fontSize=15, color=INK, offset=6),
        )

    longest = max((bar["to"] for bar in needs), default=0)
    chart = alt.vconcat(
        panel(f"Not known, of {victims} victims", unknown, victims),
        panel("Reviews by need: dark met, light unmet", needs, max(longest, 1)),
        spacing=24,
    )
    return dict(
        chart.configure(font=font, background="#fffdf8", padding=4).configure_view(stroke=None).to_dict(validate=False)
    )


def unknown_bars(found: Figures) -> list[dict[str, Any]]:
    bars = []
    for name, label in (("religion", "Religion"), ("ethnicity", "Ethnicity")):
        value = found.unknown(name)
        number = value if isinstance(value, int) else 0
        bars.append({"label": name, "kind": "not known", "n": 0, "to": number, "words": f"{label} not known: {value}"})
    return bars


def need_bars(found: Figures) -> list[dict[str, Any]]:
    """Every by-and-for need that any review had, as pieces of bars from `n` to `to`."""
    bars: list[dict[str, Any]] = []
    for count in found.demand.of(Group.BY_AND_FOR):
        if count.reviews:
            bars += _bar(found, count)
    return bars


def _bar(found: Figures, count: NeedCount) -> list[dict[str, Any]]:
    label = count.need.label
    reviews, met, unmet = (found.need(count, part) for part in ("reviews", "met", "unmet"))
    if isinstance(reviews, Withheld):
        return [{"label": label, "kind": "not split", "n": 0, "to": 0, "words": f"{label}: {reviews}"}]
    if isinstance(met, Withheld) or isinstance(unmet, Withheld):
        words = f"{label}: {reviews} (met or unmet not shown)"
        return [{"label": label, "kind": "not split", "n": 0, "to": reviews, "words": words}]
    return [
        {"label": label, "kind": "met", "n": 0, "to": met, "words": f"{label}: {met} met, {unmet} unmet"},
        {"label": label, "kind": "unmet", "n": met, "to": reviews, "words": ""},
    ]


def svg(found: Figures, width: str) -> str:
    """The chart as SVG text. `width` is wide or narrow. Drawn once for the same figures, then remembered."""
    bars = json.dumps([unknown_bars(found), need_bars(found), found.demand.victims, WIDTHS[width]])
    return _drawn(bars)


@lru_cache(maxsize=32)
def _drawn(bars: str) -> str:
    # Starting its engine takes a second, which a page without a chart must not wait for.
    import vl_convert

    return str(vl_convert.vegalite_to_svg(specification(*json.loads(bars))))
