"""Where forecasts err: over time, how often by how much, against earlier errors, and by how far they look ahead.

Errors are actual − forecast, in price units.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from pages.parts.figure_style import COUNTS, FIRST, SECOND, counting, frame
from pages.parts.series.time_axis import axis_points
from pages.tasks.prices.price_colors import BASELINE_COLORS, CALM, LEGEND
from seqcore.data.series.series import Array64, Series
from seqcore.data.series.windows import Rows
from seqcore.evaluation.baselines import title_of
from seqcore.evaluation.residuals import autocorrelation, autocorrelation_band

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
    layout["xaxis"] |= {"type": "date"} if series.has_dates else {"tickformat": COUNTS}
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


def residual_autocorrelation(errors: Array64, of_last_value: Array64, ahead: int = 1, lags: int = 20) -> go.Figure:
    """How much an error resembles the one 1 … `lags` rows before, with the band of chance beyond the overlap.

    Both `errors` are (n,), of forecasts `ahead` rows ahead in a row; those of the last value are dots.
    """
    layout = _frame("Errors against earlier errors", "rows between them", "correlation")
    lags = min(max(lags, 2 * ahead), len(errors) - 1)
    layout["xaxis"] |= counting(0.4, max(lags, 1) + 0.6)
    if lags < 1:
        return go.Figure([], layout)
    found, last = autocorrelation(errors, lags)[1:], autocorrelation(of_last_value, lags)[1:]
    band = autocorrelation_band(errors, lags, ahead)[ahead - 1 :]
    highest = max(float(np.abs(values).max(initial=0)) for values in (found, last, band))
    layout["yaxis"] |= {"range": [-min(1.05, 1.15 * highest), min(1.05, 1.15 * highest)], "tickformat": ".2~f"}
    layout |= {"showlegend": True, "legend": layout["legend"] | LEGEND, "shapes": [_level(0.0)]}
    bars = dict(
        type="bar",
        x0=1,
        dx=1,
        y=found.astype(np.float32),
        width=0.5,
        name="This network",
        uid="autocorrelation",
        marker={"color": FIRST, "line_width": 0},
        hovertemplate="%{x} rows apart: correlation %{y:.3f}<extra></extra>",
    )
    dots = dict(
        type="scatter",
        x0=1,
        dx=1,
        y=last.astype(np.float32),
        mode="markers",
        name=title_of("last_value"),
        uid="last-value",
        marker={"color": BASELINE_COLORS["last_value"], "size": 6},
        hovertemplate="%{x} rows apart: correlation %{y:.3f}<extra>Last value</extra>",
    )
    return go.Figure([*_band(band, ahead, lags), bars, dots], layout)


def _band(band: Array64, ahead: int, lags: int) -> list[dict[str, Any]]:
    """The area from −band to band at the lags `ahead` … `lags`; none where all of them overlap."""
    if not len(band):
        return []
    # Each lag has its own width, from half a row before it to half a row after it.
    edges = np.repeat(np.arange(ahead, lags + 1), 2) + np.tile([-0.5, 0.5], len(band))
    height = np.repeat(band, 2)
    return [
        dict(
            type="scatter",
            x=np.concatenate([edges, edges[::-1]]),
            y=np.concatenate([height, -height[::-1]]).astype(np.float32),
            mode="lines",
            fill="toself",
            fillcolor=CALM,
            line={"color": CALM, "width": 0},
            opacity=0.25,
            name="95 % of pure chance",
            uid="band",
            hoverinfo="skip",
        )
    ]


def error_by_horizon_figure(model: Array64, baselines: Mapping[str, Array64]) -> go.Figure:
    """Mean absolute errors 1 … h rows ahead: of the network, and of the baselines by name."""
    layout = _frame("Mean absolute error by rows ahead", "rows ahead", f"error ({UNITS})")
    layout["xaxis"] |= {"nticks": 10} | counting(0.5, len(model) + 0.5)
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
