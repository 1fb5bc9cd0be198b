"""The chart of a measure: a line for each variant, the mean over its seeds, with a band around it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from pages.parts.baselines import baseline_traces
from pages.parts.curve_points import MOST_POINTS, gap, smooth, thin
from pages.parts.figure_style import counting, frame
from pages.parts.plain import figure_text
from seqcore.comparisons.bands import AXES, Array, Band

COLORS = ("blue", "orange", "green", "violet", "red", "yellow", "gray")
"""Of the theme: lines in the colour itself, bands in its background, which lets others shine through."""
DASHES = ("solid", "dash", "dot")
MOST_NUMBERS = 10_000
"""In all charts of a page together, whatever is compared: less than 60 kB on their way to the browser."""
FEWEST_POINTS = 20
RUN_OPACITY, SHADOW_OPACITY = 0.35, 0.3


def band_figure(
    bands: Mapping[str, Band],
    *,
    title: str,
    axis: str,
    span: float | None = None,
    share: bool = False,
    log_axis: bool = False,
    smoothing: float = 0.0,
    single_runs: bool = False,
    numbers: int = MOST_NUMBERS,
    baselines: Mapping[str, float] = MappingProxyType({}),
    revision: str = "",
) -> dict[str, Any]:
    """The bands of a measure by the title of their variant; only axes before the first point.

    `axis` is a key of `AXES`, `span` how far it reaches, where that is known; `single_runs` draws every run as a faint
    line; `smoothing` in [0, 1) leaves the raw mean as a shadow; about so many `numbers` are sent at most, besides the
    `baselines`, values by title. A click on a name leaves that variant alone.
    """
    drawn = {name: band for name, band in bands.items() if len(band.x)}
    lines_each = 4 + (max((len(band.curves) for band in drawn.values()), default=0) if single_runs else 0)
    most = int(np.clip(numbers // max(1, lines_each * len(drawn)), FEWEST_POINTS, MOST_POINTS))
    digits = ".1%" if share else ".4g"
    below: list[dict[str, Any]] = []
    above: list[dict[str, Any]] = []
    for place, (name, band) in enumerate(bands.items()):
        if name not in drawn:
            continue
        style = {"color": color_of(place), "dash": DASHES[place // len(COLORS) % len(DASHES)]}
        kept = thin(band.mean, most)
        below += _edges(name, place, band, kept, color_of(place, "background-color"))
        if single_runs:
            below += [
                _faint(name, place, number, band.x[kept], curve[kept], style["color"], RUN_OPACITY)
                for number, curve in enumerate(band.curves)
            ]
        mean = band.mean
        if smoothing:
            below.append(_faint(name, place, -1, band.x[kept], mean[kept], style["color"], SHADOW_OPACITY))
            mean = smooth(mean, smoothing ** gap(band.epochs))
        above.append(_mean(name, place, band, mean, kept, style, digits))
    start: dict[str, Any] = {"type": "linear"} | ({"range": [-0.02, 1.02]} if share else {"rangemode": "tozero"})
    if log_axis:
        start = {"type": "log", "dtick": "D2"}
    if not drawn:
        start |= {"range": [-2, 0] if log_axis else [-0.02, 1.02]}
    layout = frame(title) | {
        "hovermode": "x unified",
        "xaxis": (counting(0, span) if span else {"rangemode": "tozero"})
        | {"title": {"text": AXES[axis][0]}, "uirevision": f"{revision} {axis}"},
        "yaxis": start | {"tickformat": ".0%" if share else "~g", "nticks": 6, "uirevision": f"{revision} {log_axis}"},
    }
    reach = span or max((float(one.x.max()) for one in drawn.values()), default=1.0)
    edges = np.concatenate([np.zeros(0), *(edge for one in drawn.values() for edge in (one.low, one.high))])
    above += baseline_traces(baselines, reach, digits, edges, share=share, log_axis=log_axis)
    layout["legend"] |= {"itemclick": "toggleothers", "itemdoubleclick": "toggle"}
    return {"data": [*below, *above], "layout": layout}


def color_of(place: int, part: str = "color") -> str:
    """The theme's colour for the variant at a place."""
    return f"var(--st-{COLORS[place % len(COLORS)]}-{part})"


def _mean(
    name: str, place: int, band: Band, mean: Array, kept: Any, style: Mapping[str, str], number: str
) -> dict[str, Any]:
    seeds = band.counts[kept]
    return dict(
        type="scatter",
        x=_short(band.x[kept]),
        y=mean[kept].astype(np.float32),
        mode="markers" if len(kept) == 1 else "lines",
        name=figure_text(name),
        uid=f"mean-{place}",
        legendgroup=f"variant-{place}",
        line={**style, "width": 2.5},
        customdata=seeds.astype(np.uint8),
        hovertemplate=f"%{{y:{number}}}" + ("" if len(band.curves) < 2 else " (%{customdata} seeds)"),
    )


def _edges(name: str, place: int, band: Band, kept: Any, color: str) -> list[dict[str, Any]]:
    """The band: its lower edge, and the upper one with the room between them filled."""
    if len(band.curves) < 2:
        return []
    common = dict(type="scatter", x=_short(band.x[kept]), mode="lines", hoverinfo="skip", showlegend=False)
    common |= {"name": figure_text(name), "legendgroup": f"variant-{place}", "line": {"color": color, "width": 0}}
    low, high = band.low[kept].astype(np.float32), band.high[kept].astype(np.float32)
    filled = {"fill": "tonexty", "fillcolor": color}
    return [common | {"y": low, "uid": f"low-{place}"}, common | {"y": high, "uid": f"high-{place}"} | filled]


def _faint(name: str, place: int, number: int, x: Array, y: Array, color: str, opacity: float) -> dict[str, Any]:
    return dict(
        type="scatter",
        x=_short(x),
        y=y.astype(np.float32),
        mode="lines",
        name=figure_text(name),
        uid=f"run-{place}-{number}",
        legendgroup=f"variant-{place}",
        showlegend=False,
        line={"color": color, "width": 1},
        opacity=opacity,
        hoverinfo="skip",
    )


def _short(x: Array) -> Any:
    """Places in as few bytes as will do."""
    whole = (x == x.astype(np.int64)).all()
    return x.astype(np.min_scalar_type(int(x.max(initial=0))) if whole else np.float32)
