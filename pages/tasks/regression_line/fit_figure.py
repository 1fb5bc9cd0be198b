"""Points, the rule they were made of, the line of least squares, and the curve of the network."""

from typing import Any

import numpy as np
import numpy.typing as npt

from pages.parts.figure_style import FIRST, GOOD, MARK, QUIET, SECOND, frame
from seqcore.tasks.regression_line.examples import RegressionExamples
from seqcore.tasks.regression_line.functions import HIGH, LOW

MOST_POINTS = 600
"""Drawn, of both kinds together: the others are like them."""
MARGIN = 0.06
"""Of the height, above and below everything."""
Values = npt.NDArray[Any]


def fit_figure(examples: RegressionExamples, curve: Values | None) -> dict[str, Any]:
    """`curve` (121,) is what the network says at `examples.curve_x`; None before it was asked."""
    x = examples.curve_x
    rule, line = examples.rule(x), examples.line(x)
    share = min(1.0, MOST_POINTS / len(examples.x))
    trained, tested = round(share * examples.split), round(share * (len(examples.x) - examples.split))
    traces = [
        _points("trained", "trained on", examples, slice(0, trained), QUIET, "circle"),
        _points("tested", "test", examples, slice(examples.split, examples.split + tested), FIRST, "circle-open"),
        _line("rule", "rule", x, rule, {"color": GOOD, "width": 1.5, "dash": "dot"}),
        _line("least-squares", "least squares", x, line, {"color": MARK, "width": 2, "dash": "dash"}),
    ]
    if curve is not None:
        traces.append(_line("network", "network", x, curve, {"color": SECOND, "width": 3}))
    inside = (x >= LOW) & (x <= HIGH)  # beyond the points a typed formula may go anywhere
    everything = np.concatenate([rule[inside], line, examples.y])
    low, high = float(everything.min()), float(everything.max())
    room = MARGIN * (high - low) or 1.0
    layout = frame("The points, and what is said at every x") | {
        "xaxis": {"title": {"text": "x"}, "range": [float(x[0]), float(x[-1])], "zeroline": False},
        "yaxis": {"range": [low - room, high + room], "zeroline": False, "nticks": 7},
        "shapes": [_beyond(float(x[0]), LOW), _beyond(HIGH, float(x[-1]))],
        "hovermode": "closest",
    }
    return {"data": traces, "layout": layout}


def _points(uid: str, name: str, examples: RegressionExamples, which: slice, color: str, symbol: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "uid": uid,
        "name": name,
        "x": examples.x[which].astype(np.float32),
        "y": examples.y[which].astype(np.float32),
        "marker": {"color": color, "size": 5, "symbol": symbol, "opacity": 0.6},
        "hovertemplate": f"x = %{{x:.2f}}, y = %{{y:.2f}}<extra>{name}</extra>",
    }


def _line(uid: str, name: str, x: Values, y: Values, style: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "uid": uid,
        "name": name,
        "x": x.astype(np.float32),
        "y": np.asarray(y, np.float32),
        "line": style,
        "hovertemplate": f"x = %{{x:.2f}}: %{{y:.2f}}<extra>{name}</extra>",
    }


def _beyond(start: float, end: float) -> dict[str, Any]:
    """Where there are no points."""
    place = {"xref": "x", "yref": "paper", "x0": start, "x1": end, "y0": 0, "y1": 1}
    return {"type": "rect", **place, "fillcolor": QUIET, "opacity": 0.12, "line": {"width": 0}, "layer": "below"}
