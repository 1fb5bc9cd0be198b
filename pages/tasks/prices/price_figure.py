"""The chart of a series: actual prices, the parts of the split, forecasts, and what may come after the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import plotly.graph_objects as go

from pages.parts.curve_points import MOST_POINTS, thin
from pages.parts.figure_style import COUNTS, frame
from pages.parts.plain import figure_text
from pages.parts.series.time_axis import at_rows, axis_points, for_axis
from pages.tasks.prices.dealt_strip import HEIGHT, dealt_strip
from pages.tasks.prices.price_colors import ACTUAL, EDGE, LEGEND
from pages.tasks.prices.split_shading import split_shading
from seqcore.data.series.series import Array64, Series
from seqcore.data.series.windows import Rows, Split

LABEL_STRIP = 0.1
"""Share of the height, above the curves, in which the parts are named."""
SLIDER = 0.1
FARTHEST = 2.0
"""A forecast that runs away is drawn this many heights of the actual curve above or below it at most."""
ROOM = 0.25
"""Steps, in heights of the actual curve, by which the axis makes room for forecasts: so it stands still mostly."""


@dataclass(frozen=True, eq=False)
class Line:
    """`values` of `rows`, each the row that a value is for, not the one it was forecast at.

    A line that is not `visible` waits in the legend to be switched on. Later lines are drawn over earlier ones; `rank`
    is their place in the legend.
    """

    name: str
    uid: str
    rows: Rows
    values: Array64
    color: str
    visible: bool = True
    dash: str = "solid"
    width: float = 2
    rank: int = 1000


@dataclass(frozen=True, eq=False)
class Band:
    """The area between `low` and `high`, for instance where 80 % of the errors would lie."""

    rows: Rows
    low: Array64
    high: Array64
    color: str
    name: str


def price_figure(
    series: Series,
    split: Split | None,
    lines: Sequence[Line],
    *,
    title: str = "",
    bands: Sequence[Band] = (),
    dealt: Mapping[str, Rows] | None = None,
    first_shown: int = 0,
    revision: str = "",
) -> go.Figure:
    """The actual prices with the parts of `split` in the background, `lines` and `bands`; only axes without rows.

    `dealt` are the rows of each part where they do not follow one another in time: they are marked in a strip.
    The chart begins at the row `first_shown`, the slider below it shows all. Rows of lines and bands may lie beyond
    the end of the series. Another `revision` forgets the zoom.
    """
    ends = [len(series) - 1, *(int(line.rows.max(initial=0)) for line in lines)]
    ends += [int(band.rows.max(initial=0)) for band in bands]
    shown = np.array([0, max(ends)] if len(series) else [], np.int64)
    marks: list[dict[str, Any]] = []
    has_dates = series.has_dates
    number = f",.{_decimals(series.values)}f"
    layout = frame(title) | {
        "hovermode": "x",
        "xaxis": {
            "type": "date" if has_dates else "linear",
            "rangeslider": {"visible": True, "thickness": SLIDER, "borderwidth": 1, "bordercolor": EDGE},
            "uirevision": revision,
        },
        "yaxis": {
            "domain": [0, 1 - LABEL_STRIP],
            "fixedrange": False,
            "nticks": 6,
            "tickformat": number.replace("f", "~f"),
            "uirevision": revision,
        },
    }
    layout["legend"] |= LEGEND
    layout["margin"] |= {"t": 30, "b": 24}
    if not has_dates:
        layout["xaxis"]["tickformat"] = COUNTS
    if len(series):
        first, begin, last = for_axis(at_rows(series.index, np.array([0, first_shown, shown[1]])))
        low, high = float(series.values.min()), float(series.values.max())
        layout["xaxis"]["range"] = [begin, last]
        layout["xaxis"]["rangeslider"] |= {
            "range": [first, last],
            "yaxis": {"rangemode": "fixed", "range": [low, high]},
        }
        layout["yaxis"]["range"] = _heights(series.values, lines, bands, first_shown)
        if dealt:
            marks, axes = dealt_strip(series, dealt)
            layout |= axes
            layout["yaxis"]["domain"] = [0, 1 - HEIGHT]
        elif split is not None:
            layout |= split_shading(series, split, np.array([first_shown, shown[1]]))
    when = "%{x|%Y-%m-%d}" if has_dates else "row %{x:,d}"
    if has_dates and any("T" in date for date in for_axis(series.index[-100:])):
        when = "%{x|%Y-%m-%d %H:%M}"
    hover = f"{when}, %{{fullData.name}} %{{y:{number}}}<extra></extra>"
    actual = Line(
        figure_text(series.target), "actual", np.arange(len(series)), series.values, ACTUAL, width=1.5, rank=800
    )
    close = first_shown or (split.validation if split else 0)
    curves = [_curve(series, _thinned(line, close), hover) for line in (actual, *lines)]
    return go.Figure([*(_area(series, band) for band in bands), *curves, *marks], layout)


def _heights(values: Array64, lines: Sequence[Line], bands: Sequence[Band], first: int) -> list[float]:
    """The range of the axis: what happened from the row `first` on, and room for what is drawn beside it there."""
    low, high = float(values[first:].min()), float(values[first:].max())
    height = high - low or abs(high) or 1.0
    drawn = [line.values[line.rows >= first] for line in lines if line.visible]
    drawn += [edge[band.rows >= first] for band in bands for edge in (band.low, band.high)]
    ends = np.concatenate([*drawn, [low, high]])
    over = np.array([low - ends.min(), ends.max() - high]) / height
    room = height * np.clip(ROOM * np.ceil(over / ROOM + 0.2), 0, FARTHEST)
    return [low - float(room[0]), high + float(room[1])]


def _decimals(values: Array64) -> int:
    """As many as five significant digits of a usual value need: 104.20, 67,123, 1.0835."""
    usual = float(np.median(np.abs(values))) if len(values) else 0.0
    return int(np.clip(4 - np.floor(np.log10(usual)), 0, 10)) if usual > 0 else 2


def _thinned(line: Line, first: int) -> Line:
    """A line of `MOST_POINTS` at most; half of them for the rows from `first` on, to be looked at closely."""
    if len(line.rows) <= MOST_POINTS:
        return line
    cut = int(np.searchsorted(line.rows, first))
    after = thin(line.values[cut:], MOST_POINTS // 2 if cut else MOST_POINTS) + cut
    kept = np.concatenate([thin(line.values[:cut], MOST_POINTS - len(after)), after]).astype(np.int64)
    return replace(line, rows=line.rows[kept], values=line.values[kept])


def _curve(series: Series, line: Line, hover: str) -> dict[str, Any]:
    return dict(
        type="scatter",
        **axis_points(series.index, line.rows, line.values),
        mode="markers" if len(line.rows) == 1 else "lines",
        marker={"size": 9, "color": line.color},
        cliponaxis=len(line.rows) != 1,
        name=line.name,
        uid=line.uid,
        legendgroup=line.uid,
        legendrank=line.rank,
        visible=True if line.visible else "legendonly",
        line={"color": line.color, "width": line.width, "dash": line.dash},
        hovertemplate=hover,
    )


def _area(series: Series, band: Band) -> dict[str, Any]:
    x = at_rows(series.index, band.rows)
    return dict(
        type="scatter",
        x=for_axis(np.concatenate([x, x[::-1]])),
        y=np.concatenate([band.high, band.low[::-1]]).astype(np.float32),
        mode="lines",
        fill="toself",
        fillcolor=band.color,
        line={"color": band.color, "width": 1 if len(x) > 1 else 12},
        opacity=0.22,
        name=band.name,
        legendrank=1001,
        uid=f"band {band.name}",
        legendgroup=band.name,
        hoverinfo="skip",
    )
