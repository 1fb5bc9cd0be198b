"""A strip of marks above a chart: the part that each row was dealt into when rows are shuffled before splitting."""

from collections.abc import Mapping
from typing import Any

from pages.parts.series.time_axis import at_rows, for_axis
from pages.tasks.prices.price_colors import PARTS
from seqcore.data.series.series import Series
from seqcore.data.series.windows import Rows, spread

MOST_MARKS = 2000
HEIGHT = 0.14
"""Share of the chart's height."""


def dealt_strip(series: Series, dealt: Mapping[str, Rows]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Traces, a lane for each part with a mark for each of its rows, and the axes they need.

    Their horizontal axis is one of its own that follows the chart's: so they stay out of the slider below it.

    With many rows only some marks are drawn, evenly, and the legend says so.
    """
    every = -(-sum(map(len, dealt.values())) // MOST_MARKS)
    thinned = f" (1 in {every})" if every > 1 else ""
    traces = []
    for lane, (name, rows) in enumerate(dealt.items()):
        shown = spread(rows, -(-len(rows) // every))
        color = PARTS[name][1]
        traces.append(
            dict(
                type="scatter",
                x=for_axis(at_rows(series.index, shown)),
                y=[-lane] * len(shown),
                xaxis="x2",
                yaxis="y2",
                mode="markers",
                marker={"symbol": "line-ns", "size": 9, "line": {"width": 1.5, "color": color}, "color": color},
                name=f"{name.capitalize()} rows{thinned}",
                uid=f"dealt-{name}",
                legendgroup=f"dealt-{name}",
                legendrank=1100 + lane,
                hoverinfo="skip",
            )
        )
    lanes = {"domain": [1 - HEIGHT, 1], "range": [0.6 - len(dealt), 0.4], "fixedrange": True, "visible": False}
    axes = {"xaxis2": {"matches": "x", "anchor": "y2", "visible": False}, "yaxis2": lanes | {"anchor": "x2"}}
    return traces, axes
