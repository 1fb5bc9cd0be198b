"""The figures of image patches: pure functions from numbers to Plotly figures."""

from typing import Any

import numpy as np
import numpy.typing as npt

from pages.parts.figure_style import FIRST, MARK, QUIET, SECOND, counting, frame, numbered
from seqcore.data.images.digits import CLASSES

Probabilities = npt.NDArray[np.floating]
OTHERS = 2
"""Digits, besides the right or the first one, whose probabilities are drawn."""


def confusion_figure(counts: npt.NDArray[np.int64]) -> dict[str, Any]:
    """How often each digit (rows) was read as which (columns): (10, 10). What is right has no colour."""
    wrong = counts.copy()
    np.fill_diagonal(wrong, 0)
    digits = [str(digit) for digit in range(CLASSES)]
    cells = {
        "type": "heatmap",
        "uid": "confusion",
        "x": digits,
        "y": digits,
        "z": wrong.tolist(),
        "colorscale": [[0, "var(--st-secondary-background-color)"], [1, SECOND]],
        "showscale": False,
        "text": [[f"{count:,}" if count else "" for count in row] for row in counts.tolist()],
        "customdata": counts.tolist(),
        "hovertemplate": "%{y} read as %{x}: %{customdata}<extra></extra>",
        "xgap": 2,
        "ygap": 2,
    } | numbered(max(1, int(wrong.max())))
    layout = frame("Which digits it mixes up") | {
        "xaxis": {
            "title": {"text": "read as", "standoff": 16},
            "type": "category",
            "showgrid": False,
            "fixedrange": True,
        },
        "yaxis": {
            "title": {"text": "digit"},
            "type": "category",
            "autorange": "reversed",
            "showgrid": False,
            "fixedrange": True,
        },
    }
    layout["margin"] |= {"b": 64}
    return {"data": [cells], "layout": layout}


def certainty_figure(said: Probabilities, right: int | None, title: str) -> dict[str, Any]:
    """How likely digits are after each patch: `said` (steps, 10), NaN where nothing is known.

    Drawn are the right digit, or the one it says at the end, and those that were likeliest besides at any step.
    """
    steps = len(said)
    first = int(said[-1].argmax()) if right is None else right
    order = np.argsort(-np.nan_to_num(said).max(axis=0), kind="stable")
    others = [int(digit) for digit in order if digit != first][:OTHERS]
    name = f"{first}" if right is None else f"{first} (right)"
    lines = [_line("first", name, said[:, first], FIRST, 3)]
    for place, digit in enumerate(others):
        lines.append(_line(f"other-{place}", str(digit), said[:, digit], (SECOND, MARK)[place % 2], 2, "dot"))
    layout = frame(title) | {
        "hovermode": "x",
        "xaxis": counting(0.8, steps + 0.2) | {"title": {"text": "patches read"}, "dtick": 1, "fixedrange": True},
        "yaxis": {"range": [0, 1.04], "tickformat": ".0%", "nticks": 6, "fixedrange": True},
        "shapes": [_guessing()],
    }
    return {"data": lines, "layout": layout}


def _line(uid: str, name: str, values: Probabilities, color: str, width: float, dash: str = "solid") -> dict[str, Any]:
    known = np.flatnonzero(np.isfinite(values))
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "uid": uid,
        "name": name,
        "x": (known + 1).tolist(),
        "y": values[known].astype(np.float32),
        "line": {"color": color, "width": width, "dash": dash},
        "marker": {"size": 8},
        "hovertemplate": f"{name}: %{{y:.1%}}<extra></extra>",
    }


def _guessing() -> dict[str, Any]:
    """A line at one in ten."""
    line = {"color": QUIET, "width": 1, "dash": "dash"}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0.1, "y1": 0.1, "layer": "below", "line": line}
