"""Before and after as a drawing: a line for each topic from one mean to the other, on the scale of one to five."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from lantern.kit.charts import EDGE, FONT, INK, PAPER, to_svg
from lantern.workshops.domain.confidence import SCALE, Change

LATER = "#2c4a3b"
STEP = 60


def rows_of(found: Sequence[tuple[str, Change]]) -> list[dict[str, Any]]:
    """One row a topic: its words, and the two means."""
    return [
        {
            "label": label,
            "before": round(one.before, 2),
            "after": round(one.after, 2),
            "words": f"{label}: {one.before:.1f} to {one.after:.1f}",
        }
        for label, one in found
    ]


def svg(found: Sequence[tuple[str, Change]], width: int) -> str:
    """The drawing as SVG text: open marks before, filled marks after."""
    return _drawn(json.dumps([rows_of(found), width]))


def specification(rows: list[dict[str, Any]], width: int) -> dict[str, Any]:
    # Slow to import, and most pages draw nothing.
    import altair as alt

    data: Any = {"values": rows}
    y = alt.Y("label:N", sort=None, axis=None, scale=alt.Scale(paddingInner=0.6, paddingOuter=0.6))
    scale = alt.Scale(domain=[min(SCALE), max(SCALE)], nice=False)
    axis = alt.Axis(
        title=f"1 {SCALE[1].lower()} – 5 {SCALE[5].lower()}",
        values=list(SCALE),
        format="d",
        grid=True,
        labelColor=INK,
        labelFontSize=13,
        titleFontSize=13,
    )
    base = alt.Chart(data)
    line = base.mark_rule(color=EDGE, strokeWidth=3).encode(
        y=y, x=alt.X("before:Q", scale=scale, axis=axis), x2="after:Q"
    )
    first = base.mark_point(size=130, filled=False, stroke=EDGE, fill=PAPER, strokeWidth=3).encode(y=y, x="before:Q")
    second = base.mark_point(size=150, filled=True, color=LATER, opacity=1).encode(y=y, x="after:Q")
    words = base.mark_text(align="left", baseline="bottom", dy=-13, fontSize=14, color=INK).encode(
        y=y, x=alt.value(0), text="words:N"
    )
    chart = (line + first + second + words).properties(width=width, height=STEP * len(rows))
    return dict(
        chart.configure(font=FONT, background=PAPER, padding=8).configure_view(stroke=None).to_dict(validate=False)
    )


@lru_cache(maxsize=32)
def _drawn(drawing: str) -> str:
    return to_svg(specification(*json.loads(drawing)))
