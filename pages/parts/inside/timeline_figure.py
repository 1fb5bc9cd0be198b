"""What a layer's units do, step by step: a heatmap for each state and gate, and one unit as lines."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from pages.parts.figure_style import FIRST, GOOD, MARK, QUIET, SECOND, frame
from pages.parts.inside.input_figure import LEFT, RIGHT, step_axis
from seqcore.inspection.formulas import SIGNS

Array = npt.NDArray[Any]
SCALES = (0.1, 0.2, 0.5, 1.0)
"""Ends of scales: on one to 1 the states of a small network would hardly be seen."""
_COLORS = (FIRST, SECOND, MARK, GOOD, QUIET, "var(--st-red-color)")


def name_of(unit: int) -> str:
    """What the row of a unit is called."""
    return f"unit {unit + 1}"


def by_activity(values: Array) -> list[int]:
    """The units of (steps, units) in the order of when they are most active, in the middle of their activity."""
    weight = np.abs(values - values.mean(axis=0))
    total = weight.sum(axis=0)
    middle = (weight * np.arange(len(values))[:, np.newaxis]).sum(axis=0) / np.where(total > 0, total, 1)
    return np.argsort(middle, kind="stable").tolist()


def scale_of(values: Array) -> float:
    """The end of a scale for numbers of both signs: a round number up to 1, and the largest where it is above."""
    most = float(np.abs(values[np.isfinite(values)].astype(np.float32)).max(initial=0))
    return next((end for end in SCALES if most <= end), most)


def span_of(values: Array) -> tuple[float, float]:
    """From below the least to above the largest of all numbers, 0 and 1 among them."""
    finite = values[np.isfinite(values)].astype(np.float32)
    low, high = float(finite.min(initial=0)), float(finite.max(initial=1))
    return low - 0.05 * (high - low), high + 0.05 * (high - low)


def heatmap_figure(
    title: str, values: Array, order: Sequence[int], units: Sequence[int], most: float | None, chosen: int
) -> dict[str, Any]:
    """One row of an inspection, (steps, units): its columns in this order, and the units that they are.

    `most` ends the scale of both signs; None: from 0 to 1. `chosen` is a unit.
    """
    steps = len(values)
    if most is None:
        scale, low, high = [[0, "var(--st-secondary-background-color)"], [1, FIRST]], 0.0, 1.0
    else:
        scale, low, high = [[0, FIRST], [0.5, "var(--st-background-color)"], [1, SECOND]], -most, most
    ends = [low, (low + high) / 2, high]
    names = [name_of(units[column]) for column in order]
    ticks = sorted({0, len(names) - 1, names.index(name_of(chosen))} if name_of(chosen) in names else {0})
    trace = {
        "type": "heatmap",
        "uid": title.replace(" ", "-"),
        "x0": 1,
        "dx": 1,
        "y": names,
        "z": values[:, list(order)].T.astype(np.float32),
        "zmin": low,
        "zmax": high,
        "colorscale": scale,
        "colorbar": {
            "thickness": 10,
            "x": 1.01,
            "xanchor": "left",
            "tickvals": ends,
            "ticktext": [f"{end:.2g}".replace("-", "−") for end in ends],
            "len": 1,
        },
        "hovertemplate": "%{y}, step %{x}: %{z:.3f}<extra></extra>",
    }
    place = names.index(name_of(chosen)) if name_of(chosen) in names else None
    marks = [] if place is None or len(order) == 1 else [_row_mark(place, steps)]
    layout = frame(f"{title.capitalize()} ({SIGNS[title]})" if title in SIGNS else title) | {
        "xaxis": step_axis(steps) | {"showticklabels": False},
        "yaxis": {
            "type": "category",
            "autorange": "reversed",
            "showgrid": False,
            "fixedrange": True,
            "tickvals": [names[tick] for tick in ticks],
            "ticktext": [str(units[order[tick]] + 1) for tick in ticks],
            "title": {"text": "unit"},
        },
        "shapes": marks,
        "margin": {"l": LEFT, "r": RIGHT, "t": 30, "b": 10},
    }
    return {"data": [trace], "layout": layout}


def _row_mark(place: int, steps: int) -> dict[str, Any]:
    """A frame around the chosen unit."""
    line = {"color": "var(--st-text-color)", "width": 1}
    return {"type": "rect", "x0": 0.5, "x1": steps + 0.5, "y0": place - 0.5, "y1": place + 0.5, "line": line}


def unit_figure(
    rows: Mapping[str, Array], gates: Sequence[str], unit: int, span: tuple[float, float]
) -> dict[str, Any]:
    """One unit: its states and gates (steps,) as lines over the steps, between the ends of `span`."""
    steps = len(next(iter(rows.values())))
    lines = [
        {
            "type": "scatter",
            "uid": name.replace(" ", "-"),
            "name": SIGNS[name],
            "mode": "lines+markers" if steps <= 40 else "lines",
            "x0": 1,
            "dx": 1,
            "y": values.astype(np.float32),
            "line": {
                "color": color,
                "width": 1.5 if name in gates else 2.5,
                "dash": "dot" if name in gates else "solid",
            },
            "hovertemplate": f"{name}, step %{{x}}: %{{y:.3f}}<extra></extra>",
        }
        for (name, values), color in zip(rows.items(), _COLORS, strict=False)
    ]
    layout = frame(f"Unit {unit + 1}") | {
        "xaxis": step_axis(steps) | {"title": {"text": "step"}},
        "yaxis": {"range": list(span), "nticks": 5, "fixedrange": True},
        "margin": {"l": LEFT, "r": RIGHT, "t": 64, "b": 44},
    }
    return {"data": lines, "layout": layout}
