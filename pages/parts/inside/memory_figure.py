"""The figures of the memory horizon: influences of all pairs of steps, and by their distance on a logarithmic axis."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from pages.parts.figure_style import FIRST, MARK, QUIET, SECOND, counting, frame
from pages.parts.inside.look import Array
from pages.parts.plain import figure_text
from seqcore.inspection.horizon import NEGLIGIBLE, Horizon

DECADES = 6
"""Influences below the millionth part of the largest are drawn there."""
_DECADES = [10.0**-decade for decade in range(DECADES + 1)]
_LOOKS = {"first": (QUIET, "dot"), "newest": (FIRST, "solid"), "chosen": (SECOND, "solid")}
_COLORS = (FIRST, SECOND, MARK, QUIET)


class Reach(NamedTuple):
    """A curve: its name, its influences, and how it is drawn (empty: in a colour of its own)."""

    name: str
    horizon: Horizon
    how: str = ""


def influence_figure(influence: Array, outputs: Sequence[int]) -> dict[str, Any]:
    """Influences (outputs, steps) as decades below the largest: rows are outputs, columns inputs."""
    most = float(influence.max()) or 1.0
    steps = influence.shape[1]
    trace = {
        "type": "heatmap",
        "uid": "influence",
        "x0": 1,
        "dx": 1,
        "y": [f"{output + 1}" for output in outputs],
        "z": np.log10(np.maximum(influence / most, 10.0**-DECADES)).astype(np.float32),
        "zmin": -DECADES / 2,
        "zmax": 0,
        "colorscale": [[0, "var(--st-secondary-background-color)"], [1, FIRST]],
        "colorbar": {"thickness": 10, "tickvals": [0, -1, -2, -3], "ticktext": ["1", "0.1", "0.01", "0.001"]},
        "customdata": (influence / most).astype(np.float32),
        "hovertemplate": "output %{y}, input %{x}: %{customdata:.3g} of the largest<extra></extra>",
    }
    layout = frame("Which output depends on which input") | {
        "xaxis": counting(0.5, steps + 0.5)
        | {"title": {"text": "input at step s", "standoff": 8}, "showgrid": False, "ticks": ""},
        "yaxis": {
            "title": {"text": "output at step t"},
            "type": "category",
            "autorange": "reversed",
            "showgrid": False,
            "nticks": 10,
        },
        "margin": {"l": 56, "r": 66, "t": 44, "b": 48},
    }
    return {"data": [trace], "layout": layout}


def distance_figure(lines: Sequence[Reach], colors: Sequence[str] = _COLORS) -> dict[str, Any]:
    """One curve for each network: its influences by distance, as shares of its largest.

    The axis ends one step beyond the last influence that is drawn: of padded sequences most distances have none.
    """
    lines = [line._replace(horizon=_drawn_part(line.horizon)) for line in lines]
    traces = [_curve(line, colors[place % len(colors)]) for place, line in enumerate(lines)]
    first = min(int(line.horizon.distances[0]) for line in lines)
    last = max(int(line.horizon.distances[-1]) for line in lines)
    layout = frame("Influence by distance") | {
        "hovermode": "x",
        "xaxis": counting(first - 0.5, last + 0.5) | {"title": {"text": "steps back (t − s)", "standoff": 8}},
        "yaxis": {
            "type": "log",
            "range": [-DECADES, 0.2],
            "tickvals": _DECADES,
            "ticktext": ["1", "0.1", *(f"10<sup>−{decade}</sup>" for decade in range(2, DECADES + 1))],
        },
        "shapes": [_tenth()],
        "margin": {"l": 56, "r": 26, "t": 64, "b": 48},
    }
    return {"data": traces, "layout": layout}


def _drawn_part(whole: Horizon) -> Horizon:
    share = whole.influence / (float(whole.influence.max()) or 1.0)
    there = np.flatnonzero(share >= 10.0**-DECADES)
    if not len(there):
        return whole
    part = slice(max(0, int(there[0]) - 1), int(there[-1]) + 2)
    return Horizon(whole.distances[part], whole.influence[part])


def _curve(line: Reach, color: str) -> dict[str, Any]:
    own, dash = _LOOKS.get(line.how, (color, "solid"))
    share = line.horizon.influence / (float(line.horizon.influence.max()) or 1.0)
    name = figure_text(line.name)
    return {
        "type": "scatter",
        "uid": f"line-{line.how or line.name}",
        "name": name,
        "mode": "lines+markers" if len(share) <= 40 else "lines",
        "x": line.horizon.distances.astype(np.int32),
        "y": np.maximum(share, 10.0**-DECADES).astype(np.float32),
        "line": {"color": own, "width": 2.5, "dash": dash},
        "hovertemplate": f"{name}, %{{x}} steps back: %{{y:.2g}} of its largest<extra></extra>",
    }


def _tenth() -> dict[str, Any]:
    """A line at a tenth: beyond it lies the horizon."""
    line = {"color": QUIET, "width": 1, "dash": "dash"}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": NEGLIGIBLE, "y1": NEGLIGIBLE, "line": line}
