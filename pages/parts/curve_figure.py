"""The curves of a run: a pure function from its view to a Plotly figure, for `live_chart` to draw."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from pages.parts.baselines import baseline_traces
from pages.parts.curve_points import Array, gap, points, smooth
from pages.parts.figure_style import FIRST, GOOD, GOOD_TEXT, MARK, MARK_TEXT, SECOND, counting, frame
from seqcore.runs.view import RunView
from seqcore.tasks.base.preset import Published

MANY_POINTS = 150
SHORT_RUN = 1000


def curve_figure(
    view: RunView,
    name: str,
    *,
    title: str,
    scores: Mapping[str, str] = MappingProxyType({}),
    share: bool = False,
    log_axis: bool = False,
    smoothing: float = 0.0,
    published: Published | None = None,
    baselines: Mapping[str, float] = MappingProxyType({}),
    revision: str = "",
) -> dict[str, Any]:
    """Training and validation curve of the measure `name` over the epochs; only axes before the first point.

    With two `scores`, by the word for each, it is their validation curves instead.
    `share`: the measure runs from 0 to 1 and is drawn as a percentage. `smoothing` is in [0, 1); a curve with fewer
    points is smoothed less, so that both look back over the same number of epochs. `baselines` are values by title, a
    thin line each. Another `revision` (another run) forgets the zoom.

    A plain dictionary: to make a `go.Figure` of it takes 4 ms, for every curve of every tick.
    """
    curves = {("training", FIRST): _trained(view, name), ("validation", SECOND): _validated(view, name)}
    if scores:
        colored = zip(scores.items(), (FIRST, SECOND), strict=True)
        curves = {(word, color): _validated(view, score) for (word, score), color in colored}
    number = ".1%" if share else ".3g"
    drawn = np.concatenate([y for _, y in curves.values()])
    shadows, lines = [], []
    for (word, color), (x, y) in curves.items():
        if smoothing:
            shadows.append(_shadow(word, color, x, y))
            y = smooth(y, smoothing ** gap(x))
        width = 2.5 if smoothing or len(y) <= MANY_POINTS else 1.25
        lines.append(_line(word, color, x, y, number, width))
    start: dict[str, Any] = {"type": "linear"} | ({"range": [-0.02, 1.02]} if share else {"rangemode": "tozero"})
    if log_axis:
        start = {"type": "log", "tickvals": _log_ticks(drawn)}
    if not len(drawn):
        start |= {"range": [-2, 0] if log_axis else [-0.02, 1.02]}
    layout = frame(title) | {
        "hovermode": "x",
        "xaxis": counting(0, _span(view)) | {"title": {"text": "epoch"}, "uirevision": revision},
        "yaxis": start | {"tickformat": ".0%" if share else "~g", "nticks": 6, "uirevision": f"{revision} {log_axis}"},
        "yaxis2": {"overlaying": "y", "range": [0, 1], "fixedrange": True, "visible": False},
        "shapes": [_band(published)] if published else [],
        "annotations": [_band_label(published)] if published else [],
    }
    lines += baseline_traces(baselines, _span(view), number, drawn, share=share, log_axis=log_axis)
    layout["margin"] |= {"t": 78} if baselines else {}  # a second row of the legend
    return {"data": [*shadows, *lines, *_learning_rates(view, at=0.05 if share else 0.95)], "layout": layout}


def _trained(view: RunView, name: str) -> tuple[npt.NDArray[Any], Array]:
    training = np.asarray(view.training.get(name, ()), np.float64)
    return np.arange(1, len(training) + 1), training


def _validated(view: RunView, name: str) -> tuple[npt.NDArray[Any], Array]:
    epochs = sorted(epoch for epoch, measures in view.validation.items() if name in measures)
    return np.array(epochs), np.array([view.validation[epoch][name] for epoch in epochs])


def _span(view: RunView) -> float:
    """How many epochs the axis shows: all of a short run; of a long one a half, quarter, … that holds what there is."""
    span = float(view.experiment.training.epochs)
    while span > SHORT_RUN and span / 2 >= view.epochs:
        span /= 2
    return span


def _log_ticks(values: Array) -> list[float]:
    """1, 2 and 5 of every power of ten around the values; only 1 when they span many, and all when they span few."""
    positive = values[np.isfinite(values) & (values > 0)]
    low, high = np.log10([positive.min(), positive.max()]) if len(positive) else (-2, 0)
    digits = range(1, 10) if high - low < 0.6 else (1, 2, 5) if high - low < 2.5 else (1,)
    return [digit * 10.0**power for power in range(int(low) - 2, int(high) + 3) for digit in digits]


def _line(word: str, color: str, x: npt.NDArray[Any], y: Array, number: str, width: float) -> dict[str, Any]:
    return dict(
        type="scatter",
        **points(x, y),
        mode="markers" if len(x) == 1 else "lines",
        marker={"size": 8},
        cliponaxis=len(x) != 1,
        name=word.capitalize(),
        uid=word,
        legendgroup=word,
        line={"color": color, "width": width},
        hovertemplate=f"epoch %{{x:,.2~f}}, {word} %{{y:{number}}}<extra></extra>",
    )


def _shadow(word: str, color: str, x: npt.NDArray[Any], y: Array) -> dict[str, Any]:
    return dict(
        type="scatter",
        **points(x, y),
        mode="lines",
        name=f"{word.capitalize()}, raw",
        uid=f"{word}-raw",
        legendgroup=word,
        showlegend=False,
        line={"color": color, "width": 1},
        opacity=0.3,
        hoverinfo="skip",
    )


def _learning_rates(view: RunView, at: float) -> list[dict[str, Any]]:
    """A vertical line where the learning rate was changed, marked at a share `at` of the height; the last with text."""
    changes = view.learning_rates
    if not changes:
        return []
    latest = changes[-1]
    side = "right" if latest.epoch < 0.6 * view.experiment.training.epochs else "left"
    return [
        dict(
            type="scatter",
            x=[epoch for change in changes for epoch in (change.epoch, change.epoch, change.epoch, None)],
            y=[0, at, 1, None] * len(changes),
            yaxis="y2",
            mode="lines+markers+text",
            uid="learning-rate",
            showlegend=False,
            line={"color": MARK, "width": 1.5, "dash": "dot"},
            marker={"symbol": "diamond", "size": [0, 11, 0, 0] * len(changes), "opacity": 1, "line": {"width": 0}},
            text=[""] * (4 * len(changes) - 3) + [f"learning rate {latest.value:.4g}", "", ""],
            textposition=f"middle {side}",
            textfont={"color": MARK_TEXT},
            customdata=[change.value for change in changes for _ in range(4)],
            hovertemplate="epoch %{x:,d}, learning rate becomes %{customdata}<extra></extra>",
        )
    ]


def _band(published: Published) -> dict[str, Any]:
    return {
        "type": "rect",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": published.low,
        "y1": published.high,
        "layer": "below",
        "line": {"color": GOOD, "width": 2 if published.low == published.high else 0},
        "fillcolor": GOOD,
        "opacity": 0.18,
    }


def _band_label(published: Published) -> dict[str, Any]:
    ends = dict.fromkeys((published.low, published.high))
    return {
        "text": f"published {'–'.join(f'{end * 100:g}' for end in ends)} %",
        "xref": "paper",
        "x": 1,
        "xanchor": "right",
        "y": published.low,
        "yanchor": "top",
        "showarrow": False,
        "font": {"color": GOOD_TEXT},
    }
