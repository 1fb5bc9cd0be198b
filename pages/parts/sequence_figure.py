"""The figure of one sequence of the cumulative-sum task: a pure function from numbers to a Plotly figure."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from pages.parts.figure_style import FIRST, MARK, MARK_TEXT, SECOND, SECOND_TEXT, counting, frame

Numbers = Sequence[float] | npt.NDArray[Any]

MOST_MARKERS = 40


def cumulative_sum_figure(
    values: Numbers, limit: float, labels: Numbers, probabilities: Numbers | None = None
) -> dict[str, Any]:
    """One sequence: its running total against the limit, and below the probability of each step against 0.5.

    All sequences have the shape (steps,) or (steps, 1); before training there are no probabilities. A plain dictionary,
    see `curve_figure`.
    """
    total = np.cumsum(np.ravel(values), dtype=np.float64)
    steps = len(total)
    few = steps <= MOST_MARKERS
    reached = np.flatnonzero(np.ravel(labels) >= 0.5)[:1]
    traces = [
        dict(
            type="scatter",
            x0=1,
            dx=1,
            y=total.astype(np.float32),
            mode="lines+markers" if few else "lines",
            name="Running total",
            uid="total",
            line={"color": FIRST, "width": 2.5},
            hovertemplate="step %{x}, running total %{y:.3f}<extra></extra>",
        ),
        dict(
            type="bar",
            x0=1,
            dx=1,
            y=np.ravel([] if probabilities is None else probabilities).astype(np.float32),
            yaxis="y2",
            name="Probability",
            uid="probability",
            marker={"color": SECOND, "line": {"width": 0}},
            opacity=0.6,
            hovertemplate="step %{x}, probability %{y:.3f}<extra></extra>",
        ),
        dict(
            type="scatter",
            x=[0.5, steps + 0.5],
            y=[limit, limit],
            mode="lines",
            uid="limit",
            line={"color": MARK, "width": 2, "dash": "dash"},
            showlegend=False,
            hoverinfo="skip",
        ),
        dict(
            type="scatter",
            x=[0.5, steps + 0.5],
            y=[0.5, 0.5],
            yaxis="y2",
            mode="lines",
            uid="undecided",
            line={"color": SECOND_TEXT, "width": 1.5},
            showlegend=False,
            hoverinfo="skip",
        ),
        dict(
            type="scatter",
            x=reached + 1,
            y=total[reached],
            mode="markers",
            uid="reached",
            marker={"color": MARK, "symbol": "diamond", "size": 13},
            showlegend=False,
            hoverinfo="skip",
        ),
    ]
    says = f"◆ limit {limit:.4g} reached at step {reached[0] + 1}" if len(reached) else f"limit {limit:.4g} not reached"
    layout = frame(says) | {
        "hovermode": "x",
        "hoversubplots": "axis",
        "bargap": 0.25 if few else 0,
        "xaxis": counting(0.4, steps + 0.6)
        | {"title": {"text": "step"}, "showgrid": False, "anchor": "y2", "uirevision": steps},
        "yaxis": {
            "domain": [0.5, 1],
            "range": [0, 1.08 * max(limit, float(total[-1]))],
            "showgrid": False,
            "showline": True,
            "tickmode": "auto",
            "nticks": 5,
            "tickfont": {"color": FIRST},
        },
        "yaxis2": {
            "domain": [0, 0.4],
            "range": [0, 1.08],
            "tickvals": [0, 0.5, 1],
            "showgrid": False,
            "showline": True,
            "fixedrange": True,
            "tickfont": {"color": SECOND_TEXT},
        },
        "shapes": [_from_here(int(reached[0]) + 1)] if len(reached) else [],
    }
    layout["title"]["font"] = {"size": 16, "color": MARK_TEXT}
    return {"data": traces, "layout": layout}


def _from_here(step: int) -> dict[str, Any]:
    """The step that reaches the limit, through both plots."""
    line = {"color": MARK, "width": 1, "dash": "dot"}
    return {"type": "line", "yref": "paper", "x0": step, "x1": step, "y0": 0, "y1": 1, "layer": "below", "line": line}
