"""The chart of a series: actual prices, the parts of the split, forecasts, and what may come after the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from pages.parts.curve_points import MOST_POINTS, thin
from pages.parts.figure_style import frame
from pages.prices.price_colors import ACTUAL, EDGE, LEGEND
from pages.prices.split_shading import split_shading
from pages.prices.time_axis import at_rows, axis_points, for_axis
from seqcore.series.series import Array64, Series
from seqcore.series.windows import Rows, Split

LABEL_STRIP = 0.1
"""Share of the height, above the curves, in which the parts are named."""
SLIDER = 0.1
FARTHEST = 2.0
"""A forecast that runs away is drawn this many heights of the actual curve above or below it at most."""


@dataclass(frozen=True, eq=False)
class Line:
    """`values` of `rows`, each the row that a value is for, not the one it was forecast at.

    A line that is not `visible` waits in the legend to be switched on.
    """

    name: str
    uid: str
    rows: Rows
    values: Array64
    color: str
    visible: bool = True
    dash: str = "solid"
    width: float = 2


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
    revision: str = "",
) -> go.Figure:
    """The actual prices with the parts of `split` in the background, `lines` and `bands`; only axes without rows.

    Rows of lines and bands may lie beyond the end of the series. Another `revision` forgets the zoom.
    """
    ends = [len(series) - 1, *(int(line.rows.max(initial=0)) for line in lines)]
    ends += [int(band.rows.max(initial=0)) for band in bands]
    shown = np.array([0, max(ends)] if len(series) else [], np.int64)
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
        layout["xaxis"]["tickformat"] = ",d"
    if len(series):
        low, high = float(series.values.min()), float(series.values.max())
        room = (high - low or abs(high) or 1.0) * FARTHEST
        layout["yaxis"]["autorangeoptions"] = {"clipmin": low - room, "clipmax": high + room}
        layout["xaxis"]["rangeslider"]["yaxis"] = {"rangemode": "fixed", "range": [low, high]}
        # Not a range: a double click would go back to the one that was drawn first, even after rows were added.
        first, last = for_axis(at_rows(series.index, shown))
        layout["xaxis"]["autorangeoptions"] = {"include": [first, last], "clipmin": first, "clipmax": last}
        if split is not None:
            layout |= split_shading(series, split, shown)
    when = "%{x|%Y-%m-%d}" if has_dates else "row %{x:,d}"
    if has_dates and any("T" in date for date in for_axis(series.index[-100:])):
        when = "%{x|%Y-%m-%d %H:%M}"
    hover = f"{when}, %{{fullData.name}} %{{y:{number}}}<extra></extra>"
    rows = _rows_drawn(series.values, split)
    actual = Line("Actual", "actual", rows, series.values[rows], ACTUAL, width=1.5)
    return go.Figure(
        [*(_area(series, band) for band in bands), *(_curve(series, line, hover) for line in (actual, *lines))], layout
    )


def _decimals(values: Array64) -> int:
    """As many as five significant digits of a usual value need: 104.20, 67,123, 1.0835."""
    usual = float(np.median(np.abs(values))) if len(values) else 0.0
    return int(np.clip(4 - np.floor(np.log10(usual)), 0, 10)) if usual > 0 else 2


def _rows_drawn(values: Array64, split: Split | None) -> npt.NDArray[np.intp]:
    """The rows of the actual curve, `MOST_POINTS` at most; half of them for the test part, to be looked at closely."""
    if split is None or len(values) <= MOST_POINTS:
        return thin(values)
    test = thin(values[split.validation :], MOST_POINTS // 2) + split.validation
    return np.concatenate([thin(values[: split.validation], MOST_POINTS - len(test)), test])


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
