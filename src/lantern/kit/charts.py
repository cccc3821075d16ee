"""Bars as a specification, and their drawing as SVG. What the bars are is for whoever asks."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

WIDTHS = {"wide": 640, "narrow": 300}
INK, EDGE, PAPER = "#24211c", "#7a7162", "#fffdf8"
FONT = "system-ui, 'Noto Sans', 'Liberation Sans', Arial, sans-serif"
STEP = 40

Panel = tuple[str, list[dict[str, Any]], int]


def specification(panels: list[Panel], width: int, colours: Mapping[str, str]) -> dict[str, Any]:
    """A Vega-Lite specification: panels below one another, each bar with its words above it.

    A panel is its title, its bars (label, kind, from `n` to `to`, words) and the end of its scale; `width` in pixels;
    `colours` by kind.
    """
    # Slow to import, and most commands and pages draw nothing.
    import altair as alt

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
            color=alt.Color("kind:N", legend=None, scale=alt.Scale(domain=list(colours), range=list(colours.values()))),
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

    chart = alt.vconcat(*(panel(*one) for one in panels), spacing=24)
    return dict(
        chart.configure(font=FONT, background=PAPER, padding=4).configure_view(stroke=None).to_dict(validate=False)
    )


def svg(panels: list[Panel], width: str, colours: Mapping[str, str]) -> str:
    """The chart as SVG text. `width` is wide or narrow. Drawn once for the same figures, then remembered."""
    return _drawn(json.dumps([panels, WIDTHS[width], dict(colours)]))


@lru_cache(maxsize=32)
def _drawn(drawing: str) -> str:
    return to_svg(specification(*json.loads(drawing)))


def to_svg(drawing: Mapping[str, Any]) -> str:
    """A Vega-Lite specification as SVG text."""
    # Starting its engine takes a second, which a page without a chart must not wait for.
    import vl_convert

    return str(vl_convert.vegalite_to_svg(dict(drawing)))
