"""Where forecasts err: over time, how often by how much, against earlier errors, and by how far they look ahead.

Errors are actual − forecast, in price units.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from pages.parts.figure_style import FIRST, SECOND, frame
from pages.prices.forecast_table import title_of
from pages.prices.price_colors import BASELINE_COLORS, CALM, LEGEND
from pages.prices.time_axis import axis_points
from seqcore.evaluation.residuals import autocorrelation, autocorrelation_band
from seqcore.series.series import Array64, Series
from seqcore.series.windows import Rows

UNITS = "price units"
FEWEST_BINS, MOST_BINS = 8, 40


def residuals_over_time(series: Series, rows: Rows, errors: Array64) -> go.Figure:
    """The errors of the forecasts for `rows`; zero is marked."""
    when = "%{x|%Y-%m-%d}" if series.has_dates else "row %{x:,d}"
    dots = dict(
        type="scatter",
        **axis_points(series.index, rows, errors),
        mode="markers",
        marker={"color": FIRST, "size": 5, "opacity": 0.7, "line_width": 0},
        uid="errors",
        hovertemplate=f"{when}, error %{{y:.4~g}}<extra></extra>",
    )
    layout = _frame("Errors over time", "" if series.has_dates else "row", f"error ({UNITS})")
    layout["xaxis"] |= {"type": "date"} if series.has_dates else {"tickformat": ",d"}
    return go.Figure([dots], layout | {"shapes": [_level(0.0)]})


def residual_histogram(errors: Array64) -> go.Figure:
    """How often which error occurred, with the normal curve of the same mean and spread."""
    layout = _frame("How often which error", f"error ({UNITS})", "forecasts") | {"bargap": 0.04}
    layout["yaxis"]["rangemode"] = "tozero"
    if not len(errors):
        return go.Figure([], layout)
    count = int(np.clip(np.sqrt(len(errors)), FEWEST_BINS, MOST_BINS))
    heights, edges = np.histogram(errors, bins=count)
    width = float(edges[1] - edges[0])
    bars = dict(
        type="bar",
        x0=float(edges[0] + width / 2),
        dx=width,
        width=width * 0.94,
        y=heights,
        name="Errors",
        uid="histogram",
        marker={"color": FIRST, "line_width": 0},
        opacity=0.75,
        hovertemplate="around %{x:.3~g}: %{y:,d} forecasts<extra></extra>",
    )
    return go.Figure([bars, *_normal(errors, edges)], layout)


def _normal(errors: Array64, edges: Array64) -> list[dict[str, Any]]:
    """The normal curve at the height of the bars; none when all errors are the same."""
    mean, spread = float(errors.mean()), float(errors.std())
    if spread <= 1e-12 * max(1.0, abs(mean)):
        return []
    x = np.linspace(edges[0], edges[-1], 61)
    share = np.exp(-(((x - mean) / spread) ** 2) / 2) / (spread * np.sqrt(2 * np.pi)) * (edges[1] - edges[0])
    return [
        dict(
            type="scatter",
            x0=float(x[0]),
            dx=float(x[1] - x[0]),
            y=(share * len(errors)).astype(np.float32),
            mode="lines",
            name="Normal curve",
            uid="normal",
            line={"color": SECOND, "width": 2},
            hoverinfo="skip",
        )
    ]


def residual_autocorrelation(errors: Array64, lags: int = 20) -> go.Figure:
    """How much an error resembles the one 1 … `lags` rows before; 95 % of those of pure chance lie in the band."""
    layout = _frame("Errors against earlier errors", "rows between them", "correlation")
    layout["xaxis"] |= {"range": [0.4, lags + 0.6], "tickformat": "d"}
    lags = min(lags, len(errors) - 1)
    if lags < 1:
        return go.Figure([], layout)
    found, band = autocorrelation(errors, lags)[1:], autocorrelation_band(len(errors))
    reach = 1.15 * max(2 * band, float(np.abs(found).max(initial=0)))
    layout["yaxis"] |= {"range": [-reach, reach], "tickformat": ".2~f"}
    rectangle = {"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "y0": -band, "y1": band, "layer": "below"}
    note = {"text": "95 % of pure chance", "xref": "paper", "x": 1, "xanchor": "right", "y": band, "yanchor": "bottom"}
    layout["shapes"] = [rectangle | {"line_width": 0, "fillcolor": CALM, "opacity": 0.25}, _level(0.0)]
    layout["annotations"] = [note | {"showarrow": False, "font_color": "var(--st-gray-text-color)"}]
    bars = dict(
        type="bar",
        x0=1,
        dx=1,
        y=found.astype(np.float32),
        width=0.5,
        uid="autocorrelation",
        marker={"color": FIRST, "line_width": 0},
        hovertemplate="%{x} rows apart: correlation %{y:.3f}<extra></extra>",
    )
    return go.Figure([bars], layout)


def error_by_horizon_figure(model: Array64, baselines: Mapping[str, Array64]) -> go.Figure:
    """Mean absolute errors 1 … h rows ahead: of the network, and of the baselines by name."""
    layout = _frame("Mean absolute error by rows ahead", "rows ahead", f"error ({UNITS})")
    layout["xaxis"] |= {"range": [0.5, len(model) + 0.5], "tickformat": "d", "nticks": 10}
    layout["yaxis"]["rangemode"] = "tozero"
    layout |= {"showlegend": True, "legend": layout["legend"] | LEGEND}
    lines = [
        _by_horizon(title_of(name), name, errors, BASELINE_COLORS.get(name, CALM)) for name, errors in baselines.items()
    ]
    return go.Figure([_by_horizon("This network", "model", model, SECOND), *lines], layout)


def _by_horizon(title: str, uid: str, errors: Array64, color: str) -> dict[str, Any]:
    return dict(
        type="scatter",
        x0=1,
        dx=1,
        y=errors.astype(np.float32),
        mode="lines+markers" if len(errors) <= 30 else "lines",
        name=title,
        uid=uid,
        legendgroup=uid,
        line={"color": color, "width": 2.5 if uid == "model" else 1.5, "dash": "solid" if uid == "model" else "dot"},
        hovertemplate=f"%{{x}} ahead, {title}: %{{y:.4~g}}<extra></extra>",
    )


def _frame(title: str, x: str, y: str) -> dict[str, Any]:
    layout = frame(title) | {"hovermode": "x", "showlegend": False, "xaxis": {"title": x}, "yaxis": {"title": y}}
    layout["margin"] |= {"t": 36}
    return layout


def _level(height: float) -> dict[str, Any]:
    line = {"color": CALM, "width": 1}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": height, "y1": height, "line": line}
