"""A series as a small line: its shape, and where it begins and ends."""

import plotly.graph_objects as go

from pages.parts.curve_points import thin
from pages.parts.plain import figure_text
from pages.parts.series.time_axis import axis_points
from seqcore.data.series.series import Series

MOST_POINTS = 600


def sketch(series: Series, *, with_axes: bool = True) -> go.Figure:
    """One line without legend or tools, named like the column."""
    rows = thin(series.values, MOST_POINTS)
    edge = {"l": 48, "b": 40} if with_axes else {"l": 2, "b": 2}
    kind = "date" if series.has_dates else "linear"
    layout = {
        "template": "none",
        "showlegend": False,
        "margin": {"r": 8, "t": 4} | edge,
        "uirevision": series.fingerprint,
        "xaxis": {"type": kind, "nticks": 4, "fixedrange": True, "visible": with_axes},
        "yaxis": {"nticks": 3, "fixedrange": True, "visible": with_axes},
    }
    line = go.Scatter(
        **axis_points(series.index, rows, series.values[rows]),
        mode="lines",
        name=figure_text(series.target),
        line={"width": 1.5, "color": "var(--st-blue-text-color)"},
        hovertemplate="%{x}: %{y:.6g}<extra></extra>",
    )
    return go.Figure([line], layout)
